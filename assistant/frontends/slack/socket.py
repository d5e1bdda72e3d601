"""Socket Mode: we call Slack, for networks that let nothing in."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
from collections.abc import Callable
from itertools import chain, repeat
from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from assistant.frontends.slack.app import Door
from assistant.frontends.slack.intake import MAX_BODY, read_event
from corpus.problem import Problem

PAUSES: Final = (1, 2, 5, 10, 30)
"""Seconds between attempts to reach Slack at the start; the last goes on."""
PULSE: Final = 5.0
log = logging.getLogger(__name__)


class Socket:
    """A connection with Slack that comes back whenever it is lost.

    Args:
        door: What answers.
        token: The token of the app itself.
        pulse: Seconds between two looks at the connection.
    """

    def __init__(self, door: Door, token: str, pulse: float = PULSE) -> None:
        quiet = logging.getLogger(f"{__name__}.client")
        quiet.setLevel(logging.ERROR)
        self._door = door
        self._client = SocketModeClient(
            token, logger=quiet, web_client=door.client, ping_interval=pulse
        )
        self._client.socket_mode_request_listeners.append(self._take)

    async def connect(self) -> None:
        """Connect, and go on trying for as long as Slack can't be reached.

        Raises:
            Problem: Slack does not accept the token.
        """
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                await self._client.connect()  # type: ignore[no-untyped-call]
                return
            except SlackApiError as error:
                _refused(error)
            except Exception as error:  # whatever stands between us and Slack, it may pass
                log.warning("Slack can't be reached: %s", type(error).__name__)
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """Hang up."""
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Take one event in. Slack hears of it once it is written down, or sends it again."""
        event = read_event(request.payload)
        if event is not None and len(json.dumps(request.payload)) <= MAX_BODY:
            try:
                await self._door.work.take(event)
            except Problem as problem:
                log.error("an event can't be written down: %s", problem.en)
                return
        with contextlib.suppress(Exception):  # a lost connection: Slack sends it again
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))


async def run(door: Door, token: str, started: Callable[[], None] = lambda: None) -> None:
    """Answer what comes in over Socket Mode until the process is told to stop.

    Raises:
        Problem: Slack does not accept the token.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await door.start()
    socket = Socket(door, token)
    connecting = asyncio.create_task(socket.connect())
    waiting = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait((connecting, waiting), return_when=asyncio.FIRST_COMPLETED)
        if connecting.done():
            connecting.result()
            started()
            await waiting
    finally:
        connecting.cancel()
        waiting.cancel()
        await socket.close()
        await door.stop()


def _refused(error: SlackApiError) -> None:
    """Raise what only an administrator can mend; return for what passes.

    Raises:
        Problem: Slack does not accept the token.
    """
    said = str(error.response.get("error", ""))
    if said in ("invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive"):
        raise Problem(
            nl=f"Slack accepteert BRICOLEUR_SLACK_APP_TOKEN niet ({said}). Neem een token dat met "
            "xapp- begint en connections:write mag.",
            en=f"Slack does not accept BRICOLEUR_SLACK_APP_TOKEN ({said}). Take a token that "
            "starts with xapp- and has connections:write.",
        ) from None
    log.warning("Slack can't be reached: %s", said or "no answer")
