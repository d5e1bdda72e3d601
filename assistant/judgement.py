"""Weighs what was found: is it enough to answer, and which practice is it about? Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from assistant.models import Evidence
from index.models import Hit, Results

SHARPNESS: Final = 0.5
"""Difference in score by which a vote shrinks to a third."""
VOTERS: Final = 8
LENIENT: Final = 0.25
"""Part of the bar that is left for a message in the very words of the work: next to none of what
belongs elsewhere uses them, and short questions often fall just short."""
SECOND_PRACTICE: Final = 0.30
"""Share of the votes from which a second practice is named."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a search says about whether the question can be answered here.

    ``near`` is the best nearness and ``head`` the best classifier score of the hits, ``coverage``
    the largest share of rare words found, ``score`` how far the first hit stands out; ``away``
    and ``away_sum`` are the best and the summed classifier scores of what is answered elsewhere;
    ``here`` and ``there`` the summed scores, by the classifier on words, of all tips and chapters
    and of all that is answered elsewhere.
    """

    near: float
    head: float
    coverage: float
    score: float
    away: float
    away_sum: float
    here: float
    there: float
    english: bool


@dataclass(frozen=True, slots=True)
class Thresholds:
    """A logistic regression over the signs, and the probabilities from which evidence is enough.

    Chosen on the development half of the cases by ``bricoleur-eval calibrate``, kept in
    ``thresholds.json``.
    """

    near: float
    head: float
    coverage: float
    score: float
    away: float
    away_sum: float
    here: float
    there: float
    english: float
    bias: float
    thin: float
    strong: float


def read_thresholds() -> Thresholds:
    """Return the thresholds that ship."""
    text = files("assistant").joinpath("thresholds.json").read_text(encoding="utf-8")
    return Thresholds(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Vote:
    """A practice with its share of the votes, 0 to 1."""

    practice: str
    share: float


def signs(results: Results, *, english: bool) -> Signs:
    """Return the signs of a search that found something."""
    hits, words = results.hits, results.words
    away = [s for name, s in results.elsewhere.items() if name.startswith("elsewhere:")]
    return Signs(
        near=max(hit.near for hit in hits[:3]),
        head=max(hit.head for hit in hits),
        coverage=max(hit.coverage for hit in hits[:3]),
        score=hits[0].score,
        away=max(away, default=0.0),
        away_sum=sum(score for score in away if score > 0.05),
        here=sum(s for name, s in words.items() if not name.startswith(("elsewhere:", "signal:"))),
        there=sum(score for name, score in words.items() if name.startswith("elsewhere:")),
        english=english,
    )


def confidence(seen: Signs, limits: Thresholds) -> float:
    """Return the probability, 0 to 1, that the question can be answered from what was found."""
    total = (
        limits.bias
        + limits.near * seen.near
        + limits.head * seen.head
        + limits.coverage * seen.coverage
        + limits.score * seen.score
        + limits.away * seen.away
        + limits.away_sum * seen.away_sum
        + limits.here * seen.here
        + limits.there * seen.there
        + limits.english * seen.english
    )
    return 1 / (1 + math.exp(-max(min(total, 500.0), -500.0)))


def evidence(seen: Signs, limits: Thresholds, *, about_the_work: bool = False) -> Evidence:
    """Return how well what was found carries an answer.

    Args:
        seen: What the search says.
        limits: From when on it is enough.
        about_the_work: The message uses words that only belong to the work with residents.
    """
    sure = confidence(seen, limits)
    if sure >= limits.strong:
        return "strong"
    bar = limits.thin * (LENIENT if about_the_work else 1.0)
    return "thin" if sure >= bar else "none"


def vote(hits: Sequence[Hit]) -> tuple[Vote, ...]:
    """Let the best hits vote for their practice; the vote counts less the lower the score.

    Returns:
        The practices, most votes first; empty if no hit has one.
    """
    voters = [hit for hit in hits[:VOTERS] if hit.practice]
    if not voters:
        return ()
    top = voters[0].score
    shares: dict[str, float] = {}
    for hit in voters:
        weight = math.exp((hit.score - top) / SHARPNESS)
        shares[str(hit.practice)] = shares.get(str(hit.practice), 0.0) + weight
    total = sum(shares.values())
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Vote(practice, share / total) for practice, share in ranked)


def lead(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return hits with the best tip of the practice that got most votes in front.

    One lucky tip may score highest while all its neighbours are of another practice.
    """
    votes = vote(hits)
    if not votes or hits[0].practice is None or hits[0].practice == votes[0].practice:
        return tuple(hits)
    first = next(hit for hit in hits if hit.practice == votes[0].practice)
    return (first, *(hit for hit in hits if hit is not first))


def named(votes: Sequence[Vote], first: str | None) -> tuple[Vote, ...]:
    """Return the practices an answer names: that of its first tip, and a close second.

    Args:
        votes: All votes, most first.
        first: The practice of the tip the answer opens with, if it has one.
    """
    if not votes:
        return ()
    leader = next((v for v in votes if v.practice == first), votes[0])
    others = [v for v in votes if v.practice != leader.practice and v.share >= SECOND_PRACTICE]
    return (leader, *others[:1])
