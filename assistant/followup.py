"""Reads a question in the light of the turns before. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.models import Turn

MAX_TURNS: Final = 10
LONG: Final = 22
"""From this many words on a message tells its own story."""

_MORE: Final = re.compile(
    r"\b(?:wat nog meer|nog meer|meer (?:tips|ideeën|opties|mogelijkheden)|nog (?:andere|iets anders|"
    r"ideeën|tips)|(?:iets|wat) anders|andere (?:ideeën|tips|opties|aanpak|manier)|en verder|"
    r"wat (?:kan|kun) (?:ik|je) nog|what else|anything else|something else|other (?:ideas|tips|"
    r"options|ways)|more (?:ideas|tips|options)|any other)\b",
    re.IGNORECASE,
)
_SAY: Final = re.compile(
    r"\b(?:voorbeeldzin\w*|hoe zeg (?:ik|je)|wat zeg (?:ik|je)|hoe (?:begin|open) (?:ik|je) (?:dat|het|zo'?n)"
    r"(?: \w+)? ?gesprek|letterlijk zeggen|welke woorden|hoe formuleer|hoe verwoord|(?:een )?zin(?:netje)?"
    r" (?:die|om)|how (?:do|should|can|would) i (?:say|phrase|word|put|open|start)|what (?:do|should|"
    r"can|could) i say|example (?:sentence|phrase)|words (?:to|for)|exact words|give me a (?:line|sentence))\b",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(
    r"^\W*(?:en\b|maar\b|of\b|ook\b|and\b|but\b|or\b|also\b|so\b|dus\b|what if\b|wat als\b|stel\b|"
    r"what about\b|how about\b|hoezo\b|waarom\b|why\b|werkt (?:dat|dit)\b|does (?:that|this|it)\b|"
    r"would (?:that|this|it)\b|geldt (?:dat|dit)\b|kan dat\b|mag dat\b|is (?:dat|dit|that|this|it)\b|"
    r"hoe dan\b|en dan\b|wanneer dan\b|wie dan\b|lukt niet|(?:dat|heb|hebben|i|ik|we) (?:ik |we |heb )?"
    r"(?:al )?(?:geprobeerd|gedaan|did|tried|already)|(?:ja|nee|yes|no)\b)",
    re.IGNORECASE,
)
_POINTS: Final = re.compile(
    r"\b(?:hij|zij|ze|hem|haar|hen|hun|die|dat|dit|daar\w*|hier(?:mee|voor|over|na)|deze|he|she|him|her|"
    r"they|them|that|this|it|these|those|then|dan|zo'?n|degene|de ander|nog steeds|blijft|still)\b",
    re.IGNORECASE,
)
_OWN_STORY: Final = re.compile(
    r"\b(?:bewon\w*|inwoner\w*|buurt\w*|wijk\w*|straat\w*|dorp\w*|gemeente\w*|afdeling\w*|wethouder\w*|"
    r"raad\w*|initiatief\w*|vrijwilliger\w*|collega\w*|leidinggevende\w*|subsidie\w*|vergunning\w*|"
    r"jongeren|vereniging\w*|residents?|neighbou?r\w*|council\w*|departments?|alderman|initiative\w*|"
    r"volunteers?|colleagues?|manager|subsid\w*|grants?|permits?|village|street|estate|young people)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What to search, and how the answer follows on.

    ``more`` asks for other tips than those given before, ``say`` for words to say.
    """

    query: str
    follows: bool = False
    more: bool = False
    say: bool = False


def resolve(question: str, history: Sequence[Turn]) -> Resolved:
    """Return the query that ``question`` stands for.

    Args:
        question: The message, tidied.
        history: The turns before, oldest first; only the last :data:`MAX_TURNS` count.
    """
    say = bool(_SAY.search(question))
    if not history:
        return Resolved(question, say=say)
    more = bool(_MORE.search(question))
    if not (more or _depends(question, say=say)):
        return Resolved(question, say=say)
    before = _situation(history[-MAX_TURNS:])
    return Resolved(f"{before} {question}", follows=True, more=more, say=say)


def _situation(history: Sequence[Turn]) -> str:
    """Return the last question that tells a story of its own, with what was asked after it."""
    asked = [turn.question for turn in history]
    for number in range(len(asked) - 1, 0, -1):
        if not _depends(asked[number]):
            return " ".join(asked[number:])
    return " ".join(asked)


def _depends(question: str, *, say: bool = False) -> bool:
    """Tell whether a message can only be understood with the one before."""
    words = question.split()
    if len(words) >= LONG:
        return False
    topics = {match.lower() for match in _OWN_STORY.findall(question)}
    if _OPENS.search(question):
        return len(topics) < 3
    few = len(words) <= 7 and not topics
    pointing = bool(_POINTS.search(question)) and len(topics) <= 1
    return few or pointing or (say and not topics)
