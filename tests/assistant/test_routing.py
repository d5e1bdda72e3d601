from __future__ import annotations

import pytest

from assistant.routing import crisis, is_about_the_work, route, says_nothing


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("hoi", "greeting"),
        ("Goedemorgen!", "greeting"),
        ("hello there", "greeting"),
        ("wie ben jij?", "about"),
        ("what can you do?", "about"),
        ("dankjewel, heel nuttig", "thanks"),
        ("thanks, bye", "thanks"),
        ("help", "vague"),
        ("hoi ik heb een vraag", "vague"),
        ("bewoners boos op mijn avond", "in_scope"),
        ("hoi, een bewoner scheldt me uit", "in_scope"),
        ("top idee van de buurt maar de afdeling wil niet", "in_scope"),
    ],
)
def test_route(message: str, expected: str) -> None:
    assert route(message) == expected


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("een bewoner zegt dat hij er een einde aan wil maken", "suicide"),
        ("she wants to end her life", "suicide"),
        ("hij dreigt me te vermoorden", "violence"),
        ("he showed me a knife", "violence"),
        ("ik vermoed kindermishandeling", "abuse"),
        ("de wethouder is handtastelijk", "harassment"),
        ("de aannemer biedt smeergeld", "integrity"),
        ("I want to blow the whistle: a whistleblower question", "integrity"),
    ],
)
def test_crisis_says_whom_it_is_for(message: str, kind: str) -> None:
    assert crisis(message) == kind


@pytest.mark.parametrize(
    "message",
    [
        "ik word doodmoe van deze vergadering",
        "bewoners schieten op elk voorstel",
        "het is een doodlopende straat",
        "my manager will kill me if I come back without numbers",
        "the plan is a ticking time bomb",
        "mensen die in de toeslagenaffaire als fraudeur zijn gezien",
    ],
)
def test_a_figure_of_speech_is_no_crisis(message: str) -> None:
    assert crisis(message) is None


@pytest.mark.parametrize("message", ["", "  ", "123", "👍👍", "?!", "a"])
def test_says_nothing(message: str) -> None:
    assert says_nothing(message)


def test_knows_the_words_of_the_work() -> None:
    assert is_about_the_work("iets met bewoners")
    assert not is_about_the_work("hoe kook ik een ei")
