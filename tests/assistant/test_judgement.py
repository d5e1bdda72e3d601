from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.judgement import (
    Signs,
    Thresholds,
    Vote,
    confidence,
    evidence,
    lead,
    named,
    read_thresholds,
    signs,
    vote,
)
from corpus.models import Passage, View
from index.models import Hit, Results

LIMITS = Thresholds(
    near=10.0,
    head=0.0,
    coverage=0.0,
    score=0.0,
    away=-5.0,
    away_sum=0.0,
    here=0.0,
    there=0.0,
    english=1.0,
    bias=-5.0,
    thin=0.5,
    strong=0.8,
)


def seen(near: float, away: float = 0.0, *, english: bool = False) -> Signs:
    return Signs(near, 0.5, 0.0, 1.0, away, away, 0.0, 0.0, english)


def hit(
    cosine: float, *, score: float = 0.5, coverage: float = 0.0, practice: str = "relaties"
) -> Hit:
    passage = Passage(
        "tip:a#doe", "nl", "tip", "tip:a", practice, "A", "Doe", "Doe.", ("Doe.",), "essay", ()
    )
    view = View("tip:a@nl~title", "title", "tip:a", "nl", "A", passage.key, practice)
    return Hit("tip:a", score, 0.5, cosine, 1.0, coverage, 0.5, view, passage)


@pytest.mark.parametrize(
    ("near", "away", "expected"),
    [(0.7, 0.0, "strong"), (0.55, 0.0, "thin"), (0.45, 0.0, "none"), (0.7, 0.5, "none")],
)
def test_evidence(near: float, away: float, expected: str) -> None:
    assert evidence(seen(near, away), LIMITS) == expected


def test_confidence_is_a_probability_even_far_out() -> None:
    assert confidence(seen(1e6), LIMITS) == pytest.approx(1.0)
    assert confidence(seen(-1e6), LIMITS) == pytest.approx(0.0)
    assert confidence(seen(0.5, english=True), LIMITS) > confidence(seen(0.5), LIMITS)


def test_signs_come_from_the_best_hits_and_the_topics_elsewhere() -> None:
    results = Results(
        "q", (hit(0.9, coverage=0.3), hit(0.8, coverage=0.6)), {},
        {"elsewhere:cooking": 0.4, "elsewhere:travel": 0.02, "signal:violence": 0.9},
    )  # fmt: skip
    found = signs(results, english=False)
    assert (found.coverage, found.away, found.away_sum) == (0.6, 0.4, 0.4)


def test_the_thresholds_that_ship_can_be_read() -> None:
    limits = read_thresholds()
    assert 0 < limits.thin <= limits.strong < 1


def test_near_hits_outvote_a_single_best() -> None:
    hits = [
        hit(0.9, score=0.70, practice="houding"),
        hit(0.9, score=0.69, practice="relaties"),
        hit(0.9, score=0.68, practice="relaties"),
    ]
    votes = vote(hits)
    assert [v.practice for v in votes] == ["relaties", "houding"]
    assert sum(v.share for v in votes) == pytest.approx(1.0)


def test_documents_do_not_vote() -> None:
    document = hit(0.9)
    document = replace(document, passage=replace(document.passage, practice=None))
    assert vote([document]) == ()


def test_the_practice_of_the_first_tip_leads_and_a_close_second_is_named() -> None:
    votes = [Vote("relaties", 0.55), Vote("houding", 0.4), Vote("draagvlak", 0.05)]
    assert [v.practice for v in named(votes, "houding")] == ["houding", "relaties"]
    assert [v.practice for v in named(votes[:1], "relaties")] == ["relaties"]
    assert named([], None) == ()


def test_words_of_the_work_lower_the_bar_but_do_not_take_it_away() -> None:
    near, far = seen(0.40), seen(0.10)
    assert evidence(near, LIMITS) == "none"
    assert evidence(near, LIMITS, about_the_work=True) == "thin"
    assert evidence(far, LIMITS, about_the_work=True) == "none"


def test_the_practice_with_most_votes_leads_with_its_best_tip() -> None:
    lucky = hit(0.9, score=3.0, practice="relaties")
    others = [hit(0.9, score=score, practice="houding") for score in (2.9, 2.8, 2.7)]
    assert lead([lucky, *others]) == (others[0], lucky, *others[1:])
    assert lead(others) == tuple(others)
    assert lead([]) == ()
