"""Dutch or English: the language of a question or a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from corpus.models import Language

if TYPE_CHECKING:
    from lingua import LanguageDetector

SURE: Final = 0.6
"""Below this confidence a text (one word, a name) says nothing about its language."""
SAMPLE: Final = 2_000
"""Characters that are looked at; more adds nothing."""

SMALL_TALK: Final[Mapping[Language, frozenset[str]]] = {
    "nl": frozenset(
        "hoi hallo dag doei dank je wel bedankt hulp ok oké prima top goedemorgen".split()
    ),
    "en": frozenset("hi hello hey bye thanks thank you help please good morning ok okay".split()),
}
"""Messages of these words alone are too short for statistics."""
UNDERSTOOD: Final = 0.5
"""Share of known words from which a text is Dutch or English; dialect and typos stay above it."""
FEW: Final = 4
"""Words below which a share says nothing: one may be a name."""


def detect(text: str, default: Language = "nl") -> Language:
    """Return the language of ``text``: ``nl`` or ``en``, ``default`` when it can't be told.

    Only the two languages of the product are told apart; a text in a third one gets the nearer.
    Method: n-gram models of the lingua library in its low-memory mode.
    """
    words = set(re.findall(r"\w+", text[:SAMPLE].lower()))
    speaks = [language for language, known in SMALL_TALK.items() if words and words <= known]
    if speaks:
        return speaks[0] if len(speaks) == 1 else default
    from lingua import Language as Lingua

    best, *_ = _detector().compute_language_confidence_values(text[:SAMPLE])
    if best.value < SURE:
        return default
    return "nl" if best.language == Lingua.DUTCH else "en"


def is_understood(text: str, language: Language) -> bool:
    """Tell whether a text is Dutch or English at all, by the word lists of simplemma.

    Args:
        text: What was typed.
        language: The nearer of the two, which is looked at first.
    """
    words = re.findall(r"[^\W\d_]{2,}", text[:SAMPLE])
    if len(words) < FEW:
        return True
    return any(
        _share(words, name) >= UNDERSTOOD for name in (language, "en" if language == "nl" else "nl")
    )


def _share(words: Sequence[str], language: str) -> float:
    from simplemma import is_known

    return sum(is_known(word, lang=language) for word in words) / len(words)


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    from lingua import Language as Lingua
    from lingua import LanguageDetectorBuilder

    languages = (Lingua.DUTCH, Lingua.ENGLISH)
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
