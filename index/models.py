"""What a search gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.models import Passage, View


@dataclass(frozen=True, slots=True)
class Hit:
    """One unit (a tip, a chapter, a chunk of a document) that was found.

    ``score`` is the fused score, 0 to 1; ``cosine`` that of its best view; ``lexical`` its BM25
    score and ``coverage`` the share of the query's rare words it holds, both 0 where no word of
    its language matched. ``view`` is the best view, ``passage`` what to cite first.
    """

    unit: str
    score: float
    cosine: float
    lexical: float
    coverage: float
    view: View
    passage: Passage

    @property
    def practice(self) -> str | None:
        """The practice of the tip or chapter; None for a document."""
        return self.passage.practice


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of one query, best first, with the milliseconds each part took.

    ``elsewhere`` is the cosine of the nearest question that belongs somewhere else, 0 if none is
    near.
    """

    query: str
    hits: tuple[Hit, ...]
    timings_ms: Mapping[str, float]
    elsewhere: float = 0.0
