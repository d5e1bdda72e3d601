"""Errors as ``application/problem+json`` (RFC 9457), in the language that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from assistant.frontends.api.words import PROBLEMS, SAID, fault
from corpus.models import Language

MEDIA_TYPE: Final = "application/problem+json"


class Refused(Exception):
    """A request that is refused for a reason of our own.

    Args:
        status: The HTTP status.
        key: Which sentence of :data:`~assistant.frontends.api.words.SAID` says why.
        name: What stands in that sentence.
        field: The part of the request that is to blame.
    """

    def __init__(self, status: int, key: str, name: str = "", field: str | None = None) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.name = plain(name[:100])
        self.field = field

    def text(self, language: Language) -> str:
        """Return the sentence."""
        return SAID[self.key][language].format(name=self.name)


def spoken(headers: Headers, default: Language) -> Language:
    """Return the language of ``Accept-Language`` that we speak, the most wanted one first.

    Args:
        headers: The headers of the request.
        default: The language if it names neither Dutch nor English.
    """
    wanted: list[tuple[float, Language]] = []
    for entry in headers.get("accept-language", "")[:200].split(","):
        name, _, weight = entry.strip().partition(";q=")
        code = name.lower()[:2]
        if code in ("nl", "en"):
            wanted.append((_weight(weight), "nl" if code == "nl" else "en"))
    best = max(wanted, key=lambda pair: pair[0], default=(0.0, default))
    return best[1] if best[0] > 0 else default


def problem(scope: Scope, status: int, detail: str | None, language: Language) -> Response:
    """Return an error.

    Args:
        scope: The request.
        status: The HTTP status.
        detail: What is wrong and what to do; by default what always holds for the status.
        language: The language of the title and the default detail.
    """
    title, usual = (text[language] for text in PROBLEMS[known(status)])
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or usual,
        "instance": quote(scope["path"][:200], safe="/:@", errors="replace"),
    }
    headers = {"Content-Language": language}
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


def known(status: int) -> int:
    """Return the status of which the words are known that is nearest to ``status``."""
    if status in PROBLEMS:
        return status
    return 400 if status < 500 else 500


def faults(errors: Sequence[Mapping[str, Any]], language: Language) -> tuple[int, str]:
    """Return the status and a sentence for what pydantic found wrong with a request.

    A body that is no JSON, and a wrong parameter, give 400; a body of which the values are wrong
    gives 422.
    """
    first = errors[0]
    part, *path = (str(step) for step in first["loc"])
    if first["type"] == "json_invalid":
        return 400, PROBLEMS[400][1][language]
    where = ".".join(path) or part
    said = fault(first["type"], language, where=plain(where[:100]), **(first.get("ctx") or {}))
    return (422 if part == "body" else 400), said


def plain(text: str) -> str:
    """Return text that came in so that it can go out: halves of characters become question marks.

    JSON can hold them; UTF-8 can't.
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
