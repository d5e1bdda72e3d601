"""Splits Dutch compounds into words that the index knows, so that a part finds the whole. Pure.

As frequency-based splitting does (Koehn & Knight, *Empirical Methods for Compound Splitting*,
2003): of all ways to split a word into two known ones, the one whose rarer part is commonest wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Final

SHORTEST: Final = 8
"""Letters from which a word is looked at."""
PART: Final = 4
"""Letters of a part at least."""
SEEN: Final = 2
"""Times that a part must occur on its own."""
LINKS: Final = ("", "s", "en")
"""What may stand between the parts."""


class Splitter:
    """Splits words by a vocabulary.

    Args:
        vocabulary: How often each known word occurs.
        stop: Words that are no part of a compound.
    """

    def __init__(self, vocabulary: Mapping[str, int], stop: Set[str] = frozenset()) -> None:
        self._seen = {
            word: times
            for word, times in vocabulary.items()
            if len(word) >= PART and times >= SEEN and word not in stop
        }

    def split(self, word: str) -> tuple[str, ...]:
        """Return the two parts of ``word`` as they stand in it, or nothing."""
        if len(word) < SHORTEST:
            return ()
        ways = ((word[:cut], word[cut:]) for cut in range(PART, len(word) - PART + 1))
        weighed = [(self._weight(*way), way) for way in ways]
        weight, best = max(weighed)
        return best if weight else ()

    def _weight(self, first: str, second: str) -> int:
        """Return how often the rarer part occurs; 0 if one isn't known."""
        forms = (first.removesuffix(link) for link in LINKS if first.endswith(link))
        return min(max(self._seen.get(form, 0) for form in forms), self._seen.get(second, 0))
