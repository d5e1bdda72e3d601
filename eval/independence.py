"""Are the questions ours twice? Finds cases that copy, or nearly copy, what the index holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from corpus.models import Language, View
from eval.cases import Case
from index.embedding import Embedder, Vectors
from index.lexical import analyse

OVERLAP: Final = 0.7
"""Share of the stems of both together that they have in common."""
RATIO: Final = 0.75
"""Likeness of the letters in order (difflib)."""
COSINE: Final = 0.925
"""A text is this near to itself at least (5th percentile; prefixes differ), so a copy is nearer."""
MIN_STEMS: Final = 3
COUNTED: Final = ("answered", "unanswerable_off_topic", "unanswerable_no_evidence")
ASKED_VIEWS: Final = ("title", "situation", "phrasing", "elsewhere")
"""What is worded as a question, and what the classifier learns from."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A case that is too like a title or situation, and by which sign."""

    case: str
    question: str
    view: str
    text: str
    sign: str
    value: float


def copies(
    cases: Sequence[Case],
    views: Iterable[View],
    vectors: Mapping[str, Vectors],
    embedder: Embedder,
    threshold: float = COSINE,
) -> list[Pair]:
    """Return every case too like a title, situation or other wording in the index."""
    asked = [case for case in cases if case.expect in COUNTED and not case.history]
    kept = [view for view in views if view.kind in ASKED_VIEWS]
    found = [*by_words(asked, kept), *by_meaning(asked, kept, vectors, embedder, threshold)]
    return sorted(found, key=lambda pair: (pair.case, -pair.value))


def by_words(cases: Sequence[Case], views: Sequence[View]) -> list[Pair]:
    """Return pairs that share most of their stems, or most of their letters in order. Pure."""
    stems = [frozenset(analyse(view.text, view.language)) for view in views]
    pairs = []
    for case in cases:
        language: Language = "en" if case.language == "en" else "nl"
        mine = frozenset(analyse(case.question, language))
        for view, theirs in zip(views, stems, strict=True):
            if view.language != language:
                continue
            sign, value = likeness(case.question, view.text, mine, theirs)
            if sign:
                pairs.append(Pair(case.id, case.question, view.id, view.text, sign, value))
    return pairs


def likeness(
    first: str, second: str, mine: frozenset[str], theirs: frozenset[str]
) -> tuple[str, float]:
    """Return by which sign two texts are too alike, and how much; an empty sign if they aren't."""
    common = len(mine & theirs)
    overlap = common / (len(mine | theirs) or 1)
    if overlap >= OVERLAP and common >= MIN_STEMS:
        return "words", round(overlap, 3)
    if common < 2:  # letters alone never make a copy; this spares most comparisons
        return "", 0.0
    matcher = SequenceMatcher(None, first.lower(), second.lower(), autojunk=False)
    if matcher.real_quick_ratio() < RATIO or matcher.quick_ratio() < RATIO:
        return "", 0.0
    ratio = matcher.ratio()
    return ("letters", round(ratio, 3)) if ratio >= RATIO else ("", 0.0)


def by_meaning(
    cases: Sequence[Case],
    views: Sequence[View],
    vectors: Mapping[str, Vectors],
    embedder: Embedder,
    threshold: float,
) -> list[Pair]:
    """Return pairs whose vectors lie nearer than ``threshold``, in any language."""
    if not (cases and views):
        return []
    table = np.stack([vectors[view.id] for view in views])
    asked = embedder.queries([case.question for case in cases])
    cosines = asked @ table.T
    return [
        Pair(cases[row].id, cases[row].question, views[column].id, views[column].text, "meaning",
             round(float(cosines[row, column]), 3))
        for row, column in np.argwhere(cosines >= threshold)
    ]  # fmt: skip
