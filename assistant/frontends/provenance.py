"""Says in words where an answer comes from; shared by every door. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from assistant.models import Citation, CitedSource
from corpus.models import Language

BASIS: Final[Mapping[str, Mapping[Language, str]]] = {
    "essay": {
        "nl": "uit het onderzoek achter het essay",
        "en": "from the research behind the essay",
    },
    "onderzoek": {
        "nl": "uit later onderzoek van dezelfde onderzoekers",
        "en": "from later research by the same researchers",
    },
    "praktijk": {"nl": "uit andere praktijkbronnen", "en": "from other sources of practice"},
    "uitwerking": {
        "nl": "onze eigen uitwerking, in de geest van de praktijk",
        "en": "our own elaboration, in the spirit of the practice",
    },
    "document": {"nl": "uit je eigen document", "en": "from your own document"},
}
AI_LINE: Final[Mapping[Language, str]] = {
    "nl": "Dit antwoord is samengesteld door een computer uit de genoemde tips.",
    "en": "This answer was put together by a computer from the tips named.",
}
PAGE: Final[Mapping[Language, str]] = {"nl": "pagina", "en": "page"}


@dataclass(frozen=True, slots=True)
class Origin:
    """A tip, chapter or document that an answer cites, with the numbers that point to it."""

    parent: str
    title: str
    basis: str
    sections: tuple[tuple[str, tuple[int, ...]], ...]
    sources: tuple[CitedSource, ...]
    first: Citation


def origins(citations: Sequence[Citation]) -> tuple[Origin, ...]:
    """Gather citations by what they come from, in the order of the text."""
    order: dict[str, list[Citation]] = {}
    for citation in citations:
        order.setdefault(citation.passage_id.split("#")[0], []).append(citation)
    return tuple(_origin(parent, found) for parent, found in order.items())


def numbers(values: Iterable[int]) -> str:
    """Return numbers as a reader writes them: 1-3, 5."""
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs)


def cite(source: CitedSource) -> str:
    """Return a source as one line: authors, title, year and grade."""
    year = f" ({source.year})" if source.year else ""
    return f"{source.authors}: {source.title}{year} [{source.id}, {source.grade}]"


def _origin(parent: str, found: Sequence[Citation]) -> Origin:
    sections = [
        (name, tuple(citation.n for citation in group))
        for name, group in groupby(found, key=_section)
    ]
    sources = {source.id: source for citation in found for source in citation.sources}
    return Origin(
        parent, found[0].title, found[0].basis, tuple(sections), tuple(sources.values()), found[0]
    )


def _section(citation: Citation) -> str:
    return f"p. {citation.page}" if citation.page else citation.section
