from __future__ import annotations

import pytest

from assistant.followup import resolve
from assistant.models import Turn

BEFORE = [Turn("Mijn collega van Financiën blokkeert het plan van de bewoners")]


@pytest.mark.parametrize(
    "question",
    [
        "En als hij blijft weigeren?",
        "dat heb ik al geprobeerd",
        "waarom?",
        "met wie zou ik dan eens moeten praten volgens jou?",
    ],
)
def test_a_follow_up_is_searched_with_what_came_before(question: str) -> None:
    resolved = resolve(question, BEFORE)
    assert resolved.follows
    assert resolved.query == f"{BEFORE[0].question} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Een bewonersinitiatief loopt vast op de vergunning.",
        "The village council shouts at me in meetings with residents",
        "Jongeren komen niet naar de avond over de skatebaan in de wijk",
    ],
)
def test_a_new_story_stands_alone(question: str) -> None:
    assert resolve(question, BEFORE).query == question


def test_without_history_nothing_is_added() -> None:
    assert resolve("En als hij blijft weigeren?", []).query == "En als hij blijft weigeren?"


def test_the_story_is_found_behind_other_follow_ups() -> None:
    history = [Turn("Iets heel anders over bewoners en de wijk"), *BEFORE, Turn("en dan?")]
    query = resolve("wat nog meer?", history).query
    assert query == f"{BEFORE[0].question} en dan?"


def test_a_story_in_two_messages_is_one_if_both_lead_to_one_tip() -> None:
    first = "Een groep bewoners tekende een jaar geleden een plan voor de speeltuin in de wijk."
    second = "De gemeente heeft de bewoners van de wijk sindsdien niets meer laten horen."
    one = [Turn(first, ("terugkoppelen", "fout-toegeven")), Turn(second, ("terugkoppelen",))]
    assert resolve("En als ze boos zijn?", one).query == f"{first} {second} En als ze boos zijn?"
    two = [Turn(first, ("fout-toegeven",)), Turn(second, ("terugkoppelen",))]
    assert resolve("En als ze boos zijn?", two).query == f"{second} En als ze boos zijn?"


@pytest.mark.parametrize("question", ["what else?", "wat nog meer", "hoe zeg ik dat?"])
def test_what_names_nothing_itself_adds_nothing(question: str) -> None:
    resolved = resolve(question, BEFORE)
    assert resolved.follows
    assert resolved.query == BEFORE[0].question


def test_more_and_say_are_noticed() -> None:
    assert resolve("what else?", BEFORE).more
    assert resolve("heb je een voorbeeldzin?", BEFORE).say
    assert resolve("hoe zeg ik tegen bewoners dat het niet doorgaat?", []).say
