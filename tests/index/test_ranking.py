from __future__ import annotations

import pytest

from index.ranking import USUAL, Found, nearness, scores


def unit(
    *cosines: float,
    head: float | None = 0.0,
    words: float | None = 0.0,
    lexical: float = 0.0,
    views: int = USUAL,
) -> Found:
    return Found(cosines, views, lexical, head, words)


def test_one_lucky_view_is_not_enough() -> None:
    lucky, steady = unit(0.95, 0.80, 0.80), unit(0.90, 0.90, 0.90)
    assert nearness(lucky, 0.8) < nearness(steady, 0.8)


def test_views_that_were_not_found_count_as_the_floor() -> None:
    assert nearness(unit(0.9), 0.6) == pytest.approx((0.9 + 0.6 + 0.6) / 3)


def test_many_views_give_no_advantage_and_a_document_is_taken_as_it_is() -> None:
    few, many = unit(0.9, 0.9, 0.9, views=10), unit(0.9, 0.9, 0.9, views=100)
    assert nearness(many, 0.8) < nearness(few, 0.8)
    assert nearness(unit(0.9, head=None, views=1), 0.8) == pytest.approx(0.9)


def test_the_heads_and_words_move_a_unit_up() -> None:
    units = {"a": unit(0.9, 0.9, 0.9), "b": unit(0.9, 0.9, 0.9), "c": unit(0.8, 0.8, 0.8)}
    plain = scores(units, 0.7)
    assert plain["a"] == plain["b"] > plain["c"]
    assert scores({**units, "b": unit(0.9, 0.9, 0.9, head=0.8)}, 0.7)["b"] > plain["b"]
    assert scores({**units, "b": unit(0.9, 0.9, 0.9, words=0.8)}, 0.7)["b"] > plain["b"]
    assert scores({**units, "b": unit(0.9, 0.9, 0.9, lexical=20.0)}, 0.7)["b"] > plain["b"]


def test_nothing_found_has_no_scores() -> None:
    assert scores({}, 0.0) == {}
