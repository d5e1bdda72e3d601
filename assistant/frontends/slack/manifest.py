"""What the app is to Slack: its name, what it may do, what it listens to. Pure, but for one file.

An administrator gives the manifest to Slack and the app is there. The tests hold it against what
the code listens to and calls.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Final, Literal

from corpus.problem import Problem

Mode = Literal["http", "socket"]
COMMAND: Final = "/bricoleur"
SHORTCUT: Final = "zoek_praktijk"
"""The id of the message shortcut."""
PATH: Final = "/api/slack/events"
"""Where Slack brings events, commands and presses on buttons."""
REDIRECT: Final = "/api/slack/oauth_redirect"
_PLACEHOLDER: Final = "https://tips.gemeente.example"


def read(mode: Mode, url: str | None = None) -> dict[str, Any]:
    """Return a manifest, with the address of this installation filled in.

    Args:
        mode: How Slack reaches the app.
        url: The address of the site as Slack can reach it; for ``http`` only.

    Raises:
        Problem: The address is missing, or isn't one that Slack takes.
    """
    text = files(__package__ or "").joinpath("manifests", f"{mode}.json").read_text("utf-8")
    if mode == "http":
        text = text.replace(_PLACEHOLDER, _reachable(url))
    found: dict[str, Any] = json.loads(text)
    return found


def scopes() -> tuple[str, ...]:
    """Return what the app asks leave for when it is installed."""
    return tuple(read("socket")["oauth_config"]["scopes"]["bot"])


def _reachable(url: str | None) -> str:
    if url is None or not url.startswith("https://") or len(url) <= len("https://"):
        raise Problem(
            nl="Slack moet de site over https kunnen bereiken. Geef het adres met --url, "
            "bijvoorbeeld --url https://tips.gemeente.example. Kan dat niet? Kies Socket Mode "
            "met --socket.",
            en="Slack must be able to reach the site over https. Give its address with --url, "
            "for example --url https://tips.gemeente.example. Not possible? Choose Socket Mode "
            "with --socket.",
        )
    return url.rstrip("/")
