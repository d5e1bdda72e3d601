"""``bricoleur course`` through its runner: a plan is written, edited, shown and built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.course.plan_file import read_plan
from assistant.frontends.cli.app import app
from assistant.frontends.cli.saving import save
from corpus.problem import Problem

STORY = (
    "Bewoners willen de oude schuur gebruiken voor een repaircafé. De collega van Vastgoed zegt "
    "nee, want de schuur wordt verkocht. De trekker is moe en de wethouder heeft al ja gezegd."
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("BRICOLEUR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BRICOLEUR_LANGUAGE", "nl")
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def _do(run: CliRunner, *words: str) -> str:
    result = run.invoke(app, ["course", *words])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def _fails(run: CliRunner, *words: str) -> str:
    result = run.invoke(app, ["course", *words])
    assert isinstance(result.exception, Problem), result.output
    return result.exception.nl


def _new(run: CliRunner, *words: str) -> Path:
    _do(run, "new", "-o", "plan.yaml", "--practice", "draagvlak", "--form", "dilemma", *words)
    return Path("plan.yaml")


def test_a_plan_is_written_edited_and_shown(run: CliRunner) -> None:
    path = _new(run, "--minutes", "60", "--group", "20")
    plan = read_plan(path.read_text(encoding="utf-8"))
    assert (plan.minutes, plan.group, plan.practices) == (60, 20, ("draagvlak",))
    assert plan.date is not None
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("edits: {}", 'edits:\n  goal-1: "Mijn doel {~=#:}"'), "utf-8")
    shown = _do(run, "show", "plan.yaml")
    assert "Mijn doel {~=#:}" in shown
    assert "Met 20 mensen maak je 2 groepen van 10." in " ".join(shown.split())
    assert max(len(line) for line in shown.splitlines() if "http" not in line) <= 80
    assert "\0" not in shown


def test_the_name_of_every_line_is_shown_on_request(run: CliRunner) -> None:
    _new(run)
    names = _do(run, "show", "--ids", "plan.yaml")
    for name in ("(goal-1)", "(session-1.open.trainer)", "(note-1)", "(intention)", "(title)"):
        assert name in names
    assert "(goal-1)" not in _do(run, "show", "plan.yaml")


def test_every_line_of_a_pack_is_shown(run: CliRunner) -> None:
    from assistant.course.pack import build_pack, lines_of
    from corpus.coursebook_reader import load_coursebook
    from corpus.reader import load

    path = _new(run)
    corpus = load()
    plan = read_plan(path.read_text(encoding="utf-8"))
    pack = build_pack(plan, corpus, load_coursebook(corpus))
    shown = _do(run, "show", "--ids", "plan.yaml")
    assert [line.id for line in lines_of(pack) if f"({line.id})" not in shown] == []


def test_the_same_plan_gives_the_same_files(run: CliRunner) -> None:
    _new(run)
    formats = ("--formats", "markdown,gift")
    _do(run, "build", "plan.yaml", "--out", "een", *formats)
    _do(run, "build", "plan.yaml", "--out", "twee", *formats)
    first = {path.name: path.read_bytes() for path in Path("een").iterdir()}
    assert first == {path.name: path.read_bytes() for path in Path("twee").iterdir()}
    assert len(first) >= 2
    assert all(first.values())


def test_a_file_that_is_there_is_not_replaced_without_being_told(run: CliRunner) -> None:
    path = _new(run)
    before = path.read_bytes()
    said = _fails(run, "new", "-o", "plan.yaml", "--practice", "houding")
    assert "bestaat al" in said and "--force" in said
    assert path.read_bytes() == before
    _do(run, "new", "-o", "plan.yaml", "--practice", "houding", "--force")
    assert path.read_bytes() != before


def test_building_again_changes_nothing_and_is_fine(run: CliRunner) -> None:
    _new(run)
    _do(run, "build", "plan.yaml", "--out", "map", "--formats", "gift")
    _do(run, "build", "plan.yaml", "--out", "map", "--formats", "gift")


def test_an_unknown_format_makes_nothing(run: CliRunner) -> None:
    _new(run)
    assert "‘kahoot’" in _fails(run, "build", "plan.yaml", "--out", "map", "--formats",
                                "gift,kahoot")  # fmt: skip
    assert not Path("map").exists()


def test_a_tip_that_is_gone_is_refused_unless_it_may_be_replaced(run: CliRunner) -> None:
    path = _new(run)
    text = path.read_text(encoding="utf-8").replace("\ntips:\n", "\ntips:\n  - verdwenen\n")
    path.write_text(text, encoding="utf-8")
    assert "'verdwenen'" in _fails(run, "show", "plan.yaml")
    assert "De tip 'verdwenen' uit je plan" in _do(run, "show", "--replace", "plan.yaml")
    result = run.invoke(
        app, ["course", "build", "plan.yaml", "--out", "map", "--formats", "gift", "--replace"]
    )
    assert result.exit_code == 0
    assert "! De tip 'verdwenen'" in result.stderr
    assert path.read_text(encoding="utf-8") == text


def test_what_cannot_be_read_is_said_in_a_sentence(run: CliRunner) -> None:
    assert "kan niet worden gelezen" in _fails(run, "show", "weg.yaml")
    Path("beeld.yaml").write_bytes(b"\xff\xfe\x00")
    assert "geen tekst in UTF-8" in _fails(run, "show", "beeld.yaml")
    assert "5" in _fails(run, "new", "-o", "p.yaml", "--practice", "houding", "--minutes", "5")
    assert not Path("p.yaml").exists()


def test_personal_data_in_a_case_is_refused_and_nothing_is_written(run: CliRunner) -> None:
    Path("geval.txt").write_text(f"{STORY} BSN 111222333", encoding="utf-8")
    said = _fails(run, "new", "-o", "plan.yaml", "--own-case", "geval.txt")
    assert "burgerservicenummer" in said
    assert not Path("plan.yaml").exists()


def test_an_own_case_is_built_on_what_the_index_finds(
    run: CliRunner, data_dir: Path, built_index: Path
) -> None:
    Path("data").mkdir()
    (Path("data") / "models").symlink_to(data_dir / "models")
    shutil.copytree(built_index, Path("data") / "index")
    Path("geval.txt").write_text(STORY, encoding="utf-8")
    _do(run, "new", "-o", "plan.yaml", "--own-case", "geval.txt")
    shown = _do(run, "show", "plan.yaml")
    assert "repaircafé" in shown
    assert "trekker-is-moe" in shown
    assert "echte namen" in shown


def test_an_own_case_without_an_index_says_what_to_do(run: CliRunner) -> None:
    Path("geval.txt").write_text(STORY, encoding="utf-8")
    _do(run, "new", "-o", "plan.yaml", "--own-case", "geval.txt")
    assert "bricoleur" in _fails(run, "show", "plan.yaml")


def test_cases_and_forms_are_listed(run: CliRunner) -> None:
    listed = _do(run, "cases", "--practice", "houding")
    assert len(listed.splitlines()) == 3
    assert all(line.startswith("houding") for line in listed.splitlines())
    forms = _do(run, "forms", "--language", "en")
    assert forms.count("from ") >= 6
    assert max(len(line) for line in forms.splitlines()) <= 90


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("a file where a folder must come")
    with pytest.raises(Problem):
        save({tmp_path / "a.txt": b"a", tmp_path / "map" / "b.txt": b"b"})
    assert [path.name for path in tmp_path.iterdir()] == ["map"]
