from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.models import Document, DocumentSection
from corpus.problem import Problem

NOTE = Document(
    id="nota-1a2b3c",
    title="Nota wijkgericht werken",
    filename="nota.pdf",
    language="nl",
    digest="a" * 64,
    added="2026-11-24",
    sections=(
        DocumentSection("Inleiding", 1, "De wijk doet mee. ‘Eén’ regel\u2028en nog één."),
        DocumentSection(None, None, "Zonder kop of bladzijde."),
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "documents"


def test_a_new_library_is_empty_and_writes_nothing(folder: Path) -> None:
    assert Library(folder).all() == ()
    assert Library(folder).contents() == ((), ())
    assert not folder.exists()


def test_a_document_comes_back_as_it_went_in(folder: Path) -> None:
    assert Library(folder).add(NOTE)

    assert Library(folder).all() == (NOTE,)
    assert [path.name for path in folder.iterdir()] == ["nota-1a2b3c.json"]


def test_the_same_document_twice_is_one(folder: Path) -> None:
    library = Library(folder)
    library.add(NOTE)

    assert not library.add(replace(NOTE, added="2027-01-01"))
    assert library.all() == (NOTE,)


def test_a_newer_version_takes_the_place_of_the_older(folder: Path) -> None:
    library = Library(folder)
    library.add(NOTE)
    newer = replace(NOTE, digest="b" * 64, sections=NOTE.sections[:1])

    assert library.add(newer)
    assert library.all() == (newer,)


def test_documents_come_by_id_with_passages_and_views(folder: Path) -> None:
    library = Library(folder)
    library.add(NOTE)
    library.add(replace(NOTE, id="brief-000000", title="Brief"))

    assert [document.id for document in library.all()] == ["brief-000000", "nota-1a2b3c"]
    passages, views = library.contents()
    assert [p.id for p in passages] == [
        "doc:brief-000000#1",
        "doc:brief-000000#2",
        "doc:nota-1a2b3c#1",
        "doc:nota-1a2b3c#2",
    ]
    assert [view.passage for view in views] == [passage.key for passage in passages]
    assert (passages[2].page, passages[2].section) == (1, "Inleiding")


def test_a_removed_document_is_given_back_and_gone(folder: Path) -> None:
    library = Library(folder)
    library.add(NOTE)

    assert library.remove(NOTE.id) == NOTE
    assert library.all() == ()


@pytest.mark.parametrize("name", ["geen", "", "../nota-1a2b3c", "nota-1a2b3c.json"])
def test_what_is_not_there_can_not_be_removed(name: str, folder: Path) -> None:
    library = Library(folder)
    library.add(NOTE)
    (folder.parent / "nota-1a2b3c.json").write_text("{}", encoding="utf-8")

    with pytest.raises(Problem, match="There is no document with the id"):
        library.remove(name)
    assert library.all() == (NOTE,)
    assert (folder.parent / "nota-1a2b3c.json").exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '"x"', "{}", '{"sections": [{"x": 1}]}', '{"sections": 3}']
)
def test_a_damaged_document_is_named(text: str, folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "nota-1a2b3c.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Problem) as caught:
        Library(folder).all()
    assert str(path) in caught.value.nl
    assert str(path) in caught.value.en


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("in de weg", encoding="utf-8")

    for folder in (tmp_path / "bestand", tmp_path / "bestand" / "documents"):
        with pytest.raises(Problem, match="could not be stored") as caught:
            Library(folder).add(NOTE)
        assert str(folder) in caught.value.nl


def test_a_write_that_fails_leaves_the_older_version_and_no_litter(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(folder)
    library.add(NOTE)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match="No space left on device"):
        library.add(replace(NOTE, digest="b" * 64))

    assert library.all() == (NOTE,)
    assert [path.name for path in folder.iterdir()] == ["nota-1a2b3c.json"]
