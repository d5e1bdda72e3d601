"""The short lead: a writer with its deadlines, its breaker and its number of readers at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Final

from assistant.generation.breaker import Breaker
from assistant.generation.contract import Limits, Prompt, Reason, Writer, WriterFailed
from assistant.generation.deadline import in_time
from assistant.generation.parsing import SentenceReader, Written

AT_ONCE: Final = 8
"""Requests to the model server at the same time, those that were given up but hang included."""
_OUR_OWN: Final[frozenset[Reason]] = frozenset({"too-large", "filtered", "refused"})
"""Failures that lie in this one question, and say nothing about the next."""


class Lead:
    """A writer that can do no harm. Safe for several threads.

    Args:
        writer: The model server.
        limits: How long and how much it may write.
        breaker: Leaves it alone when it keeps failing.
        at_once: The most requests at the same time.
    """

    def __init__(
        self,
        writer: Writer,
        limits: Limits | None = None,
        breaker: Breaker | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._writer = writer
        self._limits = limits or Limits()
        self._breaker = breaker or Breaker()
        self._places = threading.BoundedSemaphore(at_once)

    @property
    def name(self) -> str:
        """The name of the model, as configured."""
        return self._writer.name

    def write(self, prompt: Prompt) -> Iterator[Written]:
        """Yield the sentences that the model writes, each as soon as it is whole, in time.

        Raises:
            WriterFailed: It was not tried (``busy``, ``paused``) or it failed, perhaps after some
                sentences; those are then not to be trusted to be all.
        """
        if not self._places.acquire(blocking=False):
            raise WriterFailed("busy")
        if not self._breaker.admits():
            self._places.release()
            raise WriterFailed("paused")
        reader = SentenceReader()
        try:
            for piece in in_time(self._writer, prompt, self._limits, self._places.release):
                yield from reader.feed(piece)
            reader.finish()
        except WriterFailed as failed:
            self._report(failed)
            raise
        except BaseException:  # closed, or the fault of whoever reads: no word about the server
            self._breaker.left()
            raise
        self._breaker.succeeded()

    def _report(self, failed: WriterFailed) -> None:
        if failed.reason in _OUR_OWN:
            self._breaker.left()
        else:
            self._breaker.failed()
