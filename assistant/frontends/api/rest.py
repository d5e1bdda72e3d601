"""The REST API under ``/api/v1``."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from assistant.feedback import Verdict, judge
from assistant.frontends.api import course, openapi, schema
from assistant.frontends.api.asking import EVENTS, growing
from assistant.frontends.api.content import paged
from assistant.frontends.api.openapi import errors
from assistant.frontends.api.parts import (
    POSTING,
    READING,
    Chosen,
    Given,
    Limit,
    PageNumber,
    PageSize,
    Parts,
    Texts,
    Wanted,
    Words,
    base_of,
    content_in,
)
from assistant.frontends.api.problems import Refused, faults, plain, problem, spoken
from assistant.frontends.courses import Unfit
from assistant.models import Answer
from assistant.settings import Settings
from corpus.language import detect
from corpus.models import PRACTICES, Corpus, Language
from corpus.problem import Problem

_PROBE: Final = "bewoners"
"""What is searched to see whether the index can be used."""
log = logging.getLogger(__name__)


def create(parts: Parts) -> FastAPI:
    """Return the app with the routes; it is mounted in that of the server."""
    app = FastAPI(
        title="Bricoleur",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.parts = parts
    app.include_router(routes)
    _say_what_is_wrong(app, parts.settings)
    return app


routes: Final = APIRouter()


# answers


@routes.post(
    "/ask",
    tags=["answers"],
    response_model=Answer,
    responses={200: {"content": {EVENTS: openapi.EVENTS}}, **errors(*POSTING)},
)
async def ask(request: Request, asked: schema.Question, parts: Given) -> Response:
    """Ask a question.

    The answer cites the tip, section and source of every sentence. Each ending, such as nothing
    found or personal data in the question, is a `status` with a text of its own and comes with
    HTTP status 200. With `Accept: text/event-stream` the answer comes as events: `answer.part` for
    each block of text with the citations in it, then `answer` with the whole, then `end`. Where a
    language model writes, `answer.growing` comes first, after each sentence that was compared with
    its source: all text so far, which what comes later replaces.
    """
    question = (asked.question, asked.history, asked.language)
    if EVENTS not in request.headers.get("accept", ""):
        return JSONResponse((await parts.asking.ask(*question)).as_json())
    answers = parts.asking.stream(*question)
    first = await anext(answers)  # here, so that a problem is an error and not half a stream
    return StreamingResponse(growing(_after(first, answers)), media_type=EVENTS)


async def _after(first: Answer, rest: AsyncIterator[Answer]) -> AsyncIterator[Answer]:
    yield first
    async for answer in rest:
        yield answer


@routes.post("/feedback", tags=["answers"], status_code=204, responses=errors(*POSTING))
def feedback(judgement: schema.Judgement, parts: Given) -> Response:
    """Say whether an answer was useful.

    Send the answer back as it came. Stored are the verdict, the practices and tips, the minute,
    and the question only with `with_question`.
    """
    answer = _judged(judgement.answer, parts.corpus)
    verdict = Verdict(
        judgement.useful, judgement.reason, judgement.comment, judgement.with_question
    )
    parts.feedback.add(judge(answer, verdict, datetime.now(UTC)))
    return Response(status_code=204)


def _judged(answer: Answer, corpus: Corpus) -> Answer:
    """Return an answer that came back, if it is one that could have been given."""
    practices = bool(answer.practices) and all(v.id in PRACTICES for v in answer.practices)
    tips = all(name in corpus.tips for name in answer.tips)
    plain = answer.id.isascii() and answer.id.isalnum() and answer.composer.isprintable()
    if answer.status != "answered" or not (practices and tips and plain):
        raise Refused(422, "not_answered")
    return answer


# texts


@routes.get("/search", tags=["texts"], responses=errors(*READING))
def search(
    request: Request,
    q: Words,
    chosen: Chosen,
    parts: Given,
    language: Wanted = None,
    limit: Limit = 20,
) -> schema.SearchResults:
    """Search tips, background and added documents by words and by meaning, best first.

    Without `language` it is that of the words.
    """
    speaks = language or detect(q, spoken(request.headers, parts.settings.language))
    found = parts.catalogue.find(replace(chosen, q=q), speaks, limit) if q.strip() else ()
    return schema.SearchResults(language=speaks, items=content_in(request, speaks).found(found))


@routes.get("/practices", tags=["texts"], responses=errors(*READING))
def practices(texts: Texts) -> schema.PracticeList:
    """List the practices: the five of the essay, the attitude and the organisation."""
    return schema.PracticeList(items=texts.practices())


@routes.get("/practices/{id}", tags=["texts"], responses=errors(*READING, 404))
def practice(id: str, texts: Texts, parts: Given) -> schema.Practice:  # noqa: A002
    """Return what a practice is, with its tips."""
    chapter = parts.corpus.chapters.get(id)
    if chapter is None or chapter.kind != "practice":
        raise Refused(404, "unknown_item", id)
    return texts.practice(chapter)


@routes.get("/tips", tags=["texts"], responses=errors(*READING))
def tips(
    texts: Texts, chosen: Chosen, parts: Given, page: PageNumber = 1, page_size: PageSize = 20
) -> schema.TipPage:
    """List the tips, by practice and title."""
    some, place = paged(parts.catalogue.fitting(chosen), page, page_size)
    return schema.TipPage(items=texts.entries(some), **place)


@routes.get("/tips/{id}", tags=["texts"], responses=errors(*READING, 404))
def tip(id: str, texts: Texts, parts: Given) -> schema.Tip:  # noqa: A002
    """Return a tip with the sources of each sentence."""
    found = parts.corpus.tips.get(id)
    if found is None:
        raise Refused(404, "unknown_item", id)
    return texts.tip(found)


@routes.get("/sources", tags=["texts"], responses=errors(*READING))
def sources(parts: Given, page: PageNumber = 1, page_size: PageSize = 20) -> schema.SourcePage:
    """List the bibliography."""
    some, place = paged(tuple(parts.corpus.sources.values()), page, page_size)
    items = [schema.SourceEntry(**asdict(source)) for source in some]
    return schema.SourcePage(items=items, **place)


@routes.get("/sources/{id}", tags=["texts"], responses=errors(*READING, 404))
def source(id: str, texts: Texts, parts: Given) -> schema.SourceWithTips:  # noqa: A002
    """Return a source with the tips that rest on it."""
    found = parts.corpus.sources.get(id)
    if found is None:
        raise Refused(404, "unknown_item", id)
    return texts.source(found)


@routes.get("/documents", tags=["texts"], responses=errors(*READING))
def documents(texts: Texts, parts: Given) -> schema.DocumentList:
    """List the documents that the organisation added itself."""
    return schema.DocumentList(items=texts.documents(parts.retriever()))


# the service


@routes.get(
    "/health", tags=["service"], responses=errors(400, 401, 500), openapi_extra=openapi.FREE
)
async def health() -> schema.Health:
    """Tell that the server runs."""
    return schema.Health(status="ok")


@routes.get(
    "/ready",
    tags=["service"],
    responses=errors(400, 401, 429, 500, 503),
    openapi_extra=openapi.FREE,
)
def ready(parts: Given) -> schema.Health:
    """Tell whether questions can be answered: the model works and the index is there."""
    try:
        found = parts.retriever().retrieve(_PROBE, "nl", 1)
    except Exception as error:  # whatever it is, the answer is no
        log.exception("not ready")
        raise HTTPException(503) from error
    if not found.hits:
        raise HTTPException(503)
    return schema.Health(status="ok")


@routes.get(
    "/openapi.json",
    tags=["service"],
    responses=errors(400, 401, 500),
    openapi_extra=openapi.FREE,
    response_model=dict[str, Any],
)
def description(request: Request, parts: Given) -> Response:
    """Return this description; pages of every site may read it."""
    base = base_of(request, parts.settings)
    made = openapi.document(routes.routes, parts.settings, base)
    return JSONResponse(made, headers={"Access-Control-Allow-Origin": "*"})


routes.include_router(course.routes)


def _say_what_is_wrong(app: FastAPI, settings: Settings) -> None:
    """Let every error be a problem in the caller's language."""

    def language(request: Request) -> Language:
        return spoken(request.headers, settings.language)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        answer = problem(request.scope, error.status_code, None, language(request))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, error: RequestValidationError) -> Response:
        status, said = faults(error.errors(), language(request))
        return problem(request.scope, status, said, language(request))

    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> Response:
        speaks = language(request)
        return problem(request.scope, error.status, error.text(speaks), speaks)

    @app.exception_handler(Unfit)
    def unfit(request: Request, error: Unfit) -> Response:
        speaks = language(request)
        said = plain(error.text(speaks)).replace("'--replace'", "'?replace=true'")
        return problem(request.scope, 422, said, speaks)

    @app.exception_handler(Problem)
    def unusable(request: Request, error: Problem) -> Response:
        log.error("%s: %s", request.url.path, error.en)
        return problem(request.scope, 503, error.text(language(request)), language(request))

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        name = request.scope.get("request_id", "-")
        log.error("%s failed (request %s)", request.url.path, name, exc_info=error)
        request.scope["told"] = True
        return problem(request.scope, 500, None, language(request))
