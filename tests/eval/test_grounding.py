"""The pairs are in order, and the gate keeps what it reaches on them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from corpus.models import PRACTICES, Corpus
from corpus.problem import Problem
from eval import grounding
from eval.cli import app
from eval.grounding import (
    FRESH,
    Pair,
    Row,
    judge,
    precision_recall,
    read_pairs,
    table,
    texts_of,
)


@pytest.fixture(scope="module")
def pairs(corpus: Corpus) -> tuple[Pair, ...]:
    return read_pairs(texts_of(corpus))


@pytest.fixture(scope="module")
def rows(corpus: Corpus, pairs: tuple[Pair, ...]) -> tuple[Row, ...]:
    return judge([pair for pair in pairs if pair.half == "test"], corpus)


def test_the_pairs_cover_kinds_tips_and_practices(corpus: Corpus, pairs: tuple[Pair, ...]) -> None:
    tips = {pair.passage.partition("#")[0].removeprefix("tip:") for pair in pairs}
    assert len(pairs) >= 240
    assert len(tips) >= 60
    assert {corpus.tips[tip].practice for tip in tips} == set(PRACTICES)
    for half in ("tune", "test"):
        found = {pair.kind for pair in pairs if pair.half == half}
        assert found == {*grounding.SUPPORTED, *grounding.WRONG}


def test_a_tip_is_in_one_half(pairs: tuple[Pair, ...]) -> None:
    halves: dict[str, str] = {}
    for pair in pairs:
        tip = pair.passage.partition("#")[0]
        assert halves.setdefault(tip, pair.half) == pair.half, pair.id


def test_the_gate_is_precise_on_the_half_it_was_not_tuned_on(rows: tuple[Row, ...]) -> None:
    precision, recall = precision_recall(rows)
    assert precision >= 0.95
    assert recall >= 0.60


def test_every_kind_of_error_is_mostly_refused(rows: tuple[Row, ...]) -> None:
    for kind in grounding.WRONG:
        some = [row.verdict.supported for row in rows if row.pair.kind == kind]
        assert sum(some) <= 0.1 * len(some), kind


def test_the_table_counts(rows: tuple[Row, ...]) -> None:
    verbatim = [row for row in rows if row.pair.kind == "verbatim"]
    lines = table(verbatim).splitlines()
    dutch = sum(row.pair.language == "nl" for row in verbatim)
    english = len(verbatim) - dutch
    assert lines[2] == (
        f"| verbatim | accept | {dutch}/{dutch} | {english}/{english} "
        f"| {len(verbatim)}/{len(verbatim)} |"
    )
    assert lines[-1] == "| **recall (%)** |  | 100.0 | 100.0 | 100.0 |"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "silly"}, "is no kind"),
        ({"supported": False}, "is no kind"),
        ({"passage": "tip:nowhere#doe"}, "unknown passage"),
        ({"half": "dev"}, "is not tune or test"),
        ({"cites": "tip:parkeren#doe"}, "only a wrong source"),
        ({"kind": "light-paraphrase"}, "verbatim"),
        ({"note": "x"}, "has other keys"),
    ],
)
def test_a_pair_that_is_not_in_order_is_named(
    tmp_path: Path, change: dict[str, object], fault: str
) -> None:
    entry = {
        "id": "nl-1", "passage": "tip:moestuin#doe", "sentence": "Ga samen kijken.",
        "cites": "tip:moestuin#doe", "supported": True, "kind": "verbatim", "half": "tune",
    } | change  # fmt: skip
    (tmp_path / "pairs-nl.yaml").write_text(yaml.safe_dump([entry]), encoding="utf-8")
    (tmp_path / "pairs-en.yaml").write_text("[]", encoding="utf-8")
    known = {f"tip:{tip}#doe@nl": "Ga samen kijken." for tip in ("moestuin", "parkeren")}
    with pytest.raises(Problem, match=fault):
        read_pairs(known, tmp_path)


def test_the_command_prints_the_table() -> None:
    result = CliRunner().invoke(app, ["grounding", "--half", "tune", "--mistakes"])
    assert result.exit_code == 0, result.output
    assert "| **precision (%)** |" in result.output
    assert "paraphrase: " in result.output
    assert CliRunner().invoke(app, ["grounding", "--half", "dev"]).exit_code == 2


def test_no_wrong_pair_of_someone_else_is_accepted(corpus: Corpus) -> None:
    pairs = read_pairs(texts_of(corpus), FRESH)
    assert len(pairs) == 120
    rows = judge(pairs, corpus)
    assert [row.pair.id for row in rows if row.verdict.supported and not row.pair.supported] == []
    assert sum(row.verdict.supported for row in rows) >= 20
