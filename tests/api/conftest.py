"""The API of a running site, and the API alone around parts that can be made to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.feedback import FeedbackStore
from assistant.frontends.api import door, entrance, keys
from assistant.frontends.courses import Workshop
from assistant.frontends.meter import Meter
from assistant.frontends.web.gate import Gate
from assistant.settings import Settings
from corpus.coursebook_reader import load_coursebook
from corpus.models import Corpus
from index.retriever import Retriever

PLENTY = 100_000


@pytest.fixture(scope="session")
def api_url(site_url: str) -> str:
    """The address of a site on this machine that asks for no key."""
    return site_url


@pytest.fixture(scope="session")
def api(api_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{api_url}/api/v1", timeout=60) as client:
        yield client


Alone = Callable[..., TestClient]


@pytest.fixture
def alone(tmp_path: Path, corpus: Corpus) -> Iterator[Alone]:
    """Returns a client of the API alone, with the layers that know keys, without pages."""
    opened: list[Any] = []

    def start(
        retriever: Callable[[], Retriever], peer: str = "127.0.0.1", **given: Any
    ) -> TestClient:
        given = {"data_dir": tmp_path, "questions_per_minute": PLENTY, **given}
        settings = Settings(**given)
        store = FeedbackStore(f"sqlite:///{settings.data_dir}/bricoleur.sqlite3")
        known = keys.open_keys(settings)
        shop = Workshop(corpus, load_coursebook(corpus), retriever)
        house = door.House(settings, corpus, retriever, store, shop, Meter(), local=True)
        app: Any = Starlette()
        for path, routes in door.mounts(house, door.asking_of(house)).items():
            app.mount(path, routes)

        def refuse(scope: Any, status: int) -> Any:
            return door.refusal(settings, scope, status)

        admit = entrance.Admission(known, settings.cors_origins)
        app = entrance.Stamp(Gate(app, settings, refuse, admit))
        client = TestClient(
            app,
            base_url="http://localhost",
            client=(peer, 50000),
            raise_server_exceptions=False,
        )
        client.keys = known  # type: ignore[attr-defined]
        opened.extend((store, known))
        return client

    yield start
    for store in opened:
        store.close()
