"""The workspaces that have installed the app: their tokens, encrypted, and nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import Column, Float, MetaData, String, Table, Text, delete, insert, select

from assistant.database import Database, insert_into
from assistant.frontends.slack.vault import Vault
from corpus.problem import Problem

STATE: Final = 600.0
"""Seconds within which an installation that was begun must be finished."""
_TABLE: Final = Table(
    "slack_installations",
    MetaData(),
    Column("team", String(32), primary_key=True),
    Column("at", Float, nullable=False),
    Column("sealed", Text, nullable=False),
)
_STATES: Final = Table(
    "slack_states",
    MetaData(),
    Column("digest", String(64), primary_key=True),
    Column("at", Float, nullable=False),
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bot:
    """The app in one workspace: what it may speak with, and who it is there."""

    team: str
    token: str
    user: str
    id: str


class Installations:
    """Stores the app's tokens, by workspace.

    Args:
        url: The address of the database, as SQLAlchemy takes it.
        vault: Encrypts the tokens.
        now: Gives the time in seconds.

    Raises:
        Problem: The address can't be used.
    """

    def __init__(self, url: str, vault: Vault, now: Callable[[], float] = time.time) -> None:
        self._database = Database(url, _TABLE)
        self._vault = vault
        self._now = now

    def save(self, bot: Bot) -> None:
        """Store the token of a workspace; the one that was there is replaced.

        Raises:
            Problem: The database can't be reached or written.
        """
        sealed = self._vault.seal(json.dumps(asdict(bot)))
        with self._database.connection() as connection:
            new = insert_into(connection, _TABLE)
            row = new.values(team=bot.team, at=self._now(), sealed=sealed)
            changes = {"at": row.excluded.at, "sealed": row.excluded.sealed}
            connection.execute(
                row.on_conflict_do_update(index_elements=[_TABLE.c.team], set_=changes)
            )

    def find(self, team: str) -> Bot | None:
        """Return the app in a workspace; None if it isn't there, or stored with another key.

        Raises:
            Problem: The database can't be reached or read.
        """
        with self._database.connection() as connection:
            found = select(_TABLE.c.sealed).where(_TABLE.c.team == team)
            sealed = connection.execute(found).scalar_one_or_none()
        text = self._vault.open(sealed) if sealed is not None else None
        if sealed is not None and text is None:
            log.error("the token of workspace %s was stored with another key", team)
        return Bot(**json.loads(text)) if text is not None else None

    def forget_team(self, team: str, before: float | None = None) -> bool:
        """Forget the token of a workspace; tell whether it is gone now.

        Args:
            team: The workspace.
            before: Only if it was installed before this time: Slack may tell late that an earlier
                installation was removed.

        Raises:
            Problem: The database can't be reached or written.
        """
        which = [_TABLE.c.team == team]
        if before is not None:
            which.append(_TABLE.c.at <= before)
        with self._database.connection() as connection:
            connection.execute(delete(_TABLE).where(*which))
            left = connection.execute(select(_TABLE.c.team).where(_TABLE.c.team == team)).first()
            return left is None

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


class States:
    """Remembers which installations were begun here, so that nobody can slip in one of theirs.

    Args:
        url: The address of the database, as SQLAlchemy takes it.
        now: Gives the time in seconds.

    Raises:
        Problem: The address can't be used.
    """

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        self._database = Database(url, _STATES)
        self._now = now

    def issue(self) -> str:
        """Begin an installation and return its state.

        Raises:
            Problem: The database can't be reached or written.
        """
        state = secrets.token_urlsafe(24)
        with self._database.connection() as connection:
            connection.execute(delete(_STATES).where(_STATES.c.at <= self._now() - STATE))
            connection.execute(insert(_STATES).values(digest=_digest(state), at=self._now()))
        return state

    def consume(self, state: str) -> bool:
        """Tell whether a state is one of ours that is not used yet; now it is.

        Raises:
            Problem: The database can't be reached or written.
        """
        valid = (_STATES.c.digest == _digest(state), _STATES.c.at > self._now() - STATE)
        with self._database.connection() as connection:
            return bool(connection.execute(delete(_STATES).where(*valid)).rowcount)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


class Unsuitable(BoltError):
    """An installation that is not for one workspace."""


class BoltInstallations(AsyncInstallationStore):
    """The installations, as Bolt's installation flow wants them."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    @property
    def logger(self) -> logging.Logger:
        """Where Bolt logs about them."""
        return log

    async def async_save(self, installation: Installation) -> None:
        """Store what the flow has brought.

        Raises:
            Unsuitable: It isn't for one workspace.
            BoltError: It can't be stored.
        """
        team, token = installation.team_id, installation.bot_token
        if not team or not token:
            raise Unsuitable("not for one workspace")
        bot = Bot(team, token, installation.bot_user_id or "", installation.bot_id or "")
        try:
            await asyncio.to_thread(self._installations.save, bot)
        except Problem as problem:
            log.error("an installation can't be stored: %s", problem.en)
            raise BoltError("the installation can't be stored") from None


class BoltStates(AsyncOAuthStateStore):
    """The states, as Bolt's installation flow wants them."""

    def __init__(self, states: States) -> None:
        self._states = states

    @property
    def logger(self) -> logging.Logger:
        """Where Bolt logs about them."""
        return log

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """Return a new state."""
        return await asyncio.to_thread(self._states.issue)

    async def async_consume(self, state: str) -> bool:
        """Tell whether a state is one of ours that is not used yet; now it is."""
        return await asyncio.to_thread(self._states.consume, state)


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
