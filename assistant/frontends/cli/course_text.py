"""A pack as text for a terminal, at most 80 columns wide, in the order in which a trainer reads."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from assistant.course.export.references import (
    case_reference,
    check_reference,
    cite,
    colophon,
    mark,
    tip_reference,
)
from assistant.course.export.words import say
from assistant.course.models import CaseSheet, Check, Line, Pack, Session, Step, TipSheet

LETTERS = "ABCDEFGH"


class PackText:
    """Writes a pack as lines of text; a heading starts with a NUL.

    Args:
        pack: The pack.
        width: The most columns.
        names: Put the name of each line in front of it, for a plan's ``edits`` and ``without``.
    """

    def __init__(self, pack: Pack, width: int = 80, *, names: bool = False) -> None:
        self._pack, self._width, self._names = pack, width, names
        self._language = pack.plan.language

    def lines(self) -> Iterator[str]:
        """Yield the whole pack."""
        pack = self._pack
        yield from self._wrap(f"\0{pack.title.text}")
        yield from self._tag(pack.title)
        yield from self._line(pack.subtitle)
        if pack.care:
            yield from self._part("care", [pack.care])
        yield from self._part("thin", pack.thin, "- ")
        yield from self._part("use", pack.use)
        yield from self._part("goals", pack.goals, "- ")
        yield from self._forms()
        for session in pack.sessions:
            yield from self._session(session)
        for case in pack.cases:
            yield from self._case(case)
        yield from self._part("safety", pack.safety, "- ")
        yield from self._part("notes", pack.notes, "- ")
        for tip in pack.tips:
            yield from self._tip(tip)
        for number, check in enumerate(pack.checks, start=1):
            yield from self._check(number, check)
        yield from self._part("reflection", pack.reflection, "- ")
        yield from self._part("intention", [pack.intention] if pack.intention else [])
        yield from self._end()

    def _forms(self) -> Iterator[str]:
        if self._pack.forms:
            yield from self._heading("forms")
        for form in self._pack.forms:
            yield from self._line(form.title)
            yield from self._line(form.about, "  ")

    def _session(self, session: Session) -> Iterator[str]:
        yield ""
        yield from self._wrap(f"\0{session.title.text}")
        yield from self._tag(session.title)
        before: tuple[str, ...] = ()
        for step in session.steps:
            fresh = step.cases if step.cases != before else ()
            yield from self._step(step, fresh)
            before = step.cases or before
        if session.between:
            yield from self._part("between", [session.between])

    def _step(self, step: Step, cases: tuple[str, ...]) -> Iterator[str]:
        """Yield a step; ``cases`` are those that are new in it."""
        yield ""
        clock = f"{step.start // 60}:{step.start % 60:02}"
        named = f" [{', '.join(cases)}]" if cases else ""
        yield from self._wrap(f"{clock}  {step.minutes:2}'  {step.title.text}{named}", "", " " * 11)
        yield from self._tag(step.title, " " * 11)
        if step.trainer:
            yield from self._line(step.trainer, " " * 11)
        for part in step.group.text.split("\n") if step.group else ():
            yield from self._wrap(part, " " * 11 + "> ", " " * 13)
        yield from self._tag(step.group, " " * 11)

    def _case(self, case: CaseSheet) -> Iterator[str]:
        yield ""
        yield from self._wrap(f"\0{say('case', self._language)}: {case.title.text}")
        yield from self._tag(case.title)
        yield from self._wrap(case_reference(case, self._language))
        for line in case.story:
            yield ""
            yield from self._line(line)
        yield from self._part("escalation", [case.escalation] if case.escalation else [])
        for card in case.cards:
            yield ""
            yield from self._wrap(f"\0{say('role', self._language)}: {card.name.text}")
            yield from self._tag(card.name)
            for key, line in (("wants", card.wants), ("worries", card.worries)):
                yield from self._labelled(key, line)
            yield from self._labelled("knows", card.knows)
        for key, asked in (
            ("fact", case.fact),
            ("judgement", case.judgement),
            ("action", case.action),
        ):
            yield from self._part(key, asked, "- ")
        if case.remarks:
            yield from self._heading("remarks")
        for remark in case.remarks:
            yield from self._labelled("heard", remark.heard)
            yield from self._labelled("ask", remark.ask)
        yield from self._part("pitfalls", case.pitfalls, "- ")

    def _tip(self, tip: TipSheet) -> Iterator[str]:
        yield ""
        yield from self._wrap(f"\0{say('tip', self._language)}: {tip.title.text}")
        yield from self._tag(tip.title)
        yield from self._wrap(tip_reference(tip, self._language))
        for line in tip.about:
            yield from self._line(line)
        for key, lines in (("tip.steps", tip.steps), ("tip.watch", tip.watch)):
            yield from self._under(key, lines, numbered=key == "tip.steps")
        for key, lines in (("tip.say", tip.say), ("tip.ask", tip.ask)):
            yield from self._under(key, lines)

    def _check(self, number: int, check: Check) -> Iterator[str]:
        language = self._language
        yield ""
        yield from self._wrap(f"\0{say('check', language, count=number)}")
        yield from self._line(check.stem)
        for letter, choice in zip(LETTERS, check.choices, strict=False):
            right = f"  <- {say('right', language)}" if choice.right else ""
            yield from self._wrap(f"{choice.text.text}{right}", f"{letter}. ", "   ")
            yield from self._tag(choice.text, "   ")
            yield from self._line(choice.feedback, "     ")
        yield from self._wrap(check_reference(check, self._pack))

    def _end(self) -> Iterator[str]:
        pack = self._pack
        if pack.sources:
            yield from self._heading("sources")
        for source in pack.sources:
            yield from self._wrap(cite(source), "- ", "  ")
            yield f"  {source.url}"
        yield from self._heading("colophon")
        for label, text in colophon(pack):
            yield from self._wrap(f"{label}: {text}")

    def _heading(self, key: str) -> Iterator[str]:
        yield ""
        yield f"\0{say(key, self._language)}"

    def _part(self, key: str, lines: Sequence[Line], bullet: str = "") -> Iterator[str]:
        if lines:
            yield from self._heading(key)
        for line in lines:
            yield from self._line(line, bullet)

    def _under(self, key: str, lines: Iterable[Line], *, numbered: bool = False) -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            if number == 1:
                yield f"  {say(key, self._language)}"
            yield from self._line(line, f"    {number}. " if numbered else "    ")

    def _labelled(self, key: str, line: Line) -> Iterator[str]:
        yield from self._wrap(f"{say(key, self._language)}: {line.text}", "  ", "    ")
        yield from self._tag(line, "    ")

    def _line(self, line: Line, first: str = "") -> Iterator[str]:
        behind = mark(line, self._language)
        text = f"{line.text} [{behind}]" if behind else line.text
        rest = " " * len(first)
        for number, part in enumerate(text.split("\n")):
            yield from self._wrap(part, first if number == 0 else rest, rest)
        yield from self._tag(line, rest)

    def _tag(self, line: Line | None, indent: str = "") -> Iterator[str]:
        if self._names and line:
            yield f"{indent}({line.id})"

    def _wrap(self, text: str, first: str = "", rest: str = "") -> list[str]:
        return textwrap.wrap(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        )
