"""Makes the texts of a pack fit for every format: no signs that a file format can't hold. Pure."""

from __future__ import annotations

import dataclasses
import re
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


def tidy(part: Part) -> Part:
    r"""Return ``part`` with every text in it made clean: a pack, a line, a tuple or a text.

    Line ends of every kind become one ``\n`` without blank lines; control characters go; half a
    surrogate becomes the sign for a character that was lost.
    """
    result: Any = part
    if isinstance(part, str):
        result = clean(part)
    elif isinstance(part, tuple):
        result = tuple(tidy(item) for item in part)
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        changed = {field.name: tidy(getattr(part, field.name)) for field in _kept(part)}
        result = dataclasses.replace(part, **changed)
    return result  # type: ignore[no-any-return]


def clean(text: str) -> str:
    r"""Return a text without what no file format holds, its lines separated by one ``\n``."""
    text = _SURROGATE.sub("\ufffd", text)
    text = _NEW_LINE.sub("\n", text)
    text = _BLANKS.sub(" ", _NOT_TEXT.sub("", text))
    return _NEW_LINE.sub("\n", text).strip()


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def _kept(part: Any) -> list[Any]:
    return [field for field in dataclasses.fields(part) if field.init]
