from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.chunking import document_passages, document_views
from corpus.models import LANGUAGES, Document, DocumentSection, View
from corpus.problem import Problem
from index import retriever as module
from index.embedding import Embedder, OnnxEmbedder
from index.fusion import fuse
from index.models import Hit
from index.ranking import Found, nearness
from index.retriever import Retriever, open_retriever
from index.snapshot import Contents, read_vectors, unit_of
from index.sync import sync

QUARREL = "ruzie over parkeerplaatsen"
NOTE = Document(
    id="nota-123abc",
    title="Nota ondergrondse afvalcontainers",
    filename="nota.pdf",
    language="nl",
    digest="0" * 64,
    added="2026-11-24",
    sections=(
        DocumentSection("Legen", 3, "De containers worden op dinsdag geleegd. " * 12),
        DocumentSection("Plaatsen", 4, "Een container staat nooit voor een brandgang. " * 12),
    ),
)
AWAY = View("elsewhere:reizen@nl~1", "elsewhere", "elsewhere:reizen", "nl", "Nieuw paspoort", "")


@pytest.fixture(scope="module")
def mixed(small_contents: Contents) -> Contents:
    """The small corpus with a Dutch document and a question that belongs elsewhere."""
    passages = document_passages(NOTE)
    return replace(
        small_contents,
        passages=(*small_contents.passages, *passages),
        views=(*small_contents.views, *document_views(passages), AWAY),
    )


@pytest.fixture(scope="module")
def root(
    tmp_path_factory: pytest.TempPathFactory, mixed: Contents, hashing_embedder: Embedder
) -> Path:
    root = tmp_path_factory.mktemp("retriever") / "index"
    sync(root, mixed, lambda: hashing_embedder, model="hashing")
    return root


@pytest.fixture(scope="module")
def retriever(root: Path, hashing_embedder: Embedder) -> Iterator[Retriever]:
    retriever = open_retriever(root, hashing_embedder)
    yield retriever
    retriever.close()


def _hits(retriever: Retriever, query: str, language: str = "nl", limit: int = 10) -> list[Hit]:
    return list(retriever.retrieve(query, "nl" if language == "nl" else "en", limit).hits)


def _cosines(mixed: Contents, embedder: Embedder, query: str) -> dict[str, float]:
    """The cosine of every view, by numpy alone."""
    vectors = embedder.passages([view.text for view in mixed.views])
    found = vectors @ embedder.queries([query])[0]
    return {view.id: float(c) for view, c in zip(mixed.views, found, strict=True)}


@pytest.mark.parametrize("query", [QUARREL, "Wie schreef het?", "my colleague and the subsidy"])
def test_several_views_of_a_unit_count_for_one(query: str, retriever: Retriever) -> None:
    hits = _hits(retriever, query)

    assert len(hits) == 6, "three tips, a chapter and two chunks"
    assert max(Counter(hit.unit for hit in hits).values()) == 1
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("query", [QUARREL, "the subsidy", "containers geleegd op dinsdag"])
def test_a_hit_has_its_nearest_view_with_the_cosine_that_numpy_gives(
    query: str, retriever: Retriever, mixed: Contents, hashing_embedder: Embedder
) -> None:
    exact = _cosines(mixed, hashing_embedder, query)
    views = {view.id: view for view in mixed.views if view.kind != "elsewhere"}

    for hit in _hits(retriever, query):
        own = [exact[name] for name, view in views.items() if unit_of(view) == hit.unit]
        assert hit.cosine == pytest.approx(max(own), abs=1e-5)
        assert exact[hit.view.id] == pytest.approx(hit.cosine, abs=1e-5)
        assert unit_of(hit.view) == hit.unit


def test_nearness_and_words_are_fused(
    retriever: Retriever, mixed: Contents, hashing_embedder: Embedder
) -> None:
    first = _hits(retriever, QUARREL)[0]
    exact = _cosines(mixed, hashing_embedder, QUARREL)
    own = [exact[view.id] for view in mixed.views if unit_of(view) == "tip:parkeren"]

    assert first.unit == "tip:parkeren"
    assert first.lexical > 0
    assert first.coverage == pytest.approx(1)
    found = Found(own, len(own), first.lexical, first.head)
    assert first.near == pytest.approx(fuse(nearness(found, 0), first.lexical), abs=1e-4)


def test_words_of_the_language_of_the_question_count(retriever: Retriever) -> None:
    dutch = {hit.unit: hit for hit in _hits(retriever, "parkeerplaatsen")}
    english = {hit.unit: hit for hit in _hits(retriever, "parkeerplaatsen", "en")}

    assert dutch["tip:parkeren"].lexical > 0
    assert dutch["tip:moestuin"].lexical == dutch["tip:moestuin"].coverage == 0
    assert english["tip:parkeren"].lexical == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("query", "unit"), [(QUARREL, "tip:parkeren"), ("about the parking places", "tip:parkeren")]
)
def test_a_question_finds_texts_in_the_other_language_and_cites_its_own(
    query: str, unit: str, language: str, retriever: Retriever
) -> None:
    first = _hits(retriever, query, language)[0]

    assert first.unit == unit
    assert first.passage.key == f"{unit}#doe@{language}"


