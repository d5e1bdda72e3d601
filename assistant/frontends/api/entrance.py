"""What a request to the API passes on its way in: who it is, whether it may, how often.

Three parts, since each has its own place among the layers around the app: :class:`Stamp` is the
outermost, the gate asks :class:`Admission` whether a key lets someone in, and :class:`Entrance`
stands before the routes themselves.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Final

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.frontends.api.keys import PREFIX, KeyStore
from assistant.frontends.courses import MAX_SENT, NAMES
from assistant.frontends.meter import SEARCHES, Meter
from assistant.settings import Settings
from corpus.problem import Problem

VERSION: Final = "1.0.0"
"""The version of the REST API; its first number stands in the address."""
REST: Final = "/api/v1"
OPENAI: Final = "/v1"
MCP: Final = "/api/mcp"
MAX_CHAT: Final = 512 * 1024
"""Bytes of a request to the OpenAI door: its clients send the whole conversation each time."""
PACKS: Final = f"{REST}/course/packs"
"""Where course material is made; below it stand the files."""
SIZES: Final[Mapping[str, int]] = {
    f"{OPENAI}/chat/completions": MAX_CHAT,
    **{path: MAX_SENT for path in (PACKS, *(f"{PACKS}/{name}" for name in NAMES))},
}
"""Bytes of a request that are allowed at addresses where it may be larger."""
FREE: Final = frozenset({f"{REST}/openapi.json", f"{REST}/health"})
"""What anyone may ask at any time: programs that watch and read documentation have no key."""
OPEN: Final = FREE | {f"{REST}/ready"}
"""What needs no key but is counted."""
EXPOSED: Final = (
    *("API-Version", "X-Request-Id", "Retry-After"),
    *("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
)
"""Headers that a page of another site may read."""
_ASKS: Final = frozenset({f"{REST}/ask", f"{OPENAI}/chat/completions", MCP})
_POSTS: Final = _ASKS | {f"{REST}/feedback"}
_TOKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
log = logging.getLogger(__name__)
Refuse = Callable[[Scope, int], Response]


def is_api(scope: Scope) -> bool:
    """Tell whether a request is for the API, also if there is nothing at its address."""
    path = scope["path"]
    return path in ("/api", OPENAI) or path.startswith(("/api/", f"{OPENAI}/"))


def asks_key(settings: Settings, *, local: bool) -> bool:
    """Tell whether every request to the API needs a key.

    Args:
        settings: The settings.
        local: Whether only this machine itself can reach the server.
    """
    if settings.api_keys is not None:
        return settings.api_keys == "required"
    return not local and settings.auth_header is None


def request_id(given: str | None) -> str:
    """Return the id under which a request is known: the caller's own if it is a plain token."""
    return given if given and _TOKEN.fullmatch(given) else secrets.token_hex(8)


class Stamp:
    """Middleware that puts on every answer of the API under which id and limit it was given.

    Args:
        app: What comes next.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not is_api(scope):
            await self._app(scope, receive, send)
            return
        name = scope["request_id"] = request_id(Headers(scope=scope).get("x-request-id"))

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                _stamp(MutableHeaders(scope=message), scope, name, message["status"])
            await send(message)

        await self._app(scope, receive, stamped)


def _stamp(headers: MutableHeaders, scope: Scope, name: str, status: int) -> None:
    headers["X-Request-Id"] = name
    headers["API-Version"] = VERSION
    count = scope.get("count")
    if count is not None:
        headers["RateLimit-Limit"] = str(count.most)
        headers["RateLimit-Remaining"] = str(count.left)
        headers["RateLimit-Reset"] = str(count.full)
        if status == 429:
            headers["Retry-After"] = str(count.wait)
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="bricoleur"'


class Admission:
    """Lets in who has a valid key, and whoever asks for what is open to all.

    Args:
        keys: The keys there are.
        origins: The sites whose pages may call this one.
        today: Gives the day, in UTC.
    """

    def __init__(
        self,
        keys: KeyStore,
        origins: tuple[str, ...] = (),
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._keys = keys
        self._origins = origins
        self._today = today

    async def __call__(self, scope: Scope) -> int | None:
        """Note in ``scope`` who may come in; return the status of a refusal, or None.

        A key of ours that is no longer valid is refused everywhere. What isn't one of ours is
        left alone: many programs must send something, also where no key is asked for.
        """
        if not is_api(scope):
            return None
        headers = Headers(scope=scope)
        scope["admitted"] = scope["path"] in OPEN or self._asks_first(scope, headers)
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip().startswith(PREFIX):
            return None
        try:
            key = await anyio.to_thread.run_sync(self._keys.check, token.strip(), self._today())
        except Problem as problem:
            log.error("a key can't be checked: %s", problem.en)
            return 503
        if key is None:
            return 401
        scope["api_key"] = key
        scope["admitted"] = True
        return None

    def _asks_first(self, scope: Scope, headers: Headers) -> bool:
        """Tell whether a browser asks if a page of another site may call; it sends no key."""
        return scope["method"] == "OPTIONS" and headers.get("origin") in self._origins


class Entrance:
    """Stands before the routes: asks for a key where one is needed, and counts.

    Args:
        app: The routes.
        refuse: Makes the answer to a request that is refused.
        settings: Says how much one may ask.
        meter: Counts.
        keyed: Whether every request needs a key.
    """

    def __init__(
        self, app: ASGIApp, refuse: Refuse, settings: Settings, meter: Meter, *, keyed: bool
    ) -> None:
        self._app = app
        self._refuse = refuse
        self._settings = settings
        self._meter = meter
        self._keyed = keyed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        status = self._status(scope) if scope["type"] == "http" else None
        if status:
            await self._refuse(scope, status)(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except Exception:
            if not scope.get("told"):  # the routes logged it and said so: all is done
                raise

    def _status(self, scope: Scope) -> int | None:
        """Return the status with which a request is refused, or None."""
        path = scope["path"]
        if path in FREE:
            return None
        key = scope.get("api_key")
        if self._keyed and key is None and path not in OPEN:
            return 401
        settings = self._settings
        most = settings.api_questions_per_minute if key else settings.questions_per_minute
        who = f"key {key.id}" if key else scope["visitor"].key
        makes = path == PACKS or path.startswith(f"{PACKS}/")
        kind, times = ("ask", 1) if path in _ASKS or makes else ("search", SEARCHES)
        count = scope["count"] = self._meter.count(f"{kind} {who}", most * times)
        if not count.allowed:
            return 429
        posts = scope["method"] == "POST" and (path in _POSTS or makes)
        return 415 if posts and not _is_json(scope) else None


def _is_json(scope: Scope) -> bool:
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json"
