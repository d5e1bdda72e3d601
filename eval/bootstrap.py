"""How sure a number is: seeded bootstrap intervals, alone and paired. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

SEED: Final = 2019
RESAMPLES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval and the number of cases behind it."""

    mean: float
    low: float
    high: float
    cases: int


def estimate(values: Sequence[float], seed: int = SEED, resamples: int = RESAMPLES) -> Estimate:
    """Return the mean of ``values`` with its bootstrap percentile interval.

    Raises:
        ValueError: There are no values.
    """
    if not values:
        raise ValueError("no values to estimate from")
    data = np.asarray(values, dtype=np.float64)
    chance = np.random.default_rng(seed)
    picks = chance.integers(0, len(data), size=(resamples, len(data)))
    means = data[picks].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(data.mean()), float(low), float(high), len(data))


def difference(
    first: Sequence[float],
    second: Sequence[float],
    seed: int = SEED,
    resamples: int = RESAMPLES,
) -> Estimate:
    """Return the mean of ``second - first``, case by case, with its interval.

    Raises:
        ValueError: The two don't hold the same cases, or none.
    """
    pairs = zip(first, second, strict=True)
    return estimate([after - before for before, after in pairs], seed, resamples)
