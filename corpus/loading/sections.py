"""From blocks of text to sections with headings, a title and an id."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.loading.cleaning import ENDS, Block, Raw, count_letters, one_line
from corpus.loading.files import shown
from corpus.models import DocumentSection
from corpus.slugs import slug

_MAX_HEADING: Final = 150


@dataclass(slots=True)
class _Group:
    heading: str | None
    level: int
    page: int | None
    texts: list[str]


def make_sections(blocks: list[Block], title: str) -> tuple[DocumentSection, ...]:
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


def _groups(blocks: list[Block]) -> list[_Group]:
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


def choose_title(raw: Raw, path: Path) -> str:
    """Return the title: what the file says if that is sensible, else its first heading or line."""
    headings = [block for block in raw.blocks if block.level]
    top = [block for block in raw.blocks[:5] if block.level or not ENDS.search(block.text)]
    # Where headings are guesses or bookmarks, the line at the top is the better title.
    order = [*headings, *top] if raw.has_headings else [*top, *headings]
    candidates = (one_line(raw.title), *(block.text for block in order))
    found = next(filter(_sensible_title, candidates), None)
    return found or _pretty(path) or "Document"


def _sensible_title(text: str) -> bool:
    letters = count_letters(text)
    enough = len(text) in _TITLE_LENGTH and letters > len(text) // 2
    return enough and not _NO_TITLE.fullmatch(text)


def _pretty(path: Path) -> str:
    words = re.sub(r"[\s_-]+", " ", shown(path.with_suffix("") if path.suffix else path)).strip()
    return words[:1].upper() + words[1:]


def document_id(path: Path) -> str:
    """Return a short, stable id made from the file's name."""
    name = unicodedata.normalize("NFC", path.name)  # macOS decomposes names
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{slug(path.stem, 40) or 'document'}-{digest[:6]}"
