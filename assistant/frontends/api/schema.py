"""The shapes of what goes in and out over REST, as pydantic models: OpenAPI is made from them.

The answer itself is not here: it is :class:`assistant.models.Answer`, the same for every door.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.models import Answer
from corpus.models import Language

PracticeId = Literal[
    "in-kaart-brengen",
    "relaties",
    "draagvlak",
    "binnen-buiten",
    "ondersteunen",
    "houding",
    "organisatie",
]
Role = Literal["wijkmanager", "projectleider", "beleidsadviseur", "leidinggevende", "bestuur"]
Phase = Literal["verkennen", "ontwerpen", "besluiten", "uitvoeren", "nazorg"]
Reason = Literal["past-niet", "te-algemeen", "klopt-niet", "onduidelijk", "anders"]
MAX_HISTORY: Final = 50
QUESTION: Final = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"


class Strict(BaseModel):
    """What comes in: a field that does not exist is said to be wrong, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Question(Strict):
    """What is asked."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": QUESTION},
                {
                    "question": "En hoe zeg ik dat?",
                    "history": [QUESTION],
                    "language": "nl",
                },
            ]
        }
    )
    question: str = Field(description="The situation or question, in Dutch or English.")
    language: Language | None = Field(
        None, description="Language of the answer; by default that of the question."
    )
    history: Annotated[list[str], Field(max_length=MAX_HISTORY)] = Field(
        default_factory=list,
        description="Earlier questions of the same conversation, oldest first.",
    )


class Judgement(Strict):
    """What a reader thinks of an answer. Nothing is stored that leads back to a person."""

    answer: Answer = Field(description="The answer as it came; Bricoleur keeps none itself.")
    useful: StrictBool
    reason: Reason | None = Field(None, description="Why it was of no use.")
    comment: Annotated[str, Field(max_length=4_000)] = Field(
        "", description="Personal data in it is masked; over 1,000 characters are cut."
    )
    with_question: StrictBool = Field(
        False, description="Whether the reader agreed that the question is stored too."
    )


class ProblemDetails(BaseModel):
    """What is wrong, as RFC 9457 says it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


class Part(BaseModel):
    """A sentence or step. ``sources`` are those it rests on alone; ``own`` is our own thought."""

    text: str
    sources: list[str]
    own: bool


class TextSection(BaseModel):
    """A headed part of a tip or practice."""

    key: str
    heading: str
    parts: list[Part]


class SourceEntry(BaseModel):
    """An entry of the bibliography.

    ``grade`` is A (primary or peer reviewed), B (solid secondary) or C (practice report); ``read``
    says how much of it was read for the tips.
    """

    id: str
    title: str
    authors: str
    year: int | None
    url: str
    grade: str
    read: str


class TipEntry(BaseModel):
    """A tip in a list. ``url`` is its page."""

    id: str
    title: str
    practice: PracticeId
    situation: str
    roles: list[str]
    phases: list[str]
    url: str


class Tip(BaseModel):
    """One piece of advice on one situation."""

    id: str
    language: Language
    title: str
    practice: PracticeId
    situations: list[str]
    sections: list[TextSection]
    roles: list[str]
    phases: list[str]
    basis: str
    sources: list[SourceEntry]
    see_also: list[str]
    reviewed: date
    url: str


class PracticeEntry(BaseModel):
    """A practice in a list, with the number of its tips."""

    id: PracticeId
    title: str
    tips: int
    url: str


class Practice(BaseModel):
    """What a practice is, and its tips."""

    id: PracticeId
    language: Language
    title: str
    sections: list[TextSection]
    basis: str
    sources: list[SourceEntry]
    tips: list[TipEntry]
    reviewed: date
    url: str


class SourceWithTips(SourceEntry):
    """A source with the tips that rest on it."""

    tips: list[TipEntry]


class Document(BaseModel):
    """A document that the organisation added itself, as it is in the index."""

    id: str
    title: str
    language: Language
    passages: int
    url: str


class Found(BaseModel):
    """A search result. ``near`` tells how well it fits, from 0 to 1."""

    kind: Literal["tip", "chapter", "document"]
    id: str
    title: str
    practice: PracticeId | None
    situation: str
    near: float
    url: str


class Page(BaseModel):
    """Where one is in a list; ``page`` counts from 1."""

    page: int
    page_size: int
    pages: int
    total: int


class TipPage(Page):
    """A page of tips."""

    items: list[TipEntry]


class SourcePage(Page):
    """A page of sources."""

    items: list[SourceEntry]


class PracticeList(BaseModel):
    """The practices."""

    items: list[PracticeEntry]


class DocumentList(BaseModel):
    """The added documents."""

    items: list[Document]


class SearchResults(BaseModel):
    """What a search found, best first."""

    language: Language
    items: list[Found]


class Health(BaseModel):
    """Whether the server is well."""

    status: Literal["ok"]
