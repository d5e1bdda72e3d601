"""Keys with which other systems come in: made, listed and revoked on the command line.

A key is shown once, when it is made. Stored is its SHA-256: the secret is 32 random bytes, so
nobody can guess it back from that, and no slow hash is needed.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Final

from sqlalchemy import Column, Date, MetaData, String, Table, insert, select, update

from assistant.database import Database, database_url
from assistant.settings import Settings
from corpus.problem import Problem

PREFIX: Final = "brc_"
"""How a key begins, so that a scanner for leaked secrets can know it."""
MAX_NAME: Final = 100
_TOKEN: Final = re.compile(r"brc_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_NOBODY: Final = hashlib.sha256(b"").hexdigest()
_TABLE: Final = Table(
    "api_keys",
    MetaData(),
    Column("id", String(12), primary_key=True),
    Column("name", String(MAX_NAME), nullable=False),
    Column("created", Date, nullable=False),
    Column("expires", Date),
    Column("revoked", Date),
    Column("last_used", Date),
    Column("digest", String(64), nullable=False),
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key. It is valid up to and including the day ``expires``.

    Of its use only the last day is kept.
    """

    id: str
    name: str
    created: date
    expires: date | None = None
    revoked: date | None = None
    last_used: date | None = None

    def valid(self, today: date) -> bool:
        """Tell whether it opens the door today."""
        return self.revoked is None and (self.expires is None or today <= self.expires)


_FIELDS: Final = tuple(field.name for field in fields(Key))


class KeyStore:
    """Stores keys. Nothing is opened or made until the first of them.

    Args:
        url: The address of the database, as SQLAlchemy takes it.

    Raises:
        Problem: The address can't be used.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url, _TABLE)

    def create(self, name: str, today: date, expires: date | None = None) -> tuple[Key, str]:
        """Make a key.

        Returns:
            What is stored of it, and the key itself: it can't be had again.

        Raises:
            Problem: The name or the day can't be used, or the database.
        """
        label = " ".join(name.split())
        if not label or len(label) > MAX_NAME or not label.isprintable():
            raise Problem(
                nl=f"Geef de sleutel een naam van hooguit {MAX_NAME} tekens: die van het systeem "
                "dat hem krijgt.",
                en=f"Give the key a name of at most {MAX_NAME} characters: that of the system "
                "that gets it.",
            )
        if expires is not None and expires < today:
            raise Problem(
                nl=f"{expires} is al geweest. Kies een dag die nog komt.",
                en=f"{expires} has passed. Choose a day that is still to come.",
            )
        key = Key(secrets.token_hex(6), label, today, expires)
        token = f"{PREFIX}{key.id}_{secrets.token_urlsafe(32)}"
        with self._database.connection() as connection:
            connection.execute(insert(_TABLE), [{**asdict(key), "digest": _digest(token)}])
        return key, token

    def all(self) -> tuple[Key, ...]:
        """Return all keys, oldest first, with those that are no longer valid.

        Raises:
            Problem: The database can't be reached or read.
        """
        columns = [_TABLE.c[name] for name in _FIELDS]
        with self._database.connection() as connection:
            rows = connection.execute(select(*columns).order_by(_TABLE.c.created, _TABLE.c.id))
            return tuple(Key(**row._mapping) for row in rows)

    def revoke(self, name: str, today: date) -> Key:
        """Make the key with the id ``name`` invalid, at once and for good.

        Raises:
            Problem: There is none, or the database can't be written.
        """
        found = next((key for key in self.all() if key.id == name), None)
        if found is None:
            raise Problem(
                nl=f"Er is geen sleutel met id '{name}'. 'bricoleur keys list' laat zien welke er "
                "zijn.",
                en=f"There is no key with the id '{name}'. 'bricoleur keys list' lists them.",
            )
        if found.revoked is None:
            with self._database.connection() as connection:
                connection.execute(update(_TABLE).where(_TABLE.c.id == name).values(revoked=today))
        return found

    def check(self, token: str, today: date) -> Key | None:
        """Return the key that ``token`` is, or None if it opens nothing; notes the day of use.

        Raises:
            Problem: The database can't be reached or read.
        """
        shape = _TOKEN.fullmatch(token)
        if shape is None or not self._database.exists:
            return None
        with self._database.connection() as connection:
            rows = connection.execute(select(_TABLE).where(_TABLE.c.id == shape[1])).mappings()
            row = rows.first()
        digest = row["digest"] if row else _NOBODY
        if not hmac.compare_digest(_digest(token), digest) or row is None:
            return None
        key = Key(**{name: row[name] for name in _FIELDS})
        if not key.valid(today):
            return None
        if key.last_used != today:
            self._note(key, today)
        return key

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _note(self, key: Key, today: date) -> None:
        """Note the day; a database that can't be written is no reason to turn anyone away."""
        try:
            with self._database.connection() as connection:
                connection.execute(
                    update(_TABLE).where(_TABLE.c.id == key.id).values(last_used=today)
                )
        except Problem as problem:
            log.warning("the day on which key %s was used is not noted: %s", key.id, problem.en)


def open_keys(settings: Settings) -> KeyStore:
    """Return the keys of this installation.

    Raises:
        Problem: The address of the database can't be used.
    """
    return KeyStore(database_url(settings))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("ascii")).hexdigest()
