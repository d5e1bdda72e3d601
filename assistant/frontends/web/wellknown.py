"""The two files that machines look for: robots.txt and security.txt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, HTTPException
from fastapi.responses import PlainTextResponse

from assistant.settings import Settings

ROBOTS: Final = "User-agent: *\nDisallow: /\n"


def router(settings: Settings) -> APIRouter:
    """Return the routes of both files."""
    routes = APIRouter(include_in_schema=False, default_response_class=PlainTextResponse)

    @routes.get("/robots.txt")
    def robots() -> PlainTextResponse:
        return PlainTextResponse(ROBOTS)

    @routes.get("/.well-known/security.txt")
    def security() -> PlainTextResponse:
        contact, end = settings.security_contact, settings.security_expires
        if contact is None or end is None or end <= datetime.now(UTC).date():
            raise HTTPException(404)
        return PlainTextResponse(
            f"Contact: {contact}\nExpires: {end.isoformat()}T00:00:00Z\n"
            "Preferred-Languages: nl, en\n"
        )

    return routes
