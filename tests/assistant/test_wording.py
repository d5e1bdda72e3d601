"""A question without what stands around it."""

from __future__ import annotations

import pytest

from assistant.wording import plain


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        (
            "Hoi! Ik heb een vraagje. Mijn collega blokkeert het plan. Alvast bedankt!",
            "Mijn collega blokkeert het plan.",
        ),
        (
            "Sorry voor het lange verhaal. de vergadering ontplofte. wie kan me helpen?",
            "de vergadering ontplofte.",
        ),
        ("Beste collega's, korte vraag: hoe zeg ik nee?", "hoe zeg ik nee?"),
        (
            "Ik werk als wijkmanager in Breda. Niemand komt naar de avond.",
            "Niemand komt naar de avond.",
        ),
        (
            "Hello there. I'm not sure who to ask. The council promised too much. Kind regards",
            "The council promised too much.",
        ),
        ("MIJN COLLEGA BLOKKEERT HET PLAN!", "mijn collega blokkeert het plan!"),
    ],
)
def test_what_stands_around_it_goes(typed: str, searched: str) -> None:
    assert plain(typed) == searched


@pytest.mark.parametrize(
    "typed",
    [
        "Hoi",
        "Alvast bedankt",
        "boze bewoners",
        "B&W WIL NIET",
        "Ik ben raadslid. Hoe geef ik ruimte?",
        "Sorry zeggen we nooit als gemeente. Hoe leg ik dat uit?",
        "Hoe bedank ik de vrijwilligers?",
        "Mijn collega zegt: kom later maar terug.",
        "",
    ],
)
def test_what_says_something_stays(typed: str) -> None:
    assert plain(typed) == typed


def test_of_nothing_but_courtesy_the_last_sentence_stays() -> None:
    assert plain("Goedemorgen! Ik heb een vraagje.") == "Ik heb een vraagje."
