"""What was said in a thread, for the follow-up: kept for an hour, encrypted, then gone.

Slack keeps the conversation; we keep only what the engine needs to understand the next question,
so that no permission to read along in channels has to be asked.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import Column, Float, MetaData, String, Table, Text, delete, func, select
from sqlalchemy.sql import ColumnElement

from assistant.database import Database, insert_into
from assistant.frontends.slack.message import Place
from assistant.frontends.slack.vault import Vault
from assistant.guard import MAX_QUESTION
from assistant.models import Turn

HOUR: Final = 3600.0
"""Seconds that anything is kept."""
TURNS: Final = 10
"""Turns of a thread that are kept: what came before them no follow-up is about."""
MAX_NOTE: Final = 64 * 1024
"""Characters of a note."""
_TABLE: Final = Table(
    "slack_turns",
    MetaData(),
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("ts", String(128), primary_key=True),
    Column("thread", String(32), nullable=False),
    Column("at", Float, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("reply", String(32)),
)
_NOTES: Final = "-"
"""Stands as the channel of a note, which belongs to no thread."""


class Threads:
    """Remembers turns by thread, and notes by name. Safe for several threads and processes.

    Args:
        url: The address of the database, as SQLAlchemy takes it.
        vault: Encrypts what is stored.
        now: Gives the time in seconds.

    Raises:
        Problem: The address can't be used.
    """

    def __init__(self, url: str, vault: Vault, now: Callable[[], float] = time.time) -> None:
        self._database = Database(url, _TABLE)
        self._vault = vault
        self._now = now

    def remember(self, place: Place, ts: str, turn: Turn, reply: str | None = None) -> None:
        """Remember a turn of a thread; what was remembered of the same message is replaced.

        Args:
            place: Where it was said; without a thread the message starts one itself.
            ts: The message with the question.
            turn: The question and the tips that its answer cited.
            reply: The message with the answer.

        Raises:
            Problem: The database can't be reached or written.
        """
        said = json.dumps([turn.question[:MAX_QUESTION], turn.tips])
        self._put((place.team, place.channel, ts), place.thread or ts, said, reply)

    def history(self, place: Place, before: str | None = None) -> tuple[Turn, ...]:
        """Return the last turns of a thread, oldest first.

        Args:
            place: The thread. Without one there are none, but in a direct message: someone who
                types the next question below the thread means the conversation as a whole.
            before: Leave out this message and what came after it: needed when it is answered anew.

        Raises:
            Problem: The database can't be reached or read.
        """
        if place.thread is None and place.kind != "dm":
            return ()
        wanted = [
            _TABLE.c.team == place.team,
            _TABLE.c.channel == place.channel,
            _TABLE.c.at > self._now() - HOUR,
        ]
        if place.thread is not None:
            wanted.append(_TABLE.c.thread == place.thread)
        if before is not None:
            wanted.append(_TABLE.c.ts < before)
        found = select(_TABLE.c.sealed).where(*wanted).order_by(_TABLE.c.ts.desc()).limit(TURNS)
        with self._database.connection() as connection:
            rows = [row.sealed for row in connection.execute(found)]
        opened = [self._vault.open(sealed) for sealed in reversed(rows)]
        turns = [json.loads(text) for text in opened if text is not None]
        return tuple(Turn(question, tuple(tips)) for question, tips in turns)

    def reply_to(self, place: Place, ts: str) -> str | None:
        """Return the message that answers the message ``ts``, if that is remembered.

        Raises:
            Problem: The database can't be reached or read.
        """
        found = select(_TABLE.c.reply).where(*self._is(place.team, place.channel, ts))
        with self._database.connection() as connection:
            reply = connection.execute(found).scalar_one_or_none()
        return str(reply) if reply is not None else None

    def forget(self, place: Place, ts: str) -> bool:
        """Forget the turn of a message that was deleted; tell whether there was one.

        Raises:
            Problem: The database can't be reached or written.
        """
        with self._database.connection() as connection:
            gone = connection.execute(
                delete(_TABLE).where(*self._is(place.team, place.channel, ts))
            )
            return bool(gone.rowcount)

    def keep(self, team: str, name: str, text: str) -> None:
        """Keep a note under a name, such as an answer that may yet be shared.

        Raises:
            Problem: The database can't be reached or written.
        """
        self._put((team, _NOTES, name), _NOTES, text[:MAX_NOTE], None)

    def kept(self, team: str, name: str) -> str | None:
        """Return the note with this name, if it is still there.

        Raises:
            Problem: The database can't be reached or read.
        """
        found = select(_TABLE.c.sealed).where(*self._is(team, _NOTES, name))
        with self._database.connection() as connection:
            sealed = connection.execute(found).scalar_one_or_none()
        return self._vault.open(sealed) if sealed is not None else None

    def forget_team(self, team: str) -> int:
        """Forget all of a workspace and return how much that was.

        Raises:
            Problem: The database can't be reached or written.
        """
        with self._database.connection() as connection:
            return int(connection.execute(delete(_TABLE).where(_TABLE.c.team == team)).rowcount)

    def tidy(self) -> None:
        """Delete what has been kept for an hour.

        Raises:
            Problem: The database can't be reached or written.
        """
        with self._database.connection() as connection:
            connection.execute(delete(_TABLE).where(_TABLE.c.at <= self._now() - HOUR))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _put(self, at: tuple[str, str, str], thread: str, text: str, reply: str | None) -> None:
        team, channel, ts = at
        row = {
            **{"team": team, "channel": channel, "ts": ts, "thread": thread, "reply": reply},
            **{"at": self._now(), "sealed": self._vault.seal(text)},
        }
        with self._database.connection() as connection:
            new = insert_into(connection, _TABLE).values(row)
            changes = {
                "at": new.excluded.at,
                "sealed": new.excluded.sealed,
                "reply": func.coalesce(new.excluded.reply, _TABLE.c.reply),
            }
            keys = [_TABLE.c.team, _TABLE.c.channel, _TABLE.c.ts]
            connection.execute(new.on_conflict_do_update(index_elements=keys, set_=changes))

    def _is(self, team: str, channel: str, ts: str) -> tuple[ColumnElement[bool], ...]:
        same = (_TABLE.c.team == team, _TABLE.c.channel == channel, _TABLE.c.ts == ts)
        return (*same, _TABLE.c.at > self._now() - HOUR)
