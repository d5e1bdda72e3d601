"""What courses are made of, as data: cases, check questions, working forms and fixed texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from corpus.models import Language

FormId = Literal["incident", "intervisie", "dilemma", "rollenspel", "carrousel", "quiz"]
FORMS: Final[tuple[FormId, ...]] = (
    "incident",
    "intervisie",
    "dilemma",
    "rollenspel",
    "carrousel",
    "quiz",
)
LEVELS: Final = ("basis", "ervaren")


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One part in a case: who it is, what they want, what they fear, what only they know."""

    name: str
    wants: str
    worries: str
    knows: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a trainer may hear about a case, and what to ask next."""

    heard: str
    ask: str


@dataclass(frozen=True, slots=True)
class CaseText:
    """A case in one language: the story, how it gets worse, its parts, and how to talk about it.

    ``fact``, ``judgement`` and ``action`` are open questions in that order.
    """

    title: str
    story: str
    escalation: str
    cards: tuple[RoleCard, ...]
    fact: tuple[str, ...]
    judgement: tuple[str, ...]
    action: tuple[str, ...]
    remarks: tuple[Remark, ...]
    pitfalls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A made-up situation to learn from. ``tips`` help in it, the best first."""

    id: str
    practice: str
    tips: tuple[str, ...]
    roles: tuple[str, ...]
    reviewed: date
    texts: Mapping[Language, CaseText]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a check question. ``tip`` is where a wrong one would have fitted."""

    text: str
    feedback: str
    tip: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A check question in one language: a small situation and its options, the right one first."""

    stem: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The check question that belongs to a tip, by the tip's id."""

    tip: str
    texts: Mapping[Language, QuestionText]


@dataclass(frozen=True, slots=True)
class FormStep:
    """One step of a working form.

    ``minutes`` is what it takes in the form's usual length; ``trainer`` is what the trainer does
    and says, ``group`` what the participants are asked, as it stands on a slide.
    """

    id: str
    title: str
    minutes: int
    trainer: str
    group: str


@dataclass(frozen=True, slots=True)
class Form:
    """A working form in one language.

    ``fixed`` forms keep their minutes a step; others stretch and shrink between ``least`` and
    ``most`` minutes. ``people`` is the smallest and largest group that it works with.
    """

    id: FormId
    title: str
    about: str
    fixed: bool
    least: int
    most: int
    people: tuple[int, int]
    steps: tuple[FormStep, ...]


@dataclass(frozen=True, slots=True)
class Coursebook:
    """Everything that courses are made of, by id.

    ``frame`` are the fixed texts, by language and then by name: openings, goals, reflections.
    """

    cases: Mapping[str, Case]
    questions: Mapping[str, Question]
    forms: Mapping[Language, Mapping[FormId, Form]]
    frame: Mapping[Language, Mapping[str, tuple[str, ...]]]
