"""Each event is worked on once, none is forgotten, and stopping loses nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.frontends.slack.claims import LEASE, Claims, Event
from assistant.frontends.slack.faults import Later
from assistant.frontends.slack.intake import read_event
from assistant.frontends.slack.vault import Vault
from assistant.frontends.slack.work import AT_ONCE, Work
from assistant.settings import Settings
from tests.slack.conftest import QUESTION, Opened, until
from tests.slack.envelopes import command, direct, mention, new_ts, uninstalled
from tests.slack.envelopes import opened as home_opened
from tests.slack.servers import Slack

VAULT = Vault("a secret that nobody can guess at all")


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """Works on events by noting them; what a test wants to go wrong goes wrong."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'some.sqlite3'}"
        self.clock = Clock()
        self.begun: list[str] = []
        self.done: list[str] = []
        self.faults: dict[str, list[BaseException]] = {}
        self.gate = asyncio.Event()
        self.gate.set()

    def work(self) -> Work:
        claims = Claims(self.url, VAULT, self.clock)
        return Work(claims, self.do, beat=3600)

    async def do(self, event: Event) -> None:
        self.begun.append(event.key)
        await self.gate.wait()
        if self.faults.get(event.key):
            raise self.faults[event.key].pop(0)
        self.done.append(event.key)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def an_event(key: str, **event: Any) -> Event:
    return Event(key, "T1", {"team_id": "T1", "event": event} if event else {})


