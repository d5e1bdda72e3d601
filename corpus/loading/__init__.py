"""Read the files an organisation adds itself: PDF, Word, web pages, Markdown and plain text.

A file becomes a whole ``Document`` or a ``Problem`` that says what to do; never half a document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from corpus.loading.cleaning import Raw, count_letters, sample
from corpus.loading.files import check_kind, look, read_bytes, shown
from corpus.loading.finding import FoundFiles, find_files, unsupported
from corpus.loading.messages import MAX_CHARS, say
from corpus.loading.pdf import read_pdf
from corpus.loading.plain import read_markdown, read_text
from corpus.loading.sections import choose_title, document_id, make_sections
from corpus.loading.web import read_html
from corpus.loading.word import read_docx
from corpus.models import Document


def load(path: Path, *, today: str | None = None) -> Document:
    """Read one file.

    Args:
        path: A PDF, Word (.docx), HTML, Markdown or plain text file.
        today: The ISO date to note as the day it was added; the current date if left out.

    Returns:
        The whole document, with at least one section that has text.

    Raises:
        Problem: If the file can't be read wholly and safely; it says why and what to do.
    """
    from corpus.language import detect

    name = shown(path)
    suffix = path.suffix.lower()
    look(path, name)
    if problem := unsupported(suffix, name):
        raise problem
    data = read_bytes(path, name)
    check_kind(data, suffix, name)
    raw = READERS[suffix](data, name)
    if sum(len(block.text) for block in raw.blocks) > MAX_CHARS:
        raise say("too_much_text", name)
    title = choose_title(raw, path)
    sections = make_sections(raw.blocks, title)
    if not any(count_letters(section.text) for section in sections):
        raise say("html_no_text" if READERS[suffix] is read_html else "no_text", name)
    return Document(
        id=document_id(path),
        title=title,
        filename=name,
        language=detect(sample(sections)),
        digest=hashlib.sha256(data).hexdigest(),
        added=today or date.today().isoformat(),
        sections=sections,
    )


READERS: Final[Mapping[str, Callable[[bytes, str], Raw]]] = {
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".html": read_html,
    ".htm": read_html,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
}

__all__ = ["FoundFiles", "find_files", "load"]
