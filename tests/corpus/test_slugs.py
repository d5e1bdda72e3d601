from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.slugs import slug


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Wat speelt er", "wat-speelt-er"),
        ("  Eén café, à la carte!  ", "een-cafe-a-la-carte"),
        ("Beleid_2026 (v2).PDF", "beleid-2026-v2-pdf"),
        ("ﬁets", "fiets"),
        ("???", ""),
        ("日本", ""),
        ("", ""),
    ],
)
def test_a_slug_is_words_joined_by_hyphens(text: str, wanted: str) -> None:
    assert slug(text) == wanted


def test_a_slug_that_is_cut_ends_in_a_letter_or_digit() -> None:
    assert slug("vijf tien", length=5) == "vijf"
    assert slug("x" * 100) == "x" * 60


@given(st.text(), st.integers(1, 20))
def test_a_slug_is_safe_in_a_name_and_a_slug_of_itself(text: str, length: int) -> None:
    found = slug(text, length)

    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", found)
    assert len(found) <= length
    assert slug(found, length) == found
