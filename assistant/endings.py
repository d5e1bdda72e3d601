"""How a message ends that gets no advice: each ending is a named status with its own text. Pure."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Final

from assistant import privacy, routing
from assistant.danger import Worry
from assistant.followup import Resolved
from assistant.models import Answer, Status
from assistant.texts import PERSONAL_DATA, STARTERS, STATUS, join
from assistant.wording import plain
from corpus.models import Language

OFFERED: Final = 3
"""Questions to begin with that are offered."""


def failed(language: Language, name: str, why: str) -> Answer:
    """Return the answer for a request that could not be read; ``why`` is for whoever sent it."""
    text = STATUS["unreadable"][language].format(why=why)
    return replace(ended("error", language, "", text=text), id=name)


def new_id() -> str:
    """Return the id of an answer: 16 hexadecimal digits, by chance."""
    return secrets.token_hex(8)


def ended(
    status: Status,
    language: Language,
    question: str,
    key: str | None = None,
    text: str | None = None,
) -> Answer:
    """Return an answer without advice.

    Args:
        status: How it ended.
        language: The language of the text.
        question: What may be shown of the question; empty if nothing.
        key: The text to use, by default that of the status.
        text: Other words than those.
    """
    words = STATUS[key or status][language] if text is None else text
    helped = status in ("greeting", "clarification", "unanswerable_off_topic")
    return Answer(
        id=new_id(),
        status=status,
        language=language,
        question=question,
        query=question,
        text=words,
        follow_ups=STARTERS[language][:OFFERED] if helped else (),
    )


def personal(tidy: str, found: tuple[privacy.Finding, ...], language: Language) -> Answer:
    """Say what personal data was seen, without repeating it."""
    kinds = list(dict.fromkeys(PERSONAL_DATA[finding.kind][language] for finding in found))
    text = STATUS["blocked_personal_data"][language].format(kinds=join(kinds, language))
    return ended("blocked_personal_data", language, privacy.mask(tidy, found), text=text)


def small_talk(question: str, language: Language) -> Answer | None:
    """Return a word to a greeting, thanks or a vague question, None for any other message."""
    if routing.says_nothing(question):
        return ended("clarification", language, question, "empty")
    route = routing.route(plain(question))
    if route in ("greeting", "thanks", "about"):
        return ended("greeting", language, question, route)
    if route == "vague":
        return ended("clarification", language, question)
    return None


def nothing(question: str, resolved: Resolved, danger: Worry | None, language: Language) -> Answer:
    """Say that nothing was found: outside the subject, or inside it but without a source.

    What resembles danger is referred: to be told "not my subject" would be worse.
    """
    if danger is not None:
        return ended("referred_crisis", language, "", f"crisis_{danger.kind}")
    inside = resolved.follows or routing.is_about_the_work(question)
    status: Status = "unanswerable_no_evidence" if inside else "unanswerable_off_topic"
    return replace(ended(status, language, question), query=resolved.query)
