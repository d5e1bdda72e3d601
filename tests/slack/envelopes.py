"""What Slack sends to an app, and how it signs that."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any, Final
from urllib.parse import urlencode

APP: Final = "A0BRICO"
SECRET: Final = "8f742231b10e8888abcd99yyyzzz85a5"
_COUNT: Final = itertools.count(1)


def sign(body: str | bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack signs a request."""
    stamp = str(int(time.time() if at is None else at))
    raw = body.encode() if isinstance(body, str) else body
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def encode(payload: dict[str, Any]) -> tuple[str, str]:
    """A payload as Slack puts it into a request: the body and its content type."""
    form = "application/x-www-form-urlencoded"
    if payload.get("type") in ("event_callback", "url_verification"):
        return json.dumps(payload), "application/json"
    if "command" in payload:
        return urlencode(payload), form
    return urlencode({"payload": json.dumps(payload)}), form


def kind_of(payload: dict[str, Any]) -> str:
    """How an envelope of Socket Mode names the kind of a payload."""
    if payload.get("type") == "event_callback":
        return "events_api"
    return "slash_commands" if "command" in payload else "interactive"


def new_ts() -> str:
    """A ts that no message has yet, later than all before it."""
    return f"{1_700_000_000 + next(_COUNT)}.{next(_COUNT):06d}"


def event(inner: dict[str, Any], team: str = "T1", event_id: str | None = None) -> dict[str, Any]:
    return {
        "token": "unused",
        "team_id": team,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id or f"Ev{next(_COUNT):08d}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                **{"enterprise_id": None, "team_id": team, "user_id": f"UBOT{team}"},
                **{"is_bot": True, "is_enterprise_install": False},
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-x",
    }


def mention(
    text: str,
    *,
    team: str = "T1",
    channel: str = "C1",
    user: str = "U1",
    ts: str | None = None,
    thread: str | None = None,
    event_id: str | None = None,
) -> dict[str, Any]:
    """A mention in a channel; ``text`` is what stands after it, escaped as Slack does."""
    inner = {
        **{"type": "app_mention", "user": user, "text": f"<@UBOT{team}> {text}", "team": team},
        **{"ts": ts or new_ts(), "channel": channel, "client_msg_id": f"m-{next(_COUNT)}"},
    }
    inner["event_ts"] = inner["ts"]
    if thread:
        inner["thread_ts"] = thread
    return event(inner, team, event_id)


