from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chunking import MAX_CHARS, SMALL_CHARS, document_passages, document_views
from corpus.models import Document, DocumentSection

SENTENCE = "De wijkmanager vraagt aan de bewoners wat zij zelf willen doen in de straat."


def _document(*sections: DocumentSection, title: str = "Werken in de wijk") -> Document:
    return Document("wijk-123abc", title, "wijk.pdf", "nl", "0" * 64, "2026-11-24", sections)


def _section(text: str, heading: str | None = None, page: int | None = None) -> DocumentSection:
    return DocumentSection(heading, page, text)


def _squeezed(text: str) -> str:
    return "".join(text.split())


_words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40
)
_prose = st.lists(
    st.one_of(
        _words, st.sampled_from(["bijv.", "nee.", "J.", "5.", "wat?", "(o.a.)", "\n\n", "- "])
    )
).map(" ".join)
_long_words = st.integers(MAX_CHARS - 3, 3 * MAX_CHARS).map(lambda n: "x" * n)
_texts = st.one_of(
    _prose, st.lists(st.one_of(_words, _long_words, st.just(SENTENCE)), max_size=60).map(" ".join)
)
_sections = st.builds(
    DocumentSection,
    heading=st.sampled_from([None, "Begin", "Vervolg"]),
    page=st.sampled_from([None, 1, 2]),
    text=_texts,
)
_documents = st.lists(_sections, max_size=6).map(lambda sections: _document(*sections))


@given(_documents)
def test_no_text_is_lost_or_added(document: Document) -> None:
    found = "".join(passage.text for passage in document_passages(document))
    given_text = "".join(section.text for section in document.sections)
    assert _squeezed(found) == _squeezed(given_text)


@given(_documents)
def test_sizes_are_bounded_and_parts_stand_verbatim(document: Document) -> None:
    for passage in document_passages(document):
        assert 0 < len(passage.text) <= MAX_CHARS
        assert passage.text == " ".join(passage.parts)
        assert all(part and part == " ".join(part.split()) for part in passage.parts)


@given(_documents)
def test_is_deterministic_and_numbered_without_gaps(document: Document) -> None:
    passages = document_passages(document)
    assert passages == document_passages(document)
    numbers = range(1, len(passages) + 1)
    assert [passage.id for passage in passages] == [f"doc:wijk-123abc#{n}" for n in numbers]


@given(st.lists(st.integers(5, 60), min_size=1, max_size=80))
def test_a_sentence_that_fits_is_never_cut(lengths: list[int]) -> None:
    sentences = [f"Zin {n} " + "a" * length + "." for n, length in enumerate(lengths)]
    passages = document_passages(_document(_section(" ".join(sentences))))
    assert [part for passage in passages for part in passage.parts] == sentences


@given(st.integers(1, 200))
def test_prose_is_cut_evenly(count: int) -> None:
    passages = document_passages(_document(_section(" ".join([SENTENCE] * count))))
    sizes = [len(passage.text) for passage in passages]
    if len(sizes) > 1:
        assert min(sizes) > MAX_CHARS // 3
    assert len(sizes) <= count * (len(SENTENCE) + 1) / (MAX_CHARS / 2) + 1


def test_a_passage_carries_what_a_citation_needs() -> None:
    (passage,) = document_passages(_document(_section(f"{SENTENCE} Ja, bijv. zo.", "Begin", 12)))
    assert passage.key == "doc:wijk-123abc#1@nl"
    assert passage.kind == "document"
    assert passage.parent == "doc:wijk-123abc"
    assert passage.practice is None
    assert passage.title == "Werken in de wijk"
    assert passage.section == "Begin"
    assert passage.page == 12
    assert passage.parts == (SENTENCE, "Ja, bijv. zo.")
    assert passage.basis == "document"
    assert passage.sources == ()


def test_pages_and_headings_are_never_mixed() -> None:
    document = _document(
        _section("Eerste.", "Begin", 1),
        _section("Tweede.", "Begin", 2),
        _section("Derde.", None, 2),
    )
    found = [(p.section, p.page, p.text) for p in document_passages(document)]
    assert found == [("Begin", 1, "Eerste."), ("Begin", 2, "Tweede."), ("", 2, "Derde.")]


def test_neighbours_with_the_same_heading_and_page_are_one() -> None:
    document = _document(_section("Eerste.", "Begin", 1), _section("Tweede.", "Begin", 1))
    assert [p.parts for p in document_passages(document)] == [("Eerste.", "Tweede.")]


def test_a_small_rest_joins_its_neighbour() -> None:
    long = "Een lange zin" + " met nog wat woorden" * 40 + "."
    assert MAX_CHARS - SMALL_CHARS < len(long) < MAX_CHARS - 20
    (passage,) = document_passages(_document(_section(f"{long} Klaar is dat.")))
    assert passage.parts == (long, "Klaar is dat.")


def test_an_endless_sentence_is_cut_after_a_comma_and_not_in_a_word() -> None:
    sentence = "De gemeente " + ", ".join(["luistert naar bewoners"] * 100) + "."
    passages = document_passages(_document(_section(sentence)))
    assert all(passage.text.endswith((",", ".")) for passage in passages)
    assert " ".join(passage.text for passage in passages) == sentence


@pytest.mark.parametrize("document", [_document(), _document(_section(" \n\n "))])
def test_nothing_gives_no_passages(document: Document) -> None:
    assert document_passages(document) == ()


def test_there_is_one_view_per_passage_with_title_and_heading() -> None:
    passages = document_passages(_document(_section(SENTENCE, "Begin"), _section("Zonder kop.")))
    with_heading, without = document_views(passages)
    assert with_heading.id == "doc:wijk-123abc#1@nl~0"
    assert with_heading.kind == "chunk"
    assert with_heading.passage == passages[0].key
    assert with_heading.parent == passages[0].parent
    assert with_heading.language == "nl"
    assert with_heading.text == f"Werken in de wijk\nBegin\n{SENTENCE}"
    assert without.text == "Werken in de wijk\nZonder kop."


def test_a_heading_that_is_the_title_is_embedded_once() -> None:
    passages = document_passages(_document(_section("Zin.", "Werken in de wijk")))
    assert document_views(passages)[0].text == "Werken in de wijk\nZin."
