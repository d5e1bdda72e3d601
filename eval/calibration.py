"""Chooses when evidence is enough, on the dev half. Pure.

An old run is enough: the signs that the judgement saw lie in it, the engine isn't asked again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.judgement import Signs, Thresholds, confidence
from eval.cases import Case
from eval.measures import REFUSED
from eval.records import Row

MAX_FALSE_REFUSALS: Final = 0.02
TRUSTED: Final = 0.9
"""Share of right practices among the answers that count as strong."""
FOLDS: Final = 10
NAMES: Final = tuple(field.name for field in fields(Signs))

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One question that reached the judgement: what it saw, and what would have been right."""

    case: str
    signs: Signs
    answerable: bool
    practice_right: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """How a choice does on a set of samples, 0 to 1, with the numbers behind it."""

    refusal_recall: float
    false_refusals: float
    off_topic: int
    answerable: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """The chosen thresholds, how they do where chosen, and on cases held out from choosing."""

    thresholds: Thresholds
    dev: Rates
    held_out: Rates
    strong_right: float
    thin_right: float
    strong_share: float


def samples(rows: Sequence[Row], cases: Mapping[str, Case]) -> list[Sample]:
    """Return the rows that the judgement decides about: searched, and answerable or off-topic."""
    found = []
    for row in rows:
        case = cases.get(row.case)
        status = str((row.answer or {}).get("status", ""))
        if case is None or row.signs is None or status not in ("answered", *REFUSED):
            continue
        if case.expect == "answered" or case.expect in REFUSED:
            right = bool(row.ranked) and row.ranked[0].practice in case.practices
            found.append(Sample(case.id, row.signs, case.expect == "answered", right))
    return found


def calibrate(found: Sequence[Sample]) -> Calibration:
    """Choose thresholds for a set of samples.

    The rates on cases held out come from choosing on nine tenths and looking at the tenth.

    Raises:
        ValueError: One of the two kinds of samples is missing.
    """
    if not any(s.answerable for s in found) or all(s.answerable for s in found):
        raise ValueError("calibration needs answerable and off-topic cases")
    chosen = choose(found)
    answerable = [(s, confidence(s.signs, chosen)) for s in found if s.answerable]
    strong = [s.practice_right for s, sure in answerable if sure >= chosen.strong]
    thin = [s.practice_right for s, sure in answerable if chosen.thin <= sure < chosen.strong]
    return Calibration(
        thresholds=chosen,
        dev=rates([(s, chosen) for s in found]),
        held_out=rates([(s, limits) for s, limits in _held_out(found)]),
        strong_right=_share(strong),
        thin_right=_share(thin),
        strong_share=len(strong) / max(1, len(answerable)),
    )


def choose(found: Sequence[Sample]) -> Thresholds:
    """Fit the weights, then set the limits.

    ``thin`` is the highest probability that refuses at most 2 % of the answerable; ``strong``
    the lowest one above which nine in ten answers name a right practice.
    """
    from sklearn.linear_model import LogisticRegression

    table = np.array([[float(value) for value in asdict(s.signs).values()] for s in found])
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit((table - mean) / spread, [s.answerable for s in found])
    weights: Numbers = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (weights * mean).sum())
    named = {name: round(float(w), 4) for name, w in zip(NAMES, weights, strict=True)}
    open_ended = Thresholds(**named, bias=round(bias, 4), thin=0.0, strong=0.0)
    sure = np.array([confidence(s.signs, open_ended) for s in found])
    answerable = np.array([s.answerable for s in found])
    right = np.array([s.practice_right for s in found])
    thin = float(np.quantile(sure[answerable], MAX_FALSE_REFUSALS, method="lower"))
    strong = max(thin, _trusted(sure[answerable], right[answerable]))
    # Rounded down, so that no case falls out by its own last decimal.
    limits = {"thin": math.floor(thin * 1e4) / 1e4, "strong": math.floor(strong * 1e4) / 1e4}
    return Thresholds(**named, bias=round(bias, 4), **limits)


def rates(judged: Sequence[tuple[Sample, Thresholds]]) -> Rates:
    """Return how thresholds do on samples."""
    out = [confidence(s.signs, t) < t.thin for s, t in judged if not s.answerable]
    kept = [confidence(s.signs, t) < t.thin for s, t in judged if s.answerable]
    return Rates(_share(out), _share(kept), len(out), len(kept))


def folds(
    found: Sequence[Sample], number: int = FOLDS
) -> Iterator[tuple[list[Sample], list[Sample]]]:
    """Yield (chosen on, held out) pairs; every sample is held out once."""
    ordered = sorted(found, key=lambda s: (s.answerable, s.signs.english, s.case))
    for fold in range(number):
        held = ordered[fold::number]
        yield [s for place, s in enumerate(ordered) if place % number != fold], held


def _held_out(found: Sequence[Sample]) -> Iterator[tuple[Sample, Thresholds]]:
    for chosen_on, held in folds(found):
        limits = choose(chosen_on)
        for sample in held:
            yield sample, limits


def _trusted(sure: Numbers, right: NDArray[np.bool_]) -> float:
    """Return the lowest probability above which :data:`TRUSTED` of the practices are right."""
    good = [float(p) for p in sure if right[sure >= p].mean() >= TRUSTED]
    return min(good, default=1.0)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
