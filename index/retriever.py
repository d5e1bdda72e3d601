"""Finds what fits a query: dense over all views, words per language, fused per unit."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.models import LANGUAGES, Language, Passage, Source, View
from corpus.problem import Problem
from index import generations
from index.embedding import Embedder
from index.fusion import fuse
from index.lexical import LexicalIndex, Match
from index.models import Hit, Results
from index.snapshot import (
    Contents,
    Manifest,
    read_contents,
    read_lexical,
    read_manifest,
    unit_of,
)
from index.store import VectorStore, damaged

DENSE_LIMIT: Final = 200
"""Views fetched from the vector store: some thirty views of one tip still leave room for others."""
NO_MATCH: Final = Match(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Best:
    """The best view of a unit in one language, with its cosine."""

    view: View
    cosine: float


class Retriever:
    """One opened generation of the index. Immutable; safe for several threads.

    Built by :func:`open_retriever`.
    """

    def __init__(
        self,
        name: str,
        manifest: Manifest,
        contents: Contents,
        lexical: Mapping[Language, LexicalIndex],
        store: VectorStore,
        embedder: Embedder,
    ) -> None:
        self.name = name
        self.manifest = manifest
        self.passages = {passage.key: passage for passage in contents.passages}
        self.sources: Mapping[str, Source] = {source.id: source for source in contents.sources}
        self._views = {view.id: view for view in contents.views}
        self._lexical = lexical
        self._store = store
        self._embedder = embedder
        self._situations: dict[tuple[str, Language], list[View]] = {}
        for view in contents.views:
            if view.kind == "situation":
                self._situations.setdefault((view.parent, view.language), []).append(view)
        self._first_view = {
            (unit_of(view), view.language): view for view in reversed(contents.views)
        }

    def retrieve(self, query: str, language: Language, limit: int = 10) -> Results:
        """Search.

        Args:
            query: What to search for; a blank one finds nothing.
            language: The language of the query; passages come in it where they exist in it.
            limit: The most hits to return.
        """
        if not query.strip():
            return Results(query, (), {})
        start = time.perf_counter()
        vector = self._embedder.queries([query])[0]
        embedded = time.perf_counter()
        cosines = self._store.search(vector, min(DENSE_LIMIT, len(self._views)))
        dense = time.perf_counter()
        matches = self._lexical[language].search(query)
        lexical = time.perf_counter()
        hits = self._rank(cosines, matches, language)[:limit]
        done = time.perf_counter()
        marks = (start, embedded, dense, lexical, done)
        names = ("embed", "dense", "lexical", "fuse")
        pairs = zip(names, marks, marks[1:], strict=False)
        timings = {name: round((after - before) * 1000, 2) for name, before, after in pairs}
        return Results(query, tuple(hits), timings, self._elsewhere(cosines))

    def passages_of(self, parent: str, language: Language) -> tuple[Passage, ...]:
        """Return the passages of a tip, chapter or document in ``language``, in reading order."""
        return tuple(
            p for p in self.passages.values() if p.parent == parent and p.language == language
        )

    def see_also(self, parent: str) -> tuple[str, ...]:
        """Return the parents that the author of a tip points to."""
        view = self._views.get(f"{parent}@nl~title")
        return (
            tuple(f"tip:{name}" for name in view.extra.get("see_also", "").split()) if view else ()
        )

    def situations(self, parent: str, language: Language) -> tuple[str, ...]:
        """Return the situations of a tip or chapter, in the author's order."""
        return tuple(view.text for view in self._situations.get((parent, language), ()))

    def close(self) -> None:
        """Let go of the vector store."""
        self._store.close()

    def _rank(
        self, cosines: Mapping[str, float], matches: Mapping[str, Match], language: Language
    ) -> list[Hit]:
        best = self._best_views(cosines)
        # A unit that only its words found lies beyond the nearest views: it gets their last cosine.
        floor = min(cosines.values(), default=0.0)
        for unit in matches:
            best.setdefault((unit, language), _Best(self._first_view[unit, language], floor))
        hits: dict[str, Hit] = {}
        for (unit, other), found in best.items():
            hit = self._hit(unit, found, matches.get(unit, NO_MATCH), across=other != language)
            if unit not in hits or hit.score > hits[unit].score:
                hits[unit] = hit
        ranked = sorted(hits.values(), key=lambda hit: (-hit.score, hit.unit))
        return [self._in_language(hit, cosines, language) for hit in ranked]

    def _elsewhere(self, cosines: Mapping[str, float]) -> float:
        away = (c for name, c in cosines.items() if self._views[name].kind == "elsewhere")
        return max(away, default=0.0)

    def _best_views(self, cosines: Mapping[str, float]) -> dict[tuple[str, Language], _Best]:
        best: dict[tuple[str, Language], _Best] = {}
        for name, cosine in cosines.items():
            view = self._views[name]
            if view.kind == "elsewhere":
                continue
            key = (unit_of(view), view.language)
            if key not in best or cosine > best[key].cosine:
                best[key] = _Best(view, cosine)
        return best

    def _hit(self, unit: str, found: _Best, match: Match, *, across: bool) -> Hit:
        words = NO_MATCH if across else match
        return Hit(
            unit=unit,
            score=fuse(found.cosine, words.score, across=across),
            cosine=found.cosine,
            lexical=words.score,
            coverage=words.coverage,
            view=found.view,
            passage=self.passages[found.view.passage],
        )

    def _in_language(self, hit: Hit, cosines: Mapping[str, float], language: Language) -> Hit:
        """Let the hit cite the passage in the reader's language, and of a chapter the right one."""
        passage = hit.passage
        if passage.kind == "chapter":
            passage = self._best_section(passage, cosines)
        same = self.passages.get(f"{passage.id}@{language}", passage)
        return Hit(
            hit.unit, hit.score, hit.cosine, hit.lexical, hit.coverage, hit.view, passage=same
        )

    def _best_section(self, passage: Passage, cosines: Mapping[str, float]) -> Passage:
        """Return the section of a chapter whose own text lies nearest to the query."""
        sections = [
            (cosine, self._views[name].passage)
            for name, cosine in cosines.items()
            if self._views[name].kind == "text" and self._views[name].parent == passage.parent
        ]
        return self.passages[max(sections)[1]] if sections else passage


def open_retriever(root: Path, embedder: Embedder, server: str | None = None) -> Retriever:
    """Open the published index below ``root``.

    Raises:
        Problem: There is none, it isn't whole, or another model built it.
    """
    folder = generations.current(root)
    if folder is None:
        raise Problem(
            nl="Er is nog geen zoekindex. Voer 'bricoleur index sync' uit.",
            en="There is no search index yet. Run 'bricoleur index sync'.",
        )
    manifest = read_manifest(folder)
    if (manifest.model, manifest.dimensions) != (embedder.name, embedder.dimensions):
        raise Problem(
            nl=f"De index is gemaakt met het model '{manifest.model}', nu is '{embedder.name}' "
            "ingesteld. Voer 'bricoleur index sync' uit om hem opnieuw te maken.",
            en=f"The index was built with the model '{manifest.model}', but '{embedder.name}' is "
            "set now. Run 'bricoleur index sync' to build it again.",
        )
    contents = read_contents(folder)
    lexical = read_lexical(folder)
    store = VectorStore.open(folder.name, folder / "chroma", server)
    if store.count() != len(contents.views):
        store.close()
        raise damaged()
    return Retriever(
        name=folder.name,
        manifest=manifest,
        contents=contents,
        lexical={language: lexical[language] for language in LANGUAGES},
        store=store,
        embedder=embedder,
    )
