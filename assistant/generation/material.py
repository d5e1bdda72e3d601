"""Chooses what a model may write from, among what was found. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.composer import DOCUMENT_SCORE, NEAR, Sections
from assistant.guard import is_instruction
from corpus.models import Language, Passage
from index.models import Hit

MAX_PASSAGES: Final = 9
MAX_WORDS: Final = 900
OTHERS: Final = 2
"""Tips besides the best one that may join in."""
DOCUMENTS: Final = 3


def choose(hits: Sequence[Hit], sections: Sections, language: Language) -> tuple[Passage, ...]:
    """Return the passages to write from, most important first.

    The best tip whole, what others advise that fit about as well, and what added documents say.
    Only in the language of the answer: a translation can't be compared with its source. A chunk
    of a document that gives orders to a machine is left out; the tips are our own.

    Args:
        hits: What was found, best first; at least one.
        sections: The passages of a tip or chapter.
        language: The language of the answer.
    """
    chosen: dict[str, Passage] = {}
    words = 0
    for passage in _wanted(hits, sections):
        words += len(passage.text.split())
        if words > MAX_WORDS or len(chosen) == MAX_PASSAGES:
            break
        orders = passage.kind == "document" and is_instruction(passage.text)
        if passage.language == language and not orders:
            chosen.setdefault(passage.key, passage)
    return tuple(chosen.values())


def _wanted(hits: Sequence[Hit], sections: Sections) -> Iterator[Passage]:
    best = hits[0]
    yield from sections(best.passage.parent) if best.passage.kind == "tip" else [best.passage]
    documents = [h for h in hits[1:] if h.passage.kind == "document" and h.score >= DOCUMENT_SCORE]
    for hit in documents[:DOCUMENTS]:
        yield hit.passage
    near = [h for h in hits[1:] if h.passage.kind != "document" and h.score >= best.score - NEAR]
    for hit in near[:OTHERS]:
        yield _advice(hit, sections)


def _advice(hit: Hit, sections: Sections) -> Passage:
    """Return what a tip says to do, or the section of a chapter that was found."""
    if hit.passage.kind != "tip":
        return hit.passage
    steps = (p for p in sections(hit.passage.parent) if p.id.endswith("#doe"))
    return next(steps, hit.passage)
