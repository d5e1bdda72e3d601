"""What the trainers' pages show: choices, a pack with its sources, and what was changed. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from assistant.course.draft import PARTS
from assistant.course.export.outline import clock
from assistant.course.export.references import cite, colophon
from assistant.course.export.words import say
from assistant.course.models import MINUTES, CaseSheet, Line, Pack, Plan
from assistant.course.pack import lines_of
from assistant.course.plan_file import as_data
from assistant.course.schedule import least_minutes
from assistant.frontends import addresses
from assistant.frontends.courses import ALL, Build, Workshop, available
from assistant.frontends.web.chat_words import ROLE_NAMES
from assistant.frontends.web.course_form import CHOICES, Changed, values
from assistant.frontends.web.course_words import FILES, PART_NAMES, SHELVES, readable, word
from assistant.frontends.web.words import PRACTICE_NAMES
from corpus.coursebook import FORMS, LEVELS, Coursebook
from corpus.models import PRACTICES, ROLES, Corpus, Language, Tip
from corpus.problem import Problem

NEIGHBOURS: Final = 25
"""Tips or questions that another may be swapped for."""
EXCERPT: Final = 40
"""Letters of a line that tell fields apart for who can't see them."""
SHORT: Final = 120
"""Letters of a text in the list of changes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to choose from; ``hint`` tells more about it."""

    id: str
    name: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that the trainer changed: what stood there, and what does now, if anything."""

    id: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence on what is wrong, and the id of the field where it is."""

    field: str
    text: str


