"""Group mode: one situation, what everyone would do, and then the tips. Plain forms throughout.

All routes run on the event loop, as the book of sessions asks; only the search for tips has a
thread of its own.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any, Final

import anyio
from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from assistant.engine import Assistant
from assistant.frontends import addresses
from assistant.frontends.catalogue import Catalogue
from assistant.frontends.meter import Meter
from assistant.frontends.web import group_checks
from assistant.frontends.web import group_pages as pages
from assistant.frontends.web.group_book import (
    ANSWERS,
    MOST_OF_ONE,
    Book,
    Closed,
    Full,
    Opening,
    Stage,
    canonical,
)
from assistant.frontends.web.group_checks import Refusal
from assistant.frontends.web.group_pages import Parts
from assistant.frontends.web.group_words import count, word
from assistant.frontends.web.view import View
from assistant.settings import Settings
from corpus.models import LANGUAGES, Corpus, Language
from corpus.problem import Problem
from index.retriever import Retriever

_TOKEN: Final = re.compile(r"[\w-]{16}")
_STAGES: Final[Mapping[str, Stage]] = {
    "show": "shown",
    "tips": "tips",
    "hide": "shown",
    "reopen": "open",
}


def create(
    view: View,
    corpus: Corpus,
    retriever: Callable[[], Retriever],
    book: Book,
    meter: Meter,
    settings: Settings,
) -> APIRouter:
    """Return the routes; the tips come without a language model, so at once."""
    plain = {language: Assistant(retriever, language) for language in LANGUAGES}
    return router(Parts(view, Catalogue(corpus, retriever), plain, book, meter, settings))


def router(parts: Parts) -> APIRouter:
    """Return the routes, in both languages."""
    routes = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        start = addresses.address("group", None, language)
        read, write = ["GET", "HEAD"], ["POST"]
        routes.add_api_route(start, _start(parts, language), methods=read)
        routes.add_api_route(start, _begin(parts, language), methods=write)
        one = start + "/{code}"
        routes.add_api_route(one, _join(parts, language), methods=read)
        routes.add_api_route(one, _reply(parts, language), methods=write)
        routes.add_api_route(f"{one}/podium", _podium(parts, language), methods=read)
        routes.add_api_route(f"{one}/state", _state(parts, language), methods=read)
        routes.add_api_route(f"{one}/trainer", _trainer(parts, language), methods=read)
        routes.add_api_route(f"{one}/trainer", _act(parts, language), methods=write)
    return routes


# the first page: take part, or start a session


def _start(parts: Parts, language: Language) -> Callable[..., Any]:
    async def start(code: str = "", tip: str = "", ended: str = "") -> Response:
        if code.strip():
            name = canonical(code)
            return RedirectResponse(addresses.address("group", name, language), 303)
        found = (one for one in parts.catalogue.tips() if one.id == tip)
        typed = next((one.texts[language].situations[0] for one in found), "")
        return pages.first(parts, language, typed=typed, chosen=tip, ended=bool(ended))

    return start


def _begin(parts: Parts, language: Language) -> Callable[..., Any]:
    async def begin(
        request: Request,
        situation: Annotated[str, Form()] = "",
        exercise: Annotated[str, Form()] = "",
    ) -> Response:
        owner = request.scope["visitor"].key
        if not parts.meter.take(f"ask {owner}", parts.settings.questions_per_minute):
            return _refused(parts, language, situation, 429, Refusal(word("too_fast", language)))
        look = partial(
            group_checks.situation,
            situation,
            parts.assistants[language],
            language,
            exercise=exercise == "yes",
        )
        try:
            found = await anyio.to_thread.run_sync(look)
        except Problem:
            return _refused(parts, language, situation, 503, Refusal(word("no_index", language)))
        if isinstance(found, Refusal):
            return _refused(parts, language, situation, 422, found)
        opening = Opening(owner, found.language, found.text, found.care, found.answer)
        try:
            session = parts.book.open(opening)
        except Full as full:
            said = word(f"full_{full.what}", language).format(most=MOST_OF_ONE)
            return _refused(parts, language, situation, 503, Refusal(said))
        return RedirectResponse(pages.trainers_address(session, language), 303)

    return begin


def _refused(
    parts: Parts, language: Language, typed: str, status: int, refusal: Refusal
) -> Response:
    return pages.first(parts, language, status, typed=typed, refusal=refusal)


# a participant


def _join(parts: Parts, language: Language) -> Callable[..., Any]:
    async def join(code: str, a: str = "") -> Response:
        session = parts.book.find(code)
        if session is None:
            return pages.over(parts, language, code)
        token = a if _TOKEN.fullmatch(a) else secrets.token_urlsafe(12)
        mine = session.replies.get(token)
        return pages.participant(parts, language, session, token, typed=mine.text if mine else "")

    return join


def _reply(parts: Parts, language: Language) -> Callable[..., Any]:
    async def reply(
        code: str, text: Annotated[str, Form()] = "", a: Annotated[str, Form()] = ""
    ) -> Response:
        session = parts.book.find(code)
        if session is None:
            return pages.over(parts, language, code)
        token = a if _TOKEN.fullmatch(a) else secrets.token_urlsafe(12)
        found = group_checks.reply(text, language)
        try:
            if isinstance(found, str):
                parts.book.reply(session, token, found)
                here = addresses.address("group", session.code, language)
                return RedirectResponse(f"{here}?a={token}", 303)
        except Closed:
            found = Refusal(word("closed", language))
        except Full:
            found = Refusal(word("full_session", language).format(most=ANSWERS))
        return pages.participant(parts, language, session, token, typed=text, refusal=found)

    return reply


def _podium(parts: Parts, language: Language) -> Callable[..., Any]:
    async def podium(request: Request, code: str) -> Response:
        session = parts.book.find(code)
        if session is None:
            return pages.over(parts, language, code)
        return pages.podium(parts, language, session, request)

    return podium


def _state(parts: Parts, language: Language) -> Callable[..., Any]:
    async def state(code: str) -> Response:
        session = parts.book.find(code)
        if session is None:
            return JSONResponse({"stage": "over"}, 404)
        return JSONResponse(
            {"stage": session.stage, "count": count(len(session.replies), language)}
        )

    return state


# the trainer


def _trainer(parts: Parts, language: Language) -> Callable[..., Any]:
    async def trainer(request: Request, code: str, key: str = "") -> Response:
        session = parts.book.owned(code, key)
        if session is None:
            return pages.over(parts, language, code)
        return pages.trainer(parts, language, session, request)

    return trainer


def _act(parts: Parts, language: Language) -> Callable[..., Any]:
    async def act(
        code: str,
        key: Annotated[str, Form()] = "",
        do: Annotated[str, Form()] = "",
        reply: Annotated[str, Form()] = "",
    ) -> Response:
        session = parts.book.owned(code, key)
        if session is None:
            return pages.over(parts, language, code)
        if do == "end":
            parts.book.end(session)
            start = addresses.address("group", None, language)
            return RedirectResponse(f"{start}?ended=1", 303)
        if do == "remove":
            parts.book.remove(session, reply)
        elif do in _STAGES:
            parts.book.turn(session, _STAGES[do])
        return RedirectResponse(pages.trainers_address(session, language), 303)

    return act
