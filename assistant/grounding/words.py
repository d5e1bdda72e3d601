"""Turns a sentence into words with a kind: negation, strength, actor, number, content, ... Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.grounding.lexicon import Kind, Lexicon, lexicon
from assistant.grounding.numbers import read_number
from corpus.models import Language
from index.lexical import analyse

COUNTED: Final[frozenset[Kind]] = frozenset({"content", "actor", "number", "date"})
"""The kinds that a claim is made of, and that have to stand in the source."""

_PART: Final = re.compile(
    r"\d+(?:[.,]\d+)*(?:%|e\b|ste\b|de\b|st\b|nd\b|rd\b|th\b)?|[^\W_]+(?:['’][^\W_]+)*|[,;:.?!()–—%]|\s-\s"
)
_AHEAD: Final = 8
"""How many words can belong together: two hundred thousand and fifty percent."""
_STOP: Final = frozenset(",;:.?!()–—-")
_JOINING: Final = {
    "nl": frozenset(
        "en maar want dus dat als zodat voordat nadat omdat terwijl wanneer die wie of".split()
    ),
    "en": frozenset(
        "and but because so that if when before after while which who whether what".split()
    ),
}
_SHORT: Final = (
    (re.compile(r"\b(ca)n't\b"), r"\1n not"),
    (re.compile(r"\b(wo)n't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"'(?:re|ve|ll|d|m)\b"), ""),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or a few that belong together, of a sentence.

    ``key`` tells words of a kind apart: the class of a negation, the stem of a content word, the
    value of a number. ``clause`` counts up at every comma and joining word; ``joins`` marks a
    joining word. ``named`` is true of a capital inside a sentence.
    """

    text: str
    kind: Kind
    key: str
    clause: int
    joins: bool = False
    named: bool = False

    @property
    def spoken_of(self) -> bool:
        """Whether a negation and the like can be about the word."""
        return self.counted or self.kind == "strength"

    @property
    def counted(self) -> bool:
        """Whether the word is part of what is claimed."""
        return self.kind in COUNTED


def read_words(text: str, language: Language) -> tuple[Word, ...]:
    """Return the words of one sentence in order, each with its kind."""
    known = lexicon(language)
    parts = _PART.findall(_long_forms(text))
    found: list[Word] = []
    clause, place = 0, 0
    while place < len(parts):
        part = parts[place].strip()
        if part in _STOP:
            clause += 1
            place += 1
            continue
        joins = part.lower() in _JOINING[language]
        clause += joins
        kind, key, used = _kind(parts[place : place + _AHEAD], known)
        words = " ".join(parts[place : place + used])
        named = bool(found) and part[0].isupper() and parts[place - 1] not in ".?!:"
        found.append(Word(words, kind, key, clause, joins, named))
        place += used
    return tuple(found)


def scope(words: Sequence[Word], place: int) -> int | None:
    """Return the place of the word that the one at ``place`` speaks about.

    That is the next word with content of its clause, else the one before it there; in a clause
    without content ("and what is not") the nearest before it, else after it.
    """
    clause = words[place].clause
    after = [i for i in range(place + 1, len(words)) if words[i].spoken_of]
    before = [i for i in range(place - 1, -1, -1) if words[i].spoken_of]
    for places in (after, before):
        for other in places:
            if words[other].clause == clause:
                return other
    return next(iter((*before, *after)), None)


def _kind(parts: Sequence[str], known: Lexicon) -> tuple[Kind, str, int]:
    """Return kind, key and number of words of what stands first in ``parts``."""
    lower = [part.lower().replace("’", "'") for part in parts]
    for size in range(min(known.longest, len(lower)), 1, -1):
        if found := known.phrases.get(tuple(lower[:size])):
            return (*found, size)
    if number := read_number(lower, known.language):
        return "number", number[0], number[1]
    if found := known.phrases.get((lower[0],)):
        return (*found, 1)
    base = lower[0].removesuffix("'s")
    if found := known.phrases.get((base,)):
        return (*found, 1)
    return (*_content(base, known), 1)


def _content(word: str, known: Lexicon) -> tuple[Kind, str]:
    stems = analyse(word, known.language)
    if not stems:
        return "plain", word
    return "content", known.same.get(stems[0], stems[0])


def _long_forms(text: str) -> str:
    text = text.replace("’", "'")
    for short, full in _SHORT:
        text = short.sub(full, text)
    return text


def clauses(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield the clauses of a sentence, in order."""
    for number in sorted({word.clause for word in words}):
        yield tuple(word for word in words if word.clause == number)