class Desk:
    """Shows choices and packs in one language.

    Args:
        shop: Knows the corpus and the coursebook.
        language: The language.
    """

    def __init__(self, shop: Workshop, language: Language) -> None:
        self._corpus: Corpus = shop.corpus
        self._book: Coursebook = shop.book
        self._language: Language = language

    def choices(
        self, data: Mapping[str, Any], problems: Mapping[str, Problem], travelling: str = ""
    ) -> dict[str, Any]:
        """Return what the page with choices shows.

        Args:
            data: What stands in its fields: those of a plan, unchecked.
            problems: What is wrong, by field.
            travelling: The plan so far, with the trainer's changes.
        """
        language = self._language
        return {
            "values": values(data),
            "faults": [self._fault(name, problem) for name, problem in problems.items()],
            "wrong": {name: self._said(problem) for name, problem in problems.items()},
            "travelling": travelling,
            "practices": [Choice(name, PRACTICE_NAMES[name][language]) for name in PRACTICES],
            "roles": [Choice(name, ROLE_NAMES[name][language]) for name in ROLES],
            "levels": [Choice(name, word(f"level_{name}", language)) for name in LEVELS],
            "forms": [*self._forms()],
            "cases": [*self._cases()],
        }

    def pack(self, pack: Pack, changed: Changed, build: Build) -> dict[str, Any]:
        """Return what the page of a pack shows."""
        plan, language = pack.plan, self._language
        ours = {line.id: line.text for line in lines_of(build(replace(plan, edits={}, without=())))}
        there = available(pack)
        return {
            "pack": pack,
            "travelling": json.dumps(as_data(plan), default=str, ensure_ascii=False),
            "wrong": {
                name: (text, self._said(problem)) for name, (text, problem) in changed.wrong.items()
            },
            "faults": [
                Fault(f"veld-{name}", self._said(problem))
                for name, (_, problem) in changed.wrong.items()
            ],
            "focus": "" if changed.wrong else changed.focus,
            "ours": ours,
            "changes": [*self._edits(plan, ours), *self._left_out(plan, ours)],
            "chosen": [name for name in ("tips", "questions") if getattr(plan, name)],
            "parts_in": [
                (Choice(name, PART_NAMES[name][language]), name not in plan.without)
                for name in PARTS
            ],
            "whole": Choice(ALL, FILES[ALL][language]),
            "shelves": {
                word(key, language): [
                    Choice(name, FILES[name][language]) for name in names if name in there
                ]
                for key, names in SHELVES.items()
            },
            "contents": _contents(pack),
            "others": self._others(pack),
            "titles": {tip.id: self._title(tip) for tip in self._corpus.tips.values()},
            "origin": self._origin,
            "excerpt": excerpt,
            "clock": clock,
            "cite": cite,
            "colophon": colophon(pack),
            "case_titles": {case.id: case.title.text for case in pack.cases},
            "asked": _asked,
            "say": lambda key, **given: say(key, language, **given),
            "names": {name: names[language] for name, names in PRACTICE_NAMES.items()},
        }

    def _fault(self, name: str, problem: Problem) -> Fault:
        return Fault(name if name in (*CHOICES, "file") else "keuzes", self._said(problem))

    def _said(self, problem: Problem) -> str:
        return readable(problem.text(self._language), self._language)

    def _forms(self) -> Iterator[Choice]:
        language = self._language
        for name in FORMS:
            form = self._book.forms[language][name]
            few, many = form.people
            facts = word("form_facts", language).format(
                least=max(MINUTES[0], least_minutes(form)), few=few, many=many
            )
            yield Choice(name, form.title, f"{form.about} {facts}")

    def _cases(self) -> Iterator[tuple[str, list[Choice]]]:
        """Yield the cases by practice."""
        for practice in PRACTICES:
            cases = [case for case in self._book.cases.values() if case.practice == practice]
            if cases:
                yield (
                    PRACTICE_NAMES[practice][self._language],
                    [Choice(case.id, case.texts[self._language].title) for case in cases],
                )

    def _edits(self, plan: Plan, ours: Mapping[str, str]) -> Iterator[Change]:
        for name, text in plan.edits.items():
            yield Change(name, _short(ours.get(name, name)), _short(text))

    def _left_out(self, plan: Plan, ours: Mapping[str, str]) -> Iterator[Change]:
        for name in plan.without:
            if name not in PARTS:
                yield Change(name, _short(self._known(name, ours)), "")

    def _known(self, name: str, ours: Mapping[str, str]) -> str:
        """Return the words by which a trainer knows what was left out."""
        kind, _, rest = name.partition(".")
        if kind == "check" and rest in self._book.questions:
            return self._book.questions[rest].texts[self._language].stem
        if kind == "tip" and rest in self._corpus.tips:
            return self._title(self._corpus.tips[rest])
        for ending in ("", ".name", ".heard"):
            if name + ending in ours:
                return ours[name + ending]
        return name

    def _others(self, pack: Pack) -> dict[str, dict[str, list[Choice]]]:
        """Return what each tip and question may be swapped for; ``""`` is one more of them."""
        handed = [tip.id for tip in pack.tips]
        asked = [check.id for check in pack.checks]
        return {
            "tips": {
                name: [
                    Choice(tip.id, self._title(tip))
                    for tip in self._near([name] if name else handed, handed)
                ]
                for name in ("", *handed)
            },
            "questions": {
                name: [
                    Choice(tip.id, self._title(tip))
                    for tip in self._near([*([name] if name else asked), *handed], asked, handed)
                    if tip.id in self._book.questions
                ]
                for name in ("", *asked)
            },
        }

    def _near(
        self, names: Sequence[str], used: Sequence[str], first: Sequence[str] = ()
    ) -> list[Tip]:
        """Return tips near some others: named by them, or of the same practices."""
        tips = self._corpus.tips
        here = [tips[name] for name in names if name in tips]
        practices = dict.fromkeys(tip.practice for tip in here)
        same = [tip.id for one in practices for tip in tips.values() if tip.practice == one]
        named = [name for tip in here for name in tip.see_also]
        found = dict.fromkeys([*first, *named, *same])
        return [tips[name] for name in found if name in tips and name not in used][:NEIGHBOURS]

    def _title(self, tip: Tip) -> str:
        return tip.texts[self._language].title

    def _origin(self, line: Line) -> tuple[str, Choice | None]:
        """Return where a line comes from, in words, and the page on which it stands."""
        text = word(f"from_{line.origin}", self._language)
        tip = self._corpus.tips.get(line.tip or "")
        if tip is None:
            return text, None
        where = addresses.address("tip", tip.id, self._language, line.section)
        return text, Choice(where, self._title(tip))


def _contents(pack: Pack) -> list[tuple[str, str, bool]]:
    """Return the parts of a page as ids and titles, with whether they are there."""
    language = pack.plan.language
    sessions = [(one.id, one.title.text, True) for one in pack.sessions]
    cases = [
        (f"case.{one.id}", word("with_case", language).format(title=one.title.text), True)
        for one in pack.cases
    ]
    start = [(key, say(key, language), bool(getattr(pack, key))) for key in ("goals", "forms")]
    end = [
        (key, say(key, language), bool(getattr(pack, key)))
        for key in ("notes", "tips", "checks", "sources")
    ]
    return [*start, *sessions, *cases, *end]


def excerpt(text: str) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rsplit(' ', 1)[0]} …"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHORT else f"{flat[:SHORT].rsplit(' ', 1)[0]} …"


def _asked(case: CaseSheet) -> list[tuple[str, tuple[Line, ...]]]:
    """Return the questions of a case, from fact to judgement to action."""
    groups = [("fact", case.fact), ("judgement", case.judgement), ("action", case.action)]
    return [(key, lines) for key, lines in groups if lines]
