"""Reads the lists of wordings: further phrasings of tips, and questions that belong elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from corpus.markup import MarkupError, front_matter

LONGEST: Final = 120
"""Words of one wording."""

Wordings = dict[str, tuple[str, ...]]
Report = Callable[[Path, int, str], None]


def read_wordings(path: Path, report: Report, known: Mapping[str, Any] | None) -> Wordings:
    """Read a YAML file that maps names to lists of strings.

    Args:
        path: The file; one that isn't there holds nothing.
        report: Called with file, line and message for everything that is wrong.
        known: The names that may occur, or None if any may.

    Returns:
        What could be read.
    """
    if not path.is_file():
        return {}
    try:
        data, lines = front_matter(path.read_text(encoding="utf-8"))
    except (MarkupError, UnicodeDecodeError, OSError) as error:
        report(path, max(getattr(error, "line", 2) - 1, 1), str(error))
        return {}
    found: Wordings = {}
    seen: dict[str, str] = {}
    for name, texts in data.items():
        line = lines[name] - 1
        if known is not None and name not in known:
            report(path, line, f"'{name}' is not a tip of this practice")
        elif not isinstance(texts, list) or not all(isinstance(t, str) and t for t in texts):
            report(path, line, f"'{name}' must hold a list of texts")
        else:
            found[name] = tuple(texts)
            _check(path, line, name, texts, seen, report)
    return found


def _check(
    path: Path, line: int, name: str, texts: list[str], seen: dict[str, str], report: Report
) -> None:
    for number, text in enumerate(texts, start=1):
        if text.casefold() in seen:
            report(path, line, f"'{text}' also stands under '{seen[text.casefold()]}'")
        if len(text.split()) > LONGEST:
            report(path, line, f"wording {number} of '{name}' has over {LONGEST} words")
        seen[text.casefold()] = name
