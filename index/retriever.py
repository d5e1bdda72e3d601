"""Finds what fits a query: dense over all views, words per language, fused per unit."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from corpus.models import Language, Passage, Source, View
from corpus.problem import Problem
from index import generations
from index.embedding import Embedder
from index.fusion import fuse
from index.lexical import Match
from index.models import Hit, Results
from index.ranking import Found, nearness, scores
from index.snapshot import Generation, read_generation, read_manifest, unit_of
from index.store import VectorStore, damaged

DENSE_LIMIT: Final = 400
"""Views fetched from the vector store: sixty views of one tip still leave room for others."""
DOCUMENTS: Final = 2
"""Hits in added documents that are returned beyond the limit."""
CROWDED: Final = 4
"""Hits in added documents that may stand among the best."""
CANDIDATES: Final = 40
"""Units that are made into hits."""
NO_MATCH: Final = Match(0.0, 0.0)


class Retriever:
    """One opened generation of the index. Immutable; safe for several threads.

    Built by :func:`open_retriever`.
    """

    def __init__(self, generation: Generation, store: VectorStore, embedder: Embedder) -> None:
        contents = generation.contents
        self.name = generation.name
        self.manifest = generation.manifest
        self.passages = {passage.key: passage for passage in contents.passages}
        self.sources: Mapping[str, Source] = {source.id: source for source in contents.sources}
        self._views = {view.id: view for view in contents.views}
        self._lexical = generation.lexical
        self._head = generation.head
        self._words = generation.words
        self._store = store
        self._embedder = embedder
        self._situations: dict[tuple[str, Language], list[View]] = {}
        for view in contents.views:
            if view.kind == "situation":
                self._situations.setdefault((view.parent, view.language), []).append(view)
        leading = [view for view in contents.views if view.kind != "elsewhere"]
        self._sizes = Counter(unit_of(view) for view in leading)
        self._any_view = {unit_of(view): view for view in reversed(leading)}
        self._first_view = {(unit_of(view), view.language): view for view in reversed(leading)}
        self._authored = tuple(
            dict.fromkeys(unit_of(view) for view in leading if view.kind != "chunk")
        )

    def retrieve(self, query: str, language: Language, limit: int = 10) -> Results:
        """Search.

        Args:
            query: What to search for; a blank one finds nothing.
            language: The language of the query; passages come in it where they exist in it.
            limit: The most hits to return.
        """
        if not query.strip() or not self._views:
            return Results(query, (), {})
        start = time.perf_counter()
        query = self._lexical[language].correct(query)
        vector = self._embedder.queries([query])[0]
        embedded = time.perf_counter()
        cosines = self._store.search(vector, min(DENSE_LIMIT, len(self._views)))
        dense = time.perf_counter()
        matches = self._lexical[language].search(query)
        lexical = time.perf_counter()
        heads, words = self._head.score(vector), self._words[language].score(query)
        hits = _with_documents(self._rank(cosines, matches, (heads, words), language), limit)
        done = time.perf_counter()
        marks = (start, embedded, dense, lexical, done)
        names = ("embed", "dense", "lexical", "fuse")
        pairs = zip(names, marks, marks[1:], strict=False)
        timings = {name: round((after - before) * 1000, 2) for name, before, after in pairs}
        away = {name: score for name, score in heads.items() if name not in self._sizes}
        return Results(query, tuple(hits), timings, away, words)

    def correct(self, text: str, language: Language) -> str:
        """Return ``text`` with slips of the keyboard put right, by all words that are known."""
        return self._lexical[language].correct(text, widely=True)

    def passages_of(self, parent: str, language: Language) -> tuple[Passage, ...]:
        """Return the passages of a tip, chapter or document, in reading order.

        They come in ``language`` where they exist in it: a document has but one language.
        """
        own = [passage for passage in self.passages.values() if passage.parent == parent]
        return tuple(p for p in own if p.language == language) or tuple(own)

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
        self,
        cosines: Mapping[str, float],
        matches: Mapping[str, Match],
        learned: tuple[Mapping[str, float], Mapping[str, float]],
        language: Language,
    ) -> list[Hit]:
        heads, words = learned
        nearest = self._nearest(cosines)
        floor = min(cosines.values(), default=0.0)
        units = {
            **dict.fromkeys(self._authored),
            **dict.fromkeys(nearest),
            **dict.fromkeys(matches),
        }
        found = {
            unit: Found(
                cosines=[cosine for cosine, _ in nearest.get(unit, ())],
                views=self._sizes[unit],
                lexical=matches.get(unit, NO_MATCH).score,
                head=heads.get(unit),
                words=words.get(unit),
                across=(unit, language) not in self._first_view,
            )
            for unit in units
        }
        ranked = sorted(scores(found, floor).items(), key=lambda item: (-item[1], item[0]))
        best = [*ranked[:CANDIDATES], *(r for r in ranked[CANDIDATES:] if found[r[0]].head is None)]
        hits = (
            self._hit(unit, score, found[unit], nearest, matches, floor) for unit, score in best
        )
        return [self._in_language(hit, cosines, language) for hit in hits]

    def _nearest(self, cosines: Mapping[str, float]) -> dict[str, list[tuple[float, View]]]:
        """Return the found views of each unit, nearest first."""
        nearest: dict[str, list[tuple[float, View]]] = {}
        for name, cosine in sorted(cosines.items(), key=lambda item: -item[1]):
            view = self._views[name]
            if view.kind != "elsewhere":
                nearest.setdefault(unit_of(view), []).append((cosine, view))
        return nearest

    def _hit(
        self,
        unit: str,
        score: float,
        found: Found,
        nearest: Mapping[str, Sequence[tuple[float, View]]],
        matches: Mapping[str, Match],
        floor: float,
    ) -> Hit:
        any_view = self._any_view[unit]
        cosine, view = nearest[unit][0] if unit in nearest else (floor, any_view)
        return Hit(
            unit=unit,
            score=score,
            near=fuse(nearness(found, floor), found.lexical, across=found.across),
            cosine=cosine,
            lexical=found.lexical,
            coverage=matches.get(unit, NO_MATCH).coverage,
            head=found.head or 0.0,
            view=view,
            passage=self.passages[view.passage],
        )

    def _in_language(self, hit: Hit, cosines: Mapping[str, float], language: Language) -> Hit:
        """Let the hit cite the passage in the reader's language, and of a chapter the right one."""
        passage = hit.passage
        if passage.kind == "chapter":
            passage = self._best_section(passage, cosines)
        same = self.passages.get(f"{passage.id}@{language}", passage)
        return replace(hit, passage=same)

    def _best_section(self, passage: Passage, cosines: Mapping[str, float]) -> Passage:
        """Return the section of a chapter whose own text lies nearest to the query."""
        sections = [
            (cosine, self._views[name].passage)
            for name, cosine in cosines.items()
            if self._views[name].kind == "text" and self._views[name].parent == passage.parent
        ]
        return self.passages[max(sections)[1]] if sections else passage


def _with_documents(ranked: Sequence[Hit], limit: int) -> list[Hit]:
    """Return the best hits, a few of them from documents, however many chunks those have.

    Documents are found in another way, so the best of them come along; and never so many that no
    tip is left, since an answer names a practice.
    """
    documents = [hit for hit in ranked if hit.passage.kind == "document"]
    kept = documents[:DOCUMENTS]
    crowd = {hit.unit for hit in documents[CROWDED:]}
    first = [hit for hit in ranked if hit.unit not in crowd][:limit]
    return [*first, *(hit for hit in kept if hit not in first)]


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
    generation = read_generation(folder)
    store = VectorStore.open(folder.name, folder / "chroma", server)
    if store.count() != manifest.views:
        store.close()
        raise damaged()
    return Retriever(generation, store, embedder)
