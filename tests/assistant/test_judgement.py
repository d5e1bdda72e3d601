from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.judgement import Thresholds, Vote, evidence, named, vote
from corpus.models import Passage, View
from index.models import Hit

LIMITS = Thresholds(
    strong=0.9, strong_with_words=0.87, thin=0.87, thin_with_words=0.84, words=0.5, english=0.02
)


def hit(
    cosine: float, *, score: float = 0.5, coverage: float = 0.0, practice: str = "relaties"
) -> Hit:
    passage = Passage(
        "tip:a#doe", "nl", "tip", "tip:a", practice, "A", "Doe", "Doe.", ("Doe.",), "essay", ()
    )
    view = View("tip:a@nl~title", "title", "tip:a", "nl", "A", passage.key, practice)
    return Hit("tip:a", score, 0.5, cosine, 1.0, coverage, 0.5, view, passage)


@pytest.mark.parametrize(
    ("cosine", "coverage", "expected"),
    [
        (0.91, 0.0, "strong"),
        (0.88, 0.0, "thin"),
        (0.88, 0.6, "strong"),
        (0.85, 0.0, "none"),
        (0.85, 0.6, "thin"),
        (0.80, 1.0, "none"),
    ],
)
def test_evidence(cosine: float, coverage: float, expected: str) -> None:
    assert evidence([hit(cosine, coverage=coverage)], LIMITS) == expected


def test_nothing_found_is_no_evidence() -> None:
    assert evidence([], LIMITS) == "none"


def test_english_cosines_are_lifted() -> None:
    assert evidence([hit(0.86)], LIMITS) == "none"
    assert evidence([hit(0.86)], LIMITS, english=True) == "thin"


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
