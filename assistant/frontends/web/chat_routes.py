"""What the chat page posts outside Gradio: a conversation to keep, a verdict on an answer."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, Response

from assistant.feedback import MISSED, FeedbackStore, Verdict, judge, may_judge
from assistant.frontends.web import export
from assistant.frontends.web.chat_words import word
from assistant.frontends.web.forms import FEEDBACK, FILES
from assistant.frontends.web.thread import Thread, unpack
from corpus.models import LANGUAGES, Language
from corpus.problem import Problem

log = logging.getLogger(__name__)
_TYPES: Final = {"md": export.MARKDOWN, "docx": export.DOCX}


def router(store: FeedbackStore) -> APIRouter:
    """Return the routes that the forms of the chat post to, in both languages."""
    routes = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        routes.add_api_route(FILES[language], _files(language), methods=["POST"])
        routes.add_api_route(FEEDBACK[language], _feedback(language, store), methods=["POST"])
    return routes


def _files(language: Language) -> Any:
    def download(
        request: Request,
        thread: Annotated[str, Form()] = "",
        format: Annotated[str, Form()] = "md",  # noqa: A002
    ) -> Response:
        conversation = unpack(thread)
        if not conversation:
            return PlainTextResponse(word("no_file", language), 400)
        return _file(conversation, language, format, str(request.base_url).rstrip("/"))

    return download


def _file(thread: Thread, language: Language, form: str, base: str) -> Response:
    today = datetime.now(UTC).date()
    kind = form if form in _TYPES else "md"
    made: bytes | str = (
        export.docx(thread, language, today, base)
        if kind == "docx"
        else export.markdown(thread, language, today, base)
    )
    name = f"{word('export_file', language)}-{today.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type=_TYPES[kind], headers=headers)


def _feedback(language: Language, store: FeedbackStore) -> Any:
    def receive(
        thread: Annotated[str, Form()] = "",
        useful: Annotated[str, Form()] = "",
        reason: Annotated[str, Form()] = "",
        comment: Annotated[str, Form()] = "",
        with_question: Annotated[str, Form()] = "",
    ) -> Response:
        verdict = Verdict(useful == "yes", reason or None, comment, with_question == "yes")
        judged = unpack(thread)
        if not judged or useful not in ("yes", "no") or not may_judge(judged[-1]):
            return PlainTextResponse(word("choose", language), 400)
        try:
            store.add(judge(judged[-1], verdict, datetime.now(UTC)))
        except Problem as problem:
            log.error("feedback could not be stored: %s", problem.en)
            return PlainTextResponse(word("not_stored", language), 503)
        said = "thanks_missed" if judged[-1].status in MISSED else "thanks"
        return PlainTextResponse(word(f"{said}{'_with' * verdict.with_question}", language))

    return receive
