"""Says where the words of a pack come from, in the same way in every format. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from assistant.course.export.words import BASIS, LOCALE, long_date, named, say
from assistant.course.models import CaseSheet, Check, Colophon, Line, Pack, TipSheet
from corpus.models import Language, Source

OWN_CASE = "own"


def mark(line: Line, language: Language, known: Collection[str] = ()) -> str:
    """Return the mark behind a line of a tip, ``S1, S8``.

    It is empty where the sources are those that stand under the tip, ``known``. A line that the
    trainer changed says so: its words are no longer those of the source.
    """
    changed = say("from.changed", language) if line.edited else ""
    same = set(line.sources) == set(known)
    sources = ", ".join(line.sources) if line.origin == "tip" and not same else ""
    return ", ".join(part for part in (sources, changed) if part)


def tip_reference(tip: TipSheet, language: Language) -> str:
    """Return what a tip rests on: its id, the kind of ground and its sources."""
    parts = [say("from.tip", language, tip=tip.id), named(BASIS, tip.basis, language)]
    if tip.sources:
        parts.append(say("from.sources", language, sources=", ".join(tip.sources)))
    return " · ".join(parts)


def check_reference(check: Check, pack: Pack) -> str:
    """Return what a check question rests on: its tip's id, and its sources where known."""
    language = pack.plan.language
    sources = sources_of(check, pack)
    parts = [say("from.tip", language, tip=check.tip)]
    if sources:
        parts.append(say("from.sources", language, sources=", ".join(sources)))
    return " · ".join(parts)


def sources_of(check: Check, pack: Pack) -> tuple[str, ...]:
    """Return the sources of a check question: its own, or else those of its tip."""
    lines = [check.stem, *(choice.feedback for choice in check.choices)]
    own = unique(source for line in lines for source in line.sources)
    return own or next((tip.sources for tip in pack.tips if tip.id == check.tip), ())


def case_reference(case: CaseSheet, language: Language) -> str:
    """Return what a case is: made up by us and its id, or the trainer's own."""
    if case.id == OWN_CASE:
        return say("case.own", language)
    return f"{say('case.made_up', language)} · {say('from.case', language, case=case.id)}"


def cite(source: Source) -> str:
    """Return a source as one line, without its address: author, year, title and grade."""
    year = f" ({source.year})" if source.year else ""
    return f"{source.authors}{year}. {source.title}. [{source.id}, {source.grade}]"


def used_tips(pack: Pack) -> tuple[str, ...]:
    """Return the ids of every tip that a pack draws on, handed out or asked about."""
    return unique([*(tip.id for tip in pack.tips), *(check.tip for check in pack.checks)])


def colophon(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return the colophon as labels and what belongs to them."""
    language, facts = pack.plan.language, pack.colophon
    pairs = [
        ("made.with", facts.made_with),
        ("made", long_date(facts.made, language) if facts.made else ""),
        ("reviewed", long_date(facts.reviewed, language)),
        ("version", facts.version),
        ("licence", facts.licence),
        ("tips.used", ", ".join(used_tips(pack))),
    ]
    return tuple((say(key, language), text) for key, text in pairs if text)


def imprint(facts: Colophon, language: Language) -> str:
    """Return the colophon in one short line, for the foot of a page."""
    made = long_date(facts.made or facts.reviewed, language)
    return f"{made} · {facts.licence} · {facts.made_with}"


def keywords(pack: Pack) -> str:
    """Return what a file's properties name: the practices, the tips and the sources."""
    practices = [*pack.plan.practices, *(tip.practice for tip in pack.tips)]
    sources = [source.id for source in pack.sources]
    return ", ".join(unique([*practices, *used_tips(pack), *sources]))


def locale(pack: Pack) -> str:
    """Return the language of a pack with its country, as files name it."""
    return LOCALE[pack.plan.language]


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Return the items without repeats, in their order."""
    return tuple(dict.fromkeys(items))


def used_sources(pack: Pack) -> tuple[Source, ...]:
    """Return the sources that the check questions rest on, in the order of the bibliography."""
    asked = {id_ for check in pack.checks for id_ in sources_of(check, pack)}
    return tuple(source for source in pack.sources if source.id in asked)
