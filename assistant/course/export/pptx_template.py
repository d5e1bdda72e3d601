"""An empty presentation with our own look: wide slides, large letters, four layouts.

The look is in the master and the layouts, so that slides a trainer adds get it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from assistant.course.export import colours
from assistant.course.export.deck import HEIGHT, SIZES, TITLE_SIZES, WIDTH

FONT: Final = "Arial"
EMU: Final = 360_000
"""The units of a presentation in a centimetre."""
WIDE, HIGH = 33.867, 19.05
LEFT: Final = 1.85
BODY_TOP: Final = 5.1
LAYOUTS: Final = ("title", "body", "quiet", "table")
ABOVE, SOURCE, FOOT, NUMBER = 13, 14, 11, 12
"""The numbers by which placeholders are known, beside those of the title (0) and the body (1)."""

_NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
Box = tuple[float, float, float, float]
"""Left, top, width and height in centimetres."""

_BOXES: Final[Mapping[str, Box]] = {
    "title": (LEFT, 2.0, WIDTH, 2.85),
    "body": (LEFT, BODY_TOP, WIDTH, HEIGHT),
    "above": (LEFT, 1.1, WIDTH, 0.85),
    "source": (LEFT, 16.7, WIDTH, 0.75),
    "foot": (LEFT, 17.6, 25, 0.8),
    "number": (LEFT + WIDTH - 4, 17.6, 4, 0.8),
}
_COVER: Final[Mapping[str, Box]] = {
    "title": (LEFT + 0.6, 5.2, 28, 4.6),
    "body": (LEFT + 0.6, 10.2, 28, 2.4),
    "above": (LEFT + 0.6, 4.0, 28, 0.9),
    "source": (LEFT + 0.6, 16.4, 28, 0.75),
}


def empty() -> Any:
    """Return a presentation without slides: wide, in our colours, with our layouts."""
    from pptx import Presentation
    from pptx.util import Emu

    shown = Presentation()
    shown.slide_width, shown.slide_height = Emu(round(WIDE * EMU)), Emu(round(HIGH * EMU))
    for layout in list(shown.slide_layouts)[len(LAYOUTS) :]:
        shown.slide_layouts.remove(layout)
    master = shown.slide_master
    _theme(master)
    _draw(master._element, colours.PAPER, _placeholders(_BOXES, colours.INK, colours.BRAND))
    _text_styles(master._element)
    for name, layout in zip(LAYOUTS, shown.slide_layouts, strict=True):
        layout.name = name
        layout._element.set("type", "title" if name == "title" else "obj")
        _draw(layout._element, *_look(name))
    return shown


def _look(name: str) -> tuple[str, list[str]]:
    """Return the colour behind a layout, and what is on it."""
    if name == "title":
        return colours.BRAND, _placeholders(_COVER, colours.PAPER, colours.PAPER)
    behind = "DFF0F0" if name == "quiet" else colours.PAPER
    band = _shape(0, 0, 0.55, HIGH, colours.BRAND)
    drawn = _placeholders(_BOXES, colours.INK, colours.BRAND, body=name != "table")
    return behind, [band, *drawn]


def _placeholders(boxes: Mapping[str, Box], ink: str, head: str, body: bool = True) -> list[str]:
    cover = boxes is _COVER
    top = 40 if cover else TITLE_SIZES[0]
    drawn = [
        _placeholder(
            "title", "title", 0, boxes["title"], _style(top, head, True), "b" if cover else "t"
        ),
        _placeholder("above", "body", ABOVE, boxes["above"], _style(16, head, True), "t"),
    ]
    if body:
        size = 22 if cover else SIZES[1]
        drawn.append(_placeholder("body", "body", 1, boxes["body"], _style(size, ink, False), "t"))
    soft = ink if cover else colours.SOFT
    drawn.append(
        _placeholder("source", "body", SOURCE, boxes["source"], _style(12, soft, False), "t")
    )
    if not cover:
        foot, right = _style(11, soft, False), _style(11, soft, False, "r")
        drawn.append(_placeholder("foot", "ftr", FOOT, boxes["foot"], foot, "t"))
        drawn.append(_placeholder("number", "sldNum", NUMBER, boxes["number"], right, "t"))
    return drawn


def _placeholder(
    name: str,
    kind: str,
    index: int,
    box: Box,
    style: str,
    anchor: str,
) -> str:
    place = 'type="title"' if kind == "title" else f'type="{kind}" idx="{index}"'
    text = "<a:r><a:rPr/><a:t> </a:t></a:r>" if kind != "sldNum" else _NUMBER_FIELD
    fit = "<a:normAutofit/>" if kind in ("title", "body") else "<a:noAutofit/>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{index + 20}" name="{name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {place}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_frame(*box)}</p:spPr><p:txBody>"
        f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">{fit}</a:bodyPr>'
        f"<a:lstStyle>{style}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


_NUMBER_FIELD: Final = (
    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr/><a:t>1</a:t>'
    "</a:fld>"
)


def _style(size: int, colour: str, bold: bool, side: str = "l") -> str:
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{side}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{size * 100}" '
        f'b="{int(bold)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/></a:defRPr></a:lvl1pPr>'
    )


def _frame(left: float, top: float, width: float, height: float) -> str:
    x, y, cx, cy = (round(value * EMU) for value in (left, top, width, height))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'


def _shape(left: float, top: float, width: float, height: float, colour: str) -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="19" name="band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f"</p:nvSpPr><p:spPr>{_frame(left, top, width, height)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _draw(element: Any, behind: str, shapes: list[str]) -> None:
    """Replace what is drawn on a master or layout."""
    from lxml import etree
    from pptx.oxml.ns import qn

    content = element.find(qn("p:cSld"))
    tree = content.find(qn("p:spTree"))
    for old in list(tree)[2:]:
        tree.remove(old)
    for shape in shapes:
        tree.append(_parse(shape))
    for old in content.findall(qn("p:bg")):
        content.remove(old)
    background = _parse(
        f'<p:bg><p:bgPr><a:solidFill><a:srgbClr val="{behind}"/></a:solidFill>'
        "<a:effectLst/></p:bgPr></p:bg>"
    )
    content.insert(0, background)
    etree.cleanup_namespaces(tree)


def _parse(xml: str) -> Any:
    from pptx.oxml import parse_xml

    first, rest = xml.split(">", 1)
    cut = first.rstrip("/")
    return parse_xml(f"{cut} {_NAMESPACES}{'/' if first.endswith('/') else ''}>{rest}")


def _text_styles(element: Any) -> None:
    from pptx.oxml.ns import qn

    styles = element.find(qn("p:txStyles"))
    for tag, size, colour, bold in (
        ("p:titleStyle", TITLE_SIZES[0], colours.BRAND, True),
        ("p:bodyStyle", SIZES[1], colours.INK, False),
    ):
        style = styles.find(qn(tag))
        for old in list(style):
            style.remove(old)
        style.append(_parse(_style(size, colour, bold)))


def _theme(master: Any) -> None:
    """Give the theme our colours and letters, for what a trainer draws."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode("utf-8")
    palette = {
        "dk2": colours.BRAND, "lt2": colours.SUNK, "accent1": colours.BRAND,
        "accent2": "543A89", "accent3": "285A32", "accent4": "86294E", "accent5": "6F4509",
        "accent6": "1D4C7D", "hlink": colours.LINK, "folHlink": colours.SOFT,
    }  # fmt: skip
    for name, colour in palette.items():
        xml = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>',
            xml,
            flags=re.DOTALL,
        )
    xml = re.sub(r'(<a:latin typeface=)"[^"]*"', rf'\1"{FONT}"', xml)
    theme._blob = xml.encode("utf-8")
