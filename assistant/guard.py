"""Stops a question that must not be searched: too long, or an instruction to the machine. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from assistant.rules import read_rules

MAX_QUESTION: Final = 2_000
"""Characters of a question; a page of text is 3,000."""

_MARK_UP: Final = re.compile(
    r"<\s*/?\s*(?:system|assistant|user|instructions?|script|img|iframe|svg)\b"
    r"|\[/?(?:INST|SYSTEM|SYSTEEM|ASSISTANT|USER|ADMIN)\]|<\|[a-z_]+\|>|#{2,}\s*(?:system|instruction)|!\[[^\]]*\]\("
    r"|javascript:",
    re.IGNORECASE,
)
"""What stands in a question only to be read by a machine; it does not begin with a letter."""
_BASE64: Final = re.compile(r"\b[A-Za-z0-9+/]{24,}={0,2}(?!\w)")
_LEET: Final = str.maketrans("013457@$!", "oieastasi")
_SPACED: Final = re.compile(r"(?:\b\w[\s._*-]){5,}\w\b")
_LETTERS: Final = re.compile(r"(?:\w[\s._*-])+\w")


def too_long(question: str) -> bool:
    """Tell whether a question has more than :data:`MAX_QUESTION` characters."""
    return len(question) > MAX_QUESTION


def is_instruction(question: str) -> bool:
    """Tell whether a question tries to instruct the machine instead of asking it something.

    Looked at as written, with digits read as letters, with spaced-out letters joined, and
    decoded where it holds base64.
    """
    rules = read_rules("instructions")
    return any(
        _MARK_UP.search(form) or any(rule.pattern.search(form) for rule in rules)
        for form in _forms(question)
    )


def tidy(question: str) -> str:
    """Return a question as it is searched: NFKC, no control or format characters, one space."""
    plain = unicodedata.normalize("NFKC", question)
    kept = "".join(" " if c in "\n\r\t" else c for c in plain if _printable(c))
    return " ".join(kept.split())


def _printable(character: str) -> bool:
    return character in "\n\r\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")


def _forms(question: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKC", question) if _printable(c))
    forms = [plain]
    if any(c.isdigit() or c in "@$!" for c in plain):
        forms.append(plain.lower().translate(_LEET))
    if _SPACED.search(plain):
        forms.append(_join_spaced(plain))
    forms += _decoded(plain)
    return forms


def _join_spaced(text: str) -> str:
    """Join letters that stand apart; wider gaps are taken for the spaces between words."""
    by_hyphen = re.search(r"\w[._*-]\w[._*-]\w", text)
    words = re.split(r"\s+" if by_hyphen else r"\s{2,}|\s*[/|]\s*", text)
    return " ".join(
        re.sub(r"[\s._*-]", "", word) if _LETTERS.fullmatch(word) else word for word in words
    )


def _decoded(text: str) -> list[str]:
    import base64
    import binascii

    found: list[str] = []
    for match in _BASE64.finditer(text):
        try:
            raw = base64.b64decode(match[0] + "=" * (-len(match[0]) % 4), validate=True)
            found.append(raw.decode("utf-8"))
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
