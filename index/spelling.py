"""Puts slips of the keyboard right, by the words the index knows. Pure.

Only a word that neither the index nor a word list knows is looked at, and no name, which has a
capital. Only a known word at one edit from it (optimal string alignment: a letter lost, added,
changed, or two swapped) with the same first letter takes its place: people hardly ever miss the
first letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

SHORTEST: Final = 5
"""Letters from which a word is long enough to be recognised in a slip."""
_WORD: Final = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")


class Spelling:
    """Corrects words to those of a vocabulary.

    Args:
        vocabulary: How often each known word occurs; folded to lower case without accents.
        known: Tells whether a folded word needs no correction though the vocabulary lacks it.
        fold: Folds a word as those of the vocabulary were.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        known: Callable[[str], bool],
        fold: Callable[[str], str],
    ) -> None:
        self._vocabulary = vocabulary
        self._known = known
        self._fold = fold
        self._by_letter: dict[str, list[str]] = {}
        for word in vocabulary:
            if len(word) >= SHORTEST - 1:
                self._by_letter.setdefault(word[0], []).append(word)

    def correct(self, text: str) -> str:
        """Return ``text`` with each slip replaced by the commonest word it can stand for."""
        return _WORD.sub(lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        folded = self._fold(word)
        if word[0].isupper():
            return word
        if folded in self._vocabulary or self._known(folded):
            return word
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        near = extract(
            folded,
            self._by_letter.get(folded[0], ()),
            scorer=OSA.distance,
            score_cutoff=1,
            limit=None,
        )
        best = max(near, key=lambda found: (self._vocabulary[found[0]], found[0]), default=None)
        return best[0] if best else word
