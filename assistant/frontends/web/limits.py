"""Keeps one visitor from taking everything: how much may be sent, and how often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.frontends.meter import SEARCHES, Meter
from assistant.frontends.web.gate import SAFE, Refuse

MAX_BODY: Final = 32 * 1024
"""Bytes of a request: a question with a long conversation stays well below."""
DRAINED: Final = 8 * 1024 * 1024
"""Bytes of a request that is too large that are still taken in: a browser that is cut off
while it sends never sees the answer."""
PATIENCE: Final = 20.0
"""Seconds within which a request must have come in whole."""
POSTS: Final = 4
"""Other things sent for every question that may be asked."""
QUESTION: Final = "/gradio_api/queue/join"


class Limits:
    """Middleware that refuses what is too much.

    Args:
        app: What comes next.
        refuse: Makes the answer to what is too much.
        questions: Questions a minute that one visitor may ask.
        meter: Counts.
        elsewhere: Tells whether a request is counted elsewhere; only its size is looked at here.
        sizes: Bytes of a request that are allowed at addresses where it may be larger.
    """

    def __init__(
        self,
        app: ASGIApp,
        refuse: Refuse,
        questions: int,
        meter: Meter,
        elsewhere: Callable[[Scope], bool] = lambda scope: False,
        sizes: Mapping[str, int] | None = None,
    ) -> None:
        self._app = app
        self._elsewhere = elsewhere
        self._sizes = sizes or {}
        self._refuse = refuse
        self._most: Mapping[str, int] = {
            "ask": questions,
            "post": questions * POSTS,
            "search": questions * SEARCHES,
        }
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        kind = _kind(scope) if scope["type"] == "http" else None
        if kind is None:
            await self._app(scope, receive, send)
            return
        body = b""
        if scope["method"] not in SAFE:
            found = await _read(scope, receive, self._sizes.get(scope["path"], MAX_BODY))
            if isinstance(found, int):
                await self._refuse(scope, found)(scope, receive, send)
                return
            body = found
        if not self._counts(scope, kind):
            await self._refuse(scope, 429)(scope, receive, send)
            return
        await self._app(scope, receive if kind == "search" else _again(body, receive), send)

    def _counts(self, scope: Scope, kind: str) -> bool:
        """Count a request, and tell whether it may pass."""
        if self._elsewhere(scope):
            return True
        return self._meter.take(f"{kind} {scope['visitor'].key}", self._most[kind])


def _kind(scope: Scope) -> str | None:
    """Return what a request counts as; None for one that costs nothing."""
    if scope["method"] in SAFE:
        return "search" if b"q=" in scope["query_string"] else None
    return "ask" if scope["path"].endswith(QUESTION) else "post"


async def _read(scope: Scope, receive: Receive, most: int) -> bytes | int:
    """Return the body of a request, or the status with which it is refused."""
    declared = Headers(scope=scope).get("content-length", "0")
    if not declared.isdecimal() or int(declared) > DRAINED:
        return 413
    body = bytearray()
    size = 0
    with anyio.move_on_after(PATIENCE):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return 400
            chunk = message.get("body", b"")
            size += len(chunk)
            if size <= most:
                body += chunk
            if size > DRAINED:
                return 413
            if not message.get("more_body"):
                return bytes(body) if size <= most else 413
    return 408


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` that gives the body that was read, and then what comes after it."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
