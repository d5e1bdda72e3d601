"""Reads a question in the light of the turns before. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.models import Turn
from assistant.rules import read_rules
from assistant.wording import plain

MAX_TURNS: Final = 10
BARE: Final = 7
"""Up to this many words "what else?" and "how do I say that?" are all that a message says."""
LONG: Final = 22
"""From this many words on a message tells its own story."""


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
    question = plain(question)
    say = _has(question, "say")
    if not history:
        return Resolved(question, say=say)
    more = _has(question, "more")
    if not (more or _depends(question, say=say)):
        return Resolved(question, say=say)
    before = _situation(history[-MAX_TURNS:])
    query = before if _adds_nothing(question, more=more, say=say) else f"{before} {question}"
    return Resolved(query, follows=True, more=more, say=say)


def _situation(history: Sequence[Turn]) -> str:
    """Return the last question that tells a story of its own, with what was asked after it.

    A story told in two messages is one: the first led to a tip that the second led to as well.
    """
    asked = [plain(turn.question) for turn in history]
    first = 0
    for number in range(len(asked) - 1, 0, -1):
        shared = set(history[number].tips) & set(history[number - 1].tips)
        if not shared and not _depends(asked[number]):
            first = number
            break
    return " ".join(asked[first:])


def _adds_nothing(question: str, *, more: bool, say: bool) -> bool:
    """Tell whether a message only asks for more, or for words, and names no thing to search."""
    return (more or say) and len(question.split()) <= BARE and _topics(question) == 0


def _depends(question: str, *, say: bool = False) -> bool:
    """Tell whether a message can only be understood with the one before."""
    words = question.split()
    if len(words) >= LONG:
        return False
    topics = _topics(question)
    if _has(question, "opens"):
        return topics < 3
    few = len(words) <= 7 and topics == 0
    pointing = _has(question, "points") and topics <= 1
    return few or pointing or (say and topics == 0)


def _has(question: str, kind: str) -> bool:
    rules = (rule for rule in read_rules("followup") if rule.kind == kind)
    return any(rule.pattern.search(question) for rule in rules)


def _topics(question: str) -> int:
    """Return how many different things of the work a message names itself."""
    rules = (rule for rule in read_rules("followup") if rule.kind == "topic")
    return len({match[0].lower() for rule in rules for match in rule.pattern.finditer(question)})
