"""Read the files an organisation adds itself: PDF, Word, web pages, Markdown and plain text.

A file becomes a whole ``Document`` or a ``Problem`` that says what to do; never half a document.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from corpus.models import Document, DocumentSection
from corpus.problem import Problem
from corpus.sentences import split_sentences

if TYPE_CHECKING:
    from pypdf import PdfReader

_Node: TypeAlias = Any  # an lxml element; lxml has no types

# Not llama-index's readers: PDFReader retries and hides errors, DocxReader loses headings and
# tables, both lack limits, and importing llama_index.core takes seconds; they wrap these libraries.

MAX_BYTES: Final = 50_000_000
"""Larger files are not read."""
MAX_PAGES: Final = 2_000
"""PDF files with more pages are not read."""
MAX_CHARS: Final = 5_000_000
"""Documents with more text are not read."""
MAX_UNPACKED: Final = 200_000_000
"""Word files that unpack to more bytes are not read."""
MAX_RATIO: Final = 100
"""Word files that unpack to more than this many times their size are not read ..."""
RATIO_FREE: Final = 20_000_000
"""... unless that is still less than this many bytes."""
MAX_MEMBERS: Final = 10_000
"""Word files that hold more files are not read."""
MAX_SECONDS: Final = 300.0
"""Reading a PDF stops, between two pages, after this time."""

_MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "missing": (
        "‘{name}’ bestaat niet: controleer de naam en de map.",
        "‘{name}’ does not exist: check the name and the folder.",
    ),
    "permission": (
        "Je mag ‘{name}’ niet lezen: vraag de eigenaar om leesrechten of maak een kopie.",
        "You may not read ‘{name}’: ask its owner for permission or make a copy.",
    ),
    "unreadable": (
        "‘{name}’ is niet te lezen door een fout van de schijf of het netwerk: "
        "zet een kopie op een andere plek en probeer het opnieuw.",
        "‘{name}’ can't be read because of a disk or network error: "
        "put a copy somewhere else and try again.",
    ),
    "folder": (
        "‘{name}’ is een map en geen bestand: kies een bestand uit die map.",
        "‘{name}’ is a folder and not a file: choose a file from that folder.",
    ),
    "not_a_file": (
        "‘{name}’ is geen gewoon bestand: kies een document.",
        "‘{name}’ is not an ordinary file: choose a document.",
    ),
    "hidden": (
        "‘{name}’ is een verborgen bestand: geef het een naam zonder punt of ~$ vooraan.",
        "‘{name}’ is a hidden file: give it a name that does not start with a dot or ~$.",
    ),
    "same_name": (
        "Er is al een ander bestand dat ‘{name}’ heet: geef dit bestand een andere naam.",
        "There is already another file called ‘{name}’: give this file another name.",
    ),
    "empty_folder": (
        "In de map ‘{name}’ staan geen documenten: kies een map met {supported}.",
        "The folder ‘{name}’ holds no documents: choose a folder with {supported}.",
    ),
    "empty": (
        "‘{name}’ is leeg: kies een bestand waar tekst in staat.",
        "‘{name}’ is empty: choose a file with text in it.",
    ),
    "too_big": (
        "‘{name}’ is groter dan {megabytes} MB: deel het op of maak het kleiner.",
        "‘{name}’ is larger than {megabytes} MB: split it or make it smaller.",
    ),
    "too_many_pages": (
        "‘{name}’ heeft meer dan {pages} pagina's: deel het op in kleinere bestanden.",
        "‘{name}’ has more than {pages} pages: split it into smaller files.",
    ),
    "too_much_text": (
        "In ‘{name}’ staat te veel tekst (meer dan {chars} miljoen tekens): "
        "deel het op in kleinere bestanden.",
        "‘{name}’ holds too much text (more than {chars} million characters): "
        "split it into smaller files.",
    ),
    "unsupported": (
        "Bestanden van het soort van ‘{name}’ kunnen niet worden gelezen: "
        "bewaar het als {supported}.",
        "Files of the type of ‘{name}’ can't be read: save it as {supported}.",
    ),
    "renamed": (
        "‘{name}’ is eigenlijk een {kind}-bestand: geef het de naam die daarbij hoort.",
        "‘{name}’ is really a {kind} file: give it the name that goes with that.",
    ),
    "other_kind": (
        "‘{name}’ is eigenlijk een {kind}-bestand, en dat kan niet worden gelezen: "
        "bewaar de tekst als {supported}.",
        "‘{name}’ is really a {kind} file, which can't be read: save the text as {supported}.",
    ),
    "old_word": (
        "‘{name}’ is een oud Word-bestand (.doc) of er zit een wachtwoord op: "
        "open het in Word en bewaar het zonder wachtwoord als .docx.",
        "‘{name}’ is an old Word file (.doc) or has a password: "
        "open it in Word and save it as .docx without a password.",
    ),
    "pdf_wrong": (
        "‘{name}’ is geen pdf, al heet het wel zo: maak opnieuw een pdf van het origineel.",
        "‘{name}’ is not a PDF although it is named so: make a new PDF from the original.",
    ),
    "pdf_cut_off": (
        "Het einde van ‘{name}’ ontbreekt: download of kopieer het bestand opnieuw.",
        "The end of ‘{name}’ is missing: download or copy the file again.",
    ),
    "pdf_protected": (
        "‘{name}’ is beveiligd met een wachtwoord: bewaar een kopie zonder beveiliging.",
        "‘{name}’ is protected with a password: save a copy without protection.",
    ),
    "pdf_broken": (
        "‘{name}’ is beschadigd of niet goed opgebouwd: "
        "open het en bewaar of druk het opnieuw af als pdf.",
        "‘{name}’ is damaged or not built properly: open it and save or print it as a new PDF.",
    ),
    "pdf_page": (
        "Pagina {page} van ‘{name}’ is niet te lezen: "
        "open het en bewaar of druk het opnieuw af als pdf.",
        "Page {page} of ‘{name}’ can't be read: open it and save or print it as a new PDF.",
    ),
    "pdf_slow": (
        "‘{name}’ is te ingewikkeld om te lezen: deel het op of druk het opnieuw af als pdf.",
        "‘{name}’ is too complicated to read: split it or print it as a new PDF.",
    ),
    "pdf_scan": (
        "In ‘{name}’ zitten alleen beelden van tekst (een scan): "
        "laat er eerst tekstherkenning (OCR) op los.",
        "‘{name}’ only holds pictures of text (a scan): run text recognition (OCR) on it first.",
    ),
    "word_broken": (
        "‘{name}’ is beschadigd of geen Word-document: open het in Word en bewaar het als .docx.",
        "‘{name}’ is damaged or not a Word document: open it in Word and save it as .docx.",
    ),
    "word_bomb": (
        "‘{name}’ wordt bij het uitpakken veel te groot: "
        "open het in Word en bewaar het opnieuw, zonder grote bijlagen.",
        "‘{name}’ becomes far too large when unpacked: "
        "open it in Word and save it again, without large attachments.",
    ),
    "no_text": (
        "In ‘{name}’ staat geen tekst: kies een bestand waar tekst in staat.",
        "There is no text in ‘{name}’: choose a file with text in it.",
    ),
    "html_no_text": (
        "Op de pagina ‘{name}’ is geen hoofdtekst te vinden: "
        "bewaar de pagina als pdf of zet de tekst in een .txt-bestand.",
        "No main text can be found on the page ‘{name}’: "
        "save the page as PDF or put the text in a .txt file.",
    ),
    "binary": (
        "In ‘{name}’ zit geen leesbare tekst: kies het bestand waar de tekst echt in staat.",
        "‘{name}’ holds no readable text: choose the file that really holds the text.",
    ),
}


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """What there is to read among some files and folders, and what is passed over and why."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[Path, Problem], ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph (level 0) or a heading (1 is the highest), on one line."""

    text: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class _Raw:
    """What a reader gets out of a file; ``title`` is what the file itself says, unjudged."""

    title: str
    blocks: list[_Block]
    has_headings: bool = True


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

    name = _shown(path)
    suffix = path.suffix.lower()
    _look(path, name)
    if unsupported := _unsupported(suffix, name):
        raise unsupported
    data = _read_bytes(path, name)
    _check_kind(data, suffix, name)
    raw = _READERS[suffix](data, name)
    if sum(len(block.text) for block in raw.blocks) > MAX_CHARS:
        raise _problem("too_much_text", name)
    title = _title(raw, path)
    sections = _sections(raw.blocks, title)
    if not any(_letters(section.text) for section in sections):
        raise _problem("html_no_text" if suffix in _HTML else "no_text", name)
    return Document(
        id=_document_id(path),
        title=title,
        filename=name,
        language=detect(_sample(sections)),
        digest=hashlib.sha256(data).hexdigest(),
        added=today or date.today().isoformat(),
        sections=sections,
    )


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """Find the files that can be read among files and folders.

    Folders are searched with everything below them. Hidden files inside a folder are passed
    over in silence; everything else that is passed over is listed with the reason. A document
    is known by its file name, so a second file of the same name is passed over too.

    Args:
        paths: Files and folders, as the user named them.

    Returns:
        The files, each once, in order of naming and then by name, and what was passed over.
    """
    files: dict[str, Path] = {}
    seen: set[Path] = set()
    skipped: list[tuple[Path, Problem]] = []
    for path, problem in _candidates(paths):
        if problem is not None:
            skipped.append((path, problem))
        elif (real := _real(path)) not in seen:
            seen.add(real)
            if files.setdefault(_document_id(path), path) is not path:
                skipped.append((path, _problem("same_name", _shown(path))))
    return FoundFiles(tuple(files.values()), tuple(skipped))


