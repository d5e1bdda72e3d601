"""The facts of this installation, as the pages state them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Final

from assistant.frontends.web import words
from assistant.settings import Settings
from corpus.models import Chapter, Corpus, Language, Tip
from index.retriever import Retriever

PACKAGE: Final = "bricoleur-assistant"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is true of this installation right now.

    ``reviewed`` is the date of the newest tip, ``indexed`` that of the search index; ``documents``
    counts what the organisation added itself; ``writer`` is the language model that writes answers,
    if one does; ``slack`` tells whether one can ask there too. ``organisation``, ``contact`` and
    ``source_url`` come from the settings and may be absent.
    """

    version: str
    model: str
    dimensions: int
    indexed: date
    reviewed: date
    tips: int
    sources: int
    documents: int
    writer: str | None
    organisation: str | None
    contact: str | None
    source_url: str | None
    signs_in: bool
    request_log: bool
    slack: bool

    def line(self, language: Language) -> str:
        """Return version and date of the tips as one line."""
        return (
            f"{words.say('version', language)} {self.version}, "
            f"{words.say('tips_of', language)} {long_date(self.reviewed, language)}"
        )


def gather(settings: Settings, corpus: Corpus, retriever: Retriever) -> SiteFacts:
    """Return the facts of this installation."""
    manifest = retriever.manifest
    texts: list[Tip | Chapter] = [*corpus.tips.values(), *corpus.chapters.values()]
    return SiteFacts(
        version=version(PACKAGE),
        model=manifest.model,
        dimensions=manifest.dimensions,
        indexed=date.fromisoformat(manifest.created[:10]),
        reviewed=max(text.reviewed for text in texts),
        tips=len(corpus.tips),
        sources=len(corpus.sources),
        documents=manifest.documents,
        writer=None if settings.model_kind == "off" else settings.model_name,
        organisation=settings.organisation,
        contact=settings.contact,
        source_url=settings.source_url,
        signs_in=settings.auth_header is not None,
        request_log=settings.request_log,
        slack=settings.slack_mode != "off",
    )


_MONTHS: Final = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def long_date(day: date, language: Language) -> str:
    """Return a date in words: 24 november 2026."""
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"
