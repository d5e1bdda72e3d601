"""Reads the text of an answer back into its parts, for every way of showing it. Pure.

The engine writes a small kind of Markdown: paragraphs, bold labels, numbered steps, quotes, and
markers such as ``[3]`` behind what they prove. Whoever shows an answer takes it from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from markdown_it import MarkdownIt

from assistant.citations import MARKER
from assistant.frontends.provenance import origins
from assistant.models import Answer

Kind = Literal["note", "label", "text", "steps", "bullets", "quote"]

_STEP: Final = re.compile(r"^\d+[.)]\s+")
_BULLET: Final = re.compile(r"^[-*•]\s+")
_QUOTE: Final = re.compile(r"^>\s?")
_PIECE: Final = re.compile(r"(?P<text>.*?)(?P<marks>(?:\s*(?<!\\)\[\d+\])+)", re.DOTALL)
_INLINE: Final = MarkdownIt("zero").enable(["escape", "emphasis"])
"""Emphasis and nothing else: no HTML, no links, no images."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the numbers of the sources they come from; ``text`` is inline Markdown."""

    text: str
    origins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that stand together. ``start`` is the number of the first step."""

    kind: Kind
    pieces: tuple[Piece, ...]
    start: int = 1

    @property
    def common(self) -> tuple[int, ...] | None:
        """The sources that all pieces share, or None if they differ."""
        found = {piece.origins for piece in self.pieces}
        return found.pop() if len(found) == 1 else None


def read(answer: Answer) -> tuple[Block, ...]:
    """Return the parts of an answer; sources are numbered as in ``origins(citations)``."""
    numbers = {
        citation.n: place
        for place, origin in enumerate(origins(answer.citations), start=1)
        for citation in answer.citations
        if citation.passage_id.split("#")[0] == origin.parent
    }
    texts = (part.strip() for part in answer.text.split("\n\n"))
    return tuple(_block(text, numbers) for text in texts if text)


def first_step(blocks: Sequence[Block]) -> tuple[Piece | None, tuple[Block, ...]]:
    """Take the first step out, if the answer is one that opens with steps.

    Returns:
        The first step, and the blocks without it; the step is None if there is none to take.
    """
    for place, block in enumerate(blocks):
        if block.kind == "quote":  # words to say were asked for: they come first
            break
        if block.kind == "steps":
            rest = replace(block, pieces=block.pieces[1:], start=2)
            after = blocks[place + 1 :]
            if rest.pieces:
                return block.pieces[0], (*blocks[:place], rest, *after)
            before = blocks[: place - 1] if _is_label(blocks, place - 1) else blocks[:place]
            return block.pieces[0], (*before, *after)
    return None, tuple(blocks)


def runs(pieces: Sequence[Piece]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield sentences joined as far as they come from the same sources."""
    texts: list[str] = []
    for place, piece in enumerate(pieces):
        texts.append(piece.text)
        if place + 1 == len(pieces) or pieces[place + 1].origins != piece.origins:
            yield " ".join(texts), piece.origins
            texts = []


def as_html(text: str) -> str:
    """Return inline Markdown as HTML; whatever else stands in it is shown as it is."""
    return str(_INLINE.renderInline(text))


def as_words(text: str) -> str:
    """Return inline Markdown as bare words."""
    tokens = _INLINE.parseInline(text)[0].children or []
    return "".join(token.content for token in tokens)


def _is_label(blocks: Sequence[Block], place: int) -> bool:
    return place >= 0 and blocks[place].kind == "label"


def _block(text: str, numbers: dict[int, int]) -> Block:
    lines = text.splitlines()
    for kind, pattern in (("steps", _STEP), ("bullets", _BULLET), ("quote", _QUOTE)):
        if all(pattern.match(line) for line in lines):
            pieces = tuple(_line(pattern.sub("", line), numbers) for line in lines)
            return Block(kind, pieces)  # type: ignore[arg-type]
    whole = " ".join(lines)
    if len(whole) > 4 and whole.startswith("**") and whole.endswith("**"):
        return Block("label", (Piece(whole[2:-2]),))
    if len(whole) > 2 and whole.startswith("_") and whole.endswith("_"):
        return Block("note", (Piece(whole[1:-1]),))
    return Block("text", tuple(_sentences(whole, numbers)))


def _line(line: str, numbers: dict[int, int]) -> Piece:
    return Piece(MARKER.sub("", line).strip(), _places(line, numbers))


def _sentences(text: str, numbers: dict[int, int]) -> Iterator[Piece]:
    end = 0
    for match in _PIECE.finditer(text):
        yield Piece(match["text"].strip(), _places(match["marks"], numbers))
        end = match.end()
    if text[end:].strip():
        yield Piece(text[end:].strip())


def _places(marks: str, numbers: dict[int, int]) -> tuple[int, ...]:
    found = (numbers.get(int(number)) for number in MARKER.findall(marks))
    return tuple(dict.fromkeys(place for place in found if place is not None))
