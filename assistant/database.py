"""The database for the little that is stored: SQLite in the data folder, or PostgreSQL by address.

Nothing is opened or made until something is asked of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.schema import CreateTable

from assistant.settings import Settings
from corpus.problem import Problem

FILE: Final = "bricoleur.sqlite3"
WAIT: Final = 5
"""Seconds that a write waits for another one."""
TURN: Final = 7_260_431
"""Names the lock for which those who make tables on PostgreSQL take turns."""


def database_url(settings: Settings) -> str:
    """Return the address of the database: SQLite in the data folder unless one is set."""
    return settings.database_url or f"sqlite:///{settings.data_dir / FILE}"


class Database:
    """One table of the database.

    Args:
        url: The address of the database, as SQLAlchemy takes it.
        table: The table; made when it isn't there.

    Raises:
        Problem: The address can't be used.
    """

    def __init__(self, url: str, table: Table) -> None:
        self._url = url
        self._table = table
        self._engine = _engine(url)
        file = self._engine.url.database if self._engine.dialect.name == "sqlite" else None
        self._file = Path(file) if file else None
        self._made = False

    @property
    def exists(self) -> bool:
        """Whether there can be anything in it; a database on a server always counts."""
        return self._file is None or self._file.exists()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Give a connection in a transaction of its own.

        Raises:
            Problem: The database can't be reached, read or written.
        """
        try:
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            if not self._made:
                self._make()
            with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise _unreachable(self._url, error) from error

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _make(self) -> None:
        """Make the table if it isn't there, also if several processes are first at once."""
        with self._engine.begin() as connection:
            if self._engine.dialect.name == "postgresql":  # two that make a table there collide
                connection.execute(select(func.pg_advisory_xact_lock(TURN)))
            connection.execute(CreateTable(self._table, if_not_exists=True))
        self._made = self._file is None  # a file may be taken away while we run; asking is cheap


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can say what is to happen to a row that is there already."""
    local = connection.dialect.name == "sqlite"
    return sqlite.insert(table) if local else postgresql.insert(table)


def _engine(url: str) -> Engine:
    try:
        local = make_url(url).get_backend_name() == "sqlite"
        options: dict[str, Any] = {"connect_args": {"timeout": WAIT}} if local else {}
        engine = create_engine(url, pool_pre_ping=not local, **options)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise Problem(
            nl=f"De instelling BRICOLEUR_DATABASE_URL kan niet worden gebruikt ({_why(error)}). "
            "Een voorbeeld: postgresql+psycopg://gebruiker@server/bricoleur. Voor PostgreSQL is "
            "de extra 'postgres' nodig: pip install 'bricoleur-assistant[postgres]'.",
            en=f"The setting BRICOLEUR_DATABASE_URL can't be used ({_why(error)}). An example: "
            "postgresql+psycopg://user@server/bricoleur. PostgreSQL needs the extra 'postgres': "
            "pip install 'bricoleur-assistant[postgres]'.",
        ) from error
    if local:
        event.listen(engine, "connect", _write_ahead)
    return engine


def _write_ahead(connection: Any, record: object) -> None:
    """Let readers read while one writes, such as an export beside a running server."""
    connection.execute("PRAGMA journal_mode=WAL")


def _unreachable(url: str, error: Exception) -> Problem:
    where = make_url(url).render_as_string(hide_password=True)
    why = _why(error)
    return Problem(
        nl=f"De database ({where}) kan niet worden gebruikt: {why}. Controleer het adres, de "
        "rechten en de schijfruimte.",
        en=f"The database ({where}) can't be used: {why}. Check its address, the permissions and "
        "the free space.",
    )


def _why(error: Exception) -> str:
    """Return the database's own words, without the statement and its values."""
    return str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
