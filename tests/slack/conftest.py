"""A stand-in for Slack, the assistant that it asks, and the door between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.engine import Assistant
from assistant.feedback import open_store
from assistant.frontends.slack.app import Door, House
from assistant.frontends.slack.client import new_client
from assistant.judgement import read_thresholds
from assistant.settings import Settings
from corpus.models import Corpus
from index.embedding import Embedder
from index.retriever import open_retriever
from index.snapshot import Contents
from index.sync import sync
from tests.slack.envelopes import SECRET
from tests.slack.servers import APP_TOKEN, Slack

KEY = "a key that is long enough for the tests"
QUESTION = "Er is ruzie over de moestuin. Hoe begin ik?"
"""What the small assistant has an answer to."""
Opened = Callable[..., AbstractAsyncContextManager[Door]]


async def at_once(seconds: float) -> None:
    """Waits no time at all."""


@pytest.fixture
def slack() -> Iterator[Slack]:
    """Slack's servers, with one workspace in which the app is installed."""
    server = Slack()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def small_assistant(
    tmp_path_factory: pytest.TempPathFactory,
    small_contents: Contents,
    contents: Contents,
    hashing_embedder: Embedder,
) -> Iterator[Assistant]:
    """The real engine on a real index of three tips: it answers in a few milliseconds."""
    root = tmp_path_factory.mktemp("slack") / "index"
    chapters = [one for one in contents.passages if one.id.startswith("chapter:")]
    few = replace(small_contents, passages=(*small_contents.passages, *chapters))
    sync(root, few, lambda: hashing_embedder, model=hashing_embedder.name)
    retriever = open_retriever(root, hashing_embedder)
    sure = replace(read_thresholds(), thin=-1, strong=0)  # whatever is found will do
    yield Assistant(lambda: retriever, thresholds=sure)
    retriever.close()


@pytest.fixture
def single(tmp_path: Path) -> Settings:
    """The settings of one workspace, with all that either way needs."""
    return Settings(
        data_dir=tmp_path,
        slack_mode="http",
        slack_bot_token="xoxb-one",
        slack_signing_secret=SECRET,
        slack_app_token=APP_TOKEN,
    )


@pytest.fixture
def opened(slack: Slack, single: Settings, small_assistant: Assistant, corpus: Corpus) -> Opened:
    """Opens the door, to be entered with ``async with``, and closes it again."""

    @asynccontextmanager
    async def enter(
        settings: Settings = single,
        assistant: Any = small_assistant,
        *,
        running: bool = True,
    ) -> AsyncIterator[Door]:
        feedback = open_store(settings)
        client = new_client(slack.url, sleep=at_once)
        door = Door(House(settings, assistant, feedback, corpus), client)
        async with door.running() if running else nullcontext():
            yield door
        feedback.close()

    return enter


async def until(done: Callable[[], Any], patience: float = 60) -> None:
    """Let the loop go on until something is so."""
    async with asyncio.timeout(patience):
        while not done():
            await asyncio.sleep(0.005)
