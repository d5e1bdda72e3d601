"""Asks the engine, beside the event loop, and shows its answer piece by piece."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from typing import Any, Final

import anyio
import anyio.to_thread

from assistant import guard, privacy
from assistant.citations import MARKER
from assistant.engine import Assistant
from assistant.models import Answer, Turn
from corpus.models import Language

AT_ONCE: Final = 8
"""Questions that are answered at the same time; more threads only get in each other's way."""
EVENTS: Final = "text/event-stream"


class Asking:
    """Asks questions in threads of their own. One for all doors of an app.

    Args:
        assistant: Answers them.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._limiter = anyio.CapacityLimiter(AT_ONCE)

    async def ask(
        self, question: str, history: Sequence[str], language: Language | None = None
    ) -> Answer:
        """Return the answer.

        Args:
            question: The question as it came.
            history: Earlier questions, oldest first.
            language: The language of the answer; by default that of the question.

        Raises:
            Problem: The index can't be used.
        """
        call = partial(self._assistant.answer, question, turns(history), language)
        return await anyio.to_thread.run_sync(call, limiter=self._limiter)

    async def stream(
        self, question: str, history: Sequence[str], language: Language | None = None
    ) -> AsyncIterator[Answer]:
        """Yield the answer as it grows; the last one is the answer.

        Without a language model there is one, and so there is with one that takes no part.

        Raises:
            Problem: The index can't be used; before anything is yielded.
        """
        answers = self._assistant.stream(question, turns(history), language)
        while True:
            step = partial(next, answers, None)
            answer = await anyio.to_thread.run_sync(step, limiter=self._limiter)
            if answer is None:
                return
            yield answer


def turns(history: Sequence[str]) -> tuple[Turn, ...]:
    """Return earlier questions as turns: tidied, cut to size, personal data masked. Pure.

    Each was refused or answered in its own time, perhaps by another program: what is refused as
    a question must not come back as an earlier one.
    """
    tidied = (guard.tidy(text[: guard.MAX_QUESTION]) for text in history)
    return tuple(Turn(privacy.mask(text, privacy.find(text))) for text in tidied if text)


def parts(answer: Answer) -> Iterator[tuple[str, list[int]]]:
    """Yield the blocks of an answer's text, with the numbers of their citations. Pure.

    Joined by an empty line they are the text again.
    """
    for text in answer.text.split("\n\n"):
        yield text, sorted({int(number) for number in MARKER.findall(text)})


def event(name: str | None, data: Any) -> str:
    """Return a server-sent event. Pure."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n"


async def growing(answers: AsyncIterator[Answer]) -> AsyncIterator[str]:
    """Yield an answer as server-sent events while it grows, and then the whole."""
    last: Answer | None = None
    async for answer in answers:
        if last is not None:
            found = last.as_json()
            yield event("answer.growing", {key: found[key] for key in ("text", "citations")})
        last = answer
    if last is not None:
        for text in events(last):
            yield text


def events(answer: Answer) -> Iterator[str]:
    """Yield an answer as server-sent events: its parts, then the whole, then the end. Pure."""
    by_number = {citation["n"]: citation for citation in answer.as_json()["citations"]}
    for text, numbers in parts(answer):
        cited = [by_number[n] for n in numbers if n in by_number]
        yield event("answer.part", {"text": text, "citations": cited})
    yield event("answer", answer.as_json())
    yield event("end", {})
