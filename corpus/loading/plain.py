"""Read Markdown and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from corpus.loading.cleaning import BULLET, Block, Raw, clean, one_line, split_lines, unwrap
from corpus.loading.files import decode

_FENCE: Final = re.compile(r"\s{0,3}(```|~~~)")

_ATX: Final = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*$")

_UNDERLINE: Final = re.compile(r"\s{0,3}(=+|-+)$")

_RULE: Final = re.compile(r"[\s*_=~+#|:-]*$")

_CODE: Final = re.compile(r"`([^`]{1,1000})`")

_MARKUP: Final = (
    (re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,1000}(?:\s[^()]{0,300})?\)"), r"\1"),
    (re.compile(r"!?\[([^\[\]]{1,500})\]\[[^\[\]]{0,200}\]"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,1000})>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<!--.{0,300}?-->"), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^*_]{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]{1,2000}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)

_LIST_MARK: Final = re.compile(r"(?:[-*+]\s+|>\s*)+")


def read_markdown(data: bytes, name: str) -> Raw:
    """Return the text of a Markdown file, by heading."""
    text = clean(decode(data, name))
    lines = text.split("\n")
    title, start = _front_matter(lines)
    return Raw(title, list(_markdown_blocks(lines[start:])))


def _front_matter(lines: list[str]) -> tuple[str, int]:
    """Return the title in a block of data at the top, and the line where the text begins."""
    if lines[0].strip() != "---":
        return "", 0
    end = next((n for n, line in enumerate(lines[1:100], 1) if line.strip() in {"---", "..."}), 0)
    found = (re.match(r"title:\s*(.*)", line) for line in lines[:end])
    titles = [match[1].strip(" \"'") for match in found if match]
    return (titles[0] if titles else ""), end + 1 if end else 0


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    fenced = False
    for line in lines:
        fence = _FENCE.match(line)
        fenced = fenced != bool(fence)
        if fence or fenced:  # code: as it stands
            yield from _paragraph_block(paragraph)
            paragraph = []
            yield from [] if fence or not line.strip() else [Block(one_line(line))]
            continue
        level, text = _markdown_line(line, paragraph)
        if level and not text:  # the line above was the heading
            text, paragraph = " ".join(paragraph), []
        if level or not text or _starts_item(text):
            yield from _paragraph_block(paragraph)
            paragraph = []
        if level:
            yield from _paragraph_block([text], level)
        elif text:
            paragraph.append(text)
    yield from _paragraph_block(paragraph)


def _markdown_line(line: str, paragraph: list[str]) -> tuple[int, str]:
    """Return the heading level (0: none) and the text of a line; a level alone underlines."""
    if match := _ATX.match(line):
        return len(match[1]), match[2]
    if (match := _UNDERLINE.match(line)) and paragraph and not _starts_item(paragraph[0]):
        return (1 if "=" in match[1] else 2), ""
    return 0, "" if _RULE.match(line) else line.strip()


def _starts_item(text: str) -> bool:
    return bool(_LIST_MARK.match(text) or BULLET.match(text)) or text.startswith("|")


def _paragraph_block(lines: list[str], level: int = 0) -> Iterator[Block]:
    text = " ".join(lines)
    if match := _LIST_MARK.match(text):
        text = text[match.end() :]
    if text.startswith("|"):
        text = " | ".join(filter(None, (cell.strip() for cell in text.split("|"))))
    pieces = _CODE.split(text)  # every second piece is code, which stays as it is
    pieces[::2] = map(_without_markup, pieces[::2])
    if text := one_line("".join(pieces)):
        yield Block(text, level)


def _without_markup(text: str) -> str:
    for pattern, plain in _MARKUP:
        text = pattern.sub(plain, text)
    return text


def read_text(data: bytes, name: str) -> Raw:
    """Return the text of a plain file; headings are guessed with caution."""
    lines = ["" if _RULE.match(line) else line for line in split_lines(decode(data, name))]
    paragraphs = unwrap(lines)
    starts = {line for above, line in pairwise(["", *lines]) if not above}
    blocks = [
        Block(text, 1 if text in starts and _looks_like_heading(text, following) else 0)
        for text, following in pairwise([*paragraphs, ""])
    ]
    return Raw("", blocks, has_headings=False)


_HEADING_LENGTH: Final = range(3, 81)

_PROSE_LENGTH: Final = 100  # only a line above a real paragraph is taken for a heading


def _looks_like_heading(text: str, following: str) -> bool:
    fits = len(text) in _HEADING_LENGTH and len(following) >= _PROSE_LENGTH
    start = re.match(r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?[A-ZÀ-Þ]", text)
    return bool(fits and start and text[-1] not in ".!?:;,…\"'")
