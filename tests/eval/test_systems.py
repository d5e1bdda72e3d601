from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.models import Language, Passage, View
from corpus.problem import Problem
from eval import systems
from eval.independence import likeness
from eval.lab import Lab, MatrixStore
from eval.records import PLAIN, Ranked, Row, find_run, new_folder, read_run, write_run
from eval.tables import END, START, insert
from index.embedding import Vectors
from index.snapshot import Contents, Manifest


class Flat:
    """An embedder that puts every question on the first axis."""

    name = "flat"
    dimensions = 2

    def queries(self, texts: Sequence[str]) -> Vectors:
        return np.array([[1.0, 0.0]] * len(texts), dtype=np.float32)

    passages = queries


def unit(angle: float) -> Vectors:
    return np.array([angle, (1 - angle**2) ** 0.5], dtype=np.float32)


def lab() -> Lab:
    """Two tips: the Dutch view of x is nearest; y is a little further, but only in English."""
    near = {"tip:x@nl~title": 0.90, "tip:x@en~title": 0.80, "tip:y@nl~title": 0.70,
            "tip:y@en~title": 0.88}  # fmt: skip
    views: list[View] = []
    passages: list[Passage] = []
    for name in near:
        parent, language = name.split("~")[0].split("@")
        spoken: Language = "nl" if language == "nl" else "en"
        key = f"{parent}#doe"
        views.append(View(name, "title", parent, spoken, name, f"{key}@{spoken}", "relaties"))
        passages.append(
            Passage(key, spoken, "tip", parent, "relaties", "t", "s", "Een zin.", ("Een zin.",),
                    "praktijk", ())
        )  # fmt: skip
    manifest = Manifest(1, "flat", 2, "", "", 4, 4, 0)
    contents = Contents(tuple(passages), tuple(views))
    return Lab(manifest, contents, {n: unit(c) for n, c in near.items()}, Flat())


@pytest.mark.parametrize("name", ["dense-views", "one-weight"])
def test_without_words_the_nearest_view_wins_whatever_its_language(name: str) -> None:
    found = systems.SYSTEMS[name](lab())("iets", "nl")
    assert next(r.unit for r in found) == "tip:x"


def test_dense_views_is_the_order_of_the_cosines() -> None:
    found = systems.dense_views(lab())("iets", "nl")
    assert [(r.unit, round(r.score, 2)) for r in found] == [("tip:x", 0.9), ("tip:y", 0.88)]


def test_reciprocal_rank_fusion_by_hand() -> None:
    scores = systems.reciprocal([["a", "b"], ["b"]])
    assert scores == {"a": 1 / 61, "b": pytest.approx(1 / 62 + 1 / 61)}
    assert systems.order(scores) == ["b", "a"]


def test_chunks_keep_sentences_whole_and_lose_none() -> None:
    parts = ("een twee drie.", "vier vijf.", "zes zeven acht negen.")
    passage = Passage("tip:x#doe", "nl", "tip", "tip:x", None, "T", "S", "", parts, "praktijk", ())
    cut = [text for _, text in systems.chunks([passage], words=5).values()]
    assert cut == ["een twee drie. vier vijf.", "zes zeven acht negen."]


def test_a_store_in_memory_gives_the_nearest_first() -> None:
    store = MatrixStore(["far", "near"], np.stack([unit(0.1), unit(0.9)]))
    found = store.search(unit(1.0), 1)
    assert list(found) == ["near"]


def test_a_run_comes_back_as_it_was_written(tmp_path: Path) -> None:
    row = Row("a", "ours", PLAIN, "q", "q", "nl", (Ranked("tip:x", 0.5),), 1.5, {"status": "x"})
    folder = new_folder(tmp_path, date(2026, 1, 2))
    write_run(folder, {"command": "c"}, [row])
    assert read_run(folder).rows == (row,)
    assert new_folder(tmp_path, date(2026, 1, 2)).name == "2026-01-02-2"
    assert find_run("last", tmp_path) == folder
    with pytest.raises(Problem, match="no \\(whole\\) run"):
        read_run(tmp_path / "none")


@pytest.mark.parametrize(
    ("first", "second", "sign"),
    [
        ("Welke gemeenten deden mee aan het onderzoek", "Welke zes gemeenten deden mee aan het "
         "onderzoek", "letters"),
        ("Mijn collega zegt nee", "De raad wil snel resultaat zien", ""),
    ],
)  # fmt: skip
def test_a_near_copy_is_seen(first: str, second: str, sign: str) -> None:
    stems = frozenset(first.lower().split()), frozenset(second.lower().split())
    assert likeness(first, second, *stems)[0] in ({"letters", "words"} if sign else {""})


def test_tables_stand_between_their_markers() -> None:
    document = f"a\n{START}\nold\n{END}\nb"
    assert insert(document, "new") == f"a\n{START}\n\nnew\n\n{END}\nb"
    with pytest.raises(ValueError, match="markers"):
        insert("a", "new")
