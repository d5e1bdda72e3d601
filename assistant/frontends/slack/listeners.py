"""What the app listens to. Thin: reads what Slack tells, and hands it on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from assistant.frontends.slack import blocks, home, manifest, presses, render
from assistant.frontends.slack.conversation import Conversation, Heard
from assistant.frontends.slack.delivery import delivery_for
from assistant.frontends.slack.message import Place
from assistant.frontends.slack.parts import Parts
from assistant.frontends.slack.presses import Presses
from assistant.frontends.slack.replies import Line, Replies
from assistant.frontends.slack.threads import HOUR
from assistant.frontends.slack.words import word
from assistant.texts import STARTERS

Event = Mapping[str, Any]
SAID: Final = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""Kinds of messages that a person typed."""
GONE: Final = "tombstone"
"""What is left of a message that was deleted while there are replies below it."""


def register(app: AsyncApp, parts: Parts) -> None:
    """Let an app listen to all that it answers.

    Args:
        app: The app.
        parts: What the listeners work with.
    """
    listeners = Listeners(parts)
    app.event("app_mention")(listeners.mentioned)
    app.event("message")(listeners.messaged)
    app.event("app_home_opened")(listeners.opened)
    app.command(manifest.COMMAND)(listeners.commanded)
    app.message_shortcut(manifest.SHORTCUT)(listeners.shortcut)
    app.action(re.compile(".+"))(listeners.pressed)
    app.event(re.compile(".+"))(listeners.ignored)


