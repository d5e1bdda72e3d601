"""The web server: puts the app together and runs it."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Final

import typer

from assistant.build import build_author, build_embedder, build_retriever
from assistant.engine import Assistant
from assistant.frontends.web.exposure import check, is_local
from assistant.live import LiveIndex
from assistant.settings import Settings
from assistant.texts import STARTERS
from corpus.coursebook_reader import load_coursebook
from corpus.models import LANGUAGES, Corpus, Language
from corpus.problem import Problem
from corpus.reader import load

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.responses import Response
    from starlette.types import Scope

    from assistant.feedback import FeedbackStore
    from assistant.frontends.api.keys import KeyStore
    from assistant.frontends.meter import Meter
    from assistant.frontends.web.gate import Admit, Refuse
    from assistant.frontends.web.site import SiteFacts
    from assistant.frontends.web.view import View

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
SHUTDOWN: Final = 3
"""Seconds that open connections get when the server stops; a chat page always holds one."""


def create_app(settings: Settings, slack_url: str | None = None) -> FastAPI:
    """Return the app: chat, pages and what they need, on one index that follows new ones.

    Args:
        settings: The settings.
        slack_url: Where Slack is, if not at its own address.

    Raises:
        Problem: The corpus, the model or the index can't be used.
    """
    from fastapi import FastAPI

    from assistant.feedback import open_store
    from assistant.frontends.api import door, keys
    from assistant.frontends.courses import Workshop
    from assistant.frontends.meter import Meter
    from assistant.frontends.web import (
        chat_routes,
        course_routes,
        group_routes,
        pages,
        site,
        wellknown,
    )
    from assistant.frontends.web.assets import PREFIX, Assets
    from assistant.frontends.web.group_book import Book
    from assistant.frontends.web.view import View

    corpus = load()
    embedder = build_embedder(settings)
    live = LiveIndex(settings.index_dir, lambda: build_retriever(settings, embedder))
    _warm_up(live)
    store = open_store(settings)
    key_store = keys.open_keys(settings)
    meter = Meter()
    author = build_author(settings)
    book = Book()
    assistants = {lang: Assistant(live.retriever, lang, author=author) for lang in LANGUAGES}

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        live.start()
        sweeping = asyncio.create_task(book.sweep())
        async with agents.session_manager.run() if agents else nullcontext(), slack():
            yield
        sweeping.cancel()
        live.stop()
        store.close()
        key_store.close()

    app = FastAPI(
        title="Bricoleur", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    assets = Assets()
    view = View(assets, lambda: site.gather(settings, corpus, live.retriever()))
    shop = Workshop(corpus, load_coursebook(corpus), live.retriever)
    for routes in (
        wellknown.router(settings),
        chat_routes.router(store),
        pages.router(view, corpus, live.retriever),
        group_routes.create(view, corpus, live.retriever, book, meter, settings),
        course_routes.router(view, shop, meter, settings.questions_per_minute),
    ):
        app.include_router(routes)
    app.add_route(PREFIX + "{name}", assets.serve)
    parts = (assistants[settings.language], store, corpus)
    slack = _open_slack(app, settings, parts, slack_url)
    local = is_local(settings.host)
    house = door.House(settings, corpus, live.retriever, store, shop, meter, local, author)
    asking = door.asking_of(house)
    for path, mounted in door.mounts(house, asking).items():
        app.mount(path, mounted)
    agents = door.agents(house, asking)
    if agents:
        app.router.routes.append(door.agents_route(house, agents))
    refuse = _refusal(settings, view)
    facts = site.gather(settings, corpus, live.retriever())
    _mount_chats(app, assistants, facts, view, refuse)
    _secure(app, settings, refuse, key_store, meter)
    return app


def _open_slack(
    app: FastAPI,
    settings: Settings,
    parts: tuple[Assistant, FeedbackStore, Corpus],
    url: str | None,
) -> Callable[[], AbstractAsyncContextManager[object]]:
    """Add the addresses that Slack calls, if it does, and return what runs beside the server.

    Raises:
        Problem: A setting that it needs is missing.
    """
    if settings.slack_mode != "http":
        return nullcontext
    from assistant.frontends.slack import http, setup
    from assistant.frontends.slack.app import Door, House
    from assistant.frontends.slack.client import new_client

    setup.check(settings, "http")
    door = Door(House(settings, *parts), new_client(url) if url else None)
    for path, (method, endpoint) in http.routes(settings, door).items():
        app.add_route(path, endpoint, methods=[method])
    return door.running


def _warm_up(live: LiveIndex) -> None:
    """Ask a question in each language, so that no reader waits for what is loaded on first use."""
    for language in LANGUAGES:
        Assistant(live.retriever, language).answer(STARTERS[language][0])


def _refusal(settings: Settings, view: View) -> Refuse:
    """Return what makes the answer to a request that is refused: each door has its own kind."""
    from assistant.frontends.api import door, entrance

    def refuse(scope: Scope, status: int) -> Response:
        if entrance.is_api(scope):
            return door.refusal(settings, scope, status)
        return view.refusal(scope, status)

    return refuse


def _mount_chats(
    app: FastAPI,
    assistants: Mapping[Language, Assistant],
    facts: SiteFacts,
    view: View,
    refuse: Refuse,
) -> None:
    """Add the chat in both languages, closed but for what its page needs."""
    import gradio

    from assistant.frontends import addresses
    from assistant.frontends.web import chat
    from assistant.frontends.web.frame import Framed

    for language in reversed(LANGUAGES):  # the Dutch one, at /, takes whatever is left
        path = addresses.address("chat", None, language)
        blocks = chat.build(assistants[language], language, facts)
        gradio.mount_gradio_app(
            app,
            blocks,
            path=path.rstrip("/") or "/",
            theme=chat.theme(),
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            pwa=False,
            enable_monitoring=False,
            mcp_server=False,
            max_file_size=1,
        )
        mount = app.routes[-1]
        mount.app = Framed(  # type: ignore[attr-defined]
            mount.app,  # type: ignore[attr-defined]
            language,
            partial(view.chat_parts, language),
            refuse,
        )


def _secure(app: FastAPI, settings: Settings, refuse: Refuse, keys: KeyStore, meter: Meter) -> None:
    """Put the layers around the app; what is added last meets a request first."""
    from fastapi.exceptions import RequestValidationError
    from fastapi.middleware.cors import CORSMiddleware
    from starlette.exceptions import HTTPException
    from starlette.middleware.gzip import GZipMiddleware
    from starlette.requests import Request

    from assistant.frontends.api import entrance
    from assistant.frontends.web import course_routes
    from assistant.frontends.web.gate import Gate
    from assistant.frontends.web.limits import Limits
    from assistant.frontends.web.security import Security

    def failed(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        return refuse(request.scope, status)

    app.add_exception_handler(HTTPException, failed)
    app.add_exception_handler(RequestValidationError, failed)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "X-Request-Id"],
        expose_headers=entrance.EXPOSED,
    )
    app.add_middleware(
        Limits,
        refuse=refuse,
        questions=settings.questions_per_minute,
        meter=meter,
        elsewhere=entrance.is_api,
        sizes={**entrance.SIZES, **course_routes.SIZES, **_slack_sizes(settings)},
    )
    admit = _admission(settings, keys)
    app.add_middleware(Gate, settings=settings, refuse=refuse, admit=admit)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(Security, refuse=refuse, https=settings.https, logs=settings.request_log)
    app.add_middleware(entrance.Stamp)


def _admission(settings: Settings, keys: KeyStore) -> Admit:
    """Return what lets in who needs no sign-in: with a key, or with Slack's signature."""
    from assistant.frontends.api import entrance

    keyed = entrance.Admission(keys, settings.cors_origins)
    if settings.slack_mode != "http":
        return keyed
    from assistant.frontends.slack import http

    async def admit(scope: Scope) -> int | None:
        if http.is_signed(scope):
            scope["admitted"] = True
            return None
        return await keyed(scope)

    return admit


