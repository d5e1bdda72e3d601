"""Answers what was heard: lets the engine work beside the event loop, and sends what it says.

What goes wrong goes out: whoever had the event dealt with says so to the one who asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from assistant.frontends.slack import advice, blocks
from assistant.frontends.slack.aside import aside
from assistant.frontends.slack.conversation import Conversation, Heard, Said
from assistant.frontends.slack.delivery import Delivery
from assistant.frontends.slack.growing import each
from assistant.frontends.slack.message import Place
from assistant.frontends.slack.words import word
from assistant.models import Answer


@dataclass(frozen=True, slots=True)
class Line:
    """What an event is answered over."""

    client: AsyncWebClient
    delivery: Delivery


@dataclass(slots=True)
class Seen:
    """An answer that grows, and how far it has come."""

    last: Answer
    rest: AsyncIterator[Answer]

    async def all(self) -> AsyncIterator[Answer]:
        """Yield it from the start."""
        yield self.last
        async for answer in self.rest:
            self.last = answer
            yield answer


class Replies:
    """Answers what was heard.

    Args:
        conversation: Decides what is said, and to whom.
    """

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation

    async def answer(self, heard: Heard, line: Line) -> None:
        """Answer a question, and remember it for the next one.

        Raises:
            Later: Slack is too busy; the whole is done again later.
            Problem: The index or the database can't be used.
        """
        if heard.files and not heard.question:
            await self._no_text(heard, line)
            return
        answer, reply = await self._answered(heard, line)
        if reply is not None:
            await aside(self.conversation.remember, heard, answer, reply)

    async def again(self, heard: Heard, line: Line) -> bool:
        """Answer a question that was edited, in the place of the answer before.

        Returns:
            Whether there was an answer before; without one nothing is done.

        Raises:
            Later: Slack is too busy; the whole is done again later.
            Problem: The index or the database can't be used.
        """
        reply = await aside(self.conversation.reply_to, heard.place, heard.ts)
        if reply is not None:
            await self._changed(heard, reply, line)
        return reply is not None

    async def forget(self, place: Place, ts: str, line: Line) -> None:
        """Forget a question that was deleted, and take the answer to it away.

        Raises:
            Later: Slack is too busy; the whole is done again later.
            Problem: The index or the database can't be used.
        """
        reply = await aside(self.conversation.forget, place, ts)
        if reply is not None:
            await line.delivery.delete(place, reply)

    async def _no_text(self, heard: Heard, line: Line) -> None:
        """Say that files are not read."""
        text = word("no_text", self.conversation.language)
        message = blocks.message([blocks.section(text)])
        if heard.whispered or heard.open:
            await line.delivery.post(heard.place, message, only_for=heard.place.user)
        else:
            await line.delivery.post(_thread(heard), message)

    async def _answered(self, heard: Heard, line: Line) -> tuple[Answer, str | None]:
        """Answer a question, and return the answer with the message that holds it."""
        if self.conversation.writes and not heard.whispered:
            return await self._written(heard, line)
        said = await aside(self.conversation.answer, heard)
        return said.answer, await self._send(said, heard, line)

    async def _written(self, heard: Heard, line: Line) -> tuple[Answer, str | None]:
        """Let a language model write, in sight where that may be."""
        place = _thread(heard)
        status = {"channel_id": place.channel, "thread_ts": place.thread}
        looking = word("looking", self.conversation.language)
        await line.delivery.quietly(
            line.client.assistant_threads_setStatus, **status, status=looking
        )
        grown = each(self.conversation.grow(heard))
        last = await anext(grown)
        if await aside(self.conversation.may_grow, heard, last):
            seen = Seen(last, grown)
            reply = await line.delivery.stream(
                place, seen.all(), partial(self.conversation.shown, heard), _shown
            )
            return seen.last, reply
        async for answer in grown:
            last = answer
        said = await aside(self.conversation.say, heard, last)
        reply = await self._send(said, heard, line)
        if reply is None:  # nothing was posted in the thread, which would have cleared it
            await line.delivery.quietly(
                line.client.assistant_threads_setStatus, **status, status=""
            )
        return last, reply

    async def _send(self, said: Said, heard: Heard, line: Line) -> str | None:
        """Send what is said to where it belongs; return the message if it stands in the thread."""
        if said.way == "thread":
            return await line.delivery.post(_thread(heard), said.message)
        if said.way == "private" and await line.delivery.private(heard.place, said.message):
            return None
        await line.delivery.post(heard.place, said.message, only_for=heard.place.user)
        return None

    async def _changed(self, heard: Heard, reply: str, line: Line) -> None:
        """Put the answer to an edited question in the place of the one before."""
        if not heard.question:
            await aside(self.conversation.forget, heard.place, heard.ts)
            await line.delivery.delete(heard.place, reply)
            return
        said = await aside(self.conversation.answer, heard)
        if said.way == "thread":
            if await line.delivery.update(_thread(heard), reply, said.message):
                await aside(self.conversation.remember, heard, said.answer, reply)
            return
        await aside(self.conversation.forget, heard.place, heard.ts)
        await line.delivery.delete(heard.place, reply)
        await self._send(said, heard, line)


def _thread(heard: Heard) -> Place:
    """Return the thread in which a question is answered: that of the question, or below it."""
    return replace(heard.place, thread=heard.place.thread or heard.ts)


def _shown(answer: Answer) -> str | None:
    return advice.growing(answer) if answer.composer == "llm" else None
