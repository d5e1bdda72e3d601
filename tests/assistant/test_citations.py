from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.citations import Block, Statement, escape, faults, write
from corpus.models import Passage, Source

SOURCE = Source("S8", "Encounters", "Blijleven", 2022, "https://example.org", "A", "summary")
SOURCES = {"S8": SOURCE}
PASSAGE = Passage(
    id="tip:nee#doe",
    language="nl",
    kind="tip",
    parent="tip:nee",
    practice="binnen-buiten",
    title="Nee",
    section="Wat je kunt doen",
    text="Loop langs. Schrijf op.",
    parts=("Loop langs.", "Schrijf op."),
    basis="onderzoek",
    sources=("S8",),
    part_sources=(("eigen",), ("S8",)),
)
PASSAGES = {PASSAGE.key: PASSAGE}
BLOCKS = (Block("doe", "steps", (Statement(PASSAGE, 0), Statement(PASSAGE, 1))),)


def test_write_numbers_every_statement() -> None:
    text, citations = write(BLOCKS, SOURCES, "nl")
    assert text == "**Wat je kunt doen**\n\n1. Loop langs. [1]\n2. Schrijf op. [2]"
    assert [c.quote for c in citations] == ["Loop langs.", "Schrijf op."]
    assert citations[0].tip_id == "nee"


def test_a_step_of_our_own_names_no_source() -> None:
    _, citations = write(BLOCKS, SOURCES, "nl")
    assert citations[0].sources == ()
    assert [source.id for source in citations[1].sources] == ["S8"]


def test_without_marks_the_sources_of_the_whole_text_count() -> None:
    passage = replace(PASSAGE, part_sources=())
    _, citations = write([Block(None, "text", (Statement(passage, 0),))], SOURCES, "nl")
    assert [source.id for source in citations[0].sources] == ["S8"]


def test_the_same_words_keep_their_number() -> None:
    twice = Block(None, "text", (Statement(PASSAGE, 0), Statement(PASSAGE, 0)))
    text, citations = write([twice], SOURCES, "nl")
    assert text == "Loop langs. [1] Loop langs. [1]"
    assert len(citations) == 1


def test_a_sound_answer_has_no_faults() -> None:
    text, citations = write(BLOCKS, SOURCES, "nl")
    assert faults(text, citations, PASSAGES, "nl") == ()


def test_each_fault_is_named() -> None:
    text, citations = write(BLOCKS, SOURCES, "nl")
    assert "marker [9]" in faults(text + " [9]", citations, PASSAGES, "nl")[0]
    assert "citation 2 has no marker" in faults(text.replace(" [2]", ""), citations, PASSAGES, "nl")
    changed = (replace(citations[0], quote="Ren langs."), citations[1])
    assert "the quote of citation 1" in faults(text, changed, PASSAGES, "nl")[0]
    assert (
        "no citation: 'Zomaar iets.'"
        in faults(f"{text}\n\nZomaar iets.", citations, PASSAGES, "nl")[0]
    )
    assert (
        "a line has no citation: '_Zomaar iets._'"
        in faults(f"_Zomaar iets._\n\n{text}", citations, PASSAGES, "nl")[0]
    )
    assert faults(text, citations, {}, "nl")


def test_a_document_can_not_smuggle_in_links_or_markers() -> None:
    evil = "Klik [hier](http://x) ![p](http://y) [1] <script>alert(1)</script> `code` **vet**"
    html = MarkdownIt("commonmark", {"html": True}).render(escape(evil))
    assert "<a" not in html
    assert "<img" not in html
    assert "<script" not in html
    assert "<strong" not in html


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), min_size=1
    )
)
def test_whatever_a_passage_says_its_citation_holds(words: str) -> None:
    passage = replace(PASSAGE, parts=(words,), text=words, part_sources=())
    text, citations = write([Block(None, "text", (Statement(passage, 0),))], SOURCES, "nl")
    if words.strip():
        assert faults(text, citations, {passage.key: passage}, "nl") == ()


@pytest.mark.parametrize("text", ["5. praktische steun", "- een streepje", "+ plus", "12) haakje"])
def test_a_sentence_does_not_turn_into_a_list(text: str) -> None:
    html = MarkdownIt("commonmark").render(escape(text))
    assert "<li>" not in html
    assert text in html.replace("\\", "")