# --- finding ---------------------------------------------------------------------------------


def _candidates(paths: Iterable[Path]) -> Iterator[tuple[Path, Problem | None]]:
    visited: set[Path] = set()
    for path in paths:
        if not _is_folder(path):
            yield path, _why_not(path)
            continue
        inside = list(_walk(path, visited))
        yield from inside
        if not inside:
            yield path, _problem("empty_folder", _shown(path))


def _walk(folder: Path, visited: set[Path]) -> Iterator[tuple[Path, Problem | None]]:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if _real(here) in visited:  # the same folder through a link, or a loop of links
            continue
        visited.add(_real(here))
        try:
            with os.scandir(here) as entries:
                names = sorted(entry.name for entry in entries if not _is_hidden(entry.name))
        except OSError as error:
            yield here, _os_problem(error, _shown(here))
            continue
        below = [here / name for name in names]
        folders = [path for path in below if _is_folder(path)]
        yield from ((path, _why_not(path)) for path in below if path not in folders)
        waiting.extend(reversed(folders))


def _why_not(path: Path) -> Problem | None:
    """Say why a file is not worth trying, without reading it."""
    name = _shown(path)
    try:
        _look(path, name)
    except Problem as problem:
        return problem
    if _is_hidden(path.name):
        return _problem("hidden", name)
    return _unsupported(path.suffix.lower(), name)


