"""The pages that need no script: library, tips, practices, sources, and what is said of it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from assistant.frontends import addresses
from assistant.frontends.catalogue import Catalogue, Entry, Filter, by_practice, tip_entry
from assistant.frontends.provenance import BASIS
from assistant.frontends.web import words
from assistant.frontends.web.chat_words import ROLE_NAMES
from assistant.frontends.web.page_words import PHASE_NAMES
from assistant.frontends.web.picture import FIVE, draw
from assistant.frontends.web.view import View
from corpus.models import (
    ESSAY_SOURCES,
    LANGUAGES,
    PHASES,
    PRACTICES,
    RESEARCH_SOURCES,
    ROLES,
    Chapter,
    Corpus,
    Language,
    Source,
    Tip,
)
from index.retriever import Retriever

MAX_QUERY: Final = 300
Shown = Literal["", "tips", "situations"]
TEXTS: Final[tuple[addresses.Kind, ...]] = ("about", "privacy", "accessibility")


@dataclass(frozen=True, slots=True)
class _Site:
    """What the routes work with."""

    view: View
    corpus: Corpus
    catalogue: Catalogue
    retriever: Callable[[], Retriever]


def router(view: View, corpus: Corpus, retriever: Callable[[], Retriever]) -> APIRouter:
    """Return the routes of the pages, in both languages."""
    site = _Site(view, corpus, Catalogue(corpus, retriever), retriever)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/en", lambda: RedirectResponse("/en/", 308))
    for language in LANGUAGES:
        _add(routes, addresses.address("library", None, language), _library(site, language))
        _add(routes, addresses.address("sources", None, language), _sources(site, language))
        for kind in TEXTS:
            _add(routes, addresses.address(kind, None, language), _text(site, kind, language))
        for kind, page in (
            ("tip", _tip),
            ("practice", _practice),
            ("background", _background),
            ("document", _document),
        ):
            path = addresses.address(kind, "{name}", language)
            _add(routes, path, page(site, language))
    return routes


def _add(routes: APIRouter, path: str, page: Callable[..., Response]) -> None:
    routes.add_api_route(path, page, methods=["GET", "HEAD"])


def _library(site: _Site, language: Language) -> Callable[..., Response]:
    here = addresses.address("library", None, language)

    def library(
        q: Annotated[str, Query(max_length=MAX_QUERY)] = "",
        practice: str = "",
        role: str = "",
        phase: str = "",
        show: str = "tips",
        part: bool = False,
    ) -> Response:
        wanted = Filter(
            q=q,
            practice=practice if practice in PRACTICES else "",
            role=role if role in ROLES else "",
            phase=phase if phase in PHASES else "",
        )
        context = _results(site, wanted, language, situations=show == "situations")
        if part:
            return site.view.part("results.html", language, **context)
        return site.view.page(
            "library.html",
            language,
            here,
            picture=Markup(draw(language)),
            library_here=here,
            situations_here=f"{here}?show=situations",
            background=site.catalogue.background(),
            practices=words.PRACTICE_NAMES,
            five=FIVE,
            **context,
        )

    return library


def _results(
    site: _Site, wanted: Filter, language: Language, *, situations: bool
) -> dict[str, Any]:
    found = site.catalogue.find(wanted, language)
    searched = bool(wanted.q.strip())
    return {
        "wanted": wanted,
        "found": found,
        "groups": None if searched else by_practice(found),
        "situations": site.catalogue.situations(wanted, language) if situations else None,
        "roles": {role: ROLE_NAMES[role][language] for role in ROLES},
        "phases": {phase: PHASE_NAMES[phase][language] for phase in PHASES},
        "names": words.PRACTICE_NAMES,
    }


def _tip(site: _Site, language: Language) -> Callable[..., Response]:
    def page(name: str) -> Response:
        tip = site.corpus.tips.get(name)
        if tip is None:
            return _passages(site, "tip", name, language)
        see_also = [site.corpus.tips[n] for n in tip.see_also if n in site.corpus.tips]
        return site.view.page(
            "tip.html",
            language,
            addresses.address("tip", name, language),
            tip=tip,
            see_also=[tip_entry(other, language) for other in see_also],
            roles=[ROLE_NAMES[role][language] for role in tip.roles],
            phases=[PHASE_NAMES[phase][language] for phase in tip.phases],
            **_written(site, tip, language),
        )

    return page


def _practice(site: _Site, language: Language) -> Callable[..., Response]:
    def page(name: str) -> Response:
        chapter = site.corpus.chapters.get(name)
        if chapter is None or chapter.kind != "practice":
            raise HTTPException(404)
        return site.view.page(
            "practice.html",
            language,
            addresses.address("practice", name, language),
            chapter=chapter,
            picture=Markup(draw(language, name)),
            tips=[tip_entry(tip, language) for tip in site.catalogue.tips(name)],
            practices=words.PRACTICE_NAMES,
            **_written(site, chapter, language),
        )

    return page


def _background(site: _Site, language: Language) -> Callable[..., Response]:
    def page(name: str) -> Response:
        chapter = site.corpus.chapters.get(name)
        if chapter is None:
            return _passages(site, "chapter", name, language)
        if chapter.kind == "practice":
            return RedirectResponse(addresses.address("practice", name, language), 308)
        return site.view.page(
            "background.html",
            language,
            addresses.address("background", name, language),
            chapter=chapter,
            others=[c for c in site.catalogue.background() if c.id != name],
            **_written(site, chapter, language),
        )

    return page


def _document(site: _Site, language: Language) -> Callable[..., Response]:
    def page(name: str) -> Response:
        return _passages(site, "doc", name, language)

    return page


def _passages(site: _Site, kind: str, name: str, language: Language) -> Response:
    """Return the page of what only the index knows: an added document, or a text that is gone.

    A document exists in one language; its page is there in both.
    """
    parent = f"{kind}:{name}"
    found = (site.retriever().passages_of(parent, one) for one in (language, words.OTHER[language]))
    passages = next((some for some in found if some), ())
    if not passages:
        raise HTTPException(404)
    here = addresses.passage_address(parent, language)
    shown = [(p.id.partition("#")[2], p) for p in passages]
    return site.view.page(
        "passages.html",
        language,
        here,
        title=passages[0].title,
        shown=shown,
        written=passages[0].language,
        own=kind == "doc",
    )


def _written(site: _Site, text: Tip | Chapter, language: Language) -> dict[str, Any]:
    """Return what pages of a tip and of a chapter share."""
    return {
        "text": text.texts[language],
        "sources": _used(site, text),
        "basis": BASIS[text.basis][language],
        "names": words.PRACTICE_NAMES,
    }


def _used(site: _Site, text: Tip | Chapter) -> Sequence[Source]:
    return [site.corpus.sources[name] for name in text.sources if name in site.corpus.sources]


def _sources(site: _Site, language: Language) -> Callable[..., Response]:
    groups = _groups(site.corpus)
    uses: dict[str, list[Entry]] = {name: [] for name in site.corpus.sources}
    for tip in site.catalogue.tips():
        for name in tip.sources:
            uses[name].append(tip_entry(tip, language))

    def page() -> Response:
        here = addresses.address("sources", None, language)
        return site.view.page("sources.html", language, here, groups=groups, uses=uses)

    return page


def _groups(corpus: Corpus) -> list[tuple[str, list[Source]]]:
    """Return the sources in three groups: the essay, its researchers, and practice."""
    groups: dict[str, list[Source]] = {"essay": [], "research": [], "practice": []}
    for source in corpus.sources.values():
        known = "essay" if source.id in ESSAY_SOURCES else "research"
        mine = source.id in ESSAY_SOURCES | RESEARCH_SOURCES
        groups[known if mine else "practice"].append(source)
    return list(groups.items())


def _text(site: _Site, kind: addresses.Kind, language: Language) -> Callable[..., Response]:
    def page() -> Response:
        here = addresses.address(kind, None, language)
        return site.view.page(
            f"{kind}.{language}.html", language, here, practices=words.PRACTICE_NAMES
        )

    return page
