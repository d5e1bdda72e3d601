"""The course material is read strictly; what is wrong is named by file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.coursebook import FORMS, Coursebook
from corpus.coursebook_check import check_coursebook
from corpus.coursebook_reader import load_coursebook, read_coursebook
from corpus.lined import LinedError, parse
from corpus.models import Corpus
from corpus.problem import Problem
from tests.course.book import dump

CASE = "cases/geval-parkeren.nl.yaml"
ENGLISH = "cases/geval-parkeren.en.yaml"
ASKED = "questions/draagvlak.nl.yaml"
ASKED_ENGLISH = "questions/draagvlak.en.yaml"
LONG = " ".join(["De buurt wil een bank bij de vijver."] * 60)

Spoil = Callable[[dict[str, Any]], object]


def test_a_folder_in_order_gives_cases_questions_forms_and_texts(book: Coursebook) -> None:
    assert sorted(book.cases) == ["geval-moestuin", "geval-parkeren", "geval-subsidie"]
    assert sorted(book.questions) == ["moestuin", "parkeren", "subsidie"]
    assert tuple(book.forms["nl"]) == FORMS == tuple(book.forms["en"])
    assert book.frame["nl"]["safety"] != book.frame["en"]["safety"]
    assert book.cases["geval-parkeren"].texts["nl"].story.count("\n") == 2


def test_a_folder_in_order_has_nothing_against_the_rules(tips: Corpus, book_folder: Path) -> None:
    _, findings = check_coursebook(tips, book_folder)
    assert findings == ()


FORMAT: dict[str, tuple[str, Spoil, str]] = {
    "unknown key": (CASE, lambda d: d.update(kleur="rood"), ": unknown key 'kleur'"),
    "missing key": (CASE, lambda d: d.pop("story"), ":1: the key 'story' is missing"),
    "data in English": (
        ENGLISH, lambda d: d.update(roles=["bestuur"]), ": unknown key 'roles'"
    ),
    "unknown practice": (CASE, lambda d: d.update(practice="koken"), ":1: practice: Input"),
    "unknown tip": (CASE, lambda d: d["tips"].append("soep"), ":6: 'soep' is not a tip"),
    "first tip of another practice": (
        CASE, lambda d: d["tips"].reverse(), ":3: the first tip 'subsidie' is of another practice"
    ),
    "one card less in English": (ENGLISH, lambda d: d["cards"].pop(), "cards: List should have"),
    "other numbers in English": (
        ENGLISH, lambda d: d["fact"].append("Wie?"), "'fact' has 3 items, Dutch 2"
    ),
    "unknown key in a card": (
        CASE, lambda d: d["cards"][1].update(leeftijd="40"), "unknown key 'cards.1.leeftijd'"
    ),
    "question for a tip that isn't there": (
        ASKED, lambda d: d.update(soep=d["parkeren"]), "'soep' is not a tip of this practice"
    ),
    "two options": (ASKED, lambda d: d["parkeren"]["options"].pop(), "options: List should have"),
    "option names an unknown tip": (
        ASKED, lambda d: d["parkeren"]["options"][1].update(tip="soep"), "'soep' is not a tip"
    ),
    "right option names a tip": (
        ASKED, lambda d: d["parkeren"]["options"][0].update(tip="subsidie"),
        "a wrong option may name another tip",
    ),
    "other tips in English": (
        ASKED_ENGLISH, lambda d: d["parkeren"]["options"][1].update(tip="subsidie"),
        "must have as many options as the Dutch one, with the same tips",
    ),
    "unknown form": ("forms.nl.yaml", lambda d: d.update(dans=d["quiz"]), "not a working form"),
    "form that is gone": (
        "forms.en.yaml", lambda d: d.pop("quiz"), "the working form 'quiz' is missing"
    ),
    "other minutes in English": (
        "forms.en.yaml", lambda d: d["quiz"]["steps"][0].update(minutes=7),
        "'quiz' must have the same steps and numbers as the Dutch one",
    ),
    "text that is gone": ("frame.nl.yaml", lambda d: d.pop("safety"), "'safety' is missing"),
    "unknown text": ("frame.nl.yaml", lambda d: d.update(lied=["la"]), "unknown key 'lied'"),
    "text that is no list": (
        "frame.nl.yaml", lambda d: d.update(intention="Morgen"), "intention: Input should be"
    ),
    "fewer texts in English": (
        "frame.en.yaml", lambda d: d["notes"].pop(), "'notes' has 2 items, Dutch 3"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMAT)
def test_a_fault_in_the_form_is_named_by_file_and_line(
    name: str, tips: Corpus, book_folder: Path
) -> None:
    path, spoil, message = FORMAT[name]
    _spoil(book_folder / path, spoil)
    _, findings = read_coursebook(tips, book_folder)
    assert any(message in str(f) and f.path == book_folder / path for f in findings), findings
    with pytest.raises(Problem, match="bricoleur corpus check"):
        load_coursebook(tips, book_folder)


RULES: dict[str, tuple[str, Spoil, str]] = {
    "short story": (CASE, lambda d: d.update(story="Kort."), "'story' has 1 words, must be 150"),
    "long story": (CASE, lambda d: d.update(story=LONG), "'story' has 480 words, must be 150"),
    "short escalation": (CASE, lambda d: d.update(escalation="Kort."), "must be 40 to 80"),
    "long stem": (
        ASKED, lambda d: d["parkeren"].update(stem=f"{LONG} Wat?"), "must be 60 at most"
    ),
    "stem that asks nothing": (
        ASKED, lambda d: d["parkeren"].update(stem="Kijk."), "the stem must end with a question"
    ),
    "long option": (
        ASKED, lambda d: d["parkeren"]["options"][1].update(text=LONG), "must be 25 at most"
    ),
    "long feedback": (
        ASKED, lambda d: d["parkeren"]["options"][2].update(feedback=LONG), "must be 40 at most"
    ),
    "same option twice": (
        ASKED, lambda d: d["parkeren"]["options"][1].update(
            text=d["parkeren"]["options"][2]["text"]
        ),
        "two options are the same",
    ),
    "right option that shows": (
        ASKED, lambda d: [o.update(text=f"Nee {n}.") for n, o in
                          enumerate(d["parkeren"]["options"]) if n],
        "the right option is much longer than the others",
    ),
    "question without a mark": (
        CASE, lambda d: d["fact"].__setitem__(0, "Zeg het."), "must end with a question mark"
    ),
    "incident of another length": (
        "forms.nl.yaml", lambda d: d["incident"]["steps"][0].update(minutes=10),
        "a fixed form has its own minutes",
    ),
    "steps beyond the form": (
        "forms.nl.yaml", lambda d: d["quiz"]["steps"][0].update(minutes=60), "the steps take 75"
    ),
    "long text on a slide": (
        "forms.nl.yaml", lambda d: d["quiz"]["steps"][0].update(group=LONG), "must be 30 at most"
    ),
    "hard to read": (
        CASE,
        lambda d: d.update(escalation=" ".join(["Participatieverordening"] * 40)),
        "reads hard",
    ),
    "long sentence": (
        "frame.nl.yaml", lambda d: d.update(notes=["de buurt " * 15 + "wil dit."] * 3),
        "a sentence has 32 words",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_what_goes_against_the_rules_is_named_by_file_and_line(
    name: str, tips: Corpus, book_folder: Path
) -> None:
    path, spoil, message = RULES[name]
    _spoil(book_folder / path, spoil)
    _, findings = check_coursebook(tips, book_folder)
    assert any(message in str(f) and f.path == book_folder / path for f in findings), findings
    assert all(finding.line > 0 for finding in findings)


def test_a_case_in_one_language_is_named(tips: Corpus, book_folder: Path) -> None:
    (book_folder / ENGLISH).unlink()
    read, findings = read_coursebook(tips, book_folder)
    assert "geval-parkeren" not in read.cases
    assert [str(f) for f in findings] == [f"{book_folder / ENGLISH}:1: this language is missing"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, "the key 'c' stands there twice"),
        ("a: 1\n3: 2\n", 2, "the key '3' must be a plain word"),
        ("a: [1\nb: 2\n", 2, "YAML"),
        ("- a\n", 1, "must hold 'key: value' lines"),
        ("", 1, "must hold 'key: value' lines"),
        ("a: &x [1]\nb: *x\n", 2, "used twice"),
        ("a: &x [*x]\n", 1, "used twice"),
        ("a: \x01\n", 1, "YAML"),
        ("a: 2026-13-01\n", 1, "YAML"),
        ("a: " + "[" * 50_000 + "]" * 50_000, 1, "too deeply"),
    ],
)
def test_yaml_that_cannot_be_read_is_named_by_line(text: str, line: int, message: str) -> None:
    with pytest.raises(LinedError, match=message) as caught:
        parse(text)
    assert caught.value.line == line


def test_the_line_of_what_is_missing_is_that_of_what_is_above_it() -> None:
    page = parse("a:\n  - b: 1\n    c: 2\n")
    assert page.line(("a", 0, "c")) == 3
    assert page.line(("a", 0, "d")) == 2
    assert page.line(("z",)) == 1


def _spoil(path: Path, spoil: Spoil) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    spoil(data)
    dump(path, data)
