"""A verdict on an answer: what its buttons carry along, and what is stored when one is pressed.

Pure. The button carries what the verdict is about, so that nothing has to be kept for it; not a
word of the question is in it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.feedback import Feedback
from assistant.models import Answer, Evidence
from corpus.models import Language

LONGEST: Final = 2_000
"""Characters that a button can carry."""


class Judged(BaseModel):
    """What a verdict is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    useful: bool
    answer: str = Field(max_length=32)
    language: Language
    practices: tuple[str, ...]
    tips: tuple[str, ...]
    evidence: Evidence
    composer: str = Field(max_length=64)


def pack(answer: Answer, *, useful: bool) -> str:
    """Return what a button carries along."""
    judged = Judged(
        useful=useful,
        answer=answer.id[:32],
        language=answer.language,
        practices=tuple(vote.id[:64] for vote in answer.practices[:7]),
        tips=answer.tips[:20],
        evidence=answer.evidence,
        composer=answer.composer[:64],
    )
    while len(value := judged.model_dump_json()) > LONGEST:
        judged = judged.model_copy(update={"tips": judged.tips[:-1]})
    return value


def unpack(value: str, now: datetime) -> Feedback | None:
    """Return what is stored of a press on a button; None if the button isn't one of ours.

    Args:
        value: What the button carried along.
        now: The time, in UTC.
    """
    try:
        judged = Judged.model_validate_json(value)
    except ValidationError:
        return None
    return Feedback(
        at=now.replace(second=0, microsecond=0, tzinfo=None),
        answer_id=judged.answer,
        language=judged.language,
        useful=judged.useful,
        reason=None,
        comment=None,
        question=None,
        practices=" ".join(judged.practices),
        tips=" ".join(judged.tips),
        evidence=judged.evidence,
        composer=judged.composer,
    )
