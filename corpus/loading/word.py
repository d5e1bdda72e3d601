"""Read Word files (.docx), within limits that a zip bomb can't pass."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from corpus.loading.cleaning import Block, Node, Raw, one_line
from corpus.loading.files import ANY_ERROR
from corpus.loading.messages import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, RATIO_FREE, say

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

_NOT_SHOWN: Final = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK})

_SPACES: Final = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}p"})

_CONTENTS: Final = -1  # the level of a line in a table of contents


def read_docx(data: bytes, name: str) -> Raw:
    """Return the text of a Word file, with its headings and tables.

    Raises:
        Problem: It is damaged, or unpacks to more than is read.
    """
    try:
        return _docx_blocks(_unpack(data, name))
    except _word_errors() as error:
        raise say("word_broken", name) from error


def _word_errors() -> tuple[type[Exception], ...]:
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from lxml import etree

    return (PythonDocxError, OpcError, etree.LxmlError, *ANY_ERROR)


def _unpack(data: bytes, name: str) -> BytesIO:
    """Copy the text parts of the package, counting: what a zip file says of its sizes may lie."""
    package = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(package, "w") as target:
        members = source.infolist()
        declared = sum(member.file_size for member in members)
        allowed = min(MAX_UNPACKED, max(RATIO_FREE, MAX_RATIO * len(data)))
        if declared > allowed or len(members) > MAX_MEMBERS:
            raise say("word_bomb", name)
        for member in {member.filename: member for member in members}.values():
            # Pictures and the like are only there to be left out: they need no unpacking.
            wanted = member.filename.lower().endswith((".xml", ".rels"))
            content = _bounded(source, member, allowed, name) if wanted else b""
            allowed -= len(content)
            target.writestr(member.filename, content)
    package.seek(0)
    return package


def _bounded(source: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int, name: str) -> bytes:
    content = bytearray()
    with source.open(member) as file:
        while chunk := file.read(65_536):
            content += chunk
            if len(content) > limit:
                raise say("word_bomb", name)
    return bytes(content)


def _docx_blocks(package: BytesIO) -> Raw:
    from docx import Document as open_docx
    from lxml import etree

    document = open_docx(package)
    levels = _style_levels(document.styles.element)
    blocks: list[Block] = []
    walk = etree.iterwalk(document.element.body, events=("start",))
    for _, element in walk:
        if element.tag == f"{_W}p":
            blocks.append(Block(_paragraph_text(element), _paragraph_level(element, levels)))
        elif element.tag == f"{_W}tr":
            blocks.append(Block(_row_text(element)))
        if element.tag in {f"{_W}p", f"{_W}tr", *_NOT_SHOWN}:
            walk.skip_subtree()
    return Raw(
        document.core_properties.title or "",
        [block for block in blocks if block.text and block.level != _CONTENTS],
    )


def _paragraph_text(paragraph: Node) -> str:
    from lxml import etree

    pieces: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _NOT_SHOWN:
            walk.skip_subtree()
        elif element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif element.tag in _SPACES:
            pieces.append(" ")
    return one_line("".join(pieces))


def _row_text(row: Node) -> str:
    cells = (_paragraph_text(cell) for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt"))
    return " | ".join(filter(None, cells))


def _paragraph_level(paragraph: Node, levels: Mapping[str, int]) -> int:
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    if outline is not None:
        return _outline_level(outline)
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return 0 if style is None else levels.get(style.get(f"{_W}val", ""), 0)


def _outline_level(element: Node) -> int:
    value = element.get(f"{_W}val", "")
    return int(value) + 2 if value in set("012345678") else 0  # 9 is body text


def _style_levels(styles: Node) -> dict[str, int]:
    """Return the heading level of each style, its own or that of the style it is based on."""
    own: dict[str, int] = {}
    bases: dict[str, str] = {}
    for style in styles.iterchildren(f"{_W}style"):
        key = style.get(f"{_W}styleId", "")
        base = style.find(f"{_W}basedOn")
        bases[key] = "" if base is None else base.get(f"{_W}val", "")
        level = _own_level(style)
        if level is not None:
            own[key] = level
    return {key: _inherited(key, own, bases) for key in bases}


def _own_level(style: Node) -> int | None:
    name = style.find(f"{_W}name")
    text = "" if name is None else name.get(f"{_W}val", "").lower()
    if text in {"title", "titel"}:
        return 1
    if re.fullmatch(r"(?:toc|inhopg) ?\d", text):
        return _CONTENTS
    if match := re.fullmatch(r"(?:heading|kop) ?([1-9])", text):
        return int(match[1]) + 1
    outline = style.find(f"{_W}pPr/{_W}outlineLvl")
    return None if outline is None else _outline_level(outline)


def _inherited(key: str, own: Mapping[str, int], bases: Mapping[str, str]) -> int:
    for _ in range(10):  # styles of a broken file may be based on each other
        if key in own:
            return own[key]
        key = bases.get(key, "")
    return 0
