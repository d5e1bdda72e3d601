"""A plan is checked field by field, kept as a file, and never half accepted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.course.cleaning import clean, one_line
from assistant.course.models import Plan
from assistant.course.plan import check_plan
from assistant.course.plan_file import as_data, plan_of, read_plan, write_plan
from corpus.coursebook import FORMS, Coursebook
from corpus.models import PRACTICES, Corpus
from corpus.problem import Problem

CALM = settings(deadline=None, max_examples=40)
PLAN = Plan(practices=("draagvlak",), date=date(2026, 11, 24))
STORY = (
    "Bewoners willen de oude schuur gebruiken voor een repaircafé. De collega van Vastgoed zegt "
    "nee, want de schuur wordt verkocht. De trekker is moe en de wethouder heeft al ja gezegd."
)
BSN = "111222333"

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "language": ({"language": "de"}, "'language'"),
    "practice": ({"practices": ("koken",)}, "'practices' iets wat ik niet ken: 'koken'"),
    "role": ({"role": "koning"}, "'role'"),
    "level": ({"level": "hoog"}, "'level'"),
    "form": ({"form": "dans"}, "'form'"),
    "five minutes for everything": ({"minutes": 5}, "'minutes' 5. Kies een getal van 45 tot 480"),
    "nine hours": ({"minutes": 541}, "'minutes' 541"),
    "too short for the form": (
        {"minutes": 60, "form": "incident"}, "past niet in 60 minuten.*'minutes' 75 of meer"
    ),
    "a group of one": ({"group": 1}, "groep van 1 kan niet.*3 tot 40"),
    "a group of 500": ({"group": 500}, "groep van 500 kan niet.*tweede trainer"),
    "no session": ({"sessions": 0}, "'sessions' 0"),
    "nine sessions": ({"sessions": 9}, "'sessions' 9"),
    "no subject": ({"practices": ()}, "nog geen onderwerp"),
    "a tip that is gone": (
        {"tips": ("moestuin", "weg")}, r"niet \(meer\) is: 'weg' \(tips\).*'--replace'"
    ),
    "a question that is gone": ({"questions": ("weg",)}, r"'weg' \(questions\)"),
    "a case that is gone": ({"case": "weg"}, r"'weg' \(case\)"),
    "a long title": ({"title": "x" * 91}, "titel is te lang"),
    "a case of 20,000 words": ({"own_case": "woord " * 20_000}, "20000 woorden, hooguit 1000"),
    "a short case": ({"own_case": "Help, ruzie!"}, "te kort om mee te werken: 2 woorden"),
    "a case of control characters": ({"own_case": "\x00\x0b \x1b" * 50}, "te kort"),
    "a BSN in the case": ({"own_case": f"{STORY} BSN {BSN}."}, "burgerservicenummer"),
    "a phone in the case": ({"own_case": f"{STORY} Bel 06-12345678."}, "telefoonnummer"),
    "an address in the case": ({"own_case": f"{STORY} Mail jan@example.org."}, "e-mailadres"),
    "a BSN in an edit": ({"edits": {"goal-1": f"Vraag {BSN}"}}, "edits: goal-1.*burgerservice"),
    "a long edit": ({"edits": {"goal-1": "woord " * 501}}, "'goal-1' telt 501 woorden"),
    "endless edits": ({"edits": dict.fromkeys(map(str, range(1001)), "x")}, "1001 namen bij 'ed"),
    "many tips": ({"tips": ("moestuin",) * 13}, "13 namen bij 'tips'"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_is_said_with_the_field(name: str, tips: Corpus, book: Coursebook) -> None:
    changes, message = BAD[name]
    with pytest.raises(Problem) as caught:
        check_plan(replace(PLAN, **changes), tips, book)
    assert re.search(message, caught.value.nl), caught.value.nl
    assert caught.value.en != caught.value.nl
    assert BSN not in caught.value.nl + caught.value.en


def test_a_plan_in_order_comes_back_as_it_was(tips: Corpus, book: Coursebook) -> None:
    plan = replace(PLAN, tips=("parkeren",), edits={"goal-1": "Ja: {~=#}"}, without=("note-1",))
    assert check_plan(plan, tips, book) == plan


def test_what_was_typed_is_cleaned_and_html_stays_text(tips: Corpus, book: Coursebook) -> None:
    plan = replace(
        PLAN,
        own_case=f"  <b>{STORY}</b>\r\n\r\n\r\n\x0bTweede\u202e deel\ud800 {{ }} ~ = # :\t1\x00  ",
        title=" Mijn\ntitel\u200b ",
        practices=("draagvlak", "draagvlak"),
        edits={"goal-1": "Een\x07 doel", "note-1": " "},
    )
    checked = check_plan(plan, tips, book)
    assert checked.own_case == f"<b>{STORY}</b>\n\nTweede deel {{ }} ~ = # : 1"
    assert checked.title == "Mijn titel"
    assert checked.practices == ("draagvlak",)
    assert checked.edits == {"goal-1": "Een doel", "note-1": ""}


def test_a_name_with_a_function_and_the_trainers_own_number_may_stay(
    tips: Corpus, book: Coursebook
) -> None:
    plan = replace(PLAN, own_case=f"{STORY} Wethouder De Vries belt.",
                   edits={"close": "Vragen? Bel 06-12345678."})  # fmt: skip
    assert check_plan(plan, tips, book) == plan


def test_with_replacing_what_is_gone_stays_in_the_plan(tips: Corpus, book: Coursebook) -> None:
    plan = replace(PLAN, tips=("weg",), questions=("weg",), case="weg")
    assert check_plan(plan, tips, book, replacing=True) == plan


def test_a_form_that_is_too_long_names_those_that_fit(tips: Corpus, book: Coursebook) -> None:
    with pytest.raises(Problem) as caught:
        check_plan(replace(PLAN, form="intervisie", minutes=45), tips, book)
    assert "55" in caught.value.nl
    assert caught.value.nl.endswith("dilemma, quiz.")


# the file


TEXT = st.text(max_size=60).map(clean)
NAMES = st.lists(st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True), max_size=3).map(tuple)


@CALM
@given(
    st.builds(
        Plan,
        language=st.sampled_from(["nl", "en"]),
        practices=st.lists(st.sampled_from(PRACTICES), max_size=3).map(tuple),
        form=st.sampled_from(FORMS),
        minutes=st.integers(45, 480),
        group=st.integers(3, 40),
        case=st.none() | st.from_regex(r"[a-z]{1,9}", fullmatch=True),
        own_case=TEXT,
        tips=NAMES,
        questions=NAMES,
        title=TEXT.map(one_line),
        date=st.none() | st.dates(),
        edits=st.dictionaries(st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True), TEXT, max_size=3),
        without=NAMES,
    )
)
def test_a_plan_comes_back_from_its_file_as_it_went_in(plan: Plan) -> None:
    text = write_plan(plan)
    assert read_plan(text) == plan
    assert write_plan(read_plan(text)) == text
    assert plan_of(as_data(plan)) == plan


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_file_explains_every_field(language: Any) -> None:
    text = write_plan(replace(PLAN, language=language))
    fields = [line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    assert fields == list(as_data(PLAN))
    blocks = [block for block in text.split("\n\n") if "\n" in block]
    assert all(block.startswith("# ") for block in blocks)
    assert max(len(line) for line in text.splitlines()) <= 92


def test_a_trainer_may_write_it_plainly() -> None:
    plan = read_plan(
        "practices: draagvlak\nminutes: '60'\ndate: 2026-11-24\nform: dilemma\n"
        "edits:\n  goal-1:\n  note-1: 5\nwithout:\n  - notes\n"
    )
    assert plan.practices == ("draagvlak",)
    assert (plan.minutes, plan.date, plan.group) == (60, date(2026, 11, 24), 12)
    assert plan.edits == {"goal-1": "", "note-1": "5"}


UNREADABLE = {
    "not YAML": ("form: [\n", "regel 2"),
    "a list": ("- a\n", "regel 1"),
    "a key twice": ("form: quiz\nform: dilemma\n", "regel 2.*twice"),
    "an unknown field": ("vorm: quiz\n", r"niet ken: 'vorm' \(regel 1\).*form"),
    "minutes in words": ("form: quiz\nminutes: lang\n", r"'minutes' niet \(regel 2\).*heel getal"),
    "minutes that are true": ("minutes: true\n", "heel getal"),
    "half minutes": ("minutes: 60.5\n", "heel getal"),
    "a day that is none": ("date: morgen\n", "een datum"),
    "tips that are a mapping": ("tips:\n  a: b\n", "lijst van namen"),
    "a tip that is a list": ("tips:\n  - [a]\n", "lijst van namen"),
    "edits that are a list": ("edits:\n  - a\n", "'naam: tekst'"),
    "an edit that is a list": ("edits:\n  a: [b]\n", "'naam: tekst'"),
    "a million characters": ("title: " + "x" * 1_000_001, "te groot"),
    "endless brackets": ("tips: " + "[" * 90_000, "regel 1"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_said_with_the_line(name: str) -> None:
    text, message = UNREADABLE[name]
    with pytest.raises(Problem) as caught:
        read_plan(text)
    assert re.search(message, caught.value.nl), caught.value.nl


@CALM
@given(st.text())
def test_cleaning_leaves_nothing_that_a_file_cannot_hold(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned
    assert all(c == "\n" or c.isprintable() or c == "\u200d" for c in cleaned), cleaned
    assert "\n\n\n" not in cleaned


def test_names_can_always_be_shown(corpus: Corpus, book: Coursebook) -> None:
    plan = Plan(
        practices=("houding",), case="\ud800x", tips=("a\x00b" + "y" * 500, "\ud800"), without=("",)
    )
    checked = check_plan(plan, corpus, book, replacing=True)
    assert (checked.case, checked.without) == ("x", ())
    assert [len(name) for name in checked.tips] == [100]
