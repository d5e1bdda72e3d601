"""What the library shows: tips by practice, role and phase, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.frontends import addresses
from corpus.models import PRACTICES, Chapter, Corpus, Language, Passage, Tip
from index.models import Hit
from index.retriever import Retriever

FOUND: Final = 20
"""Results of a search; further down, little fits."""
DEEP: Final = 200
"""Results that filters choose from."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader looks for; empty fields say nothing."""

    q: str = ""
    practice: str = ""
    role: str = ""
    phase: str = ""

    @property
    def chosen(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.q.strip() or self.practice or self.role or self.phase)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the library. ``situation`` is a sentence by which a reader may know it.

    ``near`` tells how well it fits what was searched, from 0 to 1.
    """

    kind: str
    id: str
    address: str
    title: str
    practice: str | None
    situation: str
    roles: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    near: float | None = None


class Catalogue:
    """The library in both languages.

    Args:
        corpus: The tips and chapters.
        retriever: Gives the retriever to search with.
    """

    def __init__(self, corpus: Corpus, retriever: Callable[[], Retriever]) -> None:
        self._corpus = corpus
        self._retriever = retriever

    def find(self, wanted: Filter, language: Language, most: int = FOUND) -> tuple[Entry, ...]:
        """Return what fits a filter: best first where words are searched, else by practice.

        Args:
            wanted: What to look for.
            language: The language of the entries.
            most: How many results of a search to return.
        """
        if not wanted.q.strip():
            return tuple(tip_entry(tip, language) for tip in self.fitting(wanted))
        filtered = bool(wanted.practice or wanted.role or wanted.phase)
        results = self._retriever().retrieve(wanted.q, language, DEEP if filtered else most)
        entries = [self._entry(hit, wanted, language) for hit in results.hits]
        return tuple(entry for entry in entries if entry)[:most]

    def tips(self, practice: str | None = None) -> tuple[Tip, ...]:
        """Return the tips, in the order of the practices and then of their Dutch titles."""
        found = (t for t in self._corpus.tips.values() if practice in (None, t.practice))
        order = {name: place for place, name in enumerate(PRACTICES)}
        return tuple(sorted(found, key=lambda t: (order[t.practice], t.texts["nl"].title)))

    def fitting(self, wanted: Filter) -> tuple[Tip, ...]:
        """Return the tips that fit a filter, in the same order; words don't count."""
        return tuple(tip for tip in self.tips() if _fits(tip, wanted))

    def situations(self, wanted: Filter, language: Language) -> Mapping[str, tuple[Entry, ...]]:
        """Return every situation of the tips that fit a filter, by practice; words don't count."""
        entries = [
            replace(tip_entry(tip, language), situation=situation)
            for tip in self.fitting(wanted)
            for situation in tip.texts[language].situations
        ]
        return by_practice(sorted(entries, key=lambda entry: entry.situation.casefold()))

    def background(self) -> tuple[Chapter, ...]:
        """Return the chapters that are not about a practice, by their Dutch titles."""
        found = (c for c in self._corpus.chapters.values() if c.kind == "background")
        return tuple(sorted(found, key=lambda c: c.texts["nl"].title))

    def _entry(self, hit: Hit, wanted: Filter, language: Language) -> Entry | None:
        """Return a hit as an entry, or None if it is filtered away."""
        kind, _, name = hit.passage.parent.partition(":")
        if kind == "tip":
            tip = self._corpus.tips.get(name)
            return tip_entry(tip, language, hit) if tip and _fits(tip, wanted) else None
        if wanted.role or wanted.phase or wanted.practice not in ("", hit.passage.practice):
            return None
        return replace(_passage_entry(hit.passage, kind, language), near=hit.near)


def tip_entry(tip: Tip, language: Language, hit: Hit | None = None) -> Entry:
    """Return a tip as an entry, with the situation that was found or else its first."""
    text = tip.texts[language]
    seen = hit.view.text if hit and hit.view.text in text.situations else text.situations[0]
    return Entry(
        kind="tip",
        id=tip.id,
        address=addresses.address("tip", tip.id, language),
        title=text.title,
        practice=tip.practice,
        situation=seen,
        roles=tip.roles,
        phases=tip.phases,
        near=hit.near if hit else None,
    )


def by_practice(entries: Sequence[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    """Return entries by practice, in the order of the practices; empty ones are left out."""
    groups = {name: tuple(e for e in entries if e.practice == name) for name in PRACTICES}
    return {name: group for name, group in groups.items() if group}


def _passage_entry(passage: Passage, kind: str, language: Language) -> Entry:
    section = passage.section if passage.section != passage.title else ""
    title = f"{passage.title}: {section}" if section else passage.title
    return Entry(
        kind="document" if kind == "doc" else "chapter",
        id=passage.parent.partition(":")[2],
        address=addresses.passage_address(passage.id, language),
        title=title,
        practice=passage.practice if kind == "chapter" else None,
        situation=passage.parts[0],
    )


def _fits(tip: Tip, wanted: Filter) -> bool:
    return (
        wanted.practice in ("", tip.practice)
        and (not wanted.role or wanted.role in tip.roles)
        and (not wanted.phase or wanted.phase in tip.phases)
    )
