"""What happens when a button is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from assistant.frontends.slack import blocks, home, render, verdicts
from assistant.frontends.slack.aside import aside
from assistant.frontends.slack.conversation import Heard, Kept
from assistant.frontends.slack.message import Message, Place
from assistant.frontends.slack.parts import Parts
from assistant.frontends.slack.replies import Line, Replies
from assistant.frontends.slack.words import word
from corpus.models import LANGUAGES


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a button.

    Attributes:
        place: Where the message with the button stands; its thread, if that is one.
        ts: The message with the button.
        at: When it was pressed.
        action: The name of the button.
        value: What it carries along.
        whispered: Whether only the one who pressed it sees the message.
    """

    place: Place
    ts: str
    at: str
    action: str
    value: str
    whispered: bool


def read(body: Mapping[str, Any], team: str) -> Press:
    """Return the press that Slack tells of."""
    action, container = body["actions"][0], body.get("container") or {}
    message = body.get("message") or {}
    channel = str(container.get("channel_id") or (body.get("channel") or {}).get("id") or "")
    ts = str(container.get("message_ts") or message.get("ts") or "")
    whispered = bool(container.get("is_ephemeral"))
    thread = container.get("thread_ts") or message.get("thread_ts") or (None if whispered else ts)
    return Press(
        place=Place(
            team=team,
            channel=channel,
            thread=str(thread) if thread else None,
            kind="dm" if channel.startswith("D") or not channel else "channel",
            user=str(body["user"]["id"]),
        ),
        ts=ts,
        at=str(action.get("action_ts") or ts),
        action=str(action["action_id"]),
        value=str(action.get("value") or ""),
        whispered=whispered,
    )


class Presses:
    """Does what the buttons say.

    Args:
        parts: Where verdicts go, and the settings.
        replies: Answers what is asked on.
        facts: What the page of the app tells.
    """

    def __init__(self, parts: Parts, replies: Replies, facts: home.Facts) -> None:
        self._parts = parts
        self._replies = replies
        self._conversation = replies.conversation
        self._facts = facts

    async def ask(self, press: Press, line: Line) -> None:
        """Answer a question that was offered, where it was offered."""
        heard = Heard(
            press.place,
            press.at,
            press.value,
            whispered=press.whispered,
            quoted=True,
            offered=True,
        )
        await self._replies.answer(heard, line)

    async def start(self, press: Press, line: Line) -> None:
        """Answer a situation from the page of the app, in private."""
        heard = Heard(replace(press.place, kind="dm"), press.at, press.value, quoted=True)

        said = await aside(self._conversation.answer, heard)
        found = await line.delivery.private(heard.place, said.message)
        if found:
            there = Heard(found[0], found[1], press.value)
            await aside(self._conversation.remember, there, said.answer, found[1])

    async def judge(self, press: Press, line: Line) -> None:
        """Store a verdict, and say so to whoever gave it."""
        feedback = verdicts.unpack(press.value, datetime.now(UTC))
        if feedback is not None:
            await aside(self._parts.feedback.add, feedback)
            thanks = _plain(word("thanks", "en" if feedback.language == "en" else "nl"))
            await line.delivery.post(press.place, thanks, only_for=press.place.user)

    async def remove(self, press: Press, line: Line) -> None:
        """Take an answer away, for whoever asked for it."""
        asker, _, question = press.value.partition(" ")
        if asker == press.place.user:
            await line.delivery.delete(press.place, press.ts)
            for ts in (question, press.ts):
                await aside(self._conversation.forget, press.place, ts)

    async def choose(self, press: Press, line: Line) -> None:
        """Bring an answer that waits to where its asker wants it."""
        ways = {
            render.SHARE: self._share,
            render.KEEP: self._private,
            render.PRIVATE: self._private,
            render.HERE: self._here,
        }

        team, user = press.place.team, press.place.user
        kept = await aside(self._conversation.kept, team, press.value)
        if kept is None or kept.place.user != user:
            await line.delivery.replace(_plain(word("gone", self._conversation.language)))
        else:
            await ways[press.action](kept, line)

    async def speak(self, press: Press, line: Line) -> None:
        """Show the page of the app in the other language."""
        language = next((one for one in LANGUAGES if one == press.value), LANGUAGES[0])
        await line.delivery.quietly(
            line.client.views_publish,
            user_id=press.place.user,
            view=home.view(self._facts, language),
        )

    async def _share(self, kept: Kept, line: Line) -> None:
        reply = await line.delivery.post(kept.place, self._conversation.shared(kept))
        if reply is not None:
            await self._known(kept, kept.place, reply)
        await line.delivery.replace(_plain(word("shared", kept.answer.language)))

    async def _private(self, kept: Kept, line: Line) -> None:
        found = await line.delivery.private(kept.place, self._conversation.in_private(kept))
        if found is None:
            await line.delivery.replace(_plain(word("no_private", kept.answer.language)))
            return
        await self._known(kept, found[0], found[1])
        await line.delivery.replace(_plain(word("in_private", kept.answer.language)))

    async def _here(self, kept: Kept, line: Line) -> None:
        message = await aside(self._conversation.here, kept)
        place = replace(kept.place, thread=kept.place.thread or kept.ts)
        reply = await line.delivery.post(place, message)
        if reply is not None:
            heard = Heard(kept.place, kept.ts, kept.question)
            await aside(self._conversation.remember, heard, kept.answer, reply)
        await line.delivery.remove()

    async def _known(self, kept: Kept, place: Place, ts: str) -> None:
        """Remember an answer that stands in a new place, so that one can ask on below it."""
        heard = Heard(place, ts, kept.question)
        await aside(self._conversation.remember, heard, kept.answer, ts)


def _plain(text: str) -> Message:
    return blocks.message([blocks.section(text)])