def _unsupported(suffix: str, name: str) -> Problem | None:
    if suffix in _READERS:
        return None
    return _problem("old_word" if suffix == ".doc" else "unsupported", name)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))  # ~$ is what Word leaves beside a file that is open


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of links
        return path


# --- reading bytes ---------------------------------------------------------------------------


def _problem(key: str, name: str, **values: object) -> Problem:
    nl, en = _MESSAGES[key]
    values |= {
        "name": name,
        "megabytes": MAX_BYTES // 1_000_000,
        "pages": MAX_PAGES,
        "chars": MAX_CHARS // 1_000_000,
    }
    kinds = "pdf, docx, html, md {} txt"
    return Problem(
        nl=nl.format(**values, supported=kinds.format("of")),
        en=en.format(**values, supported=kinds.format("or")),
    )


def _os_problem(error: OSError | ValueError, name: str) -> Problem:
    if isinstance(error, PermissionError):
        return _problem("permission", name)
    # ValueError: a name no file can have (a NUL in it); a too long one is an OSError.
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return _problem("missing", name)
    return _problem("unreadable", name)


def _look(path: Path, name: str) -> os.stat_result:
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise _os_problem(error, name) from error
    if stat.S_ISDIR(found.st_mode):
        raise _problem("folder", name)
    if not stat.S_ISREG(found.st_mode):  # a pipe would wait for ever
        raise _problem("not_a_file", name)
    return found


def _read_bytes(path: Path, name: str) -> bytes:
    if _look(path, name).st_size > MAX_BYTES:
        raise _problem("too_big", name)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _os_problem(error, name) from error
    if len(data) > MAX_BYTES:  # it grew since
        raise _problem("too_big", name)
    if not data.strip():
        raise _problem("empty", name)
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


