"""The door as a process of its own would serve it, which can be killed without a word."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from assistant.frontends.slack import http
from assistant.frontends.slack.app import Door, House
from assistant.frontends.slack.client import new_client
from assistant.frontends.web.server import listen
from tests.slack.servers import Slack


async def at_once(seconds: float) -> None:
    """Waits no time at all."""


class Replica:
    """One process that serves the door, in a thread with a loop of its own.

    Args:
        house: What the door is part of.
        slack: Where it takes its answers.
        lease: Seconds after which its work is free again when it dies; None: as it ships.
    """

    def __init__(self, house: House, slack: Slack, lease: float | None = None) -> None:
        self._loop = asyncio.new_event_loop()
        self._listener = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.door: Door
        self._server: Any
        self._serving: asyncio.Task[None]
        self._run(self._start(house, slack, lease))

    async def _start(self, house: House, slack: Slack, lease: float | None) -> None:
        self.door = door = Door(house, new_client(slack.url, sleep=at_once))
        if lease is not None:
            door.stores.claims._lease = lease
            door.work._beat = lease / 6
        found = http.routes(house.settings, door)
        routes = [Route(path, to, methods=[how]) for path, (how, to) in found.items()]
        config = uvicorn.Config(Starlette(routes=routes), log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        await door.start()
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._listener]))

    def kill(self) -> None:
        """End it as a power cut would: nothing that it was doing goes on, nothing is told."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._listener.close()

    def stop(self) -> None:
        """End it in order."""
        self._server.should_exit = True
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def bury(self) -> None:
        """Clear up after a kill, once nothing of it can be mistaken for work."""
        self.door.work._note = at_once_with  # type: ignore[method-assign,assignment]
        self._loop.run_until_complete(self._clear())
        self._loop.close()

    async def _clear(self) -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self.door.work._watch = None
        with contextlib.suppress(Exception):
            await self.door.stop()

    async def _stop(self) -> None:
        await self._serving
        await self.door.stop()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)


async def at_once_with(*args: Any) -> None:
    """Notes nothing."""