def _slack_sizes(settings: Settings) -> Mapping[str, int]:
    if settings.slack_mode != "http":
        return {}
    from assistant.frontends.slack import http

    return http.SIZES


def run(settings: Settings, slack_url: str | None = None) -> None:
    """Serve until stopped, and print the address.

    Args:
        settings: The settings.
        slack_url: Where Slack is, if not at its own address.

    Raises:
        Problem: The port is taken, the address is open to others without a sign-in, or the app
            can't be put together.
    """
    for warning in check(settings):
        typer.echo(f"! {warning.text(settings.language)}", err=True)
    listener = listen(settings.host, settings.port)
    app = create_app(settings, slack_url)
    _log_requests(settings)
    _log_model(settings)
    port = listener.getsockname()[1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    typer.echo(f"Bricoleur: http://{host}:{port}/")
    serve(app, listener, lambda server: None)


def serve(app: FastAPI, listener: socket.socket, started: Callable[..., None]) -> None:
    """Serve ``app`` on a socket until stopped; ``started`` gets the server before it runs."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # Gate does that, and only for the proxies of the settings
        ws="none",
        timeout_graceful_shutdown=SHUTDOWN,
    )
    server = uvicorn.Server(config)
    started(server)
    server.run(sockets=[listener])


def _log_requests(settings: Settings) -> None:
    if settings.request_log:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger = logging.getLogger("bricoleur.requests")
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
        logger.propagate = False


def _log_model(settings: Settings) -> None:
    """Write a line for what a model wrote: its name and version, times, how it ended; no words."""
    if settings.model_kind != "off":
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger = logging.getLogger("assistant.generation")
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
        logger.propagate = False


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is done, so that a taken one is known at once.

    Raises:
        Problem: It is taken, or isn't ours to take.
    """
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
