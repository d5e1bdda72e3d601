from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.frontends.slack import manifest
from assistant.frontends.slack.manifest import Mode
from corpus.problem import Problem

URL = "https://tips.tilburg.example"


def both() -> list[tuple[Mode, dict[str, Any]]]:
    return [("http", manifest.read("http", URL)), ("socket", manifest.read("socket"))]


def test_the_address_of_the_installation_is_filled_in_everywhere() -> None:
    text = json.dumps(manifest.read("http", f"{URL}/"))
    assert "gemeente.example" not in text
    assert text.count(f"{URL}{manifest.PATH}") == 3
    assert text.count(f"{URL}{manifest.REDIRECT}") == 1


def test_socket_mode_needs_no_address() -> None:
    found = manifest.read("socket")
    assert "://" not in json.dumps(found)
    assert found["settings"]["socket_mode_enabled"] is True
    assert manifest.read("http", URL)["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize("url", [None, "", "http://tips.example", "tips.example", "https://"])
def test_an_address_that_slack_does_not_take_is_refused(url: str | None) -> None:
    with pytest.raises(Problem, match="Slack must be able to reach the site over https"):
        manifest.read("http", url)


def test_both_modes_ask_for_the_same() -> None:
    (_, http), (_, socket) = both()
    assert http["oauth_config"]["scopes"] == socket["oauth_config"]["scopes"]
    events = [one["settings"]["event_subscriptions"]["bot_events"] for one in (http, socket)]
    assert events[0] == events[1]
    assert http["features"].keys() == socket["features"].keys()


@pytest.mark.parametrize(("mode", "found"), both())
def test_it_keeps_to_the_limits_of_slack(mode: Mode, found: dict[str, Any]) -> None:
    about = found["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4_000
    agent = found["features"]["agent_view"]
    assert len(agent["agent_description"]) <= 300
    assert len(agent["suggested_prompts"]) <= 4
    (shortcut,) = found["features"]["shortcuts"]
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
    (command,) = found["features"]["slash_commands"]
    assert len(command["description"]) <= 2_000
    assert len(command["usage_hint"]) <= 1_000
    assert "assistant_view" not in found["features"]
