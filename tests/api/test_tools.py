"""The tools for agents, asked by the official client."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters

from assistant.engine import Assistant
from assistant.frontends.api import tools
from assistant.frontends.api.asking import Asking
from assistant.settings import Settings
from corpus.models import Corpus
from corpus.problem import Problem
from index.retriever import Retriever

QUESTION: Final = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"


async def _use(server: Any, site: str | None) -> None:
    async with Client(server) as client:
        offered = await client.list_tools()
        assert [tool.name for tool in offered.tools] == ["find_practice", "get_tip"]
        assert all(tool.description for tool in offered.tools)

        found = await client.call_tool("find_practice", {"situation": QUESTION})
        assert not found.is_error
        answer = found.structured_content
        assert answer is not None
        assert answer["status"] == "answered"
        assert answer["practices"][0]["id"] == "binnen-buiten"
        first = answer["citations"][0]
        assert (first["url"] or "").startswith(f"{site}/tip/") if site else first["url"] is None

        tip = await client.call_tool("get_tip", {"tip_id": first["tip_id"], "language": "en"})
        assert tip.structured_content is not None
        assert tip.structured_content["language"] == "en"
        assert tip.structured_content["sections"]

        unknown = await client.call_tool("get_tip", {"tip_id": "../../etc/passwd"})
        assert unknown.is_error
        assert "find_practice" in str(unknown.content)

        other = await client.call_tool("find_practice", {"situation": "recept voor soep graag"})
        assert other.structured_content is not None
        assert other.structured_content["status"] == "unanswerable_off_topic"


@pytest.fixture(scope="module")
def address(start_site: Callable[..., Any]) -> str:
    """Where a site that has them switched on offers the tools."""
    site = start_site(mcp=True, questions_per_minute=1000, public_url="https://tips.example")
    return f"{site.url}/api/mcp"


def test_over_http_where_it_is_switched_on(address: str) -> None:
    anyio.run(_use, address, "https://tips.example")


def test_over_http_it_is_off_by_default(api_url: str) -> None:
    found = httpx.post(f"{api_url}/api/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"})
    assert found.status_code == 404
    assert found.headers["content-type"] == "application/problem+json"


def test_over_http_it_asks_for_a_key_like_the_rest(start_site: Callable[..., Any]) -> None:
    site = start_site(mcp=True, api_keys="required")
    found = httpx.post(f"{site.url}/api/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"})
    assert found.status_code == 401


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b'{"jsonrpc": "2.0"}', b"1" * 100_000])
def test_nonsense_is_refused(address: str, body: bytes) -> None:
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    found = httpx.post(address, content=body, headers=headers)
    assert 400 <= found.status_code < 500


def test_over_standard_input_and_output(web_data: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant.frontends.cli.app", "mcp"],
        env={**os.environ, "BRICOLEUR_DATA_DIR": str(web_data)},
    )
    anyio.run(_use, command, None)


def test_without_an_index_the_agent_gets_a_sentence(corpus: Corpus) -> None:
    def broken() -> Retriever:
        raise Problem(nl="Er is nog geen zoekindex.", en="There is no search index yet.")

    server = tools.build(corpus, broken, Asking(Assistant(broken)), Settings())

    async def use() -> str:
        async with Client(server) as client:
            found = await client.call_tool("find_practice", {"situation": QUESTION})
            assert found.is_error
            return str(found.content)

    assert "Er is nog geen zoekindex." in anyio.run(use)
