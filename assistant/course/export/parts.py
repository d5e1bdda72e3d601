"""The parts of a pack as blocks, from goals to colophon; documents are put together from them.

Pure: what a part looks like is up to the format.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from assistant.course.export.blocks import (
    Block,
    Facts,
    Heading,
    Items,
    Note,
    Room,
    Table,
    Text,
)
from assistant.course.export.references import (
    case_reference,
    check_reference,
    cite,
    colophon,
    mark,
    tip_reference,
)
from assistant.course.export.words import PRACTICES, named, say
from assistant.course.models import CaseSheet, Check, Line, Pack, TipSheet
from corpus.models import Language

LETTERS: Final = "ABCDEFGH"
QUOTES: Final = "“”\"'‘’"


def texts(
    lines: Iterable[Line], language: Language, known: Collection[str] = ()
) -> tuple[Text, ...]:
    """Return lines as paragraphs or items, each with its mark unless it is ``known``."""
    return tuple(Text(line.text, mark(line, language, known)) for line in lines)


def prose(lines: Sequence[Line], language: Language, known: Collection[str] = ()) -> list[Block]:
    """Return sentences as one paragraph, each with its mark."""
    first, *rest = texts(lines, language, known) or (None,)
    if first is None:
        return []
    return [replace(first, more=tuple((text.text, text.mark) for text in rest if text))]


def cell(line: Line, language: Language) -> str:
    """Return a line with its mark, as it stands in a table."""
    behind = mark(line, language)
    return f"{line.text} [{behind}]" if behind else line.text


def quoted(text: str) -> str:
    """Return what is said in quotation marks, unless it has them."""
    return text if text[:1] in QUOTES else f"{QUOTES[0]}{text}{QUOTES[1]}"


def headed(key: str, blocks: Sequence[Block], language: Language, level: int = 1) -> list[Block]:
    """Return blocks under a heading of ours; nothing at all if there are none."""
    return [Heading(say(key, language), level), *blocks] if blocks else []


def listed(key: str, lines: Sequence[Line], language: Language, level: int = 1) -> list[Block]:
    """Return lines as a list under a heading of ours; nothing at all if there are none."""
    return headed(key, [Items(texts(lines, language))] if lines else [], language, level)


def goals(pack: Pack) -> list[Block]:
    """What participants can do afterwards."""
    return listed("goals", pack.goals, pack.plan.language)


def safety(pack: Pack) -> list[Block]:
    """The agreements for a safe conversation."""
    language = pack.plan.language
    if not pack.safety:
        return []
    return [Note(say("safety", language), texts(pack.safety, language), "safety")]


def story(case: CaseSheet, language: Language, new_page: bool = True) -> list[Block]:
    """A case as participants get it: its story, and that it is made up."""
    return [
        Heading(case.title.text, 1, above=say("case", language), new_page=new_page),
        Text(case_reference(case, language), look="reference"),
        *texts(case.story, language),
    ]


def questions(case: CaseSheet, language: Language, room: int = 0) -> list[Block]:
    """The open questions of a case, from fact to judgement to action.

    With ``room``, lines to write on below each group, they are a page of their own.
    """
    groups: list[Block] = []
    for key in ("fact", "judgement", "action"):
        lines: tuple[Line, ...] = getattr(case, key)
        groups += listed(key, lines, language, level=3)
        if lines and room:
            groups.append(Room(room, say("answer", language)))
    if not groups:
        return []
    return [Heading(say("questions", language), 2, new_page=room > 0), *groups]


def behind_case(case: CaseSheet, language: Language) -> list[Block]:
    """What only the trainer reads of a case: how it gets worse, its parts, what may be said."""
    blocks: list[Block] = []
    if case.escalation:
        blocks += [
            Heading(say("escalation", language), 2),
            Text(say("escalation.when", language), look="reference"),
            *texts([case.escalation], language),
        ]
    if case.cards:
        rows = tuple(
            _cells((card.name, card.wants, card.worries, card.knows), language)
            for card in case.cards
        )
        header = tuple(say(key, language) for key in ("role", "wants", "worries", "knows"))
        title = say("roles", language)
        blocks += [Heading(title, 2), Table(title, header, rows, (20, 25, 25, 30), row_header=0)]
    blocks += questions(case, language)
    if case.remarks:
        said = tuple(_cells((remark.heard, remark.ask), language) for remark in case.remarks)
        header = tuple(say(key, language) for key in ("heard", "ask"))
        title = say("remarks", language)
        blocks += [Heading(title, 2), Table(title, header, said, (45, 55))]
    return blocks + listed("pitfalls", case.pitfalls, language, level=2)


def tip(sheet: TipSheet, language: Language) -> list[Block]:
    """A tip in full; its id, ground and sources stand under its title."""
    practice, known = named(PRACTICES, sheet.practice, language), sheet.sources
    blocks: list[Block] = [
        Heading(sheet.title.text, 2, above=practice, practice=sheet.practice),
        Text(tip_reference(sheet, language), look="reference"),
        *prose(sheet.about, language, known),
    ]
    if sheet.steps:
        steps = Items(texts(sheet.steps, language, known), "numbers")
        blocks += [Text(say("tip.steps", language), look="label"), steps]
    if sheet.say:
        said = tuple(Text(quoted(line.text), mark(line, language, known)) for line in sheet.say)
        blocks.append(Note(say("tip.say", language), said, "say"))
    for key, lines in (("tip.watch", sheet.watch), ("tip.ask", sheet.ask)):
        if lines:
            blocks += [Text(say(key, language), look="label"), *prose(lines, language, known)]
    return blocks


def tips(pack: Pack) -> list[Block]:
    """All tips of a pack, on a page of their own."""
    language = pack.plan.language
    if not pack.tips:
        return []
    blocks: list[Block] = [Heading(say("tips", language), 1, new_page=True)]
    for sheet in pack.tips:
        blocks += tip(sheet, language)
    return blocks


def looking_back(pack: Pack) -> list[Block]:
    """The questions to look back on, and the intention, with room to write."""
    language = pack.plan.language
    blocks: list[Block] = []
    for line in pack.reflection:
        blocks += [*texts([line], language), Room(3, say("answer", language))]
    result = headed("reflection", blocks, language)
    if pack.intention:
        note = Note(say("intention", language), texts([pack.intention], language), "safety")
        result += [note, Room(3, say("intention", language))]
    return result


def checks(pack: Pack) -> list[Block]:
    """The check questions as participants get them, without what is right."""
    language = pack.plan.language
    blocks: list[Block] = []
    for number, check in enumerate(pack.checks, start=1):
        blocks += _asked(number, check, language)
    return headed("checks", blocks, language)


def answers(pack: Pack) -> list[Block]:
    """The check questions with the right answer, and what every option teaches."""
    language = pack.plan.language
    blocks: list[Block] = []
    for number, check in enumerate(pack.checks, start=1):
        header = (say("answer", language), say("why", language))
        rows = tuple(
            (
                f"{letter}. {cell(choice.text, language)}",
                (f"{say('right', language)}: " if choice.right else "")
                + cell(choice.feedback, language),
            )
            for letter, choice in zip(LETTERS, check.choices, strict=False)
        )
        right = tuple(place for place, choice in enumerate(check.choices) if choice.right)
        title = say("check", language, count=number)
        blocks += [
            Heading(title, 2),
            Text(check.stem.text, mark(check.stem, language), "stem"),
            Table(title, header, rows, (42, 58), marked=right, whole=True),
            Text(check_reference(check, pack), look="reference"),
        ]
    return headed("checks", blocks, language)


def sources(pack: Pack) -> list[Block]:
    """The bibliography, with what its grades mean."""
    language = pack.plan.language
    if not pack.sources:
        return []
    listed_sources = Items(tuple(Text(cite(s), address=s.url) for s in pack.sources))
    return [
        Heading(say("sources", language), 1),
        listed_sources,
        Text(say("sources.grades", language), look="reference"),
    ]


def about(pack: Pack) -> list[Block]:
    """The colophon."""
    return headed("colophon", [Facts(colophon(pack))], pack.plan.language)


def _asked(number: int, check: Check, language: Language) -> list[Block]:
    options = Items(texts((choice.text for choice in check.choices), language), "letters")
    title = say("check", language, count=number)
    return [
        Heading(title, 2),
        Text(check.stem.text, mark(check.stem, language), "stem"),
        options,
        Text(say("from.tip", language, tip=check.tip), look="reference"),
    ]


def _cells(lines: Iterable[Line], language: Language) -> tuple[str, ...]:
    return tuple(cell(line, language) for line in lines)
