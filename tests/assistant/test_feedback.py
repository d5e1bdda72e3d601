from __future__ import annotations

import csv
import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.database import database_url
from assistant.feedback import (
    FIELDS,
    MAX_COMMENT,
    REASONS,
    Feedback,
    FeedbackStore,
    Verdict,
    judge,
    open_store,
)
from assistant.frontends.cli.app import app
from assistant.frontends.web import chat_words
from assistant.models import Answer, Citation, PracticeVote
from assistant.settings import Settings
from corpus.problem import Problem

POSTGRES = os.environ.get("BRICOLEUR_TEST_POSTGRES_URL")
NOW = datetime(2025, 11, 24, 9, 30, 59, 123, tzinfo=UTC)
ANSWER = Answer(
    id="a1",
    status="answered",
    language="nl",
    question="Mijn collega zegt nee.",
    query="Mijn collega zegt nee.",
    text="Bel. [1]",
    practices=(PracticeVote("relaties", "Investeren in relaties", 0.9),),
    evidence="strong",
    citations=(
        Citation(1, "tip:bellen#doe", "bellen", "relaties", "T", "D", "Bel.", None, (), "essay"),
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return open_store(Settings(data_dir=tmp_path / "new" / "data"))


def test_what_is_stored() -> None:
    feedback = judge(ANSWER, Verdict(useful=False, reason="klopt-niet", comment=" Nee  hoor "), NOW)
    assert asdict(feedback) == {
        "at": datetime(2025, 11, 24, 9, 30),
        "answer_id": "a1",
        "language": "nl",
        "useful": False,
        "reason": "klopt-niet",
        "comment": "Nee hoor",
        "question": None,
        "practices": "relaties",
        "tips": "bellen",
        "evidence": "strong",
        "composer": "extractive",
    }


def test_the_question_is_stored_only_when_ticked() -> None:
    assert judge(ANSWER, Verdict(useful=True), NOW).question is None
    assert judge(ANSWER, Verdict(useful=True, with_question=True), NOW).question == ANSWER.question


def test_personal_data_is_masked() -> None:
    verdict = Verdict(useful=True, comment="Mail jan@example.nl", with_question=True)
    asked = replace(ANSWER, question="Bel 06-12345678 eens")
    feedback = judge(asked, verdict, NOW)
    assert feedback.comment == "Mail […]"
    assert feedback.question == "Bel […] eens"


@pytest.mark.parametrize("reason", ["made-up", "", None])
def test_only_known_reasons(reason: str | None) -> None:
    assert judge(ANSWER, Verdict(useful=False, reason=reason), NOW).reason is None


def test_a_useful_answer_has_no_reason() -> None:
    assert judge(ANSWER, Verdict(useful=True, reason="klopt-niet"), NOW).reason is None


def test_a_long_comment_is_cut() -> None:
    feedback = judge(ANSWER, Verdict(useful=True, comment="a" * 5_000), NOW)
    assert len(feedback.comment or "") == MAX_COMMENT


def test_comes_back_as_it_went_in(store: FeedbackStore) -> None:
    first = judge(ANSWER, Verdict(useful=True), NOW)
    second = judge(ANSWER, Verdict(useful=False, comment="'; DROP TABLE feedback; --"), NOW)
    store.add(first)
    store.add(second)
    assert store.all() == (first, second)


def test_the_table_holds_no_more_than_what_is_shown(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(judge(ANSWER, Verdict(useful=True), NOW))
    store.close()
    with sqlite3.connect(tmp_path / "new" / "data" / "bricoleur.sqlite3") as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(feedback)")]
        row = connection.execute("SELECT * FROM feedback").fetchone()
    assert columns == ["id", *FIELDS]
    assert ANSWER.question not in map(str, row)


def test_nothing_is_made_before_the_first_one(store: FeedbackStore, tmp_path: Path) -> None:
    assert not (tmp_path / "new").exists()


def test_many_at_once(store: FeedbackStore) -> None:
    rows = [judge(replace(ANSWER, id=f"n{n}"), Verdict(useful=True), NOW) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(store.add, rows))
    assert {row.answer_id for row in store.all()} == {row.answer_id for row in rows}


def test_old_ones_are_forgotten(store: FeedbackStore) -> None:
    old = judge(ANSWER, Verdict(useful=True), NOW - timedelta(days=40))
    new = judge(ANSWER, Verdict(useful=True), NOW)
    store.add(old)
    store.add(new)
    assert store.forget(NOW.replace(tzinfo=None) - timedelta(days=30)) == 1
    assert store.all() == (new,)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    store = open_store(Settings(data_dir=tmp_path / "file" / "data"))
    with pytest.raises(Problem) as caught:
        store.add(judge(ANSWER, Verdict(useful=True), NOW))
    assert str(tmp_path / "file" / "data") in caught.value.nl


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "bricoleur.sqlite3").write_bytes(b"not a database at all, but long enough" * 50)
    with pytest.raises(Problem, match="database"):
        open_store(Settings(data_dir=tmp_path)).all()


@pytest.mark.parametrize("url", ["nonsense", "martian://x/y", "postgresql+nodriver://x/y"])
def test_an_address_that_is_none_is_a_problem(url: str) -> None:
    with pytest.raises(Problem, match="BRICOLEUR_DATABASE_URL"):
        FeedbackStore(url)


def test_one_setting_moves_it_elsewhere(tmp_path: Path) -> None:
    assert database_url(Settings(data_dir=tmp_path)) == f"sqlite:///{tmp_path}/bricoleur.sqlite3"
    elsewhere = f"sqlite:///{tmp_path}/other.db"
    assert database_url(Settings(data_dir=tmp_path, database_url=elsewhere)) == elsewhere


@pytest.mark.skipif(not POSTGRES, reason="BRICOLEUR_TEST_POSTGRES_URL names no database")
def test_on_postgresql() -> None:
    store = FeedbackStore(str(POSTGRES))
    store.forget(datetime(9999, 1, 1))
    rows = [judge(replace(ANSWER, id=f"n{n}"), Verdict(useful=n > 0), NOW) for n in range(3)]
    for row in rows:
        store.add(row)
    assert store.all() == tuple(rows)
    assert store.forget(datetime(9999, 1, 1)) == 3
    store.close()


def test_a_password_is_not_shown() -> None:
    pytest.importorskip("psycopg")
    store = FeedbackStore("postgresql+psycopg://someone:secret-word@127.0.0.1:1/none")
    with pytest.raises(Problem) as caught:
        store.all()
    assert "secret-word" not in caught.value.nl
    assert "127.0.0.1:1" in caught.value.nl


# the command


@pytest.fixture
def filled(store: FeedbackStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Feedback:
    monkeypatch.setenv("BRICOLEUR_DATA_DIR", str(tmp_path / "new" / "data"))
    feedback = judge(ANSWER, Verdict(useful=False, reason="anders", comment="=1+1, écht"), NOW)
    store.add(feedback)
    store.close()
    return feedback


def test_export_as_csv(filled: Feedback) -> None:
    printed = CliRunner().invoke(app, ["feedback", "export"]).stdout
    (row,) = csv.DictReader(printed.splitlines())
    assert list(row) == list(FIELDS)
    assert row["at"] == "2025-11-24T09:30Z"
    assert row["comment"] == "'=1+1, écht"
    assert row["useful"] == "False"
    assert row["question"] == ""


def test_export_as_json(filled: Feedback) -> None:
    printed = CliRunner().invoke(app, ["feedback", "export", "--format", "jsonl"]).stdout
    (row,) = map(json.loads, printed.splitlines())
    assert row["useful"] is False
    assert row["comment"] == "=1+1, écht"
    assert row["question"] is None


def test_forget_by_command(filled: Feedback) -> None:
    assert CliRunner().invoke(app, ["feedback", "forget", "--days", "0"]).exit_code == 0
    assert CliRunner().invoke(app, ["feedback", "export", "--format", "jsonl"]).stdout == ""


def test_export_of_nothing_is_a_heading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRICOLEUR_DATA_DIR", str(tmp_path))
    result = CliRunner().invoke(app, ["feedback", "export"])
    assert result.exit_code == 0
    assert result.stdout.strip() == ",".join(FIELDS)


def test_every_reason_has_its_words() -> None:
    assert tuple(chat_words.REASONS) == REASONS
