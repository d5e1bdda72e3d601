"""Dutch or English: the language of a question or a document."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from corpus.models import Language

if TYPE_CHECKING:
    from lingua import LanguageDetector

SURE: Final = 0.6
"""Below this confidence a text (one word, a name) says nothing about its language."""
SAMPLE: Final = 2_000
"""Characters that are looked at; more adds nothing."""


def detect(text: str, default: Language = "nl") -> Language:
    """Return the language of ``text``: ``nl`` or ``en``, ``default`` when it can't be told.

    Only the two languages of the product are told apart; a text in a third one gets the nearer.
    Method: n-gram models of the lingua library in its low-memory mode.
    """
    from lingua import Language as Lingua

    best, *_ = _detector().compute_language_confidence_values(text[:SAMPLE])
    if best.value < SURE:
        return default
    return "nl" if best.language == Lingua.DUTCH else "en"


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    from lingua import Language as Lingua
    from lingua import LanguageDetectorBuilder

    languages = (Lingua.DUTCH, Lingua.ENGLISH)
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
