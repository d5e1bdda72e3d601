from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

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
