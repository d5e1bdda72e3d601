"""What a slide is, and how a slide that holds too much becomes several. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from assistant.course.export.filling import Bit, Space
from assistant.course.export.measure import line_count, shorten, text_width

Kind = Literal["title", "body", "quiet", "table"]

WIDTH: Final = 30.2
HEIGHT: Final = 11.3
"""The room for the body of a slide, in centimetres."""
TITLE_WIDTH: Final = 30.2
TITLE_SIZES: Final = (32, 28, 24)
TITLE_LINES: Final = 2
COVER_SIZE: Final = 40
COVER_WIDTH: Final = 28
SIZES: Final = (24, 22, 20, 18)
LARGE: Final = 28
"""The size for a slide with nothing but a few large words."""
ROWS: Final = 10


BODY: Final = Space(WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: a title, what is above it, its body, and at its foot where the words come from.

    ``size`` is that of its letters. ``rows`` are those of a table, the first its headers.
    """

    kind: Kind
    title: str
    above: str = ""
    bits: tuple[Bit, ...] = ()
    notes: str = ""
    source: str = ""
    practice: str | None = None
    size: int = SIZES[1]
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()


def spread(slide: Slide) -> list[Slide]:
    """Return a slide as one or more slides whose words all fit."""
    if slide.kind == "title":
        return _spread_cover(slide)
    slide = _short_title(slide)
    if slide.kind == "table":
        return _spread_table(slide)
    only_big = all(bit.style == "big" for bit in slide.bits)
    for size in (LARGE, *SIZES) if only_big else SIZES:
        if BODY.fits(slide.bits, size):
            return [replace(slide, size=size)]
    size = SIZES[-2]
    return [replace(slide, bits=part, size=size) for part in BODY.divide(slide.bits, size)]


def number(slides: Iterable[Slide]) -> list[Slide]:
    """Give every slide a title of its own: outlines and screen readers tell slides by it."""
    seen: dict[str, int] = {}
    result = []
    for slide in slides:
        times = seen[slide.title] = seen.get(slide.title, 0) + 1
        name = f"{slide.title} ({times})" if times > 1 else slide.title
        seen.setdefault(name, 1)
        result.append(replace(slide, title=name))
    return result


def title_size(title: str) -> int:
    """Return the largest letters in which a title fits."""
    for size in TITLE_SIZES:
        if line_count(title, size, TITLE_WIDTH, bold=True) <= TITLE_LINES:
            return size
    return TITLE_SIZES[-1]


def _short_title(slide: Slide) -> Slide:
    """Put a title that is too long in the body, whole, and a beginning of it above."""
    room = f"{slide.title} (88)"
    if line_count(room, TITLE_SIZES[-1], TITLE_WIDTH, bold=True) <= TITLE_LINES:
        return slide
    short = shorten(slide.title, TITLE_SIZES[-1] * 1.12, TITLE_WIDTH - 2, TITLE_LINES)
    if slide.kind == "table":
        return replace(slide, title=short)
    return replace(slide, title=short, bits=(Bit(slide.title, "label"), *slide.bits))


def _spread_cover(slide: Slide) -> list[Slide]:
    """Return the cover; a title or subtitle that is too long for it follows on the next slide."""
    title = shorten(slide.title, COVER_SIZE * 1.12, COVER_WIDTH, TITLE_LINES)
    bits = tuple(
        replace(bit, text=shorten(bit.text, SIZES[1], COVER_WIDTH, TITLE_LINES))
        for bit in slide.bits
    )
    cover = replace(slide, title=title, bits=bits)
    cut_off = [Bit(slide.title, "label")] if title != slide.title else []
    cut_off += [whole for whole, bit in zip(slide.bits, bits, strict=True) if whole != bit]
    if not cut_off:
        return [cover]
    return [cover, *spread(Slide("body", title, bits=tuple(cut_off)))]


def _spread_table(slide: Slide) -> list[Slide]:
    header, *rows = slide.rows
    shown = [tuple(_cell(text, slide, place) for place, text in enumerate(row)) for row in rows]
    count = -(-len(shown) // ROWS) or 1
    each = -(-len(shown) // count) or 1
    groups = [shown[start : start + each] for start in range(0, len(shown), each)] or [[]]
    return [replace(slide, rows=(header, *group)) for group in groups]


def _cell(text: str, slide: Slide, place: int) -> str:
    width = WIDTH * slide.widths[place] / 100 - 0.9
    flat = " ".join(text.split())
    return (
        flat if text_width(flat, SIZES[-1], True) < width else shorten(flat, SIZES[-1] * 1.1, width)
    )
