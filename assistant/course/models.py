"""A plan is what a trainer chooses; a pack is the course material that follows from it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from corpus.coursebook import FormId
from corpus.models import Language, Source

Origin = Literal["tip", "question", "case", "form", "frame", "own"]
"""Where a line comes from: a tip, the check question of a tip, a case, a working form, our fixed
texts, or the trainer."""

MINUTES: Final = (45, 480)
GROUP: Final = (3, 40)
SESSIONS: Final = (1, 8)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a trainer chose, and what the trainer changed. The same plan gives the same pack.

    ``minutes`` counts one session. ``case`` is the id of a case of ours; ``own_case`` is the
    trainer's own text and goes before it. Empty ``tips`` and ``questions`` (ids of tips) leave
    the choice to us. ``edits`` maps the id of a line to the text that stands there instead;
    ``without`` names parts and lines that are left out.
    """

    language: Language = "nl"
    practices: tuple[str, ...] = ()
    role: str = "wijkmanager"
    level: str = "basis"
    form: FormId = "incident"
    minutes: int = 90
    sessions: int = 1
    group: int = 12
    case: str | None = None
    own_case: str = ""
    tips: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    title: str = ""
    date: datetime.date | None = None
    edits: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a pack that a trainer may change.

    ``id`` is stable: the same plan gives a line the same id (``goal-1``, ``tip.x.doe-2``).
    ``sources`` are ids of the bibliography; ``tip`` and ``section`` say where the words stand. A
    line of a tip without sources is our own making.
    """

    id: str
    text: str
    origin: Origin
    tip: str | None = None
    section: str | None = None
    sources: tuple[str, ...] = ()
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A role card: a part in the case."""

    id: str
    name: Line
    wants: Line
    worries: Line
    knows: Line


@dataclass(frozen=True, slots=True)
class Remark:
    """What the trainer may hear, and what to ask next."""

    heard: Line
    ask: Line


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """A case as it is handed out, with what only the trainer reads.

    ``id`` is the case's id, or ``own``. An own case may lack what nobody wrote for it.
    """

    id: str
    title: Line
    story: tuple[Line, ...]
    escalation: Line | None
    cards: tuple[Card, ...]
    fact: tuple[Line, ...]
    judgement: tuple[Line, ...]
    action: tuple[Line, ...]
    remarks: tuple[Remark, ...]
    pitfalls: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the run sheet; ``start`` counts minutes from the beginning of the session.

    ``cases`` names the case sheets that are worked with. A break has nothing for the trainer to
    say. ``group`` may be several lines, one for each thing the group does.
    """

    id: str
    kind: Literal["open", "form", "tips", "quiz", "break", "close"]
    start: int
    minutes: int
    title: Line
    trainer: Line | None
    group: Line | None
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting; its steps fill its minutes exactly.

    ``between`` is what participants do before the next one.
    """

    id: str
    title: Line
    minutes: int
    steps: tuple[Step, ...]
    between: Line | None = None


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A working form that is used, and what it is good for."""

    id: FormId
    title: Line
    about: Line


@dataclass(frozen=True, slots=True)
class TipSheet:
    """A tip as it is handed out: every line cites its sources."""

    id: str
    practice: str
    title: Line
    about: tuple[Line, ...]
    steps: tuple[Line, ...]
    watch: tuple[Line, ...]
    say: tuple[Line, ...]
    ask: tuple[Line, ...]
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a check question, with what it teaches.

    ``tip`` is where a wrong one would have been right.
    """

    text: Line
    right: bool
    feedback: Line
    tip: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check question; ``id`` and ``tip`` are the tip it belongs to. One choice is right."""

    id: str
    tip: str
    stem: Line
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Colophon:
    """What a reader must be able to find: version, licence, dates, and who made it."""

    version: str
    licence: str
    made: datetime.date | None
    reviewed: datetime.date
    made_with: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Course material for one plan, in one language. Parts that were left out are empty.

    ``use`` tells the trainer how to work with it. ``care`` says whom to call where the trainer's
    own case is about danger; it stands before everything and can't be left out.

    ``thin`` tells the trainer what our tips hardly cover in the trainer's own case, and what else
    to look at before it is used.
    """

    plan: Plan
    title: Line
    subtitle: Line
    use: tuple[Line, ...]
    care: Line | None
    goals: tuple[Line, ...]
    forms: tuple[FormSheet, ...]
    cases: tuple[CaseSheet, ...]
    sessions: tuple[Session, ...]
    safety: tuple[Line, ...]
    notes: tuple[Line, ...]
    tips: tuple[TipSheet, ...]
    reflection: tuple[Line, ...]
    intention: Line | None
    checks: tuple[Check, ...]
    sources: tuple[Source, ...]
    thin: tuple[Line, ...]
    colophon: Colophon
