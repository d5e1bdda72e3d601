"""The slides of a pack, in the order of the run sheet. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from assistant.course.export.deck import Slide, number, spread
from assistant.course.export.filling import Bit, Style
from assistant.course.export.outline import clock, glance
from assistant.course.export.parts import LETTERS, quoted
from assistant.course.export.references import (
    case_reference,
    check_reference,
    cite,
    colophon,
    imprint,
    mark,
    tip_reference,
)
from assistant.course.export.tidy import flat
from assistant.course.export.words import PRACTICES, named, say
from assistant.course.models import CaseSheet, Check, Line, Pack, Session, Step, TipSheet

Item = TypeVar("Item")
TURN: Final = "moeilijker"
"""In the id of the step at which a working form lets a case get worse."""


def talk(pack: Pack) -> list[Slide]:
    """Return all slides of a pack, each small enough to show, each with a title of its own."""
    return number(part for slide in _slides(pack) for part in spread(slide))


def _slides(pack: Pack) -> Iterator[Slide]:
    language = pack.plan.language
    yield _opening(pack)
    yield from _list("goals", pack.goals, pack, "number")
    for session in pack.sessions:
        yield from _session(session, pack)
    if not _steps(pack, "tips"):
        for tip in pack.tips:
            yield _tip(tip, pack)
    if pack.sources:
        bits = tuple(Bit(cite(source), "small") for source in pack.sources)
        grades = Bit(say("sources.grades", language), "small")
        addresses = _notes([f"{source.id}: {source.url}" for source in pack.sources])
        yield Slide("body", say("sources", language), bits=(*bits, grades), notes=addresses)
    facts = tuple(Bit(f"{label}: {text}", "small") for label, text in colophon(pack))
    yield Slide("quiet", say("colophon", language), bits=facts)


def _opening(pack: Pack) -> Slide:
    language = pack.plan.language
    facts = [f"{label}: {text}" for label, text in glance(pack)]
    notes = [*([pack.care] if pack.care else []), *pack.use, *pack.notes]
    return Slide(
        "title",
        flat(pack.title.text),
        bits=(Bit(flat(pack.subtitle.text)),),
        notes=_notes([*facts, *(line.text for line in notes)]),
        source=imprint(pack.colophon, language),
    )


def _session(session: Session, pack: Pack) -> Iterator[Slide]:
    language = pack.plan.language
    header = tuple(say(f"sheet.{key}", language) for key in ("time", "step", "minutes"))
    rows = tuple(
        (clock(step.start), flat(step.title.text), str(step.minutes)) for step in session.steps
    )
    programme, alone = say("programme", language), len(pack.sessions) == 1
    yield Slide(
        "table",
        programme if alone else flat(session.title.text),
        above="" if alone else programme,
        rows=(header, *rows),
        widths=(14, 72, 14),
        notes=_notes([session.title.text]),
    )
    if session is pack.sessions[0]:
        yield from _list("safety", pack.safety, pack, "point")
    shown: set[str] = set()
    for place, step in enumerate(session.steps):
        yield from _cases(step, shown, pack)
        told = _told_at(session, place)
        if told == "before":
            yield from _escalations(step, pack)
        yield _step(step, pack)
        if told == "after":
            yield from _escalations(step, pack)
        yield from _after(step, pack)
    if session.between:
        bits = (Bit(session.between.text, "big"),)
        yield Slide("quiet", say("between", language), bits=bits)


def _step(step: Step, pack: Pack) -> Slide:
    language = pack.plan.language
    bits = tuple(
        Bit(line, "big") for line in (step.group.text.split("\n") if step.group else []) if line
    )
    return Slide(
        "quiet" if step.kind == "break" else "body",
        flat(step.title.text),
        above=say("minutes", language, count=step.minutes),
        bits=bits,
        notes=_notes([step.trainer.text] if step.trainer else []),
    )


def _after(step: Step, pack: Pack) -> Iterator[Slide]:
    """What belongs to a step that isn't about a case: tips, check questions, looking back."""
    if step.kind == "tips":
        for tip in _share(step, pack.tips, pack):
            yield _tip(tip, pack)
    elif step.kind == "quiz":
        for check in _share(step, pack.checks, pack):
            yield from _check(check, pack)
    elif step.kind == "close":
        yield from _list("reflection", pack.reflection, pack, "point")
        if pack.intention:
            title = say("intention", pack.plan.language)
            yield Slide("body", title, bits=(Bit(pack.intention.text, "big"),))


def _cases(step: Step, shown: set[str], pack: Pack) -> Iterator[Slide]:
    """The cases that a step begins with: the story, and the questions about it."""
    language = pack.plan.language
    for case in pack.cases:
        if case.id in step.cases and case.id not in shown:
            shown.add(case.id)
            yield Slide(
                "body",
                flat(case.title.text),
                above=say("case", language),
                bits=tuple(_bit(line, pack) for line in case.story),
                notes=_behind(case, pack),
                source=case_reference(case, language),
            )
            yield from _questions(case, pack)


