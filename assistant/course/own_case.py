"""Looks what there is for a trainer's own case, and what there is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.course.models import Plan
from corpus.models import Language
from index.models import Results


class Find(Protocol):
    """Searches the tips; the retriever's own method fits."""

    def __call__(self, query: str, language: Language, limit: int = 10) -> Results:
        """Return what fits a query."""


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of tips that fit an own case and their practices, the best first.

    ``thin`` says what the trainer must look at, ``care`` whom to call if the case is about danger.
    """

    tips: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    thin: tuple[str, ...] = ()
    care: str | None = None


def look(plan: Plan, find: Find) -> Found:
    """Search for what fits the own case of a plan."""
    return Found()
