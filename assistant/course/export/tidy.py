"""Makes the texts of a pack fit for every format: no signs that a file format can't hold. Pure."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from typing import Any, Final, TypeVar

Part = TypeVar("Part")

_NEW_LINE: Final = re.compile(r"\s*[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]\s*")
_NOT_TEXT: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef]"
    "|[\ufffe\uffff\ufff9-\ufffb\U000e0000-\U000e001f]"
)
"""Control characters, marks that turn the direction of what follows, and what is no character."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BLANKS: Final = re.compile(r"[ \t\u00a0]{2,}|\t")
_ODD: Final = re.compile(
    "\\A\\s|\\s\\Z|\\s\\s|[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff]"
    "|[\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e001f]"
)
"""What a text that has to be cleaned has at least one of; most have none."""


def tidy(part: Part) -> Part:
    r"""Return ``part`` with every text in it made clean: a pack, a line, a tuple or a text.

    Line ends of every kind become one ``\n`` without blank lines; control characters go; half a
    surrogate becomes the sign for a character that was lost.
    """
    result: Any = part
    if isinstance(part, str):
        result = clean(part)
    elif isinstance(part, tuple):
        items = tuple(tidy(item) for item in part)
        result = items if any(a is not b for a, b in zip(items, part, strict=True)) else part
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        held = {name: getattr(part, name) for name in _names(type(part))}
        changed = {name: tidy(value) for name, value in held.items()}
        if any(changed[name] is not held[name] for name in held):
            result = dataclasses.replace(part, **changed)
    return result  # type: ignore[no-any-return]


def clean(text: str) -> str:
    r"""Return a text without what no file format holds, its lines separated by one ``\n``."""
    if not _ODD.search(text):
        return text
    text = _SURROGATE.sub("\ufffd", text)
    text = _NEW_LINE.sub("\n", text)
    text = _BLANKS.sub(" ", _NOT_TEXT.sub("", text))
    return _NEW_LINE.sub("\n", text).strip()


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))
