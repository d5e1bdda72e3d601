"""What a reader gets out of a file, and the cleaning that all readers share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeAlias

from corpus.models import DocumentSection

Node: TypeAlias = Any  # an lxml element; lxml has no types


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (level 0) or a heading (1 is the highest), on one line."""

    text: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """What a reader gets out of a file; ``title`` is what the file itself says, unjudged."""

    title: str
    blocks: list[Block]
    has_headings: bool = True


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

BULLET: Final = re.compile(r"(?:[-*•▪◦●–‣]|\d{1,3}[.)]|[a-z]\))\s")

ENDS: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


def clean(text: str) -> str:
    """Drop what no reader sees; what is left is composed (NFC) and has only plain line ends."""
    text = _BREAKS.sub("\n", text).replace("\u00ad\n", "-\n").translate(_GLYPHS)
    text = _NOISE.sub("", text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return cleaned text on one line."""
    return " ".join(clean(text).split())


def split_lines(text: str) -> list[str]:
    """Return the cleaned lines of a text, each with single spaces."""
    return [" ".join(line.split()) for line in clean(text).split("\n")]


def count_letters(text: str) -> int:
    """Return the number of letters in a text."""
    return sum(map(str.isalpha, text))


def unwrap(lines: list[str]) -> list[str]:
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
    if not line or not following or BULLET.match(following) or width not in _WRAP_WIDTHS:
        return True
    # Whoever wraps lines would have put the next word here if it had been the same paragraph.
    room = len(line) + 1 + len(following.split(maxsplit=1)[0]) <= 0.8 * width
    return room and not following[0].islower()


def sample(sections: tuple[DocumentSection, ...]) -> str:
    """Take the middle, where a document speaks its own language; a summary may be in another."""
    text = "\n".join(section.text for section in sections)
    middle = len(text) // 2
    return text[max(0, middle - 2_000) : middle + 2_000]
