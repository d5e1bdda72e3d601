"""What to do with a message: ask the engine, and decide who may read the answer.

Knows nothing of Slack's libraries. Everything here blocks while it works; whoever calls it from
an event loop does so in a thread of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

from assistant.frontends.slack import blocks, escape, render
from assistant.frontends.slack.blocks import Block
from assistant.frontends.slack.discretion import is_personal
from assistant.frontends.slack.message import Message, Place
from assistant.frontends.slack.parts import Parts
from assistant.frontends.slack.words import word
from assistant.models import Answer, Turn
from corpus.language import detect
from corpus.models import Language

Way = Literal["thread", "whisper", "private"]
"""Where an answer goes: into the thread, to the asker alone on the spot, or into their own room."""
REFUSED: Final = frozenset({"blocked_personal_data", "blocked_too_long", "blocked_instruction"})


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that asks something.

    Attributes:
        place: Where it was said.
        ts: The message; for a command or a button, when that was.
        question: What was asked, as plain text.
        names: Whether a person is mentioned in it.
        files: Whether files came along, which nobody reads.
        whispered: Whether only the asker will see the answer: a command or a shortcut.
        quoted: Whether the answer repeats the question, since it does not stand above it.
        offered: Whether the question is one of ours, behind a button.
        under: The message below which the answer is posted if it is shared.
    """

    place: Place
    ts: str
    question: str
    names: bool = False
    files: bool = False
    whispered: bool = False
    quoted: bool = False
    offered: bool = False
    under: str | None = None

    @property
    def open(self) -> bool:
        """Whether others read along."""
        return self.place.kind != "dm" and not self.whispered


