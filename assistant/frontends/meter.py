"""Counts what each visitor does, for every door that is served over HTTP."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MAX_VISITORS: Final = 10_000
SEARCHES: Final = 20
"""Searches for every question that may be asked: one comes with every pause in typing."""


@dataclass(frozen=True, slots=True)
class Count:
    """How one use was counted.

    ``left`` is how many more may follow at once, ``full`` in how many seconds all may be used
    again, ``wait`` in how many seconds the next one may (0 when it may now).
    """

    allowed: bool
    most: int
    left: int
    full: int
    wait: int


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Meter:
    """Counts what each visitor does. A full bucket may be used at once, and refills in a minute.

    Not for several threads: it is used on the event loop alone.

    Args:
        clock: Gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def count(self, key: str, most: int) -> Count:
        """Note one use by ``key``, of which ``most`` are allowed a minute."""
        now = self._clock()
        bucket = self._buckets.pop(key, None) or _Bucket(most, now)
        bucket.left = min(most, bucket.left + (now - bucket.at) * most / 60)
        bucket.at = now
        allowed = bucket.left > 1 - 1e-9
        bucket.left -= 1 if allowed else 0
        self._buckets[key] = bucket  # at the end: who was seen longest ago stands first
        if len(self._buckets) > MAX_VISITORS:
            del self._buckets[next(iter(self._buckets))]
        seconds = 60 / most
        return Count(
            allowed=allowed,
            most=most,
            left=int(bucket.left),
            full=math.ceil(round((most - bucket.left) * seconds, 6)),
            wait=math.ceil(round(max(0.0, 1 - bucket.left) * seconds, 6)),
        )

    def take(self, key: str, most: int) -> bool:
        """Note one use by ``key``, and tell whether it stays within ``most`` a minute."""
        return self.count(key, most).allowed
