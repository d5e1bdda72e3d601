"""Divides the minutes of a form over its steps. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SHORTEST: Final = 3
"""Minutes of the shortest step."""
SQUEEZED: Final = 0.65
"""Part of its share below which a step in fives is squeezed; then every minute is counted."""


def share(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide minutes over steps in proportion to ``weights``, in fives where there are enough.

    No step gets less than :data:`SHORTEST`, if ``total`` has room for that. Fives are let go where
    they would squeeze a step.
    """
    ideal = [weight * total / sum(weights) for weight in weights]
    if total >= 5 * len(weights):
        fives = _shared(total, ideal, 5, 5)
        if all(part >= SQUEEZED * due for part, due in zip(fives, ideal, strict=True)):
            return fives
    return _shared(total, ideal, 1, SHORTEST)


def _shared(total: int, ideal: Sequence[float], unit: int, least: int) -> tuple[int, ...]:
    """Give every step ``least``, and then units to the step that falls short most."""
    parts = [least] * len(ideal)
    while total - sum(parts) >= unit:
        short = max(range(len(parts)), key=lambda n: (ideal[n] - parts[n], -n))
        parts[short] += unit
    parts[parts.index(max(parts))] += total - sum(parts)
    return tuple(parts)
