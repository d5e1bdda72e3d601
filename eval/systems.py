"""What our search is compared with: baselines, and our own search with one part taken out.

Each system is one function from a question and its language to ranked units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from corpus.models import LANGUAGES, Language, Passage, View
from eval.lab import Lab, MatrixStore
from eval.records import Ranked
from index.fusion import fuse
from index.models import Hit
from index.retriever import Retriever
from index.snapshot import unit_of

Search = Callable[[str, Language], tuple[Ranked, ...]]

LIMIT: Final = 20
RRF_K: Final = 60
CHUNK_WORDS: Final = 120
DEEP: Final = 10_000
"""Views or chunks looked at: all of them."""


def ranked(hits: Iterable[Hit]) -> tuple[Ranked, ...]:
    """Return hits as they are written in a run."""
    return tuple(
        Ranked(
            unit=hit.unit,
            score=round(hit.score, 5),
            near=round(hit.near, 5),
            cosine=round(hit.cosine, 5),
            lexical=round(hit.lexical, 4),
            coverage=round(hit.coverage, 4),
            head=round(hit.head, 5),
            practice=hit.practice,
            view=hit.view.id,
        )
        for hit in hits
    )


def searching(retriever: Retriever) -> Search:
    """Return the search of a retriever of ours."""
    return lambda query, language: ranked(retriever.retrieve(query, language, LIMIT).hits)


def bm25(lab: Lab) -> Search:
    """BM25 alone, over all words of a unit, in the language of the question."""
    indexes = lab.lexical(_all)
    practices = practice_by_unit(lab)

    def search(query: str, language: Language) -> tuple[Ranked, ...]:
        scores = {unit: match.score for unit, match in indexes[language].search(query).items()}
        return top(scores, practices)

    return search


def dense_chunks(lab: Lab) -> Search:
    """Dense alone, over plain chunks of the running text: no titles, no situations."""
    store, owners = chunk_store(lab)
    practices = practice_by_unit(lab)

    def search(query: str, language: Language) -> tuple[Ranked, ...]:
        scores = best_by_unit(_cosines(lab, store, query), owners)
        return tuple(replace(r, cosine=r.score) for r in top(scores, practices))

    return search


def rrf(lab: Lab) -> Search:
    """Return the usual hybrid: the two above, joined by reciprocal rank fusion with k = 60."""
    store, owners = chunk_store(lab)
    indexes = lab.lexical(_all)
    practices = practice_by_unit(lab)

    def search(query: str, language: Language) -> tuple[Ranked, ...]:
        dense = best_by_unit(_cosines(lab, store, query), owners)
        words = {unit: match.score for unit, match in indexes[language].search(query).items()}
        return top(reciprocal([order(dense), order(words)]), practices)

    return search


def rrf_views(lab: Lab) -> Search:
    """Ours with reciprocal rank fusion instead of the convex combination."""
    store = lab.store(_findable)
    owners = {view.id: unit_of(view) for view in lab.contents.views if _findable(view)}
    indexes = lab.lexical(_all)
    practices = practice_by_unit(lab)

    def search(query: str, language: Language) -> tuple[Ranked, ...]:
        dense = best_by_unit(_cosines(lab, store, query), owners)
        words = {unit: match.score for unit, match in indexes[language].search(query).items()}
        return top(reciprocal([order(dense), order(words)]), practices)

    return search


def no_situations(lab: Lab) -> Search:
    """Ours as if no tip had situations or phrasings: neither their vectors nor their words."""
    keep = _not("situation", "phrasing")
    return searching(lab.retriever(keep, keep))


def no_situation_views(lab: Lab) -> Search:
    """Ours without the vectors of situations and phrasings; their words can still be matched."""
    return searching(lab.retriever(_not("situation", "phrasing"), _all))


def no_phrasings(lab: Lab) -> Search:
    """Ours as if tips had situations but no further phrasings."""
    return searching(lab.retriever(_not("phrasing"), _not("phrasing")))


def no_title_views(lab: Lab) -> Search:
    """Ours without the vectors of titles."""
    return searching(lab.retriever(_not("title"), _all))


def no_text_views(lab: Lab) -> Search:
    """Ours without the vectors of whole texts."""
    return searching(lab.retriever(_not("text"), _all))


def no_lexical(lab: Lab) -> Search:
    """Ours without the search by words; the nearest views and the head stay."""
    return searching(lab.retriever(_all, lambda view: False))


def dense_views(lab: Lab) -> Search:
    """Vectors alone over our views: units by the cosine of their best view, nothing else."""
    store = lab.store(_findable)
    owners = {view.id: unit_of(view) for view in lab.contents.views}
    practices = practice_by_unit(lab)

    def search(query: str, language: Language) -> tuple[Ranked, ...]:
        scores = best_by_unit(_cosines(lab, store, query), owners)
        return tuple(replace(r, cosine=r.score) for r in top(scores, practices))

    return search


def one_weight(lab: Lab) -> Search:
    """Ours with one weight for both languages: a unit's best cosine and its own words, 0.7 and 0.3.

    The words of a unit count whichever language its best view is in.
    """
    store = lab.store(_findable)
    owners = {view.id: unit_of(view) for view in lab.contents.views if _findable(view)}
    indexes = lab.lexical(_all)
    practices = practice_by_unit(lab)

    def search(query: str, language: Language) -> tuple[Ranked, ...]:
        cosines = best_by_unit(_cosines(lab, store, query), owners)
        words = indexes[language].search(query)
        scores = {
            unit: fuse(cosine, words[unit].score if unit in words else 0.0)
            for unit, cosine in cosines.items()
        }
        return tuple(replace(r, cosine=round(cosines[r.unit], 5)) for r in top(scores, practices))

    return search


def no_head(lab: Lab) -> Search:
    """Ours without the classifier on meanings."""
    return searching(lab.retriever(_all, _all, learned=("words",)))


def no_word_head(lab: Lab) -> Search:
    """Ours without the classifier on words."""
    return searching(lab.retriever(_all, _all, learned=("head",)))


def no_vote(lab: Lab) -> Search:
    """Ours without the vote that lets a tip of the commonest practice lead."""
    return searching(lab.retriever(_all, _all))


def no_compounds(lab: Lab) -> Search:
    """Ours without the parts of compounds among the indexed words."""
    return searching(lab.retriever(_all, _all, compounds=False))


def no_cross_language(lab: Lab) -> Search:
    """Ours with the vectors of the question's own language only."""
    retrievers = {language: lab.retriever(_in(language), _all) for language in LANGUAGES}
    return lambda query, language: searching(retrievers[language])(query, language)


