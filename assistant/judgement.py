"""Weighs what was found: is it enough to answer, and which practice is it about? Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.models import Evidence
from index.models import Hit

SHARPNESS: Final = 0.5
"""Difference in score by which a vote shrinks to a third."""
VOTERS: Final = 8
SECOND_PRACTICE: Final = 0.30
"""Share of the votes from which a second practice is named."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When evidence is enough: cosines, with a lower one where rare words match as well.

    Cosines for a question in English lie a little lower; ``english`` is what is added to them.
    """

    strong: float = 0.885
    strong_with_words: float = 0.86
    thin: float = 0.865
    thin_with_words: float = 0.845
    words: float = 0.45
    english: float = 0.0


@dataclass(frozen=True, slots=True)
class Vote:
    """A practice with its share of the votes, 0 to 1."""

    practice: str
    share: float


def evidence(hits: Sequence[Hit], thresholds: Thresholds, *, english: bool = False) -> Evidence:
    """Return how well the best of ``hits`` (best first) carries an answer."""
    if not hits:
        return "none"
    cosine = max(hit.cosine for hit in hits[:3]) + (thresholds.english if english else 0.0)
    words = max(hit.coverage for hit in hits[:3]) >= thresholds.words
    if cosine >= (thresholds.strong_with_words if words else thresholds.strong):
        return "strong"
    if cosine >= (thresholds.thin_with_words if words else thresholds.thin):
        return "thin"
    return "none"


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
