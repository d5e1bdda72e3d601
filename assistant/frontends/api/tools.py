"""The same answers as tools for agents, over the Model Context Protocol.

Two tools: ``find_practice`` asks the engine, ``get_tip`` reads a tip. On standard input and output
(``bricoleur mcp``) for a program on the same machine; over HTTP only where it is switched on.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from assistant.frontends import addresses
from assistant.frontends.api.asking import Asking
from assistant.frontends.api.content import Content
from assistant.frontends.api.entrance import MCP
from assistant.frontends.catalogue import Catalogue
from assistant.settings import Settings
from corpus.models import Corpus, Language
from corpus.problem import Problem
from index.retriever import Retriever

if TYPE_CHECKING:
    from mcp.server import MCPServer
    from starlette.types import ASGIApp

PACKAGE: Final = "bricoleur-assistant"
INSTRUCTIONS: Final = (
    "Practical, cited tips for Dutch civil servants who work with residents. Give find_practice "
    "one situation in Dutch or English, without names or personal data. Show the numbered markers "
    "with their citations, and show a status other than 'answered' as it is: it is an answer too."
)


def build(
    corpus: Corpus, retriever: Callable[[], Retriever], asking: Asking, settings: Settings
) -> MCPServer[Any]:
    """Return a server with the two tools.

    Args:
        corpus: The tips and sources.
        retriever: Gives the retriever to use.
        asking: Asks the engine.
        settings: Say at which address citations link to tips, and the language of errors.
    """
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    server: MCPServer[Any] = MCPServer(
        "bricoleur", instructions=INSTRUCTIONS, version=version(PACKAGE), log_level="WARNING"
    )
    catalogue = Catalogue(corpus, retriever)
    base = (settings.public_url or "").rstrip("/")

    @server.tool()
    async def find_practice(situation: str, language: Language | None = None) -> dict[str, Any]:
        """Find the work practice and cited advice for a situation with residents or colleagues.

        situation: what is going on, in one to five sentences of Dutch or English.
        language: nl or en for the answer; by default that of the situation.
        """
        try:
            answer = await asking.ask(situation, (), language)
        except Problem as problem:
            raise ToolError(problem.text(language or settings.language)) from problem
        found = answer.as_json()
        for citation in found["citations"]:
            where = addresses.passage_address(citation["passage_id"], answer.language)
            citation["url"] = base + where if base else None
        return found

    @server.tool()
    async def get_tip(tip_id: str, language: Language = "nl") -> dict[str, Any]:
        """Read a whole tip: its sections, the situations it is for, and its sources.

        tip_id: as find_practice gives it, for example collega-zegt-nee.
        """
        tip = corpus.tips.get(tip_id)
        if tip is None:
            raise ToolError(f"There is no tip '{tip_id}'. find_practice gives the ids.")
        return Content(corpus, catalogue, language, base).tip(tip).model_dump(mode="json")

    return server


def over_http(server: MCPServer[Any]) -> ASGIApp:
    """Return the server as an app at :data:`MCP`: without sessions, so that nothing is kept.

    Host and origin are checked by the layers around the whole app.
    """
    from mcp.server.transport_security import TransportSecuritySettings

    return server.streamable_http_app(
        streamable_http_path=MCP,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
