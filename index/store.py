"""Vectors in Chroma: an embedded folder per generation, or a collection on a Chroma server.

Rows are written as llama-index nodes. Queries go to Chroma's own client: that spares every cold
start a second of imports, and keeps the cosine, which llama-index replaces by exp(-distance).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from corpus.models import View
from corpus.problem import Problem
from index.embedding import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

BATCH: Final = 1_000
"""Rows a call; Chroma refuses more than 5,461."""
HNSW: Final = {
    "hnsw": {
        "space": "cosine",
        "max_neighbors": 32,
        "ef_construction": 200,
        "ef_search": 500,
    }
}
"""Chroma's defaults lose answers: recall@10 0.95 and now and then 0."""


class VectorStore:
    """The vectors of one generation.

    Args:
        client: An open Chroma client.
        collection: The collection in it.
    """

    def __init__(self, client: ClientAPI, collection: Collection) -> None:
        self._client = client
        self._collection = collection

    @classmethod
    def create(cls, name: str, folder: Path, server: str | None) -> VectorStore:
        """Make an empty store for the generation ``name``.

        Raises:
            Problem: The Chroma server can't be reached.
        """
        client = _client(folder, server)
        collection = client.create_collection(name, configuration=HNSW)  # type: ignore[arg-type]
        return cls(client, collection)

    @classmethod
    def open(cls, name: str, folder: Path, server: str | None) -> VectorStore:
        """Open the store of the generation ``name``.

        Raises:
            Problem: It isn't there, isn't whole or belongs to another program.
        """
        if server is None and not (folder / "chroma.sqlite3").is_file():
            raise damaged()
        try:
            client = _client(folder, server)
            return cls(client, client.get_collection(name))
        except Problem:
            raise
        except Exception as error:  # of a file that is no database Chroma says many things
            raise damaged() from error

    @classmethod
    def copy(cls, before: Path, name: str, folder: Path) -> VectorStore:
        """Make an embedded store for the generation ``name`` out of that of ``before``.

        A published generation never changes, so its files can be copied while others read them.

        Raises:
            Problem: The store of ``before`` isn't whole.
        """
        shutil.copytree(before / "chroma", folder)
        store = cls.open(before.name, folder, None)
        store._collection.modify(name=name)
        return store

    def delete(self, ids: Sequence[str]) -> None:
        """Remove views by id."""
        for batch in _batches(ids):
            self._collection.delete(ids=batch)

    def add(self, views: Sequence[View], vectors: Vectors) -> None:
        """Write views with their vectors, shape (len(views), dimensions)."""
        from llama_index.core.schema import TextNode
        from llama_index.vector_stores.chroma import ChromaVectorStore

        store = ChromaVectorStore(chroma_collection=self._collection)
        rows = zip(views, vectors, strict=True)
        for batch in _batches(rows):
            nodes = [
                TextNode(
                    id_=view.id,
                    text=view.text,
                    embedding=vector.tolist(),
                    metadata={"parent": view.parent, "kind": view.kind, "language": view.language},
                )
                for view, vector in batch
            ]
            store.add(nodes)  # type: ignore[arg-type]

    def search(self, vector: Vectors, limit: int) -> dict[str, float]:
        """Return the cosine of the ``limit`` nearest views by view id; ``vector`` has length 1."""
        found = self._collection.query(
            query_embeddings=[vector.tolist()], n_results=limit, include=["distances"]
        )
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        return {name: 1.0 - float(gap) for name, gap in zip(ids, distances, strict=True)}

    def count(self) -> int:
        """Return the number of views stored."""
        return int(self._collection.count())

    def close(self) -> None:
        """Let go of files and connections."""
        self._client.close()  # type: ignore[attr-defined]


def drop(name: str, folder: Path, server: str | None) -> None:
    """Remove the collection of a generation from a Chroma server; a folder goes with its files."""
    from chromadb.errors import ChromaError

    if server is None:
        return
    try:
        _client(folder, server).delete_collection(name)
    except (ChromaError, ValueError):
        return


def damaged() -> Problem:
    """Return the problem that an index is not whole."""
    return Problem(
        nl="De zoekindex is niet compleet of niet van Bricoleur. Voer 'bricoleur index sync' uit.",
        en="The search index is not whole or not Bricoleur's. Run 'bricoleur index sync'.",
    )


def _client(folder: Path, server: str | None) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if server is None:
        return chromadb.PersistentClient(path=str(folder), settings=quiet)
    address = urlsplit(server)
    try:
        return chromadb.HttpClient(
            host=address.hostname or "",
            port=address.port or 8000,
            ssl=address.scheme == "https",
            settings=quiet,
        )
    except Exception as error:  # whatever the HTTP library raises: the server can't be used
        raise Problem(
            nl=f"De Chroma-server op {server} antwoordt niet. Start hem, of haal "
            "BRICOLEUR_CHROMA_URL weg om de ingebouwde index te gebruiken.",
            en=f"The Chroma server at {server} does not answer. Start it, or unset "
            "BRICOLEUR_CHROMA_URL to use the built-in index.",
        ) from error


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(items)
    while batch := list(islice(rows, BATCH)):
        yield batch
