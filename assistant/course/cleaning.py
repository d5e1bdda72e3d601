"""Makes what a trainer typed or pasted fit for every file: no control characters, tidy lines. Pure.

Marks such as ``<b>`` stay as they are: they are shown as text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_OUT: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINER: Final = "\u200d"
"""Holds the parts of one emoji together."""
_LINE_ENDS: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Return a text of one or more paragraphs without what no file can hold."""
    plain = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", _without_halves(text)))
    kept = "".join(" " if c == "\t" else c for c in plain if c in "\n\t" or _is_kept(c))
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """Return a text as one line, cleaned."""
    return " ".join(clean(text).split())


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text; every line end ends one."""
    return tuple(part.strip() for part in text.split("\n") if part.strip())


def _without_halves(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _is_kept(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character) not in _OUT
