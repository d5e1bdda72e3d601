"""A stand-in for Slack, and the assistant that it asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.slack.servers import Slack


@pytest.fixture
def slack() -> Iterator[Slack]:
    """Slack's servers, with one workspace in which the app is installed."""
    server = Slack()
    server.start()
    yield server
    server.stop()
