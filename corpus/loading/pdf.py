"""Read PDF files, with page numbers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from io import BytesIO
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from corpus.loading.cleaning import Block, Node, Raw, count_letters, one_line, split_lines, unwrap
from corpus.loading.files import ANY_ERROR
from corpus.loading.messages import MAX_CHARS, MAX_PAGES, MAX_SECONDS, say
from corpus.loading.pages import drop_running_lines, find_title, join_hyphens, mend_pages

if TYPE_CHECKING:
    from pypdf import PdfReader

_BYTES_PER_STREAM: Final = 30_000_000

_END_OF_PDF: Final = 2_048  # how far from the end readers look for the end mark

_LETTERS_PER_PAGE: Final = 5  # fewer, on average, and there is no text layer


def read_pdf(data: bytes, name: str) -> Raw:
    """Return the text of a PDF, page by page.

    Raises:
        Problem: It is protected, damaged, too long or without text.
    """
    from pypdf import apply_configuration
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    if b"%%EOF" not in data[-_END_OF_PDF:]:
        raise say("pdf_cut_off", name)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with apply_configuration(
            zlib_maximum_output_length=_BYTES_PER_STREAM,
            lzw_maximum_output_length=_BYTES_PER_STREAM,
            run_length_maximum_output_length=_BYTES_PER_STREAM,
            array_based_stream_maximum_output_length=_BYTES_PER_STREAM,
            page_tree_maximum_entries=5 * MAX_PAGES,
            xform_maximum_invocations_per_extraction=1_000,
        ):
            return _pdf_blocks(data, name)
    except DependencyError as error:  # an encryption that pypdf can't undo by itself
        raise say("pdf_protected", name) from error
    except LimitReachedError as error:
        raise say("pdf_slow", name) from error
    except (PyPdfError, *ANY_ERROR) as error:
        raise say("pdf_broken", name) from error


def _pdf_blocks(data: bytes, name: str) -> Raw:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise say("pdf_protected", name)
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise say("too_many_pages", name)
    if not count or count < _declared_pages(reader):
        raise say("pdf_broken", name)
    texts = _pdf_texts(reader, name)
    if sum(map(count_letters, texts)) < _LETTERS_PER_PAGE * count:
        raise say("pdf_scan", name)
    pages = join_hyphens(drop_running_lines([split_lines(text) for text in texts]))
    outline = _pdf_outline(reader)
    blocks = [_page_blocks(page, n, outline.get(n, [])) for n, page in enumerate(pages, start=1)]
    mended = [block for page in mend_pages(blocks) for block in page]
    return Raw(_pdf_title(reader), mended, has_headings=False)


def _declared_pages(reader: PdfReader) -> int:
    tree: Node = reader.root_object["/Pages"]
    declared = tree.get("/Count", 0)
    return int(declared) if isinstance(declared, int) else 0


def _pdf_texts(reader: PdfReader, name: str) -> list[str]:
    from pypdf.errors import LimitReachedError, PyPdfError

    start = monotonic()
    texts: list[str] = []
    size = 0
    for number, page in enumerate(reader.pages, start=1):
        try:
            texts.append(page.extract_text())
        except LimitReachedError:
            raise
        except (PyPdfError, *ANY_ERROR) as error:
            raise say("pdf_page", name, page=number) from error
        size += len(texts[-1])
        if size > MAX_CHARS:
            raise say("too_much_text", name)
        if monotonic() - start > MAX_SECONDS:
            raise say("pdf_slow", name)
    return texts


def _pdf_title(reader: PdfReader) -> str:
    title: object = reader.metadata and reader.metadata.title
    return str(title) if title else ""


def _pdf_outline(reader: PdfReader) -> dict[int, list[tuple[str, int]]]:
    """Return the bookmarks as (title, level) by page; they only help, so a bad outline is none."""
    from pypdf.errors import PyPdfError

    found: dict[int, list[tuple[str, int]]] = {}
    try:
        numbers = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(reader.pages, start=1)
            if page.indirect_reference
        }
        for item, level in _flat(reader.outline, 1):
            number = numbers.get(getattr(item.page, "idnum", -1))
            title = one_line(str(item.title or ""))
            if number and title:
                found.setdefault(number, []).append((title, level))
    except (PyPdfError, *ANY_ERROR):
        return {}
    return found


def _flat(items: Iterable[Any], level: int) -> Iterator[tuple[Any, int]]:
    for item in items:
        if isinstance(item, list):
            yield from _flat(item, level + 1)
        else:
            yield item, level


def _page_blocks(lines: list[str], page: int, outline: list[tuple[str, int]]) -> list[Block]:
    """Turn a page into paragraphs, with a heading where a bookmark's title stands on the page."""
    blocks: list[Block] = []
    start = 0
    for title, level in outline:
        at, length = find_title(lines, start, title)
        if not length and blocks:
            continue
        # A bookmark whose words are not on the page counts from the top: chapters start there.
        blocks += [Block(text, 0, page) for text in unwrap(lines[start:at])]
        blocks.append(Block(title, level, page))
        start = at + length
    return blocks + [Block(text, 0, page) for text in unwrap(lines[start:])]
