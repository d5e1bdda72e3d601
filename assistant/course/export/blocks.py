"""What a document is made of, whatever the format: headings, text, lists, tables, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.models import Language

Look = Literal["plain", "lead", "stem", "reference", "label"]
Mood = Literal["safety", "care", "thin", "say"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``above`` is a short word over it, ``practice`` gives it that colour."""

    text: str
    level: int
    above: str = ""
    practice: str | None = None
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or an item; ``mark`` says behind it what it rests on.

    A ``stem`` stays with what follows; ``address`` is where a text leads, ``more`` are
    sentences with their marks that follow in it.
    """

    text: str
    mark: str = ""
    look: Look = "plain"
    address: str = ""
    more: tuple[tuple[str, str], ...] = ()

    @property
    def spans(self) -> tuple[tuple[str, str], ...]:
        """Its sentences, each with its mark."""
        return ((self.text, self.mark), *self.more)


@dataclass(frozen=True, slots=True)
class Items:
    """A list. ``style`` is how it counts; letters are the options of a check question."""

    items: tuple[Text, ...]
    style: Literal["points", "numbers", "letters"] = "points"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what belongs to them."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of headers.

    ``widths`` are shares of the whole, in per cent. ``row_header`` is the column that names its
    row, ``marked`` are the rows that stand out. A ``whole`` table stays on one page if it fits.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    row_header: int | None = None
    marked: tuple[int, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something that stands apart from the rest, in a box."""

    title: str
    texts: tuple[Text, ...]
    mood: Mood


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a timeline."""

    name: str
    start: int
    minutes: int
    kind: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A picture of how a session's time is spent; ``alt`` says it in words."""

    parts: tuple[Stretch, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Room:
    """Empty lines to write on."""

    lines: int
    label: str


Block = Heading | Text | Items | Facts | Table | Note | Timeline | Room


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a pack. ``kind`` is what it is called in file names.

    ``about`` and ``keywords`` are for the properties of the file, ``foot`` for the foot of its
    pages.
    """

    kind: str
    title: str
    subtitle: str
    label: str
    language: Language
    about: str
    keywords: str
    foot: str
    blocks: tuple[Block, ...]
