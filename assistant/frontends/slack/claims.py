"""Sees to it that each event is answered once: by one process, also if another one dies.

Slack is told at once that an event has come in, so from then on it is ours alone: Slack won't
send it again. Therefore the event itself, encrypted, is written down together with the claim, in
one step, before Slack is told. The claim is a lease. Whoever works on an event renews it; when a
process dies the lease runs out and any other process, or the next one to start, takes the event
over. What has been answered keeps its key for an hour, so that a delivery that Slack repeats is
known, and loses its text at once.

A process that dies between Slack's taking an answer and our noting that leaves an event of which
nobody knows whether it was answered. It is answered again rather than not at all, with messages of
the same name (``client_msg_id``), of which Slack keeps one.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    select,
    update,
)
from sqlalchemy.sql import ColumnElement

from assistant.database import Database, insert_into
from assistant.frontends.slack.vault import Vault

KEPT: Final = 3600.0
"""Seconds that a key is kept: Slack repeats a delivery for some minutes at most."""
LEASE: Final = 30.0
"""Seconds after which an event is free again if whoever took it does not renew the lease."""
ATTEMPTS: Final = 5
"""Times that an event is begun at most: one that brings every process down must end."""
_TABLE: Final = Table(
    "slack_events",
    MetaData(),
    Column("key", String(255), primary_key=True),
    Column("team", String(32), nullable=False),
    Column("at", Float, nullable=False),
    Column("due", Float, nullable=False),
    Column("owner", String(32), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("sealed", Text),
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """What Slack sent, the key under which it is claimed, and which attempt at it this is."""

    key: str
    team: str
    body: Mapping[str, Any]
    attempt: int = 1


class Claims:
    """Hands out events, each to one process at a time.

    Args:
        url: The address of the database, as SQLAlchemy takes it; processes that share it share
            the work.
        vault: Encrypts the events.
        now: Gives the time in seconds; the clocks of processes may differ by a few.
        lease: Seconds after which an event is free again if the lease is not renewed.

    Raises:
        Problem: The address can't be used.
    """

    def __init__(
        self,
        url: str,
        vault: Vault,
        now: Callable[[], float] = time.time,
        lease: float = LEASE,
    ) -> None:
        self._database = Database(url, _TABLE)
        self._lease = lease
        self._vault = vault
        self._now = now
        self._owner = secrets.token_hex(8)

    def claim(self, event: Event) -> bool:
        """Write an event down as ours; tell whether it is new.

        Raises:
            Problem: The database can't be reached or written.
        """
        now = self._now()
        row = {
            **{"key": event.key, "team": event.team, "at": now, "due": now + self._lease},
            **{"owner": self._owner, "attempts": 1, "done": False},
            "sealed": self._vault.seal(json.dumps(event.body)),
        }
        with self._database.connection() as connection:
            new = insert_into(connection, _TABLE).values(row).on_conflict_do_nothing()
            # what came back, since not every database counts what was inserted
            return connection.execute(new.returning(_TABLE.c.key)).first() is not None

    def due(self, most: int) -> tuple[Event, ...]:
        """Take over events that nobody works on: put off until now, or of a process that died.

        Raises:
            Problem: The database can't be reached or written.
        """
        now = self._now()
        free = select(_TABLE).where(~_TABLE.c.done, _TABLE.c.due <= now).order_by(_TABLE.c.at)
        with self._database.connection() as connection:
            rows = connection.execute(free.limit(most)).all()
        return tuple(event for row in rows if (event := self._take(row, now)))

    def renew(self, keys: Collection[str]) -> None:
        """Renew the lease of what is being worked on.

        Raises:
            Problem: The database can't be reached or written.
        """
        self._set(_TABLE.c.key.in_(keys), due=self._now() + self._lease)

    def postpone(self, key: str, seconds: float) -> None:
        """Let an event be taken up again later, by whoever comes first.

        Raises:
            Problem: The database can't be reached or written.
        """
        self._set(_TABLE.c.key == key, due=self._now() + seconds)

    def finish(self, key: str) -> None:
        """Note that an event is dealt with, and let go of what it said.

        Raises:
            Problem: The database can't be reached or written.
        """
        self._set(_TABLE.c.key == key, done=True, sealed=None)

    def forget_team(self, team: str) -> int:
        """Forget all of a workspace and return how much that was.

        Raises:
            Problem: The database can't be reached or written.
        """
        with self._database.connection() as connection:
            return int(connection.execute(delete(_TABLE).where(_TABLE.c.team == team)).rowcount)

    def tidy(self) -> None:
        """Delete what has been kept for an hour, answered or not.

        Raises:
            Problem: The database can't be reached or written.
        """
        with self._database.connection() as connection:
            connection.execute(delete(_TABLE).where(_TABLE.c.at <= self._now() - KEPT))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _take(self, row: Any, now: float) -> Event | None:
        """Take one event over, unless another process was first or it can't be answered."""
        body = self._vault.open(row.sealed)
        lost = body is None or row.attempts >= ATTEMPTS
        change: dict[str, Any] = {"due": now + self._lease, "owner": self._owner}
        change |= {"done": True, "sealed": None} if lost else {"attempts": row.attempts + 1}
        same = (_TABLE.c.key == row.key, ~_TABLE.c.done, _TABLE.c.due == row.due)
        with self._database.connection() as connection:
            taken = connection.execute(update(_TABLE).where(*same).values(change)).rowcount
        if taken and lost:
            log.error("event %s is given up after %d attempts", row.key, row.attempts)
        if body is None or lost or not taken:
            return None
        return Event(row.key, row.team, json.loads(body), row.attempts + 1)

    def _set(self, which: ColumnElement[bool], **change: Any) -> None:
        ours = (which, _TABLE.c.owner == self._owner, ~_TABLE.c.done)
        with self._database.connection() as connection:
            connection.execute(update(_TABLE).where(*ours).values(change))
