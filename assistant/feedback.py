"""What readers think of answers: useful or not, why, and nothing that leads back to a person.

The question is stored only if the reader ticked the box for it. Personal data that stands in a
question or a comment is masked before it is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
)

from assistant import privacy
from assistant.database import Database, database_url
from assistant.models import Answer, Status
from assistant.settings import Settings

MAX_COMMENT: Final = 1_000
"""Characters of a comment; what is longer is cut."""
MAX_QUESTION: Final = 2_000
REASONS: Final = ("past-niet", "te-algemeen", "klopt-niet", "onduidelijk", "anders")
"""Why an answer was of no use: not my situation, too general, wrong, unclear, something else."""
MISSED: Final[Mapping[Status, str]] = {
    "unanswerable_no_evidence": "geen-tip",
    "unanswerable_off_topic": "buiten-bereik",
}
"""Endings of which a reader may say that advice belonged there, with the reason that is stored:
nothing was found, or it was taken for another subject."""

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


def may_judge(answer: Answer) -> bool:
    """Tell whether a reader can have a verdict on an answer: advice, or none where it belonged."""
    return answer.status == "answered" or answer.status in MISSED


def judge(answer: Answer, verdict: Verdict, now: datetime) -> Feedback:
    """Return what is stored of a verdict. Pure.

    A verdict on an ending without advice says that there should have been some.

    Args:
        answer: The answer that is judged.
        verdict: What the reader sent.
        now: The time, in UTC.
    """
    missed = MISSED.get(answer.status)
    known = verdict.reason if verdict.reason in REASONS and not verdict.useful else None
    return Feedback(
        at=now.replace(second=0, microsecond=0, tzinfo=None),
        answer_id=answer.id[:32],
        language=answer.language,
        useful=verdict.useful and missed is None,
        reason=missed or known,
        comment=_masked(verdict.comment, MAX_COMMENT),
        question=_masked(answer.question, MAX_QUESTION) if verdict.with_question else None,
        practices=" ".join(vote.id for vote in answer.practices),
        tips=" ".join(answer.tips),
        evidence=answer.evidence,
        composer=answer.composer[:64],
    )


class FeedbackStore:
    """Stores judgements. Nothing is opened or made until the first of them.

    Args:
        url: The address of the database, as SQLAlchemy takes it.

    Raises:
        Problem: The address can't be used.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url, _TABLE)

    def add(self, feedback: Feedback) -> None:
        """Store one judgement.

        Raises:
            Problem: The database can't be reached or written.
        """
        with self._database.connection() as connection:
            connection.execute(insert(_TABLE), [asdict(feedback)])

    def all(self, since: datetime | None = None) -> tuple[Feedback, ...]:
        """Return all judgements, or those from a time (UTC) on, oldest first.

        Raises:
            Problem: The database can't be reached or read.
        """
        if not self._database.exists:
            return ()
        wanted = select(*(_TABLE.c[name] for name in FIELDS)).order_by(_TABLE.c.at, _TABLE.c.id)
        if since is not None:
            wanted = wanted.where(_TABLE.c.at >= since)
        with self._database.connection() as connection:
            return tuple(Feedback(**row._mapping) for row in connection.execute(wanted))

    def forget(self, before: datetime) -> int:
        """Delete the judgements from before a time (UTC) and return how many those were.

        Raises:
            Problem: The database can't be reached or written.
        """
        with self._database.connection() as connection:
            found = connection.execute(delete(_TABLE).where(_TABLE.c.at < before))
            return int(found.rowcount)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def open_store(settings: Settings) -> FeedbackStore:
    """Return the store that the settings name.

    Raises:
        Problem: The address of the database can't be used.
    """
    return FeedbackStore(database_url(settings))


def _masked(text: str, most: int) -> str | None:
    whole = text.encode("utf-8", "ignore").decode("utf-8")  # no halves of characters
    plain = " ".join(whole.replace("\0", "").split())[:most]
    return privacy.mask(plain, privacy.find(plain)) or None