def llama_index(lab: Lab) -> Search:
    """llama-index as its tutorial does it."""
    from eval.llama import tutorial

    find = tutorial(lab.embedder, plain_documents(lab), LIMIT)
    practices = practice_by_unit(lab)
    return lambda query, language: top(find(query), practices)


SYSTEMS: Final[Mapping[str, Callable[[Lab], Search]]] = {
    "bm25": bm25,
    "dense-chunks": dense_chunks,
    "llama-index": llama_index,
    "rrf": rrf,
    "rrf-views": rrf_views,
    "no-situations": no_situations,
    "no-situation-views": no_situation_views,
    "no-phrasings": no_phrasings,
    "no-title-views": no_title_views,
    "no-text-views": no_text_views,
    "no-lexical": no_lexical,
    "dense-views": dense_views,
    "one-weight": one_weight,
    "no-head": no_head,
    "no-word-head": no_word_head,
    "no-compounds": no_compounds,
    "no-vote": no_vote,
    "no-cross-language": no_cross_language,
}


def top(scores: Mapping[str, float], practices: Mapping[str, str | None]) -> tuple[Ranked, ...]:
    """Return the best-scoring units, ties by name."""
    names = order(scores)[:LIMIT]
    return tuple(Ranked(n, round(scores[n], 5), practice=practices.get(n)) for n in names)


def order(scores: Mapping[str, float]) -> list[str]:
    """Return names by falling score, ties by name."""
    return sorted(scores, key=lambda name: (-scores[name], name))


def reciprocal(rankings: Sequence[Sequence[str]], k: int = RRF_K) -> dict[str, float]:
    """Return the reciprocal rank fusion of rankings."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (k + rank)
    return scores


def best_by_unit(cosines: Mapping[str, float], owners: Mapping[str, str]) -> dict[str, float]:
    """Return the best cosine of each unit over what belongs to it."""
    best: dict[str, float] = {}
    for name, cosine in cosines.items():
        unit = owners[name]
        best[unit] = max(cosine, best.get(unit, -1.0))
    return best


def practice_by_unit(lab: Lab) -> dict[str, str | None]:
    """Return the practice of each unit."""
    return {unit_of(view): view.practice for view in lab.contents.views}


def plain_documents(lab: Lab) -> dict[tuple[str, Language], str]:
    """Return each tip and chapter per language as one file would hold it, situations and all."""
    texts: dict[tuple[str, Language], list[str]] = {}
    for view in lab.contents.views:
        if view.kind in ("title", "situation"):
            texts.setdefault((view.parent, view.language), []).append(view.text)
    for passage in lab.contents.passages:
        if passage.kind != "document":
            part = f"{passage.section}\n{passage.text}"
            texts.setdefault((passage.parent, passage.language), []).append(part)
    return {key: "\n\n".join(parts) for key, parts in texts.items()}


def chunks(passages: Iterable[Passage], words: int = CHUNK_WORDS) -> dict[str, tuple[str, str]]:
    """Cut the running text of each parent into chunks of whole sentences.

    Returns:
        By chunk id its parent and its words.
    """
    texts: dict[tuple[str, Language], list[str]] = {}
    for passage in passages:
        if passage.kind != "document":
            texts.setdefault((passage.parent, passage.language), []).extend(passage.parts)
    return {
        f"{parent}@{language}~{number}": (parent, text)
        for (parent, language), sentences in texts.items()
        for number, text in enumerate(_packed(sentences, words))
    }


def chunk_store(lab: Lab) -> tuple[MatrixStore, dict[str, str]]:
    """Return the vectors of all plain chunks, and the parent of each."""
    parts = chunks(lab.contents.passages)
    vectors = lab.embedder.passages([text for _, text in parts.values()])
    return MatrixStore(list(parts), vectors), {name: unit for name, (unit, _) in parts.items()}


def _packed(sentences: Sequence[str], words: int) -> list[str]:
    packed: list[list[str]] = []
    size = words
    for sentence in sentences:
        length = len(sentence.split())
        if size + length > words:
            packed.append([])
            size = 0
        packed[-1].append(sentence)
        size += length
    return [" ".join(group) for group in packed]


def _cosines(lab: Lab, store: MatrixStore, query: str) -> dict[str, float]:
    return store.search(np.asarray(lab.embedder.queries([query])[0]), DEEP)


def _all(_: View) -> bool:
    return True


def _findable(view: View) -> bool:
    """Leave out what is only there to be told apart from: questions answered elsewhere."""
    return view.kind != "elsewhere"


def _not(*kinds: str) -> Callable[[View], bool]:
    return lambda view: view.kind not in kinds


def _in(language: Language) -> Callable[[View], bool]:
    return lambda view: view.language == language
