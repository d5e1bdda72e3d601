"""Knows in which workspaces the app is, and with which token it speaks there."""

from __future__ import annotations

import logging
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from assistant.frontends.slack.aside import aside
from assistant.frontends.slack.client import call
from assistant.frontends.slack.faults import Refusal
from assistant.frontends.slack.installations import Bot, Installations

log = logging.getLogger(__name__)


class Access(Protocol):
    """Finds the app in a workspace."""

    async def find(self, team: str) -> Bot | None:
        """Return the app in a workspace; None if it isn't there."""
        ...  # pragma: no cover


class Single:
    """One workspace, with the token from the settings.

    Args:
        client: Slack's Web API.
        token: The token.
    """

    def __init__(self, client: AsyncWebClient, token: str) -> None:
        self._client = client
        self._token = token
        self._bot: Bot | None = None

    async def find(self, team: str) -> Bot | None:
        """Return the app if this is its workspace; Slack is asked once which one that is.

        Raises:
            Later: Slack can't be reached.
        """
        bot = self._bot or await self._ask()
        return bot if bot is not None and bot.team == team else None

    async def _ask(self) -> Bot | None:
        try:
            told = await call(self._client.auth_test, token=self._token)
        except Refusal as refusal:
            log.error("Slack does not accept BRICOLEUR_SLACK_BOT_TOKEN: %s", refusal.error)
            return None
        self._bot = Bot(told["team_id"], self._token, told["user_id"], told.get("bot_id") or "")
        return self._bot


class Everywhere:
    """All workspaces that have installed the app.

    Args:
        installations: Where their tokens are.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def find(self, team: str) -> Bot | None:
        """Return the app in a workspace that has installed it.

        Raises:
            Problem: The database can't be reached or read.
        """
        return await aside(self._installations.find, team)
