"""Rich text: Slack's blocks in which text is data, so that nothing in it can be read as a sign.

Pure. The inline Markdown of an answer, which knows emphasis only, becomes styled text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from markdown_it import MarkdownIt

from assistant.frontends.slack.escape import address, clean, is_web

Element = dict[str, Any]
MAX_TEXT: Final = 2_500
"""Characters of one rich text block; Slack names no limit, a section has 3,000."""
_INLINE: Final = MarkdownIt("zero").enable(["escape", "emphasis"])
_STYLES: Final = {"em": "italic", "strong": "bold"}


def text(words: str, **style: bool) -> list[Element]:
    """Return plain words as elements: one, or none if there is nothing to show."""
    shown = clean(words)
    if not shown:
        return []
    return [{"type": "text", "text": shown, **({"style": style} if style else {})}]


def link(url: str | None, words: str, **style: bool) -> list[Element]:
    """Return words that lead somewhere; bare words if the address can't be used."""
    shown = clean(words).strip()
    if url is None or not is_web(url) or not shown:
        return text(words, **style)
    found: Element = {"type": "link", "url": address(url), "text": shown}
    return [{**found, "style": style} if style else found]


def inline(markdown: str) -> list[Element]:
    """Return inline Markdown as styled elements; signs that are no emphasis stay as they are."""
    return list(_styled(clean(markdown)))


def section(*parts: Iterable[Element]) -> Element | None:
    """Return a paragraph of elements, or None if there are none."""
    return _filled({"type": "rich_text_section"}, [one for part in parts for one in part])


def quote(*parts: Iterable[Element]) -> Element | None:
    """Return a quotation, or None if there is nothing in it."""
    return _filled({"type": "rich_text_quote"}, [one for part in parts for one in part])


def listing(
    items: Sequence[Sequence[Element]], *, ordered: bool, start: int = 1, indent: int = 0
) -> Element | None:
    """Return a list, numbered from ``start`` or with bullets; None if it has no items."""
    sections = [item for item in map(section, items) if item]
    style = {"type": "rich_text_list", "style": "ordered" if ordered else "bullet"}
    more = {"offset": start - 1} if ordered and start > 1 else {}
    return _filled({**style, "indent": indent, **more}, sections)


def blocks(elements: Iterable[Element | None]) -> Iterator[Element]:
    """Yield rich text blocks that hold the elements, in order, each within the limit."""
    group: list[Element] = []
    for element in filter(None, elements):
        for piece in split(element):
            if group and sum(map(length, group)) + length(piece) > MAX_TEXT:
                yield {"type": "rich_text", "elements": group}
                group = []
            group.append(piece)
    if group:
        yield {"type": "rich_text", "elements": group}


def split(element: Element) -> Iterator[Element]:
    """Yield an element as one or more of at most :data:`MAX_TEXT` characters."""
    if length(element) <= MAX_TEXT:
        yield element
    elif element["type"] == "rich_text_list":
        yield from _split_list(element)
    else:
        yield from _split_section(element)


def length(element: Element) -> int:
    """Return how many characters an element shows."""
    own = len(element.get("text", ""))
    return own + sum(length(part) for part in element.get("elements", ()))


def words_of(element: Element) -> str:
    """Return the bare words of an element, for who can't see the blocks."""
    kind = element["type"]
    parts = [words_of(part) for part in element.get("elements", ())]
    if kind == "rich_text_list":
        first = element.get("offset", 0) + 1
        numbered = element["style"] == "ordered"
        marks = (f"{n}." if numbered else "-" for n in range(first, first + len(parts)))
        pad = "  " * element.get("indent", 0)
        return "\n".join(f"{pad}{mark} {part}" for mark, part in zip(marks, parts, strict=True))
    own: str = element.get("text", "")
    return own + ("\n" if kind == "rich_text" else "").join(parts)


def _split_list(element: Element) -> Iterator[Element]:
    """Yield a list as several, numbered on; what is left of a long item stands after its list."""
    items: list[Element] = []
    offset = element.get("offset", 0)
    for done, item in enumerate(element["elements"]):
        first, *rest = split(item)
        if items and sum(map(length, items)) + length(first) > MAX_TEXT:
            yield _with(element, items, offset)
            items, offset = [], element.get("offset", 0) + done
        items.append(first)
        if rest:
            yield _with(element, items, offset)
            yield from rest
            items, offset = [], element.get("offset", 0) + done + 1
    if items:
        yield _with(element, items, offset)


def _with(element: Element, items: list[Element], offset: int) -> Element:
    rest = {key: value for key, value in element.items() if key not in ("elements", "offset")}
    numbered = {"offset": offset} if offset and element["style"] == "ordered" else {}
    return {**rest, **numbered, "elements": items}


def _split_section(element: Element) -> Iterator[Element]:
    parts: list[Element] = []
    room = MAX_TEXT
    for part in element["elements"]:
        for piece in _chunks(part):
            if parts and len(piece["text"]) > room:
                yield {**element, "elements": parts}
                parts, room = [], MAX_TEXT
            parts.append(piece)
            room -= len(piece["text"])
    yield {**element, "elements": parts}


def _chunks(part: Element) -> Iterator[Element]:
    """Yield an element of text as several, cut between words where there are any."""
    words: str = part["text"]
    while len(words) > MAX_TEXT:
        space = words.rfind(" ", MAX_TEXT // 2, MAX_TEXT)
        end = space + 1 if space > 0 else MAX_TEXT
        yield {**part, "text": words[:end]}
        words = words[end:]
    yield {**part, "text": words}


def _filled(element: Element, parts: list[Element]) -> Element | None:
    return {**element, "elements": parts} if parts else None


def _styled(markdown: str) -> Iterator[Element]:
    style: dict[str, bool] = {}
    for token in _INLINE.parseInline(markdown)[0].children or []:
        name = _STYLES.get(token.tag)
        if name and token.nesting == 1:
            style = {**style, name: True}
        elif name and token.nesting == -1:
            style = {key: value for key, value in style.items() if key != name}
        else:
            yield from text(token.content, **style)
