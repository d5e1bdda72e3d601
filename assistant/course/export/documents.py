"""Word documents: the participants' handout and the trainer's guide, with real styles."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any, Final

from assistant.course.export import colours
from assistant.course.export.blocks import (
    Document,
    Facts,
    Heading,
    Items,
    Note,
    Room,
    Table,
    Text,
    Timeline,
)
from assistant.course.export.docx_styles import (
    ABOVE,
    FACT,
    LABEL,
    MARK,
    NOTES,
    REFERENCE,
    ROOM,
    STEM,
    dress,
    fresh_list,
)
from assistant.course.export.files import File, moment, stem
from assistant.course.export.outline import guide, handout
from assistant.course.export.words import LOCALE, say
from assistant.course.export.zips import settle
from assistant.course.models import Pack

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STYLES: Final = {"lead": "Subtitle", "stem": STEM, "reference": REFERENCE, "label": LABEL}


def export(pack: Pack) -> tuple[File, ...]:
    """Return the handout and the guide of a pack."""
    return tuple(_file(document, pack) for document in (handout(pack), guide(pack)))


def _file(document: Document, pack: Pack) -> File:
    import docx

    word = docx.Document()
    dress(word, document)
    _properties(word, document, pack)
    word.add_paragraph(document.label, ABOVE)
    _write(word.add_paragraph(style="Title"), document.title)
    for block in document.blocks:
        WRITERS[type(block)](word, block)
    held = io.BytesIO()
    word.save(held)
    name = f"{stem(pack)}-{say(document.kind, document.language)}.docx"
    return File(name, MEDIA_TYPE, settle(held.getvalue()))


def _properties(word: Any, document: Document, pack: Pack) -> None:
    facts = word.core_properties
    facts.title, facts.subject = document.title[:255], document.about[:255]
    facts.keywords = document.keywords[:255]
    facts.language = LOCALE[document.language]
    facts.author = facts.last_modified_by = pack.colophon.made_with[:255]
    facts.comments = document.foot[:255]
    facts.version = pack.colophon.version[:255]
    facts.created = facts.modified = moment(pack).replace(tzinfo=None)
    facts.revision = 1


def _heading(word: Any, block: Heading) -> None:
    if block.above:
        above = word.add_paragraph(block.above, ABOVE)
        above.paragraph_format.keep_with_next = True
        above.paragraph_format.page_break_before = block.new_page
        if block.practice:
            _colour(above.runs, colours.of(block.practice)[0])
    paragraph = word.add_paragraph(style=f"Heading {block.level}")
    _write(paragraph, block.text)
    if block.above:
        from docx.shared import Pt

        paragraph.paragraph_format.space_before = Pt(0)
    else:
        paragraph.paragraph_format.page_break_before = block.new_page
    if block.practice:
        _colour(paragraph.runs, colours.of(block.practice)[0])


def _text(word: Any, block: Text) -> None:
    for paragraph in _paragraphs(word, block.text, STYLES.get(block.look)):
        last = paragraph
    _spans(last, ((block.text.split("\n")[-1], block.mark), *block.more))


def _paragraphs(word: Any, text: str, style: str | None) -> Iterable[Any]:
    """Yield a paragraph for each line of a text; the last one is left to be written."""
    *lines, _ = text.split("\n")
    for line in lines:
        yield word.add_paragraph(line, style)
    yield word.add_paragraph(style=style)


def _items(word: Any, block: Items) -> None:
    style = "List Bullet" if block.style == "points" else "List Number"
    number = None if block.style == "points" else fresh_list(word, block.style)
    for item in block.items:
        paragraph = word.add_paragraph(style=style)
        if number is not None:
            _numbered(paragraph, number)
        paragraph.paragraph_format.keep_with_next = block.style == "letters"
        _spans(paragraph, item.spans)
        if item.address:
            paragraph.add_run().add_break()
            _link(paragraph, item.address)


def _numbered(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _facts(word: Any, block: Facts) -> None:
    for label, text in block.pairs:
        paragraph = word.add_paragraph(style=FACT)
        paragraph.add_run(f"{label}: ").bold = True
        _write(paragraph, text)


def _table(word: Any, block: Table) -> None:
    from docx.shared import Cm

    table = word.add_table(rows=0, cols=len(block.header), style="Table Grid")
    table.autofit = False
    _describe(table, block.caption)
    widths = [Cm(16.6 * share / 100) for share in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, texts in enumerate((block.header, *block.rows)):
        row = table.add_row()
        _row_kind(row, header=place == 0)
        stays = block.whole and place < len(block.rows)
        for position, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[position]
            head = place == 0 or position == block.row_header
            _cell(cell, text, head, stays)
            _fill(cell, place, block)
    word.add_paragraph(style="No Spacing")


def _cell(cell: Any, text: str, head: bool, stays: bool) -> None:
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = "Table Head" if head else "Table Text"
        _write(paragraph, line)
        if stays:
            paragraph.paragraph_format.keep_with_next = True


def _fill(cell: Any, place: int, block: Table) -> None:
    """Colour the row of headers, and the rows that stand out."""
    fill = colours.GOOD_SOFT if place - 1 in block.marked else colours.SUNK
    if place == 0 or place - 1 in block.marked:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", fill=fill))


def _row_kind(row: Any, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    if header:
        properties.append(_element("w:tblHeader"))


def _describe(table: Any, caption: str) -> None:
    """Say what a table holds to who can't see it, and which cells are its headers."""
    properties = table._tbl.tblPr
    look = properties.find(_name("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(_element("w:tblLook", val="04A0", firstRow="1", firstColumn="1"))
    properties.append(_element("w:tblCaption", val=caption))
    properties.append(_element("w:tblDescription", val=caption))


def _note(word: Any, block: Note) -> None:
    style = NOTES[block.mood]
    title = word.add_paragraph(style=style)
    title.add_run(block.title).bold = True
    title.paragraph_format.keep_with_next = True
    for text in block.texts:
        *lines, last = text.text.split("\n")
        for line in lines:
            word.add_paragraph(line, style)
        _spans(word.add_paragraph(style=style), ((last, text.mark), *text.more))
    word.add_paragraph(style="No Spacing")


def _room(word: Any, block: Room) -> None:
    for _ in range(block.lines):
        word.add_paragraph(style=ROOM)
    word.add_paragraph(style="No Spacing")


def _timeline(word: Any, block: Timeline) -> None:
    """Leave the picture out: the table below it says the same."""


def _spans(paragraph: Any, spans: Iterable[tuple[str, str]]) -> None:
    for number, (text, mark) in enumerate(spans):
        _write(paragraph, f" {text}" if number else text)
        if mark:
            paragraph.add_run(f" [{mark}]", MARK)


def _write(paragraph: Any, text: str) -> None:
    """Write a text on one paragraph; its line ends become line breaks."""
    paragraph.add_run(text)


def _colour(runs: Iterable[Any], colour: str) -> None:
    from docx.shared import RGBColor

    for run in runs:
        run.font.color.rgb = RGBColor.from_string(colour)


def _link(paragraph: Any, address: str) -> None:
    """Write an address as a link that can be followed, if it is one of the web."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    run = paragraph.add_run(address, "Hyperlink")
    if address.startswith(("https://", "http://")):
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = _element("w:hyperlink")
        link.set(_name("r:id"), relation)
        run._r.addprevious(link)
        link.append(run._r)


def _element(tag: str, **values: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for key, value in values.items():
        element.set(_name(f"w:{key}"), value)
    return element


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


WRITERS: Final[dict[type, Callable[[Any, Any], None]]] = {
    Heading: _heading,
    Text: _text,
    Items: _items,
    Facts: _facts,
    Table: _table,
    Note: _note,
    Room: _room,
    Timeline: _timeline,
}
