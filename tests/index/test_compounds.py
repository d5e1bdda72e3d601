"""Compounds are found by their parts."""

from __future__ import annotations

import pytest

from index.compounds import Splitter
from index.lexical import LexicalIndex

SEEN = {"bewoners": 9, "initiatief": 7, "buurt": 5, "huis": 4, "dorp": 3, "plein": 2, "voor": 80}


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("bewonersinitiatief", ("bewoners", "initiatief")),
        ("buurthuis", ("buurt", "huis")),
        ("dorpsplein", ("dorps", "plein")),  # a linking s
        ("buurtbarbecue", ()),  # one part is unknown
        ("voorhuis", ()),  # a stop word is no part
        ("huis", ()),  # too short
        ("", ()),
    ],
)
def test_split(word: str, parts: tuple[str, ...]) -> None:
    assert Splitter(SEEN, {"voor"}).split(word) == parts


def test_of_two_ways_the_commoner_wins() -> None:
    seen = {"wijk": 9, "raad": 9, "raads": 2, "raadslid": 9, "slid": 2, "lid": 9, "werk": 5}
    assert Splitter(seen).split("wijkraad") == ("wijk", "raad")
    assert Splitter(seen).split("wijkraadslid") == ("wijk", "raadslid")


def test_a_part_finds_the_whole_and_the_other_way_round() -> None:
    texts = {
        "tip:a": "Het initiatief van bewoners. Bewoners en een initiatief.",
        "tip:b": "Een bewonersinitiatief.",
        "tip:c": "De begroting van volgend jaar.",
    }
    index = LexicalIndex.build("nl", texts)
    assert {"tip:a", "tip:b"} <= set(index.search("initiatief"))
    assert {"tip:a", "tip:b"} <= set(index.search("bewonersinitiatief"))
    whole = LexicalIndex.build("nl", texts, compounds=False)
    assert set(whole.search("initiatief")) == {"tip:a"}