def _questions(case: CaseSheet, pack: Pack) -> Iterator[Slide]:
    """The questions about a case, from fact to judgement to action, to show one after another."""
    language = pack.plan.language
    for key in ("fact", "judgement", "action"):
        lines: tuple[Line, ...] = getattr(case, key)
        if lines:
            yield Slide(
                "body",
                say(key, language),
                above=flat(case.title.text),
                bits=tuple(_bit(line, pack, "point") for line in lines),
                notes=_notes([say("questions.when", language)]),
                source=case_reference(case, language),
            )


def _escalations(step: Step, pack: Pack) -> Iterator[Slide]:
    language = pack.plan.language
    for case in pack.cases:
        if case.id in step.cases and case.escalation:
            yield Slide(
                "body",
                say("escalation", language),
                above=flat(case.title.text),
                bits=(_bit(case.escalation, pack),),
                notes=_notes([say("escalation.when", language)]),
                source=case_reference(case, language),
            )


def _behind(case: CaseSheet, pack: Pack) -> str:
    """What the trainer has at hand when a case is told."""
    language = pack.plan.language
    parts: list[str] = []
    for card in case.cards:
        parts.append(
            f"{card.name.text}. {say('wants', language)}: {card.wants.text} "
            f"{say('worries', language)}: {card.worries.text} "
            f"{say('knows', language)}: {card.knows.text}"
        )
    for remark in case.remarks:
        heard = quoted(remark.heard.text)
        parts.append(f"{say('heard', language)}: {heard} {say('ask', language)}: {remark.ask.text}")
    return _notes([*parts, *(line.text for line in case.pitfalls)])


def _tip(tip: TipSheet, pack: Pack) -> Slide:
    language = pack.plan.language
    known = tip.sources
    bits = [Bit(line.text, "number", mark(line, language, known)) for line in tip.steps]
    for line in tip.say:
        bits.append(Bit(quoted(line.text), "quote", mark(line, language, known)))
    notes = [line.text for line in tip.about]
    for key, lines in (("tip.watch", tip.watch), ("tip.ask", tip.ask)):
        notes += [f"{say(key, language)}: {line.text}" for line in lines]
    return Slide(
        "body",
        flat(tip.title.text),
        above=named(PRACTICES, tip.practice, language),
        bits=_counted(bits),
        notes=_notes([*notes, tip_reference(tip, language)]),
        source=tip_reference(tip, language),
        practice=tip.practice,
    )


def _check(check: Check, pack: Pack) -> Iterator[Slide]:
    """A check question, and the same with its answer."""
    language = pack.plan.language
    title = say("check", language, count=pack.checks.index(check) + 1)
    source = check_reference(check, pack)
    right = next(choice for choice in check.choices if choice.right)
    told = [
        f"{LETTERS[place % len(LETTERS)]}: {choice.feedback.text}"
        for place, choice in enumerate(check.choices)
    ]
    options = _counted([_bit(choice.text, pack, "letter") for choice in check.choices])
    yield Slide(
        "body",
        title,
        bits=(_bit(check.stem, pack), *options),
        notes=_notes([*told, source]),
        source=source,
    )
    yield Slide(
        "body",
        f"{title}: {say('right', language)[:1].lower()}{say('right', language)[1:]}",
        bits=(
            Bit(right.text.text, "right", place=check.choices.index(right) + 1),
            _bit(right.feedback, pack),
        ),
        notes=_notes([*told, source]),
        source=source,
    )


def _list(key: str, lines: Sequence[Line], pack: Pack, style: Style) -> Iterator[Slide]:
    if lines:
        bits = _counted([_bit(line, pack, style) for line in lines])
        yield Slide("body", say(key, pack.plan.language), bits=bits)


def _counted(bits: Sequence[Bit]) -> tuple[Bit, ...]:
    """Give the items of a list their numbers, so that a list can go on on another slide."""
    return tuple(Bit(bit.text, bit.style, bit.mark, place) for place, bit in enumerate(bits, 1))


def _bit(line: Line, pack: Pack, style: Style = "plain") -> Bit:
    return Bit(line.text, style, mark(line, pack.plan.language))


def _notes(texts: Sequence[str]) -> str:
    return "\n".join(text for text in texts if text)


def _steps(pack: Pack, kind: str) -> list[Step]:
    return [step for session in pack.sessions for step in session.steps if step.kind == kind]


def _share(step: Step, items: Sequence[Item], pack: Pack) -> Sequence[Item]:
    """Return the part of the tips or questions that is for this step: each has as many."""
    steps = _steps(pack, step.kind)
    place = next(n for n, other in enumerate(steps) if other is step)
    first, last = (len(items) * edge // len(steps) for edge in (place, place + 1))
    return items[first:last]


def _told_at(session: Session, place: int) -> str:
    """Whether it is told before or after a step how its cases get worse, or not at all.

    That is where the working form asks for it, or else before its last step.
    """
    step = session.steps[place]
    forms = [other for other in session.steps if other.kind == "form" and other.cases == step.cases]
    turns = [other for other in forms if TURN in other.id]
    if step.kind != "form" or len(forms) < 2:
        return ""
    if turns:
        return "after" if step is turns[0] else ""
    return "before" if step is forms[-1] else ""
