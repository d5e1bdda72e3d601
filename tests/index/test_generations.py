from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.problem import Problem
from index import generations

HOLD = """
import sys
from pathlib import Path
from index import generations
with generations.writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the right to write below ``tmp_path`` until its input ends."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def _finished(root: Path) -> Path:
    folder = generations.new(root)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    return folder


def test_a_new_generation_is_not_seen_until_it_is_published(tmp_path: Path) -> None:
    assert generations.current(tmp_path / "absent") is None
    first = generations.new(tmp_path)
    assert generations.current(tmp_path) is None

    generations.publish(tmp_path, first)
    second = generations.new(tmp_path)
    assert generations.current(tmp_path) == first

    generations.publish(tmp_path, second)
    assert generations.current(tmp_path) == second


def test_publishing_replaces_the_pointer_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = generations.new(tmp_path), generations.new(tmp_path)
    generations.publish(tmp_path, first)
    seen: list[tuple[Path | None, str]] = []
    replace = os.replace

    def watched(source: Path, target: Path) -> None:
        seen.append((generations.current(tmp_path), source.read_text(encoding="utf-8")))
        replace(source, target)

    monkeypatch.setattr(os, "replace", watched)
    generations.publish(tmp_path, second)

    assert seen == [(first, second.name)], "the whole name is on disk before readers get to see it"
    assert generations.current(tmp_path) == second
    assert {path.name for path in tmp_path.iterdir()} == {"current", first.name, second.name}


def test_a_publication_that_fails_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = generations.new(tmp_path), generations.new(tmp_path)
    generations.publish(tmp_path, first)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        generations.publish(tmp_path, second)
    assert generations.current(tmp_path) == first


@pytest.mark.parametrize(
    "pointer",
    [
        b"",
        b"\n",
        b"onzin",
        b"\xff\xfe\x00",
        b"\0",
        b"generation-weg",
        b"generation-\0",
        b"generation-" + b"x" * 5_000,
        b"generation-file",
        b"../generation-outside",
        b"generation-/../../generation-outside",
        b"generation-in/../generation-in",
        b"/etc",
        b"..",
    ],
)
def test_a_pointer_that_is_not_ours_points_to_nothing(pointer: bytes, tmp_path: Path) -> None:
    root = tmp_path / "index"
    (tmp_path / "generation-outside").mkdir()
    (root / "generation-in").mkdir(parents=True)
    (root / "generation-").mkdir()
    (root / "generation-file").write_text("geen map", encoding="utf-8")
    (root / "current").write_bytes(pointer)

    assert generations.current(root) is None


def test_the_published_one_and_the_one_before_it_are_kept(tmp_path: Path) -> None:
    made = [_finished(tmp_path) for _ in range(6)]
    half = generations.new(tmp_path)
    generations.publish(tmp_path, made[5])

    assert set(generations.old(tmp_path)) == {*made[:4], half}


def test_after_going_back_the_published_one_still_stays(tmp_path: Path) -> None:
    made = [_finished(tmp_path) for _ in range(3)]
    generations.publish(tmp_path, made[0])

    assert generations.old(tmp_path) == [made[1]]


def test_without_a_published_one_all_may_go(tmp_path: Path) -> None:
    made = [_finished(tmp_path), generations.new(tmp_path)]

    assert set(generations.old(tmp_path)) == set(made)


def test_names_are_in_the_order_in_which_they_were_made(tmp_path: Path) -> None:
    made = [generations.new(tmp_path).name for _ in range(20)]

    assert sorted(made) == made


def test_what_is_removed_is_gone_and_may_be_gone_already(tmp_path: Path) -> None:
    folder = _finished(tmp_path)

    generations.remove(folder)
    generations.remove(folder)

    assert list(tmp_path.iterdir()) == []


def test_who_waits_too_long_for_another_process_is_told(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(Problem) as caught, generations.writing(tmp_path, wait=0.05):
        pytest.fail("two processes held the lock")

    assert caught.value.nl.startswith("Een andere opdracht werkt de index al bij.")
    assert caught.value.en.startswith("Another command is already updating the index.")


def test_the_lock_of_a_killed_process_is_free(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    holder.kill()
    holder.wait()

    with generations.writing(tmp_path, wait=5):
        pass


def test_the_folder_is_made_and_the_lock_is_given_back_after_an_exception(tmp_path: Path) -> None:
    root = tmp_path / "a" / "b"
    for _ in range(2):
        with pytest.raises(RuntimeError, match="inside"), generations.writing(root, wait=0.05):
            raise RuntimeError("inside")
    assert root.is_dir()


def test_a_folder_that_may_not_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    root = tmp_path / "index"
    with pytest.raises(Problem) as caught, generations.writing(root):
        pass
    assert str(root) in caught.value.nl
    assert "BRICOLEUR_DATA_DIR" in caught.value.en
