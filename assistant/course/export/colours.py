"""The colours of course files: those of the pages, on white. Every pair used is at least AA."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

INK: Final = "17212B"
SOFT: Final = "4A5662"
LINE: Final = "C9D0D2"
LINE_STRONG: Final = "6B7883"
PAPER: Final = "FFFFFF"
SUNK: Final = "ECEFEC"
BRAND: Final = "12424F"
LINK: Final = "0A5A78"
NOTICE: Final = "FDF3D7"
NOTICE_LINE: Final = "B27A08"
WRONG: Final = "9C1F1F"
WRONG_SOFT: Final = "FDECEA"
GOOD: Final = "23602F"
GOOD_SOFT: Final = "E6F3E8"

PRACTICES: Final[Mapping[str, tuple[str, str]]] = {
    "in-kaart-brengen": ("1D4C7D", "E6EFF8"),
    "relaties": ("86294E", "F9E8EF"),
    "draagvlak": ("285A32", "E4F1E6"),
    "binnen-buiten": ("543A89", "EFEAF8"),
    "ondersteunen": ("6F4509", "F8EDD9"),
    "houding": ("0D575C", "DFF0F0"),
    "organisatie": ("414852", "E9EBEE"),
}
"""The colour of each practice, and a soft one for what lies behind it."""

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "open": (BRAND, PAPER),
    "form": ("543A89", PAPER),
    "tips": ("285A32", PAPER),
    "quiz": ("6F4509", PAPER),
    "break": (SUNK, INK),
    "close": (BRAND, PAPER),
}
"""The colour of each kind of step, and of the letters on it."""

MOODS: Final[Mapping[str, tuple[str, str]]] = {
    "safety": ("DFF0F0", "0D575C"),
    "care": (WRONG_SOFT, WRONG),
    "thin": (NOTICE, NOTICE_LINE),
    "say": (SUNK, LINE_STRONG),
}
"""The colours of a note: behind it, and of the line beside it."""


def of(practice: str | None) -> tuple[str, str]:
    """Return the colours of a practice; those of the pages where there is none."""
    return PRACTICES.get(practice or "", (BRAND, SUNK))