def go(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(60):
            await work()

    asyncio.run(bounded())


def test_an_event_is_begun_before_it_is_done(bench: Bench) -> None:
    """Taking an event in does not wait for its answer: Slack gives three seconds."""

    async def run() -> None:
        bench.gate.clear()
        work = bench.work()
        assert await work.take(an_event("a"))
        assert not await work.take(an_event("a"))
        assert bench.done == []
        bench.gate.set()
        await work.stop()
        assert bench.done == ["a"]

    go(run)


def test_what_must_be_done_again_is(bench: Bench) -> None:
    async def run() -> None:
        bench.faults = {"a": [Later(10), Later(10)]}
        work = bench.work()
        await work.take(an_event("a"))
        await work.finish()
        await work.look()
        assert bench.begun == ["a"]
        bench.clock.now += 11
        await work.look()
        await work.finish()
        bench.clock.now += 11
        await work.look()
        assert bench.begun == ["a", "a"], "the second time the wait is longer"
        bench.clock.now += 30
        await work.look()
        await work.finish()
        bench.clock.now += 3000
        await work.look()
        await work.stop()
        assert (bench.begun, bench.done) == (["a"] * 3, ["a"])

    go(run)


def test_a_process_that_dies_leaves_its_work_to_another(bench: Bench) -> None:
    async def die() -> None:
        bench.gate.clear()
        work = bench.work()
        for key in ("a", "b"):
            await work.take(an_event(key))
        # the loop ends here, and with it everything that ran on it, as when a process is killed
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        work._note = lambda *args: asyncio.sleep(0)  # type: ignore[assignment,method-assign]

    async def live() -> None:
        bench.gate.set()
        one, two = bench.work(), bench.work()
        for work in (one, two):
            await work.look()
        assert bench.done == []
        bench.clock.now += LEASE + 1
        await asyncio.gather(one.look(), two.look())
        await asyncio.gather(one.stop(), two.stop())
        assert sorted(bench.done) == ["a", "b"]

    asyncio.run(die())
    bench.gate = asyncio.Event()
    go(live)


def test_what_takes_long_stays_ours(bench: Bench) -> None:
    async def run() -> None:
        bench.gate.clear()
        slow, other = bench.work(), bench.work()
        await slow.take(an_event("a"))
        for _ in range(5):
            bench.clock.now += LEASE - 1
            await slow.look()
            await other.look()
        bench.gate.set()
        await slow.stop()
        await other.stop()
        assert bench.begun == ["a"]

    go(run)


def test_stopping_hands_over_what_is_not_finished(bench: Bench) -> None:
    async def run() -> None:
        bench.gate.clear()
        work, next_ = bench.work(), bench.work()
        await work.take(an_event("a"))
        await asyncio.sleep(0)
        await work.stop(patience=0.01)
        assert bench.done == []
        bench.gate.set()
        await next_.look()
        await next_.stop()
        assert bench.done == ["a"]

    go(run)


def test_what_is_said_in_one_conversation_is_answered_in_order(bench: Bench) -> None:
    async def run() -> None:
        bench.gate.clear()
        work = bench.work()
        here = {"channel": "C1", "thread_ts": "1.0"}
        for n in range(4):
            await work.take(an_event(f"here {n}", ts=f"2.{n}", **here))
        await work.take(an_event("there", channel="C1", ts="3.0"))
        await until(lambda: len(bench.begun) == 2)
        assert bench.begun == ["here 0", "there"]
        bench.gate.set()
        await work.stop()
        assert [key for key in bench.done if key != "there"] == [f"here {n}" for n in range(4)]
        assert work._lanes == {}

    go(run)


def test_no_more_is_done_at_once_than_there_is_room_for(bench: Bench) -> None:
    async def run() -> None:
        bench.gate.clear()
        work = bench.work()
        for n in range(AT_ONCE + 5):
            await work.take(an_event(f"e{n}"))
        await until(lambda: len(bench.begun) == AT_ONCE)
        await asyncio.sleep(0)
        assert len(bench.begun) == AT_ONCE
        bench.gate.set()
        await work.stop()
        assert len(bench.done) == AT_ONCE + 5

    go(run)


def test_the_watch_outlives_a_database_that_is_away(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        work = Work(Claims(bench.url, VAULT, bench.clock), bench.do, beat=0.001)
        await work.take(an_event("a"))
        await work.finish()
        folder = Path(bench.url.removeprefix("sqlite:///")).parent
        work._claims.close()
        folder.rename(folder.with_name("away"))
        folder.write_text("in the way")
        work.start()
        await until(lambda: "can't be seen" in caplog.text)
        folder.unlink()
        folder.with_name("away").rename(folder)
        bench.faults = {}
        work._claims.claim(an_event("b"))
        bench.clock.now += LEASE + 1
        await until(lambda: "b" in bench.done)
        await work.stop()

    go(run)


# the whole door


def take(slack: Slack, opened: Opened, *payloads: dict[str, Any], **how: Any) -> None:
    """Let the door deal with events, one after another."""

    async def run() -> None:
        async with opened(**how) as door:
            for payload in payloads:
                event = read_event(payload)
                assert event and await door.work.take(event)
                await door.work.finish()

    go(run)


def test_a_workspace_that_is_not_ours_is_told_so(slack: Slack, opened: Opened) -> None:
    url = slack.response_url(team="T1")
    take(slack, opened, command(QUESTION, url, team="T9"), direct(QUESTION, team="T9"))
    (said,) = slack.team.posts()
    assert "niet (meer) geïnstalleerd" in said.text
    assert "not installed" in said.text


def test_a_token_that_is_no_good_ends_in_one_line(
    slack: Slack, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    slack.team.state = "token_revoked"
    take(slack, opened, mention(QUESTION))
    assert "BRICOLEUR_SLACK_BOT_TOKEN: token_revoked" in caplog.text
    assert slack.methods() == []


def test_slack_that_is_away_gets_its_answer_later(
    slack: Slack, opened: Opened, single: Settings
) -> None:
    ts = slack.team.hear("C1", new_ts())
    slack.fail("*", status=503, times=99)
    take(slack, opened, mention(QUESTION, ts=ts))
    assert slack.team.posts() == []
    slack.heal()

    async def again() -> None:
        async with opened() as door:
            door.stores.claims._now = lambda: 1e12
            await door.work.look()
            await door.work.finish()

    go(again)
    assert [said.thread for said in slack.team.posts()] == [ts]


class Broken:
    """An engine with a fault, which tells what was asked."""

    writes = False

    def stream(self, question: str, *rest: Any) -> Any:
        raise RuntimeError(question)


def test_a_fault_of_ours_is_told_without_what_was_said(
    slack: Slack, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ts = slack.team.hear("C1", new_ts())
    take(slack, opened, mention("Annelies belt steeds", ts=ts), assistant=Broken())
    (said,) = slack.team.posts()
    assert "Er ging iets mis" in said.text
    assert said.only_for == "U1"
    assert "RuntimeError at" in caplog.text
    assert "Annelies" not in caplog.text


def test_a_workspace_that_removes_the_app_is_forgotten(
    slack: Slack, opened: Opened, single: Settings
) -> None:
    async def run() -> None:
        async with opened() as door:
            for payload in (direct(QUESTION, ts=slack.team.hear("D1", new_ts())), uninstalled()):
                event = read_event(payload)
                assert event
                await door.work.take(event)
                await door.work.finish()
            connection = door.stores.threads._database._engine.raw_connection()
            for table in ("slack_turns", "slack_events", "slack_installations"):
                found = connection.cursor().execute(f"select count(*) from {table}").fetchone()
                assert found == (0,), table
            connection.close()

    go(run)
    assert len(slack.team.posts("D1")) == 1


def test_what_is_no_question_is_left_alone(slack: Slack, opened: Opened) -> None:
    take(slack, opened, direct("ik ben een robot", bot_id="B9"), home_opened("about"))
    assert slack.team.posts() == []
