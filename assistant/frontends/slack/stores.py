"""All that is stored of Slack, in one hand."""

from __future__ import annotations

import logging

from assistant.database import database_url
from assistant.frontends.slack.claims import Claims
from assistant.frontends.slack.installations import Installations, States
from assistant.frontends.slack.setup import vault_of
from assistant.frontends.slack.threads import Threads
from assistant.settings import Settings

log = logging.getLogger(__name__)


class Stores:
    """What is stored: events that wait, threads, tokens, and installations that were begun.

    Args:
        settings: Say where, and with which key.

    Raises:
        Problem: The address of the database can't be used, or there is no key.
    """

    def __init__(self, settings: Settings) -> None:
        url, vault = database_url(settings), vault_of(settings)
        self.claims = Claims(url, vault)
        self.threads = Threads(url, vault)
        self.installations = Installations(url, vault)
        self.states = States(url)

    def forget_team(self, team: str, before: float | None = None) -> None:
        """Forget all there is of a workspace.

        Args:
            team: The workspace.
            before: Only if it was installed before this time.

        Raises:
            Problem: The database can't be reached or written.
        """
        if self.installations.forget_team(team, before):
            self.threads.forget_team(team)
            self.claims.forget_team(team)
            log.info("workspace %s is forgotten", team)

    def close(self) -> None:
        """Let go of the database."""
        for store in (self.claims, self.threads, self.installations, self.states):
            store.close()
