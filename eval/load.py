"""How a running server does when many ask at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

import anyio

if TYPE_CHECKING:
    import httpx

PATIENCE: Final = 120.0
"""Seconds that one answer may take."""


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


async def ask_at_once(client: httpx.AsyncClient, questions: Sequence[str], users: int) -> Load:
    """Let ``users`` ask at the same time, each its share of the questions, one after another.

    Args:
        client: Asks the server; its base address is that of the site.
        questions: At least one.
        users: How many ask at once.
    """
    took: list[float] = []
    overhead: list[float] = []
    errors: Counter[str] = Counter()

    async def ask(question: str) -> None:
        import httpx

        start = time.perf_counter()
        try:
            answer = await client.post("/api/v1/ask", json={"question": question}, timeout=PATIENCE)
            whole = (time.perf_counter() - start) * 1000
            answer.raise_for_status()
            engine = float(answer.json()["timings_ms"]["total"])
        except httpx.HTTPStatusError as error:
            errors[str(error.response.status_code)] += 1
        except (httpx.HTTPError, ValueError, KeyError) as error:
            errors[type(error).__name__] += 1
        else:
            took.append(whole)
            overhead.append(whole - engine)

    async def user(place: int) -> None:
        for question in questions[place::users]:
            await ask(question)

    start = time.perf_counter()
    async with anyio.create_task_group() as group:
        for place in range(users):
            group.start_soon(user, place)
    return Load(tuple(took), tuple(overhead), dict(errors), time.perf_counter() - start)
