"""The sign of a practice: a small drawing of our own with its name. Pure.

The drawing says nothing that the name doesn't, so it is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

SHAPES: Final[Mapping[str, str]] = {
    # a map with a spot on it
    "in-kaart-brengen": '<path d="M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2z"/><path d="M9 4v14M15 6v14"/>',
    # two people
    "relaties": '<circle cx="8" cy="8" r="3"/><circle cx="17" cy="9" r="2.5"/>'
    '<path d="M2.5 20c0-4 2.5-6 5.5-6s5.5 2 5.5 6M14.5 15.2c3.5-1.2 7 .6 7 4.8"/>',
    # a table carried by three legs
    "draagvlak": '<path d="M3 9h18v3H3zM6 12v8M12 12v8M18 12v8M8 5h8"/>',
    # a door with arrows in and out
    "binnen-buiten": '<path d="M12 3v18M3 8h6M7 5.5L9.5 8 7 10.5M21 16h-6"/>'
    '<path d="M17 13.5L14.5 16l2.5 2.5"/>',
    # a hand that holds up
    "ondersteunen": '<path d="M3 14c3-2 5-1 7 1h4c2 0 2 3 0 3h-4"/>'
    '<path d="M14 16l5-3c2-1 3 1 1.5 2.5L15 20H9l-6-2"/>'
    '<circle cx="13" cy="7" r="3"/>',
    # a compass
    "houding": '<circle cx="12" cy="12" r="9"/><path d="M15.5 8.5l-2 5-5 2 2-5z"/>',
    # a town hall
    "organisatie": '<path d="M3 10l9-6 9 6zM5 10v8M10 10v8M14 10v8M19 10v8M3 20h18"/>',
}


def icon(practice: str) -> str:
    """Return the drawing of a practice as inline SVG; an unknown one has none."""
    shape = SHAPES.get(practice)
    if shape is None:
        return ""
    return (
        '<svg class="b-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" '
        f'focusable="false">{shape}</svg>'
    )


def badge(practice: str, title: str, address: str | None = None) -> str:
    """Return the sign of a practice, as a link if it has an address."""
    known = practice if practice in SHAPES else "houding"
    inside = f"{icon(practice)}<span>{escape(title)}</span>"
    if address is None:
        return f'<span class="b-badge b-practice-{known}">{inside}</span>'
    return f'<a class="b-badge b-practice-{known}" href="{escape(address)}">{inside}</a>'
