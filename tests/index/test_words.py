from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.grams import bags, learn
from index.words import fit, load, save

TEXTS = [
    "de parkeerplaats is vol",
    "ruzie om een parkeerplek",
    "nergens een plek om te parkeren",
    "de moestuin heeft water nodig",
    "niemand geeft de moestuin water",
]
LABELS = ["parkeren", "parkeren", "parkeren", "moestuin", "moestuin"]


def best(text: str) -> str:
    scores = fit(LABELS, TEXTS, ridge=0.5).score(text)
    return max(scores, key=lambda name: scores[name])


def test_the_class_whose_words_are_in_the_text_scores_highest() -> None:
    assert [best(text) for text in TEXTS] == LABELS


def test_a_compound_or_a_slip_that_was_never_seen_is_known_by_its_pieces() -> None:
    assert best("parkeergarage") == "parkeren"
    assert best("moestuyn") == "moestuin"


def test_it_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    head = fit(LABELS, TEXTS)
    save(head, tmp_path / "words")
    assert load(tmp_path / "words").score(TEXTS[0]) == head.score(TEXTS[0])


def test_a_part_that_does_not_fit_is_noticed(tmp_path: Path) -> None:
    save(fit(LABELS, TEXTS), tmp_path / "words")
    np.save(tmp_path / "words" / "idf.npy", np.ones(3, np.float32))
    with pytest.raises(ValueError, match="whole"):
        load(tmp_path / "words")


@pytest.mark.parametrize("text", ["", "…", "qxz", "\0\ud800", "a" * 10_000, "woord " * 10_000])
def test_any_text_has_a_score(text: str) -> None:
    assert set(fit(LABELS, TEXTS).score(text)) == set(LABELS)


def test_nothing_to_learn_gives_no_scores() -> None:
    assert fit([], []).score("iets") == {}


def test_words_and_pieces_weigh_the_same_and_a_vector_has_length_one() -> None:
    features = learn(TEXTS)
    _, values = features.vector(TEXTS[0])
    assert float(values @ values) == pytest.approx(1)
    assert features.vectors(TEXTS).shape == (len(TEXTS), len(features.hashes))


def test_what_occurs_in_one_text_is_not_a_feature() -> None:
    words, _ = bags("vol")
    assert not set(words) & set(learn(TEXTS).hashes.tolist())
    words, _ = bags("moestuin")
    assert set(words) <= set(learn(TEXTS).hashes.tolist())


def test_case_and_accents_do_not_count() -> None:
    assert bags("Reëel IDEE") == bags("reeel idee")
