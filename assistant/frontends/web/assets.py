"""The style sheets, scripts and drawings that pages load; a new version has a new address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

FOLDER: Final = Path(__file__).parent / "static"
PREFIX: Final = "/site/"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_KEPT: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, as it is sent."""

    content: bytes
    media_type: str
    version: str


class Assets:
    """The files of a folder, read once.

    Args:
        folder: Where they lie.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._assets = {
            path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in _TYPES
        }

    def address(self, name: str) -> str:
        """Return the address of a file; it changes when the file does."""
        return f"{PREFIX}{name}?v={self._assets[name].version}"

    def serve(self, request: Request) -> Response:
        """Answer a request for a file."""
        asset = self._assets.get(request.path_params["name"])
        if asset is None:
            return PlainTextResponse("Not found", 404)
        current = request.query_params.get("v") == asset.version
        headers = {"Cache-Control": _KEPT if current else "no-cache"}
        return Response(asset.content, media_type=asset.media_type, headers=headers)


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(content, _TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:12])
