from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import LANGUAGES, Language
from index.lexical import LexicalIndex, analyse

UNITS = {
    "tuin": "De bewoners willen een moestuin in de straat.",
    "geld": "Een collega blokkeert het plan van een bewoner, want er is geen geld.",
    "raad": "De raad wil snel resultaat en de wethouder ook.",
    "leeg": "de het een",
}


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build("nl", UNITS)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("nl", "bewoner", "bewoners"),
        ("nl", "helpt", "helpen"),
        ("nl", "geblokkeerd", "blokkeer"),
        ("nl", "raad", "raden"),
        ("nl", "reëel", "reeel"),
        ("nl", "café", "CAFE"),
        ("nl", "cafe\u0301", "café"),
        ("en", "resident", "residents"),
        ("en", "blocks", "blocking"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: Language, one: str, other: str) -> None:
    assert analyse(one, language) == analyse(other, language) != []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("nl", "bewoner", "wethouder"), ("nl", "raad", "raam"), ("en", "plan", "plane")],
)
def test_other_words_have_other_stems(language: Language, one: str, other: str) -> None:
    assert analyse(one, language) != analyse(other, language)


def test_stop_words_and_single_letters_do_not_count() -> None:
    assert analyse("de bewoner en het plan x", "nl") == analyse("bewoner plan", "nl")
    assert analyse("the resident and a plan", "en") == analyse("resident plan", "en")


def test_stems_keep_their_order_and_number() -> None:
    assert analyse("Plannen: een plan, een raad, een plan!", "nl") == [
        "plan",
        "plan",
        "raad",
        "plan",
    ]


def test_a_query_finds_the_units_that_hold_its_words(index: LexicalIndex) -> None:
    found = index.search("Wat als een collega bewoners blokkeert?")

    assert set(found) == {"tuin", "geld"}
    assert found["geld"].score > found["tuin"].score > 0
    assert index.search("wethouders").keys() == {"raad"}


def test_coverage_is_the_share_of_rare_words_that_is_found(index: LexicalIndex) -> None:
    assert index.search("collega geld")["geld"].coverage == pytest.approx(1)
    # One word of two that are equally rare; then a word that stands nowhere, which is rarer.
    assert index.search("collega wethouder")["geld"].coverage == pytest.approx(0.5)
    assert 0 < index.search("collega olifant")["geld"].coverage < 0.5
    common = index.search("bewoner collega")
    assert 0 < common["tuin"].coverage < 0.5, "a word of two units weighs less than one of one"


def test_saying_a_word_twice_changes_nothing(index: LexicalIndex) -> None:
    assert index.search("collega collega collega") == index.search("collega")


@pytest.mark.parametrize(
    "query", ["", "  ", "de het een", "olifanten", "???", "\0", "日本語", "🚲"]
)
def test_unknown_words_find_nothing(query: str, index: LexicalIndex) -> None:
    assert index.search(query) == {}


@pytest.mark.parametrize("texts", [{}, {"leeg": ""}, {"leeg": "de het een"}])
def test_an_index_without_words_finds_nothing_and_can_be_stored(
    texts: dict[str, str], tmp_path: Path
) -> None:
    index = LexicalIndex.build("nl", texts)
    index.save(tmp_path / "words")

    assert index.search("bewoner") == {}
    assert LexicalIndex.load(tmp_path / "words").search("bewoner") == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_loaded_answers_as_what_was_saved(language: Language, tmp_path: Path) -> None:
    built = LexicalIndex.build(language, UNITS)
    built.save(tmp_path / "words")
    loaded = LexicalIndex.load(tmp_path / "words")

    assert loaded.language == language
    for query in [*UNITS.values(), "bewoner", "collega's wethouder", "geld olifant"]:
        assert loaded.search(query) == built.search(query)
    assert loaded.search("moestuin")


@pytest.mark.parametrize("name", ["units.json", "bm25/vocab.index.json", "bm25/data.csc.index.npy"])
def test_half_a_folder_is_refused(name: str, index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "words")
    (tmp_path / "words" / name).unlink()

    with pytest.raises((OSError, ValueError, KeyError)):
        LexicalIndex.load(tmp_path / "words")


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_can_be_indexed_and_is_found_by_itself(text: str, language: Language) -> None:
    index = LexicalIndex.build(language, {"it": text, "other": "iets something"})

    found = index.search(text)
    if analyse(text, language):
        assert found["it"].coverage == pytest.approx(1)
    else:
        assert found == {}
