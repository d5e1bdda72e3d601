"""A retriever that follows the index: a long-running process sees a new one within a second.

The process that serves only reads. ``bricoleur add`` and ``index sync`` publish a new generation
of the index beside the old one; a thread notices that, opens it and swaps it in. Questions that
are being answered finish on the old one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from corpus.problem import Problem
from index import generations
from index.retriever import Retriever

POLL: Final = 1.0
"""Seconds between two looks at the pointer; a look costs one small read."""
log = logging.getLogger(__name__)


class LiveIndex:
    """Holds the retriever of the newest index.

    Args:
        root: The index folder.
        open_newest: Opens the published index.

    Raises:
        Problem: There is no index that can be used.
    """

    def __init__(self, root: Path, open_newest: Callable[[], Retriever]) -> None:
        self._root = root
        self._open = open_newest
        self._current = open_newest()
        self._before: Retriever | None = None
        self._failed: str | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def retriever(self) -> Retriever:
        """Return the retriever to use for the next question."""
        return self._current

    def refresh(self) -> bool:
        """Swap in a newer index if one is published.

        Returns:
            Whether there was one. One that can't be opened is logged once, and the old one stays.
        """
        folder = generations.current(self._root)
        if folder is None or folder.name in (self._current.name, self._failed):
            return False
        try:
            newest = self._open()
        except Problem as problem:
            log.error("the new index can't be opened, the old one stays: %s", problem.en)
            self._failed = folder.name
            return False
        if self._before is not None:
            self._before.close()  # no question takes as long as two swaps
        self._before, self._current = self._current, newest
        log.info("now answering from %s", newest.name)
        return True

    def start(self) -> None:
        """Look for a newer index from now on, in a thread of its own."""
        self._thread = threading.Thread(target=self._watch, name="index-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop looking and close what is open."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        for retriever in (self._before, self._current):
            if retriever is not None:
                retriever.close()

    def _watch(self) -> None:
        while not self._stop.wait(POLL):
            try:
                self.refresh()
            except Exception:  # the watch must outlive any fault of one look
                log.exception("the index could not be looked at")
