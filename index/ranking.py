"""Puts what was found in order: nearness of the views, words, and both classifiers. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from index.fusion import fuse

NEAREST: Final = 3
"""A unit is as near as the mean of this many of its views: one lucky wording is not enough."""
HEAD_WEIGHT: Final = 0.3
"""Share of the classifier on meanings in the order."""
WORDS_WEIGHT: Final = 0.3
"""Share of the classifier on words; the rest is the fused nearness and BM25."""
CROWD: Final = 0.015
"""What a unit with e times as many views gives up in nearness: more views, more lucky ones."""
USUAL: Final = 35
"""The number of views at which nothing is given up or gained."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search says about one unit.

    ``cosines`` are those of its views among the nearest, ``views`` the number it has in all;
    ``lexical`` its BM25 score; ``head`` and ``words`` the scores of the classifiers on meanings and
    on words, None for an added document.
    ``across`` tells that it exists only in another language than the question.
    """

    cosines: Sequence[float]
    views: int
    lexical: float
    head: float | None
    words: float | None = None
    across: bool = False


def nearness(found: Found, floor: float) -> float:
    """Return the mean cosine of the nearest views, corrected for how many there are.

    Views that were not found count as ``floor``. A chunk of a document has but one view and is
    taken as it is.
    """
    wanted = min(NEAREST, found.views)
    best = sorted(found.cosines, reverse=True)[:wanted]
    mean = sum([*best, *[floor] * (wanted - len(best))]) / wanted
    if found.head is None:
        return mean
    return mean - CROWD * math.log(found.views / USUAL)


def scores(units: Mapping[str, Found], floor: float) -> dict[str, float]:
    """Return a score per unit: higher is better, comparable within one search only.

    Args:
        units: All tips and chapters, and the chunks of documents that were found.
        floor: The cosine beyond which nothing was looked at.
    """
    fused = {
        name: fuse(nearness(found, floor), found.lexical, across=found.across)
        for name, found in units.items()
    }
    near = _standardised(fused)
    head = _standardised({n: f.head for n, f in units.items() if f.head is not None})
    words = _standardised({n: f.words for n, f in units.items() if f.words is not None})
    # A document has no wordings to learn from: its nearness speaks for all.
    return {
        name: HEAD_WEIGHT * head.get(name, near[name])
        + WORDS_WEIGHT * words.get(name, near[name])
        + (1 - HEAD_WEIGHT - WORDS_WEIGHT) * near[name]
        for name in units
    }


def _standardised(values: Mapping[str, float]) -> dict[str, float]:
    """Return values as distances from their mean in standard deviations."""
    if not values:
        return {}
    mean = sum(values.values()) / len(values)
    variance = sum((value - mean) ** 2 for value in values.values()) / len(values)
    spread = math.sqrt(variance) or 1.0
    return {name: (value - mean) / spread for name, value in values.items()}
