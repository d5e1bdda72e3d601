"""The routes under ``/v1``, with which chat programs use Bricoleur as if it were a model."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from assistant.frontends.api.asking import EVENTS, Asking
from assistant.frontends.api.markdown import as_markdown
from assistant.frontends.api.problems import Refused, faults, known, plain, spoken
from assistant.frontends.api.protocol import (
    MODEL,
    ChatRequest,
    Completion,
    conversation,
    error,
    stream,
    whole,
)
from assistant.frontends.api.words import PROBLEMS
from assistant.settings import Settings
from corpus.models import Language
from corpus.problem import Problem

log = logging.getLogger(__name__)


def create(
    settings: Settings,
    asking: Asking,
    base_of: Callable[[Request], str],
    made: Callable[[], str],
) -> FastAPI:
    """Return the app with the routes; it is mounted in that of the server.

    Args:
        settings: The settings.
        asking: Asks the engine.
        base_of: Gives the address of the site.
        made: Gives the time at which the index was made, in ISO 8601.
    """
    app = FastAPI(
        title="Bricoleur as a model",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    _say_what_is_wrong(app, settings.language)

    @app.post("/chat/completions")
    async def complete(request: Request, asked: ChatRequest) -> Response:
        talk = conversation(asked)
        answer = await asking.ask(talk.question, talk.history)
        text = as_markdown(answer, base_of(request))
        completion = Completion(answer.id, int(time.time()), text, talk.words)
        if not asked.stream:
            return JSONResponse(whole(completion))
        usage = bool(asked.stream_options and asked.stream_options.include_usage)
        return StreamingResponse(stream(completion, usage=usage), media_type=EVENTS)

    def described() -> dict[str, Any]:
        created = int(datetime.fromisoformat(made()).timestamp())
        return {"id": MODEL, "object": "model", "created": created, "owned_by": MODEL}

    @app.get("/models")
    async def models() -> dict[str, Any]:
        return {"object": "list", "data": [described()]}

    @app.get("/models/{name}")
    async def model(name: str) -> dict[str, Any]:
        if name != MODEL:
            raise Refused(404, "no_model", name, "model")
        return described()

    return app


def refusal(status: int, language: Language) -> Response:
    """Return the answer to a request that is refused before it comes to the routes."""
    return JSONResponse(error(status, PROBLEMS[known(status)][1][language]), status)


def _say_what_is_wrong(app: FastAPI, default: Language) -> None:
    """Let every error have the shape that the clients of this protocol read."""

    @app.exception_handler(HTTPException)
    def http(request: Request, fault: HTTPException) -> Response:
        answer = refusal(fault.status_code, spoken(request.headers, default))
        answer.headers.update(fault.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, fault: RequestValidationError) -> Response:
        found = fault.errors()
        _, said = faults(found, spoken(request.headers, default))
        path = [plain(str(step)[:100]) for step in found[0]["loc"][1:]]
        field = ".".join(path) if found[0]["type"] != "json_invalid" else None
        return JSONResponse(error(400, said, field or None), 400)

    @app.exception_handler(Refused)
    def refused(request: Request, fault: Refused) -> Response:
        said = fault.text(spoken(request.headers, default))
        body = error(fault.status, said, fault.field, model=fault.key == "no_model")
        return JSONResponse(body, fault.status)

    @app.exception_handler(Problem)
    def unusable(request: Request, fault: Problem) -> Response:
        log.error("%s: %s", request.url.path, fault.en)
        return JSONResponse(error(503, fault.text(spoken(request.headers, default))), 503)

    @app.exception_handler(Exception)
    def failed(request: Request, fault: Exception) -> Response:
        name = request.scope.get("request_id", "-")
        log.error("%s failed (request %s)", request.url.path, name, exc_info=fault)
        request.scope["told"] = True
        return refusal(500, spoken(request.headers, default))
