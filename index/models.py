"""What a search gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.models import Passage, View


@dataclass(frozen=True, slots=True)
class Hit:
    """One unit (a tip, a chapter, a chunk of a document) that was found.

    ``score`` orders the hits of one search and means nothing beyond it; ``near`` (0 to 1) is
    comparable between searches: nearness and words, fused. ``cosine`` is that of its best view,
    ``lexical`` its BM25 score, ``coverage`` the share of the query's rare words it holds and
    ``head`` the classifier's score, about 1 for a sure case and 0 for a document. ``view`` is the
    best view, ``passage`` what to cite first.
    """

    unit: str
    score: float
    near: float
    cosine: float
    lexical: float
    coverage: float
    head: float
    view: View
    passage: Passage

    @property
    def practice(self) -> str | None:
        """The practice of the tip or chapter; None for a document."""
        return self.passage.practice


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of one query, best first, with the milliseconds each part took.

    ``elsewhere`` holds the classifier's scores of what is not answered here, by class; ``words``
    those of the classifier on words, of everything: tips, chapters, and what is not answered here.
    """

    query: str
    hits: tuple[Hit, ...]
    timings_ms: Mapping[str, float]
    elsewhere: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)
