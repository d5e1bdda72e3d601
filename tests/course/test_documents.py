"""Word and Markdown documents, read again by python-docx and markdown-it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import docx
import pytest
import yaml
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from assistant.course.export import export
from assistant.course.export.outline import clock, guide, handout
from assistant.course.export.tidy import tidy
from assistant.course.models import Pack
from tests.course import packs


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.make(care=True)


@pytest.fixture(scope="module")
def both(pack: Pack) -> list[Any]:
    return [docx.Document(io.BytesIO(file.data)) for file in export(pack, "docx")]


def everything(document: Any) -> Iterator[Any]:
    """Its paragraphs, those in tables too, in reading order."""
    for element in document.element.body.iter(qn("w:p")):
        yield docx.text.paragraph.Paragraph(element, document)


def words(document: Any) -> str:
    return "\n".join(paragraph.text for paragraph in everything(document))


def flat(text: str) -> str:
    return re.sub(r"\W+", "", text)


def test_headings_are_real_and_go_down_one_level_at_a_time(both: list[Any]) -> None:
    for document in both:
        levels = [
            int(paragraph.style.name[-1])
            for paragraph in everything(document)
            if paragraph.style.name.startswith("Heading")
        ]
        assert levels[0] == 1 and len(levels) > 8
        assert all(after - before <= 1 for before, after in pairwise(levels))
        titles = [p for p in everything(document) if p.style.name == "Title"]
        assert len(titles) == 1


def test_every_table_has_a_row_of_headers_that_comes_back_and_says_what_it_holds(
    both: list[Any],
) -> None:
    tables = [table for document in both for table in document.tables]
    assert len(tables) > 5
    for table in tables:
        properties = table.rows[0]._tr.trPr
        assert properties.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert all(cell.text.strip() for cell in table.rows[0].cells)


def test_the_table_properties_stand_in_the_order_that_word_demands(both: list[Any]) -> None:
    order = ["tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblCaption", "tblDescription"]
    for document in both:
        for table in document.tables:
            names = [child.tag.split("}")[1] for child in table._tbl.tblPr]
            assert names == [name for name in order if name in names]


@pytest.mark.parametrize(("language", "code"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_the_language_of_the_words_is_set(language: Any, code: str) -> None:
    for file in export(packs.make(language), "docx"):
        document = docx.Document(io.BytesIO(file.data))
        defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}")
        assert defaults.find(f".//{qn('w:lang')}").get(qn("w:val")) == code
        assert document.core_properties.language == code


def test_a_list_begins_to_count_anew(both: list[Any]) -> None:
    numbers: list[list[int]] = [[]]
    for paragraph in everything(both[0]):
        properties = paragraph._p.pPr
        number = properties.numPr if properties is not None else None
        if number is not None and number.numId is not None:
            numbers[-1].append(number.numId.val)
        elif numbers[-1]:
            numbers.append([])
    lists = [group for group in numbers if group]
    assert len(lists) > 5
    assert all(len(set(group)) == 1 for group in lists)
    assert len({group[0] for group in lists}) == len(lists)


def test_participants_do_not_get_what_only_the_trainer_reads(both: list[Any], pack: Pack) -> None:
    handed, told = (flat(words(document)) for document in both)
    case = pack.cases[0]
    secret = [case.escalation, *case.pitfalls, *pack.notes, *pack.thin, pack.care]
    secret += [card.knows for card in case.cards] + [remark.ask for remark in case.remarks]
    secret += [choice.feedback for check in pack.checks for choice in check.choices if choice.right]
    for line in secret:
        assert line is not None
        assert flat(line.text) not in handed
        assert flat(line.text) in told


def test_participants_get_the_case_the_questions_and_the_tips_whole(
    both: list[Any], pack: Pack
) -> None:
    handed = flat(words(both[0]))
    case = pack.cases[0]
    lines = [*pack.goals, *pack.safety, *case.story, *case.fact, *case.judgement, *case.action]
    for tip in pack.tips:
        lines += [tip.title, *tip.about, *tip.steps, *tip.watch, *tip.say, *tip.ask]
    for check in pack.checks:
        lines += [check.stem, *(choice.text for choice in check.choices)]
    for line in lines:
        assert flat(line.text) in handed


def test_whom_to_call_comes_before_everything_for_the_trainer(both: list[Any], pack: Pack) -> None:
    texts = [paragraph.text for paragraph in everything(both[1]) if paragraph.text]
    assert pack.care is not None
    assert texts.index(pack.care.text) < 6


def test_the_run_sheet_adds_up(pack: Pack) -> None:
    tables = [block for block in guide(tidy(pack)).blocks if getattr(block, "marked", ()) == (8,)]
    rows = tables[0].rows  # type: ignore[union-attr]
    assert sum(int(row[1]) for row in rows[:-1]) == int(rows[-1][1]) == 90
    assert [row[0] for row in rows][-2:] == ["1:25", "1:30"]


def test_the_clock_counts_hours() -> None:
    assert [clock(minutes) for minutes in (0, 5, 65, 480)] == ["0:00", "0:05", "1:05", "8:00"]


def test_empty_parts_have_no_heading() -> None:
    headings = [getattr(block, "level", 0) for block in handout(packs.bare()).blocks]
    assert sum(1 for level in headings if level) == 1  # the colophon


# Markdown


def read(pack: Pack) -> tuple[dict[str, Any], str]:
    text = export(pack, "markdown")[0].data.decode("utf-8")
    _, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), body


def test_the_head_of_the_markdown_says_what_it_is(pack: Pack) -> None:
    head, _ = read(pack)
    assert head["title"] == pack.title.text and head["lang"] == "nl"
    assert head["date"] == "2026-11-24" and head["licence"] == "EUPL-1.2"
    assert head["tips"] == [tip.id for tip in pack.tips]
    assert head["sources"] == [source.id for source in pack.sources]


def test_no_text_of_a_trainer_means_anything_to_markdown() -> None:
    head, body = read(packs.hostile())
    assert "<script>" in head["title"]
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(body)
    inline = [child for token in tokens for child in token.children or []]
    # a line end in a table cell is the one piece of HTML, and it is ours
    kinds = {token.type for token in (*tokens, *inline) if token.content != "<br>"}
    assert not kinds & {"html_block", "html_inline", "code_inline", "fence", "code_block", "image"}
    links = [token.attrGet("href") for token in inline if token.type == "link_open"]
    assert links and all(str(link).startswith("https://") for link in links)


def test_the_markdown_holds_the_words_as_they_are_and_its_tables_whole(pack: Pack) -> None:
    _, body = read(pack)
    html = MarkdownIt("commonmark").enable("table").render(body)
    assert "<h2>De tips</h2>" in html
    assert html.count("<tr>") == body.count("\n| ") - html.count("<table>")
    for line in (*pack.cases[0].story, *pack.goals, *pack.tips[0].steps):
        assert flat(line.text) in flat(re.sub("<[^>]+>", "", html))
