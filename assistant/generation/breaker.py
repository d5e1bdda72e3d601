"""A circuit breaker: a server that keeps failing is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

FAILURES: Final = 3
PAUSE: Final = 30.0


class Breaker:
    """Says whether to try. Safe for several threads.

    Closed it lets all through. After so many failures in a row it is open and lets nothing
    through; after a pause it is half open and lets one try through, whose end decides.

    Args:
        failures: Failures in a row after which it opens.
        pause: Seconds that it stays open.
        clock: Gives the time in seconds.
    """

    def __init__(
        self,
        failures: int = FAILURES,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._opened: float | None = None
        self._trying = False

    def admits(self) -> bool:
        """Tell whether to try now; who is let through must report how it ended."""
        with self._lock:
            if self._opened is None:
                return True
            if self._trying or self._clock() - self._opened < self._pause:
                return False
            self._trying = True
            return True

    def succeeded(self) -> None:
        """Report that a try went well."""
        with self._lock:
            self._failed, self._opened, self._trying = 0, None, False

    def failed(self) -> None:
        """Report that a try failed."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._opened = self._clock()
            self._trying = False

    def left(self) -> None:
        """Report a try that says nothing about the server: the reader left."""
        with self._lock:
            self._trying = False
