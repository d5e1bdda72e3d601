"""The outermost layer: security headers on every answer, and a net under every fault."""

from __future__ import annotations

import json
import logging
import secrets
import time
from datetime import UTC, datetime
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.frontends.web.gate import Refuse

log = logging.getLogger(__name__)
requests = logging.getLogger("bricoleur.requests")

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
HSTS: Final = "max-age=31536000; includeSubDomains"
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the pages that need no script may load: only what this site serves."""


def chat_policy(nonce: str) -> str:
    """Return what the chat page may load: Gradio needs scripts with a nonce and inline styles."""
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


def new_nonce() -> str:
    """Return a nonce: never used before and not to be guessed."""
    return secrets.token_urlsafe(18)


class Security:
    """Middleware that puts headers on every answer, answers for faults, and keeps the log.

    Args:
        app: What comes next.
        refuse: Makes the answer to a request that failed.
        https: Whether readers come over HTTPS.
        logs: Whether to write a line for each request.
    """

    def __init__(self, app: ASGIApp, refuse: Refuse, *, https: bool, logs: bool) -> None:
        self._app = app
        self._refuse = refuse
        self._https = https
        self._logs = logs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        start = time.perf_counter()

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add(MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, guarded)
        except Exception:  # the one net: a reader must never see a bare error
            name = scope.get("request_id", "-")
            log.exception("%s %s failed (request %s)", scope["method"], scope["path"], name)
            if status:
                raise
            await self._refuse(scope, 500)(scope, receive, guarded)
        finally:
            if self._logs:
                requests.info(_line(scope, status, time.perf_counter() - start))

    def _add(self, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers[name] = value
        if self._https:
            headers["Strict-Transport-Security"] = HSTS
        headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        headers.setdefault("Cache-Control", "no-store")


def _line(scope: Scope, status: int, seconds: float) -> str:
    """Return a line of the log: who did what, when and how it ended; never what was asked."""
    visitor, key = scope.get("visitor"), scope.get("api_key")
    actor = f"key {key.id}" if key else visitor.user if visitor else None
    return json.dumps(
        {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": scope.get("request_id", "-"),
            "actor": actor or "-",
            "origin": visitor.address if visitor else "-",
            "action": scope["method"],
            "object": scope["path"][:200],
            "result": status,
            "ms": round(seconds * 1000),
        },
        ensure_ascii=True,
    )
