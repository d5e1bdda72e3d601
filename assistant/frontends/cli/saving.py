"""Writes files whole or not at all, and never over another without being told to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from corpus.problem import Problem


def save(files: Mapping[Path, bytes], *, force: bool = False) -> None:
    """Write files: all of them, or none.

    A file that is there already with the same content is left alone.

    Args:
        files: What to write where; folders are made.
        force: Replace files that are there with other content.

    Raises:
        Problem: A file is there already, or can't be written; then nothing has changed.
    """
    changed = {path: data for path, data in files.items() if not _holds(path, data)}
    there = [path for path in changed if path.exists()]
    if there and not force:
        more = len(there) - 1
        raise Problem(
            nl=f"'{there[0]}'{f' en nog {more}' if more else ''} bestaat al met een andere "
            "inhoud. Kies een andere plek, of gebruik --force om te vervangen.",
            en=f"'{there[0]}'{f' and {more} more' if more else ''} is there already with other "
            "content. Choose another place, or use --force to replace.",
        )
    drafts: dict[Path, Path] = {}
    try:
        for path, data in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.new")
            drafts[draft] = path
            draft.write_bytes(data)
        for draft, path in drafts.items():
            os.replace(draft, path)
    except OSError as error:
        raise Problem(
            nl=f"'{error.filename}' kan niet worden geschreven: {error.strerror}. Maak ruimte of "
            "pas de rechten aan.",
            en=f"'{error.filename}' can't be written: {error.strerror}. Free some space or change "
            "the permissions.",
        ) from error
    finally:
        for draft in drafts:
            with contextlib.suppress(OSError):
                draft.unlink()


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == data
    except OSError:
        return False