def _check_kind(data: bytes, suffix: str, name: str) -> None:
    """Compare what the name promises with how the bytes begin."""
    start = data[:_PDF_START]
    kind = next((kind for magic, kind in _MAGIC if start.startswith(magic)), "")
    if suffix == ".pdf":
        if b"%PDF-" not in start:
            raise _problem("pdf_wrong", name)
    elif kind == "ole":
        raise _problem("old_word", name)
    elif suffix == ".docx" and not kind:
        raise _problem("word_broken", name)
    elif kind and (suffix, kind) != (".docx", "zip"):
        kind = "docx" if b"word/document.xml" in data else kind
        raise _problem("renamed" if f".{kind}" in _READERS else "other_kind", name, kind=kind)


def _decode(data: bytes, name: str) -> str:
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
        raise _problem("binary", name)
    if len(text) > MAX_CHARS * _MARKUP_FACTOR:
        raise _problem("too_much_text", name)
    return text


_STRANGE: Final = "".join(map(chr, (*range(1, 9), *range(14, 27), *range(28, 32), 0xFFFD)))
# How much longer a source may be than its text: tags, scripts and pictures inside a page.
_MARKUP_FACTOR: Final = 5


# --- text ------------------------------------------------------------------------------------

_BREAKS: Final = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters, zero-width and direction marks, soft hyphens, halves of characters.
_NOISE: Final = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]"
)
# Letters that PDF fonts glue together, and bullets from symbol fonts.
_GLYPHS: Final = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "\ufb05": "st",
        "ﬆ": "st",
        "\uf0b7": "•",
        "\uf0a7": "•",
        "\uf0d8": "•",
    }
)
_BULLET: Final = re.compile(r"(?:[-*•▪◦●–‣]|\d{1,3}[.)]|[a-z]\))\s")
_ENDS: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_TOC_LINE: Final = re.compile(r"(?:[.…]\s?){4,}\s*\d{1,4}$")


def _clean(text: str) -> str:
    """Drop what no reader sees; what is left is composed (NFC) and has only plain line ends."""
    text = _BREAKS.sub("\n", text).replace("\u00ad\n", "-\n").translate(_GLYPHS)
    text = _NOISE.sub("", text)
    return unicodedata.normalize("NFC", text)


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in _clean(text).split("\n")]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _unwrap(lines: list[str]) -> list[str]:
    """Put lines together into paragraphs; an empty line always ends one."""
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    paragraphs: list[str] = []
    buffer: list[str] = []
    for line, following in pairwise([*lines, ""]):
        buffer.append(line)
        if _ends_paragraph(line, following, width):
            paragraphs.append(" ".join(filter(None, buffer)))
            buffer = []
    return [paragraph for paragraph in paragraphs if paragraph]


_WRAP_WIDTHS: Final = range(45, 131)  # lines of other widths are lists, or not wrapped at all


def _ends_paragraph(line: str, following: str, width: int) -> bool:
    if not line or not following or _BULLET.match(following) or width not in _WRAP_WIDTHS:
        return True
    # Whoever wraps lines would have put the next word here if it had been the same paragraph.
    room = len(line) + 1 + len(following.split()[0]) <= 0.8 * width
    return room and not following[0].islower()


def _sample(sections: tuple[DocumentSection, ...]) -> str:
    """Take the middle, where a document speaks its own language; a summary may be in another."""
    text = "\n".join(section.text for section in sections)
    middle = len(text) // 2
    return text[max(0, middle - 2_000) : middle + 2_000]


# --- sections, title, id ---------------------------------------------------------------------

_MAX_HEADING: Final = 150


@dataclass(slots=True)
class _Group:
    heading: str | None
    level: int
    page: int | None
    texts: list[str]


def _sections(blocks: list[_Block], title: str) -> tuple[DocumentSection, ...]:
    """Group paragraphs under their heading and page; no text is left out."""
    sections = []
    above: _Group | None = None
    for group in [*_groups(blocks), None]:
        lost = _merge_heading(above, group)
        if lost and lost != title:
            sections.append(DocumentSection(None, above.page if above else None, lost))
        if group and group.texts:
            sections.append(DocumentSection(group.heading, group.page, "\n\n".join(group.texts)))
        above = group
    return tuple(sections)


