"""Find the files that can be read among files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.loading.files import look, shown
from corpus.loading.messages import SUPPORTED, os_problem, say
from corpus.loading.sections import document_id
from corpus.problem import Problem


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """What there is to read among some files and folders, and what is passed over and why."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[Path, Problem], ...]


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """Find the files that can be read among files and folders.

    Folders are searched with everything below them. Hidden files inside a folder are passed
    over in silence; everything else that is passed over is listed with the reason. A document
    is known by its file name, so a second file of the same name is passed over too.

    Args:
        paths: Files and folders, as the user named them.

    Returns:
        The files, each once, in order of naming and then by name, and what was passed over.
    """
    files: dict[str, Path] = {}
    seen: set[Path] = set()
    skipped: list[tuple[Path, Problem]] = []
    for path, problem in _candidates(paths):
        if problem is not None:
            skipped.append((path, problem))
        elif (real := _real(path)) not in seen:
            seen.add(real)
            if files.setdefault(document_id(path), path) is not path:
                skipped.append((path, say("same_name", shown(path))))
    return FoundFiles(tuple(files.values()), tuple(skipped))


def _candidates(paths: Iterable[Path]) -> Iterator[tuple[Path, Problem | None]]:
    visited: set[Path] = set()
    for path in paths:
        if not _is_folder(path):
            yield path, _why_not(path)
            continue
        inside = list(_walk(path, visited))
        yield from inside
        if not inside:
            yield path, say("empty_folder", shown(path))


def _walk(folder: Path, visited: set[Path]) -> Iterator[tuple[Path, Problem | None]]:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if _real(here) in visited:  # the same folder through a link, or a loop of links
            continue
        visited.add(_real(here))
        try:
            with os.scandir(here) as entries:
                names = sorted(entry.name for entry in entries if not _is_hidden(entry.name))
        except OSError as error:
            yield here, os_problem(error, shown(here))
            continue
        below = [here / name for name in names]
        folders = [path for path in below if _is_folder(path)]
        yield from ((path, _why_not(path)) for path in below if path not in folders)
        waiting.extend(reversed(folders))


def _why_not(path: Path) -> Problem | None:
    """Say why a file is not worth trying, without reading it."""
    name = shown(path)
    try:
        look(path, name)
    except Problem as problem:
        return problem
    if _is_hidden(path.name):
        return say("hidden", name)
    return unsupported(path.suffix.lower(), name)


def unsupported(suffix: str, name: str) -> Problem | None:
    """Return the problem that files of this kind aren't read, or None if they are."""
    if suffix in SUPPORTED:
        return None
    return say("old_word" if suffix == ".doc" else "unsupported", name)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))  # ~$ is what Word leaves beside a file that is open


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of links
        return path
