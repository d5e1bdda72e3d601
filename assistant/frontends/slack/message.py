"""What is sent to Slack, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["dm", "channel", "group"]


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its blocks, and the text that stands in for them in notifications."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said, and by whom.

    ``thread`` is the ``ts`` of the message that the thread hangs under, None outside a thread.
    """

    team: str
    channel: str
    thread: str | None
    kind: Kind
    user: str
