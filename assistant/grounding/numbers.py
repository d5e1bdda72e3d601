"""Reads numbers from words: digits, Dutch and English number words, ordinals, halves. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.grounding.lexicon import number_words
from corpus.models import Language

_DIGITS: Final = re.compile(
    r"^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?(%|e|ste|de|st|nd|rd|th)?$"
)
_LONGEST: Final = 60
_CAPITAL: Final = "eén"  # "Eén" in lower case
_SHARE: Final = frozenset({"%"})


def read_number(words: Sequence[str], language: Language) -> tuple[str, int] | None:
    """Return the number at the start of ``words``, and how many words it takes.

    Args:
        words: Lower-case words, accents kept ("één" is a number, "een" is not).
        language: The language of the words.

    Returns:
        The value as text: ``"20"``, ``"0.5"``, ``"3e"`` (an ordinal), ``"20%"``, ``"tens"``;
        None if the first word isn't a number.
    """
    found = _series(words, language) if language == "en" else _single(words[0], language)
    if found is None:
        return None
    value, used = found
    known = number_words(language)
    if used < len(words) and (words[used] == "%" or known.get(words[used]) == "%"):
        return f"{value}%", used + 1
    return None if value in _SHARE else (value, used)


def _single(word: str, language: Language) -> tuple[str, int] | None:
    if word == "een" or len(word) > _LONGEST:  # the article; the number is written "één"
        return None
    if word == _CAPITAL:
        return "1", 1
    value = _digits(word) or number_words(language).get(word) or _dutch(word)
    return (value, 1) if value else None


def _digits(word: str) -> str | None:
    match = _DIGITS.match(word)
    if not match:
        return None
    whole = str(int(re.sub(r"\D", "", match[1])))
    value = f"{whole}.{match[2].rstrip('0')}".rstrip(".") if match[2] else whole
    ending = match[3] or ""
    return f"{value}{'%' if ending == '%' else 'e' if ending else ''}"


def _dutch(word: str) -> str | None:
    """Return the value of a compound: vierentwintig, tweehonderd, drieduizend, vijfentwintigste."""
    for ending in ("ste", "de"):
        if word.endswith(ending):
            value = _dutch_value(word.removesuffix(ending))
            return f"{value}e" if value and value > 12 else None
    value = _dutch_value(word)
    return str(value) if value else None


def _dutch_value(word: str) -> int | None:
    """Return the value of a whole number written as one word; None if it isn't one."""
    known = number_words("nl")
    plain = "1" if word == "een" else known.get(word, "")
    if plain.isdigit():
        return int(plain)
    for name, size in (("duizend", 1000), ("honderd", 100)):
        head, found, tail = word.partition(name)
        if found:
            many = _dutch_value(head) if head else 1
            rest = _dutch_value(tail.removeprefix("en")) if tail else 0
            return None if many is None or rest is None else many * size + rest
    unit, found, tens = word.replace("ën", "en").partition("en")
    return _tens(unit, tens) if found else None


def _tens(unit: str, tens: str) -> int | None:
    known = {**number_words("nl"), "een": "1"}
    # "zevenentwintig" parts after "zev": the word for seven itself holds "en".
    for one, ten in ((unit, tens), (f"{unit}en", tens.removeprefix("en"))):
        low, high = known.get(one, ""), known.get(ten, "")
        if low.isdigit() and high.isdigit() and int(low) < 10 <= int(high) < 100:
            return int(low) + int(high)
    return None


def _series(words: Sequence[str], language: Language) -> tuple[str, int] | None:
    """Return the value of English words in a row: two hundred and fifty, twenty-four."""
    first = _digits(words[0]) or number_words(language).get(words[0])
    if first is None or not first.isdigit() or words[0] in {"once", "twice", "single"}:
        return (first, 1) if first else None
    total, part, used = 0, int(first), 1
    while used < len(words):
        step = 2 if words[used] == "and" and words[used - 1] == "hundred" else 1
        word = words[used + step - 1] if used + step <= len(words) else ""
        value = number_words(language).get(word, "")
        if not value.isdigit() or word in {"once", "twice", "single", "dozen"}:
            break
        size = int(value)
        if size == 100 and part < 100:
            part *= 100
        elif size >= 1000 and part:
            total, part = total + part * size, 0
        elif size < 100 and (
            part % 100 == 0 or (part % 10 == 0 and size < 10 and part % 100 >= 20)
        ):
            part += size
        else:
            break
        used += step
    return str(total + part), used