@dataclass(frozen=True, slots=True)
class Said:
    """What is sent in return, and where."""

    message: Message
    way: Way
    answer: Answer


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that waits for its asker to say who may read it."""

    answer: Answer
    question: str
    place: Place
    ts: str
    personal: bool


_KEPT: Final = TypeAdapter(Kept)


class Conversation:
    """The conversations of all workspaces. Immutable, safe for several threads.

    Args:
        parts: The engine, what it remembers, and the settings.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._base = (parts.settings.public_url or "").rstrip("/") or None

    @property
    def language(self) -> Language:
        """The language of what answers no question."""
        return self._parts.settings.language

    @property
    def writes(self) -> bool:
        """Whether an answer may come in parts."""
        return self._parts.assistant.writes

    def heard(self, place: Place, ts: str, text: str, bot: str | None = None) -> Heard:
        """Return a message as something asked.

        Args:
            place: Where it was said.
            ts: The message.
            text: The text as Slack sends it.
            bot: Our own user there.
        """
        someone = "collega" if detect(text, self.language) == "nl" else "colleague"
        question = escape.incoming(text, bot, someone)
        return Heard(place, ts, question, names=escape.names_someone(text, bot))

    def grow(self, heard: Heard) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is the answer.

        Raises:
            Problem: The index or the database can't be used.
        """
        turns = () if heard.offered else self._parts.threads.history(heard.place, heard.ts)
        history = [turn for turn in turns if turn.question]
        yield from self._parts.assistant.stream(heard.question, history)

    def answer(self, heard: Heard) -> Said:
        """Return what is said to a message, and where.

        Raises:
            Problem: The index or the database can't be used.
        """
        *_, last = self.grow(heard)
        return self.say(heard, last)

    def may_grow(self, heard: Heard, answer: Answer) -> bool:
        """Tell whether an answer may be shown where it was asked while it is still written."""
        return (
            answer.status == "answered"
            and answer.composer == "llm"
            and not heard.whispered
            and not self._is_private(heard, answer)
        )

    def say(self, heard: Heard, answer: Answer) -> Said:
        """Decide who may read an answer, and return it as it is sent.

        Raises:
            Problem: The database can't be used.
        """
        if heard.whispered:
            return self._whispered(heard, answer)
        if heard.open and answer.status == "referred_crisis":
            lead = blocks.context(word("crisis_moved", answer.language))
            return Said(self._message(answer, self._look(), [lead]), "private", answer)
        if heard.open and answer.status in REFUSED:
            look = replace(self._look(), posted=True)
            return Said(self._message(answer, look), "whisper", answer)
        if self._is_private(heard, answer):
            self._keep(heard, answer)
            return Said(render.warning(answer), "whisper", answer)
        return Said(self.shown(heard, answer), "thread", answer)

    def shown(self, heard: Heard, answer: Answer) -> Message:
        """Return an answer as it stands where it was asked."""
        look = self._look(heard) if heard.open else self._look()
        return self._message(answer, look, self._lead(heard, answer.language))

    def remember(self, heard: Heard, answer: Answer, reply: str | None) -> None:
        """Remember a turn for the follow-up; of what was not answered only that it was asked.

        Raises:
            Problem: The database can't be used.
        """
        known = answer.status == "answered"
        turn = Turn(answer.question, answer.tips) if known else Turn("")
        self._parts.threads.remember(heard.place, heard.ts, turn, reply)

    def reply_to(self, place: Place, ts: str) -> str | None:
        """Return our answer to a message, if it is still known.

        Raises:
            Problem: The database can't be used.
        """
        return self._parts.threads.reply_to(place, ts)

    def forget(self, place: Place, ts: str) -> str | None:
        """Forget a message that was deleted, and return our answer to it, if it is still known.

        Raises:
            Problem: The database can't be used.
        """
        reply = self._parts.threads.reply_to(place, ts)
        self._parts.threads.forget(place, ts)
        return reply

    def kept(self, team: str, name: str) -> Kept | None:
        """Return the answer that waits under a name; None if it is gone.

        Raises:
            Problem: The database can't be used.
        """
        text = self._parts.threads.kept(team, name)
        try:
            return _KEPT.validate_json(text) if text else None
        except ValidationError:
            return None

    def in_private(self, kept: Kept) -> Message:
        """Return a kept answer for the asker's own room, below the question."""
        language = kept.answer.language
        lead = render.asked(kept.question, word("moved", language))
        return self._message(kept.answer, self._look(), lead)

    def shared(self, kept: Kept) -> Message:
        """Return a kept answer for everyone, below the question and who asked it."""
        who = word("shares", kept.answer.language).format(user=kept.place.user)
        lead = render.asked(kept.question, who)
        return self._message(kept.answer, self._look(kept), lead)

    def here(self, kept: Kept) -> Message:
        """Return a kept answer for the thread; from now on its asker is not warned again there.

        Raises:
            Problem: The database can't be used.
        """
        self._parts.threads.keep(kept.place.team, _leave(kept.place, kept.ts), "yes")
        return self._message(kept.answer, self._look(kept))

    def _is_private(self, heard: Heard, answer: Answer) -> bool:
        """Tell whether an answer waits until its asker has said where it may stand."""
        if not heard.open or heard.offered or answer.status != "answered":
            return False
        return self._is_personal(heard, answer) and not self._parts.threads.kept(
            heard.place.team, _leave(heard.place, heard.ts)
        )

    def _is_personal(self, heard: Heard, answer: Answer) -> bool:
        return heard.names or is_personal(heard.question) or render.cares(answer)

    def _whispered(self, heard: Heard, answer: Answer) -> Said:
        if answer.status == "answered":
            self._keep(heard, answer)
        personal = self._is_personal(heard, answer)
        look = replace(self._look(), whisper=True, personal=personal)
        lead = self._lead(heard, answer.language)
        return Said(self._message(answer, look, lead), "whisper", answer)

    def _lead(self, heard: Heard, language: Language) -> tuple[Block, ...]:
        if not heard.quoted:
            return ()
        key = "asks_on" if heard.open else "asked"
        return render.asked(heard.question, word(key, language).format(user=heard.place.user))

    def _keep(self, heard: Heard, answer: Answer) -> None:
        personal = self._is_personal(heard, answer)
        place = replace(heard.place, thread=heard.place.thread or heard.under)
        kept = Kept(replace(answer, timings_ms={}), heard.question, place, heard.ts, personal)
        text = json.dumps(asdict(kept), ensure_ascii=False)
        self._parts.threads.keep(heard.place.team, answer.id, text)

    def _look(self, asked: Heard | Kept | None = None) -> render.Look:
        """Return how an answer is shown; its asker can take it away where others read along."""
        contact = self._parts.settings.contact
        if asked is None:
            return render.Look(self._base, contact)
        return render.Look(self._base, contact, asker=asked.place.user, ts=asked.ts)

    def _message(
        self, answer: Answer, look: render.Look, lead: tuple[Block, ...] | list[Block] = ()
    ) -> Message:
        return render.message(answer, look, lead)


def _leave(place: Place, ts: str) -> str:
    """Return the name of the note that says that someone wants answers in a thread."""
    return f"leave:{place.channel}:{place.thread or ts}:{place.user}"
