"""The parts of a message that Slack knows, each made within its limits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assistant.frontends.slack import escape, rich
from assistant.frontends.slack.message import Message

Block = dict[str, Any]
MAX_BLOCKS: Final = 50
MAX_BUTTON: Final = 75
MAX_VALUE: Final = 2_000
MAX_CONTEXT: Final = 2_000
MAX_SECTION: Final = 3_000
MAX_HEADER: Final = 150
MAX_STAND_IN: Final = 3_500
"""Characters of the text that stands in for the blocks; Slack advises 4,000 at most."""


@dataclass(frozen=True, slots=True)
class Sure:
    """What is asked before a button does its work."""

    title: str
    text: str
    yes: str
    no: str

    def as_block(self) -> Block:
        """Return the question as Slack knows it."""
        return {
            "title": plain(self.title, 100),
            "text": plain(self.text, 300),
            "confirm": plain(self.yes, 30),
            "deny": plain(self.no, 30),
        }


def plain(text: str, most: int) -> Block:
    """Return text in which nothing has a meaning, not even ``:smile:``."""
    return {"type": "plain_text", "text": escape.line(text, most) or "-", "emoji": False}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(text, MAX_HEADER)}


def section(mrkdwn: str) -> Block:
    """Return a paragraph of our own words, in ``mrkdwn``."""
    return {"type": "section", "text": _mrkdwn(mrkdwn, MAX_SECTION)}


def context(*lines: str) -> Block:
    """Return small print, in ``mrkdwn``."""
    return {"type": "context", "elements": [_mrkdwn(line, MAX_CONTEXT) for line in lines[:10]]}


def button(
    action: str,
    text: str,
    value: str | None = None,
    *,
    primary: bool = False,
    sure: Sure | None = None,
) -> Block:
    """Return a button that sends ``value`` along."""
    found: Block = {"type": "button", "action_id": action, "text": plain(text, MAX_BUTTON)}
    if value:
        found["value"] = escape.clean(value)[:MAX_VALUE] or "-"
    if primary:
        found["style"] = "primary"
    if sure:
        found["confirm"] = sure.as_block()
    return found


def link_button(action: str, text: str, url: str) -> Block:
    """Return a button that opens a page."""
    return {**button(action, text), "url": escape.address(url)}


def actions(buttons: Sequence[Block]) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(buttons[:25])}


def small_actions(elements: Iterable[Block]) -> Block:
    """Return a row of feedback buttons and icons."""
    return {"type": "context_actions", "elements": list(elements)[:5]}


def feedback(action: str, yes: Block, no: Block) -> Block:
    """Return the two buttons of a verdict."""
    return {
        "type": "feedback_buttons",
        "action_id": action,
        "positive_button": yes,
        "negative_button": no,
    }


def verdict(text: str, label: str, value: str) -> Block:
    """Return one of the two buttons of a verdict."""
    return {
        "text": {"type": "plain_text", "text": escape.line(text, MAX_BUTTON)},
        "value": value[:MAX_VALUE],
        "accessibility_label": escape.line(label, 75),
    }


def trash(action: str, text: str, value: str, user: str, sure: Sure) -> Block:
    """Return a bin that only ``user`` sees."""
    return {
        "type": "icon_button",
        "action_id": action,
        "icon": "trash",
        "text": {"type": "plain_text", "text": escape.line(text, MAX_BUTTON)},
        "accessibility_label": escape.line(text, 75),
        "value": value[:MAX_VALUE],
        "visible_to_user_ids": [user],
        "confirm": sure.as_block(),
    }


def message(found: Iterable[Block]) -> Message:
    """Return blocks as a message, with the same words in the text that stands in for them.

    Programs that read aloud, and notifications, get that text only.
    """
    kept = tuple(found)[:MAX_BLOCKS]
    lines = [_said(block) for block in kept]
    return Message(_joined(filter(None, lines)) or "-", kept)


def _joined(lines: Iterable[str]) -> str:
    """Return as many lines as fit; a line is never cut, for that could break its escaping."""
    kept: list[str] = []
    room = MAX_STAND_IN
    for line in lines:
        room -= len(line)
        if kept and room < 0:
            break
        kept.append(line)
    return "\n\n".join(kept)


def _said(block: Block) -> str:
    """Return a block in words, in ``mrkdwn``."""
    if block["type"] == "rich_text":
        return escape.mrkdwn(rich.words_of(block))
    if block["type"] == "header":
        return escape.mrkdwn(block["text"]["text"])
    if block["type"] == "actions":
        return "\n".join(f"- {escape.mrkdwn(one['text']['text'])}" for one in block["elements"])
    if block["type"] == "section":
        return str(block["text"]["text"])
    return "\n".join(one["text"] for one in block.get("elements", ()) if block["type"] == "context")


def _mrkdwn(text: str, most: int) -> Block:
    """Return ``mrkdwn``, which is ours alone, so that it is never too long but by mistake."""
    return {"type": "mrkdwn", "text": text if len(text) <= most else escape.cut(text, most)}
