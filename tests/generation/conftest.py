from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from assistant.engine import Assistant
from assistant.generation.clients import ModelServer
from assistant.generation.contract import Limits
from assistant.generation.lead import Lead
from assistant.generation.writing import Author, Privacy
from index.retriever import Retriever
from tests.generation.fault_server import FaultServer, Script


@pytest.fixture
def serve() -> Iterator[Callable[[Script], FaultServer]]:
    """Starts a model server with a script, and stops it at the end."""
    running: list[FaultServer] = []

    def start(script: Script) -> FaultServer:
        running.append(FaultServer(script))
        return running[-1]

    yield start
    for server in running:
        server.close()


@pytest.fixture
def closed_port() -> Iterator[str]:
    """An address at which nothing listens."""
    with socket.socket() as held:  # bound, so that no one else gets it, but not listening
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


@pytest.fixture
def writing_on() -> Callable[..., Assistant]:
    """Makes an assistant on an index with a model at an address."""

    def make(
        retriever: Retriever, url: str, privacy: Privacy = "refuse", **limits: Any
    ) -> Assistant:
        server = ModelServer("openai", f"{url}/v1", "model-x", wait=lambda seconds: None)
        author = Author(Lead(server, Limits(**limits)), privacy)
        return Assistant(lambda: retriever, "nl", author=author)

    return make


@pytest.fixture
def writing(
    real_retriever: Retriever, writing_on: Callable[..., Assistant]
) -> Callable[..., Assistant]:
    """Makes an assistant on the real index with a model at an address."""
    return partial(writing_on, real_retriever)
