"""From a plan to a pack: everything that a trainer needs, with where each line comes from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from importlib.metadata import version
from typing import Final

from assistant.course import agenda, choose, notes, sheets, words
from assistant.course.draft import Come, Draft
from assistant.course.models import (
    CaseSheet,
    Check,
    Colophon,
    FormSheet,
    Line,
    Pack,
    Plan,
    TipSheet,
)
from assistant.course.own_case import Find, Found, look
from assistant.course.schedule import Slot, schedule
from corpus.coursebook import Case, Coursebook
from corpus.models import Corpus, Source, Tip
from corpus.problem import Problem

PACKAGE: Final = "bricoleur-assistant"
LICENCE: Final = "EUPL-1.2"
"""Of the program and of the tips and cases, which are part of it."""
FRAME: Final = Come("frame")
LEFT_OUT: Final = frozenset({"tips", "checks"})
"""Parts that take time: without them the other steps get it."""


def build_pack(plan: Plan, corpus: Corpus, book: Coursebook, find: Find | None = None) -> Pack:
    """Build the course material for a plan.

    Args:
        plan: A checked plan, as :func:`assistant.course.plan.check_plan` gives it.
        corpus: The tips and sources.
        book: The cases, questions, forms and fixed texts.
        find: Searches the tips; needed for the trainer's own case alone.

    Raises:
        Problem: Nothing was found for the own case of a plan that has no other subject.
    """
    if not plan.own_case:
        return _Builder(plan, corpus, book, Found()).pack()
    if find is None:
        raise ValueError("an own case needs a search: it may be about danger")
    return _Builder(plan, corpus, book, look(plan, find)).pack()


class _Builder:
    """Holds what the parts of one pack share while it is built."""

    def __init__(self, plan: Plan, corpus: Corpus, book: Coursebook, found: Found) -> None:
        self.plan, self.corpus, self.book = plan, corpus, book
        self.found = found
        self.draft = Draft(plan)
        self.frame = book.frame[plan.language]
        self.practices = choose.practices(plan, book, self.found.practices)
        if not self.practices:
            raise Problem(
                nl="Bij deze casus vond ik geen tips, en het plan noemt geen onderwerp. Kies zelf "
                "een of meer praktijken bij 'practices'.",
                en="I found no tips for this case, and the plan names no subject. Choose one or "
                "more practices yourself at 'practices'.",
            )
        self.subject = self.practices[0] if len(self.practices) == 1 else "several"
        self.times = self._times()
        self.cases = self._cases()
        self.tips = choose.tips(plan, corpus, self.practices, self.cases, self.found.tips)

    def pack(self) -> Pack:
        """Return the pack."""
        draft, plan = self.draft, self.plan
        title = plan.title or self.frame[f"title.{self.subject}"][0]
        own = Come("own" if plan.title else "frame")
        written = {sheet.id: sheet for sheet in self._case_sheets()}
        dealt = agenda.deal_cases(self.times, plan.form, [*written])
        used = dict.fromkeys([name for names in dealt.values() for name in names] or written)
        parts = {
            "title": draft.line("title", title, own),
            "subtitle": draft.line("subtitle", self._subtitle(), FRAME),
            "use": self._part("use", "use", self._use()),
            "care": self._care(),
            "goals": self._part("goals", "goal", self.frame[f"goals.{self.subject}.{plan.level}"]),
            "forms": self._form_sheets(),
            "cases": tuple(written[name] for name in used),
            "sessions": agenda.sessions(draft, plan, self.book, self.times, dealt),
            "safety": self._part("safety", "safety", self.frame["safety"]),
            "notes": self._part("notes", "note", self.frame["notes"]),
            "tips": self._tip_sheets(),
            "reflection": self._part(
                "reflection", "reflection", self.frame[f"reflection.{self.subject}"]
            ),
            "intention": self._intention(),
            "checks": self._checks(),
        }
        sources = self._sources(parts.values())
        thin = self._thin()
        return Pack(plan=plan, sources=sources, thin=thin, colophon=self._colophon(), **parts)  # type: ignore[arg-type]

    def _times(self) -> tuple[tuple[Slot, ...], ...]:
        left_out = frozenset(part for part in LEFT_OUT if not self.draft.keeps(part))
        forms = self.book.forms[self.plan.language]
        plan = self.plan
        return schedule(forms, plan.form, plan.minutes, plan.sessions, left_out)

    def _cases(self) -> tuple[Case, ...]:
        own = 1 if self.plan.own_case else 0
        wanted = max(1, agenda.cases_wanted(self.times)) - own
        return choose.cases(self.plan, self.book, self.practices, wanted)

    def _case_sheets(self) -> tuple[CaseSheet, ...]:
        draft, language = self.draft, self.plan.language
        ours = tuple(sheets.case_sheet(draft, case, language) for case in self.cases)
        if not self.plan.own_case:
            return ours
        return sheets.own_case_sheet(draft, self.plan.own_case, self.book, language), *ours

    def _subtitle(self) -> str:
        plan, language = self.plan, self.plan.language
        time = words.duration(plan.minutes, language)
        if plan.sessions > 1:
            time = words.SESSIONS[language].format(n=plan.sessions, time=time)
        role = words.ROLES[plan.role][language]
        return words.SUBTITLE[language].format(role=role, group=plan.group, time=time)

    def _use(self) -> tuple[str, ...]:
        kind = "own" if self.plan.own_case else "made-up"
        return (*self.frame["use"], *self.frame[f"{kind}.use"])

    def _part(self, part: str, prefix: str, texts: Sequence[str]) -> tuple[Line, ...]:
        return self.draft.many(prefix, texts, FRAME) if self.draft.keeps(part) else ()

    def _form_sheets(self) -> tuple[FormSheet, ...]:
        if not self.draft.keeps("forms"):
            return ()
        used = dict.fromkeys(slot.form for slots in self.times for slot in slots if slot.form)
        forms = self.book.forms[self.plan.language]
        return tuple(sheets.form_sheet(self.draft, forms[name]) for name in used)

    def _tip_sheets(self) -> tuple[TipSheet, ...]:
        if not self.draft.keeps("tips"):
            return ()
        kept = (tip for tip in self.tips if not self.draft.drops(f"tip.{tip.id}"))
        return tuple(sheets.tip_sheet(self.draft, tip, self.plan.language) for tip in kept)

    def _checks(self) -> tuple[Check, ...]:
        if not self.draft.keeps("checks"):
            return ()
        names = choose.questions(self.plan, self.corpus, self.book, self.tips)
        kept = (name for name in names if not self.draft.drops(f"check.{name}"))
        return tuple(
            sheets.check(
                self.draft, self.book.questions[name], self.corpus.tips[name], self.plan.language
            )
            for name in kept
        )

    def _intention(self) -> Line | None:
        if not self.draft.keeps("intention"):
            return None
        return self.draft.may("intention", self.frame["intention"][0], FRAME)

    def _care(self) -> Line | None:
        text = self.found.care
        return self.draft.line("care", text, FRAME) if text else None

    def _sources(self, parts: Iterable[object]) -> tuple[Source, ...]:
        named = {name for part in parts for line in lines_of(part) for name in line.sources}
        return tuple(source for name, source in self.corpus.sources.items() if name in named)

    def _thin(self) -> tuple[Line, ...]:
        plan, corpus, language = self.plan, self.corpus, self.plan.language
        texts = [
            *self.found.thin,
            *notes.gone(plan, corpus, self.book, (self.cases, self.tips)),
            *notes.time(plan, self.book, self.times, len(self.cases) + bool(plan.own_case)),
            *(words.NEEDED[language].format(name=name) for name in self.draft.needed()),
            *notes.in_vain(self.draft.unused(), language),
        ]
        return tuple(Line(f"thin-{n}", text, "frame") for n, text in enumerate(texts, start=1))

    def _colophon(self) -> Colophon:
        number = version(PACKAGE)
        used: list[Case | Tip] = [*self.cases, *self.tips]
        return Colophon(
            version=number,
            licence=LICENCE,
            made=self.plan.date,
            reviewed=min(item.reviewed for item in used),
            made_with=words.MADE_WITH[self.plan.language].format(version=number),
        )


def lines_of(part: object) -> Iterable[Line]:
    """Yield every line in a pack or in a part of one, in reading order."""
    if isinstance(part, Line):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from lines_of(item)
    elif is_dataclass(part) and not isinstance(part, Plan):
        for field in fields(part):
            yield from lines_of(getattr(part, field.name))
