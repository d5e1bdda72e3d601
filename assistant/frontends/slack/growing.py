"""A message that grows while it is written, for as long as Slack lets it.

Slack ends a message that grows after some five minutes, without a word; from then on nothing can
be added. So what has been shown never counts: at the end the whole message is put in its place.
"""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from assistant.frontends.slack.aside import aside
from assistant.frontends.slack.client import call
from assistant.frontends.slack.faults import Later, Refusal
from assistant.frontends.slack.message import Place

CHUNK: Final = 256
"""Characters that are gathered before they are sent: each sending counts toward Slack's limits."""
LONGEST: Final = 240.0
"""Seconds that a message may grow."""
MOST: Final = 11_000
"""Characters that are shown while it grows; Slack takes 12,000 in one go."""
T = TypeVar("T")
log = logging.getLogger(__name__)


class Growing:
    """One message that grows.

    Args:
        client: Slack's Web API.
        place: The thread in which it grows.
        clock: Gives the time in seconds.
    """

    def __init__(
        self, client: AsyncWebClient, place: Place, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._place = place
        self._clock = clock
        self._shown = ""
        self._began = 0.0
        self._open = False
        self._stuck = place.thread is None  # only a reply can grow
        self.ts: str | None = None
        """The message, once there is one."""

    async def show(self, text: str) -> None:
        """Show the text so far. What can't be shown now is left for the end."""
        new = text[len(self._shown) :]
        fits = text.startswith(self._shown) and len(text) <= MOST
        if self._stuck or not fits or not new.strip() or (self._open and len(new) < CHUNK):
            return
        try:
            await (self._append(new) if self._open else self._start(new))
            self._shown = text
        except (Refusal, Later) as fault:
            log.info("a message stopped growing: %s", fault)
            self._stuck = True

    async def end(self) -> None:
        """Let it grow no more."""
        if not self._open:
            return
        self._open = False
        try:
            await call(self._client.chat_stopStream, channel=self._place.channel, ts=self.ts)
        except (Refusal, Later) as fault:
            log.info("a message could not be told to stop growing: %s", fault)

    async def _start(self, text: str) -> None:
        place = self._place
        others = place.kind != "dm"
        answer = await call(
            self._client.chat_startStream,
            channel=place.channel,
            thread_ts=place.thread,
            markdown_text=text,
            recipient_team_id=place.team if others else None,
            recipient_user_id=place.user if others else None,
        )
        self.ts = str(answer["ts"])
        self._began = self._clock()
        self._open = True

    async def _append(self, text: str) -> None:
        if self._clock() - self._began > LONGEST:
            await self.end()
            self._stuck = True
            return
        where = {"channel": self._place.channel, "ts": self.ts}
        await call(self._client.chat_appendStream, **where, markdown_text=text)


async def each(made: Iterator[T]) -> AsyncIterator[T]:
    """Yield what an iterator gives that blocks; it runs in threads of its own."""
    end = object()
    while True:
        item = await aside(next, made, end)
        if item is end:
            return
        yield item