def _merge_heading(above: _Group | None, group: _Group | None) -> str | None:
    """Let a heading without text live on in the heading below it; return it if it can't."""
    if above is None or above.texts or not above.heading:
        return None
    if group is None or not group.heading or group.level <= above.level:
        return above.heading
    joined = f"{above.heading} – {group.heading}"
    if len(joined) > _MAX_HEADING:
        return above.heading
    group.heading = joined
    return None


def _groups(blocks: list[_Block]) -> list[_Group]:
    groups = [_Group(None, 0, None, [])]
    for block in blocks:
        last = groups[-1]
        if block.level and len(block.text) <= _MAX_HEADING:
            groups.append(_Group(block.text, block.level, block.page, []))
            continue
        if block.page != last.page and last.texts:
            last = _Group(last.heading, last.level, block.page, [])
            groups.append(last)
        last.page = block.page
        last.texts.append(block.text)
    return groups


# What programs fill in, file names, and the first pages that most documents have.
_NO_TITLE: Final = re.compile(
    r"(?:microsoft .*|untitled.*|naamloos.*|zonder titel.*|no title|layout \d+"
    r"|(?:document|presentatie|presentation|powerpoint[- ]presentati(?:e|on))\d*"
    r"|titel|title|inhoud|inhoudsopgave|(?:table of )?contents|voorwoord|foreword|colofon"
    r"|.*\.(?:docx?|pdf|indd|pptx?|qxp|odt|rtf|dotx?|txt|html?)|.*[\\{}_].*|/.*|.*/.*/.*)",
    re.IGNORECASE,
)
_TITLE_LENGTH: Final = range(4, 151)


def _title(raw: _Raw, path: Path) -> str:
    headings = [block for block in raw.blocks if block.level]
    top = [block for block in raw.blocks[:5] if block.level or not _ENDS.search(block.text)]
    # Where headings are guesses or bookmarks, the line at the top is the better title.
    order = [*headings, *top] if raw.has_headings else [*top, *headings]
    candidates = (_line(raw.title), *(block.text for block in order))
    found = next(filter(_sensible_title, candidates), None)
    return found or _pretty(path) or "Document"


def _sensible_title(text: str) -> bool:
    letters = _letters(text)
    enough = len(text) in _TITLE_LENGTH and letters > len(text) // 2
    return enough and not _NO_TITLE.fullmatch(text)


def _pretty(path: Path) -> str:
    words = re.sub(r"[\s_-]+", " ", _shown(path.with_suffix("") if path.suffix else path)).strip()
    return words[:1].upper() + words[1:]


def _shown(path: Path) -> str:
    """Return the file's name as it can be shown and stored, composed and on one line."""
    return _line(path.name or path.resolve().name) or "?"


def _document_id(path: Path) -> str:
    name = unicodedata.normalize("NFC", path.name)  # macOS decomposes names
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "document"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{slug}-{digest[:6]}"


# --- PDF -------------------------------------------------------------------------------------

_BYTES_PER_STREAM: Final = 30_000_000
_END_OF_PDF: Final = 2_048  # how far from the end readers look for the end mark
_LETTERS_PER_PAGE: Final = 5  # fewer, on average, and there is no text layer


def _read_pdf(data: bytes, name: str) -> _Raw:
    from pypdf import apply_configuration
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    if b"%%EOF" not in data[-_END_OF_PDF:]:
        raise _problem("pdf_cut_off", name)
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
        raise _problem("pdf_protected", name) from error
    except LimitReachedError as error:
        raise _problem("pdf_slow", name) from error
    except (PyPdfError, *_ANY_ERROR) as error:
        raise _problem("pdf_broken", name) from error


