"""The second opinion on a tiny CrossEncoder without training, made here."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from assistant.grounding.gate import Given, check
from assistant.grounding.nli import NliSupport
from corpus.problem import Problem

LABELS = ("contradiction", "entailment", "neutral")
GIVEN = {1: Given("De raad beslist in mei.", "nl")}
SENTENCE = "De raad beslist."


def model(folder: Path, labels: tuple[str, ...], favoured: int) -> Path:
    """Write a CrossEncoder of a few hundred weights that always favours one label."""
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "de", "raad", "beslist", "niet"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=8, id2label=dict(enumerate(labels)),
        label2id={name: number for number, name in enumerate(labels)},
    )  # fmt: skip
    network = BertForSequenceClassification(config)
    with torch.no_grad():
        network.classifier.weight.zero_()
        network.classifier.bias.fill_(-6)
        if favoured >= 0:
            network.classifier.bias[favoured] = 6
    network.save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


@pytest.mark.parametrize(("favoured", "passes"), [(0, False), (1, True), (2, False)])
def test_the_label_entailment_decides(tmp_path: Path, favoured: int, passes: bool) -> None:
    support = NliSupport(model(tmp_path / "m", LABELS, favoured))
    verdict = check(SENTENCE, [1], GIVEN, support=support)
    assert verdict.supported is passes
    assert verdict.reason == (None if passes else "not-entailed")
    assert not check("De raad beslist niet.", [1], GIVEN, support=support).supported


@pytest.mark.parametrize(("favoured", "passes"), [(0, True), (-1, False)])
def test_a_model_with_one_output_says_how_much(tmp_path: Path, favoured: int, passes: bool) -> None:
    support = NliSupport(model(tmp_path / "m", ("LABEL_0",), favoured))
    assert support(SENTENCE, ["De raad beslist in mei."]) is passes


def test_a_label_that_denies_is_not_taken_for_entailment(tmp_path: Path) -> None:
    support = NliSupport(model(tmp_path / "m", ("not_entailment", "entailment"), 0))
    assert not support(SENTENCE, ["De raad beslist in mei."])


def test_what_is_no_such_model_is_a_problem_in_words(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no sentence-transformers CrossEncoder"):
        NliSupport(Path("some/model-by-name"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(Problem, match="no sentence-transformers CrossEncoder"):
        NliSupport(tmp_path / "empty")
    with pytest.raises(Problem, match="no label"):
        NliSupport(model(tmp_path / "m", ("good", "bad"), 0))
