"""The look of the Word documents: paper, language, styles, lists, head and foot."""

from __future__ import annotations

from typing import Any, Final

from assistant.course.export import colours
from assistant.course.export.blocks import Document
from assistant.course.export.words import LOCALE, say

FONT: Final = "Arial"
ABOVE: Final = "Above"
REFERENCE: Final = "Reference"
LABEL: Final = "Label"
STEM: Final = "Stem"
FACT: Final = "Fact"
MARK: Final = "Mark"
ROOM: Final = "Room"
NOTES: Final = {mood: f"Note {mood}" for mood in colours.MOODS}
SIZES: Final = {"Title": 26, "Subtitle": 13, "Heading 1": 18, "Heading 2": 14, "Heading 3": 11.5}


def dress(word: Any, document: Document) -> None:
    """Give an empty document its paper, its styles, its language and its foot."""
    _paper(word)
    _language(word, document)
    _base(word)
    _headings(word)
    _own_styles(word)
    _tables(word)
    _foot(word, document)


def fresh_list(word: Any, style: str) -> int:
    """Return the number of a new list that counts from the beginning, in numbers or letters."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    numbering = word.part.numbering_part.element
    form = "upperLetter" if style == "letters" else "decimal"
    kinds = numbering.findall(f"{{{numbering.nsmap['w']}}}abstractNum")
    key = len(kinds) + 100
    kinds[-1].addnext(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">'
            '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr></w:lvl></w:abstractNum>'
        )
    )
    return int(numbering.add_num(key).numId)


def _paper(word: Any) -> None:
    from docx.shared import Cm

    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)


def _language(word: Any, document: Document) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LOCALE[document.language])
    language.set(qn("w:eastAsia"), LOCALE[document.language])
    language.set(qn("w:bidi"), "ar-SA")
    defaults.append(language)


def _base(word: Any) -> None:
    from docx.shared import Pt

    normal = word.styles["Normal"]
    _font(normal, 10.5, colours.INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.25
    for name in ("List Bullet", "List Number"):
        style = word.styles[name]
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.left_indent = Pt(22.7)
        style.paragraph_format.first_line_indent = Pt(-22.7)
    spacer = word.styles["No Spacing"]
    _font(spacer, 6, colours.INK)


def _headings(word: Any) -> None:
    from docx.shared import Pt

    for name, size in SIZES.items():
        style = word.styles[name]
        _font(style, size, colours.SOFT if name == "Subtitle" else colours.BRAND)
        style.font.bold = name != "Subtitle"
        style.font.italic = False
        before = {"Heading 1": 22, "Heading 2": 14, "Heading 3": 10}.get(name, 0)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(12 if name == "Subtitle" else 4)
        style.paragraph_format.line_spacing = 1.1
        style.paragraph_format.keep_with_next = True
        _plain(style)


def _own_styles(word: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    for name, size, colour in (
        (ABOVE, 9.5, colours.SOFT),
        (REFERENCE, 8.5, colours.SOFT),
        (LABEL, 10.5, colours.BRAND),
        (STEM, 10.5, colours.INK),
        (FACT, 10.5, colours.INK),
        (ROOM, 10.5, colours.INK),
        ("Table Text", 9.5, colours.INK),
        ("Table Head", 9.5, colours.INK),
    ):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _font(style, size, colour)
        style.paragraph_format.space_after = Pt(3)
    above, label, head = (word.styles[name] for name in (ABOVE, LABEL, "Table Head"))
    above.paragraph_format.space_before, above.paragraph_format.space_after = Pt(12), Pt(0)
    label.font.bold = head.font.bold = True
    for kept in (label, head, word.styles[STEM]):
        kept.paragraph_format.keep_with_next = True
    label.paragraph_format.space_before = Pt(6)
    word.styles[REFERENCE].paragraph_format.space_after = Pt(8)
    room = word.styles[ROOM].paragraph_format
    room.space_after, room.line_spacing = Pt(0), 1.7
    lines = [(side, colours.LINE_STRONG, 4, 0) for side in ("bottom", "between")]
    _borders(word.styles[ROOM], lines)
    for mood, (behind, line) in colours.MOODS.items():
        _note(word, NOTES[mood], behind, line)
    for name, size, colour in ((MARK, 8, colours.SOFT), ("Hyperlink", 8.5, colours.LINK)):
        style = word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        _font(style, size, colour)
    word.styles["Hyperlink"].font.underline = True


def _note(word: Any, name: str, behind: str, line: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    _font(style, 10.5, colours.INK)
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.4)
    style.paragraph_format.space_after = Pt(4)
    _borders(style, [("top", behind, 4, 5), ("left", line, 24, 8), ("bottom", behind, 4, 5)])
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), behind)
    style.element.get_or_add_pPr().find(qn("w:pBdr")).addnext(shade)


def _tables(word: Any) -> None:
    """Draw thin lines, with room around the words."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    properties = word.styles["Table Grid"].element.find(qn("w:tblPr"))
    for tag in ("w:tblBorders", "w:tblCellMar"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colours.LINE}"/>'
        for side in ("top", "bottom", "insideH")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 70), ("left", 100), ("bottom", 50), ("right", 100))
    )
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"))
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))


def _foot(word: Any, document: Document) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.style = word.styles[REFERENCE]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16.6), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{document.foot}\t{say('page', document.language)} ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("1")
    paragraph._p.append(field)
    field.append(run._r)


def _font(style: Any, size: float, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for old in list(fonts.attrib):
        del fonts.attrib[old]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _borders(style: Any, sides: list[tuple[str, str, int, int]]) -> None:
    """Draw lines around the paragraphs of a style: side, colour, thickness and distance."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    drawn = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
        for side, colour, size, space in sides
    )
    style.element.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{drawn}</w:pBdr>"),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc"),
    )


def _plain(style: Any) -> None:
    """Take away the line below a heading and the space between its letters."""
    from docx.oxml.ns import qn

    for properties, tag in (
        (style.element.get_or_add_pPr(), "w:pBdr"),
        (style.element.get_or_add_rPr(), "w:spacing"),
    ):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
