"""The shapes of what goes in and out for courses, as pydantic models.

The pack itself is not here: it is :class:`assistant.course.models.Pack`, the same for every door.
"""

from __future__ import annotations

from datetime import date as Day
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.course.models import GROUP, MINUTES, SESSIONS
from assistant.course.plan import MOST_CHANGES, MOST_QUESTIONS, MOST_TIPS, TITLE
from assistant.frontends.api.schema import PracticeId, Role, Strict
from corpus.coursebook import FormId
from corpus.models import Language

FileName = Literal[
    "pptx",
    "docx-guide",
    "docx-handout",
    "pdf-guide",
    "pdf-handout",
    "cards",
    "moodle",
    "gift",
    "scorm",
    "markdown",
    "zip",
    "plan",
]
Level = Literal["basis", "ervaren"]
Practice = Annotated[PracticeId | None, Query(description="Only of this practice.")]


class CoursePlan(Strict):
    """What a trainer chooses, and what the trainer changes. Nothing of it is stored."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "practices": ["draagvlak"],
                    "form": "dilemma",
                    "minutes": 180,
                    "group": 16,
                    "language": "nl",
                }
            ]
        }
    )
    language: Language | None = Field(
        None, description="Language of the pack; by default the one that Accept-Language names."
    )
    practices: list[PracticeId] = Field(
        default_factory=list, description="What it is about, the main thing first."
    )
    role: Role = "wijkmanager"
    level: Level = "basis"
    form: FormId = "incident"
    minutes: Annotated[int, Field(ge=MINUTES[0], le=MINUTES[1])] = Field(
        90, description="Minutes of one session."
    )
    sessions: Annotated[int, Field(ge=SESSIONS[0], le=SESSIONS[1])] = 1
    group: Annotated[int, Field(ge=GROUP[0], le=GROUP[1])] = Field(
        12, description="Number of participants."
    )
    case: str | None = Field(None, description="A case of ours, by its id; by default we choose.")
    own_case: str = Field(
        "", description="A case of the trainer's own; it goes before `case`. No personal data."
    )
    tips: Annotated[list[str], Field(max_length=MOST_TIPS)] = Field(
        default_factory=list, description="Tips by id; by default those that fit the case."
    )
    questions: Annotated[list[str], Field(max_length=MOST_QUESTIONS)] = Field(
        default_factory=list, description="Check questions, by the id of their tip."
    )
    title: Annotated[str, Field(max_length=TITLE)] = ""
    date: Day | None = Field(None, description="The date that stands on the material.")
    edits: Annotated[dict[str, str], Field(max_length=MOST_CHANGES)] = Field(
        default_factory=dict, description="The trainer's own text for a line, by the line's id."
    )
    without: Annotated[list[str], Field(max_length=MOST_CHANGES)] = Field(
        default_factory=list, description="Parts and lines that are left out, by name."
    )


class CourseForm(BaseModel):
    """A working form, with the least time it needs and the groups in which it works."""

    id: FormId
    title: str
    about: str
    least_minutes: int
    smallest_group: int
    largest_group: int
    steps: list[str]


class CourseFormList(BaseModel):
    """The working forms."""

    items: list[CourseForm]


class CourseCase(BaseModel):
    """A made-up case to learn from."""

    id: str
    title: str
    practice: PracticeId
    story: str
    tips: list[str]
    roles: list[str]
    reviewed: Day


class CourseCaseList(BaseModel):
    """The cases."""

    items: list[CourseCase]
