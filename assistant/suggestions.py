"""What can be asked next. Pure, but for what the index is asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from assistant import routing
from corpus.models import Language
from index.models import Hit
from index.retriever import Retriever

FOLLOW_UPS: Final = 3


def follow_ups(hits: Sequence[Hit], retriever: Retriever, language: Language) -> tuple[str, ...]:
    """Return what can be asked next: situations of neighbouring tips, or further questions of fact.

    Of a tip the author's own pointers come first, then what was found next.
    """
    first = hits[0].passage
    if first.kind == "chapter":
        asked = retriever.situations(first.parent, language)
        return tuple(question for question in asked if question != hits[0].view.text)[:FOLLOW_UPS]
    near = [hit.unit for hit in hits[1:] if hit.passage.kind == "tip"]
    parents = dict.fromkeys([*retriever.see_also(first.parent), *near])
    shortest = (_shortest(retriever.situations(parent, language)) for parent in parents)
    return tuple(islice(filter(None, shortest), FOLLOW_UPS))


def _shortest(situations: Sequence[str]) -> str | None:
    """Return the shortest situation that can be asked on its own.

    It says enough, is written as a sentence where there is one, and doesn't end in a referral.
    """
    enough = (text for text in situations if len(text.split()) >= 6)
    ordered = sorted(enough, key=lambda text: (text[0].islower(), len(text)))
    return next((text for text in ordered if not _refers(text)), None)


@lru_cache(maxsize=4096)
def _refers(situation: str) -> bool:
    """Tell whether a situation of the corpus would be referred; never asked of what users type."""
    return routing.crisis(situation) is not None
