"""A classifier on top of the embedding, fitted while the index is built.

Nearest neighbours see one view at a time; the head sees all of them: it learns in which
directions the wordings of one tip differ from those of the others. It is ridge regression on
one-hot labels (least-squares classification; Hastie, Tibshirani & Friedman, *The Elements of
Statistical Learning*, 4.2), which has a closed form, fits in a second and works with any model.
Each class weighs the same, however many wordings its author wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors

RIDGE: Final = 1.0
"""Strength of the regularisation."""


@dataclass(frozen=True, slots=True)
class Head:
    """Weights, shape (dimensions, classes), and offset, shape (classes,).

    ``score(vector)`` is about 1 for the right class and about 0 for the others.
    """

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    offset: NDArray[np.float32]

    def score(self, vector: Vectors) -> dict[str, float]:
        """Return the score of each class for one vector of length 1."""
        values = vector @ self.weights + self.offset
        return {name: float(value) for name, value in zip(self.classes, values, strict=True)}


def fit(labels: Sequence[str], vectors: Vectors, ridge: float = RIDGE) -> Head:
    """Fit a head.

    Args:
        labels: The class of each vector.
        vectors: float32, shape (len(labels), dimensions).
        ridge: Strength of the regularisation.
    """
    classes = tuple(sorted(set(labels)))
    if not classes:
        return Head((), np.zeros((vectors.shape[1], 0), np.float32), np.zeros(0, np.float32))
    column = {name: number for number, name in enumerate(classes)}
    rows = np.array([column[label] for label in labels])
    counts = np.bincount(rows, minlength=len(classes))
    weight = (len(labels) / len(classes) / counts)[rows][:, None]  # mean 1, the same per class
    mean = (weight * vectors).mean(axis=0, dtype=np.float64)
    centred = vectors.astype(np.float64) - mean
    # The one-hot matrix is never made: its product with the vectors is a sum per class.
    sums = np.zeros((len(classes), vectors.shape[1]))
    np.add.at(sums, rows, weight * centred)
    gram = centred.T @ (weight * centred) + ridge * np.eye(vectors.shape[1])
    weights = np.linalg.solve(gram, sums.T)
    offset = 1 / len(classes) - mean @ weights
    return Head(classes, weights.astype(np.float32), offset.astype(np.float32))


def save(head: Head, path: Path) -> None:
    """Write a head as a compressed NumPy archive."""
    names = np.array(head.classes, dtype=np.str_)
    with path.open("wb") as stream:
        np.savez_compressed(stream, classes=names, weights=head.weights, offset=head.offset)


def load(path: Path) -> Head:
    """Read a head.

    Raises:
        OSError, ValueError, KeyError: The file isn't whole.
    """
    with np.load(path, allow_pickle=False) as data:
        classes = tuple(str(name) for name in data["classes"])
        return Head(classes, data["weights"], data["offset"])
