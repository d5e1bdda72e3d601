"""The words of the corpus as data: sources, tips, chapters, documents and passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Language = Literal["nl", "en"]
Basis = Literal["essay", "onderzoek", "praktijk", "uitwerking", "document"]

ViewKind = Literal["title", "text", "situation", "phrasing", "chunk", "elsewhere"]

LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")
BASES: Final = ("essay", "onderzoek", "praktijk", "uitwerking")
PRACTICES: Final = (
    "in-kaart-brengen",
    "relaties",
    "draagvlak",
    "binnen-buiten",
    "ondersteunen",
    "houding",
    "organisatie",
)
PHASES: Final = ("verkennen", "ontwerpen", "besluiten", "uitvoeren", "nazorg")
ROLES: Final = ("wijkmanager", "projectleider", "beleidsadviseur", "leidinggevende", "bestuur")

ESSAY_SOURCES: Final = frozenset({"S1", "S2", "S5"})
"""The essay and the texts that report the same research; only these carry basis ``essay``."""
RESEARCH_SOURCES: Final = frozenset({"S3", "S4", *(f"S{n}" for n in range(6, 16))})
"""Later and neighbouring work by the same researchers; these carry basis ``onderzoek``."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the bibliography.

    ``grade`` is A (primary or peer reviewed), B (solid secondary) or C (practice report);
    ``read`` says how much of the text was read when the tips were written.
    """

    id: str
    title: str
    authors: str
    year: int | None
    url: str
    grade: str
    read: str


@dataclass(frozen=True, slots=True)
class Section:
    """One headed part of a tip or chapter in one language.

    ``parts`` are the sentences or steps that can be cited on their own, in reading order;
    ``part_sources`` names, per part, the sources that part alone rests on (may be empty;
    ``("eigen",)`` marks a part of our own making).
    """

    key: str
    heading: str
    parts: tuple[str, ...]
    part_sources: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TipText:
    """A tip in one language. ``phrasings`` are further ways to put it: indexed, not shown."""

    title: str
    situations: tuple[str, ...]
    sections: tuple[Section, ...]
    phrasings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tip:
    """One piece of advice on one situation, in both languages."""

    id: str
    practice: str
    phases: tuple[str, ...]
    roles: tuple[str, ...]
    basis: Basis
    sources: tuple[str, ...]
    see_also: tuple[str, ...]
    reviewed: date
    texts: Mapping[Language, TipText]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A longer text: the description of a practice, or background that answers questions of fact.

    ``kind`` is ``practice`` (the id is then the practice's id) or ``background``. ``situations``
    of a background text are the questions it answers.
    """

    id: str
    kind: Literal["practice", "background"]
    practice: str
    basis: Basis
    sources: tuple[str, ...]
    reviewed: date
    texts: Mapping[Language, TipText]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that ships: bibliography, tips and chapters, each by id.

    ``elsewhere`` are questions that belong somewhere else, by topic, per language, and
    ``signals`` messages about danger, integrity and the like, by kind: the search knows by them
    what it must not answer.
    """

    sources: Mapping[str, Source]
    tips: Mapping[str, Tip]
    chapters: Mapping[str, Chapter]
    elsewhere: Mapping[Language, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    signals: Mapping[Language, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A stretch of an added document: its nearest heading and page (1-based), if it has them."""

    heading: str | None
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that an organisation added itself.

    ``digest`` is the SHA-256 of the file's bytes; ``id`` is short, stable and made from the
    file's name, so that a newer version of the same file replaces the older one.
    """

    id: str
    title: str
    filename: str
    language: Language
    digest: str
    added: str
    sections: tuple[DocumentSection, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What can be cited: a section of a tip or chapter, or a chunk of a document.

    ``id`` is the same in both languages (``tip:<id>#doe``, ``doc:<id>#3``); ``key`` tells the
    languages apart. ``text`` is exactly ``parts`` joined by a space, so each part stands in it
    verbatim. ``parent`` is the tip, chapter or document the passage belongs to.
    """

    id: str
    language: Language
    kind: Literal["tip", "chapter", "document"]
    parent: str
    practice: str | None
    title: str
    section: str
    text: str
    parts: tuple[str, ...]
    basis: Basis
    sources: tuple[str, ...]
    part_sources: tuple[tuple[str, ...], ...] = ()
    page: int | None = None

    @property
    def key(self) -> str:
        """The passage's id with its language: unique in the index."""
        return f"{self.id}@{self.language}"


@dataclass(frozen=True, slots=True)
class View:
    """One way to find a parent: its title, its text, a situation or phrasing, or a chunk.

    A view of kind ``elsewhere`` leads to nothing (``passage`` is empty): its parent is a topic
    that is not answered here (``elsewhere:…``) or a kind of signal (``signal:…``).

    Several views of one parent count for one. ``passage`` is the key of the passage that the
    view leads to.
    """

    id: str
    kind: ViewKind
    parent: str
    language: Language
    text: str
    passage: str
    practice: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
