from __future__ import annotations

import pytest

from corpus.language import SMALL_TALK, detect, is_understood
from corpus.models import LANGUAGES, Corpus, Language


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mijn collega van Financiën houdt het bewonersplan tegen, wat nu?", "nl"),
        ("My colleague in Finance blocks the residents' plan, what now?", "en"),
        ("Hoi!", "nl"),
        ("hello", "en"),
        ("Bedankt", "nl"),
        ("Thank you.", "en"),
    ],
)
def test_dutch_and_english_are_told_apart(text: str, wanted: Language) -> None:
    for default in LANGUAGES:
        assert detect(text, default) == wanted


@pytest.mark.parametrize("text", ["", "   ", "???", "12345", "\0", "日本語"])
def test_a_text_that_says_nothing_gets_the_default(text: str) -> None:
    for default in LANGUAGES:
        assert detect(text, default) == default


def test_what_comes_after_the_sample_is_not_looked_at() -> None:
    dutch = "De bewoners willen zelf een tuin maken in hun eigen straat. " * 40

    assert detect(dutch + "This is all in English and there is a lot of it. " * 400, "en") == "nl"


def test_words_of_small_talk_stand_for_one_language_each() -> None:
    assert set(SMALL_TALK) == set(LANGUAGES)
    for language, words in SMALL_TALK.items():
        assert all(word == word.lower() for word in words)
        assert detect(" ".join(sorted(words)), "nl") == language


def test_a_word_of_both_languages_says_nothing() -> None:
    assert detect("ok", "en") == "en"
    assert detect("OK!", "nl") == "nl"


def test_nearly_all_situations_of_the_corpus_are_recognised(corpus: Corpus) -> None:
    texts = [
        (language, situation)
        for tip in corpus.tips.values()
        for language in LANGUAGES
        for situation in tip.texts[language].situations
    ]

    right = sum(
        detect(text, "en" if language == "nl" else "nl") == language for language, text in texts
    )
    assert right / len(texts) > 0.98


@pytest.mark.parametrize(
    "text",
    [
        "Die Anwohner sind wütend über den Parkplatz. Was soll ich machen?",
        "Les habitants ne viennent plus aux réunions, que faire maintenant ?",
        "Mahalle sakinleri toplantıya gelmiyor, ne yapmalıyım?",
        "qwe rty uio pas dfg hjkl",
    ],
)
def test_a_third_language_is_not_understood(text: str) -> None:
    assert not is_understood(text, "nl")
    assert not is_understood(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "Mijn collega van Financiën blokkeert het plan van de bewoners.",
        "My colleague in Finance blocks the residents' plan.",
        "Kump de buurt wier bie mekaar um te proate euver de speeltuin, wat mot ik doon?",
        "vergadring liep uit d hand bewoners boos wat nuu",
        "Zürich",
        "",
    ],
)
def test_dialect_typos_and_single_words_are(text: str) -> None:
    assert is_understood(text, "nl")
    assert is_understood(text, "en")
