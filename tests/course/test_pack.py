"""A pack holds what a trainer needs, every line with where it comes from."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Final

import pytest

from assistant.course import choose
from assistant.course.models import Line, Pack, Plan
from assistant.course.pack import build_pack, lines_of
from assistant.course.plan import check_plan
from assistant.course.schedule import least_minutes
from corpus.coursebook import FORMS, Coursebook
from corpus.models import LANGUAGES, PRACTICES, Corpus

PLAN: Final = Plan(practices=("draagvlak",), form="dilemma", date=date(2026, 11, 24))
MINUTES: Final = (45, 90, 180, 480)


@pytest.fixture(scope="module")
def pack(tips: Corpus, book: Coursebook) -> Pack:
    return build_pack(PLAN, tips, book)


def _line(pack: Pack, name: str) -> Line:
    return next(line for line in lines_of(pack) if line.id == name)


def _names(pack: Pack) -> set[str]:
    return {line.id for line in lines_of(pack)}


def test_a_pack_has_every_part(pack: Pack) -> None:
    for part in ("use", "goals", "forms", "cases", "sessions", "safety", "notes", "tips",
                 "reflection", "checks", "sources"):  # fmt: skip
        assert getattr(pack, part), part
    assert pack.intention
    assert pack.care is None
    assert pack.subtitle.text == "Voor wijkmanagers. 12 deelnemers, 90 minuten."
    assert pack.title.text == "title.draagvlak (nl)"
    (case,) = pack.cases
    assert case.id == "geval-parkeren"
    assert len(case.story) == 2
    assert case.cards and case.remarks and case.escalation


def test_the_colophon_says_what_a_reader_must_find(pack: Pack) -> None:
    facts = pack.colophon
    assert facts.made == PLAN.date
    assert facts.reviewed == date(2026, 11, 24)
    assert facts.licence == "EUPL-1.2"
    assert facts.version in facts.made_with


def test_every_line_has_a_name_of_its_own_and_the_same_one_each_time(
    pack: Pack, tips: Corpus, book: Coursebook
) -> None:
    names = Counter(line.id for line in lines_of(pack))
    assert names.most_common(1)[0][1] == 1
    assert build_pack(PLAN, tips, book) == pack


def test_lines_of_a_tip_rest_on_what_its_author_marked(pack: Pack) -> None:
    assert _line(pack, "tip.parkeren.doe-1").sources == ("S1",)
    assert _line(pack, "tip.parkeren.doe-2").sources == ()  # marked as our own making
    assert _line(pack, "tip.parkeren.let-op-1").sources == ("S1", "S8")
    line = _line(pack, "tip.parkeren.doe-1")
    assert (line.origin, line.tip, line.section) == ("tip", "parkeren", "doe")
    assert [source.id for source in pack.sources] == ["S1", "S8"]


def test_the_words_of_a_tip_stand_there_as_they_are(pack: Pack, tips: Corpus) -> None:
    for sheet in pack.tips:
        steps = tips.tips[sheet.id].texts["nl"].sections[1].parts
        assert tuple(line.text for line in sheet.steps) == steps


def test_the_tips_of_the_case_come_first(pack: Pack, book: Coursebook) -> None:
    assert tuple(tip.id for tip in pack.tips) == book.cases["geval-parkeren"].tips
    assert pack.checks[0].tip == "parkeren"


def test_a_choice_of_the_trainer_goes_before_ours(tips: Corpus, book: Coursebook) -> None:
    plan = replace(
        PLAN, case="geval-moestuin", tips=("subsidie",), questions=("moestuin",), title="Mijn dag"
    )
    pack = build_pack(plan, tips, book)
    assert pack.cases[0].id == "geval-moestuin"
    assert [tip.id for tip in pack.tips] == ["subsidie"]
    assert [check.tip for check in pack.checks] == ["moestuin"]
    assert (pack.title.text, pack.title.origin) == ("Mijn dag", "own")


def test_a_case_alone_says_what_the_course_is_about(tips: Corpus, book: Coursebook) -> None:
    pack = build_pack(replace(PLAN, practices=(), case="geval-subsidie"), tips, book)
    assert pack.title.text == "title.binnen-buiten (nl)"
    both = build_pack(replace(PLAN, practices=("relaties", "draagvlak")), tips, book)
    assert both.title.text == "title.several (nl)"


def test_a_check_question_has_one_right_answer_and_feedback_for_each(pack: Pack) -> None:
    for check in pack.checks:
        assert [choice.right for choice in check.choices].count(True) == 1
        assert all(choice.feedback.text for choice in check.choices)
        right = next(choice for choice in check.choices if choice.right)
        assert right.text.id == f"check.{check.tip}.option-1"


def test_a_large_group_is_divided_in_the_trainers_text(tips: Corpus, book: Coursebook) -> None:
    pack = build_pack(replace(PLAN, group=24, form="rollenspel"), tips, book)
    steps = {step.id: step for step in pack.sessions[0].steps}
    first = steps["session-1.rollenspel.stap-1"]
    assert first.trainer and first.trainer.text.startswith(
        "Met 24 mensen maak je 4 groepen van 6. "
    )
    second = steps["session-1.rollenspel.stap-2"]
    assert second.trainer and "groepen van" not in second.trainer.text


def test_later_sessions_begin_with_what_became_of_the_intention(
    tips: Corpus, book: Coursebook
) -> None:
    first, second = build_pack(replace(PLAN, sessions=2), tips, book).sessions
    assert first.steps[0].title.text == "steps.open.title (nl)"
    assert second.steps[0].title.text == "steps.again.title (nl)"


def test_a_group_that_is_too_large_to_go_round_meets_in_pairs(
    tips: Corpus, book: Coursebook
) -> None:
    def said(group: int) -> str:
        line = build_pack(replace(PLAN, group=group), tips, book).sessions[0].steps[0].trainer
        return line.text if line else ""

    assert "tweetallen" not in said(12)
    assert said(30).endswith("Met 30 mensen past een rondje niet in 10 minuten: laat ze dit in "
                             "tweetallen doen.")  # fmt: skip


# what the trainer changed


def test_an_edit_stands_in_the_place_of_the_line_and_keeps_its_sources(
    tips: Corpus, book: Coursebook
) -> None:
    plan = replace(PLAN, edits={"tip.parkeren.doe-1": "Anders {~=#:}", "title": "Nieuw"})
    pack = build_pack(plan, tips, book)
    line = _line(pack, "tip.parkeren.doe-1")
    assert (line.text, line.edited, line.sources) == ("Anders {~=#:}", True, ("S1",))
    assert pack.title.text == "Nieuw"
    assert not any(line.edited for line in lines_of(build_pack(PLAN, tips, book)))
    assert pack.thin == ()


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("goal-1", "goal-1"),
        ("tip.parkeren", "tip.parkeren.title"),
        ("check.parkeren", "check.parkeren.stem"),
        ("tip.parkeren.doe-2", "tip.parkeren.doe-2"),
        ("case.geval-parkeren.card-2", "case.geval-parkeren.card-2.name"),
        ("case.geval-parkeren.remark-1", "case.geval-parkeren.remark-1.ask"),
        ("case.geval-parkeren.escalation", "case.geval-parkeren.escalation"),
        ("session-1.open.group", "session-1.open.group"),
        ("goals", "goal-3"),
        ("cards", "case.geval-parkeren.card-1.name"),
        ("questions", "case.geval-parkeren.fact-1"),
        ("remarks", "case.geval-parkeren.remark-1.heard"),
        ("pitfalls", "case.geval-parkeren.pitfall-1"),
        ("escalation", "case.geval-parkeren.escalation"),
        ("tips", "tip.subsidie.title"),
        ("checks", "check.moestuin.stem"),
        ("safety", "safety-1"),
        ("notes", "note-1"),
        ("use", "use-1"),
        ("forms", "form.dilemma.about"),
        ("reflection", "reflection-1"),
        ("intention", "intention"),
    ],
)
def test_a_line_a_group_and_a_part_can_be_left_out(
    name: str, gone: str, pack: Pack, tips: Corpus, book: Coursebook
) -> None:
    assert gone in _names(pack)
    without = build_pack(replace(PLAN, without=(name,)), tips, book)
    assert gone not in _names(without)
    assert without.thin == ()
    assert sum(step.minutes for step in without.sessions[0].steps) == 90


def test_an_empty_edit_leaves_a_line_out_and_the_numbers_of_the_others_stay(
    pack: Pack, tips: Corpus, book: Coursebook
) -> None:
    changed = build_pack(replace(PLAN, edits={"goal-2": ""}), tips, book)
    assert [line.id for line in changed.goals] == ["goal-1", "goal-3"]
    assert _line(changed, "goal-3") == _line(pack, "goal-3")


def test_parts_that_take_time_give_it_to_the_others(
    pack: Pack, tips: Corpus, book: Coursebook
) -> None:
    kinds = {step.kind for step in pack.sessions[0].steps}
    assert {"tips", "quiz"} <= kinds
    changed = build_pack(replace(PLAN, without=("tips", "checks")), tips, book)
    assert not {"tips", "quiz"} & {step.kind for step in changed.sessions[0].steps}


def test_changes_in_vain_are_told_and_nothing_is_lost(tips: Corpus, book: Coursebook) -> None:
    plan = replace(
        PLAN, edits={"tip.weg.doe-1": "Mijn tekst"}, without=("goal-9", "title", "check.weg")
    )
    pack = build_pack(plan, tips, book)
    told = [line.text for line in pack.thin]
    assert len(told) == 4
    for name in ("tip.weg.doe-1", "goal-9", "title", "check.weg"):
        assert any(f"'{name}'" in text for text in told)
    assert any("kan niet weg" in text for text in told)
    assert pack.title.text
    assert pack.plan.edits == plan.edits


def test_of_many_changes_in_vain_the_first_are_named(tips: Corpus, book: Coursebook) -> None:
    plan = replace(PLAN, edits={f"weg-{n}": "Tekst" for n in range(30)})
    told = [line.text for line in build_pack(plan, tips, book).thin]
    assert len(told) == 11
    assert "20 veranderingen" in told[-1]


def test_an_own_case_is_never_built_on_without_a_search(tips: Corpus, book: Coursebook) -> None:
    with pytest.raises(ValueError, match="needs a search"):
        build_pack(replace(PLAN, own_case="Er is ruzie."), tips, book)


def test_a_wrong_option_says_where_it_would_have_fitted(
    corpus: Corpus, real_book: Coursebook
) -> None:
    named = {
        (tip, n): option.tip
        for tip, question in real_book.questions.items()
        for n, option in enumerate(question.texts["nl"].options)
        if option.tip
    }
    asked = dict.fromkeys(tip for tip, _ in named)
    plan = replace(PLAN, questions=tuple(asked)[:8])
    for check in build_pack(plan, corpus, real_book).checks:
        for choice in check.choices:
            number = int(choice.text.id.rpartition("-")[2]) - 1
            assert choice.tip == named.get((check.tip, number))


def test_what_is_gone_is_replaced_and_named(tips: Corpus, book: Coursebook) -> None:
    plan = replace(PLAN, tips=("parkeren", "weg"), questions=("weg",), case="weg")
    pack = build_pack(check_plan(plan, tips, book, replacing=True), tips, book)
    assert pack.tips[0].id == "parkeren"
    assert len(pack.tips) == 2
    told = " ".join(line.text for line in pack.thin)
    assert pack.tips[1].title.text in told
    assert pack.cases[0].title.text in told
    assert told.count("'weg'") == 3
    assert pack.checks


def test_a_group_that_does_not_fit_the_form_is_told(tips: Corpus, book: Coursebook) -> None:
    pack = build_pack(replace(PLAN, form="incident", group=3), tips, book)
    assert any("groepen van 5 tot 14" in line.text for line in pack.thin)


def test_no_time_for_the_tips_is_told(tips: Corpus, book: Coursebook) -> None:
    pack = build_pack(replace(PLAN, form="incident", minutes=75), tips, book)
    assert any("geen ronde met de tips" in line.text for line in pack.thin)


def test_a_series_has_a_title_and_something_to_do_between_sessions(
    tips: Corpus, book: Coursebook
) -> None:
    pack = build_pack(replace(PLAN, sessions=3), tips, book)
    assert [session.title.text for session in pack.sessions] == [
        "1. session.first (nl)", "2. session.middle (nl)", "3. session.last (nl)",
    ]  # fmt: skip
    between = [session.between.text if session.between else None for session in pack.sessions]
    assert between[2] is None
    assert len({*between}) == 3
    assert "3 bijeenkomsten van 90 minuten" in pack.subtitle.text
    used = {name for session in pack.sessions for step in session.steps for name in step.cases}
    assert used <= {case.id for case in pack.cases}


# the material that ships


def test_two_hundred_packs_hold_no_empty_line_and_every_name_once(
    corpus: Corpus, real_book: Coursebook
) -> None:
    built = 0
    for practice, form, language, minutes in product(PRACTICES, FORMS, LANGUAGES, MINUTES):
        if minutes < least_minutes(real_book.forms[language][form]):
            continue
        plan = Plan(language, (practice,), form=form, minutes=minutes, group=3 + built % 38)
        pack = build_pack(check_plan(plan, corpus, real_book), corpus, real_book)
        lines = [line for line in lines_of(pack)]
        assert all(line.text.strip() for line in lines)
        assert len({line.id for line in lines}) == len(lines)
        assert 3 <= len(pack.tips) <= 10
        assert 4 <= len(pack.checks) <= 8
        assert {name for s in pack.sessions for step in s.steps for name in step.cases} == {
            case.id for case in pack.cases
        } or form == "quiz"
        assert sum(step.minutes for step in pack.sessions[0].steps) == minutes
        built += 1
    assert built > 200


def test_every_line_of_the_material_that_ships_can_be_traced(
    corpus: Corpus, real_book: Coursebook
) -> None:
    pack = build_pack(Plan(practices=("relaties",), minutes=240), corpus, real_book)
    known = {source.id for source in pack.sources}
    for line in lines_of(pack):
        assert {*line.sources} <= known
        if line.origin in ("tip", "question"):
            assert line.tip in corpus.tips
        if line.origin == "case":
            assert any(line.id.startswith(f"case.{case.id}.") for case in pack.cases)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_answers_stand_everywhere_and_are_not_betrayed_by_length(
    language: str, real_book: Coursebook
) -> None:
    places: Counter[int] = Counter()
    longest = 0
    for tip, question in real_book.questions.items():
        text = question.texts[language]  # type: ignore[index]
        places[choose.order(tip, text).index(0)] += 1
        lengths = [len(option.text) for option in text.options]
        longest += lengths[0] == max(lengths)
    total = len(real_book.questions)
    assert all(places[n] >= 0.15 * total for n in range(3)), places
    assert longest <= 0.5 * total


def test_every_practice_has_three_cases_for_different_people(real_book: Coursebook) -> None:
    for practice in PRACTICES:
        cases = [case for case in real_book.cases.values() if case.practice == practice]
        assert len(cases) == 3
        assert len({role for case in cases for role in case.roles}) >= 3
