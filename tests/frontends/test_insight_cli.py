"""``bricoleur insight``: the table, the object, the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner

from assistant.feedback import Feedback, FeedbackStore
from assistant.frontends.cli import insight_words
from assistant.frontends.cli.app import app
from corpus.models import LANGUAGES, Language

GOOD: Final = Feedback(
    at=datetime(2026, 10, 3, 9, 30),
    answer_id="a1",
    language="nl",
    useful=True,
    reason=None,
    comment=None,
    question=None,
    practices="binnen-buiten",
    tips="collega-zegt-nee",
    evidence="strong",
    composer="extractive",
)
BAD: Final = replace(
    GOOD,
    at=datetime(2026, 11, 2),
    useful=False,
    reason="klopt-niet",
    comment="<script>alert(1)</script> & klaar",
    question="Hoe zeg ik nee? " + "heel " * 60,
    practices="relaties",
    tips="koffie-drinken zijn-eigen-tip",
)
LOST: Final = replace(
    GOOD,
    at=datetime(2026, 11, 3),
    useful=False,
    reason="geen-tip",
    question="Mag een bankje bij de sloot?",
    practices="",
    tips="",
    evidence="none",
)
SILENT: Final = replace(LOST, reason="buiten-bereik", question=None)

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command over the verdicts given, and returns what it printed."""

    def call(*given: str, rows: tuple[Feedback, ...] = (), language: str = "nl") -> str:
        monkeypatch.setenv("BRICOLEUR_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("BRICOLEUR_LANGUAGE", language)
        store = FeedbackStore(f"sqlite:///{tmp_path}/bricoleur.sqlite3")
        for row in rows:
            store.add(row)
        store.close()
        result = CliRunner().invoke(app, ["insight", *given], catch_exceptions=False)
        assert result.exit_code == 0
        return result.stdout

    return call


class Page(HTMLParser):
    """A page taken apart; fails where a tag is not closed."""

    VOID = frozenset({"meta", "rect", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


ROWS: Final = (*(replace(GOOD, answer_id=f"g{n}") for n in range(5)), BAD, LOST, SILENT)


def test_an_empty_store_is_a_sentence(run: Run, tmp_path: Path) -> None:
    assert run().startswith("Er zijn nog geen oordelen opgeslagen.")
    assert run(language="en").startswith("No verdicts have been stored yet.")
    assert run("--since", "2026-01-02").startswith("Er zijn geen oordelen opgeslagen sinds 2026-01")
    assert json.loads(run("--json"))["count"] == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_plain_and_narrow(run: Run, language: Language) -> None:
    printed = run(rows=ROWS, language=language)
    assert max(map(len, printed.splitlines())) <= 80
    assert "\x1b" not in printed
    for words in ("collega-zegt-nee", "Mag een bankje bij de sloot?", "Hoe zeg ik nee?"):
        assert words in printed
    assert insight_words.word("missing", language) in printed


def test_what_stands_in_the_table(run: Run) -> None:
    printed = run(rows=ROWS)
    assert re.search(r"^Buiten en binnen verbinden +5 +5 +0 +0 +0%$", printed, re.MULTILINE)
    assert re.search(r"^Investeren in relaties +1 +0 +1 +0 +-$", printed, re.MULTILINE)
    assert "Van 3 oktober 2026 tot en met 3 november 2026." in printed
    assert "2 keer zei iemand dat er een antwoord had moeten staan. 1 keer mocht" in printed
    assert "Beoordeeld, maar niet meer in de tips: " in printed
    assert "1 x “Mag een bankje bij de sloot?”" in printed


def test_only_since_a_day(run: Run) -> None:
    found = json.loads(run("--since", "2026-11-01", "--json", rows=ROWS))
    assert (found["useful"], found["useless"], found["missed"]) == (
        0, 1, {"geen-tip": 1, "buiten-bereik": 1},
    )  # fmt: skip
    assert found["first"] == "2026-11-02"
    assert found["missing"][0]["question"] == "Mag een bankje bij de sloot?"


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    result = CliRunner().invoke(app, ["insight", "--since", "gisteren"])
    assert result.exit_code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_from_outside(run: Run, tmp_path: Path, language: Language) -> None:
    path = tmp_path / "inzicht.html"
    assert str(path) in run("--html", str(path), rows=ROWS, language=language)
    html = path.read_text(encoding="utf-8")
    page = Page(html)
    assert page.all("html") == [{"lang": language}]
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    assert "url(" not in html and "http://" not in html and "https://" not in html
    assert "<script>alert(1)</script> & klaar" in page.words
    assert not {path.name for path in tmp_path.iterdir()} - {"inzicht.html", "bricoleur.sqlite3"}


def test_every_drawing_is_told_and_has_a_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    run("--html", str(path), rows=ROWS)
    page = Page(path.read_text(encoding="utf-8"))
    drawings = page.all("svg")
    assert len(drawings) == 3
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert "De tabel eronder geeft dezelfde getallen" in str(drawing["aria-label"])
    tags = [tag for tag, _ in page.tags]
    for place in (n for n, tag in enumerate(tags) if tag == "svg"):
        assert "table" in tags[place : tags.index("h2", place)]
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in attrs for attrs in page.all("th"))


def test_a_page_of_nothing_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    run("--html", str(path), language="en")
    assert "No verdicts have been stored yet." in path.read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_leaves_nothing(tmp_path: Path, run: Run) -> None:
    (tmp_path / "full").mkdir()
    from corpus.problem import Problem

    with pytest.raises(Problem, match="can't be written"):
        run("--html", str(tmp_path / "full"), rows=ROWS)
    assert {path.name for path in tmp_path.iterdir()} == {"full", "bricoleur.sqlite3"}


def test_no_word_is_missing() -> None:
    for key, text in insight_words.WORDS.items():
        assert all(text[language].strip() for language in LANGUAGES), key


def test_the_numbers_in_a_drawing_are_those_of_the_table() -> None:
    from assistant.frontends.cli.insight_plot import Kind, bars

    kinds: list[Any] = [Kind("useful", "nuttig"), Kind("useless", "niet nuttig")]
    drawn = bars([("<b>", (30, 10)), ("leeg", (0, 0))], kinds, "Per x", "Zie tabel")
    assert re.findall(r">(\d+)</text>", drawn) == ["30", "10", "40", "0"]
    wide = [float(w) for w in re.findall(r'width="([\d.]+)" height="22"', drawn)]
    assert wide == [300.0, 100.0]
    assert "&lt;b&gt;" in drawn
