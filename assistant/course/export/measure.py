"""Estimates how much room a text takes, and cuts a text where it no longer fits. Pure.

The widths are those of Arial and of the letters that measure the same. Where the reader's machine
has other letters the estimate still holds, since it leaves some room.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from corpus.sentences import split_sentences

_WIDTHS: Final = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556),
    *(556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722),
    *(722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722),
    *(667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556),
    *(556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500),
    *(500, 334, 260, 334, 584),
)
"""The width of each sign from the space on, in thousandths of the letter size."""
_OTHER: Final = 620
_WIDE: Final = 1300
_BOLD: Final = 1.09
_SPARE: Final = 1.05
_POINTS_PER_CM: Final = 72 / 2.54


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a text is on one line, in centimetres, at ``size`` points."""
    total = sum(_sign(sign) for sign in text) * (_BOLD if bold else 1)
    return total * size * _SPARE / 1000 / _POINTS_PER_CM


def line_count(text: str, size: float, width: float, bold: bool = False) -> int:
    """Return on how many lines a text falls in a column of ``width`` centimetres."""
    return sum(_wrapped(line, size, width, bold) for line in text.split("\n"))


def shorten(text: str, size: float, width: float, most: int = 1) -> str:
    """Return a text that fits on ``most`` lines, cut off with dots if it must be."""
    if line_count(text, size, width) <= most:
        return text
    while text and line_count(f"{text}…", size, width) > most:
        text = text[: max(0, len(text) - max(1, len(text) // 12))]
    return f"{text.rstrip()}…"


def cut(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut a text into pieces that fit: between sentences, else between words, else anywhere."""
    if fits(text):
        return [text]
    pieces: list[str] = []
    for sentence in split_sentences(text):
        _add(pieces, sentence, fits)
    return pieces


def _add(pieces: list[str], text: str, fits: Callable[[str], bool]) -> None:
    """Put a sentence behind the last piece if it fits there, or begin a new one."""
    if pieces and fits(f"{pieces[-1]} {text}"):
        pieces[-1] = f"{pieces[-1]} {text}"
    elif fits(text):
        pieces.append(text)
    elif " " in text:
        for word in text.split():
            _add(pieces, word, fits)
    else:
        middle = len(text) // 2
        pieces += [*cut(text[:middle], fits), *cut(text[middle:], fits)] if middle else [text]


def _wrapped(text: str, size: float, width: float, bold: bool) -> int:
    lines, filled = 1, 0.0
    space = text_width(" ", size, bold)
    for word in text.split(" "):
        wide = text_width(word, size, bold)
        if filled and filled + space + wide > width:
            lines, filled = lines + 1, 0.0
        elif filled:
            filled += space
        filled += wide
        while filled > width:
            lines, filled = lines + 1, filled - width
    return lines


def _sign(sign: str) -> int:
    place = ord(sign) - 32
    if 0 <= place < len(_WIDTHS):
        return _WIDTHS[place]
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return _WIDE
    return _OTHER if ord(sign) < 0x0600 else 1000
