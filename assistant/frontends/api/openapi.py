"""The OpenAPI 3.1 description of the REST API, by the NL API Design Rules.

FastAPI makes a description from the routes. What the rules ask beyond that is put in here: the
server with its major version, a contact, the version header, and errors as problem+json.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from assistant.frontends import addresses
from assistant.frontends.api import schema
from assistant.frontends.api.entrance import FREE as UNCOUNTED
from assistant.frontends.api.entrance import REST, VERSION
from assistant.frontends.api.problems import MEDIA_TYPE
from assistant.frontends.api.words import PROBLEMS
from assistant.settings import Settings

FREE: Final[dict[str, Any]] = {"security": []}
"""A route that needs no key."""
EVENTS: Final[dict[str, Any]] = {
    "schema": {"type": "string"},
    "example": 'event: answer.part\ndata: {"text": "Bel vandaag nog. [1]", "citations": [{"n": 1}]}'
    '\n\nevent: answer\ndata: {"id": "…", "status": "answered"}\n\nevent: end\ndata: {}\n\n',
}
_DESCRIPTION: Final = """\
Practical, cited tips for civil servants who work with residents, in Dutch and English. Answers are
put together by a computer program (AI) from tips that people wrote; every sentence names its tip,
section and source.

Praktische tips met bronnen voor ambtenaren die met bewoners werken, in het Nederlands en Engels.
Antwoorden worden door een computerprogramma (AI) samengesteld uit tips die mensen schreven; bij
elke zin staan tip, onderdeel en bron.
"""
_TAGS: Final = [
    {"name": "answers", "description": "Ask, and say what you think of the answer."},
    {"name": "texts", "description": "The tips, practices, sources and added documents."},
    {"name": "courses", "description": "Course material from the tips, for trainers."},
    {"name": "service", "description": "Is it running, and what does it offer."},
]
_HEADERS: Final[dict[str, tuple[str, str, str]]] = {
    "API-Version": ("string", "The whole version of this API.", VERSION),
    "X-Request-Id": ("string", "The id of this request: yours, or a new one.", "3f9c2a7d1b0e4c58"),
    "RateLimit-Limit": ("integer", "Requests of this kind that are allowed a minute.", "120"),
    "RateLimit-Remaining": ("integer", "How many of those are left now.", "119"),
    "RateLimit-Reset": ("integer", "Seconds until all of them are there again.", "1"),
    "Retry-After": ("integer", "Seconds until the next request is allowed.", "4"),
}
_ALWAYS: Final = ("API-Version", "X-Request-Id")
_COUNTED: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the errors of a route, for FastAPI: what they mean and how they look."""
    return {status: _error(status) for status in statuses}


def document(routes: Sequence[BaseRoute], settings: Settings, base: str) -> dict[str, Any]:
    """Return the description.

    Args:
        routes: The routes of the API.
        settings: They name who offers it.
        base: The address of the site.
    """
    made = get_openapi(
        title="Bricoleur",
        version=VERSION,
        openapi_version="3.1.0",
        summary="Cited tips for civil servants who work with residents",
        description=_DESCRIPTION,
        routes=routes,
        tags=_TAGS,
        servers=[{"url": base + REST}],
        contact=_contact(settings, base),
        separate_input_output_schemas=False,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    made["security"] = [{"key": []}, {}]
    parts = made["components"]
    parts["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key: brc_…"}
    }
    parts["headers"] = {name: _header(*about) for name, about in _HEADERS.items()}
    parts["schemas"]["ProblemDetails"] = schema.ProblemDetails.model_json_schema()
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            _finish(path, method, operation)
    return made


def _finish(path: str, method: str, operation: dict[str, Any]) -> None:
    """Put the headers on every response, and leave out FastAPI's own kind of error."""
    operation["operationId"] = (
        f"{method}{path.title()}".replace("/", "")
        .replace("{Id}", "One")
        .replace("{Format}", "File")
    )
    responses = operation["responses"]
    if method == "get":
        responses.pop("422", None)
    counted = f"{REST}{path}" not in UNCOUNTED
    for status, response in responses.items():
        names = [*_ALWAYS]
        if counted and status not in ("401", "403", "408", "413"):
            names += _COUNTED
        if status == "429":
            names.append("Retry-After")
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _error(status: int) -> dict[str, Any]:
    title, detail = (text["en"] for text in PROBLEMS[status])
    example = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"{REST}/ask",
    }
    found = {"schema": {"$ref": "#/components/schemas/ProblemDetails"}, "example": example}
    return {"description": title, "content": {MEDIA_TYPE: found}}


def _header(kind: str, said: str, example: str) -> dict[str, Any]:
    value = int(example) if kind == "integer" else example
    return {"description": said, "schema": {"type": kind}, "example": value}


def _contact(settings: Settings, base: str) -> dict[str, str]:
    """Return whom to turn to: the page About, and the address if the settings name one."""
    contact = {
        "name": settings.organisation or "Bricoleur",
        "url": base + addresses.address("about"),
    }
    if settings.contact and settings.contact.startswith("mailto:"):
        contact["email"] = settings.contact.removeprefix("mailto:")
    return contact
