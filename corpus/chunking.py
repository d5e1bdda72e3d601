"""Cut an added document into passages that can be cited, and into views that can be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from math import ceil
from typing import Final

from corpus.models import Document, DocumentSection, Passage, View
from corpus.sentences import split_sentences

MAX_CHARS: Final = 900
"""No passage of a document is longer."""
TARGET_CHARS: Final = 700
"""What a passage strives for: long enough to understand alone, short enough to read on a card."""
SMALL_CHARS: Final = 200
"""A passage below this joins its neighbour under the same heading, if they fit together."""


def document_passages(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages along its headings and pages.

    Passages end where a sentence ends; a sentence is only cut when it is longer than
    ``MAX_CHARS``, and a word only when it is. Nothing is left out and nothing is added.

    Args:
        document: A document as ``corpus.loading`` gives it.

    Returns:
        The passages in reading order, numbered from 1 through the whole document.
    """
    parent = f"doc:{document.id}"
    return tuple(
        Passage(
            id=f"{parent}#{number}",
            language=document.language,
            kind="document",
            parent=parent,
            practice=None,
            title=document.title,
            section=heading or "",
            text=" ".join(parts),
            parts=parts,
            basis="document",
            sources=(),
            page=page,
        )
        for number, (heading, page, parts) in enumerate(_chunks(document.sections), start=1)
    )


def document_views(passages: Iterable[Passage]) -> tuple[View, ...]:
    """Make the one view per passage under which a document is found.

    The title and the heading are part of the text, because a chunk alone often does not say
    what it is about.

    Args:
        passages: Passages of one or more documents.

    Returns:
        One view of kind ``chunk`` per passage, in the same order.
    """
    return tuple(
        View(
            id=f"{passage.key}~0",
            kind="chunk",
            parent=passage.parent,
            language=passage.language,
            text="\n".join(_embedded(passage)),
            passage=passage.key,
        )
        for passage in passages
    )


def _embedded(passage: Passage) -> list[str]:
    lines = [passage.title, passage.section, passage.text]
    if passage.section == passage.title:
        del lines[1]
    return [line for line in lines if line]


def _chunks(
    sections: Iterable[DocumentSection],
) -> Iterator[tuple[str | None, int | None, tuple[str, ...]]]:
    for (heading, page), group in groupby(sections, key=lambda part: (part.heading, part.page)):
        parts = [
            part
            for section in group
            for sentence in split_sentences(section.text)
            for part in _fit(sentence)
        ]
        for chunk in _merge_small(_pack(parts)):
            yield heading, page, tuple(chunk)


def _fit(sentence: str) -> Iterator[str]:
    """Cut a sentence that is too long: after a comma or the like, else at a space."""
    rest = sentence
    while len(rest) > MAX_CHARS:
        cut = _cut_point(rest[: MAX_CHARS + 1])
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def _cut_point(window: str) -> int:
    for mark in ("; ", ": ", ", ", " "):
        found = window.rfind(mark, MAX_CHARS // 2)
        if found > 0:
            return found + len(mark.rstrip())
    # Nothing but one endless word: an address or a broken table.
    return MAX_CHARS


def _pack(parts: list[str]) -> Iterator[list[str]]:
    """Fill chunks evenly, rather than full ones with a crumb at the end."""
    left = _length(parts)
    chunk: list[str] = []
    size = 0
    for part in parts:
        ideal = left / ceil(left / TARGET_CHARS)
        longer = size + len(part) + bool(chunk)
        if chunk and (longer > MAX_CHARS or longer - ideal > ideal - size):
            yield chunk
            left -= size + 1
            chunk, longer = [], len(part)
        chunk.append(part)
        size = longer
    if chunk:
        yield chunk


def _merge_small(chunks: Iterable[list[str]]) -> list[list[str]]:
    merged: list[list[str]] = []
    for chunk in chunks:
        small = merged and min(_length(merged[-1]), _length(chunk)) < SMALL_CHARS
        if small and _length(merged[-1] + chunk) <= MAX_CHARS:
            merged[-1].extend(chunk)
        else:
            merged.append(chunk)
    return merged


def _length(parts: list[str]) -> int:
    return sum(map(len, parts)) + max(0, len(parts) - 1)
