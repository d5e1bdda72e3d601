from __future__ import annotations

import pytest

from assistant.judgement import Signs, confidence, evidence
from eval.calibration import Sample, calibrate, choose, folds, rates


def sample(number: int, near: float, *, answerable: bool, away: float = 0.0) -> Sample:
    signs = Signs(near, near, 0.5, 2.0, away, away, 0.0, 0.0, english=number % 2 == 0)
    return Sample(f"c{number}", signs, answerable, near > 0.6)


SEPARABLE = [
    *(sample(n, 0.55 + n / 500, answerable=True) for n in range(60)),
    *(sample(100 + n, 0.35 + n / 1000, answerable=False, away=0.3) for n in range(60)),
]


def test_what_can_be_told_apart_is_told_apart() -> None:
    found = calibrate(SEPARABLE)
    assert found.dev.refusal_recall == 1.0
    assert found.dev.false_refusals <= 0.02
    assert found.held_out.refusal_recall >= 0.95
    assert found.strong_right >= found.thin_right


def test_never_more_than_two_percent_false_refusals_where_chosen() -> None:
    mixed = [
        *(sample(n, 0.4 + n / 1000, answerable=True) for n in range(100)),
        *(sample(200 + n, 0.4 + n / 1000, answerable=False) for n in range(100)),
    ]
    limits = choose(mixed)
    assert rates([(s, limits) for s in mixed]).false_refusals <= 0.02


def test_both_kinds_are_needed() -> None:
    with pytest.raises(ValueError, match="answerable and off-topic"):
        calibrate(SEPARABLE[:60])


def test_every_sample_is_held_out_once_and_never_chosen_on_too() -> None:
    held = [s.case for _, out in folds(SEPARABLE) for s in out]
    assert sorted(held) == sorted(s.case for s in SEPARABLE)
    assert all(not set(on) & set(out) for on, out in folds(SEPARABLE))


def test_the_bands_are_those_of_the_engine() -> None:
    limits = choose(SEPARABLE)
    for one in SEPARABLE:
        sure = confidence(one.signs, limits)
        assert (evidence(one.signs, limits) == "none") == (sure < limits.thin)
