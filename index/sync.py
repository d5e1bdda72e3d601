"""Brings the index up to date: what is new is embedded, what stayed is taken over."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from corpus.models import LANGUAGES, View
from corpus.problem import Problem
from index import generations, head, words
from index.embedding import Embedder, Vectors
from index.snapshot import (
    FORMAT,
    Contents,
    Manifest,
    read_contents,
    read_manifest,
    read_vectors,
    unit_of,
    write_contents,
    write_manifest,
    write_vectors,
)
from index.store import VectorStore, drop

BATCH: Final = 64
DOCUMENT: Final = "doc:"
"""How the ids of an added document's views begin."""
Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync will do: ids of views, each in exactly one of the four."""

    add: tuple[str, ...]
    update: tuple[str, ...]
    delete: tuple[str, ...]
    keep: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a sync did, in numbers of views; ``built`` is False if there was nothing to do."""

    added: int
    updated: int
    deleted: int
    kept: int
    built: bool


def plan(wanted: Mapping[str, str], present: Mapping[str, str]) -> Plan:
    """Compare what should be there with what is.

    Args:
        wanted: Digest by view id.
        present: Digest by view id of the published index.
    """
    return Plan(
        add=tuple(name for name in wanted if name not in present),
        update=tuple(n for n in wanted if n in present and present[n] != wanted[n]),
        delete=tuple(name for name in present if name not in wanted),
        keep=tuple(n for n in wanted if n in present and present[n] == wanted[n]),
    )


def sync(  # noqa: PLR0913 - each of these is a thing of its own, and all but two have defaults
    root: Path,
    contents: Contents,
    embedder: Callable[[], Embedder],
    *,
    model: str,
    server: str | None = None,
    rebuild: bool = False,
    progress: Progress = _silent,
) -> Report:
    """Make the published index below ``root`` hold exactly ``contents``.

    Args:
        root: The index folder.
        contents: What should be in it.
        embedder: Gives the embedder; called only if something must be embedded.
        model: The embedder's name, known without loading it.
        server: The address of a Chroma server, or None for the embedded store.
        rebuild: Embed everything anew, whatever is there.
        progress: Called with the number of views embedded and to embed.

    Raises:
        Problem: The lock, the disk or the Chroma server says no. What was published stays.
    """
    with generations.writing(root), _disk(root):
        if not rebuild and _is_current(root, contents, model, server):
            return Report(0, 0, 0, len(contents.views), built=False)
        wanted = {view.id: _digest(view) for view in contents.views}
        steps = plan(wanted, {} if rebuild else _present(root, model, server))
        _build(root, contents, steps, embedder, server, progress)
        for folder in generations.old(root):
            drop(folder.name, folder / "chroma", server)
            generations.remove(folder)
    numbers = (len(steps.add), len(steps.update), len(steps.delete), len(steps.keep))
    return Report(*numbers, built=True)


def _is_current(root: Path, contents: Contents, model: str, server: str | None) -> bool:
    """Tell whether the published index holds exactly ``contents``, by its manifest and files.

    The embedded store isn't opened for that, which would cost most of the time.
    """
    folder = generations.current(root)
    if folder is None:
        return False
    try:
        manifest = read_manifest(folder)
        if (manifest.model, manifest.format) != (model, FORMAT):
            return False
        return manifest.content == contents.digest() and (
            server is None or _count(folder, server) == manifest.views
        )
    except Problem:
        return False


def _present(root: Path, model: str, server: str | None) -> dict[str, str]:
    """Return the digests of the views whose vectors can be taken over from the published index."""
    folder = generations.current(root)
    if folder is None:
        return {}
    try:
        manifest = read_manifest(folder)
        if (manifest.model, manifest.format) != (model, FORMAT):
            return {}
        contents = read_contents(folder)
        whole = _count(folder, server) == manifest.views == len(contents.views)
    except Problem:
        return {}  # a damaged index is repaired by building a whole one
    return {view.id: _digest(view) for view in contents.views} if whole else {}


def _count(folder: Path, server: str | None) -> int:
    store = VectorStore.open(folder.name, folder / "chroma", server)
    try:
        return store.count()
    finally:
        store.close()


def _build(
    root: Path,
    contents: Contents,
    steps: Plan,
    embedder: Callable[[], Embedder],
    server: str | None,
    progress: Progress,
) -> None:
    before = generations.current(root)
    engine = embedder()
    folder = generations.new(root)
    try:
        vectors = _vectors(before, contents.views, steps, engine, progress)
        _write_store(before, folder, contents.views, vectors, steps, server)
        _write_heads(before, folder, contents.views, vectors, steps)
        write_vectors(folder, vectors)
        write_contents(folder, contents)
        write_manifest(folder, _manifest(contents, engine))
        generations.publish(root, folder)
    except BaseException:
        with contextlib.suppress(Problem):
            drop(folder.name, folder / "chroma", server)
        generations.remove(folder)
        raise


