"""Slides for PowerPoint and what reads its files, with the trainer's text in the notes."""

from __future__ import annotations

import io
from typing import Any, Final

from assistant.course.export import colours
from assistant.course.export.deck import COVER_SIZE, WIDTH, Slide, title_size
from assistant.course.export.files import File, moment, stem
from assistant.course.export.filling import INDENT, MARK, SCALE, Bit
from assistant.course.export.measure import shorten
from assistant.course.export.pptx_template import (
    ABOVE,
    BODY_TOP,
    EMU,
    FOOT,
    LAYOUTS,
    LEFT,
    NUMBER,
    SOURCE,
    empty,
)
from assistant.course.export.references import imprint, keywords
from assistant.course.export.talk import talk
from assistant.course.export.tidy import flat
from assistant.course.export.words import LOCALE, say
from assistant.course.export.zips import settle
from assistant.course.models import Pack

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
COUNTING: Final = {"number": "arabicPeriod", "letter": "alphaUcPeriod", "right": "alphaUcPeriod"}


def export(pack: Pack) -> tuple[File, ...]:
    """Return the slides of a pack."""
    shown = empty()
    for slide in talk(pack):
        _Writer(shown, pack).add(slide)
    _properties(shown, pack)
    held = io.BytesIO()
    shown.save(held)
    name = f"{stem(pack)}-{say('slides', pack.plan.language)}.pptx"
    return (File(name, MEDIA_TYPE, settle(held.getvalue())),)


def _properties(shown: Any, pack: Pack) -> None:
    facts = shown.core_properties
    facts.title, facts.subject = flat(pack.title.text)[:255], flat(pack.subtitle.text)[:255]
    facts.keywords = keywords(pack)[:255]
    facts.language = LOCALE[pack.plan.language]
    facts.author = facts.last_modified_by = pack.colophon.made_with[:255]
    facts.comments = imprint(pack.colophon, pack.plan.language)[:255]
    facts.version = pack.colophon.version[:255]
    facts.created = facts.modified = moment(pack).replace(tzinfo=None)
    facts.revision = 1


