"""What stands around Gradio: only the routes its page needs, and our frame around that page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.frontends.web.gate import Refuse
from assistant.frontends.web.security import chat_policy, new_nonce
from corpus.models import Language

_API: Final = "/gradio_api"
_READ: Final = frozenset(
    {
        "/",
        "/config",
        "/theme.css",
        "/favicon.ico",
        *(f"{_API}/{name}" for name in ("info", "startup-events", "app_id", "queue/data")),
    }
)
_READ_BELOW: Final = ("/assets/", "/static/", f"{_API}/heartbeat/")
_WRITE: Final = frozenset(f"{_API}/{name}" for name in ("queue/join", "cancel", "reset"))
_KEPT: Final = "public, max-age=31536000, immutable"

_HTML: Final = re.compile(r"<html\b[^>]*?\blang=\"[^\"]*\"")
_OUTSIDE: Final = re.compile(
    r"<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>\s*"
    r"|<link rel=\"manifest\"[^>]*>\s*",
)
_RESIZER: Final = re.compile(
    r"<script>(?:(?!</script>).)*?iframeResizer\.contentWindow(?:(?!</script>).)*?</script>\s*",
    re.DOTALL,
)
_SCRIPT: Final = re.compile(r"<script(?=[\s>])")


@dataclass(frozen=True, slots=True)
class Parts:
    """What goes into the chat page: first of all, in its head, before the chat and after it."""

    script: str
    head: str
    before: str
    after: str


def is_open(method: str, path: str) -> bool:
    """Tell whether Gradio's page needs a route. Pure.

    Args:
        method: The HTTP method.
        path: The path below the place where Gradio is mounted.
    """
    if method == "POST":
        return path in _WRITE
    if method not in ("GET", "HEAD") or ".." in path:
        return False
    return path in _READ or path.startswith(_READ_BELOW)


def rewrite(page: str, language: Language, nonce: str, parts: Parts) -> str:
    """Return Gradio's page with our frame, in one language, without outside addresses. Pure."""
    page = _OUTSIDE.sub("", page)
    page = _RESIZER.sub("", page)
    page = _HTML.sub(lambda m: re.sub(r'lang="[^"]*"', f'lang="{language}"', m[0]), page, count=1)
    page = _SCRIPT.sub(f'<script nonce="{nonce}"', page)
    # Gradio follows the browser's language; its words must be those of the page
    pin = (
        f'<script nonce="{nonce}">Object.defineProperty(navigator,"language",'
        f'{{get:()=>"{language}"}});Object.defineProperty(navigator,"languages",'
        f'{{get:()=>["{language}"]}});</script>'
    )
    page = page.replace(
        '<meta charset="utf-8" />', f'<meta charset="utf-8" />{pin}{parts.script}', 1
    )
    page = page.replace("</head>", f"{parts.head}</head>", 1)
    page = page.replace("<gradio-app", f"{parts.before}<gradio-app", 1)
    return page.replace("</gradio-app>", f"</gradio-app>{parts.after}", 1)


class Framed:
    """Gradio as it was mounted, with everything closed that its page doesn't need.

    Args:
        app: Gradio's app.
        language: The language of its page.
        parts: Gives what goes around the page; asked for each time, since facts change.
        refuse: Makes the answer to a closed route.
    """

    def __init__(
        self, app: ASGIApp, language: Language, parts: Callable[[], Parts], refuse: Refuse
    ) -> None:
        self._app = app
        self._language: Language = language
        self._parts = parts
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        path = scope["path"].removeprefix(scope.get("root_path", "").rstrip("/"))
        if scope["type"] != "http" or not is_open(scope["method"], path):
            await self._refuse(scope, 404)(scope, receive, send)
        elif path == "/":
            scope["query_string"] = b""  # Gradio reads stored conversations from it
            await self._page(scope, receive, send)
        else:
            answer = _cached(send) if "/assets/" in path else send
            await self._app(scope, receive, self._plain(scope, receive, answer))

    def _plain(self, scope: Scope, receive: Receive, send: Send) -> Send:
        """Say what Gradio refuses in our words: its own are English and tell how it works."""
        refused = False

        async def plain(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] >= 400:
                refused = True
                await self._refuse(scope, message["status"])(scope, receive, send)
            elif not refused:
                await send(message)

        return plain

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self._app(scope, receive, collect)
        nonce = new_nonce()
        page = rewrite(body.decode("utf-8"), self._language, nonce, self._parts()).encode("utf-8")
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(page)).encode()),
            (b"content-security-policy", chat_policy(nonce).encode()),
            (b"content-language", self._language.encode()),
        ]
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if _head(scope) else page})


def _head(scope: Scope) -> bool:
    return bool(scope["method"] == "HEAD")


def _cached(send: Send) -> Send:
    """Let a browser keep Gradio's own files: their names change with their content."""

    async def kept(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            others = [(n, v) for n, v in message["headers"] if n.lower() != b"cache-control"]
            message = {**message, "headers": [*others, (b"cache-control", _KEPT.encode())]}
        await send(message)

    return kept
