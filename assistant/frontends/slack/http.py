"""Where Slack reaches us over HTTP: what it signed is written down, and then answered."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from assistant.frontends.slack.app import Door
from assistant.frontends.slack.intake import (
    MAX_BODY,
    Unwelcome,
    check_signature,
    read_body,
    read_event,
)
from assistant.frontends.slack.manifest import PATH, REDIRECT
from assistant.frontends.slack.oauth import INSTALL, Installing
from assistant.settings import Settings
from corpus.problem import Problem

Endpoint = Callable[[Request], Awaitable[Response]]
SIZES: Final = {PATH: MAX_BODY}
"""Bytes of a request that are allowed at our addresses."""
_SAID: Final = {
    400: "This is not what Slack sends.",
    401: "This was not signed by Slack, or too long ago. Check BRICOLEUR_SLACK_SIGNING_SECRET "
    "and the clock of this machine.",
    413: "This is larger than what Slack sends.",
    503: "This could not be written down. Send it again.",
}
log = logging.getLogger(__name__)


def is_signed(scope: Scope) -> bool:
    """Tell whether a request needs no sign-in since we ask for Slack's signature ourselves."""
    return bool(scope["path"] == PATH and scope["method"] == "POST")


class Entry:
    """The address to which Slack brings everything.

    Args:
        door: What answers.
        secret: What Slack signs with.
        clock: Gives the time in seconds.
    """

    def __init__(
        self, door: Door, secret: SecretStr, clock: Callable[[], float] = time.time
    ) -> None:
        self._door = door
        self._secret = secret
        self._clock = clock

    async def __call__(self, request: Request) -> Response:
        """Take one event in: Slack hears at once that it has come, and then it is answered."""
        body = await request.body()
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            secret = self._secret.get_secret_value()
            check_signature(body, headers, secret, self._clock())
            payload = read_body(body, headers.get("content-type", ""))
        except Unwelcome as refused:
            log.warning("a request to Slack's address was refused: %d", refused.status)
            return _refused(refused.status)
        if payload.get("type") == "url_verification":
            return JSONResponse({"challenge": str(payload.get("challenge", ""))[:1000]})
        event = read_event(payload)
        if event is None:
            return Response()
        try:
            await self._door.work.take(event)
        except Problem as problem:
            log.error("an event can't be written down: %s", problem.en)
            return _refused(503)
        return Response()


def routes(settings: Settings, door: Door) -> dict[str, tuple[str, Endpoint]]:
    """Return what there is by address: the method, and what answers it."""
    secret = settings.slack_signing_secret or SecretStr("")
    found: dict[str, tuple[str, Endpoint]] = {PATH: ("POST", Entry(door, secret).__call__)}
    if settings.slack_client_id is not None:
        installing = Installing(settings, door.client, door.stores)
        found |= {
            INSTALL: ("GET", installing.install),
            REDIRECT: ("GET", installing.redirect),
        }
    return found


def _refused(status: int) -> Response:
    return JSONResponse({"error": _SAID[status]}, status)
