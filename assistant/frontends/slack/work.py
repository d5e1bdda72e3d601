"""Works on the events that have come in: each once, none forgotten, all finished at the end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

from assistant.frontends.slack.claims import LEASE, Claims, Event
from assistant.frontends.slack.faults import Later
from assistant.frontends.slack.intake import lane_of
from corpus.problem import Problem

BEAT: Final = LEASE / 6
"""Seconds between two looks at what is left to do and whose lease must be renewed."""
AT_ONCE: Final = 16
"""Events that are worked on at the same time; the others wait their turn."""
PATIENCE: Final = 20.0
"""Seconds that what is being worked on gets when the process stops."""
GROWTH: Final = 4
"""How many times longer each new attempt waits."""
T = TypeVar("T")
Do = Callable[[Event], Awaitable[None]]
Tidy = Callable[[], object]
log = logging.getLogger(__name__)


class Work:
    """The work of one process.

    Args:
        claims: Hands out the events.
        do: Deals with one; :class:`Later` means that it must be done again.
        tidy: What else there is to tidy up now and then.
        beat: Seconds between two looks.
    """

    def __init__(
        self, claims: Claims, do: Do, tidy: Tidy = lambda: None, beat: float = BEAT
    ) -> None:
        self._claims = claims
        self._do = do
        self._tidy = tidy
        self._beat = beat
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._lanes: dict[str, tuple[asyncio.Lock, int]] = {}
        self._stopping = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None
        # threads of their own: answers that take long must not make Slack wait
        self._hands = ThreadPoolExecutor(2, "slack-claims")

    async def take(self, event: Event) -> bool:
        """Write an event down and begin with it; tell whether it is new.

        Once this returns, Slack can be told that the event has come in.

        Raises:
            Problem: It can't be written down; Slack will send it again.
        """
        if not await self._with_hands(self._claims.claim, event):
            return False
        self._begin(event)
        return True

    def start(self) -> None:
        """Take up what was left behind, now and whenever something is."""
        self._watch = asyncio.create_task(self._watching())

    async def look(self) -> None:
        """Renew the leases of what is being worked on, and take up what nobody works on.

        Raises:
            Problem: The database can't be used.
        """
        if self._tasks:
            await self._with_hands(self._claims.renew, tuple(self._tasks))
        room = AT_ONCE - len(self._tasks)
        if room > 0 and not self._stopping.is_set():
            for event in await self._with_hands(self._claims.due, room):
                self._begin(event)
        await self._with_hands(self._claims.tidy)
        await self._with_hands(self._tidy)

    async def finish(self) -> None:
        """Wait until all that was begun is done."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks.values()))

    async def stop(self, patience: float = PATIENCE) -> None:
        """Finish what was begun, leave to others what takes too long, and begin nothing more."""
        self._stopping.set()
        if self._watch is not None:
            await self._watch
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.finish(), patience)
        left = tuple(self._tasks.values())
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
        self._hands.shutdown()

    def _begin(self, event: Event) -> None:
        if event.key in self._tasks:
            return
        task = asyncio.create_task(self._one(event), name=event.key)
        self._tasks[event.key] = task
        task.add_done_callback(lambda done: self._tasks.pop(event.key, None))

    async def _one(self, event: Event) -> None:
        """Work on one event, and note how it ended."""
        try:
            async with self._lane(event), self._room:
                await self._do(event)
            await self._note(self._claims.finish, event.key)
        except Later as fault:
            wait = fault.seconds * GROWTH ** (event.attempt - 1)
            log.warning("%s: attempt %d, again in %.0f s", event.key, event.attempt, wait)
            await self._note(self._claims.postpone, event.key, wait)
        except asyncio.CancelledError:
            await self._note(self._claims.postpone, event.key, 0)
            raise

    async def _note(self, how: Callable[..., object], *args: Any) -> None:
        try:
            await self._with_hands(how, *args)
        except Problem as problem:  # the lease runs out, and then it is taken up again
            log.error("%s can't be noted: %s", args[0], problem.en)

    @contextlib.asynccontextmanager
    async def _lane(self, event: Event) -> AsyncIterator[None]:
        """Keep what is said in one conversation in order: a follow-up needs what came before."""
        name = lane_of(event.body)
        if not name:
            yield
            return
        lock, waiting = self._lanes.get(name) or (asyncio.Lock(), 0)
        self._lanes[name] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            _, waiting = self._lanes.pop(name)
            if waiting > 1:
                self._lanes[name] = (lock, waiting - 1)

    async def _watching(self) -> None:
        while not self._stopping.is_set():
            try:
                await self.look()
            except Problem as problem:
                log.error("what is left to do can't be seen: %s", problem.en)
            except Exception:  # the watch must outlive any fault of one look
                log.exception("what is left to do can't be seen")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._beat)

    async def _with_hands(self, how: Callable[..., T], *args: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._hands, partial(how, *args))
