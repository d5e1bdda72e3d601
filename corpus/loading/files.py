"""Look at a file before it is read: permissions, size, kind; then its bytes and letters."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

from corpus.loading.cleaning import one_line
from corpus.loading.messages import MAX_BYTES, MAX_CHARS, SUPPORTED, os_problem, say


def look(path: Path, name: str) -> os.stat_result:
    """Return what the disk says of a file.

    Raises:
        Problem: It isn't a file that may be read.
    """
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise os_problem(error, name) from error
    if stat.S_ISDIR(found.st_mode):
        raise say("folder", name)
    if not stat.S_ISREG(found.st_mode):  # a pipe would wait for ever
        raise say("not_a_file", name)
    return found


def read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a file.

    Raises:
        Problem: It is empty, too large or can't be read.
    """
    if look(path, name).st_size > MAX_BYTES:
        raise say("too_big", name)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise os_problem(error, name) from error
    if len(data) > MAX_BYTES:  # it grew since
        raise say("too_big", name)
    if not data.strip():
        raise say("empty", name)
    return data


_PDF_START: Final = 1024  # where readers look for the start of a PDF

_MAGIC: Final = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b\x08", "gz"),
)


def check_kind(data: bytes, suffix: str, name: str) -> None:
    """Compare what the name promises with how the bytes begin."""
    start = data[:_PDF_START]
    kind = next((kind for magic, kind in _MAGIC if start.startswith(magic)), "")
    if suffix == ".pdf":
        if b"%PDF-" not in start:
            raise say("pdf_wrong", name)
    elif kind == "ole":
        raise say("old_word", name)
    elif suffix == ".docx" and not kind:
        raise say("word_broken", name)
    elif kind and (suffix, kind) != (".docx", "zip"):
        kind = "docx" if b"word/document.xml" in data else kind
        raise say("renamed" if f".{kind}" in SUPPORTED else "other_kind", name, kind=kind)


def decode(data: bytes, name: str) -> str:
    """Decode text that Windows, macOS or Linux may have written; refuse what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    strange = sum(text.count(char) for char in _STRANGE)
    if "\0" in text or strange > max(3, len(text) // 100):
        raise say("binary", name)
    if len(text) > MAX_CHARS * _MARKUP_FACTOR:
        raise say("too_much_text", name)
    return text


_STRANGE: Final = "".join(map(chr, (*range(1, 9), *range(14, 27), *range(28, 32), 0xFFFD)))

# How much longer a source may be than its text: tags, scripts and pictures inside a page.
_MARKUP_FACTOR: Final = 5


def shown(path: Path) -> str:
    """Return the file's name as it can be shown and stored, composed and on one line."""
    return one_line(path.name or path.resolve().name) or "?"


# What parsers of hostile files are known to raise besides their own errors.
ANY_ERROR: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,  # also RecursionError and NotImplementedError
    SyntaxError,  # also lxml's
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)
