"""A second classifier, on the words of a text: it learns which words tell the tips apart.

The embedding knows what a text means but blurs the words; BM25 knows the words but not which of
them matter here. This is the ridge regression on one-hot labels of :mod:`index.head`, on the
vectors of :mod:`index.grams`. There are more features than texts, so it is solved in its dual
form (kernel ridge regression; Saunders, Gammerman & Vovk, 1998). Each class weighs the same,
however many wordings its author wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.grams import Features, learn

RIDGE: Final = 2.0
"""Strength of the regularisation."""


@dataclass(frozen=True, slots=True)
class WordHead:
    """What each word, or piece of one, says of each class.

    ``weights`` are float16, shape (features, classes). ``score(text)`` is highest for the class
    whose wordings ``text`` is like, and about 0 for the others.
    """

    classes: tuple[str, ...]
    features: Features
    weights: NDArray[np.float16]

    def score(self, text: str) -> dict[str, float]:
        """Return the score of each class for a text."""
        places, values = self.features.vector(text)
        scores = values @ self.weights[places].astype(np.float32)
        return {name: float(score) for name, score in zip(self.classes, scores, strict=True)}


def fit(labels: Sequence[str], texts: Sequence[str], ridge: float = RIDGE) -> WordHead:
    """Fit a word head.

    Args:
        labels: The class of each text.
        texts: As many texts, all in one language.
        ridge: Strength of the regularisation.
    """
    classes = tuple(sorted(set(labels)))
    features = learn(texts)
    if not classes:
        return WordHead((), features, np.zeros((len(features.hashes), 0), np.float16))
    from scipy.linalg import solve

    column = {name: number for number, name in enumerate(classes)}
    rows = np.array([column[label] for label in labels])
    counts = np.bincount(rows, minlength=len(classes))
    weight = np.sqrt(len(labels) / len(classes) / counts)[rows].astype(np.float32)
    wanted = np.zeros((len(labels), len(classes)), np.float32)
    wanted[np.arange(len(labels)), rows] = weight
    vectors = features.vectors(texts) * weight[:, None]
    kernel = (vectors @ vectors.T).toarray()
    kernel[np.diag_indices_from(kernel)] += ridge
    duals = solve(kernel, wanted, assume_a="pos", overwrite_a=True, overwrite_b=True)
    return WordHead(classes, features, (vectors.T @ duals).astype(np.float16))


def save(head: WordHead, folder: Path) -> None:
    """Write a word head as files in a new folder."""
    folder.mkdir()
    np.save(folder / "classes.npy", np.array(head.classes, dtype=np.str_))
    np.save(folder / "hashes.npy", head.features.hashes)
    np.save(folder / "idf.npy", head.features.idf)
    np.save(folder / "weights.npy", head.weights)


def load(folder: Path) -> WordHead:
    """Read a word head; the weights stay on the disk until they are needed.

    Raises:
        OSError, ValueError: A file isn't there or isn't whole.
    """
    classes = tuple(str(name) for name in np.load(folder / "classes.npy", allow_pickle=False))
    hashes = np.load(folder / "hashes.npy", allow_pickle=False)
    idf = np.load(folder / "idf.npy", allow_pickle=False)
    weights = np.load(folder / "weights.npy", mmap_mode="r", allow_pickle=False)
    if weights.shape != (len(hashes), len(classes)) or len(idf) != len(hashes):
        raise ValueError("the word head isn't whole")
    return WordHead(classes, Features(hashes, idf), weights)
