"""Slips are put right, and nothing else is touched."""

from __future__ import annotations

import pytest

from index.lexical import LexicalIndex, fold
from index.spelling import Spelling

WORDS = {"bewoner": 9, "bewoners": 40, "toen": 30, "vergunning": 12, "plein": 5, "plan": 8}


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(WORDS, known=lambda word: word == "toren", fold=fold)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bewoenrs klagen", "bewoners klagen"),
        ("de bewwoners", "de bewoners"),
        ("de bwoners", "de bewoners"),
        ("op het plien", "op het plein"),  # two letters swapped are one edit
        ("een verguning?", "een vergunning?"),
        ("een vergunninh, graag", "een vergunning, graag"),
    ],
)
def test_one_slip_is_put_right(typed: str, meant: str, spelling: Spelling) -> None:
    assert spelling.correct(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "de toren moet weg",  # a word list knows it
        "Verguning is een naam",  # a capital
        "xewoners",  # the first letter
        "bwnrs",  # more than one edit
        "",
        "🙂 12345 a_b",
    ],
)
def test_what_is_no_slip_stays(typed: str, spelling: Spelling) -> None:
    assert spelling.correct(typed) == typed


def test_the_commonest_of_several_neighbours_wins(spelling: Spelling) -> None:
    assert spelling.correct("bewoneres") == "bewoners"


def test_an_index_knows_its_own_words_stems_and_the_dictionary() -> None:
    index = LexicalIndex.build("nl", {"tip:a": "De vergunning blokkeert het plan van bewoners."})
    assert index.correct("verguning voor de toren") == "vergunning voor de toren"
    assert index.correct("vergunningen") == "vergunningen"
