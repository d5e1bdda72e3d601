"""Puts the documents of a pack together: the handout and the trainer's guide. Pure."""

from __future__ import annotations

from typing import Final

from assistant.course.export import parts
from assistant.course.export.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    Items,
    Note,
    Stretch,
    Table,
    Text,
    Timeline,
)
from assistant.course.export.references import imprint, keywords, unique
from assistant.course.export.tidy import flat
from assistant.course.export.words import LEVELS, PRACTICES, ROLES, named, say
from assistant.course.models import Pack, Session, Step
from corpus.models import Language

ROOM: Final = 5
"""Lines to write on below a group of questions."""
SHORT: Final = 10
"""A programme of no more steps stays on one page."""


def handout(pack: Pack) -> Document:
    """Return what participants get: goals, cases, questions, tips and room to write."""
    language = pack.plan.language
    blocks: list[Block] = [*parts.goals(pack), *parts.safety(pack), *_programme(pack)]
    for case in pack.cases:
        blocks += [*parts.story(case, language), *parts.questions(case, language, ROOM)]
    blocks += [*parts.tips(pack), *parts.looking_back(pack), *parts.checks(pack)]
    return _document(pack, "handout", [*blocks, *parts.sources(pack), *parts.about(pack)])


def guide(pack: Pack) -> Document:
    """Return what the trainer gets: everything, with the run sheet and what to listen for."""
    language = pack.plan.language
    blocks: list[Block] = []
    if pack.care:
        blocks.append(Note(say("care", language), parts.texts([pack.care], language), "care"))
    blocks += _glance(pack)
    if pack.thin:
        blocks.append(Note(say("thin", language), parts.texts(pack.thin, language), "thin"))
    blocks += parts.goals(pack)
    blocks += parts.listed("use", pack.use, language)
    for session in pack.sessions:
        blocks += _run_sheet(session, pack)
    blocks += _forms(pack)
    blocks += parts.listed("notes", pack.notes, language)
    blocks += parts.listed("safety", pack.safety, language)
    for case in pack.cases:
        blocks += [*parts.story(case, language), *parts.behind_case(case, language)]
    blocks += [*parts.tips(pack), *parts.answers(pack), *_look_back(pack)]
    return _document(pack, "guide", [*blocks, *parts.sources(pack), *parts.about(pack)])


def clock(minutes: int) -> str:
    """Return minutes since the beginning as hours and minutes: 1:05."""
    return f"{minutes // 60}:{minutes % 60:02}"


def timeline(session: Session, pack: Pack) -> Timeline:
    """Return how a session's time is spent, as a picture and in words."""
    language = pack.plan.language
    stretches = tuple(
        Stretch(flat(step.title.text), step.start, step.minutes, step.kind)
        for step in session.steps
    )
    told = "; ".join(f"{part.name}: {part.minutes}" for part in stretches)
    return Timeline(stretches, f"{say('timeline', language)}. {told}.")


def glance(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return for whom a pack is, how long it takes, and what it works with."""
    plan, language = pack.plan, pack.plan.language
    forms = ", ".join(flat(form.title.text) for form in pack.forms)
    practices = unique([*plan.practices, *(tip.practice for tip in pack.tips)])
    pairs = (
        ("for", f"{named(ROLES, plan.role, language)}, {named(LEVELS, plan.level, language)}"),
        ("group", say("people", language, count=plan.group)),
        ("time", duration(pack)),
        ("form", forms),
        ("practice", ", ".join(named(PRACTICES, id_, language) for id_ in practices)),
    )
    return tuple((say(key, language), text) for key, text in pairs if text)


def duration(pack: Pack) -> str:
    """Return how long a course takes, in words."""
    plan, language = pack.plan, pack.plan.language
    if plan.sessions > 1:
        return say("sessions.time", language, count=plan.sessions, minutes=plan.minutes)
    return say("session.time", language, minutes=plan.minutes)


def _glance(pack: Pack) -> list[Block]:
    language = pack.plan.language
    bring = [say("bring.handout", language, count=pack.plan.group)]
    if pack.cases or pack.tips:
        bring.append(say("bring.cards", language))
    bring.append(say("bring.room", language))
    facts = Facts((*glance(pack), (say("bring", language), ", ".join(bring))))
    return parts.headed("glance", [facts], language)


def _run_sheet(session: Session, pack: Pack) -> list[Block]:
    language = pack.plan.language
    header = tuple(say(f"sheet.{key}", language) for key in ("time", "minutes", "step", "trainer"))
    rows = tuple(_row(step, language) for step in session.steps)
    total = (clock(session.minutes), str(session.minutes), say("sheet.total", language), "")
    above = say("programme", language)
    blocks: list[Block] = [
        Heading(session.title.text, 1, above=above, new_page=True),
        timeline(session, pack),
        Table(
            f"{above}: {flat(session.title.text)}",
            header,
            (*rows, total),
            (9, 8, 23, 60),
            row_header=2,
            marked=(len(rows),),
        ),
    ]
    if session.between:
        texts = parts.texts([session.between], language)
        blocks.append(Note(say("between", language), texts, "safety"))
    return blocks


def _programme(pack: Pack) -> list[Block]:
    """What happens when, without what the trainer does."""
    language = pack.plan.language
    header = tuple(say(f"sheet.{key}", language) for key in ("time", "minutes", "step"))
    tables: list[Block] = []
    for session in pack.sessions:
        name = flat(session.title.text)
        rows = tuple(_row(step, language)[:3] for step in session.steps)
        if len(pack.sessions) > 1:
            tables.append(Heading(name, 2))
        short = len(rows) <= SHORT
        tables.append(Table(name, header, rows, (12, 10, 78), row_header=2, whole=short))
        if session.between:
            told = parts.texts([session.between], language)
            tables.append(Note(say("between", language), told, "safety"))
    return parts.headed("programme", tables, language)


def _row(step: Step, language: Language) -> tuple[str, ...]:
    said = parts.cell(step.trainer, language) if step.trainer else ""
    return (clock(step.start), str(step.minutes), flat(step.title.text), said)


def _forms(pack: Pack) -> list[Block]:
    language = pack.plan.language
    blocks: list[Block] = []
    for form in pack.forms:
        blocks += [Heading(form.title.text, 2), *parts.texts([form.about], language)]
    return parts.headed("forms", blocks, language)


def _look_back(pack: Pack) -> list[Block]:
    lines = [*pack.reflection, *([pack.intention] if pack.intention else [])]
    language = pack.plan.language
    items = [Items(parts.texts(lines, language))] if lines else []
    return parts.headed("reflection", items, language)


def _document(pack: Pack, kind: str, blocks: list[Block]) -> Document:
    language = pack.plan.language
    label = say(f"{kind}.title", language)
    title = flat(pack.title.text)
    subtitle = flat(pack.subtitle.text)
    lead: list[Block] = [Text(subtitle, look="lead")] if subtitle else []
    return Document(
        kind=kind,
        title=title,
        subtitle=subtitle,
        label=label,
        language=language,
        about=f"{label}. {subtitle}",
        keywords=keywords(pack),
        foot=imprint(pack.colophon, language),
        blocks=(*lead, *blocks),
    )