def test_the_view_may_be_in_another_language_than_the_passage(retriever: Retriever) -> None:
    first = _hits(retriever, "quarrel about the parking places", "nl")[0]

    assert (first.view.language, first.passage.language) == ("en", "nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_is_cited_in_the_language_it_has(language: str, retriever: Retriever) -> None:
    first = _hits(retriever, "containers geleegd op dinsdag", language)[0]

    assert first.unit == "doc:nota-123abc#1"
    assert first.passage.key == "doc:nota-123abc#1@nl"
    assert (first.passage.page, first.practice, first.head) == (3, None, 0)


def test_each_chunk_of_a_document_competes_on_its_own(retriever: Retriever) -> None:
    first, *rest = _hits(retriever, "container voor een brandgang")

    assert first.unit == "doc:nota-123abc#2"
    assert "doc:nota-123abc#1" in [hit.unit for hit in rest]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("query", "section"),
    [
        ("Blijleven en Van Hulst schreven het", "schrijvers"),
        ("De onderzoekers schaduwden ambtenaren", "werkwijze"),
        ("Blijleven and Van Hulst wrote it", "schrijvers"),
        ("researchers shadowed civil servants in municipalities", "werkwijze"),
    ],
)
def test_of_a_chapter_the_section_that_answers_is_cited(
    query: str, section: str, language: str, retriever: Retriever
) -> None:
    hits = {hit.unit: hit for hit in _hits(retriever, query, language)}

    assert hits["chapter:onderzoek"].passage.key == f"chapter:onderzoek#{section}@{language}"


def test_the_section_is_chosen_by_its_own_text_also_where_a_question_lies_nearer(
    retriever: Retriever,
) -> None:
    query = "Met wie spraken zij: ambtenaren?"
    hit = next(hit for hit in _hits(retriever, query) if hit.unit == "chapter:onderzoek")

    assert hit.view.text == "Met wie spraken zij?"
    assert hit.view.passage == "chapter:onderzoek#schrijvers@nl"
    assert hit.passage.key == "chapter:onderzoek#werkwijze@nl"


@pytest.mark.parametrize("query", ["", " ", "\n\t "])
def test_a_blank_question_finds_nothing(query: str, retriever: Retriever) -> None:
    results = retriever.retrieve(query, "nl")

    assert (results.query, results.hits) == (query, ())


@pytest.mark.parametrize("query", ["???", "\0", "🚲", "\ud800", "x" * 20_000, "日本語 ؟"])
def test_any_other_question_is_searched(query: str, retriever: Retriever) -> None:
    assert len(_hits(retriever, query)) == 6


def test_no_more_hits_than_asked_for_but_documents_stay_in_sight(retriever: Retriever) -> None:
    every = _hits(retriever, QUARREL)
    assert [hit.passage.kind for hit in every[:2]] == ["tip", "tip"]

    two = _hits(retriever, QUARREL, limit=2)
    assert [hit.unit for hit in two[:2]] == [hit.unit for hit in every[:2]]
    assert sorted(hit.unit for hit in two[2:]) == ["doc:nota-123abc#1", "doc:nota-123abc#2"]
    assert len(_hits(retriever, "containers geleegd op dinsdag", limit=6)) == 6


def test_however_many_documents_there_are_tips_stay_among_the_best(
    tmp_path: Path, small_contents: Contents, hashing_embedder: Embedder
) -> None:
    notes = [replace(NOTE, id=f"nota-{number:06d}") for number in range(20)]
    passages = [passage for note in notes for passage in document_passages(note)]
    crowded = replace(
        small_contents,
        passages=(*small_contents.passages, *passages),
        views=(*small_contents.views, *document_views(passages)),
    )
    sync(tmp_path / "index", crowded, lambda: hashing_embedder, model="hashing")
    retriever = open_retriever(tmp_path / "index", hashing_embedder)

    kinds = Counter(h.passage.kind for h in _hits(retriever, "containers geleegd op dinsdag"))

    assert kinds["document"] == module.CROWDED
    assert kinds["tip"] >= 2
    retriever.close()


