"""Looks at what is typed in a group session before it is shown to others. Pure but for the engine.

A situation gets its tips at once, so that nobody waits for them in front of a group. They are
put together from the tips themselves: a language model would take its time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from assistant import guard, privacy, routing
from assistant.engine import Assistant
from assistant.frontends.web.group_words import figure, word
from assistant.models import Answer
from assistant.texts import LABELS, PERSONAL_DATA, join
from corpus.language import detect
from corpus.models import Language

MAX_SITUATION: Final = guard.MAX_QUESTION
MAX_REPLY: Final = 600
"""Characters of what a participant would do; sixty of them must fit on a screen."""
MOST_LINES: Final = 12
_NO_SITUATION: Final = ("greeting", "clarification")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not taken, in a sentence.

    ``danger`` tells that the text names danger, and that whoever says that it is an exercise may
    go on.
    """

    text: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation that may be shown, with whom to call if it names danger, and its tips."""

    text: str
    language: Language
    care: str
    answer: Answer


def situation(
    typed: str, assistant: Assistant, language: Language, *, exercise: bool
) -> Situation | Refusal:
    """Return a situation to think about, or why it is not taken.

    Args:
        typed: What the trainer typed.
        assistant: Gives the tips.
        language: The language of the page.
        exercise: Whether the trainer says that nobody is in danger now.

    Raises:
        Problem: The index can't be used.
    """
    text = tidy(typed)
    if found := _refused(text, MAX_SITUATION, "no_situation", language):
        care = LABELS["care"][language] if worrying(text) else ""
        return replace(found, text=f"{found.text} {care}".strip())
    speaks = detect(text[:1_000], language)
    answer = assistant.answer(text, language=speaks)
    if answer.status == "referred_crisis" and not exercise:
        return Refusal(answer.text, danger=True)
    if answer.status in _NO_SITUATION:
        return Refusal(word("no_situation", language))
    if answer.status == "error" or answer.status.startswith("blocked"):
        return Refusal(answer.text)
    return Situation(text, speaks, _care(answer), answer)


def reply(typed: str, language: Language) -> str | Refusal:
    """Return what a participant would do as it may be shown, or why it is not taken."""
    text = tidy(typed)
    return _refused(text, MAX_REPLY, "no_reply", language) or text


def worrying(text: str) -> bool:
    """Tell whether a text names danger."""
    return routing.crisis(" ".join(text.split())) is not None


def tidy(typed: str) -> str:
    """Return a text without what can't be seen, line by line; blank lines and long lists go."""
    lines = [guard.tidy(line) for line in typed.splitlines()]
    filled = [line for line in lines if line]
    return "\n".join([*filled[: MOST_LINES - 1], " ".join(filled[MOST_LINES - 1 :])]).strip()


def _refused(
    text: str, most: int, empty: Literal["no_situation", "no_reply"], language: Language
) -> Refusal | None:
    if routing.says_nothing(text):
        return Refusal(word(empty, language))
    if len(text) > most:
        length, limit = figure(len(text), language), figure(most, language)
        return Refusal(word("too_long", language).format(length=length, limit=limit))
    found = privacy.find(" ".join(text.split()))
    if found:
        kinds = list(dict.fromkeys(PERSONAL_DATA[finding.kind][language] for finding in found))
        return Refusal(word("personal", language).format(kinds=join(kinds, language)))
    return None


def _care(answer: Answer) -> str:
    """Return whom to call where the situation names danger, or resembles it; else nothing."""
    if answer.status == "referred_crisis":
        return answer.text
    care = LABELS["care"][answer.language]
    return care if care in answer.text else ""
