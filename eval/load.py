"""How a running server does when many ask at once."""

from __future__ import annotations

import json
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

import anyio

if TYPE_CHECKING:
    import httpx

PATIENCE: Final = 120.0
"""Seconds that one answer may take."""
Ask = Callable[["httpx.AsyncClient", str], Awaitable[float | None]]
"""Asks one question; returns the engine's own milliseconds, None where they aren't told."""


@dataclass(frozen=True, slots=True)
class Load:
    """What was measured, in milliseconds.

    ``took`` is the whole of each request as its sender saw it, ``overhead`` that without the time
    the engine itself says it took: the network, the layers around the routes, and waiting for
    one's turn. ``errors`` counts what was no answer, by HTTP status or kind of fault.
    """

    took: tuple[float, ...]
    overhead: tuple[float, ...]
    errors: Mapping[str, int]
    seconds: float

    def lines(self) -> list[str]:
        """Return it as a table for a terminal."""
        asked = len(self.took) + sum(self.errors.values())
        rows = [f"{asked} requests in {self.seconds:.1f} s, {asked / self.seconds:.0f} a second"]
        for name, values in (("request", self.took), ("overhead", self.overhead)):
            if len(values) > 1:
                slow = quantiles(values, n=20)[-1]
                rows.append(f"{name:9} p50 {median(values):7.1f} ms   p95 {slow:7.1f} ms")
        rows += [f"error {name}: {count}" for name, count in sorted(self.errors.items())]
        return rows if self.errors else [*rows, "no errors"]


async def over_api(client: httpx.AsyncClient, question: str) -> float:
    """Ask over the REST API."""
    answer = await client.post("/api/v1/ask", json={"question": question}, timeout=PATIENCE)
    answer.raise_for_status()
    return float(answer.json()["timings_ms"]["total"])


async def over_page(client: httpx.AsyncClient, question: str) -> None:
    """Ask as the chat page does: into Gradio's queue, and wait for the whole answer.

    Raises:
        ValueError: The page would show that something went wrong.
    """
    session = secrets.token_hex(5)
    body = {"data": [question, ""], "fn_index": 0, "session_hash": session, "trigger_id": None}
    joined = await client.post("/gradio_api/queue/join", json=body, timeout=PATIENCE)
    joined.raise_for_status()
    where = {"session_hash": session}
    found = await client.get("/gradio_api/queue/data", params=where, timeout=PATIENCE)
    lines = (line for line in found.text.splitlines() if line.startswith("data: "))
    events = [json.loads(line.removeprefix("data: ")) for line in lines]
    done = [event for event in events if event["msg"] == "process_completed"]
    if not (done and done[0]["success"]):
        raise ValueError("the answer did not come")


async def ask_at_once(
    client: httpx.AsyncClient, questions: Sequence[str], users: int, door: Ask = over_api
) -> Load:
    """Let ``users`` ask at the same time, each its share of the questions, one after another.

    Args:
        client: Asks the server; its base address is that of the site.
        questions: At least one.
        users: How many ask at once.
        door: Asks one question.
    """
    took: list[float] = []
    overhead: list[float] = []
    errors: Counter[str] = Counter()

    async def ask(question: str) -> None:
        import httpx

        start = time.perf_counter()
        try:
            engine = await door(client, question)
            whole = (time.perf_counter() - start) * 1000
        except (httpx.HTTPError, ValueError, KeyError) as error:
            errors[_fault(error)] += 1
        else:
            took.append(whole)
            if engine is not None:
                overhead.append(whole - engine)

    async def user(place: int) -> None:
        for question in questions[place::users]:
            await ask(question)

    start = time.perf_counter()
    async with anyio.create_task_group() as group:
        for place in range(users):
            group.start_soon(user, place)
    return Load(tuple(took), tuple(overhead), dict(errors), time.perf_counter() - start)


def _fault(error: Exception) -> str:
    """Return the HTTP status of a refusal, or what kind of fault it was."""
    response = getattr(error, "response", None)
    return str(response.status_code) if response is not None else type(error).__name__
