from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.engine import Assistant
from assistant.frontends.cli.app import app
from assistant.frontends.slack import listeners, manifest
from assistant.frontends.slack.manifest import Mode
from assistant.frontends.slack.parts import Parts
from assistant.settings import Settings
from corpus.models import Corpus
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


class Recorder:
    """Stands where Bolt's app stands, and notes what is listened to."""

    def __init__(self) -> None:
        self.heard: dict[str, set[str]] = {}

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Any], Any]]:
        def listen(name: Any) -> Callable[[Any], Any]:
            self.heard.setdefault(kind, set()).add(str(name))
            return lambda listener: listener

        return listen


@pytest.mark.parametrize(("mode", "found"), both())
def test_it_names_all_that_is_listened_to_and_nothing_else(
    mode: Mode, found: dict[str, Any], tmp_path: Path, corpus: Corpus, small_assistant: Assistant
) -> None:
    app: Any = Recorder()
    settings = Settings(data_dir=tmp_path)
    unused: Any = None
    listeners.register(app, Parts(small_assistant, unused, unused, settings, corpus))
    events = set(found["settings"]["event_subscriptions"]["bot_events"])
    by_the_door = {"app_uninstalled", "tokens_revoked"}
    named = {event.partition(".")[0] for event in events - by_the_door}
    assert named == {event for event in app.heard["event"] if not event.startswith("re.")}
    assert {one["command"] for one in found["features"]["slash_commands"]} == app.heard["command"]
    shortcuts = {one["callback_id"] for one in found["features"]["shortcuts"]}
    assert shortcuts == app.heard["message_shortcut"]


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


def test_the_command_prints_what_can_be_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BRICOLEUR_PUBLIC_URL", "BRICOLEUR_SLACK_MODE"):
        monkeypatch.delenv(name, raising=False)
    run = CliRunner().invoke
    assert json.loads(run(app, ["slack", "manifest", "--socket"]).stdout) == dict(both())["socket"]
    printed = run(app, ["slack", "manifest", "--url", URL]).stdout
    assert json.loads(printed) == manifest.read("http", URL)
    missing = run(app, ["slack", "manifest"])
    assert isinstance(missing.exception, Problem)
    monkeypatch.setenv("BRICOLEUR_PUBLIC_URL", URL)
    assert json.loads(run(app, ["slack", "manifest"]).stdout) == manifest.read("http", URL)
