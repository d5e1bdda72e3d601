"""Socket Mode, over real web sockets: connected, dropped, told to come back, sent again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.frontends.slack.socket import Socket, run
from corpus.problem import Problem
from tests.slack.conftest import QUESTION, Opened
from tests.slack.envelopes import command, direct, mention, new_ts
from tests.slack.servers import APP_TOKEN, Slack

COMMAND = [sys.executable, "-m", "assistant.frontends.cli.app", "slack"]


@pytest.fixture
def connected(slack: Slack, opened: Opened) -> Iterator[Slack]:
    """The door, connected over a socket, in a thread of its own."""
    made, stop = threading.Event(), threading.Event()

    async def live() -> None:
        async with opened() as door:
            socket = asyncio.create_task(Socket(door, APP_TOKEN, made.set, (0,)).run())
            await asyncio.to_thread(stop.wait)
            socket.cancel()
            await asyncio.gather(socket, return_exceptions=True)

    thread = threading.Thread(target=asyncio.run, args=(live(),), daemon=True)
    thread.start()
    assert made.wait(60)
    yield slack
    stop.set()
    thread.join()


def test_an_event_is_acknowledged_and_answered(connected: Slack) -> None:
    ts = connected.team.hear("C1", new_ts())
    assert connected.deliver(mention(QUESTION, ts=ts)).result(60) is None
    (said,) = connected.wait(lambda: connected.team.posts("C1"))
    assert said.thread == ts


def test_a_command_is_acknowledged_and_answered(connected: Slack) -> None:
    payload = command(QUESTION, connected.response_url())
    assert connected.deliver(payload).result(60) is None
    (said,) = connected.wait(lambda: connected.team.posts("C1"))
    assert said.only_for == "U1"


def test_what_slack_sends_again_is_answered_once(connected: Slack) -> None:
    payload = direct(QUESTION, ts=connected.team.hear("D1", new_ts()))
    for attempt in range(3):
        connected.deliver(payload, attempt=attempt).result(60)
    other = direct("Hoe begin ik?", ts=connected.team.hear("D1", new_ts()))
    connected.deliver(other).result(60)
    connected.wait(lambda: connected.team.posts("D1")[1:])
    assert len(connected.team.posts("D1")) == 2


@pytest.mark.parametrize("how", ["ask_to_reconnect", "drop_sockets"])
def test_a_connection_that_ends_comes_back(connected: Slack, how: str) -> None:
    connected.wait(lambda: connected.connections() == 1)
    opened = connected.methods().count("apps.connections.open")
    getattr(connected, how)()
    connected.wait(lambda: connected.methods().count("apps.connections.open") > opened)
    connected.wait(lambda: connected.connections() >= 1)
    ts = connected.team.hear("D1", new_ts())
    payload = direct(QUESTION, ts=ts)
    acked = None
    while acked is None:  # what was sent into a connection that was closing, Slack sends again
        with contextlib.suppress(Exception):
            acked = connected.deliver(payload)
            acked.result(5)
    connected.wait(lambda: connected.team.posts("D1"))


def test_what_is_no_envelope_is_passed_over(connected: Slack) -> None:
    connected.wait(lambda: connected.connections() == 1)
    for text in ("not json", "[]", '{"type": "new_kind"}', '{"envelope_id": "x"}'):
        connected.send_raw(text)
    strange: dict[str, Any] = {"type": "event_callback", "event": None}
    assert connected.deliver(strange).result(60) is None
    ts = connected.team.hear("D1", new_ts())
    connected.deliver(direct(QUESTION, ts=ts)).result(60)
    connected.wait(lambda: connected.team.posts("D1"))


def test_a_token_that_slack_does_not_accept_is_a_problem(slack: Slack, opened: Opened) -> None:
    async def connect(token: str) -> None:
        async with opened() as door:
            await Socket(door, token).run()

    for token in ("xoxb-one", "xapp-other"):
        with pytest.raises(Problem, match="SLACK_APP_TOKEN"):
            asyncio.run(connect(token))


@pytest.mark.parametrize("fault", [{"status": 503}, {"drop": True}, {"error": "internal_error"}])
def test_slack_that_is_away_is_waited_for(
    slack: Slack, opened: Opened, fault: dict[str, Any]
) -> None:
    slack.fail("apps.connections.open", **fault, times=3)

    async def connect() -> None:
        async with opened() as door:
            made = asyncio.Event()
            socket = asyncio.create_task(Socket(door, APP_TOKEN, made.set, (0,)).run())
            await asyncio.wait_for(made.wait(), 60)
            socket.cancel()
            await asyncio.gather(socket, return_exceptions=True)

    asyncio.run(connect())
    assert slack.methods().count("apps.connections.open") == 4


def test_a_signal_ends_it_after_what_was_begun(slack: Slack, opened: Opened) -> None:
    slack.team.hear("D1", "1.0")

    async def live() -> None:
        async with opened(running=False) as door:

            def started() -> None:
                threading.Thread(target=stop).start()

            await run(door, APP_TOKEN, started)

    def stop() -> None:
        slack.deliver(direct(QUESTION, ts="1.0")).result(60)
        os.kill(os.getpid(), signal.SIGTERM)

    asyncio.run(live())
    assert len(slack.team.posts("D1")) == 1


def test_the_command_answers_until_it_is_told_to_stop(slack: Slack, web_data: Path) -> None:
    """The real process, with the real model and index."""
    given = {
        "BRICOLEUR_DATA_DIR": str(web_data),
        "BRICOLEUR_SLACK_MODE": "socket",
        "BRICOLEUR_SLACK_BOT_TOKEN": "xoxb-one",
        "BRICOLEUR_SLACK_APP_TOKEN": APP_TOKEN,
    }
    process = subprocess.Popen(
        [*COMMAND, "run", "--slack-url", slack.url],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        slack.wait(slack.connections)
        ts = slack.team.hear("D1", new_ts())
        question = "Een bewonersinitiatief loopt vast op de vergunning."
        slack.deliver(direct(question, ts=ts)).result(60)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (0, "Bricoleur luistert in Slack.\n", "")
    (said,) = slack.team.posts("D1")
    assert said.thread == ts


def test_the_command_names_what_is_missing(tmp_path: Path) -> None:
    def said(*args: str, **given: str) -> tuple[int, str]:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd())}
        names = {f"BRICOLEUR_{name.upper()}": value for name, value in given.items()}
        done = subprocess.run(
            [*COMMAND, *args],
            env={**environment, "BRICOLEUR_DATA_DIR": str(tmp_path), **names},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    code, text = said()
    assert code == 1
    assert "BRICOLEUR_SLACK_BOT_TOKEN ontbreekt" in text
    code, text = said("run", slack_bot_token="x", language="en")
    assert "BRICOLEUR_SLACK_APP_TOKEN is missing" in text
    code, text = said(slack_mode="http")
    assert "bricoleur serve" in text
    code, text = said("forget", "T1", slack_bot_token="x", language="en")
    assert (code, text.strip()) == (0, "T1: all of it is deleted.")
    code, text = said("manifest", "--socket")
    assert code == 0
    assert '"socket_mode_enabled": true' in text
