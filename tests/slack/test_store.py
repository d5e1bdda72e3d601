"""What is stored of Slack. On SQLite, and on PostgreSQL too if the environment names one."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assistant.frontends.slack.claims import ATTEMPTS, KEPT, LEASE, Claims, Event
from assistant.frontends.slack.installations import STATE, Bot, Installations, States
from assistant.frontends.slack.message import Place
from assistant.frontends.slack.stores import Stores
from assistant.frontends.slack.threads import HOUR, TURNS, Threads
from assistant.frontends.slack.vault import Vault
from assistant.models import Turn
from assistant.settings import Settings
from corpus.problem import Problem

VAULT = Vault("a secret that nobody can guess at all")
POSTGRES = os.environ.get("BRICOLEUR_TEST_POSTGRES_URL")
ROOM = Place("T1", "D1", "1.0", "dm", "U1")
TABLES = ("slack_events", "slack_turns", "slack_installations", "slack_states")


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'some.sqlite3'}"
        return
    if not POSTGRES:
        pytest.skip("BRICOLEUR_TEST_POSTGRES_URL names no database")
    yield POSTGRES
    engine = create_engine(POSTGRES)
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(f"drop table if exists {table}"))
    engine.dispose()


def an_event(key: str = "Ev1", team: str = "T1") -> Event:
    return Event(key, team, {"event": {"text": "Mijn buurman 😀 \ud800"}})


# claims


def test_an_event_is_claimed_once(url: str) -> None:
    ours, theirs = Claims(url, VAULT), Claims(url, VAULT)
    assert ours.claim(an_event())
    assert not ours.claim(an_event())
    assert not theirs.claim(an_event())
    assert theirs.claim(an_event("Ev2"))


def test_of_many_that_claim_at_once_one_gets_it(url: str) -> None:
    replicas = [Claims(url, VAULT) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda claims: claims.claim(an_event()), replicas))
    assert got.count(True) == 1


def test_what_a_dead_process_left_is_taken_over_once(url: str, clock: Clock) -> None:
    dead = Claims(url, VAULT, clock)
    dead.claim(an_event())
    others = [Claims(url, VAULT, clock) for _ in range(6)]
    assert [claims.due(9) for claims in others] == [()] * 6
    clock.now += LEASE + 1
    with ThreadPoolExecutor(6) as pool:
        found = [events for events in pool.map(lambda claims: claims.due(9), others) if events]
    (((event),),) = found
    assert (event.key, event.team, event.attempt) == ("Ev1", "T1", 2)
    assert event.body == {"event": {"text": "Mijn buurman 😀 \ud800"}}


def test_a_lease_that_is_renewed_does_not_run_out(url: str, clock: Clock) -> None:
    alive, other = Claims(url, VAULT, clock), Claims(url, VAULT, clock)
    alive.claim(an_event())
    for _ in range(5):
        clock.now += LEASE - 1
        alive.renew(["Ev1"])
        assert other.due(9) == ()


def test_only_who_holds_an_event_can_end_it(url: str, clock: Clock) -> None:
    slow, quick = Claims(url, VAULT, clock), Claims(url, VAULT, clock)
    slow.claim(an_event())
    clock.now += LEASE + 1
    assert quick.due(9)
    slow.finish("Ev1")
    slow.renew(["Ev1"])
    clock.now += LEASE + 1
    assert [event.attempt for event in slow.due(9)] == [3]


def test_what_is_put_off_comes_back_later(url: str, clock: Clock) -> None:
    claims = Claims(url, VAULT, clock)
    claims.claim(an_event())
    claims.postpone("Ev1", 60)
    clock.now += 59
    assert claims.due(9) == ()
    clock.now += 2
    assert [event.key for event in claims.due(9)] == ["Ev1"]


def test_what_brings_every_process_down_ends(
    url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    claims = Claims(url, VAULT, clock)
    claims.claim(an_event())
    begun = 1
    while True:
        clock.now += LEASE + 1
        if not claims.due(9):
            break
        begun += 1
    assert begun == ATTEMPTS
    assert "Ev1 is given up" in caplog.text
    assert "buurman" not in caplog.text


def test_what_is_answered_is_known_for_an_hour_without_its_text(
    clock: Clock, tmp_path: Path
) -> None:
    file = tmp_path / "some.sqlite3"
    claims = Claims(f"sqlite:///{file}", VAULT, clock)
    claims.claim(an_event())
    assert not any("buurman" in line for line in _dump(file))
    claims.finish("Ev1")
    with sqlite3.connect(file) as connection:
        assert connection.execute("select done, sealed from slack_events").fetchall() == [(1, None)]
    clock.now += KEPT - 1
    claims.tidy()
    assert not claims.claim(an_event())
    clock.now += 2
    claims.tidy()
    assert claims.claim(an_event())


def test_a_claim_holds_between_processes(tmp_path: Path) -> None:
    """Real processes, all at once on one file: one of them gets it."""
    code = (
        "import sys\n"
        "from assistant.frontends.slack.claims import Claims, Event\n"
        "from assistant.frontends.slack.vault import Vault\n"
        "claims = Claims(sys.argv[1], Vault('x' * 40))\n"
        "sys.stdin.readline()\n"
        "print(claims.claim(Event('Ev1', 'T1', {})))\n"
    )
    url = f"sqlite:///{tmp_path / 'some.sqlite3'}"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0].strip() for process in running]
    assert sorted(said) == ["False", "False", "True"]


# threads


def test_a_thread_is_remembered_in_order(url: str) -> None:
    threads = Threads(url, VAULT)
    for ts, question in (("1.0", "eerst"), ("3.0", "dan"), ("2.0", "tussendoor")):
        threads.remember(ROOM, ts, Turn(question, ("a", "b")), f"{ts}1")
    threads.remember(Place("T2", "D1", "1.0", "dm", "U1"), "1.5", Turn("van een ander"))
    assert [turn.question for turn in threads.history(ROOM)] == ["eerst", "tussendoor", "dan"]
    assert threads.history(ROOM)[0].tips == ("a", "b")
    assert [turn.question for turn in threads.history(ROOM, before="3.0")] == [
        "eerst",
        "tussendoor",
    ]
    assert threads.reply_to(ROOM, "3.0") == "3.01"


def test_an_edit_replaces_and_a_deletion_removes(url: str) -> None:
    threads = Threads(url, VAULT)
    threads.remember(ROOM, "1.0", Turn("oud"), "1.1")
    threads.remember(ROOM, "1.0", Turn("nieuw"))
    assert [turn.question for turn in threads.history(ROOM)] == ["nieuw"]
    assert threads.reply_to(ROOM, "1.0") == "1.1"
    assert threads.forget(ROOM, "1.0")
    assert not threads.forget(ROOM, "1.0")
    assert threads.history(ROOM) == ()
    assert threads.reply_to(ROOM, "1.0") is None


def test_nothing_is_remembered_for_more_than_an_hour(clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "some.sqlite3"
    threads = Threads(f"sqlite:///{file}", VAULT, clock)
    threads.remember(ROOM, "1.0", Turn("Mijn buurman"), "1.1")
    threads.keep("T1", "a1", "Mijn buurman")
    assert not any("buurman" in line for line in _dump(file))
    clock.now += HOUR - 1
    assert threads.kept("T1", "a1") == "Mijn buurman"
    clock.now += 2
    assert threads.history(ROOM) == ()
    assert threads.kept("T1", "a1") is None
    assert threads.reply_to(ROOM, "1.0") is None
    threads.tidy()
    with sqlite3.connect(file) as connection:
        assert connection.execute("select count(*) from slack_turns").fetchone() == (0,)


def test_a_long_thread_is_remembered_in_part(url: str) -> None:
    threads = Threads(url, VAULT)
    for n in range(TURNS + 5):
        threads.remember(ROOM, f"1.{n:03}", Turn(f"vraag {n}"))
    assert [turn.question for turn in threads.history(ROOM)] == [
        f"vraag {n}" for n in range(5, TURNS + 5)
    ]


def test_with_another_key_nothing_can_be_read(url: str) -> None:
    Threads(url, VAULT).remember(ROOM, "1.0", Turn("geheim"))
    assert Threads(url, Vault("another secret, just as long")).history(ROOM) == ()


# tokens


def test_a_token_is_stored_encrypted(tmp_path: Path) -> None:
    file = tmp_path / "some.sqlite3"
    store = Installations(f"sqlite:///{file}", VAULT)
    store.save(Bot("T1", "xoxb-secret", "UBOT", "B1"))
    assert store.find("T1") == Bot("T1", "xoxb-secret", "UBOT", "B1")
    assert store.find("T2") is None
    assert not any("xoxb" in line for line in _dump(file))


def test_a_token_that_was_stored_with_another_key_is_as_good_as_gone(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    Installations(url, VAULT).save(Bot("T1", "xoxb-secret", "UBOT", "B1"))
    assert Installations(url, Vault("another secret, just as long")).find("T1") is None
    assert "stored with another key" in caplog.text


def test_an_installation_is_replaced_and_forgotten(url: str, clock: Clock) -> None:
    store = Installations(url, VAULT, clock)
    store.save(Bot("T1", "xoxb-old", "UBOT", "B1"))
    store.save(Bot("T1", "xoxb-new", "UBOT", "B1"))
    found = store.find("T1")
    assert found and found.token == "xoxb-new"
    assert not store.forget_team("T1", before=clock.now - 60), "Slack told it late"
    assert store.find("T1")
    assert store.forget_team("T1", before=clock.now + 1)
    assert store.find("T1") is None


def test_a_state_is_good_once_and_for_ten_minutes(url: str, clock: Clock) -> None:
    states = States(url, clock)
    state = states.issue()
    assert not States(url, clock).consume("made-up")
    assert States(url, clock).consume(state)
    assert not states.consume(state)
    late = states.issue()
    clock.now += STATE + 1
    assert not states.consume(late)


def test_a_workspace_is_forgotten_in_every_table(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, slack_encryption_key="k" * 40)
    stores = Stores(settings)
    for team in ("T1", "T2"):
        place = Place(team, "D1", "1.0", "dm", "U1")
        stores.claims.claim(an_event(f"Ev{team}", team))
        stores.threads.remember(place, "1.0", Turn("vraag"))
        stores.threads.keep(team, "a1", "antwoord")
        stores.installations.save(Bot(team, "xoxb", "U", "B"))
    stores.forget_team("T1")
    stores.close()
    with sqlite3.connect(tmp_path / "bricoleur.sqlite3") as connection:
        for table, rows in zip(TABLES[:3], (1, 2, 1), strict=True):
            teams = connection.execute(f"select team from {table}").fetchall()
            assert teams == [("T2",)] * rows


def test_a_database_that_is_away_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    url = f"sqlite:///{tmp_path}/file/some.sqlite3"
    with pytest.raises(Problem):
        Claims(url, VAULT).claim(an_event())


def _dump(file: Path) -> list[str]:
    with sqlite3.connect(file) as connection:
        return list(connection.iterdump())
