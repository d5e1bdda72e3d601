"""Chooses when a message worries: on the corpus's own messages, not on the cases.

Each fifth of everything that is written in the corpus is held out in turn, both classifiers are
fitted on the rest, and asked about it. A logistic regression over what they say is chosen on that,
and how it does is told on messages held out from choosing as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from assistant import routing
from assistant.danger import DANGERS, Signals, Weights, alarm, signals
from corpus.models import LANGUAGES, View
from eval.lab import Lab
from index import head, words
from index.snapshot import unit_of

FOLDS: Final = 5
SEED: Final = 113
WORRYING: Final = 0.03
"""Share of the situations and wordings of the tips that may be answered with whom to call."""
ALARMING: Final = 0.005
"""Share of them that may be referred."""
NAMES: Final = tuple(field.name for field in fields(Signals))
ORDINARY: Final = "signal:ordinary"


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the corpus: what it is about, what was said of it, and whether a rule fits."""

    label: str
    seen: Signals
    rule: bool

    @property
    def dangerous(self) -> bool:
        """Whether it is about danger or integrity."""
        return self.label.removeprefix("signal:") in DANGERS


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares, 0 to 1, of messages that worry and that are referred, with or by a rule.

    Of what belongs elsewhere everything that worries is referred: nothing else is said about it.
    """

    dangerous_worry: float
    dangerous_referred: float
    dangerous_by_rule: float
    ordinary_referred: float
    tips_worry: float
    tips_referred: float
    elsewhere_worry: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """The weights, how many messages there were, and how weights do on messages held out."""

    weights: Weights
    messages: int
    dangerous: int
    held_out: Rates


def held_out(lab: Lab) -> tuple[Message, ...]:
    """Return the messages of the corpus with what classifiers say that have not seen them."""
    views = [view for view in lab.contents.views if _is_message(view)]
    fold = np.random.default_rng(SEED).integers(0, FOLDS, len(views))
    found: list[Message] = []
    for number in range(FOLDS):
        kept = [view for view, own in zip(views, fold, strict=True) if own != number]
        asked = [view for view, own in zip(views, fold, strict=True) if own == number]
        found += _ask(lab, kept, asked)
    return tuple(found)


def choose(found: Sequence[Message]) -> Chosen:
    """Choose the weights, and say how such a choice does on messages it was not made on."""
    fold = np.random.default_rng(SEED + 1).integers(0, FOLDS, len(found))
    judged: list[tuple[Message, Weights]] = []
    for number in range(FOLDS):
        on = [m for m, own in zip(found, fold, strict=True) if own != number]
        weights = _fit(on)
        judged += [(m, weights) for m, own in zip(found, fold, strict=True) if own == number]
    return Chosen(
        weights=_fit(found),
        messages=len(found),
        dangerous=sum(message.dangerous for message in found),
        held_out=_rates(judged),
    )


def _ask(lab: Lab, kept: Sequence[View], asked: Sequence[View]) -> list[Message]:
    vectors = np.stack([lab.vectors[view.id] for view in kept])
    meanings = head.fit([unit_of(view) for view in kept], vectors)
    by_words = {
        language: words.fit(
            [unit_of(view) for view in kept if view.language == language],
            [view.text for view in kept if view.language == language],
        )
        for language in LANGUAGES
    }
    return [
        Message(
            unit_of(view),
            signals(meanings.score(lab.vectors[view.id]), by_words[view.language].score(view.text)),
            routing.crisis(view.text) is not None,
        )
        for view in asked
    ]


def _fit(found: Sequence[Message]) -> Weights:
    from sklearn.linear_model import LogisticRegression

    table = np.array([list(asdict(message.seen).values()) for message in found])
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=1000)
    model.fit((table - mean) / spread, [message.dangerous for message in found])
    slopes: NDArray[np.float64] = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (slopes * mean).sum())
    named: dict[str, Any] = {n: round(float(w), 3) for n, w in zip(NAMES, slopes, strict=True)}
    open_ended = Weights(**named, bias=round(bias, 3), worrying=0.0, alarming=0.0)
    tips = [alarm(m.seen, open_ended) for m in found if _is_tip(m)]
    limits = np.quantile(tips, [1 - WORRYING, 1 - ALARMING])
    worrying, alarming = (round(float(limit), 3) for limit in limits)
    return Weights(**named, bias=round(bias, 3), worrying=worrying, alarming=alarming)


def _rates(judged: Sequence[tuple[Message, Weights]]) -> Rates:
    worry = np.array([alarm(m.seen, w) >= w.worrying or m.rule for m, w in judged])
    referred = np.array([alarm(m.seen, w) >= w.alarming or m.rule for m, w in judged])
    dangerous = np.array([m.dangerous for m, _ in judged])
    ordinary = np.array([m.label == ORDINARY for m, _ in judged])
    tips = np.array([_is_tip(m) for m, _ in judged])
    elsewhere = np.array([m.label.startswith("elsewhere:") for m, _ in judged])
    return Rates(
        dangerous_worry=_share(worry[dangerous]),
        dangerous_referred=_share(referred[dangerous]),
        dangerous_by_rule=_share(np.array([m.rule for m, _ in judged])[dangerous]),
        ordinary_referred=_share(referred[ordinary]),
        tips_worry=_share(worry[tips]),
        tips_referred=_share(referred[tips]),
        elsewhere_worry=_share(worry[elsewhere]),
    )


def _is_message(view: View) -> bool:
    return view.kind in ("situation", "phrasing", "elsewhere")


def _is_tip(message: Message) -> bool:
    return not message.label.startswith(("elsewhere:", "signal:"))


def _share(values: NDArray[np.bool_]) -> float:
    return round(float(values.mean()), 4) if len(values) else 0.0
