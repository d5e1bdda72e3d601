"""Blocks as text, roughly as Slack would show them: for tests, and to look at by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any


def shown(blocks: Sequence[dict[str, Any]], *, links: bool = False) -> str:
    """What a reader sees of a message."""
    return "\n".join(line for block in blocks for line in _block(block, links)).strip()


def buttons(blocks: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The buttons of a message, by their words."""
    found: dict[str, dict[str, Any]] = {}
    for block in blocks:
        if block["type"] == "actions":
            found |= {element["text"]["text"]: element for element in block["elements"]}
        for element in block["elements"] if block["type"] == "context_actions" else ():
            if element["type"] == "icon_button":
                found[element["text"]["text"]] = element
            else:
                for side in ("positive_button", "negative_button"):
                    one = element[side]
                    found[one["text"]["text"]] = {"action_id": element["action_id"], **one}
    return found


def _block(block: dict[str, Any], links: bool) -> Iterator[str]:
    kind = block["type"]
    if kind == "rich_text":
        yield from (_rich(element, links) for element in block["elements"])
    elif kind == "divider":
        yield "-" * 40
    elif kind == "header":
        yield f"## {block['text']['text']}"
    elif kind == "section":
        yield _mrkdwn(block["text"]["text"], links)
    elif kind == "context":
        yield from (f"  ({_mrkdwn(one['text'], links)})" for one in block["elements"])
    else:
        yield "  " + " ".join(f"[{name}]" for name in buttons([block]))


def _rich(element: dict[str, Any], links: bool) -> str:
    kind = element["type"]
    if kind == "rich_text_list":
        first = element.get("offset", 0) + 1
        ordered = element["style"] == "ordered"
        return "\n".join(
            f"  {f'{n}.' if ordered else '-'} {_rich(item, links)}"
            for n, item in enumerate(element["elements"], first)
        )
    words = "".join(_inline(part, links) for part in element["elements"])
    return "\n".join(f"| {line}" for line in words.splitlines()) if "quote" in kind else words


def _inline(part: dict[str, Any], links: bool) -> str:
    words: str = part["text"]
    if part.get("style", {}).get("bold"):
        words = f"*{words}*"
    return f"{words}<{part['url']}>" if links and "url" in part else words


def _mrkdwn(text: str, links: bool) -> str:
    plain = re.sub(r"<([^|<>]+)\|([^<>]*)>", r"\2<\1>" if links else r"\2", text)
    return html.unescape(plain.replace("\u2060", ""))
