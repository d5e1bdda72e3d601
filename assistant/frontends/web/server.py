"""The web server: puts the app together and runs it."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import typer

from assistant.build import build_embedder, build_retriever
from assistant.engine import Assistant
from assistant.live import LiveIndex
from assistant.settings import Settings
from corpus.problem import Problem

if TYPE_CHECKING:
    from fastapi import FastAPI

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def create_app(settings: Settings) -> FastAPI:
    """Return the app: chat, pages and what they need, on one index that follows new ones.

    Raises:
        Problem: The model or the index can't be used.
    """
    import gradio
    from fastapi import FastAPI

    from assistant.frontends.web import chat, pages

    embedder = build_embedder(settings)
    live = LiveIndex(settings.index_dir, lambda: build_retriever(settings, embedder))
    assistant = Assistant(live.retriever, settings.language)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        live.start()
        yield
        live.stop()

    app = FastAPI(title="Bricoleur", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.include_router(pages.router(live.retriever))
    blocks = chat.build(assistant, "nl")
    mounted: FastAPI = gradio.mount_gradio_app(
        app, blocks, path="/", show_error=False, ssr_mode=False, footer_links=[]
    )
    return mounted


def run(settings: Settings) -> None:
    """Serve until stopped, and print the address.

    Raises:
        Problem: The port is taken, or the app can't be put together.
    """
    import uvicorn

    listener = _listen(settings.host, settings.port)
    app = create_app(settings)
    port = listener.getsockname()[1]
    typer.echo(f"Bricoleur: http://{settings.host}:{port}/")
    config = uvicorn.Config(app, log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is done, so that a taken one is known at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise Problem(
            nl=f"Poort {port} op {host} is niet vrij ({error.strerror}). Stop wat daar draait of "
            "kies een andere met --port.",
            en=f"Port {port} on {host} is not free ({error.strerror}). Stop what runs there or "
            "choose another with --port.",
        ) from error
    return listener
