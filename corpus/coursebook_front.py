"""What may stand in the files of the course material: the models that the reader checks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints

from corpus.coursebook import LEVELS
from corpus.frontmatter import Practice, Role, Slug
from corpus.models import PRACTICES

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Few = Annotated[list[Text], Field(min_length=2, max_length=3)]

STEPS: Final = ("open", "again", "tips", "quiz", "close")
"""The steps around the forms; ``again`` opens every session but the first."""
FRAME: Final = (
    *(f"title.{name}" for name in (*PRACTICES, "several")),
    *(f"goals.{name}.{level}" for name in (*PRACTICES, "several") for level in LEVELS),
    *(f"{name}.{who}" for name in STEPS for who in ("trainer", "group")),
    *("break.title", "lunch.title", "session.first", "session.middle", "session.last", "between"),
    *(f"steps.{name}.title" for name in STEPS),
    *("safety", "notes", "use", "intention"),
    *(f"reflection.{name}" for name in (*PRACTICES, "several")),
    *("made-up.open", "made-up.use", "own.open", "own.use"),
    *("own.fact", "own.judgement", "own.action", "own.remarks.heard", "own.remarks.ask"),
    *("own.pitfalls", "own.escalation"),
)
"""The names of the fixed texts, all of which must be there."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OptionEntry(_Strict):
    """An answer to a check question."""

    text: Text
    feedback: Text
    tip: Slug | None = None


class QuestionEntry(_Strict):
    """A check question: the right answer stands first."""

    stem: Text
    options: list[OptionEntry] = Field(min_length=3, max_length=4)


class CardEntry(_Strict):
    """A part in a case."""

    name: Text
    wants: Text
    worries: Text
    knows: Text


class RemarkEntry(_Strict):
    """What a trainer may hear, and what to ask then."""

    heard: Text
    ask: Text


class CaseWords(_Strict):
    """A case in English: only what has to be translated."""

    title: Title
    story: Text
    escalation: Text
    cards: list[CardEntry] = Field(min_length=3, max_length=4)
    fact: Few
    judgement: Few
    action: Few
    remarks: list[RemarkEntry] = Field(min_length=3, max_length=4)
    pitfalls: Few


class CaseEntry(CaseWords):
    """A case in Dutch; it carries the data for both languages."""

    practice: Practice
    tips: list[Slug] = Field(min_length=3, max_length=5)
    roles: list[Role] = Field(min_length=1)
    reviewed: date


class StepEntry(_Strict):
    """A step of a working form."""

    id: Slug
    title: Text
    minutes: int = Field(ge=1, le=60)
    trainer: Text
    group: Text


class FormEntry(_Strict):
    """A working form."""

    title: Text
    about: Text
    fixed: bool
    least: int = Field(ge=10, le=120)
    most: int = Field(ge=10, le=120)
    people: tuple[int, int]
    steps: list[StepEntry] = Field(min_length=4, max_length=7)


class FrameEntry(RootModel[Annotated[list[Text], Field(min_length=1)]]):
    """The fixed texts under one name."""
