"""What lies in a generation besides vectors: manifest, passages, views and words."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from corpus.models import LANGUAGES, Language, Passage, Source, View
from index.embedding import Vectors
from index.head import Head
from index.head import load as load_head
from index.lexical import LexicalIndex
from index.store import damaged
from index.words import WordHead
from index.words import load as load_words

FORMAT: Final = 9
"""Raise this when the files below change shape: older indexes are then built anew."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What built an index: the model and its dimensions, the content, and the time (ISO 8601).

    ``files`` holds the size of each file of the generation, so that one that was lost or cut
    short is missed without opening the store.
    """

    format: int
    model: str
    dimensions: int
    content: str
    created: str
    views: int
    passages: int
    documents: int
    files: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that can be cited and found, before vectors, and the bibliography."""

    passages: tuple[Passage, ...]
    views: tuple[View, ...]
    sources: tuple[Source, ...] = ()

    def digest(self) -> str:
        """Return a SHA-256 over all of it: the same content gives the same digest."""
        whole = hashlib.sha256()
        items: list[Passage | View | Source] = [*self.passages, *self.views, *self.sources]
        for item in items:
            whole.update(_dump(item).encode())
        return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Generation:
    """Everything of a generation that is read into memory when it is opened."""

    name: str
    manifest: Manifest
    contents: Contents
    lexical: Mapping[Language, LexicalIndex]
    head: Head
    words: Mapping[Language, WordHead]


def unit_of(view: View) -> str:
    """Return what competes in a search: a tip or chapter as a whole, a document by its chunk."""
    return view.passage.rsplit("@", 1)[0] if view.kind == "chunk" else view.parent


def write_contents(folder: Path, contents: Contents) -> None:
    """Write passages, views and the word indexes of a generation."""
    _write_lines(folder / "passages.jsonl", contents.passages)
    _write_lines(folder / "views.jsonl", contents.views)
    _write_lines(folder / "sources.jsonl", contents.sources)
    for language in LANGUAGES:
        texts = unit_texts(contents, language)
        others = [
            v.text for v in contents.views if v.kind == "elsewhere" and v.language == language
        ]
        LexicalIndex.build(language, texts, others=others).save(folder / f"lexical-{language}")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, which makes a generation a finished one."""
    files = {str(p.relative_to(folder)): _size(p) for p in folder.rglob("*") if _lasting(p)}
    whole = replace(manifest, files=files)
    (folder / "manifest.json").write_text(_dump(whole), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a generation.

    Raises:
        Problem: It isn't there, isn't ours or names a file that is gone or cut short.
    """
    try:
        data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest(**data)
        # A newer Chroma may let its file grow when it opens it; nothing makes a file shrink.
        whole = all(_size(folder / name) >= size for name, size in manifest.files.items())
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise damaged() from error
    if not whole:
        raise damaged()
    return manifest


def read_contents(folder: Path) -> Contents:
    """Read passages, views and sources of a generation.

    Raises:
        Problem: A file isn't there or isn't whole.
    """
    try:
        passages = tuple(_passage(line) for line in _lines(folder / "passages.jsonl"))
        views = tuple(View(**line) for line in _lines(folder / "views.jsonl"))
        sources = tuple(Source(**line) for line in _lines(folder / "sources.jsonl"))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise damaged() from error
    return Contents(passages, views, sources)


def write_vectors(folder: Path, vectors: Vectors) -> None:
    """Write the vectors in the order of the views, for the next generation to take over."""
    np.save(folder / "vectors.npy", vectors)


def read_vectors(folder: Path) -> Vectors:
    """Return the vectors of a generation, shape (views, dimensions), mapped from the file.

    Raises:
        Problem: The file isn't there or isn't whole.
    """
    try:
        vectors: Vectors = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
    except (OSError, EOFError, ValueError) as error:
        raise damaged() from error
    return vectors


def read_generation(folder: Path) -> Generation:
    """Read a generation, all but its vectors.

    Raises:
        Problem: A file isn't there or isn't whole.
    """
    manifest = read_manifest(folder)
    contents = read_contents(folder)
    try:
        lexical = {name: LexicalIndex.load(folder / f"lexical-{name}") for name in LANGUAGES}
        head = load_head(folder / "head.npz")
        words = {name: load_words(folder / f"words-{name}") for name in LANGUAGES}
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise damaged() from error
    return Generation(folder.name, manifest, contents, lexical, head, words)


def unit_texts(contents: Contents, language: Language) -> dict[str, str]:
    """Return all words of each unit in one language: titles, situations and passages."""
    texts: dict[str, list[str]] = {}
    for view in contents.views:
        if view.language == language and view.kind != "elsewhere":
            texts.setdefault(unit_of(view), []).append(view.text)
    return {unit: "\n".join(parts) for unit, parts in texts.items()}


def _size(path: Path) -> int:
    return path.stat().st_size


def _lasting(path: Path) -> bool:
    """Tell files from folders, and from what SQLite keeps beside its file while it is open."""
    return path.is_file() and not path.name.endswith(("-wal", "-shm", "-journal"))


def _dump(item: Passage | View | Source | Manifest) -> str:
    return json.dumps(asdict(item), ensure_ascii=False, sort_keys=True)


def _write_lines(path: Path, items: Iterable[Passage | View | Source]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(_dump(item) + "\n" for item in items)


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _passage(line: Mapping[str, Any]) -> Passage:
    data = dict(line)
    data["parts"] = tuple(data["parts"])
    data["sources"] = tuple(data["sources"])
    data["part_sources"] = tuple(tuple(marks) for marks in data["part_sources"])
    return Passage(**data)
