from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.models import LANGUAGES, Passage, View
from corpus.problem import Problem
from index import head, words
from index.snapshot import (
    FORMAT,
    Contents,
    Manifest,
    read_contents,
    read_generation,
    read_manifest,
    read_vectors,
    unit_of,
    unit_texts,
    write_contents,
    write_manifest,
    write_vectors,
)

MANIFEST = Manifest(FORMAT, "hashing", 2, "abc", "2026-11-24T12:00:00+00:00", 64, 34, 0)
CHUNK = Passage(
    id="doc:nota#2",
    language="nl",
    kind="document",
    parent="doc:nota",
    practice=None,
    title="Nota",
    section="",
    text="Eén regel\u2028met “vreemde” tekens \x85 en 🚲.",
    parts=("Eén regel\u2028met “vreemde” tekens \x85 en 🚲.",),
    basis="document",
    sources=(),
    page=7,
)
VIEW = View(f"{CHUNK.key}~0", "chunk", CHUNK.parent, "nl", CHUNK.text, CHUNK.key)
VECTORS = np.eye(2, dtype=np.float32)


@pytest.fixture
def contents(small_contents: Contents) -> Contents:
    return replace(
        small_contents,
        passages=(*small_contents.passages, CHUNK),
        views=(*small_contents.views, VIEW),
    )


@pytest.fixture
def folder(tmp_path: Path, contents: Contents) -> Path:
    """A whole generation, but for its vector store."""
    folder = tmp_path / "generation-test"
    folder.mkdir()
    write_contents(folder, contents)
    write_vectors(folder, VECTORS)
    head.save(head.fit(["a", "b"], VECTORS), folder / "head.npz")
    for language in LANGUAGES:
        fitted = words.fit(["a", "b"], ["een moestuin", "een parkeerplek"])
        words.save(fitted, folder / f"words-{language}")
    write_manifest(folder, MANIFEST)
    return folder


def test_what_is_read_is_what_was_written(folder: Path, contents: Contents) -> None:
    generation = read_generation(folder)

    assert generation.contents == contents
    assert read_contents(folder).digest() == contents.digest()
    assert generation.name == "generation-test"
    assert set(generation.lexical["nl"].search("parkeerplaatsen")) == {"tip:parkeren"}
    assert set(generation.lexical["en"].search("parking")) == {"tip:parkeren"}
    assert generation.head.classes == ("a", "b")
    assert generation.words["nl"].classes == ("a", "b")
    assert np.array_equal(read_vectors(folder), VECTORS)


def test_the_manifest_knows_every_file(folder: Path) -> None:
    manifest = read_manifest(folder)

    assert replace(manifest, files={}) == MANIFEST
    assert dict(manifest.files) == {
        str(path.relative_to(folder)): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert len(manifest.files) > 10


def test_files_that_sqlite_keeps_while_it_is_open_are_not_counted(folder: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        (folder / f"chroma.sqlite3{ending}").write_bytes(b"x")
    write_manifest(folder, MANIFEST)

    assert not [name for name in read_manifest(folder).files if "sqlite3-" in name]


@pytest.mark.parametrize("name", ["passages.jsonl", "lexical-nl/units.json", "vectors.npy"])
@pytest.mark.parametrize("left", [None, 0, 1])
def test_a_file_that_is_gone_or_cut_short_is_missed(
    name: str, left: int | None, folder: Path
) -> None:
    path = folder / name
    if left is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] if left else b"")

    with pytest.raises(Problem, match="'bricoleur index sync'"):
        read_manifest(folder)


def test_a_file_that_grew_is_still_whole(folder: Path) -> None:
    with (folder / "vectors.npy").open("ab") as stream:
        stream.write(b"\0")

    assert read_manifest(folder).views == MANIFEST.views


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null", '{"format": 1}', '"x"'])
def test_a_manifest_that_is_not_ours_is_refused(text: str, folder: Path) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")

    with pytest.raises(Problem, match="not whole or not Bricoleur's"):
        read_manifest(folder)


def test_a_manifest_with_files_of_another_shape_is_refused(folder: Path) -> None:
    path = folder / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, "files": ["views.jsonl"]}), encoding="utf-8")

    with pytest.raises(Problem, match="not whole or not Bricoleur's"):
        read_manifest(folder)


def _garbage(path: Path, start: int) -> None:
    """Other bytes from ``start`` on, as many as there were: only who reads them can tell."""
    path.write_bytes(path.read_bytes()[:start] + b"\xff\x00{]" * (path.stat().st_size // 4 + 1))


@pytest.mark.parametrize("start", [0, 8])
@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("passages.jsonl", read_contents),
        ("views.jsonl", read_contents),
        ("sources.jsonl", read_contents),
        ("vectors.npy", read_vectors),
        ("lexical-nl/units.json", read_generation),
        ("lexical-en/bm25/data.csc.index.npy", read_generation),
        ("lexical-nl/bm25/vocab.index.json", read_generation),
        ("head.npz", read_generation),
        ("words-nl/weights.npy", read_generation),
    ],
)
def test_garbage_in_a_file_is_refused(
    name: str, read: Callable[[Path], object], start: int, folder: Path
) -> None:
    read(folder)
    _garbage(folder / name, start)

    with pytest.raises(Problem, match="'bricoleur index sync'"):
        read(folder)


def test_the_digest_changes_with_everything_that_is_shown_or_found(contents: Contents) -> None:
    passage, view, source = contents.passages[0], contents.views[0], contents.sources[0]
    others = [
        replace(contents, passages=(replace(passage, section="x"), *contents.passages[1:])),
        replace(contents, passages=(replace(passage, sources=("S8",)), *contents.passages[1:])),
        replace(contents, views=(replace(view, text="x"), *contents.views[1:])),
        replace(contents, views=(replace(view, extra={"roles": "x"}), *contents.views[1:])),
        replace(contents, sources=(replace(source, year=1999), *contents.sources[1:])),
        replace(contents, views=contents.views[:-1]),
        replace(contents, passages=contents.passages[:-1]),
    ]
    digests = {other.digest() for other in others}

    assert len(digests) == len(others)
    assert contents.digest() not in digests
    assert copy.deepcopy(contents).digest() == contents.digest()


def test_a_tip_competes_as_a_whole_and_a_document_by_its_chunk(contents: Contents) -> None:
    assert {unit_of(view) for view in contents.views} == {
        "tip:moestuin",
        "tip:parkeren",
        "tip:subsidie",
        "chapter:onderzoek",
        "doc:nota#2",
    }


def test_the_words_of_a_unit_are_those_of_its_views_in_one_language(contents: Contents) -> None:
    dutch, english = unit_texts(contents, "nl"), unit_texts(contents, "en")

    assert dutch["tip:moestuin"].startswith("Aan de slag met de moestuin\n")
    assert "Hoe begin ik met de moestuin?" in dutch["tip:moestuin"]
    assert "Bel elkaar na een week." in dutch["tip:moestuin"]
    assert "garden" not in dutch["tip:moestuin"]
    assert dutch["doc:nota#2"] == CHUNK.text
    assert "doc:nota#2" not in english
    assert "the vegetable garden" in english["tip:moestuin"]


def test_what_belongs_elsewhere_has_no_words_here(contents: Contents) -> None:
    away = View("elsewhere:x@nl~1", "elsewhere", "elsewhere:x", "nl", "Paspoort", "")

    texts = unit_texts(replace(contents, views=(*contents.views, away)), "nl")
    assert texts == unit_texts(contents, "nl")
