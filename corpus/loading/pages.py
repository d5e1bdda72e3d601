"""Make running text of the pages of a PDF: headers and footers off, hyphens mended."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from corpus.loading.cleaning import ENDS, Block
from corpus.sentences import split_sentences

_EDGE: Final = 2  # lines at the top and at the bottom that may be a page's header or footer

_MAX_RUNNING: Final = 100

_PAGE_NUMBER: Final = re.compile(
    r"(?:pag(?:ina|e)\.? |p\. ?|[-–—|] ?)?(\d{1,4})(?: ?(?:/|van|of) ?\d{1,4})?(?: ?[-–—|])?",
    re.IGNORECASE,
)

_TOC_LINE: Final = re.compile(r"(?:[.…]\s?){4,}\s*\d{1,4}$")

_OUTER_NUMBERS: Final = re.compile(r"^\d{1,4}(?=\s|$)|(?<=\s)\d{1,4}$")


@dataclass(frozen=True, slots=True)
class _Running:
    """What comes back on many pages: lines, and the gap between page and printed number."""

    keys: frozenset[str]
    gaps: frozenset[int]


def drop_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Drop headers and footers that come back on many pages, page numbers, and contents lines."""
    pages = [[line for line in page if not _TOC_LINE.search(line)] for page in pages]
    pages = [_strip_blank(page) for page in pages]
    numbered = list(enumerate(pages, start=1))
    keys = Counter(key for page in pages for key in {_running_key(line) for line in _edges(page)})
    gaps = Counter(
        gap
        for number, page in numbered
        for gap in {g for e in _edges(page) for g in _gaps(e, number)}
    )
    often = max(3, len(pages) * 2 // 5)
    running = _Running(
        frozenset(key for key, times in keys.items() if times >= often),
        frozenset(gap for gap, times in gaps.items() if times >= often),
    )
    return [_strip_edges(page, number, running) for number, page in numbered]


def _gaps(line: str, number: int) -> set[int]:
    return {int(found) - number for found in _OUTER_NUMBERS.findall(line)}


def _strip_blank(lines: list[str]) -> list[str]:
    start = next((n for n, line in enumerate(lines) if line), len(lines))
    end = next((n for n in range(len(lines), start, -1) if lines[n - 1]), start)
    return lines[start:end]


def _edges(page: list[str]) -> list[str]:
    lines = [line for line in page if line and len(line) <= _MAX_RUNNING]
    return lines[:_EDGE] + lines[-_EDGE:]


def _running_key(line: str) -> str:
    return re.sub(r"\d+", "#", line).casefold()


def _strip_edges(page: list[str], number: int, running: _Running) -> list[str]:
    page = list(page)
    for end in (0, -1):
        for _ in range(_EDGE):
            if len(page) > 1 and _is_running(page[end], number, running):
                del page[end]
                page = _strip_blank(page)
    return page


def _is_running(line: str, number: int, running: _Running) -> bool:
    known = _running_key(line) in running.keys or _gaps(line, number) & running.gaps
    if len(line) <= _MAX_RUNNING and known:
        return True
    match = _PAGE_NUMBER.fullmatch(line)
    return match is not None and int(match[1]) == number


_HYPHEN_END: Final = re.compile(r"([^\W_]+)-$")

_WORD_START: Final = re.compile(r"[^\W_]+")

_KEEPS_HYPHEN: Final = frozenset({"en", "of", "and", "or", "tot", "als", "noch"})


def join_hyphens(pages: list[list[str]]) -> list[list[str]]:
    """Put words together that were broken off at the end of a line."""
    text = "\n".join("\n".join(page) for page in pages).casefold()
    known = frozenset(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text))
    return [_join_page_hyphens(page, known) for page in pages]


def _join_page_hyphens(lines: list[str], known: frozenset[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        glue = _glue(joined[-1], line, known) if joined else None
        if glue is None:
            joined.append(line)
            continue
        # Only the rest of the word moves up: the lines keep their shape for the paragraphs.
        head, _, tail = line.partition(" ")
        joined[-1] = joined[-1][: -1 if glue == "" else None] + head
        if tail:
            joined.append(tail)
    return joined


def _glue(line: str, following: str, known: frozenset[str]) -> str | None:
    """Say what stands between two lines of one word: nothing, its hyphen, or None: two words."""
    before = _HYPHEN_END.search(line)
    after = _WORD_START.match(following)
    if not before or not after or after[0].lower() in _KEEPS_HYPHEN:
        return None
    first, second = before[1], after[0]
    if f"{first}-{second}".casefold() in known:
        return "-"
    if (first + second).casefold() in known:
        return ""
    return "" if first[-1].islower() and second[0].islower() else "-"


def find_title(lines: list[str], start: int, title: str) -> tuple[int, int]:
    """Return where the title stands and how many lines it takes: 0 when it is not there."""
    wanted = _squeezed(title)
    for at in range(start, len(lines)):
        for length in range(1, 4):
            found = _squeezed("".join(lines[at : at + length]))
            if found and found == wanted:
                return at, length
    return start, 0


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+|^[\d.\s]+", "", text).casefold()


def mend_pages(pages: list[list[Block]]) -> list[list[Block]]:
    """Move the rest of a sentence that runs over the page to the page where it begins."""
    mended = [list(page) for page in pages]
    for before, after in pairwise(mended):
        if not before or not after or before[-1].level or after[0].level:
            continue
        if ENDS.search(before[-1].text) or not after[0].text[:1].islower():
            continue
        first, *rest = split_sentences(after[0].text)
        before[-1] = replace(before[-1], text=_continued(before[-1].text, first))
        after[:1] = [replace(after[0], text=" ".join(rest))] if rest else []
    return mended


def _continued(text: str, more: str) -> str:
    glue = _glue(text, more, frozenset())
    return f"{text} {more}" if glue is None else text[: -1 if glue == "" else None] + more
