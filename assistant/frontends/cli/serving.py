"""``bricoleur serve`` and ``bricoleur mcp``."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("serve")(serve)
    app.command("mcp")(mcp)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    slack_url: Annotated[str | None, typer.Option(hidden=True)] = None,
) -> None:
    """Serve the chat in a web browser, by default on http://127.0.0.1:7860."""
    from assistant.frontends.web.server import run

    settings = read_settings()
    changes = {"host": host, "port": port}
    given = {name: value for name, value in changes.items() if value is not None}
    run(settings.model_copy(update=given), slack_url)


def mcp() -> None:
    """Offer the tools find_practice and get_tip to an agent, over standard input and output.

    The agent starts this command itself: name it in the agent's settings.
    """
    from assistant.build import build_author, build_embedder, build_retriever
    from assistant.engine import Assistant
    from assistant.frontends.api import tools
    from assistant.frontends.api.asking import Asking
    from assistant.live import LiveIndex
    from corpus.reader import load

    settings = read_settings()
    embedder = build_embedder(settings)
    live = LiveIndex(settings.index_dir, lambda: build_retriever(settings, embedder))
    author = build_author(settings)
    asking = Asking(Assistant(live.retriever, settings.language, author=author))
    live.start()
    try:
        tools.build(load(), live.retriever, asking, settings).run("stdio")
    finally:
        live.stop()
