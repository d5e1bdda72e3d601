from __future__ import annotations

import pytest

from assistant.frontends.slack.discretion import is_personal
from corpus.models import Corpus


@pytest.mark.parametrize(
    "question",
    [
        "Mijn collega van Financiën blokkeert het plan.",
        "mijn nieuwe leidinggevende luistert niet",
        "Een bewoonster belt me elke dag huilend op",
        "Er is één bewoner die elke avond overneemt.",
        "Mevrouw Jansen wil niet praten",
        "dhr. de Vries weigert mee te doen",
        "Hij zegt steeds nee. Wat nu?",
        "Wat als hij weer weigert?",
        "Ik ben overspannen door die avonden",
        "Ik trek het niet meer in deze wijk",
        "Ik heb ruzie met mijn teamleider",
        "Een collega van Groen komt afspraken niet na",
        "My manager keeps ignoring my notes",
        "One resident shouts at every meeting",
        "She never answers my mail",
        "I'm exhausted after those evenings",
        "Mrs Jones refuses to talk to us",
    ],
)
def test_it_notices_a_person(question: str) -> None:
    assert is_personal(question)


@pytest.mark.parametrize(
    "question",
    [
        "Een bewonersinitiatief loopt vast op de vergunning.",
        "Bewoners zijn woedend op mijn informatieavond.",
        "Hoe bereik ik mensen die nooit naar een bijeenkomst komen?",
        "Twee bewonersgroepen willen hetzelfde veldje.",
        "Wat zijn de vijf praktijken?",
        "Mijn afdeling wil cijfers zien.",
        "De collega's van Groen moeten nog meedoen.",
        "How do I reach people who never come?",
        "The residents' plan is stuck on the permit.",
        "What does the essay say about trust?",
        "",
    ],
)
def test_it_leaves_the_rest_alone(question: str) -> None:
    assert not is_personal(question)


def test_most_of_what_the_tips_are_about_can_be_asked_in_a_channel(corpus: Corpus) -> None:
    texts = [
        situation
        for tip in corpus.tips.values()
        for text in tip.texts.values()
        for situation in text.situations
    ]
    assert 0.05 < sum(map(is_personal, texts)) / len(texts) < 0.25
