from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from corpus.frontmatter import (
    Phase,
    Practice,
    Role,
    ShippedBasis,
    SourceEntry,
    TextFront,
    TipFront,
)
from corpus.models import BASES, PHASES, PRACTICES, ROLES

SITUATIONS = ["een", "twee", "drie", "vier", "vijf"]
TIP: dict[str, Any] = {
    "title": "Tuin",
    "situations": SITUATIONS,
    "practice": "relaties",
    "basis": "uitwerking",
    "reviewed": date(2026, 11, 24),
    "phases": ["verkennen"],
    "roles": ["bestuur"],
}
SOURCE: dict[str, Any] = {
    "title": "Essay",
    "authors": "Blijleven",
    "year": 2019,
    "url": "https://example.org/a",
    "grade": "A",
    "read": "full",
}


def test_the_choices_are_those_of_the_models() -> None:
    assert get_args(Practice) == PRACTICES
    assert get_args(Phase) == PHASES
    assert get_args(Role) == ROLES
    assert get_args(ShippedBasis) == BASES


def test_a_tip_needs_no_sources_or_neighbours() -> None:
    front = TipFront.model_validate(TIP)

    assert (front.sources, front.see_also) == ([], [])


@pytest.mark.parametrize(
    "change",
    [
        {"title": " "},
        {"title": "x" * 71},
        {"situations": SITUATIONS[:4]},
        {"situations": [*SITUATIONS, *SITUATIONS, "elf"]},
        {"situations": [*SITUATIONS[:4], "  "]},
        {"practice": "koken"},
        {"phases": []},
        {"phases": ["ooit"]},
        {"roles": ["kok"]},
        {"basis": "document"},
        {"sources": ["8"]},
        {"sources": ["S8A"]},
        {"see_also": ["Grote-Letters"]},
        {"see_also": ["dubbel--streepje"]},
        {"reviewed": "gisteren"},
        {"kleur": "rood"},
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TipFront.model_validate({**TIP, **change})


def test_an_english_text_carries_no_data() -> None:
    assert (
        TextFront.model_validate({"title": " Garden ", "situations": SITUATIONS}).title == "Garden"
    )
    with pytest.raises(ValidationError):
        TextFront.model_validate({"title": "Garden", "situations": SITUATIONS, "basis": "essay"})


def test_a_source_may_have_no_year_but_must_say_so() -> None:
    assert SourceEntry.model_validate({**SOURCE, "year": None}).year is None
    with pytest.raises(ValidationError):
        SourceEntry.model_validate({k: v for k, v in SOURCE.items() if k != "year"})


@pytest.mark.parametrize(
    "change",
    [{"url": "example.org"}, {"url": "https://a b"}, {"grade": "D"}, {"read": "no"}, {"x": 1}],
)
def test_a_source_that_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SourceEntry.model_validate({**SOURCE, **change})
