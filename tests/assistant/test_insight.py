"""What verdicts say about the tips: counted, not guessed, and nothing that was not sent along."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.feedback import MISSED, REASONS, Feedback, FeedbackStore, Verdict, judge, may_judge
from assistant.insight import ENOUGH, Insight, gather
from assistant.models import Answer
from assistant.settings import Settings
from corpus.models import PRACTICES, Corpus
from corpus.reader import load
from tests.conftest import write_small_corpus

POSTGRES = os.environ.get("BRICOLEUR_TEST_POSTGRES_URL")
NOW: Final = datetime(2026, 11, 24, 9, 30)
ROW: Final = Feedback(
    at=NOW,
    answer_id="a1",
    language="nl",
    useful=True,
    reason=None,
    comment=None,
    question=None,
    practices="relaties",
    tips="moestuin",
    evidence="strong",
    composer="extractive",
)
LOST: Final = replace(ROW, useful=False, reason="geen-tip", practices="", tips="", evidence="none")


@pytest.fixture(scope="module")
def tips(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Three tips: moestuin, parkeren and subsidie."""
    return load(write_small_corpus(tmp_path_factory.mktemp("insight") / "small"))


def row(**changes: Any) -> Feedback:
    return replace(ROW, **changes)


# what is counted


def test_practices_and_tips_are_counted_by_verdict(tips: Corpus) -> None:
    rows = (
        row(),
        row(useful=False, reason="te-algemeen", tips="moestuin parkeren", evidence="thin"),
        row(practices="draagvlak relaties", tips="parkeren"),
    )
    found = gather(rows, tips)
    assert (found.useful, found.useless, found.count) == (2, 1, 3)
    assert [(t.id, t.useful, t.useless, t.thin) for t in found.tips] == [
        ("moestuin", 1, 1, 1),
        ("parkeren", 1, 1, 1),
    ]
    by_id = {tally.id: tally for tally in found.practices}
    assert tuple(by_id) == PRACTICES
    assert (by_id["relaties"].useful, by_id["relaties"].useless) == (2, 1)
    assert (by_id["draagvlak"].judged, by_id["houding"].judged) == (1, 0)
    assert found.reasons == {"te-algemeen": 1}
    assert found.unmet == ("subsidie",)


def test_the_tips_that_helped_least_come_first(tips: Corpus) -> None:
    rows = (
        *(row(tips="subsidie", useful=False) for _ in range(2)),
        *(row(tips="moestuin", useful=False) for _ in range(2)),
        *(row(tips="moestuin") for _ in range(4)),
        row(tips="parkeren"),
    )
    assert [tally.id for tally in gather(rows, tips).poor] == ["subsidie", "moestuin"]


@pytest.mark.parametrize(("verdicts", "share"), [(ENOUGH - 1, None), (ENOUGH, 0.4)])
def test_few_verdicts_have_no_percentage(tips: Corpus, verdicts: int, share: float | None) -> None:
    rows = [row(useful=place >= 2) for place in range(verdicts)]
    found = gather(rows, tips)
    assert found.tips[0].share == share
    assert found.as_json()["tips"][0]["share_useless"] == share


def test_a_tip_that_is_no_longer_there_is_named_apart(tips: Corpus) -> None:
    found = gather((row(tips="weg moestuin"), row(tips="\x1b[31m")), tips)
    assert found.gone == {"weg": 1}
    assert [tally.id for tally in found.tips] == ["moestuin"]


