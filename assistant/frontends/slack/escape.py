"""Between Slack's notation and plain text, in both directions. Pure.

Slack hands over text in a notation of its own: ``&amp;``, ``<@U1>``, ``<https://x|label>``. What is
sent back goes into fields that each know one notation: ``mrkdwn`` for the text that stands in for
the blocks and for small print, plain text for buttons and headings, and rich text, which needs no
escaping at all, for everything else.
"""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(r"<([^<>\s][^<>]*)>")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What can't be shown, halves of characters, and what turns the direction of a line around."""
_CALL: Final = re.compile(r"@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
_SIGN: Final = re.compile(r"(?<![^\W_])[*_~`]|[*_~`](?![^\W_])")
"""A sign of formatting at the edge of a word; inside a word it does nothing."""
_QUOTE: Final = re.compile(r"^(\s*)&gt;", re.MULTILINE)
_EMOJI: Final = re.compile(r":(?=[\w+'-]+:)")
_SMILE: Final = re.compile(r"(?<![\w:]):(?:[a-z][\w+'-]*|[+-]1):(?::skin-tone-\d:)?")
"""A picture, as Slack writes it out: it says nothing to the search."""
_WEB: Final = re.compile(r"(?i)\b(https?|ftp)://")
JOIN: Final = "\u2060"
"""Takes no room, and keeps two characters from being read as one sign."""
ELLIPSIS: Final = "…"


def incoming(text: str, bot: str | None = None, someone: str = "collega") -> str:
    """Return what a person typed, out of the text that Slack hands over.

    Args:
        text: The text as Slack sends it.
        bot: Our own user; a mention of it says nothing and goes.
        someone: The word for any other person who is mentioned: who it is, is none of our business.
    """
    bare = _TOKEN.sub(lambda found: _meant(found[1], bot, someone), text)
    bare = _SMILE.sub("", bare)
    for entity, character in _ENTITIES:
        bare = bare.replace(entity, character)
    return bare.strip()


def names_someone(text: str, bot: str | None = None) -> bool:
    """Tell whether a text as Slack sends it mentions a person, other than us."""
    found = (token[1:].partition("|")[0] for token in _TOKEN.findall(text) if token[:1] == "@")
    return any(user != bot for user in found)


def clean(text: str) -> str:
    """Return text without what can't be shown."""
    return _CONTROL.sub("", text)


def mrkdwn(text: str) -> str:
    """Return text so that a ``mrkdwn`` field shows it as it is: nobody is called, nothing links."""
    safe = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = _QUOTE.sub(rf"\1{JOIN}&gt;", safe)
    safe = _SIGN.sub(lambda found: f"{JOIN}{found[0]}{JOIN}", safe)
    safe = _EMOJI.sub(f":{JOIN}", safe)
    return _WEB.sub(rf"\1:{JOIN}//", _CALL.sub(f"@{JOIN}", safe))


def markdown(text: str) -> str:
    """Return text so that a field in Slack's Markdown shows it as it is."""
    return re.sub(r"[\[\]#|\\]", lambda found: f"{found[0]}{JOIN}", mrkdwn(text))


def link(url: str, label: str) -> str:
    """Return a link for a ``mrkdwn`` field."""
    return f"<{address(url)}|{mrkdwn(label).replace('|', '¦')}>"


def address(url: str) -> str:
    """Return an address without characters that end a link early."""
    unsafe = {ord(sign): f"%{ord(sign):02X}" for sign in "<>|\"' "}
    return clean(url).replace("\n", "").replace("\t", "").translate(unsafe)


def is_web(url: str) -> bool:
    """Tell whether an address can stand behind a link."""
    return url.startswith(("https://", "http://")) and len(url) <= 2_000


def line(text: str, most: int) -> str:
    """Return text as one line of at most ``most`` characters, cut between words."""
    return cut(" ".join(clean(text).split()), most)


def cut(text: str, most: int) -> str:
    """Return at most ``most`` characters, with an ellipsis where something is left out."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    space = kept.rfind(" ")
    return (kept[:space] if space > most // 2 else kept).rstrip(" ,;:") + ELLIPSIS


def _meant(token: str, bot: str | None, someone: str) -> str:
    """Return what a token between angle brackets stands for."""
    sign, rest = token[:1], token[1:]
    name, _, label = rest.partition("|")
    if sign == "@":
        return "" if name == bot else someone
    if sign == "#":
        return f"#{label}" if label else ""
    if sign == "!":
        return label if name.startswith(("date^", "subteam^")) else ""
    target, _, label = token.partition("|")
    if is_web(target):  # an address says nothing to the search, and may say too much
        return label
    return label or target.removeprefix("mailto:").removeprefix("tel:")
