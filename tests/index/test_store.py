from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.models import View
from corpus.problem import Problem
from index.embedding import Embedder, Vectors
from index.retriever import open_retriever
from index.snapshot import Contents
from index.store import BATCH, HNSW, VectorStore, damaged, drop
from index.sync import sync

NAME = "generation-test"
WANTED = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 500}


def _views(number: int) -> list[View]:
    return [
        View(f"tip:{n}@nl~title", "title", f"tip:{n}", "nl", f"Tip {n}", f"tip:{n}#doe@nl")
        for n in range(number)
    ]


def _vectors(number: int, dimensions: int = 16) -> Vectors:
    raw = np.random.default_rng(2019).normal(size=(number, dimensions))
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), dtype=np.float32)


def _filled(folder: Path, number: int) -> VectorStore:
    store = VectorStore.create(NAME, folder, None)
    store.add(_views(number), _vectors(number))
    return store


def _hnsw(folder: Path, name: str) -> dict[str, Any]:
    """The settings of a collection as Chroma itself reads them back."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    settings: Any = client.get_collection(name).configuration
    return {key: settings["hnsw"][key] for key in WANTED}


def test_the_settings_of_the_graph_are_in_the_collection(tmp_path: Path) -> None:
    _filled(tmp_path / "chroma", 3).close()

    assert HNSW["hnsw"] == WANTED
    assert _hnsw(tmp_path / "chroma", NAME) == WANTED


def test_they_are_not_what_chroma_would_have_chosen(tmp_path: Path) -> None:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(tmp_path), Settings(anonymized_telemetry=False))
    client.create_collection("gewoon")

    usual = _hnsw(tmp_path, "gewoon")
    assert usual["space"] != "cosine"
    assert usual["ef_search"] < 500


def test_a_copy_has_another_name_and_the_same_settings(tmp_path: Path) -> None:
    before = tmp_path / NAME
    before.mkdir()
    _filled(before / "chroma", 5).close()

    copy = VectorStore.copy(before, "generation-next", tmp_path / "next" / "chroma")
    copy.delete(["tip:0@nl~title"])
    copy.close()

    assert _hnsw(tmp_path / "next" / "chroma", "generation-next") == WANTED
    with pytest.raises(Problem):
        VectorStore.open(NAME, tmp_path / "next" / "chroma", None)
    original = VectorStore.open(NAME, before / "chroma", None)
    assert original.count() == 5, "the one that was copied from has not changed"
    original.close()


def test_search_gives_the_cosines_that_numpy_gives(tmp_path: Path) -> None:
    number = BATCH + 100  # more than one call takes
    vectors = _vectors(number)
    _filled(tmp_path / "chroma", number).close()
    store = VectorStore.open(NAME, tmp_path / "chroma", None)

    assert store.count() == number
    for query in _vectors(number + 5)[-5:]:
        found = store.search(query, 50)
        exact = vectors @ query
        best = np.argsort(-exact)[:50]
        assert list(found) == [f"tip:{row}@nl~title" for row in best]
        assert list(found.values()) == pytest.approx(exact[best].tolist(), abs=1e-5)
    store.close()


def test_what_is_deleted_is_not_found_and_what_is_added_is(tmp_path: Path) -> None:
    store = _filled(tmp_path / "chroma", 10)
    views, vectors = _views(11), _vectors(11)
    store.delete([])
    store.delete([view.id for view in views[:4]])
    store.add(views[10:], vectors[10:])

    assert store.count() == 7
    assert set(store.search(vectors[0], 7)) == {view.id for view in views[4:]}
    assert next(iter(store.search(vectors[10], 1))) == views[10].id
    store.close()


def test_an_empty_store_can_be_searched(tmp_path: Path) -> None:
    store = VectorStore.create(NAME, tmp_path / "chroma", None)

    assert store.count() == 0
    assert store.search(_vectors(1)[0], 5) == {}
    store.close()


def _absent(folder: Path) -> None:
    """There is nothing at all."""


def _empty(folder: Path) -> None:
    folder.mkdir()


def _foreign(folder: Path) -> None:
    store = VectorStore.create("van-een-ander", folder, None)
    store.close()


def _no_database(folder: Path) -> None:
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"geen database " * 1_000)


def _half(folder: Path) -> None:
    _filled(folder, 3).close()
    path = folder / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("damage", [_absent, _empty, _foreign, _no_database, _half])
def test_what_is_not_a_store_of_ours_names_the_command(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    damage(tmp_path / "chroma")

    for _ in range(2):  # Chroma remembers a folder that it failed to open
        with pytest.raises(Problem) as caught:
            VectorStore.open(NAME, tmp_path / "chroma", None)
        assert caught.value.nl == damaged().nl
        assert "'bricoleur index sync'" in caught.value.en


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    address = "http://127.0.0.1:9"
    for call in (VectorStore.open, VectorStore.create):
        with pytest.raises(Problem) as caught:
            call(NAME, tmp_path, address)
        for text in (caught.value.nl, caught.value.en):
            assert address in text
            assert "BRICOLEUR_CHROMA_URL" in text


def test_without_a_server_there_is_nothing_to_drop(tmp_path: Path) -> None:
    drop(NAME, tmp_path / "chroma", None)

    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A Chroma server of its own, with nothing in it."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--path", str(tmp_path / "server"), "--port", str(port)]
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        assert any("listening on" in line for line in process.stdout), "the server did not start"
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield f"http://127.0.0.1:{port}"
        process.kill()


def test_an_index_on_a_server_is_built_changed_read_and_cleared_up(
    tmp_path: Path, server: str, small_contents: Contents, hashing_embedder: Embedder
) -> None:
    import chromadb
    from chromadb.config import Settings

    root = tmp_path / "index"
    quiet = Settings(anonymized_telemetry=False)
    port = int(server.rsplit(":", 1)[1])
    client = chromadb.HttpClient(host="127.0.0.1", port=port, settings=quiet)
    contents = small_contents
    for number in range(4):
        report = sync(root, contents, lambda: hashing_embedder, model="hashing", server=server)
        assert (report.built, report.deleted) == (True, min(number, 1))
        again = sync(root, contents, lambda: hashing_embedder, model="hashing", server=server)
        assert not again.built
        retriever = open_retriever(root, hashing_embedder, server)
        assert retriever.retrieve("ruzie over parkeerplaatsen", "nl").hits[0].unit == "tip:parkeren"
        retriever.close()
        contents = replace(contents, views=contents.views[:-1])

    counts = sorted(collection.count() for collection in client.list_collections())
    assert counts == [61, 62], "the published generation and the one before it"
