"""What readers think of answers: useful or not, why, and nothing that leads back to a person.

The question is stored only if the reader ticked the box for it. Personal data that stands in a
question or a comment is masked before it is stored.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.schema import CreateTable

from assistant import privacy
from assistant.frontends.web.chat_words import REASONS
from assistant.frontends.web.thread import cited_tips
from assistant.models import Answer
from assistant.settings import Settings
from corpus.problem import Problem

MAX_COMMENT: Final = 1_000
"""Characters of a comment; what is longer is cut."""
MAX_QUESTION: Final = 2_000
FILE: Final = "bricoleur.sqlite3"
WAIT: Final = 5
"""Seconds that a write waits for another one."""

_METADATA: Final = MetaData()
_TABLE: Final = Table(
    "feedback",
    _METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=False), nullable=False),
    Column("answer_id", String(32), nullable=False),
    Column("language", String(2), nullable=False),
    Column("useful", Boolean, nullable=False),
    Column("reason", String(32)),
    Column("comment", Text),
    Column("question", Text),
    Column("practices", Text, nullable=False),
    Column("tips", Text, nullable=False),
    Column("evidence", String(8), nullable=False),
    Column("composer", String(64), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader sent along with a Yes or a No."""

    useful: bool
    reason: str | None = None
    comment: str = ""
    with_question: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judgement of one answer, as it is stored; ``at`` is in UTC, to the minute."""

    at: datetime
    answer_id: str
    language: str
    useful: bool
    reason: str | None
    comment: str | None
    question: str | None
    practices: str
    tips: str
    evidence: str
    composer: str


FIELDS: Final = tuple(field.name for field in fields(Feedback))


def judge(answer: Answer, verdict: Verdict, now: datetime) -> Feedback:
    """Return what is stored of a verdict. Pure.

    Args:
        answer: The answer that is judged.
        verdict: What the reader sent.
        now: The time, in UTC.
    """
    known = verdict.reason if verdict.reason in REASONS and not verdict.useful else None
    return Feedback(
        at=now.replace(second=0, microsecond=0, tzinfo=None),
        answer_id=answer.id[:32],
        language=answer.language,
        useful=verdict.useful,
        reason=known,
        comment=_masked(verdict.comment, MAX_COMMENT),
        question=_masked(answer.question, MAX_QUESTION) if verdict.with_question else None,
        practices=" ".join(vote.id for vote in answer.practices),
        tips=" ".join(cited_tips(answer)),
        evidence=answer.evidence,
        composer=answer.composer[:64],
    )


def database_url(settings: Settings) -> str:
    """Return the address of the database: SQLite in the data folder unless one is set."""
    return settings.database_url or f"sqlite:///{settings.data_dir / FILE}"


class FeedbackStore:
    """Stores judgements. Nothing is opened or made until the first of them.

    Args:
        url: The address of the database, as SQLAlchemy takes it.

    Raises:
        Problem: The address can't be used.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = _engine(url)
        file = self._engine.url.database if self._engine.dialect.name == "sqlite" else None
        self._folder = Path(file).parent if file else None

    def add(self, feedback: Feedback) -> None:
        """Store one judgement.

        Raises:
            Problem: The database can't be reached or written.
        """
        with self._connection() as connection:
            connection.execute(insert(_TABLE), [asdict(feedback)])

    def all(self) -> tuple[Feedback, ...]:
        """Return all judgements, oldest first.

        Raises:
            Problem: The database can't be reached or read.
        """
        columns = [_TABLE.c[name] for name in FIELDS]
        with self._connection() as connection:
            rows = connection.execute(select(*columns).order_by(_TABLE.c.at, _TABLE.c.id))
            return tuple(Feedback(**row._mapping) for row in rows)

    def forget(self, before: datetime) -> int:
        """Delete the judgements from before a time (UTC) and return how many those were.

        Raises:
            Problem: The database can't be reached or written.
        """
        with self._connection() as connection:
            found = connection.execute(delete(_TABLE).where(_TABLE.c.at < before))
            return int(found.rowcount)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            if self._folder is not None:
                self._folder.mkdir(parents=True, exist_ok=True)
            with self._engine.begin() as connection:
                # asked for every time: cheap, and safe when two processes are first at once
                connection.execute(CreateTable(_TABLE, if_not_exists=True))
                yield connection
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise _unreachable(self._url, error) from error


def open_store(settings: Settings) -> FeedbackStore:
    """Return the store that the settings name.

    Raises:
        Problem: The address of the database can't be used.
    """
    return FeedbackStore(database_url(settings))


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
        nl=f"De database voor oordelen ({where}) kan niet worden gebruikt: {why}. Controleer het "
        "adres, de rechten en de schijfruimte.",
        en=f"The database for feedback ({where}) can't be used: {why}. Check its address, the "
        "permissions and the free space.",
    )


def _why(error: Exception) -> str:
    """Return the database's own words, without the statement and its values."""
    return str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]


def _masked(text: str, most: int) -> str | None:
    plain = " ".join(text.replace("\0", "").split())[:most]
    return privacy.mask(plain, privacy.find(plain)) or None
