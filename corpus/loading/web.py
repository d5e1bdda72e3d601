"""Read web pages: the main text only."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Final

from corpus.loading.cleaning import Block, Node, Raw, one_line
from corpus.loading.files import ANY_ERROR, decode
from corpus.loading.messages import say

_NEVER_TEXT: Final = ("script", "style", "noscript", "template", "nav", "footer", "iframe", "svg")

_MAX_ELEMENTS: Final = 200_000  # finding the main text takes more than linear time

_HTML_BLOCKS: Final = frozenset(
    {"head", "p", "item", "list", "row", "table", "quote", "div", "body"}
)


def read_html(data: bytes, name: str) -> Raw:
    """Return the main text of a web page.

    Raises:
        Problem: It has none, or is too large.
    """
    import trafilatura
    from lxml import etree
    from trafilatura.settings import use_config

    text = decode(data, name)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        tree = _html_tree(text)
        if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
            raise say("too_much_text", name)
        config = use_config()
        # A short page is short; below this length trafilatura falls back on cruder methods.
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "30")
        page = trafilatura.bare_extraction(tree, include_comments=False, config=config)
        blocks = [] if page is None else list(_html_blocks(page.body))
        title = _html_title(tree, blocks)
    except (etree.LxmlError, *ANY_ERROR) as error:
        raise say("html_no_text", name) from error
    return Raw(title, blocks)


def _html_tree(text: str) -> Node:
    from lxml import html

    # As bytes: lxml refuses a string that names its own encoding.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = re.sub("[\0\ud800-\udfff]", "", text).encode()
    tree = html.document_fromstring(source, parser=parser)
    unwanted = tree.xpath(
        "|".join(f"//{tag}" for tag in _NEVER_TEXT)
        + "|//*[@role='navigation']|//*[@hidden]|//*[@aria-hidden='true']"
    )
    for element in unwanted:
        if element.getparent() is not None:
            element.drop_tree()
    return tree


def _html_title(tree: Node, blocks: list[Block]) -> str:
    if blocks and blocks[0].level == 1:
        return blocks[0].text
    names = [*tree.xpath("//meta[@property='og:title']/@content"), *tree.xpath("//title/text()")]
    names += [heading.text_content() for heading in tree.xpath("//h1")]
    return str(names[0]) if names else ""


def _html_blocks(body: Node) -> Iterator[Block]:
    """Flatten the extracted text: a block for each heading, paragraph, list item or table row."""
    from lxml import etree

    pieces: list[str] = []
    row = False
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        row = (row or tag == "row") and not (tag == "row" and event == "end")
        if tag in _HTML_BLOCKS and not (row and tag != "row"):
            text = one_line("".join(pieces)).strip("| ")
            pieces = []
            if text:
                yield Block(text, _html_level(element) if event == "end" else 0)
        pieces.append(_html_piece(event, element))
    if text := one_line("".join(pieces)):
        yield Block(text)


def _html_level(element: Node) -> int:
    if element.tag != "head":
        return 0
    digits = re.sub(r"\D", "", element.get("rend", ""))
    return int(digits[:1] or 2)


def _html_piece(event: str, element: Node) -> str:
    if event == "start":
        return element.text or ""
    ends = {"cell": " | ", "lb": " ", "p": " ", "item": " "}
    return ends.get(element.tag, "") + (element.tail or "")
