from __future__ import annotations

import json

import pytest

from assistant.frontends.slack.home import Facts, practices_of, prompts, view
from assistant.texts import STARTERS
from corpus.models import LANGUAGES, PRACTICES, Corpus, Language
from tests.slack.limits import view_faults
from tests.slack.shown import buttons, shown

SITE = "https://tips.gemeente.example"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_how_to_ask_what_there_is_and_what_is_stored(
    corpus: Corpus, language: Language
) -> None:
    page = view(Facts(practices_of(corpus), base=SITE), language)
    text = shown(page["blocks"], links=True)
    assert view_faults(page) == []
    for name in PRACTICES:
        assert corpus.chapters[name].texts[language].title in text
        assert f"/{name}>" in text
    for ways in ("/bricoleur", "@Bricoleur", "Zoek een praktijk"):
        assert ways in text
    assert ("uur" if language == "nl" else "hour") in text
    found = buttons(page["blocks"])
    start = {"nl": "/", "en": "/en/"}[language]
    assert SITE + start in {button.get("url") for button in found.values()}
    assert STARTERS[language][0] in {button.get("value") for button in found.values()}


def test_it_can_be_read_in_the_other_language(corpus: Corpus) -> None:
    facts = Facts(practices_of(corpus))
    other = buttons(view(facts, "nl")["blocks"])["English"]["value"]
    assert buttons(view(facts, other)["blocks"])["Nederlands"]["value"] == "nl"


def test_without_a_site_it_links_nowhere(corpus: Corpus) -> None:
    page = view(Facts(practices_of(corpus)), "nl")
    assert view_faults(page) == []
    assert "http" not in json.dumps(page)


def test_it_names_a_model_and_an_organisation_only_if_there_is_one(corpus: Corpus) -> None:
    practices = practices_of(corpus)
    plain = shown(view(Facts(practices), "nl")["blocks"])
    assert "taalmodel" not in plain
    facts = Facts(practices, organisation="Gemeente <!channel> & Co", model="gpt-nl *x*")
    page = view(facts, "nl")
    assert "taalmodel van je organisatie (gpt-nl *x*)" in shown(page["blocks"])
    assert "<!channel>" not in json.dumps(page)
    assert view_faults(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_at_most_four_situations_to_begin_with(language: Language) -> None:
    found = prompts(language)
    assert 1 <= len(found) <= 4
    assert [one["message"] for one in found] == list(STARTERS[language])
    assert all(len(one["title"]) <= 75 for one in found)
