"""Finds where the breaks of a session fall best. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

LONGEST: Final = 90
"""Minutes of work after which there must be a break."""

Way = tuple[float, tuple[int, ...]]
"""What a choice of breaks costs, and before which steps they come."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a session, one after another.

    Args:
        minutes: How long each takes.
        cost: What a break before each costs, against stretches of uneven length; that before the
            first is not asked.
        lunch: The step that is a lunch, or -1.
    """

    minutes: Sequence[int]
    cost: Sequence[float]
    lunch: int = -1
    _known: dict[tuple[int, int], Way | None] = field(default_factory=dict)

    def breaks(self, number: int) -> tuple[int, ...] | None:
        """Return before which steps exactly ``number`` breaks come; None if that can't be.

        No stretch of work is longer than :data:`LONGEST`, and they are as even as can be.
        """
        found = self._best(0, number)
        return found[1] if found else None

    def _best(self, start: int, left: int) -> Way | None:
        """Return the best way to go on from ``start`` with ``left`` breaks."""
        if start == self.lunch:
            return self._best(start + 1, left)
        if (start, left) not in self._known:
            self._known[start, left] = min(self._ways(start, left), default=None)
        return self._known[start, left]

    def _ways(self, start: int, left: int) -> Iterator[Way]:
        work = 0
        for end in range(start + 1, len(self.minutes) + 1):
            work += self.minutes[end - 1]
            after = self._after(end, left) if work <= LONGEST else None
            if after:
                yield work**2 + after[0], after[1]
            if end == self.lunch:
                return

    def _after(self, end: int, left: int) -> Way | None:
        """Return the best way on after a stretch that ends before step ``end``."""
        if end == len(self.minutes):
            return (0.0, ()) if left == 0 else None
        if end == self.lunch:
            return self._best(end, left)
        way = self._best(end, left - 1) if left else None
        return (way[0] + self.cost[end], (end, *way[1])) if way else None