# What parsers of hostile files are known to raise besides their own errors.
_ANY_ERROR: Final = (
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


def _pdf_blocks(data: bytes, name: str) -> _Raw:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _problem("pdf_protected", name)
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise _problem("too_many_pages", name)
    if not count or count < _declared_pages(reader):
        raise _problem("pdf_broken", name)
    texts = _pdf_texts(reader, name)
    if sum(map(_letters, texts)) < _LETTERS_PER_PAGE * count:
        raise _problem("pdf_scan", name)
    pages = _join_hyphens(_drop_running_lines([_lines(text) for text in texts]))
    outline = _pdf_outline(reader)
    blocks = [_page_blocks(page, n, outline.get(n, [])) for n, page in enumerate(pages, start=1)]
    mended = [block for page in _mend_pages(blocks) for block in page]
    return _Raw(_pdf_title(reader), mended, has_headings=False)


def _declared_pages(reader: PdfReader) -> int:
    tree: _Node = reader.root_object["/Pages"]
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
        except (PyPdfError, *_ANY_ERROR) as error:
            raise _problem("pdf_page", name, page=number) from error
        size += len(texts[-1])
        if size > MAX_CHARS:
            raise _problem("too_much_text", name)
        if monotonic() - start > MAX_SECONDS:
            raise _problem("pdf_slow", name)
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
            title = _line(str(item.title or ""))
            if number and title:
                found.setdefault(number, []).append((title, level))
    except (PyPdfError, *_ANY_ERROR):
        return {}
    return found


def _flat(items: Iterable[Any], level: int) -> Iterator[tuple[Any, int]]:
    for item in items:
        if isinstance(item, list):
            yield from _flat(item, level + 1)
        else:
            yield item, level


_EDGE: Final = 2  # lines at the top and at the bottom that may be a page's header or footer
_MAX_RUNNING: Final = 100
_PAGE_NUMBER: Final = re.compile(
    r"(?:pag(?:ina|e)\.? |p\. ?|[-–—|] ?)?(\d{1,4})(?: ?(?:/|van|of) ?\d{1,4})?(?: ?[-–—|])?",
    re.IGNORECASE,
)
_OUTER_NUMBERS: Final = re.compile(r"^\d{1,4}(?=\s|$)|(?<=\s)\d{1,4}$")


@dataclass(frozen=True, slots=True)
class _Running:
    """What comes back on many pages: lines, and the gap between page and printed number."""

    keys: frozenset[str]
    gaps: frozenset[int]


def _drop_running_lines(pages: list[list[str]]) -> list[list[str]]:
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
    if len(line) <= _MAX_RUNNING:
        if _running_key(line) in running.keys or _gaps(line, number) & running.gaps:
            return True
    match = _PAGE_NUMBER.fullmatch(line)
    return match is not None and int(match[1]) == number


_HYPHEN_END: Final = re.compile(r"([^\W_]+)-$")
_WORD_START: Final = re.compile(r"[^\W_]+")
_KEEPS_HYPHEN: Final = frozenset({"en", "of", "and", "or", "tot", "als", "noch"})


def _join_hyphens(pages: list[list[str]]) -> list[list[str]]:
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


def _page_blocks(lines: list[str], page: int, outline: list[tuple[str, int]]) -> list[_Block]:
    """Turn a page into paragraphs, with a heading where a bookmark's title stands on the page."""
    blocks: list[_Block] = []
    start = 0
    for title, level in outline:
        at, length = _find_title(lines, start, title)
        if not length and blocks:
            continue
        # A bookmark whose words are not on the page counts from the top: chapters start there.
        blocks += [_Block(text, 0, page) for text in _unwrap(lines[start:at])]
        blocks.append(_Block(title, level, page))
        start = at + length
    return blocks + [_Block(text, 0, page) for text in _unwrap(lines[start:])]


def _find_title(lines: list[str], start: int, title: str) -> tuple[int, int]:
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


def _mend_pages(pages: list[list[_Block]]) -> list[list[_Block]]:
    """Move the rest of a sentence that runs over the page to the page where it begins."""
    mended = [list(page) for page in pages]
    for before, after in pairwise(mended):
        if not before or not after or before[-1].level or after[0].level:
            continue
        if _ENDS.search(before[-1].text) or not after[0].text[:1].islower():
            continue
        first, *rest = split_sentences(after[0].text)
        before[-1] = replace(before[-1], text=_continued(before[-1].text, first))
        after[:1] = [replace(after[0], text=" ".join(rest))] if rest else []
    return mended


def _continued(text: str, more: str) -> str:
    glue = _glue(text, more, frozenset())
    return f"{text} {more}" if glue is None else text[: -1 if glue == "" else None] + more


# --- Word ------------------------------------------------------------------------------------

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_SHOWN: Final = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK})
_SPACES: Final = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}p"})
_CONTENTS: Final = -1  # the level of a line in a table of contents


def _read_docx(data: bytes, name: str) -> _Raw:
    try:
        package = _unpack(data, name)
        return _docx_blocks(package)
    except Problem:
        raise
    except _word_errors() as error:
        raise _problem("word_broken", name) from error


