"""The sessions of groups that think about one situation: in memory, bounded, and soon gone. Pure.

Nothing here is written down anywhere. A session is gone when its trainer ends it, when its time
is up, and when the server stops.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from assistant.models import Answer
from corpus.models import Language

Stage = Literal["open", "shown", "tips"]
"""Answers come in; they are shown and fixed; the tips are shown too."""

MOST: Final = 200
"""Sessions at the same time."""
MOST_OF_ONE: Final = 10
"""Sessions at the same time of one trainer."""
ANSWERS: Final = 60
"""Answers in one session."""
LONGEST: Final = 3 * 60 * 60
"""Seconds that a session lasts."""
SWEEP: Final = 60
"""Seconds between two looks at what is over."""
LETTERS: Final = "BCDFGHJKMNPQRSTVWXZ23456789"
"""What codes are made of: nothing that is mistaken for something else, and no words."""
HALF: Final = 4
"""Letters of each half of a code, such as ``BCDF-2345``: 280 thousand million codes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one participant would do; ``id`` is by chance, and so tells nothing of the order."""

    id: str
    text: str


@dataclass(slots=True)
class Session:
    """A situation, and what a group would do.

    ``key`` is what the trainer shows to be the trainer; ``care`` is whom to call, where the
    situation names danger. ``replies`` stand by what a participant's page holds to come back.
    """

    code: str
    key: str
    owner: str
    language: Language
    situation: str
    care: str
    answer: Answer
    until: float
    stage: Stage = "open"
    replies: dict[str, Reply] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[Reply, ...]:
        """The answers, in an order that tells nothing."""
        return tuple(sorted(self.replies.values(), key=lambda reply: reply.id))


@dataclass(frozen=True, slots=True)
class Opening:
    """What a session is opened with."""

    owner: str
    language: Language
    situation: str
    care: str
    answer: Answer


class Full(Exception):
    """There is no room: ``what`` is ``book``, ``owner`` or ``session``."""

    def __init__(self, what: Literal["book", "owner", "session"]) -> None:
        super().__init__(what)
        self.what: Literal["book", "owner", "session"] = what


class Closed(Exception):
    """The trainer has closed the answers."""


class Book:
    """All sessions. Not for several threads: it is used on the event loop alone.

    Args:
        clock: Gives the time in seconds.
        most: Sessions at the same time.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._clock = clock
        self._most = most
        self._sessions: dict[str, Session] = {}

    def __len__(self) -> int:
        self.tidy()
        return len(self._sessions)

    def open(self, opening: Opening) -> Session:
        """Begin a session.

        Raises:
            Full: There are too many, of this trainer or in all.
        """
        self.tidy()
        if len(self._sessions) >= self._most:
            raise Full("book")
        if sum(one.owner == opening.owner for one in self._sessions.values()) >= MOST_OF_ONE:
            raise Full("owner")
        session = Session(
            code=self._new_code(),
            key=secrets.token_urlsafe(16),
            owner=opening.owner,
            language=opening.language,
            situation=opening.situation,
            care=opening.care,
            answer=opening.answer,
            until=self._clock() + LONGEST,
        )
        self._sessions[session.code] = session
        return session

    def find(self, code: str) -> Session | None:
        """Return the session with a code, however it was typed; None if it is over."""
        self.tidy()
        return self._sessions.get(canonical(code))

    def owned(self, code: str, key: str) -> Session | None:
        """Return a session to its trainer, and to nobody else."""
        session = self.find(code)
        right = session is not None and secrets.compare_digest(session.key.encode(), _bytes(key))
        return session if right else None

    def minutes(self, session: Session) -> int:
        """Return how many minutes a session has left."""
        return max(0, round((session.until - self._clock()) / 60))

    def reply(self, session: Session, token: str, text: str) -> None:
        """Note what a participant would do, in the place of what they said before.

        Args:
            session: The session.
            token: What the page of the participant holds.
            text: What they would do.

        Raises:
            Closed: The trainer has closed the answers.
            Full: There are too many answers.
        """
        if session.stage != "open":
            raise Closed
        before = session.replies.get(token)
        if before is None and len(session.replies) >= ANSWERS:
            raise Full("session")
        name = before.id if before else secrets.token_hex(4)
        session.replies[token] = Reply(name, text)

    def turn(self, session: Session, stage: Stage) -> None:
        """Go on to another stage, or back."""
        session.stage = stage

    def remove(self, session: Session, name: str) -> None:
        """Take an answer away; what is not there is not missed."""
        session.replies = {t: r for t, r in session.replies.items() if r.id != name}

    def end(self, session: Session) -> None:
        """Forget a session and all that was said in it."""
        self._sessions.pop(session.code, None)

    def tidy(self) -> None:
        """Forget the sessions whose time is up."""
        now = self._clock()
        for session in [one for one in self._sessions.values() if one.until <= now]:
            self.end(session)

    async def sweep(self) -> None:
        """Forget what is over, for as long as the server runs: also when nobody comes by."""
        while True:
            await asyncio.sleep(SWEEP)
            self.tidy()

    def _new_code(self) -> str:
        while True:
            letters = "".join(secrets.choice(LETTERS) for _ in range(2 * HALF))
            code = canonical(letters)
            if code not in self._sessions:
                return code


def canonical(code: str) -> str:
    """Return a code as it is written, whatever its case and whatever stands between its halves."""
    letters = "".join(letter for letter in code[:40].upper() if letter.isalnum())
    return f"{letters[:HALF]}-{letters[HALF:]}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