class Listeners:
    """The listeners. Each acknowledges first; what follows may take its time.

    Args:
        parts: What they work with.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._conversation = Conversation(parts)
        self._replies = Replies(self._conversation)
        self._facts = home.facts_of(parts.settings, parts.corpus)
        self._presses = Presses(parts, self._replies, self._facts)

    async def mentioned(
        self, event: Event, client: AsyncWebClient, context: Mapping[str, Any]
    ) -> None:
        """Someone mentioned the app in a channel."""
        if _is_bot(event, context) or event.get("subtype") not in SAID:
            return
        heard = self._heard(event, context)
        line = _line(client, context)
        known = _is_late(event) or (event.get("edited") and await self._replies.again(heard, line))
        if not known:
            await self._replies.answer(heard, line)

    async def messaged(
        self, event: Event, client: AsyncWebClient, context: Mapping[str, Any]
    ) -> None:
        """Someone sent the app a message, or changed or deleted one."""
        if event.get("channel_type") != "im":
            return
        kind, line = event.get("subtype"), _line(client, context)
        if kind == "message_changed":
            await self._edited(event, context, line)
        elif kind == "message_deleted":
            before = event.get("previous_message") or {}
            place = _place({**before, "channel": event["channel"]}, context)
            await self._replies.forget(place, str(event["deleted_ts"]), line)
        elif kind in SAID and not _is_bot(event, context):
            await self._replies.answer(self._heard(event, context), line)

    async def opened(
        self, event: Event, client: AsyncWebClient, context: Mapping[str, Any]
    ) -> None:
        """Someone opened the app: its page, or the conversation with it."""
        delivery, language = _line(client, context).delivery, self._conversation.language
        if event.get("tab") == "home":
            await delivery.quietly(
                client.views_publish,
                user_id=event["user"],
                view=home.view(self._facts, language),
            )
        elif event.get("tab") == "messages":
            await delivery.quietly(
                client.assistant_threads_setSuggestedPrompts,
                channel_id=event["channel"],
                title=word("prompts", language),
                prompts=home.prompts(language),
            )

    async def commanded(
        self,
        ack: Any,
        command: Mapping[str, Any],
        client: AsyncWebClient,
        context: Mapping[str, Any],
    ) -> None:
        """Someone typed the command; only they see the answer."""
        await ack()
        place = _place(
            {"channel": command["channel_id"], "user": command["user_id"]}, context, whispered=True
        )
        line = _line(client, context)
        at = str(command.get("trigger_id") or "")
        heard = self._conversation.heard(
            place, at, str(command.get("text") or ""), context.get("bot_user_id")
        )
        if not heard.question:
            language = self._conversation.language
            text = word("help", language).format(example=STARTERS[language][0])
            help_ = blocks.message([blocks.section(text)])
            await line.delivery.post(place, help_, only_for=place.user)
            return
        await self._replies.answer(_whispered(heard), line)

    async def shortcut(
        self,
        ack: Any,
        shortcut: Mapping[str, Any],
        client: AsyncWebClient,
        context: Mapping[str, Any],
    ) -> None:
        """Someone looks for a practice with a message; only they see the answer."""
        await ack()
        message = shortcut.get("message") or {}
        where = {"channel": shortcut["channel"]["id"], "user": shortcut["user"]["id"]}
        thread = message.get("thread_ts")
        place = _place({**where, "thread_ts": thread}, context, whispered=True)
        at = str(shortcut.get("action_ts") or "")
        heard = self._conversation.heard(
            place, at, str(message.get("text") or ""), context.get("bot_user_id")
        )
        heard = replace(heard, under=message.get("ts"), files=True)
        await self._replies.answer(_whispered(heard), _line(client, context))

    async def pressed(
        self, ack: Any, body: Mapping[str, Any], client: AsyncWebClient, context: Mapping[str, Any]
    ) -> None:
        """Someone pressed a button."""
        await ack()
        press = presses.read(body, _team(context))
        line = _line(client, context)
        name = press.action.partition("_")[0]
        does = {
            render.ASK: self._presses.ask,
            home.START: self._presses.start,
            render.JUDGE: self._presses.judge,
            render.REMOVE: self._presses.remove,
            render.SHARE: self._presses.choose,
            render.KEEP: self._presses.choose,
            render.PRIVATE: self._presses.choose,
            render.HERE: self._presses.choose,
            home.SPEAK: self._presses.speak,
        }.get(name)
        if does is not None:  # a button that opens a page does nothing here
            await does(press, line)

    async def ignored(self) -> None:
        """Take in an event that nothing is done with, so that Slack does not send it again."""

    async def _edited(self, event: Event, context: Mapping[str, Any], line: Line) -> None:
        after, before = event.get("message") or {}, event.get("previous_message") or {}
        found = {**after, "channel": event["channel"]}
        ts = str(after.get("ts") or "")
        if after.get("subtype") == GONE:
            await self._replies.forget(_place({**before, **found}, context), ts, line)
        elif not _is_bot(after, context) and after.get("text") != before.get("text"):
            await self._replies.again(self._heard(found, context), line)

    def _heard(self, event: Event, context: Mapping[str, Any]) -> Heard:
        text, bot = str(event.get("text") or ""), context.get("bot_user_id")
        heard = self._conversation.heard(_place(event, context), str(event["ts"]), text, bot)
        return replace(heard, files=bool(event.get("files")))


def _whispered(heard: Heard) -> Heard:
    return replace(heard, whispered=True, quoted=True)


def _is_bot(event: Event, context: Mapping[str, Any]) -> bool:
    """Tell whether a message was not typed by a person: another app's, Slack's own, or ours."""
    user = event.get("user")
    ours = context.get("bot_user_id")
    return bool(event.get("bot_id")) or user in (None, "USLACKBOT") or user == ours


def _is_late(event: Event) -> bool:
    """Tell whether a message was edited so late that the answer to it is no longer known."""
    edited = event.get("edited") or {}
    return bool(edited) and float(edited["ts"]) - float(event["ts"]) > HOUR


def _place(event: Event, context: Mapping[str, Any], *, whispered: bool = False) -> Place:
    channel, thread = str(event["channel"]), event.get("thread_ts")
    return Place(
        team=_team(context),
        channel=channel,
        thread=str(thread) if thread else None,
        kind="dm" if channel.startswith("D") and not whispered else "channel",
        user=str(event.get("user") or ""),
    )


def _team(context: Mapping[str, Any]) -> str:
    return str(context.get("team_id") or context.get("enterprise_id") or "")


def _line(client: AsyncWebClient, context: Mapping[str, Any]) -> Line:
    return Line(client, delivery_for(client, context))
