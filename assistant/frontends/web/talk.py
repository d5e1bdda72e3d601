"""What the chat does with a message: from what the page sent to what the page shows.

Knows nothing of Gradio. The page sends the whole conversation along, so nothing is kept here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from assistant.engine import Assistant
from assistant.frontends.provenance import origins
from assistant.frontends.reading import as_html
from assistant.frontends.web import forms
from assistant.frontends.web.chat_words import word
from assistant.frontends.web.thread import Thread, add, history, pack, unpack
from assistant.models import Answer
from corpus.language import detect
from corpus.models import Language
from corpus.problem import Problem

REFUSED: Final = frozenset(
    {"blocked_personal_data", "blocked_too_long", "blocked_instruction", "error"}
)
"""Endings that are said in the status line, while the question stays in the field."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """What changes on the page; None leaves a part as it is."""

    status: str
    field: str | None = None
    thread: Thread | None = None


class Talk:
    """The chat in one language of the page. Immutable, safe for several threads.

    Args:
        assistant: Answers the questions.
        language: The language of the page.
        contact: Where a reader can turn to when no tip was found.
    """

    def __init__(
        self, assistant: Assistant, language: Language, contact: str | None = None
    ) -> None:
        self._assistant = assistant
        self._language: Language = language
        self._contact = contact

    def ask(self, question: str, packed: str) -> Iterator[View]:
        """Yield what the page shows: first that it is busy, at last how it ended.

        Args:
            question: The message as it was typed.
            packed: The conversation so far, as the page held it.
        """
        if not (question or "").strip():
            yield View(self._said("empty", "warn"))
            return
        yield View(self._said("busy", "busy"))
        yield from self._answered(question, unpack(packed))

    def again(self, packed: str) -> Iterator[View]:
        """Ask the last question again; its answer takes the place of the one before."""
        thread = unpack(packed)
        if not thread or not thread[-1].question:
            yield View(self._said("nothing_yet", "warn"))
            return
        yield View(self._said("busy", "busy"))
        yield from self._answered(thread[-1].question, thread[:-1])

    def edit(self, packed: str) -> View:
        """Put the last question back in the field."""
        thread = unpack(packed)
        if not thread or not thread[-1].question:
            return View(self._said("nothing_yet", "warn"))
        return View(self._said("editing"), field=thread[-1].question)

    def stopped(self) -> View:
        """Say that nothing more will come; the question is still in the field."""
        return View(self._said("stopped", "warn"))

    def cleared(self) -> View:
        """Empty the page."""
        return View(self._said("cleared"), field="", thread=())

    def html(self, thread: Thread) -> str:
        """Return a conversation as HTML."""
        return forms.conversation(thread, self._language, self._contact)

    def _answered(self, question: str, thread: Thread) -> Iterator[View]:
        """Yield the answer as it grows, and how it ended."""
        before = thread[-1].language if thread else self._language
        try:
            speaks = detect(question[:1_000], before)
            if not self._assistant.writes:
                answer = self._assistant.answer(question, history(thread), speaks)
            else:
                for answer in self._assistant.stream(question, history(thread), speaks):
                    if answer.composer == "llm":
                        grown = add(thread, replace(answer, follow_ups=()))
                        yield View(self._said("writing", "busy"), thread=grown)
        except Problem as problem:
            yield View(_status(escape(problem.text(self._language)), "warn"))
        except Exception:  # nothing that goes wrong may be a silence
            log.exception("the chat could not answer")
            yield View(self._said("failed", "warn"))
        else:
            yield self._ended(answer, thread)

    def _ended(self, answer: Answer, thread: Thread) -> View:
        if answer.status in REFUSED:
            return View(_status(as_html(answer.text), "warn", answer.language))
        return View(self._outcome(answer), thread=add(thread, answer))

    def _outcome(self, answer: Answer) -> str:
        if answer.status != "answered":
            return self._said("said")
        count = len(origins(answer.citations))
        text = word("ready_one" if count == 1 else "ready_more", self._language)
        return _status(escape(text.format(count=count)))

    def _said(self, key: str, kind: str = "done") -> str:
        return _status(escape(word(key, self._language)), kind)


def packed_or_none(thread: Thread | None) -> str | None:
    """Return a conversation as the page holds it, or None if it doesn't change."""
    return None if thread is None else pack(thread)


def _status(html: str, kind: str = "done", language: Language | None = None) -> str:
    lang = f' lang="{language}"' if language else ""
    return f'<p class="b-said b-said-{kind}"{lang}>{html}</p>'
