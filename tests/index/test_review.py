from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.models import Corpus
from corpus.reader import load
from index.embedding import Embedder
from index.review import review


def with_situation(corpus: Corpus, name: str, text: str) -> Corpus:
    """Give a tip one more Dutch situation."""
    tip = corpus.tips[name]
    dutch = tip.texts["nl"]
    changed = replace(dutch, situations=(*dutch.situations, text))
    texts = {**tip.texts, "nl": changed}
    return replace(corpus, tips={**corpus.tips, name: replace(tip, texts=texts)})


def test_a_twin_in_another_tip_is_shown(small_corpus: Path, hashing_embedder: Embedder) -> None:
    corpus = load(small_corpus)
    copied = corpus.tips["moestuin"].texts["nl"].situations[1]
    found = review(with_situation(corpus, "subsidie", copied), hashing_embedder)
    assert any("moestuin" in t.first + t.second and t.cosine > 0.99 for t in found.twins)


def test_a_situation_that_leads_elsewhere_is_shown(
    small_corpus: Path, hashing_embedder: Embedder
) -> None:
    corpus = load(small_corpus)
    copied = corpus.tips["moestuin"].texts["nl"].situations[1]
    found = review(with_situation(corpus, "subsidie", copied), hashing_embedder)
    assert any(lost.own == "tip:subsidie" and lost.found == "tip:moestuin" for lost in found.lost)