def direct(
    text: str,
    *,
    team: str = "T1",
    channel: str = "D1",
    user: str = "U1",
    ts: str | None = None,
    thread: str | None = None,
    event_id: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A direct message; ``more`` adds fields such as ``bot_id`` or ``subtype``."""
    inner = {
        **{"type": "message", "channel_type": "im", "user": user, "text": text, "team": team},
        **{"ts": ts or new_ts(), "channel": channel, "client_msg_id": f"m-{next(_COUNT)}"},
        **more,
    }
    inner["event_ts"] = inner["ts"]
    if thread:
        inner["thread_ts"] = thread
    return event(inner, team, event_id)


def changed(
    ts: str, text: str, *, team: str = "T1", channel: str = "D1", user: str = "U1", before: str = ""
) -> dict[str, Any]:
    """A direct message that was edited."""
    message = {"type": "message", "user": user, "ts": ts, "edited": {"user": user, "ts": new_ts()}}
    inner = {
        **{"type": "message", "subtype": "message_changed", "channel": channel, "hidden": True},
        **{"channel_type": "im", "ts": new_ts(), "event_ts": new_ts()},
        "message": {**message, "text": text},
        "previous_message": {"type": "message", "user": user, "ts": ts, "text": before},
    }
    return event(inner, team)


def deleted(
    ts: str, *, team: str = "T1", channel: str = "D1", user: str = "U1", text: str = ""
) -> dict[str, Any]:
    """A direct message that was deleted."""
    inner = {
        **{"type": "message", "subtype": "message_deleted", "channel": channel, "hidden": True},
        **{"channel_type": "im", "ts": new_ts(), "event_ts": new_ts(), "deleted_ts": ts},
        "previous_message": {"type": "message", "user": user, "ts": ts, "text": text},
    }
    return event(inner, team)


def opened(tab: str = "home", *, team: str = "T1", user: str = "U1") -> dict[str, Any]:
    """Someone opened the app: its Home or Messages tab."""
    return event(
        {
            **{"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab},
            "event_ts": new_ts(),
        },
        team,
    )


def uninstalled(team: str = "T1") -> dict[str, Any]:
    return event({"type": "app_uninstalled", "event_ts": new_ts()}, team)


def revoked(team: str = "T1") -> dict[str, Any]:
    tokens = {"oauth": [], "bot": [f"UBOT{team}"]}
    return event({"type": "tokens_revoked", "tokens": tokens, "event_ts": new_ts()}, team)


def command(
    text: str,
    response_url: str,
    *,
    team: str = "T1",
    channel: str = "C1",
    channel_name: str = "general",
    user: str = "U1",
) -> dict[str, Any]:
    return {
        **{"token": "unused", "team_id": team, "team_domain": "example", "channel_id": channel},
        **{"channel_name": channel_name, "user_id": user, "user_name": "eva", "text": text},
        **{"command": "/bricoleur", "api_app_id": APP, "is_enterprise_install": "false"},
        **{"response_url": response_url, "trigger_id": f"{next(_COUNT)}.{next(_COUNT)}.abc"},
    }


def shortcut(
    text: str,
    response_url: str,
    *,
    callback: str = "zoek_praktijk",
    team: str = "T1",
    channel: str = "C1",
    user: str = "U1",
    author: str = "U2",
) -> dict[str, Any]:
    """The shortcut on a message with ``text`` that ``author`` wrote."""
    ts = new_ts()
    return {
        **{"type": "message_action", "token": "unused", "callback_id": callback},
        **{"action_ts": new_ts(), "trigger_id": f"{next(_COUNT)}.{next(_COUNT)}.abc"},
        **{"team": {"id": team, "domain": "example"}, "user": {"id": user, "name": "eva"}},
        **{"channel": {"id": channel, "name": "general"}, "message_ts": ts},
        "message": {"type": "message", "user": author, "text": text, "ts": ts, "team": team},
        **{"response_url": response_url, "is_enterprise_install": False, "enterprise": None},
        "api_app_id": APP,
    }


def click(
    action: dict[str, Any],
    response_url: str,
    *,
    team: str = "T1",
    channel: str = "C1",
    user: str = "U1",
    ts: str | None = None,
    thread: str | None = None,
    ephemeral: bool = False,
    trigger: str | None = None,
) -> dict[str, Any]:
    """A click on an element of a message: ``{"action_id": …, "value": …}``."""
    at = ts or new_ts()
    container = {
        **{"type": "message", "message_ts": at, "channel_id": channel},
        "is_ephemeral": ephemeral,
    }
    payload: dict[str, Any] = {
        **{"type": "block_actions", "token": "unused", "api_app_id": APP, "container": container},
        **{"team": {"id": team, "domain": "example"}, "user": {"id": user, "team_id": team}},
        **{"channel": {"id": channel, "name": "general"}, "enterprise": None},
        **{"response_url": response_url, "is_enterprise_install": False},
        "trigger_id": trigger or f"{next(_COUNT)}.{next(_COUNT)}.abc",
        "actions": [{"type": "button", "block_id": "b", "action_ts": new_ts(), **action}],
    }
    if thread:
        container["thread_ts"] = thread
    if not ephemeral:
        message = {"type": "message", "ts": at, "user": f"UBOT{team}", "bot_id": f"B{team}"}
        payload["message"] = {**message, **({"thread_ts": thread} if thread else {})}
    return payload
