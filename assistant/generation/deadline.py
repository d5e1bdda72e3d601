"""Keeps time over a writer, so that a server that hangs never keeps a reader waiting."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from assistant.generation.contract import Limits, Prompt, Writer, WriterFailed

_AHEAD: Final = 64
"""Pieces that may wait for whoever reads them."""


class _Run:
    """A writer at work in a thread of its own, which no one ever waits for.

    A read that hangs can't be called off from outside. So the thread is left behind; it ends at
    the client's own time-out, which is no longer than the deadline.
    """

    def __init__(
        self, writer: Writer, prompt: Prompt, limits: Limits, ended: Callable[[], None]
    ) -> None:
        self._writer, self._prompt, self._limits, self._ended = writer, prompt, limits, ended
        self._end = time.monotonic() + limits.deadline
        self._stop = threading.Event()
        self.pieces: queue.Queue[str | WriterFailed | None] = queue.Queue(_AHEAD)

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._work, name="model-writer", daemon=True).start()

    def stop(self) -> None:
        """Let it end at the first piece that still comes."""
        self._stop.set()

    def _work(self) -> None:
        try:
            self._put(self._outcome())
        finally:
            self._ended()

    def _outcome(self) -> WriterFailed | None:
        try:
            stream = self._writer.stream(self._prompt, self._limits)
            for piece in stream:
                if not self._put(piece):
                    break
        except WriterFailed as failed:
            return failed
        except Exception as error:  # whatever it is, the reader gets an answer
            return WriterFailed("unexpected", type(error).__name__)
        return None

    def _put(self, item: str | WriterFailed | None) -> bool:
        """Hand ``item`` on; False if no one wants it any more."""
        while not self._stop.is_set() and time.monotonic() < self._end:
            try:
                self.pieces.put(item, timeout=0.25)
            except queue.Full:
                continue
            return True
        return False


def in_time(
    writer: Writer,
    prompt: Prompt,
    limits: Limits,
    ended: Callable[[], None] = lambda: None,
) -> Iterator[str]:
    """Yield what a writer writes, as it comes, for as long as it keeps to its limits.

    Args:
        writer: The model server.
        prompt: What it gets.
        limits: The deadlines, in seconds, and the most characters.
        ended: Called when the writer's thread ends, which may be after this does.

    Raises:
        WriterFailed: The writer failed, or went over a limit (``first-token-late``,
            ``deadline``, ``endless``).
    """
    start = time.monotonic()
    run = _Run(writer, prompt, limits, ended)
    try:
        run.start()
    except RuntimeError as error:  # the machine has no thread left to give
        ended()
        raise WriterFailed("busy", "no thread") from error
    size = 0
    try:
        while (piece := _next(run, start, limits, first=size == 0)) is not None:
            size += len(piece)
            if size > limits.characters:
                raise WriterFailed("endless", "characters")
            if piece:
                yield piece
    finally:
        run.stop()


def _next(run: _Run, start: float, limits: Limits, *, first: bool) -> str | None:
    """Wait for the next piece; None is the end."""
    late = first and limits.first_token < limits.deadline
    until = start + (limits.first_token if late else limits.deadline)
    try:
        item = run.pieces.get(timeout=max(until - time.monotonic(), 0))
    except queue.Empty:
        raise WriterFailed("first-token-late" if late else "deadline") from None
    if isinstance(item, WriterFailed):
        raise item
    return item
