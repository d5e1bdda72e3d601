from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse, scale_cosine, scale_lexical


@pytest.mark.parametrize(
    ("cosine", "wanted"),
    [(-1, 0), (0, 0), (0.70, 0), (0.825, 0.5), (0.95, 1), (1, 1)],
)
def test_a_cosine_is_scaled_between_what_means_nothing_and_the_same(
    cosine: float, wanted: float
) -> None:
    assert scale_cosine(cosine) == pytest.approx(wanted)


@pytest.mark.parametrize(("score", "wanted"), [(-3, 0), (0, 0), (10, 0.5), (30, 0.75)])
def test_a_score_of_ten_counts_for_a_half(score: float, wanted: float) -> None:
    assert scale_lexical(score) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("cosine", "lexical", "across", "wanted"),
    [
        (0.825, 10, False, 0.7 * 0.5 + 0.3 * 0.5),
        (0.95, 0, False, 0.7),
        (0.5, 30, False, 0.3 * 0.75),
        (0.95, 0, True, 0.9),
        (0.825, 10, True, 0.9 * 0.5 + 0.1 * 0.5),
        (0.2, 0, False, 0),
    ],
)
def test_the_two_are_weighed(cosine: float, lexical: float, across: bool, wanted: float) -> None:
    assert fuse(cosine, lexical, across=across) == pytest.approx(wanted)


@given(st.floats(-1, 1), st.floats(0, 1e6), st.booleans(), st.floats(0, 0.5), st.floats(0, 50))
def test_more_of_either_never_scores_less(
    cosine: float, lexical: float, across: bool, nearer: float, more: float
) -> None:
    score = fuse(cosine, lexical, across=across)

    assert 0 <= score <= 1
    assert fuse(cosine + nearer, lexical, across=across) >= score
    assert fuse(cosine, lexical + more, across=across) >= score
