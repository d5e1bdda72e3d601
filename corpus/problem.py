"""The one error that a reader gets to see: a plain sentence in Dutch and in English."""

from __future__ import annotations


class Problem(Exception):
    """Something went wrong that the user can understand and act on.

    Raised anywhere in the packages, caught once in every door, shown without a traceback.

    Args:
        nl: One Dutch sentence: what happened and what to do.
        en: The same sentence in English.
    """

    def __init__(self, *, nl: str, en: str) -> None:
        super().__init__(en)
        self.nl = nl
        self.en = en

    def text(self, language: str) -> str:
        """Return the sentence in ``language`` ("nl" or "en"; anything else gives English)."""
        return self.nl if language == "nl" else self.en
