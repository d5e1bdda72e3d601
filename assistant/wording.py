"""Takes off a question what says nothing about the situation, before it is searched. Pure."""

from __future__ import annotations

import re
from typing import Final

from assistant.rules import read_rules

SHOUTED: Final = 0.7
"""Share of capitals among the letters from which a message is shouted."""
_LETTERS: Final = 12
"""Letters below which capitals may as well be an abbreviation."""
_BREAK: Final = re.compile(r"(?<=[.!?:])\s+")
"""Where a sentence may end; too often does no harm, since only whole courtesies are left out."""


def plain(question: str) -> str:
    """Return a question as it is searched: not shouted, without greetings, excuses and thanks.

    The model reads capitals as other words, and a sentence of courtesy as part of the situation.
    Of a message of nothing but courtesy the last sentence stays.
    """
    calm = question.lower() if _is_shouted(question) else question
    parts = _BREAK.split(calm)
    kept = [part for part in parts if not _is_aside(part)]
    return " ".join(kept or parts[-1:])


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return len(letters) >= _LETTERS and capitals / len(letters) >= SHOUTED


def _is_aside(sentence: str) -> bool:
    bare = sentence.strip(" ,.!?:;-")
    return any(rule.pattern.fullmatch(bare) for rule in read_rules("asides"))
