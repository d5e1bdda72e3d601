"""Puts the API together, for the server to mount."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from assistant.engine import Assistant
from assistant.feedback import FeedbackStore
from assistant.frontends.api import completions, parts, problems, rest, tools
from assistant.frontends.api.asking import Asking
from assistant.frontends.api.entrance import MCP, OPENAI, REST, Entrance, asks_key
from assistant.frontends.catalogue import Catalogue
from assistant.frontends.courses import Workshop
from assistant.frontends.meter import Meter
from assistant.generation.writing import Author
from assistant.settings import Settings
from corpus.models import Corpus
from index.retriever import Retriever

if TYPE_CHECKING:
    from mcp.server import MCPServer


@dataclass(frozen=True, slots=True)
class House:
    """What the API is part of.

    ``local`` tells whether only this machine can reach the server, ``author`` writes with a
    language model, if one is configured.
    """

    settings: Settings
    corpus: Corpus
    retriever: Callable[[], Retriever]
    feedback: FeedbackStore
    shop: Workshop
    meter: Meter
    local: bool
    author: Author | None = None


def asking_of(house: House) -> Asking:
    """Return what asks the engine, for all that the API offers."""
    return Asking(Assistant(house.retriever, house.settings.language, author=house.author))


def mounts(house: House, asking: Asking) -> dict[str, ASGIApp]:
    """Return the apps of the API by the path under which each is to be mounted."""
    settings = house.settings

    def base(request: Request) -> str:
        return parts.base_of(request, settings)

    def created() -> str:
        return house.retriever().manifest.created

    given = parts.Parts(
        settings=settings,
        corpus=house.corpus,
        catalogue=Catalogue(house.corpus, house.retriever),
        retriever=house.retriever,
        asking=asking,
        feedback=house.feedback,
        shop=house.shop,
    )
    return {
        REST: _behind_entrance(house, rest.create(given)),
        OPENAI: _behind_entrance(house, completions.create(settings, asking, base, created)),
    }


def agents(house: House, asking: Asking) -> MCPServer[Any] | None:
    """Return the tools for agents, if they are switched on."""
    if not house.settings.mcp:
        return None
    return tools.build(house.corpus, house.retriever, asking, house.settings)


def agents_route(house: House, server: MCPServer[Any]) -> Route:
    """Return where the tools are found, behind the same entrance as the rest of the API."""
    return Route(MCP, endpoint=_behind_entrance(house, tools.over_http(server)))


def _behind_entrance(house: House, app: ASGIApp) -> Entrance:
    def refuse(scope: Scope, status: int) -> Response:
        return refusal(house.settings, scope, status)

    keyed = asks_key(house.settings, local=house.local)
    return Entrance(app, refuse, house.settings, house.meter, keyed=keyed)


def refusal(settings: Settings, scope: Scope, status: int) -> Response:
    """Return the answer to a request to the API that is refused before it comes to the routes."""
    language = problems.spoken(Headers(scope=scope), settings.language)
    if scope["path"].startswith("/api"):
        return problems.problem(scope, problems.known(status), None, language)
    return completions.refusal(problems.known(status), language)
