from __future__ import annotations

import pytest

from corpus.models import LANGUAGES, Corpus
from corpus.readability import count_words, measure


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("De tuin is van ons.", 5),
        ("Auto's en vvd-leden", 3),
        ("3 van de 12", 2),
        ("café ’s avonds", 3),
        ("... !", 0),
        ("", 0),
    ],
)
def test_words_are_counted_without_numbers(text: str, wanted: int) -> None:
    assert count_words(text) == wanted


def test_figures_of_a_text_are_those_of_the_formula() -> None:
    # Two sentences, seven words; wij-ken (2) and wo-nen (2) make nine syllables.
    figures = measure(["In de wijken wonen wij. Ga mee."], "nl")

    assert figures.words_per_sentence == 3.5
    assert figures.longest == 5
    assert figures.longest_sentence == "In de wijken wonen wij."
    assert figures.ease == pytest.approx(206.84 - 0.93 * 3.5 - 77 * 9 / 7)


def test_english_has_a_formula_of_its_own() -> None:
    # One sentence, three words; res-id-ent (3) makes five syllables.
    figures = measure(["The resident waits."], "en")

    assert figures.ease == pytest.approx(206.835 - 1.015 * 3 - 84.6 * 5 / 3)


def test_each_part_is_a_sentence_of_its_own_even_without_a_full_stop() -> None:
    assert measure(["Ga mee", "Kom dan eens langs"], "nl").words_per_sentence == 3


def test_long_words_and_sentences_read_harder() -> None:
    plain = measure(["Ga langs bij de mensen."], "nl").ease
    long_words = measure(["Participatiebeleid vereist verantwoordelijkheidsbesef."], "nl").ease
    long_sentence = measure(["Ga " + "langs bij de mensen en " * 6 + "kijk."], "nl").ease

    assert long_words < long_sentence < plain


def test_the_shipped_corpus_is_plain(corpus: Corpus) -> None:
    for language in LANGUAGES:
        parts = [
            part
            for tip in corpus.tips.values()
            for section in tip.texts[language].sections
            for part in section.parts
        ]
        figures = measure(parts, language)
        assert figures.words_per_sentence < 14
        assert figures.ease > 60