def test_months_without_verdicts_are_there_too(tips: Corpus) -> None:
    rows = (
        row(at=datetime(2025, 11, 30)),
        replace(LOST, at=datetime(2025, 11, 30)),
        row(at=datetime(2026, 2, 1), useful=False),
    )
    months = gather(rows, tips).months
    assert [month.name for month in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert [(m.useful, m.useless, m.missed) for m in months] == [
        (1, 0, 1), (0, 0, 0), (0, 0, 0), (0, 1, 0),
    ]  # fmt: skip


def test_nothing_is_an_overview_too(tips: Corpus) -> None:
    found = gather((), tips)
    assert (found.count, found.first, found.tips, found.months) == (0, None, (), ())
    assert len(found.unmet) == 3
    assert json.loads(json.dumps(found.as_json()))["count"] == 0


# what found nothing


def test_a_question_that_found_nothing_shows_only_if_it_came_along(tips: Corpus) -> None:
    rows = (
        LOST,
        replace(LOST, question="Mag een bankje?"),
        replace(LOST, question="mag een  bankje?", at=datetime(2026, 11, 26)),
        replace(LOST, question="Waar koop ik verf?", reason="buiten-bereik"),
    )
    found = gather(rows, tips)
    assert found.missed == {"geen-tip": 3, "buiten-bereik": 1}
    assert (found.useful, found.useless, found.count) == (0, 0, 4)
    assert [(m.question, m.why, m.times, m.last) for m in found.missing] == [
        ("mag een bankje?", "geen-tip", 2, date(2026, 11, 26)),
        ("Waar koop ik verf?", "buiten-bereik", 1, date(2026, 11, 24)),
    ]
    assert found.remarks == ()


def test_words_are_those_that_were_sent_and_cannot_steer_a_terminal(tips: Corpus) -> None:
    rows = (
        row(comment="Fijn\x1b[2J", question="Hoe?"),
        row(question="Alleen de vraag"),
        row(useful=False, question="Waarom?", reason="klopt-niet", tips="moestuin ../x"),
    )
    newest, oldest = gather(rows, tips).remarks
    assert (newest.question, newest.comment, newest.tips) == ("Waarom?", None, ("moestuin",))
    assert (oldest.question, oldest.comment) == ("Hoe?", "Fijn[2J")


words = st.text(max_size=20)
some_rows = st.lists(
    st.builds(
        Feedback,
        at=st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)),
        answer_id=words,
        language=st.sampled_from(["nl", "en"]),
        useful=st.booleans(),
        reason=st.one_of(st.none(), st.sampled_from([*REASONS, *MISSED.values()]), words),
        comment=st.one_of(st.none(), words),
        question=st.one_of(st.none(), words),
        practices=st.one_of(st.sampled_from(PRACTICES), words),
        tips=st.one_of(st.sampled_from(["moestuin", "parkeren subsidie"]), words),
        evidence=st.sampled_from(["strong", "thin", "none"]),
        composer=words,
    ),
    max_size=12,
)


@given(rows=some_rows)
def test_the_numbers_add_up_whatever_is_stored(rows: list[Feedback], tips: Corpus) -> None:
    found: Insight = gather(sorted(rows, key=lambda one: one.at), tips)
    assert found.count == len(rows)
    assert sum(m.useful + m.useless + m.missed for m in found.months) == len(rows)
    assert {tally.id for tally in found.tips} | set(found.unmet) == set(tips.tips)
    json.dumps(found.as_json(), default=str)


# how it is stored


def unanswered(status: Any) -> Answer:
    return Answer("a", status, "nl", "Mail jan@example.nl", "q", "Daar ga ik niet over.")


@pytest.mark.parametrize(("status", "reason"), MISSED.items())
def test_that_an_answer_is_missing_can_be_stored(status: Any, reason: str) -> None:
    answer = unanswered(status)
    assert may_judge(answer)
    silent = judge(answer, Verdict(useful=True, reason="anders"), NOW)
    assert (silent.useful, silent.reason, silent.question) == (False, reason, None)
    told = judge(answer, Verdict(useful=False, with_question=True), NOW)
    assert told.question == "Mail […]"
    assert reason not in REASONS


@pytest.mark.parametrize(
    "status",
    ["referred_crisis", "blocked_personal_data", "blocked_instruction", "greeting", "error"],
)
def test_other_endings_cannot_be_judged(status: Any) -> None:
    assert not may_judge(unanswered(status))


def test_only_what_was_sent_since_a_day(tmp_path: Path) -> None:
    _since(FeedbackStore(f"sqlite:///{tmp_path}/x.sqlite3"))


@pytest.mark.skipif(not POSTGRES, reason="BRICOLEUR_TEST_POSTGRES_URL names no database")
def test_only_what_was_sent_since_a_day_on_postgresql(tips: Corpus) -> None:
    store = FeedbackStore(str(POSTGRES))
    store.forget(datetime(9999, 1, 1))
    _since(store)


def _since(store: FeedbackStore) -> None:
    old = replace(ROW, at=datetime(2026, 10, 31, 23, 59))
    new = replace(LOST, at=datetime(2026, 11, 1, 0, 0), question="Mag een bankje?")
    store.add(old)
    store.add(new)
    assert store.all(datetime(2026, 11, 1)) == (new,)
    assert store.all() == (old, new)
    assert store.all(datetime(2030, 1, 1)) == ()
    store.forget(datetime(9999, 1, 1))
    store.close()


def test_looking_makes_no_database(tmp_path: Path) -> None:
    from assistant.feedback import open_store

    assert open_store(Settings(data_dir=tmp_path / "new")).all() == ()
    assert not (tmp_path / "new").exists()
