"""The command line, through its runner, on the real model and a copy of the real index."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.frontends.cli.app import app
from corpus.problem import Problem

DUTCH = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
ARTICLE = """Nieuwsbericht over de kabelbaan

In ons dorp Vlierbeek kwam een kabelbaan voor de pony's. De ponyclub van Vlierbeek bedacht dat.

De gemeente hielp de ponyclub met een brief aan de kabelbaanmeester.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, data_dir: Path, built_index: Path) -> Path:
    """A data folder of our own: the model by link, the index as a copy."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "models").symlink_to(data_dir / "models")
    shutil.copytree(built_index, folder / "index")
    return folder


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("BRICOLEUR_DATA_DIR", str(home))
    monkeypatch.setenv("BRICOLEUR_LANGUAGE", "nl")
    return CliRunner()


def test_ask_prints_the_answer_with_its_sources_below(run: CliRunner) -> None:
    result = run.invoke(app, ["ask", DUTCH])
    assert result.exit_code == 0, result.output
    text = result.output
    assert text.index("Wat je kunt doen") < text.index("Bronnen")
    assert "tip:collega-zegt-nee" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_ask_as_json_is_one_object(run: CliRunner) -> None:
    result = run.invoke(app, ["ask", "--json", DUTCH])
    answer = json.loads(result.output)
    assert answer["status"] == "answered"
    assert answer["practices"][0]["id"] == "binnen-buiten"


def test_a_question_can_come_from_standard_input(run: CliRunner) -> None:
    result = run.invoke(app, ["ask", "--json", "-"], input="hoi\n")
    assert json.loads(result.output)["status"] == "greeting"


def test_a_batch_answers_every_line_in_order_and_names_the_broken_one(
    run: CliRunner, tmp_path: Path
) -> None:
    lines = [
        json.dumps({"id": "a", "question": DUTCH}),
        "{broken",
        json.dumps({"id": "c", "question": "hoi", "language": "en"}),
        json.dumps({"id": "d", "question": 3}),
        json.dumps({"id": "e", "question": "En als hij weigert?", "history": [DUTCH]}),
    ]
    file = tmp_path / "batch.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run.invoke(app, ["ask", "--batch", str(file)])
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [a["id"] for a in answers] == ["a", "line-2", "c", "line-4", "e"]
    assert [a["status"] for a in answers] == ["answered", "error", "greeting", "error", "answered"]
    assert answers[2]["language"] == "en"
    assert answers[4]["practices"][0]["id"] == "binnen-buiten"


def test_a_conversation(run: CliRunner) -> None:
    result = run.invoke(app, ["chat"], input=f"{DUTCH}\nwat nog meer?\n\n")
    assert result.exit_code == 0
    assert result.output.count("Bronnen") == 2


def test_a_document_is_added_cited_listed_and_removed(run: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "kabelbaan.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    added = run.invoke(app, ["add", str(file), str(tmp_path / "weg.pdf")])
    assert "weg.pdf" in added.stderr
    listed = run.invoke(app, ["documents"]).output
    name = listed.split()[0]
    assert "kabelbaan" in listed
    asked = run.invoke(app, ["ask", "--json", "Wie bedacht de kabelbaan voor pony's in Vlierbeek?"])
    cited = json.loads(asked.output)["citations"]
    assert any(c["passage_id"].startswith(f"doc:{name}#") for c in cited)
    assert run.invoke(app, ["remove", name]).exit_code == 0
    assert "kabelbaan" not in run.invoke(app, ["documents"]).output


def test_a_wrong_id_removes_nothing(run: CliRunner) -> None:
    result = run.invoke(app, ["remove", "bestaat-niet"])
    assert isinstance(result.exception, Problem)
    assert "bestaat-niet" in result.exception.nl


def test_the_index_tells_what_it_is_and_has_nothing_to_do(run: CliRunner) -> None:
    assert "int8" in run.invoke(app, ["index", "info"]).output
    run.invoke(app, ["index", "sync"])
    assert "is bij" in run.invoke(app, ["index", "sync"]).output


def test_the_doctor_finds_it_well(run: CliRunner) -> None:
    run.invoke(app, ["index", "sync"])
    result = run.invoke(app, ["doctor"])
    assert result.exit_code == 0, result.output
    assert "NOT" not in result.output


def test_the_doctor_says_what_is_missing(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BRICOLEUR_DATA_DIR", str(tmp_path))
    result = run.invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "bricoleur model prepare" in result.output


def test_the_figures_of_the_corpus_as_json(run: CliRunner) -> None:
    figures = json.loads(run.invoke(app, ["corpus", "stats", "--json"]).output)
    assert figures["tips"] >= 110
    assert all(n >= 12 for n in figures["by_practice"].values())


def test_a_new_tip_starts_in_both_languages(tmp_path: Path) -> None:
    from datetime import date

    from corpus.drafts import start

    paths = start("bewoner-haakt-af", "relaties", date(2026, 11, 24), tmp_path)
    assert [path.name for path in paths] == ["bewoner-haakt-af.nl.md", "bewoner-haakt-af.en.md"]
    with pytest.raises(Problem, match="exists already"):
        start("bewoner-haakt-af", "houding", date(2026, 11, 24), tmp_path)
    with pytest.raises(Problem, match="not a practice"):
        start("iets", "niets", date(2026, 11, 24), tmp_path)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["frobnicate"], 2, "No such command"),
        (["ask"], 2, "give a question"),
        (["ask", "--batch", "/nergens.jsonl"], 1, "kan niet worden gelezen"),
        (["remove", "niets"], 1, "geen document"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_an_exit_code(
    home: Path, arguments: list[str], code: int, says: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant.frontends.cli.app", *arguments],
        env={"BRICOLEUR_DATA_DIR": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr
