"""Weighs whether a message is about danger to people or integrity, by its meaning and words. Pure.

The rules (:mod:`assistant.routing`) know the words that people use for danger; this knows the
messages of the corpus, and so also those that say it in other words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from index.models import Results

DANGERS: Final = ("suicide", "violence", "abuse", "harassment", "integrity")
"""The kinds of signals in the corpus that are about danger to people, or integrity."""
_OUTSIDE: Final = ("elsewhere:", "signal:")


@dataclass(frozen=True, slots=True)
class Signals:
    """What both classifiers, on meanings and on words, say of a message.

    ``best`` is the highest score of a danger, ``all`` the sum of those of all dangers, and
    ``ordinary`` the score of what only sounds like it; ``here`` and ``elsewhere`` are the highest
    scores, on words, of the tips and of what is answered elsewhere.
    """

    best: float
    all: float
    ordinary: float
    words_best: float
    words_all: float
    words_ordinary: float
    here: float
    elsewhere: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over the signals, with the values from which a message worries.

    Chosen by ``bricoleur-eval danger`` on the corpus's own messages, kept in ``danger.json``.
    ``worrying`` puts whom to call in front of an answer, ``alarming`` stands in its place.
    """

    best: float
    all: float
    ordinary: float
    words_best: float
    words_all: float
    words_ordinary: float
    here: float
    elsewhere: float
    bias: float
    worrying: float
    alarming: float


@dataclass(frozen=True, slots=True)
class Worry:
    """A kind of danger that a message resembles, and whether so strongly that it is referred."""

    kind: str
    strong: bool


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """Return the weights that ship."""
    text = files("assistant").joinpath("danger.json").read_text(encoding="utf-8")
    return Weights(**json.loads(text))


def signals(meanings: Mapping[str, float], words: Mapping[str, float]) -> Signals:
    """Return what the classifiers say of danger.

    Args:
        meanings: The scores by meaning of what is not answered here, by class.
        words: The scores by words, of everything.
    """
    dark, dark_words = _dangers(meanings), _dangers(words)
    return Signals(
        best=max(dark.values()),
        all=sum(dark.values()),
        ordinary=meanings.get("signal:ordinary", 0.0),
        words_best=max(dark_words.values()),
        words_all=sum(dark_words.values()),
        words_ordinary=words.get("signal:ordinary", 0.0),
        here=max((s for n, s in words.items() if not n.startswith(_OUTSIDE)), default=0.0),
        elsewhere=max((s for n, s in words.items() if n.startswith("elsewhere:")), default=0.0),
    )


def alarm(seen: Signals, weights: Weights) -> float:
    """Return how much a message resembles danger: the log-odds of the regression."""
    return (
        weights.bias
        + weights.best * seen.best
        + weights.all * seen.all
        + weights.ordinary * seen.ordinary
        + weights.words_best * seen.words_best
        + weights.words_all * seen.words_all
        + weights.words_ordinary * seen.words_ordinary
        + weights.here * seen.here
        + weights.elsewhere * seen.elsewhere
    )


def worry(results: Results, weights: Weights | None = None) -> Worry | None:
    """Return the danger that a message resembles, if it does so enough."""
    weights = weights or read_weights()
    found = alarm(signals(results.elsewhere, results.words), weights)
    if not math.isfinite(found) or found < weights.worrying:
        return None
    meanings, words = _dangers(results.elsewhere), _dangers(results.words)
    kind = max(DANGERS, key=lambda name: meanings[name] + words[name])
    return Worry(kind, found >= weights.alarming)


def _dangers(scores: Mapping[str, float]) -> dict[str, float]:
    return {kind: scores.get(f"signal:{kind}", 0.0) for kind in DANGERS}
