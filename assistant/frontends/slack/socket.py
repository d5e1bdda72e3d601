"""Socket Mode: we call Slack, for networks that let nothing in.

The library's client goes back for ever to an address that Slack gives out for one use, and never
tells that a token is no good; what it is needed for is little.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections.abc import Callable, Mapping
from typing import Any, Final

import aiohttp

from assistant.frontends.slack.app import Door
from assistant.frontends.slack.client import TIMEOUT, call
from assistant.frontends.slack.faults import REVOKED, Later, Refusal
from assistant.frontends.slack.intake import MAX_BODY, read_event
from corpus.problem import Problem

PULSE: Final = 10.0
"""Seconds between two looks whether Slack is still there."""
PAUSES: Final = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before each attempt to connect; the last goes on."""
UNFIT: Final = REVOKED | {"not_allowed_token_type", "missing_scope", "no_permission"}
"""Errors that only an administrator can mend."""
log = logging.getLogger(__name__)


class Socket:
    """A connection with Slack that comes back whenever it is lost.

    Args:
        door: What answers.
        token: The token of the app itself.
        connected: Called each time that there is a connection.
        pauses: Seconds before each attempt to connect.
    """

    def __init__(
        self,
        door: Door,
        token: str,
        connected: Callable[[], None] = lambda: None,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._door = door
        self._token = token
        self._connected = connected
        self._pauses = pauses
        self._readers: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Stay connected until cancelled.

        Raises:
            Problem: Slack does not accept the token.
        """
        attempt = 0
        async with aiohttp.ClientSession() as session:
            try:
                while True:
                    await asyncio.sleep(self._pauses[min(attempt, len(self._pauses) - 1)])
                    attempt += 1
                    if await self._once(session):
                        attempt = 0
            finally:
                for reader in self._readers:
                    reader.cancel()
                await asyncio.gather(*self._readers, return_exceptions=True)

    async def _once(self, session: aiohttp.ClientSession) -> bool:
        """Connect and stay until it is time for a new connection; tell whether there was one.

        Raises:
            Problem: Slack does not accept the token.
        """
        try:
            found = await call(self._door.client.apps_connections_open, app_token=self._token)
            async with asyncio.timeout(TIMEOUT):
                socket = await session.ws_connect(found["url"], heartbeat=PULSE)
        except Refusal as refusal:
            if refusal.error in UNFIT:
                raise _unfit(refusal.error) from None
            log.warning("Slack does not let us connect: %s", refusal.error)
            return False
        except (Later, aiohttp.ClientError, TimeoutError, OSError) as fault:
            log.warning("Slack can't be reached: %s", type(fault).__name__)
            return False
        self._connected()
        left = asyncio.Event()
        reader = asyncio.create_task(self._read(socket, left))
        self._readers.add(reader)
        reader.add_done_callback(self._readers.discard)
        await left.wait()  # what still comes in on this one is read beside the next
        return True

    async def _read(self, socket: aiohttp.ClientWebSocketResponse, left: asyncio.Event) -> None:
        """Take in what Slack sends, until it closes the connection."""
        try:
            async with socket:
                async for message in socket:
                    said = _read_json(message)
                    if said.get("type") == "disconnect":
                        left.set()
                    elif await self._take(said.get("payload")) and said.get("envelope_id"):
                        await socket.send_json({"envelope_id": said["envelope_id"]})
        except (aiohttp.ClientError, OSError) as fault:
            log.info("the connection with Slack was lost: %s", type(fault).__name__)
        finally:
            left.set()

    async def _take(self, payload: object) -> bool:
        """Take one event in; tell whether Slack can be told so, or must send it again."""
        if not isinstance(payload, dict) or len(json.dumps(payload)) > MAX_BODY:
            return True
        event = read_event(payload)
        if event is None:
            return True
        try:
            await self._door.work.take(event)
        except Problem as problem:
            log.error("an event can't be written down: %s", problem.en)
            return False
        return True


async def run(door: Door, token: str, connected: Callable[[], None] = lambda: None) -> None:
    """Answer what comes in over Socket Mode until the process is told to stop.

    Args:
        door: What answers.
        token: The token of the app itself.
        connected: Called each time that there is a connection.

    Raises:
        Problem: Slack does not accept the token.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for name in signals:
        loop.add_signal_handler(name, stopped.set)
    tasks = [
        asyncio.create_task(Socket(door, token, connected).run()),
        asyncio.create_task(stopped.wait()),
    ]
    try:
        async with door.running():
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()
    finally:
        for name in signals:
            loop.remove_signal_handler(name)


def _read_json(message: aiohttp.WSMessage) -> Mapping[str, Any]:
    if message.type is not aiohttp.WSMsgType.TEXT:
        return {}
    try:
        found = json.loads(message.data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _unfit(error: str) -> Problem:
    return Problem(
        nl=f"Slack accepteert BRICOLEUR_SLACK_APP_TOKEN niet ({error}). Neem een token dat met "
        "xapp- begint en connections:write mag.",
        en=f"Slack does not accept BRICOLEUR_SLACK_APP_TOKEN ({error}). Take a token that "
        "starts with xapp- and has connections:write.",
    )
