"""The index laid open: all views with their vectors in memory, to search them in other ways."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np

from corpus.models import LANGUAGES, Language, View
from index import generations
from index.embedding import Embedder, Vectors
from index.head import fit
from index.lexical import LexicalIndex
from index.retriever import Retriever
from index.snapshot import (
    Contents,
    Generation,
    Manifest,
    read_contents,
    read_manifest,
    read_vectors,
    unit_of,
    unit_texts,
)
from index.store import VectorStore, damaged
from index.words import WordHead
from index.words import fit as fit_words

KeepView = Callable[[View], bool]


class CachedEmbedder:
    """An embedder that embeds a question once, however many systems ask for it."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """The inner model's name."""
        return self._inner.name

    @property
    def dimensions(self) -> int:
        """The length of each vector."""
        return self._inner.dimensions

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what is searched, once a text."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._inner.queries([text])[0]
        return np.stack([self._known[text] for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what can be found."""
        return self._inner.passages(texts)


class MatrixStore:
    """Exact nearest neighbours in memory: what the vector store approximates."""

    def __init__(self, ids: Sequence[str], vectors: Vectors) -> None:
        self._ids = tuple(ids)
        self._vectors = vectors

    def search(self, vector: Vectors, limit: int) -> dict[str, float]:
        """Return the cosine of the ``limit`` nearest rows by id."""
        cosines = self._vectors @ vector
        nearest = np.argsort(-cosines, kind="stable")[:limit]
        return {self._ids[row]: float(cosines[row]) for row in nearest}

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._ids)

    def close(self) -> None:
        """Nothing is held open."""


@dataclass(frozen=True)
class Lab:
    """The published index in memory: contents, a vector per view id, and the embedder."""

    manifest: Manifest
    contents: Contents
    vectors: Mapping[str, Vectors]
    embedder: Embedder

    def store(self, keep: KeepView) -> MatrixStore:
        """Return a store of the views that ``keep`` lets through."""
        ids = [view.id for view in self.contents.views if keep(view)]
        return MatrixStore(ids, np.stack([self.vectors[name] for name in ids]))

    def lexical(self, keep: KeepView, *, compounds: bool = True) -> dict[Language, LexicalIndex]:
        """Return word indexes over the views that ``keep`` lets through."""
        views = tuple(view for view in self.contents.views if keep(view))
        part = replace(self.contents, views=views)
        return {
            name: LexicalIndex.build(name, unit_texts(part, name), compounds=compounds)
            for name in LANGUAGES
        }

    def retriever(
        self,
        dense: KeepView,
        words: KeepView,
        *,
        learned: Container[str] = ("head", "words"),
        compounds: bool = True,
    ) -> Retriever:
        """Return our own retriever over a part of the views; each unit must keep one at least.

        Args:
            dense: The views that can be found by their vector, and that the heads learn from.
            words: The views whose words can be matched.
            learned: Which of the classifiers there are: "head" (meanings), "words".
            compounds: Whether a text is also indexed by the parts of its compounds.
        """
        views = tuple(view for view in self.contents.views if dense(view))
        vectors = np.stack([self.vectors[view.id] for view in views])
        labels = [_label(view) for view in views]
        kept = [number for number, label in enumerate(labels) if label]
        meant = kept if "head" in learned else []
        generation = Generation(
            name="lab",
            manifest=self.manifest,
            contents=replace(self.contents, views=views),
            lexical=self.lexical(words, compounds=compounds),
            head=fit([str(labels[number]) for number in meant], vectors[meant]),
            words={
                language: _words([views[n] for n in kept if "words" in learned], language)
                for language in LANGUAGES
            },
        )
        store = cast(VectorStore, self.store(dense))  # the same methods, in memory
        return Retriever(generation, store, self.embedder)


def _words(views: Sequence[View], language: Language) -> WordHead:
    own = [view for view in views if view.language == language]
    return fit_words([unit_of(view) for view in own], [view.text for view in own])


def _label(view: View) -> str | None:
    """Return what the head learns a view as; nothing for an added document."""
    return None if view.kind == "chunk" else unit_of(view)


def open_lab(root: Path, embedder: Embedder) -> Lab:
    """Read the published index below ``root`` into memory.

    Raises:
        Problem: There is none, or it isn't whole.
    """
    folder = generations.current(root)
    if folder is None:
        raise damaged()
    contents = read_contents(folder)
    table = read_vectors(folder)
    if len(table) != len(contents.views):
        raise damaged()
    vectors = {view.id: row for view, row in zip(contents.views, table, strict=True)}
    return Lab(read_manifest(folder), contents, vectors, embedder)
