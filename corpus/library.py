"""The documents that an organisation added: their text as JSON, one file each."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.chunking import document_passages, document_views
from corpus.models import Document, DocumentSection, Passage, View
from corpus.problem import Problem


class Library:
    """The folder of added documents. A file in it is whole or not there.

    Args:
        folder: Where the documents lie; made when the first is added.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Document, ...]:
        """Return the documents, by id.

        Raises:
            Problem: A file in the folder isn't a document.
        """
        return tuple(_read(path) for path in sorted(self._folder.glob("*.json")))

    def add(self, document: Document) -> bool:
        """Store a document; one of the same id is replaced.

        Returns:
            False if exactly this document was there already.

        Raises:
            Problem: The folder can't be written or the disk is full.
        """
        path = self._folder / f"{document.id}.json"
        if path.exists() and _read(path).digest == document.digest:
            return False
        draft = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with draft.open("w", encoding="utf-8") as stream:
                json.dump(asdict(document), stream, ensure_ascii=False)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(draft, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise Problem(
                nl=f"'{document.filename}' kon niet worden bewaard in {self._folder}: "
                f"{error.strerror}. Maak ruimte of pas de rechten aan.",
                en=f"'{document.filename}' could not be stored in {self._folder}: "
                f"{error.strerror}. Free some space or change the permissions.",
            ) from error
        return True

    def remove(self, name: str) -> Document:
        """Remove the document with the id ``name`` and return it.

        Raises:
            Problem: There is none.
        """
        path = self._folder / f"{name}.json"
        if "/" in name or not path.is_file():
            raise Problem(
                nl=f"Er is geen document met id '{name}'. 'bricoleur documents' laat zien welke "
                "er zijn.",
                en=f"There is no document with the id '{name}'. 'bricoleur documents' lists them.",
            )
        document = _read(path)
        path.unlink()
        return document

    def contents(self) -> tuple[tuple[Passage, ...], tuple[View, ...]]:
        """Return the passages and views of all documents."""
        passages = tuple(_flat(document_passages(document) for document in self.all()))
        return passages, document_views(passages)


def _flat(groups: Iterable[Iterable[Passage]]) -> Iterable[Passage]:
    for group in groups:
        yield from group


def _read(path: Path) -> Document:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        sections = tuple(DocumentSection(**section) for section in data.pop("sections"))
        return Document(sections=sections, **data)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Problem(
            nl=f"Het toegevoegde document {path} is beschadigd. Verwijder dat bestand en voeg het "
            "document opnieuw toe.",
            en=f"The added document {path} is damaged. Delete that file and add the document "
            "again.",
        ) from error
