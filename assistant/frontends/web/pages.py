"""Pages that need no script: the text of a tip, where citations lead."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Literal

from index.retriever import Retriever

if TYPE_CHECKING:
    from fastapi import APIRouter


def router(retriever: Callable[[], Retriever]) -> APIRouter:
    """Return the routes of the pages."""
    from fastapi import APIRouter
    from fastapi.responses import HTMLResponse

    routes = APIRouter(default_response_class=HTMLResponse)

    @routes.get("/{kind}/{name}")
    def parent(kind: Literal["tip", "chapter", "doc"], name: str) -> HTMLResponse:
        passages = retriever().passages_of(f"{kind}:{name}", "nl")
        if not passages:
            return HTMLResponse("<!doctype html><title>404</title><p>Niet gevonden.", 404)
        body = "".join(
            f"<h2 id={escape(p.id.split('#')[1])!r}>{escape(p.section)}</h2><p>{escape(p.text)}"
            for p in passages
        )
        title = escape(passages[0].title)
        return HTMLResponse(
            f"<!doctype html><html lang=nl><title>{title}</title><h1>{title}</h1>{body}"
        )

    return routes
