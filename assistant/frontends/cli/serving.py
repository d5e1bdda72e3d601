"""``bricoleur serve``."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
) -> None:
    """Serve the chat in a web browser, by default on http://127.0.0.1:7860."""
    from assistant.frontends.web.server import run

    settings = read_settings()
    changes = {"host": host, "port": port}
    given = {name: value for name, value in changes.items() if value is not None}
    run(settings.model_copy(update=given))
