"""What the routes of the REST API work with, and what their parameters mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Query, Request

from assistant.feedback import FeedbackStore
from assistant.frontends.api import schema
from assistant.frontends.api.asking import Asking
from assistant.frontends.api.content import Content
from assistant.frontends.api.problems import spoken
from assistant.frontends.catalogue import Catalogue, Filter
from assistant.frontends.courses import Workshop
from assistant.settings import Settings
from corpus.models import Corpus, Language
from index.retriever import Retriever

MAX_QUERY: Final = 300
MAX_PAGE: Final = 100
READING: Final = (400, 401, 403, 429, 500, 503)
POSTING: Final = (*READING, 408, 413, 415, 422)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the routes work with."""

    settings: Settings
    corpus: Corpus
    catalogue: Catalogue
    retriever: Callable[[], Retriever]
    asking: Asking
    feedback: FeedbackStore
    shop: Workshop


def base_of(request: Request, settings: Settings) -> str:
    """Return the address of the site, without a slash at the end."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    return f"{request.url.scheme}://{request.url.netloc}"


def _parts(request: Request) -> Parts:
    found: Parts = request.app.state.parts
    return found


def content_in(request: Request, language: Language) -> Content:
    """Return the corpus in one language."""
    parts = _parts(request)
    return Content(parts.corpus, parts.catalogue, language, base_of(request, parts.settings))


# what the parameters of the routes mean

Wanted = Annotated[
    Language | None,
    Query(description="Language of the texts; by default the one that Accept-Language names."),
]
PageNumber = Annotated[int, Query(ge=1, le=10_000, description="Which page, from 1.")]
PageSize = Annotated[
    int, Query(alias="pageSize", ge=1, le=MAX_PAGE, description="How many on a page.")
]
Words = Annotated[str, Query(min_length=1, max_length=MAX_QUERY, description="What to look for.")]
Limit = Annotated[int, Query(ge=1, le=40, description="The most results.")]


def _in_language(request: Request, language: Wanted = None) -> Content:
    return content_in(
        request, language or spoken(request.headers, _parts(request).settings.language)
    )


def _filter(
    practice: Annotated[
        schema.PracticeId | None, Query(description="Only of this practice.")
    ] = None,
    role: Annotated[schema.Role | None, Query(description="Only for this role.")] = None,
    phase: Annotated[
        schema.Phase | None, Query(description="Only for this phase of the work.")
    ] = None,
) -> Filter:
    return Filter(practice=practice or "", role=role or "", phase=phase or "")


Given = Annotated[Parts, Depends(_parts)]
Texts = Annotated[Content, Depends(_in_language)]
Chosen = Annotated[Filter, Depends(_filter)]
