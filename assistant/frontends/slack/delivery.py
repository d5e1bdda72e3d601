"""Brings a message to where it is wanted, and if that can't be, to where it can.

One for each event. Nothing of what is said comes into the log. Two faults go out of here:
:class:`Later` means that the event is done again after a while, all others end in a message
somewhere if one is possible.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid5

from slack_sdk.web.async_client import AsyncWebClient

from assistant.frontends.slack.client import call, respond
from assistant.frontends.slack.faults import CLOSED, CONTENT, GONE, REVOKED, Later, Refusal
from assistant.frontends.slack.growing import Growing
from assistant.frontends.slack.message import Message, Place
from assistant.models import Answer

MAX_PLAIN: Final = 4000
"""Characters of a message without blocks that Slack shows in one piece."""
KEY: Final = "event_key"
"""Where in Bolt's context the key of the event stands."""
_QUIET: Final = {"unfurl_links": False, "unfurl_media": False}
_NAMES: Final = UUID("5b0d1c0e-6f1a-4a3b-9d43-6f3f4c7e2b10")
log = logging.getLogger(__name__)


class Delivery:
    """Sends what answers one event.

    Args:
        client: Slack's Web API, with the token of the workspace.
        key: The event; each message is named after it, so that one that is sent again since
            nobody knows whether it arrived is not there twice.
        response_url: The address for answers that came with a command or a button.
    """

    def __init__(self, client: AsyncWebClient, key: str, response_url: str | None = None) -> None:
        self._client = client
        self._key = key
        self._url = response_url
        self._sent = 0

    async def post(
        self, place: Place, message: Message, *, only_for: str | None = None
    ) -> str | None:
        """Post a message in a place.

        Args:
            place: The channel, and the thread in it if there is one.
            message: What is posted.
            only_for: The one person who sees it, for as long as their Slack is open.

        Returns:
            The ``ts`` of the message; None if only one person sees it, or if it could not be
            posted there: then it came to them in private, if that could be.

        Raises:
            Later: Slack can't be reached or is too busy.
        """
        if only_for is not None:
            await self._whisper(place, message, only_for)
            return None
        try:
            return await self._say(place, message)
        except Refusal as refusal:
            await self._elsewhere(place, message, refusal.error)
            return None

    async def stream(
        self,
        place: Place,
        answers: AsyncIterator[Answer],
        final: Callable[[Answer], Message],
        grow: Callable[[Answer], str | None] = lambda answer: answer.text,
    ) -> str | None:
        """Show an answer while it grows, and in the end the whole of it in its place.

        Args:
            place: The thread that it is posted in.
            answers: The answer as it grows; the last one is the answer.
            final: Makes the message of the last one.
            grow: Gives what is shown of one that still grows, as Markdown; None shows nothing.

        Returns:
            The ``ts`` of the message, or None as :meth:`post` does.

        Raises:
            Later: Slack can't be reached or is too busy.
        """
        growing = Growing(self._client, place)
        last: Answer | None = None
        try:
            async for last in answers:
                text = grow(last)
                if text is not None:
                    await growing.show(text)
        finally:
            await growing.end()
        if last is None:
            return None
        if growing.ts is None:
            return await self.post(place, final(last))
        return await self._whole(place, growing.ts, final(last))

    async def private(self, place: Place, message: Message) -> tuple[Place, str] | None:
        """Post a message in someone's own conversation with the app.

        Returns:
            Where it stands and its ``ts``; None if it can't be posted there.

        Raises:
            Later: Slack can't be reached or is too busy.
        """
        try:
            opened = await call(self._client.conversations_open, users=place.user)
            room = replace(place, channel=str(opened["channel"]["id"]), thread=None, kind="dm")
            return room, await self._say(room, message)
        except Refusal as refusal:
            log.warning("%s can't be answered in private: %s", self._key, refusal.error)
            return None

    async def update(self, place: Place, ts: str, message: Message) -> bool:
        """Replace a message of ours; tell whether it was still there.

        Raises:
            Later: Slack can't be reached or is too busy.
        """
        return await self._change(place, ts, message) is None

    async def delete(self, place: Place, ts: str) -> bool:
        """Take a message of ours away; tell whether it is gone now."""
        return await self.quietly(self._client.chat_delete, channel=place.channel, ts=ts)

    async def replace(self, message: Message) -> bool:
        """Replace the message on which a button was pressed, also one that only one person sees.

        Raises:
            Later: Slack can't be reached or is too busy.
        """
        return await self._answer(**_content(message), replace_original=True)

    async def remove(self) -> bool:
        """Take away the message on which a button was pressed.

        Raises:
            Later: Slack can't be reached or is too busy.
        """
        return await self._answer(delete_original=True)

    async def quietly(self, method: Callable[..., Awaitable[Any]], **args: Any) -> bool:
        """Call a method of Slack without which all goes on; tell whether it went well."""
        try:
            await call(method, **args)
        except (Refusal, Later) as fault:
            log.info("%s: a call failed: %s", self._key, fault)
            return False
        return True

    async def _say(self, place: Place, message: Message) -> str:
        where = {"channel": place.channel, "thread_ts": place.thread}
        try:
            answer = await call(
                self._client.chat_postMessage,
                **where,
                **_content(message),
                **_QUIET,
                client_msg_id=self._name(),
            )
        except Refusal as refusal:
            if refusal.error not in CONTENT:
                raise
            log.error("%s: Slack does not take the blocks: %s", self._key, refusal.error)
            plain = {"text": message.text[:MAX_PLAIN], **_QUIET, "client_msg_id": self._name()}
            answer = await call(self._client.chat_postMessage, **where, **plain)
        return str(answer["ts"])

    async def _change(self, place: Place, ts: str, message: Message) -> str | None:
        """Replace a message; return Slack's name for why that can't be, if it can't."""
        where, why = {"channel": place.channel, "ts": ts}, None
        for content in (_content(message), {"text": message.text[:MAX_PLAIN], "blocks": []}):
            try:
                await call(self._client.chat_update, **where, **content)
                return None
            except Refusal as refusal:
                why = refusal.error
                log.warning("%s: a message can't be changed: %s", self._key, why)
                if why not in CONTENT:
                    break
        return why

    async def _whole(self, place: Place, ts: str, message: Message) -> str | None:
        """Put a whole message in the place of one that grew, or below where that stood."""
        try:
            why = await self._change(place, ts, message)
        except Later:  # all of it will be done again, so half of it must not stay
            await self.delete(place, ts)
            raise
        if why is None:
            return ts
        if why in GONE or why in REVOKED:
            return None
        await self.delete(place, ts)
        return await self.post(place, message)

    async def _elsewhere(self, place: Place, message: Message, error: str) -> None:
        """Bring a message that could not be posted to who asked, if it is still wanted."""
        log.warning("%s can't be answered where it was asked: %s", self._key, error)
        if error in GONE or error in REVOKED:
            return
        if error in CLOSED and await self._respond(message, "in_channel"):
            return
        if place.kind != "dm":
            await self.private(place, message)

    async def _whisper(self, place: Place, message: Message, user: str) -> None:
        """Show a message to one person: on the spot, or else in their own conversation."""
        inside = place.thread is not None  # an address for answers knows no threads
        if not inside and await self._respond(message, "ephemeral"):
            return
        try:
            await call(
                self._client.chat_postEphemeral,
                channel=place.channel,
                thread_ts=place.thread,
                user=user,
                **_content(message),
            )
        except Refusal as refusal:
            log.warning("%s can't be answered on the spot: %s", self._key, refusal.error)
            if inside and await self._respond(message, "ephemeral"):
                return
            if refusal.error not in GONE | REVOKED:
                await self.private(replace(place, user=user), message)

    async def _respond(self, message: Message, kind: str) -> bool:
        """Post a message at the address that came along, if one did; tell whether that worked."""
        return await self._answer(
            **_content(message), **_QUIET, response_type=kind, replace_original=False
        )

    async def _answer(self, **args: Any) -> bool:
        if self._url is None:
            return False
        try:
            await respond(self._client, self._url, **args)
        except Refusal as refusal:
            log.warning("%s: the address for answers refuses: %s", self._key, refusal.error)
            return False
        return True

    def _name(self) -> str:
        self._sent += 1
        return str(uuid5(_NAMES, f"{self._key} {self._sent}"))


def _content(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}


def delivery_for(client: AsyncWebClient, context: Mapping[str, Any]) -> Delivery:
    """Return the delivery for the event that a listener was called for.

    Args:
        client: The client that the listener was given.
        context: Bolt's context.
    """
    url = context.get("response_url")
    return Delivery(client, str(context.get(KEY) or ""), str(url) if url else None)
