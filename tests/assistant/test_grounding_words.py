"""What the gate reads in words: numbers, kinds of words, word lists."""

from __future__ import annotations

import pytest

from assistant.grounding import lexicon as lists
from assistant.grounding.lexicon import lexicon, number_words, stem
from assistant.grounding.numbers import read_number
from assistant.grounding.words import read_words, scope
from corpus.models import LANGUAGES, Language


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("één", "1"), ("eén", "1"), ("een", None), ("drie", "3"), ("vierentwintig", "24"),
        ("zevenentwintig", "27"), ("drieëntwintig", "23"), ("honderdtien", "110"),
        ("tweehonderdvijftig", "250"), ("drieduizend", "3000"), ("derde", "3e"),
        ("vijfentwintigste", "25e"), ("helft", "0.5"), ("anderhalf", "1.5"), ("20%", "20%"),
        ("20 procent", "20%"), ("1.000", "1000"), ("2,5", "2.5"), ("007", "7"),
        ("samen", None), ("erven", None), ("bende", None), ("procent", None),
    ],
)  # fmt: skip
def test_dutch_numbers(text: str, value: str | None) -> None:
    found = read_number(text.split(), "nl")
    assert (found and found[0]) == value


@pytest.mark.parametrize(
    ("text", "value", "used"),
    [
        ("one", "1", 1), ("twenty four", "24", 2), ("two hundred and fifty euros", "250", 4),
        ("three thousand two hundred", "3200", 4), ("half", "0.5", 1), ("third time", "3e", 1),
        ("5th", "5e", 1), ("twenty percent", "20%", 2), ("ten and", "10", 1), ("once", "1", 1),
        ("six weeks", "6", 1),
    ],
)  # fmt: skip
def test_english_numbers(text: str, value: str, used: int) -> None:
    assert read_number(text.split(), "en") == (value, used)


def kinds(text: str, language: Language) -> list[tuple[str, str]]:
    return [(word.kind, word.key) for word in read_words(text, language)]


def test_words_have_a_kind_and_a_key() -> None:
    assert kinds("Bel nooit de privacy officer, tenzij het moet.", "nl") == [
        ("content", "bel"),
        ("negation", "nooit"),
        ("plain", "de"),
        ("actor", "privacy-officer"),
        ("condition", "tenzij"),
        ("plain", "het"),
        ("strength", "moeten"),
    ]
    assert kinds("Don't ring residents' town council on Monday", "en") == [
        ("plain", ""),
        ("negation", "not"),
        ("content", stem("call", "en")),
        ("actor", "resident"),
        ("actor", "town-council"),
        ("plain", ""),
        ("date", "monday"),
    ]


def test_a_capital_inside_a_sentence_is_a_name() -> None:
    named = [word.text for word in read_words("Bel Fatima. Daarna Jan.", "nl") if word.named]
    assert named == ["Fatima", "Jan"]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Verdedig jezelf niet.", "Verdedig"),
        ("Bel niet je collega.", "collega"),
        ("Zeg wat zeker is en wat niet.", "zeker"),
        ("Het bericht heeft de straat niet bereikt, en bel dan.", "bereikt"),
    ],
)
def test_a_negation_speaks_about_a_word(text: str, about: str) -> None:
    words = read_words(text, "nl")
    place = next(i for i, word in enumerate(words) if word.kind == "negation")
    found = scope(words, place)
    assert found is not None
    assert words[found].text == about


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_in_the_lists_with_two_meanings(language: Language) -> None:
    loose = {"synonym", "antonym", "movable", "particle", "preposition"}
    seen: dict[str, str] = {}
    for where, section, line in lists._lines(f"words.{language}"):
        if section in loose:
            continue
        key, _, rest = line.rpartition(":")
        for form in (form.strip() for form in rest.split(",")):
            meaning = f"{section} {key}"
            assert seen.setdefault(form, meaning) == meaning, where
    assert lexicon(language).phrases
    assert all(number_words(language).values())


def test_a_line_under_no_known_heading_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "_lines", lambda name: iter([(f"{name}.txt:2", "colour", "red")]))
    with pytest.raises(ValueError, match=r"words.nl.txt:2: no such heading as 'colour'"):
        lexicon.__wrapped__("nl")
