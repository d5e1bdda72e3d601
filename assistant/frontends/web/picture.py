"""Draws how the five practices hang together, as SVG that the style sheet colours. Pure."""

from __future__ import annotations

from html import escape
from math import cos, pi, sin
from typing import Final

from assistant.frontends.web.badge import SHAPES
from assistant.frontends.web.page_words import word
from assistant.frontends.web.words import PRACTICE_NAMES
from corpus.models import PRACTICES, Language

FIVE: Final = PRACTICES[:5]
SIZE: Final = 460
CENTRE: Final = (230.0, 248.0)
RADIUS: Final = 150.0
WIDE, HIGH = 158, 78
MAX_LINE: Final = 17


def draw(language: Language, current: str | None = None) -> str:
    """Return the picture: five practices, the attitude between them, the organisation around.

    Args:
        language: The language of the words in it.
        current: The practice that the page is about; it stands out.
    """
    points = {name: _point(place) for place, name in enumerate(FIVE)}
    lines = "".join(
        f'<path class="b-tie" d="M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}"/>'
        for place, a in enumerate(points.values())
        for b in list(points.values())[place + 1 :]
    )
    nodes = "".join(_node(n, at, language, n == current) for n, at in points.items())
    title, description = word("picture", language), word("picture_told", language)
    return (
        f'<svg class="b-picture" viewBox="0 0 {SIZE} {SIZE}" role="img" '
        'aria-labelledby="b-picture-title b-picture-told">'
        f'<title id="b-picture-title">{escape(title)}</title>'
        f'<desc id="b-picture-told">{escape(description)}</desc>'
        f"{_around(language, current)}{lines}{_middle(language, current)}{nodes}</svg>"
    )


def _point(place: int) -> tuple[float, float]:
    angle = -pi / 2 + place * 2 * pi / 5
    return CENTRE[0] + RADIUS * cos(angle), CENTRE[1] + RADIUS * sin(angle)


def _around(language: Language, current: str | None) -> str:
    return (
        f'<g class="b-practice-organisatie{_now("organisatie", current)}">'
        f'<rect class="b-around" x="2" y="2" width="{SIZE - 4}" height="{SIZE - 4}" rx="18"/>'
        f'<text x="20" y="32">{escape(PRACTICE_NAMES["organisatie"][language])}</text></g>'
    )


def _middle(language: Language, current: str | None) -> str:
    x, y = CENTRE
    return (
        f'<g class="b-practice-houding{_now("houding", current)}">'
        f'<circle class="b-shape" cx="{x}" cy="{y}" r="48"/>'
        f'<text x="{x}" y="{y + 5}" text-anchor="middle">'
        f"{escape(PRACTICE_NAMES['houding'][language])}</text></g>"
    )


def _node(name: str, at: tuple[float, float], language: Language, now: bool) -> str:
    x, y = at
    rows = _rows(PRACTICE_NAMES[name][language])
    text = "".join(
        f'<text x="{x:.0f}" y="{y + 10 + 19 * row:.0f}" text-anchor="middle">{escape(words)}</text>'
        for row, words in enumerate(rows)
    )
    mark = " b-now" if now else ""
    return (
        f'<g class="b-practice-{name}{mark}">'
        f'<rect class="b-shape" x="{x - WIDE / 2:.0f}" y="{y - HIGH / 2:.0f}" '
        f'width="{WIDE}" height="{HIGH}" rx="10"/>'
        f'<g class="b-icon" transform="translate({x - 12:.0f} {y - 34:.0f})">{SHAPES[name]}</g>'
        f"{text}</g>"
    )


def _rows(text: str) -> tuple[str, ...]:
    """Return a name in at most two lines, broken where the first gets too long."""
    first: list[str] = []
    rest = text.split()
    while rest and len(" ".join([*first, rest[0]])) <= MAX_LINE:
        first.append(rest.pop(0))
    return (" ".join(first), " ".join(rest)) if rest else (" ".join(first),)


def _now(name: str, current: str | None) -> str:
    return " b-now" if name == current else ""
