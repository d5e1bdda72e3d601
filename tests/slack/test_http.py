"""The whole site with Slack in front of it, over real sockets."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.frontends.slack.intake import MAX_BODY, Unwelcome, check_signature, read_body
from assistant.frontends.slack.manifest import PATH
from assistant.frontends.web.server import create_app, listen, serve
from assistant.settings import Settings
from corpus.problem import Problem
from tests.slack.envelopes import (
    SECRET,
    command,
    direct,
    encode,
    event,
    mention,
    new_ts,
    sign,
)
from tests.slack.servers import Slack

QUESTION = "Een bewonersinitiatief loopt vast op de vergunning. Wat kan de gemeente doen?"


class Running:
    """The site in a thread of its own, behind a proxy that signs people in."""

    def __init__(self, data: Path, slack: Slack) -> None:
        made = Settings(
            data_dir=data,
            slack_mode="http",
            slack_bot_token="xoxb-one",
            slack_signing_secret=SECRET,
            auth_header="X-User",
            questions_per_minute=1,
        )
        listener = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._server: Any = None
        app = create_app(made, slack.url)

        def run() -> None:
            serve(app, listener, lambda server: setattr(self, "_server", server))

        self._thread = threading.Thread(target=run, name="site", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture(scope="module")
def world() -> Iterator[Slack]:
    server = Slack()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def site(web_data: Path, world: Slack) -> Iterator[httpx.Client]:
    running = Running(web_data, world)
    with httpx.Client(base_url=running.url, timeout=60) as client:
        yield client
    running.stop()


def send(site: httpx.Client, payload: dict[str, Any], **headers: str) -> httpx.Response:
    body, kind = encode(payload)
    return site.post(PATH, content=body, headers={"Content-Type": kind, **sign(body), **headers})


def raw(site: httpx.Client, body: bytes, kind: str = "application/json") -> httpx.Response:
    return site.post(PATH, content=body, headers={"Content-Type": kind, **sign(body)})


def in_thread(world: Slack, ts: str) -> list[Any]:
    return [said for said in world.team.posts() if said.thread == ts]


def test_a_mention_is_answered_in_its_thread(site: httpx.Client, world: Slack) -> None:
    ts = world.team.hear("C1", new_ts())
    answer = send(site, mention(QUESTION, ts=ts))
    assert (answer.status_code, answer.content) == (200, b"")
    (said,) = world.wait(lambda: in_thread(world, ts))
    assert said.blocks
    assert said.args["unfurl_links"] is False


def test_what_slack_sends_again_is_answered_once(site: httpx.Client, world: Slack) -> None:
    ts, last = (world.team.hear("D1", new_ts()) for _ in range(2))
    payload = direct(QUESTION, ts=ts)
    for attempt in range(4):
        retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        assert send(site, payload, **(retry if attempt else {})).status_code == 200
    send(site, direct("Hoe begin ik met bewoners?", ts=last))
    world.wait(lambda: world.team.posts("D1")[1:])
    assert len(world.team.posts("D1")) == 2


def test_a_command_is_answered_to_who_typed_it(site: httpx.Client, world: Slack) -> None:
    url = world.response_url()
    assert send(site, command(QUESTION, url)).status_code == 200
    (said,) = world.wait(lambda: world.team.posts("C1", private=True))
    assert said.only_for == "U1"


def test_what_nobody_listens_to_is_taken_in(site: httpx.Client) -> None:
    """Slack counts what is not taken in, and stops sending to who misses too much."""
    assert send(site, event({"type": "emoji_changed", "event_ts": new_ts()})).status_code == 200
    assert send(site, {"type": "something_new", "trigger_id": "1.2"}).status_code == 200


def test_slack_can_verify_the_address(site: httpx.Client) -> None:
    payload = {"type": "url_verification", "challenge": "3eZbrw1a"}
    assert send(site, payload).json() == {"challenge": "3eZbrw1a"}
    body, kind = encode(payload)
    assert site.post(PATH, content=body, headers={"Content-Type": kind}).status_code == 401
    form = urlencode({"ssl_check": "1", "token": "unused"}).encode()
    assert raw(site, form, "application/x-www-form-urlencoded").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=ü".encode("latin-1").decode("latin-1")},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": "-5"},
        {"X-Slack-Request-Timestamp": "9" * 5000},
        {"X-Slack-Request-Timestamp": "١٧"},
    ],
)
def test_what_slack_did_not_sign_goes_no_further(
    site: httpx.Client, world: Slack, change: dict[str, str]
) -> None:
    body, kind = encode(mention(QUESTION))
    calls = len(world.calls)
    headers = {"Content-Type": kind, **sign(body), **change}
    sent = {name: value.encode("utf-8") for name, value in headers.items()}
    answer = site.post(PATH, content=body, headers=sent)
    assert answer.status_code == 401
    assert "BRICOLEUR_SLACK_SIGNING_SECRET" in answer.text
    assert len(world.calls) == calls


@pytest.mark.parametrize(("skew", "status"), [(298, 200), (-298, 200), (302, 401), (-302, 401)])
def test_a_signature_is_good_for_five_minutes(site: httpx.Client, skew: int, status: int) -> None:
    body, kind = encode({"type": "url_verification", "challenge": "x"})
    headers = {"Content-Type": kind, **sign(body, at=time.time() + skew)}
    assert site.post(PATH, content=body, headers=headers).status_code == status


def test_another_secret_or_another_body_is_refused(site: httpx.Client) -> None:
    body, kind = encode(mention(QUESTION))
    other = {"Content-Type": kind, **sign(body, "another secret")}
    assert site.post(PATH, content=body, headers=other).status_code == 401
    signed = {"Content-Type": kind, **sign(body)}
    assert site.post(PATH, content=body + " ", headers=signed).status_code == 401


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe{}", b"", b"[]", b'"text"', b"{", b"null", b"[" * 100_000, b'{"type":', b"NaN"],
)
def test_what_slack_never_sends_is_refused(site: httpx.Client, body: bytes) -> None:
    assert raw(site, body).status_code == 400
    as_form = b"payload=" + body
    assert raw(site, as_form, "application/x-www-form-urlencoded").status_code == 400


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "event_callback"},
        {"type": "event_callback", "event": "text"},
        {"type": "event_callback", "event": {}, "event_id": ["x"], "team_id": {}},
        {"type": "event_callback", "event": {"type": "message"}, "team_id": "T1"},
        {"type": "event_callback", "event": {"type": "app_mention"}, "team_id": "T1"},
        {"type": "event_callback", "event": {"type": "app_mention", "ts": 5, "channel": None},
         "team_id": "T1", "event_id": "\0" * 9},
        {"type": "block_actions", "team": None, "actions": []},
        {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "actions": [{}]},
        {"type": "message_action", "team": {"id": "T1"}, "callback_id": "zoek_praktijk"},
        {"command": "/bricoleur", "team_id": "T1"},
        {"command": "/something", "team_id": "T1", "text": "x" * 100_000},
        {"type": "event_callback", "event": {"type": "app_uninstalled"}, "event_time": "soon"},
    ],
)  # fmt: skip
def test_what_is_signed_but_odd_gives_no_fault(site: httpx.Client, payload: dict[str, Any]) -> None:
    assert send(site, payload).status_code < 500


def test_what_is_too_large_is_refused(site: httpx.Client) -> None:
    body = json.dumps({"type": "x", "pad": "x" * MAX_BODY}).encode()
    assert raw(site, body).status_code == 413
    large = json.dumps({"type": "x", "pad": "x" * (MAX_BODY - 100)}).encode()
    assert raw(site, large).status_code == 200


def test_only_the_signed_address_needs_no_sign_in(site: httpx.Client) -> None:
    assert site.get("/").status_code in (401, 403)
    assert site.get(PATH).status_code in (401, 403)
    assert site.post(PATH + "/more").status_code in (401, 403)
    assert site.post("/api/v1/ask", json={"question": "x"}).status_code in (401, 403)
    assert site.put(PATH).status_code in (401, 403)


def test_no_address_is_there_for_who_does_not_use_slack(site_url: str) -> None:
    body, kind = encode(mention(QUESTION))
    headers = {"Content-Type": kind, **sign(body)}
    assert httpx.post(site_url + PATH, content=body, headers=headers).status_code in (404, 405)


def test_the_log_never_tells_what_was_said(
    site: httpx.Client, world: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="assistant")
    ts = world.team.hear("C1", new_ts())
    send(site, mention("Mijn buurvrouw Annelies schreeuwt elke nacht.", ts=ts))
    send(site, event({"type": "emoji_changed", "name": "Annelies", "event_ts": new_ts()}))
    send(site, command("Annelies schreeuwt", world.url + "response/none"))
    world.wait(lambda: any(call.method == "response_url" and call.args for call in world.calls))
    assert "Annelies" not in caplog.text


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    body=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)),
    stamp=st.one_of(st.just("100"), st.text(max_size=30)),
    kind=st.sampled_from(["application/json", "application/x-www-form-urlencoded", "", "x;y"]),
)
def test_nothing_but_a_refusal_comes_of_noise(body: bytes, stamp: str, kind: str) -> None:
    headers = {**{k.lower(): v for k, v in sign(body, at=100).items()}}
    headers["x-slack-request-timestamp"] = stamp
    try:
        check_signature(body, headers, SECRET, 100)
        assert stamp == "100"
        assert isinstance(read_body(body, kind), dict)
    except Unwelcome as refused:
        assert refused.status in (400, 401)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "BOT_TOKEN"),
        ({"slack_bot_token": "x"}, "SIGNING_SECRET"),
        ({"slack_client_id": "1"}, "CLIENT_SECRET"),
        ({"slack_client_id": "1", "slack_client_secret": "x"}, "ENCRYPTION_KEY"),
        ({"slack_client_id": "1", "slack_bot_token": "x"}, "CLIENT_ID"),
        (
            {"slack_bot_token": "x", "slack_signing_secret": "y", "slack_encryption_key": "short"},
            "ENCRYPTION_KEY",
        ),
    ],
)
def test_a_setting_that_is_missing_is_named(web_data: Path, given: Any, named: str) -> None:
    with pytest.raises(Problem, match=named):
        create_app(Settings(data_dir=web_data, slack_mode="http", **given))


@pytest.mark.parametrize(("path", "said"), [("/privacy", "uur"), ("/en/privacy", "hour")])
def test_the_privacy_page_says_what_is_kept_of_slack(
    site: httpx.Client, path: str, said: str
) -> None:
    page = site.get(path, headers={"X-User": f"eva{path}"})
    found = page.text.partition('<h2 id="slack">')[2].partition("<h2")[0]
    assert page.status_code == 200
    assert said in found
