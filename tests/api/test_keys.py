"""Keys: what is stored of them, when they open the door, and the commands that make them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.frontends.api.keys import Key, KeyStore, open_keys
from assistant.frontends.cli.app import app
from assistant.settings import Settings
from corpus.problem import Problem

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "new" / "data"


@pytest.fixture
def store(home: Path) -> Iterator[KeyStore]:
    keys = open_keys(Settings(data_dir=home))
    yield keys
    keys.close()


def stored(home: Path) -> str:
    """Everything that lies in the data folder, as text."""
    return "".join(path.read_bytes().decode("latin-1") for path in home.iterdir())


def test_a_key_opens_and_is_not_stored(store: KeyStore, home: Path) -> None:
    key, token = store.create("  intranet   van  de gemeente ", TODAY)
    assert re.fullmatch(r"brc_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", token)
    assert (key.name, key.id) == ("intranet van de gemeente", token.split("_")[1])
    assert store.check(token, TODAY) == key
    text = stored(home)
    assert key.id in text
    assert token.split("_", 2)[2] not in text


def test_nothing_is_made_to_look_at_a_key(store: KeyStore, home: Path) -> None:
    assert store.check(f"brc_{'0' * 12}_{'x' * 43}", TODAY) is None
    assert not home.exists()


def test_what_is_not_a_key_opens_nothing(store: KeyStore) -> None:
    _, token = store.create("a", TODAY)
    other, _ = store.create("b", TODAY)
    swapped = f"brc_{other.id}_{token.split('_', 2)[2]}"
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    unknown = f"brc_{'0' * 12}_{token.split('_', 2)[2]}"
    for wrong in (swapped, changed, unknown, token[:-1], token + "A", "", "brc_", "sk-x", "\0é"):
        assert store.check(wrong, TODAY) is None, wrong


def test_a_key_ends(store: KeyStore) -> None:
    key, token = store.create("a", TODAY, TODAY + DAY)
    assert store.check(token, TODAY + DAY)
    assert store.check(token, TODAY + 2 * DAY) is None
    _, open_ended = store.create("b", TODAY)
    assert store.check(open_ended, TODAY + 9999 * DAY)
    store.revoke(key.id, TODAY)
    assert store.check(token, TODAY) is None


def test_a_revoked_key_keeps_its_day(store: KeyStore) -> None:
    key, _ = store.create("a", TODAY)
    store.revoke(key.id, TODAY)
    store.revoke(key.id, TODAY + DAY)
    assert store.all()[0].revoked == TODAY


def test_only_the_last_day_of_use_is_kept(store: KeyStore) -> None:
    key, token = store.create("a", TODAY)
    assert store.all() == (key,)
    for day in (TODAY, TODAY + DAY):
        store.check(token, day)
        assert store.all() == (Key(key.id, "a", TODAY, None, None, day),)


def test_a_day_that_cannot_be_noted_keeps_nobody_out(store: KeyStore, home: Path) -> None:
    _, token = store.create("a", TODAY)
    store.check(token, TODAY)
    with sqlite3.connect(home / "bricoleur.sqlite3") as connection:
        connection.execute(
            "CREATE TRIGGER shut BEFORE UPDATE ON api_keys BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    assert store.check(token, TODAY + DAY)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\0b", "a\x1b[31m"])
def test_a_key_needs_a_name(store: KeyStore, name: str) -> None:
    with pytest.raises(Problem, match="name"):
        store.create(name, TODAY)


def test_a_key_of_the_past_is_not_made(store: KeyStore) -> None:
    with pytest.raises(Problem, match="passed"):
        store.create("a", TODAY, TODAY - DAY)


def test_the_commands(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRICOLEUR_DATA_DIR", str(home))
    runner = CliRunner()
    made = runner.invoke(app, ["keys", "create", "intranet", "--expires", "2999-01-31"])
    assert made.exit_code == 0, made.output
    token = made.stdout.strip()
    assert "geldig t/m 2999-01-31" in made.stderr
    listed = runner.invoke(app, ["keys", "list"]).stdout
    name = token.split("_")[1]
    assert listed.startswith(name)
    assert "nooit" in listed
    assert token not in listed
    gone = runner.invoke(app, ["keys", "revoke", name])
    assert gone.stdout.split() == [name, "intranet", "ingetrokken"]
    assert "ingetrokken" in runner.invoke(app, ["keys", "list"]).stdout
    missing = runner.invoke(app, ["keys", "revoke", "nee"])
    assert isinstance(missing.exception, Problem)
