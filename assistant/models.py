"""What goes into the engine and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from corpus.models import Basis, Language

Status = Literal[
    "answered",
    "clarification",
    "greeting",
    "unanswerable_off_topic",
    "unanswerable_no_evidence",
    "referred_crisis",
    "blocked_personal_data",
    "blocked_too_long",
    "blocked_instruction",
    "error",
]
Evidence = Literal["strong", "thin", "none"]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question, and the tips its answer cited, best first."""

    question: str
    tips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as an answer shows it."""

    id: str
    title: str
    authors: str
    year: int | None
    url: str
    grade: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered reference from the text to words of a passage.

    ``quote`` stands verbatim in the passage; ``sources`` are those that these words rest on.
    ``tip_id`` is None for a chapter or an added document, ``page`` for all but paged documents.
    """

    n: int
    passage_id: str
    tip_id: str | None
    practice: str | None
    title: str
    section: str
    quote: str
    page: int | None
    sources: tuple[CitedSource, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class PracticeVote:
    """A practice that the question belongs to, with a confidence of 0 to 1."""

    id: str
    title: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question ended. Only ``answered`` carries citations and practices, and then always."""

    id: str
    status: Status
    language: Language
    question: str
    query: str
    text: str
    practices: tuple[PracticeVote, ...] = ()
    evidence: Evidence = "none"
    citations: tuple[Citation, ...] = ()
    follow_ups: tuple[str, ...] = ()
    composer: str = "extractive"
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def tips(self) -> tuple[str, ...]:
        """The ids of the tips that it cites, in order."""
        return tuple(dict.fromkeys(c.tip_id for c in self.citations if c.tip_id))

    def as_json(self) -> dict[str, Any]:
        """Return the answer as the JSON object that every door speaks."""
        return asdict(self)