def _word_errors() -> tuple[type[Exception], ...]:
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from lxml import etree  # type: ignore[import-untyped]

    return (PythonDocxError, OpcError, etree.LxmlError, *_ANY_ERROR)


def _unpack(data: bytes, name: str) -> BytesIO:
    """Copy the text parts of the package, counting: what a zip file says of its sizes may lie."""
    package = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(package, "w") as target:
        members = source.infolist()
        declared = sum(member.file_size for member in members)
        allowed = min(MAX_UNPACKED, max(RATIO_FREE, MAX_RATIO * len(data)))
        if declared > allowed or len(members) > MAX_MEMBERS:
            raise _problem("word_bomb", name)
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
                raise _problem("word_bomb", name)
    return bytes(content)


def _docx_blocks(package: BytesIO) -> _Raw:
    from docx import Document as open_docx
    from lxml import etree

    document = open_docx(package)
    levels = _style_levels(document.styles.element)
    blocks: list[_Block] = []
    walk = etree.iterwalk(document.element.body, events=("start",))
    for _, element in walk:
        if element.tag == f"{_W}p":
            blocks.append(_Block(_paragraph_text(element), _paragraph_level(element, levels)))
        elif element.tag == f"{_W}tr":
            blocks.append(_Block(_row_text(element)))
        if element.tag in {f"{_W}p", f"{_W}tr", *_NOT_SHOWN}:
            walk.skip_subtree()
    return _Raw(
        document.core_properties.title or "",
        [block for block in blocks if block.text and block.level != _CONTENTS],
    )


def _paragraph_text(paragraph: _Node) -> str:
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
    return _line("".join(pieces))


def _row_text(row: _Node) -> str:
    cells = (_paragraph_text(cell) for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt"))
    return " | ".join(filter(None, cells))


def _paragraph_level(paragraph: _Node, levels: Mapping[str, int]) -> int:
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    if outline is not None:
        return _outline_level(outline)
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return 0 if style is None else levels.get(style.get(f"{_W}val", ""), 0)


def _outline_level(element: _Node) -> int:
    value = element.get(f"{_W}val", "")
    return int(value) + 2 if value in set("012345678") else 0  # 9 is body text


def _style_levels(styles: _Node) -> dict[str, int]:
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


def _own_level(style: _Node) -> int | None:
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


# --- web pages -------------------------------------------------------------------------------

_NEVER_TEXT: Final = ("script", "style", "noscript", "template", "nav", "footer", "iframe", "svg")
_MAX_ELEMENTS: Final = 200_000  # finding the main text takes more than linear time
_HTML_BLOCKS: Final = frozenset(
    {"head", "p", "item", "list", "row", "table", "quote", "div", "body"}
)


def _read_html(data: bytes, name: str) -> _Raw:
    import trafilatura
    from lxml import etree
    from trafilatura.settings import use_config

    text = _decode(data, name)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        tree = _html_tree(text)
        _check_size(tree, name)
        config = use_config()
        # A short page is short; below this length trafilatura falls back on cruder methods.
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "30")
        page = trafilatura.bare_extraction(tree, include_comments=False, config=config)
        blocks = [] if page is None else list(_html_blocks(page.body))  # type: ignore[union-attr]
        title = _html_title(tree, blocks)
    except (etree.LxmlError, *_ANY_ERROR) as error:
        raise _problem("html_no_text", name) from error
    return _Raw(title, blocks)


def _html_tree(text: str) -> _Node:
    from lxml import html

    # As bytes: lxml refuses a string that names its own encoding.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = re.sub("[\0\ud800-\udfff]", "", text).encode()
    tree = html.document_fromstring(source, parser=parser)
    unwanted = tree.xpath(
        "|".join(f"//{tag}" for tag in _NEVER_TEXT)
        + "|//*[@role='navigation']|//*[@hidden]|//*[@aria-hidden='true']"
    )
    for element in unwanted:
        if element.getparent() is not None:
            element.drop_tree()
    return tree


def _check_size(tree: _Node, name: str) -> None:
    if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        raise _problem("too_much_text", name)


def _html_title(tree: _Node, blocks: list[_Block]) -> str:
    if blocks and blocks[0].level == 1:
        return blocks[0].text
    names = [*tree.xpath("//meta[@property='og:title']/@content"), *tree.xpath("//title/text()")]
    names += [heading.text_content() for heading in tree.xpath("//h1")]
    return str(names[0]) if names else ""