class _Writer:
    """Writes slides to a presentation, every word in the pack's language."""

    def __init__(self, shown: Any, pack: Pack) -> None:
        self._shown = shown
        self._language = LOCALE[pack.plan.language]
        self._imprint = flat(imprint(pack.colophon, pack.plan.language))

    def add(self, slide: Slide) -> None:
        """Put a slide at the end."""
        made = self._shown.slides.add_slide(self._shown.slide_layouts[LAYOUTS.index(slide.kind)])
        places = {place.placeholder_format.idx: place for place in made.placeholders}
        colour = colours.of(slide.practice)[0] if slide.practice else None
        self._title(places[0], slide, colour)
        self._line(places[ABOVE], slide.above, 16, colour)
        self._line(places[SOURCE], slide.source, 12, None)
        if slide.rows:
            self._table(made, slide)
        elif slide.bits:
            self._body(places[1], slide)
        else:
            places[1]._element.getparent().remove(places[1]._element)
        if slide.kind != "title":
            self._foot(made)
        if slide.notes:
            self._notes(made, slide.notes)

    def _title(self, place: Any, slide: Slide, colour: str | None) -> None:
        size = COVER_SIZE if slide.kind == "title" else title_size(slide.title)
        run = self._run(place.text_frame.paragraphs[0], slide.title, size, colour)
        run.font.bold = True

    def _line(self, place: Any, text: str, size: float, colour: str | None) -> None:
        """Write one line; an empty one is taken off the slide."""
        if text:
            short = shorten(flat(text), size * 1.1, WIDTH - 3)
            self._run(place.text_frame.paragraphs[0], short, size, colour)
        else:
            place._element.getparent().remove(place._element)

    def _body(self, place: Any, slide: Slide) -> None:
        frame = place.text_frame
        for number, bit in enumerate(slide.bits):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self._bit(paragraph, bit, slide)

    def _bit(self, paragraph: Any, bit: Bit, slide: Slide) -> None:
        from pptx.util import Pt

        size = slide.size * SCALE.get(bit.style, 1)
        colour = {"label": colours.BRAND, "right": colours.GOOD}.get(bit.style)
        if slide.practice and bit.style == "quote":
            colour = colours.of(slide.practice)[0]
        _shape_paragraph(paragraph, bit)
        paragraph.space_after = Pt(round(size * 0.4))
        for place, line in enumerate(bit.text.split("\n")):
            if place:
                paragraph.add_line_break()
            run = self._run(paragraph, line, size, colour)
            run.font.bold = True if bit.style in ("label", "right") else None
        if bit.mark:
            self._run(paragraph, f" [{bit.mark}]", size * MARK, colours.SOFT)

    def _run(self, paragraph: Any, text: str, size: float, colour: str | None) -> Any:
        from pptx.dml.color import RGBColor
        from pptx.util import Pt

        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(size)
        run._r.get_or_add_rPr().set("lang", self._language)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        return run

    def _table(self, made: Any, slide: Slide) -> None:
        from pptx.util import Emu

        box = (LEFT, BODY_TOP, WIDTH, 1.02 * len(slide.rows))
        frame = made.shapes.add_table(
            len(slide.rows), len(slide.widths), *(Emu(round(value * EMU)) for value in box)
        )
        frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{slide.above}: {slide.title}")
        table = frame.table
        table._tbl.tblPr.find("{*}tableStyleId").text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
        table.first_row, table.horz_banding, table.first_col = True, False, True
        for column, share in zip(table.columns, slide.widths, strict=True):
            column.width = Emu(round(WIDTH * share / 100 * EMU))
        for place, row in enumerate(slide.rows):
            for cell, text in zip(table.rows[place].cells, row, strict=True):
                self._cell(cell, text, place == 0)

    def _cell(self, cell: Any, text: str, head: bool) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Cm

        cell.margin_left, cell.margin_top, cell.margin_bottom = Cm(0.3), Cm(0.05), Cm(0.05)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(colours.SUNK if head else colours.PAPER)
        run = self._run(cell.text_frame.paragraphs[0], text, 18, colours.INK)
        run.font.bold = head

    def _foot(self, made: Any) -> None:
        """Put the imprint and the number below; slides don't take these from their layout."""
        from copy import deepcopy

        for place in made.slide_layout.placeholders:
            if place.placeholder_format.idx in (FOOT, NUMBER):
                copy = deepcopy(place._element)
                made.shapes._spTree.append(copy)
                copy.nvSpPr.cNvPr.set("id", str(900 + place.placeholder_format.idx))
                for properties in copy.iter("{*}rPr"):
                    properties.set("lang", self._language)
                if place.placeholder_format.idx == FOOT:
                    next(copy.iter("{*}t")).text = shorten(self._imprint, 12, 24)

    def _notes(self, made: Any, text: str) -> None:
        frame = made.notes_slide.notes_text_frame
        for number, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self._run(paragraph, line, 12, None)


def _shape_paragraph(paragraph: Any, bit: Bit) -> None:
    """Give a paragraph its bullet or number, counting on from where its list began."""
    properties = paragraph._p.get_or_add_pPr()
    if bit.style == "quote":
        properties.set("marL", str(round(INDENT * EMU)))
        properties.set("indent", "0")
    if bit.style not in ("point", *COUNTING):
        return
    properties.set("marL", str(round(INDENT * EMU)))
    properties.set("indent", str(round(-INDENT * EMU)))
    if bit.style == "point":
        bullet = _bullet("a:buChar", char="•")
    else:
        bullet = _bullet(
            "a:buAutoNum", type=COUNTING[bit.style], startAt=str(min(bit.place, 32767))
        )
    properties.append(bullet)


def _bullet(tag: str, **values: str) -> Any:
    from pptx.oxml import parse_xml

    drawn = " ".join(f'{key}="{value}"' for key, value in values.items())
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    return parse_xml(f'<{tag} xmlns:a="{space}" {drawn}/>')
