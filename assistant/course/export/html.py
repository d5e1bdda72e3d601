"""Turns the blocks of a document into HTML for printing. Pure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from typing import Any, Final

from assistant.course.export import colours
from assistant.course.export.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    Items,
    Note,
    Room,
    Table,
    Text,
    Timeline,
)
from assistant.course.export.words import LOCALE

WIDTH: Final = 1660
HEIGHT: Final = 130
"""The measures of a timeline, in tenths of a millimetre."""
SHORT: Final = 6
"""A list of fewer items stays on one page."""


def page(document: Document, date: str, author: str) -> str:
    """Return a document as one HTML page, without its style sheet."""
    body = "".join(block_html(block) for block in document.blocks if not _is_lead(block))
    lead = f'<p class="lead">{lines(document.subtitle)}</p>' if document.subtitle else ""
    return (
        f'<html lang="{LOCALE[document.language]}"><head><meta charset="utf-8">'
        f"<title>{escape(document.title)}: {escape(document.label)}</title>"
        f'<meta name="author" content="{escape(author)}">'
        f'<meta name="description" content="{escape(document.about)}">'
        f'<meta name="keywords" content="{escape(document.keywords)}">'
        f'<meta name="dcterms.created" content="{date}">'
        f'<meta name="dcterms.modified" content="{date}">'
        f'</head><body class="{document.kind}">'
        f'<div class="foot">{escape(document.foot)}</div>'
        f'<header><p class="above">{escape(document.label)}</p>'
        f"<h1>{escape(document.title)}</h1>{lead}</header>"
        f"<main>{body}</main></body></html>"
    )


def block_html(block: Block) -> str:
    """Return one block as HTML."""
    return _WRITERS[type(block)](block)


def lines(text: str) -> str:
    """Return a text with its signs made safe and its line ends as line breaks."""
    return "<br>".join(escape(line) for line in text.split("\n"))


def spans(block: Text) -> str:
    """Return the sentences of a text, each with the mark of what it rests on."""
    return " ".join(_marked(text, mark) for text, mark in block.spans)


def picture(timeline: Timeline) -> str:
    """Return a timeline as a drawing: a stretch for each step, as long as it takes."""
    total = sum(part.minutes for part in timeline.parts) or 1
    scale = WIDTH / total
    drawn = "".join(
        _stretch(part.start * scale, part.minutes * scale, part.kind, part.minutes)
        for part in timeline.parts
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="166mm" height="13mm">{drawn}</svg>'
    )


def _stretch(left: float, width: float, kind: str, minutes: int) -> str:
    fill, ink = colours.KINDS[kind]
    return (
        f'<rect x="{left + 3:.1f}" y="0" width="{max(width - 6, 1):.1f}" height="{HEIGHT}" '
        f'rx="12" fill="#{fill}"/>'
        f'<text x="{left + width / 2:.1f}" y="84" font-size="42" text-anchor="middle" '
        f'font-family="Course" fill="#{ink}">{minutes}</text>'
    )


def _is_lead(block: Block) -> bool:
    return isinstance(block, Text) and block.look == "lead"


def _marked(text: str, mark: str) -> str:
    return lines(text) + (f' <span class="mark">[{escape(mark)}]</span>' if mark else "")


def _heading(block: Heading) -> str:
    above = f'<p class="above">{lines(block.above)}</p>' if block.above else ""
    level = block.level + 1
    style = f' style="color: #{colours.of(block.practice)[0]}"' if block.practice else ""
    new = " new" if block.new_page else ""
    return (
        f'<div class="head head-{level}{new}"{style}>{above}'
        f"<h{level}>{lines(block.text)}</h{level}></div>"
    )


def _text(block: Text) -> str:
    return f'<p class="{block.look}">{spans(block)}</p>'


def _items(block: Items) -> str:
    kind = "ul" if block.style == "points" else "ol"
    short = " short" if len(block.items) < SHORT else ""
    items = "".join(f"<li>{spans(item)}{_address(item.address)}</li>" for item in block.items)
    return f'<{kind} class="{block.style}{short}">{items}</{kind}>'


def _address(address: str) -> str:
    if not address:
        return ""
    shown = escape(address)
    if not address.startswith(("https://", "http://")):
        return f'<br><span class="address">{shown}</span>'
    return f'<br><a class="address" href="{shown}">{shown}</a>'


def _facts(block: Facts) -> str:
    pairs = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{lines(text)}</dd></div>" for label, text in block.pairs
    )
    return f"<dl>{pairs}</dl>"


def _table(block: Table) -> str:
    columns = "".join(f'<col style="width: {width}%">' for width in block.widths)
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in block.header)
    rows = "".join(_row(number, row, block) for number, row in enumerate(block.rows))
    kind = ' class="whole"' if block.whole else ""
    return (
        f"<table{kind}><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _row(number: int, row: Iterable[str], block: Table) -> str:
    cells = "".join(
        f'<th scope="row">{lines(text)}</th>'
        if place == block.row_header
        else f"<td>{lines(text)}</td>"
        for place, text in enumerate(row)
    )
    marked = ' class="marked"' if number in block.marked else ""
    return f"<tr{marked}>{cells}</tr>"


def _note(block: Note) -> str:
    behind, line = colours.MOODS[block.mood]
    texts = "".join(f"<p>{spans(text)}</p>" for text in block.texts)
    return (
        f'<div class="note" style="background: #{behind}; border-color: #{line}">'
        f'<p class="title">{escape(block.title)}</p>{texts}</div>'
    )


def _room(block: Room) -> str:
    return f'<div class="room">{"<div></div>" * block.lines}</div>'


def _timeline(block: Timeline) -> str:
    drawing = b64encode(picture(block).encode()).decode()
    source = f"data:image/svg+xml;base64,{drawing}"
    return f'<img class="timeline" alt="{escape(block.alt)}" src="{source}">'


_WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    Heading: _heading,
    Text: _text,
    Items: _items,
    Facts: _facts,
    Table: _table,
    Note: _note,
    Room: _room,
    Timeline: _timeline,
}
