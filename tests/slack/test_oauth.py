"""Installing the app in workspaces, and removing it: the flow over real HTTP."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from assistant.engine import Assistant
from assistant.feedback import open_store
from assistant.frontends.slack import http
from assistant.frontends.slack.app import Door, House
from assistant.frontends.slack.client import new_client
from assistant.frontends.slack.manifest import PATH, REDIRECT, scopes
from assistant.frontends.slack.oauth import INSTALL
from assistant.frontends.web.server import listen
from assistant.settings import Settings
from corpus.models import Corpus
from tests.slack.conftest import QUESTION
from tests.slack.envelopes import SECRET, direct, encode, new_ts, revoked, sign, uninstalled
from tests.slack.servers import CLIENT, Slack

BASE = "https://tips.gemeente.example"
BACK = BASE + REDIRECT


@pytest.fixture
def several(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        slack_mode="http",
        slack_signing_secret=SECRET,
        slack_client_id=CLIENT[0],
        slack_client_secret=CLIENT[1],
        slack_encryption_key="k" * 40,
        public_url=BASE,
    )


class Served:
    """The addresses of the door, served from a thread of their own."""

    def __init__(self, house: House, slack: Slack) -> None:
        self.door: Door
        made = threading.Event()
        listener = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"

        async def run() -> None:
            self.door = Door(house, new_client(slack.url))
            found = http.routes(house.settings, self.door)
            routes = [Route(path, to, methods=[how]) for path, (how, to) in found.items()]
            config = uvicorn.Config(Starlette(routes=routes), log_level="warning", lifespan="off")
            self._server = uvicorn.Server(config)
            async with self.door.running():
                made.set()
                await self._server.serve(sockets=[listener])

        self._thread = threading.Thread(target=asyncio.run, args=(run(),), daemon=True)
        self._thread.start()
        made.wait(60)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture
def site(
    several: Settings, slack: Slack, small_assistant: Assistant, corpus: Corpus
) -> Iterator[httpx.Client]:
    house = House(several, small_assistant, open_store(several), corpus)
    served = Served(house, slack)
    with httpx.Client(base_url=served.url, timeout=60) as client:
        client.door = served.door  # type: ignore[attr-defined]
        yield client
    served.stop()


def begin(site: httpx.Client) -> tuple[str, dict[str, str]]:
    """Begins an installation; gives its state and the cookie that a browser would send along."""
    answer = site.get(INSTALL)
    assert answer.status_code == 302
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert urlsplit(answer.headers["location"]).hostname == "slack.com"
    assert asked["client_id"] == [CLIENT[0]]
    assert set(asked["scope"][0].split(",")) == set(scopes())
    assert asked["redirect_uri"] == [BACK]
    cookie = answer.headers["set-cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    return asked["state"][0], {"Cookie": cookie.partition(";")[0]}


def install(site: httpx.Client, slack: Slack, team: str, token: str) -> httpx.Response:
    state, cookie = begin(site)
    code = slack.grant(team, token, BACK)
    return site.get(REDIRECT, params={"code": code, "state": state}, headers=cookie)


def send(site: httpx.Client, payload: dict[str, Any]) -> None:
    body, kind = encode(payload)
    headers = {"Content-Type": kind, **sign(body)}
    assert site.post(PATH, content=body, headers=headers).status_code == 200


def test_two_workspaces_each_get_their_own_token(
    site: httpx.Client, slack: Slack, several: Settings
) -> None:
    for team, token in (("T2", "xoxb-two"), ("T3", "xoxb-three")):
        done = install(site, slack, team, token)
        assert done.status_code == 200
        assert "Bricoleur staat in Slack" in done.text
    for team in ("T2", "T3"):
        ts = slack.teams[team].hear("D1", new_ts())
        send(site, direct(QUESTION, team=team, ts=ts))
        slack.wait(lambda team=team: slack.teams[team].posts("D1"))
    assert [call.team for call in slack.calls if call.method == "chat.postMessage"] == ["T2", "T3"]
    with sqlite3.connect(several.data_dir / "bricoleur.sqlite3") as connection:
        assert not any("xoxb" in line for line in connection.iterdump())


def test_a_workspace_that_never_installed_it_gets_nothing(site: httpx.Client, slack: Slack) -> None:
    install(site, slack, "T2", "xoxb-two")
    send(site, direct(QUESTION, team="T1"))
    ts = slack.teams["T2"].hear("D1", new_ts())
    send(site, direct(QUESTION, team="T2", ts=ts))
    slack.wait(lambda: slack.teams["T2"].posts("D1"))
    assert slack.teams["T1"].posts() == []


def test_a_state_is_good_once_and_only_in_its_own_browser(site: httpx.Client, slack: Slack) -> None:
    state, cookie = begin(site)
    code = slack.grant("T2", "xoxb-two", BACK)
    asked = {"code": code, "state": state}
    assert site.get(REDIRECT, params=asked).status_code == 400
    other = {"Cookie": cookie["Cookie"] + "x"}
    assert site.get(REDIRECT, params=asked, headers=other).status_code == 400
    assert "T2" not in slack.teams
    assert site.get(REDIRECT, params=asked, headers=cookie).status_code == 200
    again = site.get(REDIRECT, params=asked, headers=cookie)
    assert again.status_code == 401
    assert f'href="{INSTALL}"' in again.text


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"error": "access_denied"}, 400, "geen toestemming"),
        ({"error": "<script>"}, 400, "Begin opnieuw"),
        ({}, 400, "Begin opnieuw"),
        ({"state": "made-up", "code": "x"}, 400, "Begin opnieuw"),
    ],
)
def test_what_goes_wrong_is_told_on_a_page(
    site: httpx.Client, asked: dict[str, str], status: int, said: str
) -> None:
    answer = site.get(REDIRECT, params=asked)
    assert answer.status_code == status
    assert said in answer.text
    assert "<script>" not in answer.text
    assert '<html lang="nl">' in answer.text


@pytest.mark.parametrize("params", [{"code": "no-such-code"}, {}])
def test_a_code_that_is_no_good_installs_nothing(
    site: httpx.Client, slack: Slack, params: dict[str, str]
) -> None:
    state, cookie = begin(site)
    answer = site.get(REDIRECT, params={**params, "state": state}, headers=cookie)
    assert answer.status_code == 401
    assert list(slack.teams) == ["T1"]


@pytest.mark.parametrize(
    "fault", [{"drop": True, "times": 9}, {"status": 503, "times": 9}, {"error": "fatal_error"}]
)
def test_slack_that_is_away_is_told_on_a_page(
    site: httpx.Client, slack: Slack, fault: dict[str, Any]
) -> None:
    slack.fail("oauth.v2.access", **fault)
    answer = install(site, slack, "T2", "xoxb-two")
    assert answer.status_code in (401, 503)
    assert "niet geïnstalleerd" in answer.text


def test_an_installation_for_a_whole_organisation_is_not_stored(
    site: httpx.Client, slack: Slack
) -> None:
    state, cookie = begin(site)
    code = slack.grant("T2", "xoxb-two", BACK, whole=True)
    answer = site.get(REDIRECT, params={"code": code, "state": state}, headers=cookie)
    assert answer.status_code == 400
    assert "kies één werkruimte" in answer.text


@pytest.mark.parametrize("removed", [uninstalled, revoked])
def test_a_workspace_that_removes_the_app_is_gone(
    site: httpx.Client, slack: Slack, several: Settings, removed: Any
) -> None:
    install(site, slack, "T2", "xoxb-two")
    install(site, slack, "T3", "xoxb-three")
    stores = site.door.stores  # type: ignore[attr-defined]
    send(site, removed("T2"))
    late = slack.teams["T3"].hear("D1", new_ts())
    send(site, direct(QUESTION, team="T3", ts=late))
    slack.wait(lambda: slack.teams["T3"].posts("D1"))
    assert stores.installations.find("T2") is None
    assert stores.installations.find("T3") is not None


def test_a_removal_that_slack_tells_late_does_not_undo_a_new_installation(
    site: httpx.Client, slack: Slack
) -> None:
    late = uninstalled("T2")
    late["event_time"] -= 60
    install(site, slack, "T2", "xoxb-two")
    send(site, late)
    ts = slack.teams["T2"].hear("D1", new_ts())
    send(site, direct(QUESTION, team="T2", ts=ts))
    slack.wait(lambda: slack.teams["T2"].posts("D1"))
