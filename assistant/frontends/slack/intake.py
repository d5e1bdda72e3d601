"""Reads what Slack sent: is it really from Slack, and which event is it? Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from assistant.frontends.slack.claims import Event

MAX_BODY: Final = 512 * 1024
"""Bytes of a request: a press on a button brings the whole message that it stands in."""
SKEW: Final = 300
"""Seconds that a signature is valid, so that what was overheard can't be sent again."""
_FORM: Final = "application/x-www-form-urlencoded"


class Unwelcome(Exception):
    """A request that goes no further.

    Args:
        status: The HTTP status with which it is refused.
    """

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def check_signature(body: bytes, headers: Mapping[str, str], secret: str, now: float) -> None:
    """Let only what Slack signed just now go on.

    Args:
        body: The request.
        headers: Its headers, with lower-case names.
        secret: What Slack signs with.
        now: The time in seconds.

    Raises:
        Unwelcome: It is too large, not signed, signed by someone else, or not from now.
    """
    if len(body) > MAX_BODY:
        raise Unwelcome(413)
    stamp = headers.get("x-slack-request-timestamp", "")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        raise Unwelcome(401)
    base = b"v0:" + stamp.encode() + b":" + body
    wanted = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    given = headers.get("x-slack-signature", "")
    same = hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
    if not same or abs(now - int(stamp)) > SKEW:
        raise Unwelcome(401)


def read_body(body: bytes, kind: str) -> dict[str, Any]:
    """Return what a request holds.

    Args:
        body: The request.
        kind: Its content type.

    Raises:
        Unwelcome: It isn't what Slack sends.
    """
    try:
        text = body.decode("utf-8")
        if kind.partition(";")[0].strip().lower() == _FORM:
            fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
            found = json.loads(fields["payload"]) if "payload" in fields else fields
        else:
            found = json.loads(text)
    except (ValueError, RecursionError):  # also when it is no UTF-8
        raise Unwelcome(400) from None
    if not isinstance(found, dict):
        raise Unwelcome(400)
    return found


def read_event(payload: Mapping[str, Any]) -> Event | None:
    """Return what happened, with the key that every delivery of it shares; None if nothing did.

    Slack gives an event an id, and a command or a press on a button a trigger.
    """
    if payload.get("type") == "event_callback" and isinstance(payload.get("event"), dict):
        name = _text(payload.get("event_id"))
    elif "command" in payload or payload.get("type") in _INTERACTIVE:
        name = _text(payload.get("trigger_id"))
    else:
        return None
    if not name:
        whole = json.dumps(payload, sort_keys=True)
        name = hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()
    key = f"{_text(payload.get('api_app_id'))[:32]}:{name[:200]}"
    return Event(key.replace("\0", ""), _team(payload).replace("\0", ""), payload)


def lane_of(payload: Mapping[str, Any]) -> str:
    """Return the conversation that something belongs to: in one, it is one thing after another."""
    event = payload.get("event")
    if not isinstance(event, dict):
        return ""
    message = event.get("message")
    inner = message if isinstance(message, dict) else event
    root = inner.get("thread_ts") or inner.get("ts") or event.get("deleted_ts")
    whole = event.get("channel_type") == "im"  # a follow-up there need not stand in a thread
    return f"{_team(payload)} {_text(event.get('channel'))} {'' if whole else _text(root)}"


_INTERACTIVE: Final = frozenset(
    "block_actions message_action shortcut view_submission view_closed".split()
)


def _team(payload: Mapping[str, Any]) -> str:
    team = payload.get("team")
    nested = team.get("id") if isinstance(team, dict) else None
    return (_text(payload.get("team_id")) or _text(nested))[:32]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
