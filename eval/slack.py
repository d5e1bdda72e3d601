"""How a server does when Slack brings it events at a steady pace.

The server is a process of its own, with its own database. Here is what sends the events as Slack
does, and a stand-in for Slack that takes the answers and notes when they came.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import httpx
    from aiohttp import web

PATH: Final = "/api/slack/events"
SECRET: Final = "a secret for measuring"
PATIENCE: Final = 60.0
"""Seconds that the last answer may take."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What was measured, in milliseconds: until Slack heard, and until the answer was there."""

    acks: tuple[float, ...]
    answers: tuple[float, ...]
    errors: Mapping[str, int]

    def lines(self) -> list[str]:
        """Return it as a table for a terminal."""
        rows = [f"{len(self.acks)} events, {len(self.answers)} answers"]
        for name, values in (("ack", self.acks), ("answer", self.answers)):
            if len(values) > 1:
                cuts = quantiles(values, n=100)
                rows.append(
                    f"{name:7} p50 {median(values):7.1f} ms   p95 {cuts[94]:7.1f} ms   "
                    f"p99 {cuts[98]:7.1f} ms   most {max(values):7.1f} ms"
                )
        rows += [f"error {name}: {number}" for name, number in sorted(self.errors.items())]
        return rows if self.errors else [*rows, "no errors"]


class StandIn:
    """Takes every call to Slack, and notes when a thread got its answer."""

    def __init__(self) -> None:
        self.answered: dict[str, float] = {}
        self._count = count(1)
        self.url = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[StandIn]:
        """Listen on a free port of this machine."""
        from aiohttp import web

        app = web.Application(client_max_size=1024 * 1024)
        app.router.add_post("/api/{method}", self._called)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        try:
            yield self
        finally:
            await runner.cleanup()

    def when(self, number: int) -> float | None:
        """Return when the answer to an event came, if it did."""
        ts, user = _names(number)
        return self.answered.get(ts) or self.answered.get(user)

    async def _called(self, request: web.Request) -> web.Response:
        from aiohttp import web

        now = time.perf_counter()
        if request.match_info["method"] == "auth.test":
            who = {"team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "url": "", "team": "T1"}
            return web.json_response({"ok": True, **who})
        as_json = request.content_type == "application/json"
        sent: Mapping[str, Any] = await (request.json() if as_json else request.post())
        args = {**request.query, **sent}
        for name in ("user", "users", "recipient_user_id", "thread_ts"):
            if args.get(name):  # in its thread, to its asker alone, or in their own room
                self.answered.setdefault(str(args[name]), now)
        if request.match_info["method"] == "conversations.open":
            return web.json_response({"ok": True, "channel": {"id": "D1"}})
        ts = f"1.{next(self._count)}"
        return web.json_response({"ok": True, "ts": ts, "message_ts": ts, "channel": "C1"})


async def keep_pace(questions: Sequence[str], rate: float, warm_up: int) -> Pace:
    """Send a mention for each question, ``rate`` a second, whatever the server makes of it.

    Args:
        questions: What is asked.
        rate: Events a second.
        warm_up: The first so many aren't counted.
    """
    import httpx

    acks: list[float] = []
    errors: Counter[str] = Counter()
    sent: dict[int, float] = {}
    async with StandIn().running() as slack, _server(slack.url) as url:
        async with httpx.AsyncClient(base_url=url, timeout=10) as client:

            async def send(number: int) -> None:
                sent[number] = start = time.perf_counter()
                try:
                    await _mention(client, questions[number], number)
                except httpx.HTTPError as error:
                    errors[type(error).__name__] += 1
                else:
                    if number >= warm_up:
                        acks.append((time.perf_counter() - start) * 1000)

            await _steadily(send, len(questions), rate)
        await _until_answered(slack, len(questions))
    ends = {number: slack.when(number) for number in range(warm_up, len(questions))}
    took = [(end - sent[number]) * 1000 for number, end in ends.items() if end]
    if len(took) < len(ends):
        errors["no answer"] = len(ends) - len(took)
    return Pace(tuple(acks), tuple(took), dict(errors))


async def _steadily(send: Any, number: int, rate: float) -> None:
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for n in range(number):
            await asyncio.sleep(max(0.0, start + n / rate - time.perf_counter()))
            group.create_task(send(n))


async def _until_answered(slack: StandIn, number: int) -> None:
    end = time.perf_counter() + PATIENCE
    while not all(map(slack.when, range(number))) and time.perf_counter() < end:
        await asyncio.sleep(0.05)


async def _mention(client: httpx.AsyncClient, question: str, number: int) -> None:
    ts, user = _names(number)
    event = {"type": "app_mention", "user": user, "text": f"<@UBOT> {question}", "ts": ts}
    body = json.dumps(
        {
            **{"type": "event_callback", "team_id": "T1", "api_app_id": "A1"},
            **{"event_id": f"Ev{ts}", "event": {**event, "channel": "C1", "event_ts": ts}},
        }
    )
    stamp = str(int(time.time()))
    base = f"v0:{stamp}:{body}".encode()
    signed = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed}
    headers["Content-Type"] = "application/json"
    (await client.post(PATH, content=body, headers=headers)).raise_for_status()


def _names(number: int) -> tuple[str, str]:
    """Return the message and the asker of an event."""
    return f"1700000000.{number:06}", f"U{number:06}"


@asynccontextmanager
async def _server(slack: str) -> AsyncIterator[str]:
    """Run a server for as long as this is entered, and give its address."""
    with TemporaryDirectory() as folder:
        given = {
            "BRICOLEUR_SLACK_MODE": "http",
            "BRICOLEUR_SLACK_BOT_TOKEN": "xoxb-measuring",
            "BRICOLEUR_SLACK_SIGNING_SECRET": SECRET,
            "BRICOLEUR_DATABASE_URL": f"sqlite:///{Path(folder) / 'measured.sqlite3'}",
        }
        command = [sys.executable, "-m", "assistant.frontends.cli.app", "serve", "--port", "0"]
        process = await asyncio.create_subprocess_exec(
            *command,
            "--slack-url",
            slack,
            env={**os.environ, **given},
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            assert process.stdout is not None
            line = (await process.stdout.readline()).decode()
            yield line.partition(" ")[2].strip().rstrip("/")
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
