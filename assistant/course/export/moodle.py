"""Check questions as Moodle XML, with feedback for every answer and tags to find them by."""

from __future__ import annotations

from html import escape
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from assistant.course.export.files import File, stem
from assistant.course.export.references import (
    check_reference,
    cite,
    colophon,
    sources_of,
    unique,
    used_sources,
)
from assistant.course.export.tidy import flat
from assistant.course.export.words import say
from assistant.course.models import Check, Pack
from corpus.models import Source

MEDIA_TYPE: Final = "application/xml"
LONGEST_NAME: Final = 200
LONGEST_ID: Final = 100
RIGHT, WRONG = "100", "0"
"""Two of the fractions that Moodle allows; others it refuses."""
PENALTY: Final = "0.3333333"


def export(pack: Pack) -> tuple[File, ...]:
    """Return the check questions of a pack."""
    quiz = Element("quiz")
    category = SubElement(quiz, "question", type="category")
    name = flat(pack.title.text)[:LONGEST_NAME].replace("/", "//")
    _plain(SubElement(category, "category"), f"$course$/top/{name}")
    _rich(category, "info", _about(pack))
    for number, check in enumerate(pack.checks, start=1):
        _question(quiz, number, check, pack)
    ElementTree.indent(quiz)
    data: bytes = ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True)
    name = f"{stem(pack)}-{say('quiz', pack.plan.language)}.moodle.xml"
    return (File(name, MEDIA_TYPE, data + b"\n"),)


def _question(quiz: Element, number: int, check: Check, pack: Pack) -> None:
    language = pack.plan.language
    question = SubElement(quiz, "question", type="multichoice")
    title = f"{say('check', language, count=number)} · {check.tip}"
    _plain(SubElement(question, "name"), title)
    _rich(question, "questiontext", _paragraphs(check.stem.text))
    _rich(question, "generalfeedback", _why(check, pack))
    for tag, text in (
        ("defaultgrade", "1"),
        ("penalty", PENALTY),
        ("hidden", "0"),
        ("idnumber", f"bricoleur-{check.id}-{language}"[:LONGEST_ID]),
        ("single", "true"),
        ("shuffleanswers", "true"),
        ("answernumbering", "ABCD"),
    ):
        SubElement(question, tag).text = text
    for tag, key in (
        ("correctfeedback", "quiz.good"),
        ("partiallycorrectfeedback", "quiz.partly"),
        ("incorrectfeedback", "quiz.wrong"),
    ):
        _rich(question, tag, _paragraphs(say(key, language)))
    for choice in check.choices:
        answer = SubElement(question, "answer", fraction=RIGHT if choice.right else WRONG)
        answer.set("format", "html")
        SubElement(answer, "text").text = _paragraphs(choice.text.text)
        _rich(answer, "feedback", _paragraphs(choice.feedback.text))
    tags = SubElement(question, "tags")
    for tag in unique(["bricoleur", language, check.tip, *sources_of(check, pack)]):
        _plain(SubElement(tags, "tag"), tag)


def _why(check: Check, pack: Pack) -> str:
    """Return the tip and the sources, which everyone reads after answering."""
    known = {source.id: source for source in pack.sources}
    listed = [_source(known[id_]) for id_ in sources_of(check, pack) if id_ in known]
    return _paragraphs(check_reference(check, pack)) + (
        f"<ul>{''.join(listed)}</ul>" if listed else ""
    )


def _about(pack: Pack) -> str:
    facts = "".join(f"<li>{escape(label)}: {escape(text)}</li>" for label, text in colophon(pack))
    listed = "".join(_source(source) for source in used_sources(pack))
    return f"<ul>{facts}{listed}</ul>"


def _source(source: Source) -> str:
    return f"<li>{escape(cite(source))} {escape(source.url)}</li>"


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in (text or "…").split("\n"))


def _plain(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text


def _rich(parent: Element, tag: str, html: str) -> None:
    _plain(SubElement(parent, tag, format="html"), html)