def _html_blocks(body: _Node) -> Iterator[_Block]:
    """Flatten the extracted text: a block for each heading, paragraph, list item or table row."""
    from lxml import etree

    pieces: list[str] = []
    row = False
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        row = (row or tag == "row") and not (tag == "row" and event == "end")
        if tag in _HTML_BLOCKS and not (row and tag != "row"):
            text = _line("".join(pieces)).strip("| ")
            pieces = []
            if text:
                yield _Block(text, _html_level(element) if event == "end" else 0)
        pieces.append(_html_piece(event, element))
    if text := _line("".join(pieces)):
        yield _Block(text)


def _html_level(element: _Node) -> int:
    if element.tag != "head":
        return 0
    digits = re.sub(r"\D", "", element.get("rend", ""))
    return int(digits[:1] or 2)


def _html_piece(event: str, element: _Node) -> str:
    if event == "start":
        return element.text or ""
    ends = {"cell": " | ", "lb": " ", "p": " ", "item": " "}
    return ends.get(element.tag, "") + (element.tail or "")


# --- Markdown and plain text -----------------------------------------------------------------

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


def _read_markdown(data: bytes, name: str) -> _Raw:
    text = _clean(_decode(data, name))
    lines = text.split("\n")
    title, start = _front_matter(lines)
    return _Raw(title, list(_markdown_blocks(lines[start:])))


def _front_matter(lines: list[str]) -> tuple[str, int]:
    """Return the title in a block of data at the top, and the line where the text begins."""
    if lines[0].strip() != "---":
        return "", 0
    end = next((n for n, line in enumerate(lines[1:100], 1) if line.strip() in {"---", "..."}), 0)
    found = (re.match(r"title:\s*(.*)", line) for line in lines[:end])
    titles = [match[1].strip(" \"'") for match in found if match]
    return (titles[0] if titles else ""), end + 1 if end else 0


def _markdown_blocks(lines: list[str]) -> Iterator[_Block]:
    paragraph: list[str] = []
    fenced = False
    for line in lines:
        fence = _FENCE.match(line)
        fenced = fenced != bool(fence)
        if fence or fenced:  # code: as it stands
            yield from _paragraph_block(paragraph)
            paragraph = []
            yield from [] if fence or not line.strip() else [_Block(_line(line))]
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
    return bool(_LIST_MARK.match(text) or _BULLET.match(text)) or text.startswith("|")


def _paragraph_block(lines: list[str], level: int = 0) -> Iterator[_Block]:
    text = " ".join(lines)
    if match := _LIST_MARK.match(text):
        text = text[match.end() :]
    if text.startswith("|"):
        text = " | ".join(filter(None, (cell.strip() for cell in text.split("|"))))
    pieces = _CODE.split(text)  # every second piece is code, which stays as it is
    pieces[::2] = map(_without_markup, pieces[::2])
    if text := _line("".join(pieces)):
        yield _Block(text, level)


def _without_markup(text: str) -> str:
    for pattern, plain in _MARKUP:
        text = pattern.sub(plain, text)
    return text


def _read_text(data: bytes, name: str) -> _Raw:
    lines = ["" if _RULE.match(line) else line for line in _lines(_decode(data, name))]
    paragraphs = _unwrap(lines)
    starts = {line for above, line in pairwise(["", *lines]) if not above}
    blocks = [
        _Block(text, 1 if text in starts and _looks_like_heading(text, following) else 0)
        for text, following in pairwise([*paragraphs, ""])
    ]
    return _Raw("", blocks, has_headings=False)


_HEADING_LENGTH: Final = range(3, 81)
_PROSE_LENGTH: Final = 100  # only a line above a real paragraph is taken for a heading


def _looks_like_heading(text: str, following: str) -> bool:
    fits = len(text) in _HEADING_LENGTH and len(following) >= _PROSE_LENGTH
    start = re.match(r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?[A-ZÀ-Þ]", text)
    return bool(fits and start and text[-1] not in ".!?:;,…\"'")


_HTML: Final = frozenset({".html", ".htm"})
_READERS: Final[Mapping[str, Callable[[bytes, str], _Raw]]] = {
    ".pdf": _read_pdf,
    ".docx": _read_docx,
    ".html": _read_html,
    ".htm": _read_html,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_text,
}
