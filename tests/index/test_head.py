from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.head import fit, load, save

VECTORS = np.eye(4, dtype=np.float32)[[0, 0, 0, 1, 2]]
LABELS = ["a", "a", "a", "b", "c"]


def test_the_right_class_scores_highest_and_a_small_class_counts_as_much() -> None:
    head = fit(LABELS, VECTORS, ridge=0.1)
    for label, vector in zip(LABELS, VECTORS, strict=True):
        scores = head.score(vector)
        assert max(scores, key=lambda name: scores[name]) == label
    assert head.score(VECTORS[3])["b"] > 0.5


def test_it_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    head = fit(LABELS, VECTORS)
    save(head, tmp_path / "head.npz")
    again = load(tmp_path / "head.npz")
    assert again.classes == head.classes
    assert again.score(VECTORS[0]) == pytest.approx(head.score(VECTORS[0]))


def test_nothing_to_learn_gives_no_scores() -> None:
    assert fit([], np.zeros((0, 4), np.float32)).score(VECTORS[0]) == {}
