"""Texts as bags of words, pairs of words and pieces of words, to tell how alike two texts are.

Pieces of three to five letters make "parkeerplaatsen" and "parkeerplek" alike, and a word that is
spelt wrong like the right one. Each text becomes a vector of length 1 with tf-idf weights
(logarithmic term frequency; Salton & Buckley, 1988), half of it words and half of it pieces.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.lexical import fold

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PIECES: Final = (3, 4, 5)
"""Letters of a piece; the edges of a word count as letters."""
LEAST: Final = 2
"""Texts that a feature must occur in: what occurs once says nothing about another text."""
LONGEST: Final = 2_000
"""Words of a text that are looked at."""
_WORD: Final = re.compile(r"\w+")

Bag = Counter[int]


@dataclass(frozen=True, slots=True)
class Features:
    """The features that are known: their hashes, ascending, and their idf weights."""

    hashes: NDArray[np.uint32]
    idf: NDArray[np.float32]

    def vector(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return a text's features, as places in ``hashes``, and its values for them.

        Of a feature that is both a word and a piece, which hashes can be, both values count.
        """
        found, weights = zip(*(self._part(bag) for bag in bags(text)), strict=True)
        return np.concatenate(found), np.concatenate(weights)

    def vectors(self, texts: Sequence[str]) -> csr_array:
        """Return the vectors of texts, shape (texts, features)."""
        from scipy.sparse import csr_array

        pairs = [self.vector(text) for text in texts]
        ends = np.cumsum([0, *(len(found) for found, _ in pairs)])
        places = np.concatenate([np.zeros(0, np.int64), *(found for found, _ in pairs)])
        values = np.concatenate([np.zeros(0, np.float32), *(weights for _, weights in pairs)])
        return csr_array((values, places, ends), shape=(len(texts), len(self.hashes)))

    def _part(self, bag: Bag) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the known features of a bag with their values, which make half of a vector."""
        if not len(self.hashes) or not bag:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        wanted = np.fromiter(bag, np.uint32, len(bag))
        counts = np.fromiter(bag.values(), np.float32, len(bag))
        places = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        known = self.hashes[places] == wanted
        found = places[known]
        weights = (1 + np.log(counts[known])) * self.idf[found]
        length = math.sqrt(float(weights @ weights) * 2) or 1.0
        return found, (weights / length).astype(np.float32)


def bags(text: str) -> tuple[Bag, Bag]:
    """Return how often each feature occurs in a text: words and pairs of words, and pieces."""
    words = _WORD.findall(fold(text))[:LONGEST]
    whole = Counter(crc32(word.encode()) for word in words)
    whole.update(crc32(f"{one} {two}".encode()) for one, two in pairwise(words))
    pieces: Bag = Counter()
    for word in words:
        pieces.update(_pieces(word))
    return whole, pieces


def learn(texts: Sequence[str]) -> Features:
    """Return the features that occur in at least ``LEAST`` of the texts."""
    counts: Counter[int] = Counter()
    for text in texts:
        whole, pieces = bags(text)
        counts.update(whole.keys() | pieces.keys())
    known = sorted(key for key, count in counts.items() if count >= LEAST)
    occurs = np.array([counts[key] for key in known], np.float32)
    idf = np.log((1 + len(texts)) / (1 + occurs)) + 1
    return Features(np.array(known, np.uint32), idf.astype(np.float32))


@lru_cache(maxsize=65_536)
def _pieces(word: str) -> tuple[int, ...]:
    """Return the hashes of the pieces of a word; the mark keeps them apart from words."""
    edged = f"_{word}_"
    return tuple(
        crc32(f"~{edged[start : start + length]}".encode())
        for length in PIECES
        for start in range(len(edged) - length + 1)
    )
