"""Sends a message where it belongs, by its words alone, before anything is searched. Pure."""

from __future__ import annotations

import re
from typing import Final, Literal

from assistant.rules import read_rules

Route = Literal["greeting", "about", "thanks", "vague", "in_scope"]

MAX_VAGUE_WORDS: Final = 9
_LONGEST_SMALL_TALK: Final = 300
_CONTENT: Final = re.compile(r"[^\W\d_]{2,}")


def crisis(message: str) -> str | None:
    """Return the kind of danger or integrity matter that a message names, or None."""
    return next((rule.kind for rule in read_rules("crisis") if rule.pattern.search(message)), None)


def route(message: str) -> Route:
    """Tell what kind of message this is."""
    if len(message) > _LONGEST_SMALL_TALK:
        return "in_scope"
    for rule in read_rules("messages"):
        if rule.kind == "vague" and len(message.split()) > MAX_VAGUE_WORDS:
            continue
        if rule.pattern.fullmatch(message.strip(" ,.!?:;-")):
            return rule.kind  # type: ignore[return-value]
    return "in_scope"


def says_nothing(message: str) -> bool:
    """Tell whether a message has no word of two letters or more: blank, digits, only emoji."""
    return not _CONTENT.search(message)


def is_about_the_work(message: str) -> bool:
    """Tell whether a message uses the words of the work between residents and city hall."""
    return any(rule.pattern.search(message) for rule in read_rules("work"))