def test_what_only_its_words_find_is_found_with_the_last_cosine(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DENSE_LIMIT", 1)

    hits = {hit.unit: hit for hit in _hits(retriever, "ruzie over de moestuin parkeerplaatsen")}

    nearest = max(hit.cosine for hit in hits.values())
    for unit in ("tip:moestuin", "tip:parkeren"):
        assert hits[unit].lexical > 0
        assert hits[unit].cosine == pytest.approx(nearest)


def test_what_belongs_elsewhere_is_never_a_hit_but_is_scored(retriever: Retriever) -> None:
    results = retriever.retrieve("Nieuw paspoort", "nl")

    assert not [hit for hit in results.hits if hit.unit.startswith("elsewhere")]
    assert set(results.elsewhere) == {"elsewhere:reizen"}
    other = retriever.retrieve(QUARREL, "nl").elsewhere["elsewhere:reizen"]
    assert results.elsewhere["elsewhere:reizen"] > other


def test_the_head_knows_which_tip_a_wording_belongs_to(retriever: Retriever) -> None:
    hits = {hit.unit: hit.head for hit in _hits(retriever, "Niemand helpt mij met de subsidie")}

    assert max(hits, key=lambda unit: hits[unit]) == "tip:subsidie"


def test_parts_of_a_parent_come_in_the_order_of_the_author(retriever: Retriever) -> None:
    passages = retriever.passages_of("tip:moestuin", "en")

    assert [passage.id.split("#")[1] for passage in passages] == [
        "speelt",
        "doe",
        "let-op",
        "zeg",
        "vraag",
    ]
    assert {passage.language for passage in passages} == {"en"}
    assert retriever.situations("tip:moestuin", "nl")[2] == "Hoe begin ik met de moestuin?"
    assert len(retriever.situations("tip:moestuin", "nl")) == 6
    assert retriever.see_also("tip:moestuin") == ("tip:parkeren",)


def test_a_document_has_parts_in_its_one_language(retriever: Retriever) -> None:
    for language in LANGUAGES:
        passages = retriever.passages_of("doc:nota-123abc", language)
        assert [passage.id for passage in passages] == ["doc:nota-123abc#1", "doc:nota-123abc#2"]


def test_what_is_not_there_has_no_parts(retriever: Retriever) -> None:
    assert retriever.passages_of("tip:geen", "nl") == ()
    assert retriever.situations("tip:geen", "nl") == ()
    assert retriever.see_also("tip:geen") == ()
    assert retriever.see_also("chapter:onderzoek") == ()
    assert retriever.see_also("tip:subsidie") == (), "this one points nowhere"


def test_sources_come_along(retriever: Retriever) -> None:
    assert retriever.sources["S8"].title == "Later onderzoek"


def test_the_same_question_has_the_same_answer_from_any_thread(retriever: Retriever) -> None:
    queries = [QUARREL, "Wie schreef het?", "the subsidy", "containers"] * 10
    alone = [[(h.unit, h.score) for h in _hits(retriever, query)] for query in queries]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda query: _hits(retriever, query), queries))

    assert [[(h.unit, h.score) for h in hits] for hits in together] == alone


def test_timings_name_each_part(retriever: Retriever) -> None:
    timings = retriever.retrieve(QUARREL, "nl").timings_ms

    assert list(timings) == ["embed", "dense", "lexical", "fuse"]
    assert min(timings.values()) >= 0


def test_without_an_index_the_command_is_named(tmp_path: Path, hashing_embedder: Embedder) -> None:
    with pytest.raises(Problem) as caught:
        open_retriever(tmp_path / "index", hashing_embedder)
    for text in (caught.value.nl, caught.value.en):
        assert "'bricoleur index sync'" in text
    assert not (tmp_path / "index").exists()


def test_an_index_with_nothing_in_it_answers_nothing(
    tmp_path: Path, hashing_embedder: Embedder
) -> None:
    sync(tmp_path, Contents((), ()), lambda: hashing_embedder, model="hashing")
    retriever = open_retriever(tmp_path, hashing_embedder)

    assert _hits(retriever, QUARREL) == []
    retriever.close()


# The whole corpus and the real model


def test_the_graph_finds_what_an_exact_search_finds(
    real_retriever: Retriever, built_index: Path, embedder: OnnxEmbedder, contents: Contents
) -> None:
    views = contents.views
    asked = [view.text for view in views if view.kind == "situation"]
    rows = read_vectors(built_index / real_retriever.name)
    right = 0
    chosen = random.Random(2019).sample(asked, 200)
    for vector in embedder.queries(chosen):
        exact = {views[row].id for row in np.argsort(-(rows @ vector))[:10]}
        right += len(exact & set(real_retriever._store.search(vector, 10)))

    # Threads build the graph, so it is never twice the same; Chroma's own settings give 0.95.
    assert right / (10 * len(chosen)) > 0.995


@pytest.mark.parametrize(
    ("query", "language", "practice"),
    [
        ("Mijn collega van Financiën houdt het plan van bewoners tegen", "nl", "binnen-buiten"),
        ("My colleague in Finance blocks the residents' plan", "en", "binnen-buiten"),
        ("Een bewoner wordt boos en scheldt mij uit", "nl", "relaties"),
        ("How do I reach people who never come to meetings?", "en", "in-kaart-brengen"),
    ],
)
def test_the_real_index_leads_to_the_practice(
    query: str, language: str, practice: str, real_retriever: Retriever
) -> None:
    hits = _hits(real_retriever, query, language, 3)

    assert practice in [hit.practice for hit in hits]
    assert {hit.passage.language for hit in hits} == {language}
