"""A small drawing: rows of bars, each made of parts, with their numbers in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from markupsafe import Markup

ROW: Final = 34
BAR: Final = 22
LABEL: Final = 235
WIDTH: Final = 400
NUMBER: Final = 60
LEAST: Final = 18
"""Width from which a number fits in its part of a bar."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of part: the class of its colour, and its name."""

    name: str
    label: str


def bars(
    rows: Sequence[tuple[str, Sequence[int]]], kinds: Sequence[Kind], label: str, told: str
) -> Markup:
    """Return a bar per row; its parts follow the kinds, its length is the sum of the numbers.

    Args:
        rows: What each bar is of, and the numbers of its parts.
        kinds: What the parts are.
        label: What the drawing shows.
        told: Where the same stands in words.
    """
    most = max((sum(numbers) for _, numbers in rows), default=0) or 1
    height = ROW * (len(rows) + 1)
    width = LABEL + WIDTH + NUMBER
    parts = [
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'aria-label="{escape(label)}. {escape(told)}">',
        *_legend(kinds),
    ]
    for place, (name, numbers) in enumerate(rows, start=1):
        parts += _bar(place * ROW, name, list(zip(kinds, numbers, strict=True)), most)
    return Markup("".join([*parts, "</svg>"]))


def _legend(kinds: Sequence[Kind]) -> list[str]:
    parts, x = [], float(LABEL)
    for kind in kinds:
        parts.append(f'<rect x="{x:.0f}" y="4" width="14" height="14" class="{kind.name}"/>')
        parts.append(_text(x + 20, 16, kind.label))
        x += 44 + 8 * len(kind.label)
    return parts


def _bar(top: int, name: str, cells: Sequence[tuple[Kind, int]], most: int) -> list[str]:
    parts, x = [_text(LABEL - 10, top + 16, name, "end")], float(LABEL)
    for kind, number in cells:
        wide = WIDTH * number / most
        if not number:
            continue
        parts.append(
            f'<rect x="{x:.1f}" y="{top}" width="{wide:.1f}" height="{BAR}" class="{kind.name}"/>'
        )
        if wide >= LEAST:
            parts.append(_text(x + wide / 2, top + 16, str(number), "middle", f"on-{kind.name}"))
        x += wide
    total = sum(number for _, number in cells)
    return [*parts, _text(x + 8, top + 16, str(total), "start", "sum")]


def _text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}"{named}>{escape(words)}</text>'
