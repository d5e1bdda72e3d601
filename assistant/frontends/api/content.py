"""The corpus as the API shows it. Pure, but for what the index is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from assistant.frontends import addresses
from assistant.frontends.api import schema
from assistant.frontends.catalogue import Catalogue, Entry, tip_entry
from corpus.models import PRACTICES, Chapter, Corpus, Language, Section, Source, Tip
from index.retriever import Retriever

T = TypeVar("T")


class Content:
    """The corpus in one language.

    Args:
        corpus: The tips, chapters and sources.
        catalogue: Knows their order.
        language: The language.
        base: The address of the site, without a slash at the end.
    """

    def __init__(self, corpus: Corpus, catalogue: Catalogue, language: Language, base: str) -> None:
        self._corpus = corpus
        self._catalogue = catalogue
        self._language: Language = language
        self._base = base

    def tip(self, tip: Tip) -> schema.Tip:
        """Return a whole tip."""
        text = tip.texts[self._language]
        return schema.Tip(
            **self._written(tip),
            practice=tip.practice,  # type: ignore[arg-type]
            situations=list(text.situations),
            roles=list(tip.roles),
            phases=list(tip.phases),
            see_also=list(tip.see_also),
            url=self._page("tip", tip.id),
        )

    def entries(self, tips: Iterable[Tip]) -> list[schema.TipEntry]:
        """Return tips as entries of a list."""
        return [self._entry(tip_entry(tip, self._language)) for tip in tips]

    def practices(self) -> list[schema.PracticeEntry]:
        """Return the practices, in their order."""
        return [
            schema.PracticeEntry(
                id=name,
                title=self._corpus.chapters[name].texts[self._language].title,
                tips=len(self._catalogue.tips(name)),
                url=self._page("practice", name),
            )
            for name in PRACTICES
        ]

    def practice(self, chapter: Chapter) -> schema.Practice:
        """Return what a practice is."""
        return schema.Practice(
            **self._written(chapter),
            tips=self.entries(self._catalogue.tips(chapter.id)),
            url=self._page("practice", chapter.id),
        )

    def source(self, source: Source) -> schema.SourceWithTips:
        """Return a source with the tips that rest on it."""
        tips = [tip for tip in self._catalogue.tips() if source.id in tip.sources]
        return schema.SourceWithTips(**asdict(source), tips=self.entries(tips))

    def found(self, entries: Iterable[Entry]) -> list[schema.Found]:
        """Return search results."""
        return [
            schema.Found(
                kind=entry.kind,  # type: ignore[arg-type]
                id=entry.id,
                title=entry.title,
                practice=entry.practice,  # type: ignore[arg-type]
                situation=entry.situation,
                near=round(entry.near or 0.0, 3),
                url=self._base + entry.address,
            )
            for entry in entries
        ]

    def documents(self, retriever: Retriever) -> list[schema.Document]:
        """Return the added documents that are in the index, by id."""
        found: dict[str, schema.Document] = {}
        for passage in retriever.passages.values():
            if passage.kind == "document":
                name = passage.parent.partition(":")[2]
                document = found.setdefault(
                    name,
                    schema.Document(
                        id=name,
                        title=passage.title,
                        language=passage.language,
                        passages=0,
                        url=self._page("document", name),
                    ),
                )
                document.passages += 1
        return [found[name] for name in sorted(found)]

    def _entry(self, entry: Entry) -> schema.TipEntry:
        return schema.TipEntry(
            id=entry.id,
            title=entry.title,
            practice=entry.practice,  # type: ignore[arg-type]
            situation=entry.situation,
            roles=list(entry.roles),
            phases=list(entry.phases),
            url=self._base + entry.address,
        )

    def _written(self, text: Tip | Chapter) -> dict[str, Any]:
        """Return what a tip and a chapter share."""
        sources = [self._corpus.sources[n] for n in text.sources if n in self._corpus.sources]
        return {
            "id": text.id,
            "language": self._language,
            "title": text.texts[self._language].title,
            "sections": [section(one) for one in text.texts[self._language].sections],
            "basis": text.basis,
            "sources": [schema.SourceEntry(**asdict(source)) for source in sources],
            "reviewed": text.reviewed,
        }

    def _page(self, kind: addresses.Kind, name: str) -> str:
        return self._base + addresses.address(kind, name, self._language)


def section(found: Section) -> schema.TextSection:
    """Return a section with, for each part, what it rests on."""
    marks = found.part_sources or ((),) * len(found.parts)
    return schema.TextSection(
        key=found.key,
        heading=found.heading,
        parts=[
            schema.Part(
                text=text,
                sources=[name for name in names if name != "eigen"],
                own="eigen" in names,
            )
            for text, names in zip(found.parts, marks, strict=True)
        ],
    )


def paged(items: Sequence[T], page: int, size: int) -> tuple[list[T], dict[str, int]]:
    """Return the items of one page, counted from 1, and where that is in the whole."""
    start = (page - 1) * size
    place = {
        "page": page,
        "page_size": size,
        "pages": -(-len(items) // size),
        "total": len(items),
    }
    return list(items[start : start + size]), place
