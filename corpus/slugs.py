"""Short ids made from headings and file names."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str, length: int = 60) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens, at most ``length`` characters.

    A text without letters or digits gives an empty string.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:length].rstrip("-")
