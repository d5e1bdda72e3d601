from __future__ import annotations

from collections import Counter
from pathlib import Path

from corpus.markup import MARK
from corpus.models import LANGUAGES, PRACTICES, Corpus
from corpus.passages import corpus_passages, corpus_views, parent_id
from corpus.reader import load
from index.snapshot import Contents


def test_a_section_is_a_passage_in_each_language(small_corpus: Path) -> None:
    passages = {passage.key: passage for passage in corpus_passages(load(small_corpus))}

    assert len(passages) == 2 * (3 * 5 + 2)
    found = passages["tip:moestuin#doe@nl"]
    assert found.text == (
        "Praat eerst over de moestuin met een bewoner. Ga samen kijken. Bel elkaar na een week."
    )
    assert found.part_sources == (("S1",), ("eigen",), ("S1", "S8"))
    assert (found.kind, found.parent, found.practice) == ("tip", "tip:moestuin", "relaties")
    assert (found.title, found.section) == ("Aan de slag met de moestuin", "Wat je kunt doen")
    assert (found.basis, found.sources, found.page) == ("essay", ("S1", "S8"), None)
    english = passages["chapter:onderzoek#werkwijze@en"]
    assert (english.kind, english.section) == ("chapter", "Method")


def test_a_tip_is_found_by_title_situations_and_text(small_corpus: Path) -> None:
    views = [v for v in corpus_views(load(small_corpus)) if v.parent == "tip:moestuin"]
    dutch = {view.id: view for view in views if view.language == "nl"}

    assert len(views) == 2 * len(dutch)
    assert list(dutch) == [
        "tip:moestuin@nl~title",
        *(f"tip:moestuin@nl~s{number}" for number in range(1, 7)),
        "tip:moestuin@nl~text",
    ]
    assert {view.passage for view in dutch.values()} == {"tip:moestuin#doe@nl"}
    assert dutch["tip:moestuin@nl~s3"].text == "Hoe begin ik met de moestuin?"
    assert dutch["tip:moestuin@nl~text"].text.startswith(
        "Aan de slag met de moestuin. Het gaat om de moestuin. Dat kost tijd. Praat eerst"
    )
    assert dutch["tip:moestuin@nl~title"].extra == {
        "phases": "verkennen",
        "roles": "wijkmanager",
        "see_also": "parkeren",
    }


def test_a_chapter_is_found_by_each_of_its_sections(small_corpus: Path) -> None:
    views = [v for v in corpus_views(load(small_corpus)) if v.parent == "chapter:onderzoek"]
    texts = {v.id: (v.passage, v.text) for v in views if v.kind == "text" and v.language == "en"}

    assert texts == {
        "chapter:onderzoek@en~text-schrijvers": (
            "chapter:onderzoek#schrijvers@en",
            "The research into bricoleurs. Writers. Wieke Blijleven and Merlijn van Hulst wrote "
            "it.",
        ),
        "chapter:onderzoek@en~text-werkwijze": (
            "chapter:onderzoek#werkwijze@en",
            "The research into bricoleurs. Method. The researchers shadowed civil servants in "
            "three municipalities.",
        ),
    }
    asked = {view.passage for view in views if view.kind != "text" and view.language == "nl"}
    assert asked == {"chapter:onderzoek#schrijvers@nl"}


def test_passages_of_the_shipped_corpus_are_exactly_their_parts(contents: Contents) -> None:
    assert len(contents.passages) > 1_000
    for passage in contents.passages:
        assert passage.text == " ".join(passage.parts), passage.key
        assert passage.parts, passage.key
        assert len(passage.part_sources) in (0, len(passage.parts)), passage.key
        assert not MARK.search(passage.text), passage.key
        for part in passage.parts:
            assert part == part.strip(), passage.key
            assert part[-1] in "\"'.?!:…”’)", (passage.key, part)


def test_ids_in_the_shipped_corpus_are_unique(contents: Contents) -> None:
    for names in ([p.key for p in contents.passages], [v.id for v in contents.views]):
        assert [name for name, number in Counter(names).items() if number > 1] == []


def test_every_view_leads_to_a_passage_of_its_own_parent_and_language(contents: Contents) -> None:
    passages = {passage.key: passage for passage in contents.passages}
    for view in contents.views:
        if view.kind == "elsewhere":
            assert view.passage == ""
            continue
        passage = passages[view.passage]
        assert (passage.parent, passage.language) == (view.parent, view.language), view.id
        assert passage.practice == view.practice
        assert view.text.strip()


def test_every_passage_exists_in_both_languages(contents: Contents) -> None:
    ids = {
        language: [p.id for p in contents.passages if p.language == language]
        for language in LANGUAGES
    }

    assert ids["nl"] == ids["en"]


def test_every_practice_has_the_chapter_that_gives_it_its_title(corpus: Corpus) -> None:
    keys = {passage.key for passage in corpus_passages(corpus)}

    for practice in PRACTICES:
        assert parent_id(corpus.chapters[practice]) == f"chapter:{practice}"
        assert {f"chapter:{practice}#wat@{language}" for language in LANGUAGES} <= keys
