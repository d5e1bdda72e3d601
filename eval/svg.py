"""Two small drawings: bars with their intervals, and a grid of counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from markupsafe import Markup

BAR: Final = 22
LABEL: Final = 230
WIDTH: Final = 360
CELL: Final = 46


def bars(rows: Sequence[tuple[str, Mapping[str, float]]]) -> Markup:
    """Return a bar per estimate (0 to 1), with a line for its interval and the number beside it."""
    height = BAR * len(rows) + 6
    parts = [_open(LABEL + WIDTH + 150, height, "scores with their intervals")]
    for place, (name, estimate) in enumerate(rows):
        top = place * BAR + 4
        middle = top + 7
        mean, low, high = (LABEL + WIDTH * estimate[key] for key in ("mean", "low", "high"))
        number = f"{estimate['mean'] * 100:.1f} ({int(estimate['cases'])})"
        parts += [
            _text(LABEL - 8, top + 11, name, "end"),
            f'<rect x="{LABEL}" y="{top}" width="{mean - LABEL:.1f}" height="14" class="bar"/>',
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}" class="range"/>',
            _text(LABEL + WIDTH + 8, top + 11, number, "start"),
        ]
    return Markup("".join([*parts, "</svg>"]))


def grid(counts: Mapping[tuple[str, str], int]) -> Markup:
    """Return counts by row and column; the darker, the more of its row."""
    names = sorted({name for pair in counts for name in pair})
    size = CELL * len(names)
    parts = [_open(LABEL + size + 20, size + 130, "which practice was taken for which")]
    for place, name in enumerate(names):
        x = LABEL + place * CELL + CELL // 2
        parts.append(_text(LABEL - 8, 120 + place * CELL + 27, name, "end"))
        parts.append(f'<g transform="translate({x},112) rotate(-40)">{_text(0, 0, name)}</g>')
    for row, wanted in enumerate(names):
        total = sum(counts.get((wanted, other), 0) for other in names) or 1
        for column, found in enumerate(names):
            parts.append(_cell(row, column, counts.get((wanted, found), 0), total))
    return Markup("".join([*parts, "</svg>"]))


def _cell(row: int, column: int, count: int, total: int) -> str:
    x, y = LABEL + column * CELL, 120 + row * CELL
    kind = "right" if row == column else "wrong"
    box = (
        f'<rect x="{x}" y="{y}" width="{CELL - 2}" height="{CELL - 2}" class="{kind}" '
        f'fill-opacity="{0.08 + 0.8 * count / total:.2f}"/>'
    )
    return box + (_text(x + CELL // 2 - 1, y + 27, str(count), "middle") if count else "")


def _open(width: int, height: int, label: str) -> str:
    return f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="{label}">'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
