from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant import privacy
from assistant.generation.masking import WORDS, Mask
from assistant.texts import PERSONAL_DATA

PRIVATE = (
    "Bel 06-12345678 of mail jan@example.nl, BSN 111222333, NL91ABNA0417164300, "
    "Dorpsstraat 12, en bel nog eens 06-12345678 of 06-87654321."
)


def test_what_is_found_goes_and_comes_back() -> None:
    mask = Mask("nl")
    hidden = mask.hide(PRIVATE)
    assert privacy.find(hidden) == ()
    assert hidden.startswith("Bel [TELEFOON-1] of mail [MAIL-1], BSN [BSN-1], [REKENING-1], ")
    assert hidden.endswith("nog eens [TELEFOON-1] of [TELEFOON-2].")
    assert mask.show(hidden) == PRIVATE
    assert mask.used


def test_one_mask_covers_all_texts_of_a_question() -> None:
    mask = Mask("en")
    assert mask.hide("Ring 06-12345678") == "Ring [PHONE-1]"
    assert mask.hide("06-87654321, 06-12345678") == "[PHONE-2], [PHONE-1]"


def test_a_placeholder_that_was_not_given_out_stays_what_it_is() -> None:
    mask = Mask("nl")
    mask.hide("06-12345678")
    assert mask.show("[TELEFOON-2] [BSN-1]") == "[TELEFOON-2] [BSN-1]"
    assert mask.without("[TELEFOON-1] [TELEFOON-2]") == "x [TELEFOON-2]"


def test_every_kind_has_a_word() -> None:
    assert set(WORDS) == set(PERSONAL_DATA)


@given(st.text(alphabet=st.characters(exclude_characters="[]")))
def test_nothing_is_lost(text: str) -> None:
    mask = Mask("nl")
    assert mask.show(mask.hide(text)) == text
