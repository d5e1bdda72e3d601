"""What an editor of tips wants to know that takes a model: twins, and situations that get lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from corpus.models import LANGUAGES, Corpus, View
from corpus.passages import corpus_views
from index.embedding import Embedder, Vectors

TWIN: Final = 0.955
"""Cosine of two passages from which they are shown as near-duplicates."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Two views of different tips that say about the same."""

    first: str
    second: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Lost:
    """A situation that lies nearer to another tip than to the rest of its own."""

    own: str
    found: str
    situation: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Review:
    """Both lists, the most striking first. Each entry is to be looked at, not always to mend."""

    twins: tuple[Twin, ...]
    lost: tuple[Lost, ...]


def review(corpus: Corpus, embedder: Embedder) -> Review:
    """Compare every title and situation with all others of the same language."""
    twins: list[Twin] = []
    lost: list[Lost] = []
    for language in LANGUAGES:
        own = (v for v in corpus_views(corpus) if v.language == language)
        views = [v for v in own if v.kind in ("title", "text", "situation")]
        vectors = embedder.passages([view.text for view in views])
        twins += _twins(views, vectors)
        asked = [n for n, v in enumerate(views) if v.kind == "situation"]
        queries = embedder.queries([views[n].text for n in asked])
        lost += _lost(views, vectors, asked, queries)
    twins.sort(key=lambda twin: -twin.cosine)
    lost.sort(key=lambda one: -one.cosine)
    return Review(tuple(twins), tuple(lost))


def _twins(views: Sequence[View], vectors: Vectors) -> list[Twin]:
    short = [n for n, view in enumerate(views) if view.kind in ("title", "situation")]
    cosines = vectors[short] @ vectors[short].T
    rows, columns = np.nonzero(np.triu(cosines, k=1) >= TWIN)
    return [
        Twin(
            f"{views[short[a]].parent}: {views[short[a]].text}",
            f"{views[short[b]].parent}: {views[short[b]].text}",
            float(cosines[a, b]),
        )
        for a, b in zip(rows, columns, strict=True)
        if views[short[a]].parent != views[short[b]].parent
    ]


def _lost(
    views: Sequence[View], vectors: Vectors, asked: Sequence[int], queries: Vectors
) -> list[Lost]:
    parents = np.array([view.parent for view in views])
    found: list[Lost] = []
    for number, query in zip(asked, queries, strict=True):
        cosines = vectors @ query
        cosines[number] = -1.0  # not by itself: the other views must lead to its tip
        best = int(np.argmax(cosines))
        if parents[best] != parents[number]:
            view = views[number]
            found.append(Lost(view.parent, str(parents[best]), view.text, float(cosines[best])))
    return found