def _vectors(
    before: Path | None,
    views: Sequence[View],
    steps: Plan,
    engine: Embedder,
    progress: Progress,
) -> Vectors:
    """Return the vectors of ``views``, shape (len(views), dimensions): taken over or embedded."""
    row = {view.id: number for number, view in enumerate(views)}
    vectors = np.zeros((len(views), engine.dimensions), dtype=np.float32)
    missing = set(row.values())
    if before and steps.keep:
        old = read_vectors(before)
        old_row = {view.id: number for number, view in enumerate(read_contents(before).views)}
        kept = [row[name] for name in steps.keep]
        vectors[kept] = old[[old_row[name] for name in steps.keep]]
        missing -= set(kept)
    # By length, so that a batch holds little padding.
    rows = sorted(missing, key=lambda number: len(views[number].text))
    progress(0, len(rows))
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        vectors[batch] = engine.passages([views[number].text for number in batch])
        progress(start + len(batch), len(rows))
    return vectors


def _write_store(
    before: Path | None,
    folder: Path,
    views: Sequence[View],
    vectors: Vectors,
    steps: Plan,
    server: str | None,
) -> None:
    """Fill the vector store: from a copy of the one before where most of it stays."""
    fresh = {*steps.add, *steps.update}
    if before and server is None and len(steps.keep) > len(fresh) + len(steps.delete):
        store = VectorStore.copy(before, folder.name, folder / "chroma")
        rows = [number for number, view in enumerate(views) if view.id in fresh]
        gone = [*steps.delete, *steps.update]
    else:
        store = VectorStore.create(folder.name, folder / "chroma", server)
        rows, gone = list(range(len(views))), []
    try:
        store.delete(gone)
        store.add([views[number] for number in rows], vectors[rows])
    finally:
        store.close()


def _write_heads(
    before: Path | None, folder: Path, views: Sequence[View], vectors: Vectors, steps: Plan
) -> None:
    """Fit the classifiers on everything an author wrote; added documents have no wordings.

    Where nothing but documents changed they are copied, since fitting takes most of the time.
    """
    names = ("head.npz", *(f"words-{language}" for language in LANGUAGES))
    changed = (*steps.add, *steps.update, *steps.delete)
    if before and steps.keep and all(name.startswith(DOCUMENT) for name in changed):
        for name in names:
            copy = shutil.copytree if (before / name).is_dir() else shutil.copy2
            copy(before / name, folder / name)
        return
    rows = [number for number, view in enumerate(views) if view.kind != "chunk"]
    fitted = head.fit([unit_of(views[row]) for row in rows], vectors[rows])
    head.save(fitted, folder / "head.npz")
    for language in LANGUAGES:
        own = [views[row] for row in rows if views[row].language == language]
        known = words.fit([unit_of(view) for view in own], [view.text for view in own])
        words.save(known, folder / f"words-{language}")


def _manifest(contents: Contents, engine: Embedder) -> Manifest:
    documents = {p.parent for p in contents.passages if p.kind == "document"}
    return Manifest(
        format=FORMAT,
        model=engine.name,
        dimensions=engine.dimensions,
        content=contents.digest(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        views=len(contents.views),
        passages=len(contents.passages),
        documents=len(documents),
    )


def _digest(view: View) -> str:
    """Return a digest of everything that is stored with a view's vector."""
    stored = "\x1f".join((view.kind, view.parent, view.language, view.text))
    return hashlib.sha256(stored.encode("utf-8", "replace")).hexdigest()


@contextmanager
def _disk(root: Path) -> Iterator[None]:
    """Turn a full or read-only disk into a problem that says so, whoever met it first."""
    try:
        yield
    except PermissionError as error:
        raise generations.unwritable(root) from error
    except Exception as error:
        if not _is_full(error, root):
            raise
        raise Problem(
            nl=f"De schijf is vol tijdens het bijwerken van de index in {root}. De oude index is "
            "er nog. Maak ruimte en voer 'bricoleur index sync' uit.",
            en=f"The disk is full while updating the index in {root}. The old index is still "
            "there. Free some space and run 'bricoleur index sync'.",
        ) from error


def _is_full(error: Exception, root: Path) -> bool:
    """Tell whether no space is left; Chroma says so only in its message, if at all."""
    words = str(error).lower()
    if "no space left" in words or "disk is full" in words or "database or disk is full" in words:
        return True
    room = os.statvfs(root)
    return room.f_bavail * room.f_frsize < 1 << 20
