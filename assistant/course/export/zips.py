"""Zip files with the same bytes for the same content: fixed dates, order and attributes. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold; none of these dates is shown to anyone."""


def pack_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file that holds ``files``, in their order."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return held.getvalue()


def settle(data: bytes) -> bytes:
    """Return a zip file with its moments of writing taken out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return pack_zip({name: archive.read(name) for name in archive.namelist()})
