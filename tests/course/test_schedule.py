"""The minutes of a course add up, whatever is asked; breaks and lunch come in time."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.course.agenda import cases_wanted, deal_cases, split_group
from assistant.course.models import GROUP, MINUTES, SESSIONS
from assistant.course.schedule import Slot, least_minutes, schedule
from assistant.course.shares import share
from corpus.coursebook import FORMS, Form, FormStep
from tests.course.book import FORMS as SIZES

BOOK = {
    name: Form(
        id=name,  # type: ignore[arg-type]
        title=name,
        about="",
        fixed=fixed,
        least=least,
        most=most,
        people=(people[0], people[1]),
        steps=tuple(FormStep(f"stap-{n}", "", part, "", "") for n, part in enumerate(minutes)),
    )
    for name, (fixed, least, most, people, minutes) in SIZES.items()
}
CALM = settings(deadline=None)
LEFT_OUT = st.sets(st.sampled_from(["tips", "checks"])).map(frozenset)


def _lay(form: str, minutes: int, sessions: int = 1, *without: str) -> tuple[tuple[Slot, ...], ...]:
    return schedule(BOOK, form, minutes, sessions, frozenset(without))  # type: ignore[arg-type]


@CALM
@given(st.data(), st.sampled_from(FORMS), st.integers(*SESSIONS), LEFT_OUT)
def test_the_steps_of_every_session_fill_its_minutes(
    data: Any, form: Any, sessions: int, without: frozenset[str]
) -> None:
    minutes = data.draw(st.integers(least_minutes(BOOK[form]), MINUTES[1]))
    times = schedule(BOOK, form, minutes, sessions, without)  # type: ignore[arg-type]
    assert len(times) == sessions
    for slots in times:
        lengths = [slot.minutes for slot in slots]
        assert sum(lengths) == minutes
        assert min(lengths) >= 3
        assert [slot.start for slot in slots] == [0, *accumulate(lengths)][:-1]
        assert len({slot.name for slot in slots}) == len(slots)
        assert (slots[0].kind, slots[-1].kind) == ("open", "close")
        if minutes % 5 == 0:
            assert all(slot.minutes % 5 == 0 for slot in slots if slot.kind != "form")
        assert not (without & {"tips"} and any(slot.kind == "tips" for slot in slots))
        assert not (without & {"checks"} and any(slot.kind == "quiz" for slot in slots))


@CALM
@given(st.data(), st.sampled_from(FORMS))
def test_nobody_works_longer_than_an_hour_and_a_half(data: Any, form: Any) -> None:
    minutes = data.draw(st.integers(least_minutes(BOOK[form]), MINUTES[1]))
    (slots,) = _lay(form, minutes)
    work = 0
    for slot in slots:
        work = 0 if slot.kind == "break" else work + slot.minutes
        assert work <= 90
    breaks = [slot.name for slot in slots if slot.kind == "break"]
    assert ("lunch" in breaks) == (minutes >= 300)
    assert breaks or minutes <= 90
    kinds = [slot.kind for slot in slots]
    assert all(
        kinds[n - 1 : n + 2].count("break") == 1 for n, k in enumerate(kinds) if k == "break"
    )


@CALM
@given(st.sampled_from(FORMS), st.integers(0, 400))
def test_a_form_keeps_within_its_own_minutes_and_a_fixed_one_keeps_every_step(
    form: Any, more: int
) -> None:
    (slots,) = _lay(form, min(MINUTES[1], least_minutes(BOOK[form]) + more))
    used = dict.fromkeys(slot.form for slot in slots if slot.form)
    assert form in used
    for name in used:
        steps = [slot for slot in slots if slot.form == name]
        assert [slot.step for slot in steps] == [step.id for step in BOOK[name].steps]
        assert BOOK[name].least <= sum(slot.minutes for slot in steps) <= BOOK[name].most
        if BOOK[name].fixed:
            assert [slot.minutes for slot in steps] == [s.minutes for s in BOOK[name].steps]


def test_what_does_not_fit_is_left_out_quiz_first() -> None:
    def kinds(form: str, minutes: int) -> set[str]:
        return {slot.kind for slot in _lay(form, minutes)[0]}

    assert kinds("incident", 120) == {"open", "form", "tips", "quiz", "break", "close"}
    assert kinds("incident", 90) == {"open", "form", "tips", "close"}
    assert kinds("incident", 75) == {"open", "form", "close"}
    assert kinds("dilemma", 45) == {"open", "form", "tips", "close"}


@pytest.mark.parametrize(("minutes", "least"), [(180, 2), (240, 2), (480, 4)])
@pytest.mark.parametrize("form", FORMS)
def test_a_half_day_and_a_day_take_several_forms_with_a_case_each(
    form: str, minutes: int, least: int
) -> None:
    times = _lay(form, minutes)
    used = {slot.form for slot in times[0] if slot.form}
    assert len(used) >= least
    cases = [f"geval-{n}" for n in range(cases_wanted(times))]
    dealt = deal_cases(times, form, cases)  # type: ignore[arg-type]
    assert sorted(name for names in dealt.values() for name in names) == sorted(cases)
    if form != "quiz":
        assert dealt[0, form][0] == "geval-0"  # type: ignore[index]


def test_a_series_of_sessions_takes_another_form_and_case_each_time() -> None:
    times = _lay("intervisie", 90, 4)
    mains = [next(slot.form for slot in slots if slot.form) for slots in times]
    assert len({*mains}) == 4
    assert "intervisie" in {slot.form for slot in times[0]}
    dealt = deal_cases(times, "intervisie", [f"geval-{n}" for n in range(cases_wanted(times))])
    used = [name for names in dealt.values() for name in names]
    assert len(used) == len({*used}) >= 4
    quizzes = [any(slot.kind == "quiz" for slot in slots) for slots in times]
    assert quizzes[:-1] == [False] * 3


def test_with_few_cases_they_come_back_and_a_carousel_never_has_one_twice() -> None:
    times = _lay("carrousel", 240)
    dealt = deal_cases(times, "carrousel", ["a", "b"])
    assert dealt[0, "carrousel"] == ("a", "b")
    assert all(names for names in dealt.values())


@CALM
@given(st.integers(0, 300), st.lists(st.integers(1, 60), min_size=1, max_size=7))
def test_shares_add_up_and_are_never_squeezed_to_nothing(more: int, weights: list[int]) -> None:
    total = 3 * len(weights) + more
    parts = share(total, weights)
    assert sum(parts) == total
    assert min(parts) >= 3


def test_shares_follow_the_usual_minutes() -> None:
    assert share(60, [5, 10, 15, 10, 10, 10]) == (5, 10, 15, 10, 10, 10)
    assert share(65, [5, 5, 10, 10, 10, 10]) == (5, 5, 15, 15, 15, 10)
    assert share(50, [10, 10, 30]) == (10, 10, 30)
    assert share(17, [2, 5, 5, 8]) == (3, 4, 4, 6)
    assert share(15, [2, 5, 5, 8]) == (3, 3, 3, 6)
    assert share(40, [5, 12, 12, 12, 7, 12]) == (3, 8, 8, 8, 5, 8)


@pytest.mark.parametrize(
    ("people", "range_", "groups"),
    [
        (12, (5, 14), (12,)),
        (24, (4, 6), (6, 6, 6, 6)),
        (24, (5, 14), (8, 8, 8)),
        (13, (3, 5), (5, 4, 4)),
        (40, (5, 14), (10, 10, 10, 10)),
        (3, (5, 14), (3,)),
        (7, (3, 3), (3, 2, 2)),
    ],
)
def test_a_large_group_divides_evenly_where_it_can(
    people: int, range_: tuple[int, int], groups: tuple[int, ...]
) -> None:
    form = Form("incident", "", "", True, 65, 65, range_, ())
    assert split_group(people, form) == groups


@CALM
@given(st.integers(*GROUP), st.sampled_from(FORMS))
def test_everybody_is_in_a_group_and_the_groups_fit_the_form(people: int, form: Any) -> None:
    sizes = split_group(people, BOOK[form])
    assert sum(sizes) == people
    assert max(sizes) <= BOOK[form].people[1]
    assert max(sizes) - min(sizes) <= 1
