"""The load measurement, on a server that does as it is told."""

from __future__ import annotations

import json

import anyio
import httpx

from eval.load import Load, ask_at_once, over_page


def test_what_is_measured() -> None:
    waiting = 0
    most = 0

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal waiting, most
        waiting += 1
        most = max(most, waiting)
        await anyio.lowlevel.checkpoint()
        waiting -= 1
        question = json.loads(request.content)["question"]
        if question == "stuk":
            raise httpx.ReadError("gone")
        if question == "vreemd":
            return httpx.Response(200, text="<html>")
        status = int(question) if question.isdecimal() else 200
        return httpx.Response(status, json={"timings_ms": {"total": -1000.0}})

    async def run() -> Load:
        transport = httpx.MockTransport(answer)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            questions = ["hoi", "429", "stuk", "vreemd", "hoi", "429", "hoi"]
            return await ask_at_once(client, questions, 3)

    found = anyio.run(run)
    assert most > 1
    assert len(found.took) == 3
    assert found.errors == {"429": 2, "ReadError": 1, "JSONDecodeError": 1}
    assert all(over > 1000 for over in found.overhead)
    lines = found.lines()
    assert lines[0].startswith("7 requests")
    assert "error 429: 2" in lines
    assert Load((1.0, 2.0), (0.5, 0.5), {}, 1.0).lines()[-1] == "no errors"


def test_the_page_is_asked_as_a_browser_asks_it(site_url: str) -> None:
    async def run() -> Load:
        async with httpx.AsyncClient(base_url=site_url) as client:
            return await ask_at_once(client, ["Hoe zeg ik nee?", "No budget"], 2, over_page)

    found = anyio.run(run)
    assert not found.errors
    assert len(found.took) == 2
    assert found.overhead == ()
