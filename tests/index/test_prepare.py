from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.problem import Problem
from index import prepare as module
from index.prepare import NAME, ONNX, SENTENCE_TRANSFORMERS, find_model, model_folder, prepare

KILLED = """
import os, signal, sys
from pathlib import Path
from index import prepare
def make(target, progress):
    (target / "onnx").mkdir()
    (target / "onnx" / "model.onnx").write_bytes(b"x" * 1000)
    (target / "ready.json").write_text("{}")
    os.kill(os.getpid(), signal.SIGKILL)
prepare._make = make
prepare.bundled_weights = lambda: Path(sys.argv[2])
prepare.prepare(Path(sys.argv[1]))
"""


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Weights that are read in no time; the steps that use them are replaced as well."""
    path = tmp_path / "weights.bin"
    path.write_bytes(b"gewichten")
    monkeypatch.setattr(module, "bundled_weights", lambda: path)
    return path


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def _quick(target: Path, progress: module.Progress) -> None:
    progress("weights", 0, 1)
    (target / ONNX).mkdir()
    (target / "ready.json").write_text("{}", encoding="utf-8")


def test_the_real_model_is_whole_and_small(data_dir: Path) -> None:
    folder = prepare(data_dir / "models")

    assert find_model(data_dir / "models") == folder
    assert folder.name.startswith(f"{NAME}-")
    assert {path.name for path in (folder / ONNX).iterdir()} == {
        "model.onnx",
        "model.bin",
        "tokenizer.model",
    }
    assert json.loads((folder / "ready.json").read_text(encoding="utf-8"))["dimensions"] == 384
    saved = folder / SENTENCE_TRANSFORMERS / "config_sentence_transformers.json"
    prompts = json.loads(saved.read_text(encoding="utf-8"))["prompts"]
    assert prompts == {"query": "query: ", "document": "passage: "}
    # int8: a quarter of the 470 MB of the other form
    assert sum(path.stat().st_size for path in (folder / ONNX).iterdir()) < 130e6


def test_what_is_there_is_not_made_again(data_dir: Path) -> None:
    def progress(step: str, done: int, total: int) -> None:
        pytest.fail(f"'{step}' was done again")

    first = prepare(data_dir / "models")
    stamp = first.stat().st_mtime_ns
    assert prepare(data_dir / "models", progress) == first
    assert first.stat().st_mtime_ns == stamp


def test_progress_is_reported_and_nothing_but_the_model_is_left(
    models: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_make", _quick)
    seen: list[tuple[str, int, int]] = []

    folder = prepare(models, lambda *step: seen.append(step))

    assert seen == [("weights", 0, 1)]
    assert {path.name for path in models.iterdir()} == {"lock", folder.name}
    assert find_model(models) == folder == model_folder(models)


def test_other_weights_and_another_recipe_make_another_model(
    models: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = model_folder(models)
    monkeypatch.setattr(module, "RECIPE", module.RECIPE + 1)
    second = model_folder(models)
    weights.write_bytes(b"andere gewichten")

    assert len({first, second, model_folder(models)}) == 3


def test_half_a_model_is_made_again(
    models: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_make", _quick)
    half = model_folder(models)
    half.mkdir(parents=True)
    (half / "rest").write_text("van eerder", encoding="utf-8")
    assert find_model(models) is None

    assert prepare(models) == half
    assert not (half / "rest").exists()


def test_the_newest_model_is_found(models: Path) -> None:
    assert find_model(models) is None
    for number, name in enumerate((f"{NAME}-b", f"{NAME}-a", f"{NAME}-c", "anders-d")):
        (models / name).mkdir(parents=True)
        if not name.endswith("-c"):
            (models / name / "ready.json").write_text("{}", encoding="utf-8")
        os.utime(models / name, (number, number))

    assert find_model(models) == models / f"{NAME}-a"


def test_a_killed_process_leaves_nothing_that_is_found_and_the_next_one_clears_up(
    models: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-c", KILLED, str(models), str(weights)]
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr

    litter = [path for path in models.iterdir() if path.name.startswith(".making-")]
    assert len(litter) == 1
    assert (litter[0] / "ready.json").is_file()
    assert find_model(models) is None

    monkeypatch.setattr(module, "_make", _quick)
    folder = prepare(models)
    assert {path.name for path in models.iterdir()} == {"lock", folder.name}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (PermissionError(errno.EACCES, "Permission denied"), "BRICOLEUR_DATA_DIR"),
        (ModuleNotFoundError("No module named 'onnx'", name="onnx"), "'onnx'"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_left(
    error: Exception,
    words: str,
    models: Path,
    weights: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(target: Path, progress: module.Progress) -> None:
        (target / "ready.json").write_text("{}", encoding="utf-8")
        raise error

    monkeypatch.setattr(module, "_make", fail)
    with pytest.raises(Problem) as caught:
        prepare(models)

    assert words in caught.value.nl
    assert words in caught.value.en
    assert [path.name for path in models.iterdir()] == ["lock"]
