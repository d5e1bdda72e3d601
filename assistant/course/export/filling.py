"""Fills a space of fixed size with paragraphs: a slide or a card. Pure.

A space never holds more than fits: what is too long goes on in the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from assistant.course.export.measure import cut, line_count

Style = Literal["plain", "big", "label", "point", "number", "letter", "right", "quote", "small"]

LINE: Final = 1.22
SCALE: Final = {"big": 1.35, "small": 0.8}
INDENTED: Final = ("point", "number", "letter", "right", "quote")
INDENT: Final = 1.3
"""How far items stand in on a slide, in centimetres."""
MARK: Final = 0.6
"""The size of a mark beside that of its text."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A paragraph; ``place`` is where a list that goes on begins to count."""

    text: str
    style: Style = "plain"
    mark: str = ""
    place: int = 1


@dataclass(frozen=True, slots=True)
class Space:
    """The room for paragraphs, in centimetres; ``gap`` is the white between them, in lines."""

    width: float
    height: float
    indent: float = INDENT
    gap: float = 0.45

    def fits(self, bits: Sequence[Bit], size: float) -> bool:
        """Whether paragraphs fit at ``size`` points."""
        return self.taken(bits, size) <= self.height

    def taken(self, bits: Sequence[Bit], size: float) -> float:
        """Return how high paragraphs are together, in centimetres."""
        return sum(self._height(bit, size) for bit in bits)

    def divide(self, bits: Sequence[Bit], size: float) -> list[tuple[Bit, ...]]:
        """Divide paragraphs over as few spaces as they need, about equally full."""
        pieces = [piece for bit in bits for piece in self._pieces(bit, size)]
        fewest = len(self._fill(pieces, size, self.height))
        room = self.taken(pieces, size) / fewest
        while room < self.height:
            if len(parts := self._fill(pieces, size, room)) <= fewest:
                return parts
            room += self.height / 24
        return self._fill(pieces, size, self.height)

    def _fill(self, bits: Sequence[Bit], size: float, room: float) -> list[tuple[Bit, ...]]:
        parts: list[list[Bit]] = [[]]
        for place, bit in enumerate(bits):
            more = bits[place : place + 2] if bit.style == "label" else [bit]
            if parts[-1] and self.taken([*parts[-1], *more], size) > room:
                parts.append([])
            parts[-1].append(bit)
        return [tuple(part) for part in parts]

    def _pieces(self, bit: Bit, size: float) -> list[Bit]:
        """Cut a paragraph that is higher than a space; its mark comes behind the last piece."""

        def fits(text: str) -> bool:
            return self._height(replace(bit, text=text), size) <= self.height

        first, *rest = cut(bit.text, fits)
        style: Style = "plain" if bit.style in INDENTED else bit.style
        parts = [replace(bit, text=first, mark=""), *(Bit(text, style) for text in rest)]
        parts[-1] = replace(parts[-1], mark=bit.mark)
        return parts

    def _height(self, bit: Bit, size: float) -> float:
        letters = size * SCALE.get(bit.style, 1)
        width = self.width - (self.indent if bit.style in INDENTED else 0)
        behind = f" [{bit.mark}]" if bit.mark else ""
        text = bit.text + behind[: round(len(behind) * MARK) + 1]
        lines = line_count(text, letters, width, bold=bit.style in ("label", "right"))
        return (lines * LINE + self.gap) * letters * 2.54 / 72
