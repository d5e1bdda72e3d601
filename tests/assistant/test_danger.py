from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.danger import Signals, Weights, Worry, alarm, read_weights, signals, worry
from assistant.engine import Assistant
from index.models import Results

WEIGHTS = Weights(
    best=10.0,
    all=0.0,
    ordinary=0.0,
    words_best=10.0,
    words_all=0.0,
    words_ordinary=-10.0,
    here=0.0,
    elsewhere=0.0,
    bias=0.0,
    worrying=1.0,
    alarming=3.0,
)


def results(words: dict[str, float] | None = None, **meanings: float) -> Results:
    by_meaning = {f"signal:{kind}": score for kind, score in meanings.items()}
    return Results("x", (), {}, by_meaning, words or {})


def test_what_resembles_danger_worries_and_what_strongly_does_is_referred() -> None:
    assert worry(results(violence=0.15, abuse=0.02), WEIGHTS) == Worry("violence", strong=False)
    assert worry(results(violence=0.15, abuse=0.40), WEIGHTS) == Worry("abuse", strong=True)
    assert worry(results(violence=0.05), WEIGHTS) is None
    assert worry(results(), WEIGHTS) is None


def test_what_only_sounds_like_it_calms() -> None:
    words = {"signal:violence": 0.2, "signal:ordinary": 0.2}
    assert worry(results(words, violence=0.05), WEIGHTS) is None
    assert worry(results({"signal:violence": 0.2}, violence=0.05), WEIGHTS) is not None


def test_a_score_that_is_not_a_number_does_not_worry() -> None:
    assert worry(results(violence=float("nan")), WEIGHTS) is None


def test_signals_are_read_apart_from_tips_and_from_what_is_answered_elsewhere() -> None:
    words = {"tip:a": 0.5, "elsewhere:cooking": 0.3, "signal:abuse": 0.2, "signal:instruction": 0.9}
    assert signals({"signal:abuse": 0.1, "elsewhere:cooking": 0.8}, words) == Signals(
        best=0.1,
        all=0.1,
        ordinary=0.0,
        words_best=0.2,
        words_all=0.2,
        words_ordinary=0.0,
        here=0.5,
        elsewhere=0.3,
    )


def test_the_weights_that_ship_put_referring_above_worrying() -> None:
    weights = read_weights()
    assert weights.alarming > weights.worrying
    calm = Signals(0, 0, 0, 0, 0, 0, 0, 0)
    assert alarm(replace(calm, best=0.2, words_best=0.2), weights) > alarm(calm, weights)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("hij zegt dat hij weet in welk zwembad mijn dochter zaterdags zwemt", "112"),
        (
            "she handed round all her things this morning and told us we would not need to call",
            "113",
        ),
    ],
)
def test_danger_in_other_words_than_the_rules_know_is_referred(
    message: str, kind: str, assistant: Assistant
) -> None:
    answer = assistant.answer(message)
    assert answer.status == "referred_crisis" or kind in answer.text
    assert kind in answer.text
