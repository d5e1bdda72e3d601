"""Where an index lives on disk, and how a new one takes the place of an old one.

An index is a *generation*: a folder that is written once, published by replacing the file
``current`` in one step, and never changed afterwards. So a reader never sees half an index, a
writer can be killed at any moment, and several processes can read one embedded Chroma folder.
Only the process that holds the lock writes.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from corpus.problem import Problem

POINTER: Final = "current"
PREFIX: Final = "generation-"
KEEP: Final = 2
"""The published generation and the one before it, which a reader may be about to open."""
WAIT: Final = 120.0
"""Seconds to wait for another writer."""


def current(root: Path) -> Path | None:
    """Return the folder of the published generation below ``root``, or None."""
    try:
        name = (root / POINTER).read_text(encoding="utf-8").strip()
        safe = name.startswith(PREFIX) and "/" not in name and (root / name).is_dir()
    except (OSError, UnicodeDecodeError):
        return None
    return root / name if safe else None


@contextmanager
def writing(root: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold the right to write below ``root``.

    Raises:
        Problem: Another process has held it for ``wait`` seconds, or the folder isn't writable.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / "lock", timeout=wait)
        with lock:
            yield
    except Timeout as error:
        raise Problem(
            nl="Een andere opdracht werkt de index al bij. Wacht tot die klaar is en probeer het "
            "opnieuw.",
            en="Another command is already updating the index. Wait until it is done and try "
            "again.",
        ) from error
    except PermissionError as error:
        raise unwritable(root) from error


def new(root: Path) -> Path:
    """Make and return the folder of an unpublished generation. Hold the lock."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")  # names are in order of time
    folder = root / f"{PREFIX}{stamp}-{secrets.token_hex(3)}"
    folder.mkdir()
    return folder


def publish(root: Path, folder: Path) -> None:
    """Make ``folder`` the generation that readers open. Hold the lock."""
    draft = root / f".{POINTER}.new"
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(folder.name)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(draft, root / POINTER)


def old(root: Path) -> list[Path]:
    """Return the generations that may go: all but the published one and its predecessor."""
    published = current(root)
    folders = sorted(path for path in root.glob(f"{PREFIX}*") if path.is_dir())
    rest = [path for path in folders if path != published]
    finished = [path for path in rest if (path / "manifest.json").is_file()]
    spare = finished[-(KEEP - 1) :] if published else []
    return [path for path in rest if path not in spare]


def remove(folder: Path) -> None:
    """Delete a generation's folder; a reader that has it open keeps its files until it closes."""
    shutil.rmtree(folder, ignore_errors=True)


def unwritable(folder: Path) -> Problem:
    """Return the problem that ``folder`` can't be written."""
    return Problem(
        nl=f"In {folder} mag niet worden geschreven. Kies een andere map met BRICOLEUR_DATA_DIR of "
        "pas de rechten aan.",
        en=f"{folder} can't be written. Choose another folder with BRICOLEUR_DATA_DIR or change "
        "its permissions.",
    )
