"""What may stand in the front matter: the models that the reader checks and editors can use."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^S\d+[a-z]?$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=70)]
Practice = Literal[
    "in-kaart-brengen",
    "relaties",
    "draagvlak",
    "binnen-buiten",
    "ondersteunen",
    "houding",
    "organisatie",
]
Phase = Literal["verkennen", "ontwerpen", "besluiten", "uitvoeren", "nazorg"]
Role = Literal["wijkmanager", "projectleider", "beleidsadviseur", "leidinggevende", "bestuur"]
ShippedBasis = Literal["essay", "onderzoek", "praktijk", "uitwerking"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextFront(_Strict):
    """The front matter of an English file: only what has to be translated."""

    title: Title
    situations: list[Line] = Field(min_length=5, max_length=10)


class ChapterFront(TextFront):
    """The front matter of a Dutch chapter; it carries the data for both languages."""

    practice: Practice
    basis: ShippedBasis
    sources: list[SourceId] = []
    reviewed: date


class TipFront(ChapterFront):
    """The front matter of a Dutch tip; it carries the data for both languages."""

    phases: list[Phase] = Field(min_length=1)
    roles: list[Role] = Field(min_length=1)
    see_also: list[Slug] = []


class SourceEntry(_Strict):
    """One entry of ``sources.yaml``."""

    title: Line
    authors: Line
    year: int | None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    grade: Literal["A", "B", "C"]
    read: Literal["full", "part", "summary", "contents"]
