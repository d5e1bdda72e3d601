"""The first that a request meets: is it meant for us, from someone who may, from our own pages?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.frontends.web.visitor import FORWARDED, Visitor, known_host, recognise, same_site
from assistant.settings import Settings

Admit = Callable[[Scope], Awaitable[int | None]]
"""Lets a request in that needs no sign-in, by noting ``admitted`` in its scope; returns the status
of a refusal, or None."""
Refuse = Callable[[Scope, int], Response]
"""Makes the answer to a request that is refused with a status code."""
SAFE: Final = ("GET", "HEAD", "OPTIONS")
OWN_NAMES: Final = ("localhost", "127.0.0.1", "::1")


class Gate:
    """Middleware that lets through what may come in, and notes who it is.

    Args:
        app: What comes next.
        settings: Says which names, proxies and sites are trusted.
        refuse: Makes the answer to what may not come in.
        admit: Asked about every request before a sign-in is.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, refuse: Refuse, admit: Admit | None = None
    ) -> None:
        self._app = app
        self._admit = admit
        self._settings = settings
        self._refuse = refuse
        self._hosts = (*OWN_NAMES, settings.host, *settings.allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await _close(receive, send)
            return
        headers = dict(Headers(scope=scope).items())
        peer = scope["client"][0] if scope.get("client") else ""
        settings = self._settings
        visitor = recognise(peer, headers, settings.trusted_proxies, settings.auth_header)
        scope["visitor"] = visitor
        status = await self._status(scope, visitor, headers.get("origin"))
        if status:
            await self._refuse(scope, status)(scope, receive, send)
            return
        _tidy(scope, visitor, https=settings.https)
        await self._app(scope, receive, send)

    async def _status(self, scope: Scope, visitor: Visitor, origin: str | None) -> int | None:
        """Return the status with which a request is refused, or None."""
        if not known_host(visitor.host, self._hosts):
            return 400
        refused = await self._admit(scope) if self._admit else None
        if refused or scope.get("admitted"):
            return refused
        return self._stranger(scope["method"], visitor, origin)

    def _stranger(self, method: str, visitor: Visitor, origin: str | None) -> int | None:
        """Return the status with which someone is refused whom nothing else lets in."""
        settings = self._settings
        if settings.auth_header and not visitor.proxied:
            return 403
        if settings.auth_header and not visitor.user:
            return 401
        if method not in SAFE and not same_site(origin, visitor.host, settings.cors_origins):
            return 403
        return None


def _tidy(scope: Scope, visitor: Visitor, *, https: bool) -> None:
    """Leave nothing behind of what a proxy said: Gradio would build addresses from it."""
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name != b"host" and not name.startswith(FORWARDED)
    ]
    scope["headers"] = [*kept, (b"host", visitor.host.encode("latin-1"))]
    if https:
        scope["scheme"] = "https"


async def _close(receive: Callable[[], Awaitable[object]], send: Send) -> None:
    """Turn a web socket away: nothing here uses one."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})
