"""Cards to print, cut and hand out: cases, parts and tips, four of A6 on a sheet of A4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from assistant.course.export import colours
from assistant.course.export.files import File, day, stem
from assistant.course.export.filling import Bit, Space
from assistant.course.export.measure import line_count, shorten
from assistant.course.export.parts import quoted
from assistant.course.export.printing import print_pdf
from assistant.course.export.references import (
    case_reference,
    imprint,
    keywords,
    mark,
    tip_reference,
)
from assistant.course.export.tidy import flat
from assistant.course.export.words import LOCALE, PRACTICES, named, say
from assistant.course.models import Card, CaseSheet, Line, Pack, TipSheet

MEDIA_TYPE: Final = "application/pdf"
SHEET: Final = 4
SIZES: Final = (12, 10.5, 9.5)
BODY: Final = Space(width=8.4, height=8.9, indent=0.65, gap=0.45)
TITLE: Final = (13.5, 8.2, 3)
"""The size, width and most lines of a title."""
SOURCE: Final = (7.5, 8.2, 2)


@dataclass(frozen=True, slots=True)
class Face:
    """One card: a word above its title, its text, and at its foot where the words come from."""

    above: str
    title: str
    bits: tuple[Bit, ...]
    source: str
    practice: str | None = None
    size: float = SIZES[1]


def export(pack: Pack) -> tuple[File, ...]:
    """Return the sheets with cards of a pack.

    Raises:
        Problem: A library of the system that lays out text is missing.
    """
    name = f"{stem(pack)}-{say('cards', pack.plan.language)}.pdf"
    return (File(name, MEDIA_TYPE, print_pdf(_page(pack), "paper.css", "cards.css")),)


def deal(pack: Pack) -> list[Face]:
    """Return all cards of a pack; a text that is too long for one goes on on the next."""
    return [part for face in _faces(pack) for part in _spread(face, pack)]


def _faces(pack: Pack) -> Iterator[Face]:
    language = pack.plan.language
    for case in pack.cases:
        source = case_reference(case, language)
        story = tuple(_bit(line, pack) for line in case.story)
        yield Face(say("case", language), case.title.text, story, source)
        if case.escalation:
            bits = (_bit(case.escalation, pack),)
            yield Face(flat(case.title.text), say("escalation", language), bits, source)
        for card in case.cards:
            yield _part(card, case, pack)
    for tip in pack.tips:
        yield _tip(tip, pack)


def _part(card: Card, case: CaseSheet, pack: Pack) -> Face:
    language = pack.plan.language
    bits: list[Bit] = []
    for key, line in (("wants", card.wants), ("worries", card.worries), ("knows", card.knows)):
        bits += [Bit(say(key, language), "label"), _bit(line, pack)]
    above = f"{say('role', language)} · {flat(case.title.text)}"
    return Face(above, card.name.text, tuple(bits), case_reference(case, language))


def _tip(tip: TipSheet, pack: Pack) -> Face:
    language = pack.plan.language
    steps = tuple(
        Bit(line.text, "number", mark(line, language, tip.sources), place)
        for place, line in enumerate(tip.steps, start=1)
    )
    said = tuple(
        Bit(quoted(line.text), "quote", mark(line, language, tip.sources)) for line in tip.say
    )
    practice = named(PRACTICES, tip.practice, language)
    source = tip_reference(tip, language)
    return Face(practice, tip.title.text, (*steps, *said), source, tip.practice)


def _spread(face: Face, pack: Pack) -> list[Face]:
    size, width, lines = TITLE
    title = flat(face.title)
    bits = face.bits
    if line_count(title, size, width, bold=True) > lines:
        bits = (Bit(title, "label"), *bits)
        title = shorten(title, size * 1.12, width, lines)
    face = replace(face, title=title, bits=bits)
    for size in SIZES:
        if BODY.fits(bits, size):
            return [replace(face, size=size)]
    parts = BODY.divide(bits, SIZES[1])
    return [
        replace(face, above=_count(face.above, n, len(parts), pack), bits=part)
        for n, part in enumerate(parts, start=1)
    ]


def _count(above: str, n: int, count: int, pack: Pack) -> str:
    told = say("more", pack.plan.language, n=n, all=count)
    return f"{shorten(above, 8.5, BODY.width - 2.6)} · {told}"


def _page(pack: Pack) -> str:
    language = pack.plan.language
    faces = deal(pack)
    date = day(pack).isoformat()
    label = say("cards.title", language)
    foot = shorten(flat(imprint(pack.colophon, language)), 7.5, BODY.width)
    sheets = "".join(
        f'<div class="sheet">{"".join(_card(face, foot) for face in faces[n : n + SHEET])}</div>'
        for n in range(0, len(faces), SHEET)
    )
    return (
        f'<html lang="{LOCALE[language]}"><head><meta charset="utf-8">'
        f"<title>{escape(flat(pack.title.text))}: {escape(label)}</title>"
        f'<meta name="author" content="{escape(pack.colophon.made_with)}">'
        f'<meta name="description" content="{escape(label)}">'
        f'<meta name="keywords" content="{escape(keywords(pack))}">'
        f'<meta name="dcterms.created" content="{date}">'
        f'<meta name="dcterms.modified" content="{date}"></head><body>{sheets}</body></html>'
    )


def _card(face: Face, foot: str) -> str:
    colour = colours.of(face.practice)[0]
    source = shorten(face.source, *SOURCE)
    return (
        f'<section class="card" style="color: #{colour}">'
        f'<p class="above">{escape(shorten(face.above, 9, BODY.width))}</p>'
        f"<h1>{escape(face.title)}</h1>"
        f'<div class="body" style="font-size: {face.size}pt">{_body(face.bits)}</div>'
        f'<p class="reference">{escape(source)}<br>{escape(foot)}</p></section>'
    )


def _body(bits: tuple[Bit, ...]) -> str:
    """Return paragraphs as HTML; numbered ones together are one list."""
    written: list[str] = []
    counted = [bit for bit in bits if bit.style == "number"]
    for bit in bits:
        text = "<br>".join(escape(line) for line in bit.text.split("\n"))
        text += f' <span class="mark">[{escape(bit.mark)}]</span>' if bit.mark else ""
        if bit.style == "number":
            opening = f'<ol start="{bit.place}">' if bit is counted[0] else ""
            written.append(f"{opening}<li>{text}</li>{'</ol>' if bit is counted[-1] else ''}")
        else:
            written.append(f'<p class="{bit.style}">{text}</p>')
    return "".join(written)


def _bit(line: Line, pack: Pack) -> Bit:
    return Bit(line.text, mark=mark(line, pack.plan.language))
