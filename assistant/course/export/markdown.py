"""The whole pack as one Markdown file, for who works on it further."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final

from assistant.course.export.blocks import (
    Facts,
    Heading,
    Items,
    Note,
    Room,
    Table,
    Text,
    Timeline,
)
from assistant.course.export.files import File, day, stem
from assistant.course.export.outline import guide
from assistant.course.export.parts import LETTERS
from assistant.course.export.references import used_tips
from assistant.course.models import Pack

MEDIA_TYPE: Final = "text/markdown; charset=utf-8"
_SIGNS: Final = re.compile(r"([\\`*_\[\]<>|#~&{}])")
_START: Final = re.compile(r"^(\s*)([-+=:]|\d+[.)])")


def export(pack: Pack) -> tuple[File, ...]:
    """Return the trainer's guide, with all there is, as Markdown."""
    document = guide(pack)
    head = {
        "title": document.title,
        "lang": document.language,
        "date": day(pack).isoformat(),
        "version": pack.colophon.version,
        "licence": pack.colophon.licence,
        "made_with": pack.colophon.made_with,
        "tips": list(used_tips(pack)),
        "sources": [source.id for source in pack.sources],
    }
    # a value in JSON is a value in YAML too
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    blocks = [_WRITERS[type(block)](block) for block in document.blocks]
    parts = ["---\n" + "\n".join(lines) + "\n---", f"# {escape(document.title)}", *blocks]
    text = "\n\n".join(part for part in parts if part) + "\n"
    return (File(f"{stem(pack)}.md", MEDIA_TYPE, text.encode("utf-8")),)


def escape(text: str, line_end: str = "  \n") -> str:
    """Return a text in which nothing means anything to Markdown, its line ends kept."""
    lines = (_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", line)) for line in text.split("\n"))
    return line_end.join(_numbered(line) for line in lines)


def _numbered(line: str) -> str:
    r"""Move the sign that takes away a number's meaning behind it: ``1\.``, not ``\1.``."""
    return re.sub(r"^(\s*)\\(\d+)([.)])", r"\1\2\\\3", line)


def _heading(block: Heading) -> str:
    above = f"*{escape(block.above, ' ')}*\n\n" if block.above else ""
    return f"{above}{'#' * (block.level + 1)} {escape(block.text, ' ')}"


def _text(block: Text) -> str:
    shown = _spans(block)
    return {"label": f"**{shown}**", "lead": f"*{shown}*", "reference": f"*{shown}*"}.get(
        block.look, shown
    )


def _spans(block: Text, line_end: str = "  \n") -> str:
    return " ".join(
        escape(text, line_end) + (f" \\[{mark}\\]" if mark else "") for text, mark in block.spans
    )


def _items(block: Items) -> str:
    return "\n".join(_item(place, item, block.style) for place, item in enumerate(block.items, 1))


def _item(place: int, item: Text, style: str) -> str:
    counted = {
        "points": "- ",
        "numbers": f"{place}. ",
        "letters": f"- {LETTERS[(place - 1) % 8]}. ",
    }
    sign = counted[style]
    address = f" <{item.address}>" if item.address.startswith(("https://", "http://")) else ""
    return f"{sign}{_spans(item, f'  {chr(10)}   ')}{address}"


def _facts(block: Facts) -> str:
    return "\n".join(f"- **{escape(label)}:** {escape(text, ' ')}" for label, text in block.pairs)


def _table(block: Table) -> str:
    rows = [block.header, ("---",) * len(block.header), *block.rows]
    return "\n".join(
        "| " + " | ".join(text if place == 1 else _cell(text) for text in row) + " |"
        for place, row in enumerate(rows)
    )


def _cell(text: str) -> str:
    return escape(text, "<br>")


def _note(block: Note) -> str:
    texts = [f"**{escape(block.title)}**", *(_spans(text) for text in block.texts)]
    return "\n>\n".join("\n".join(f"> {line}" for line in text.split("\n")) for text in texts)


def _nothing(_block: Any) -> str:
    """Leave out what only makes sense on paper."""
    return ""


_WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    Heading: _heading,
    Text: _text,
    Items: _items,
    Facts: _facts,
    Table: _table,
    Note: _note,
    Room: _nothing,
    Timeline: _nothing,
}
