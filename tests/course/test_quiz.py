"""Quizzes for a learning environment: Moodle XML, GIFT and the SCORM package, without Node."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.course.export import export
from assistant.course.export.gift import escape
from assistant.course.export.tidy import clean
from assistant.course.models import Pack
from tests.course import packs

ALLOWED = {
    "100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25",
    "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0",
}  # fmt: skip
"""The fractions that Moodle takes for an answer."""


@pytest.fixture(scope="module", params=["make", "hostile", "long"])
def pack(request: pytest.FixtureRequest) -> Pack:
    made: Pack = getattr(packs, request.param)()
    return made


def moodle(pack: Pack) -> ElementTree.Element:
    return ElementTree.fromstring(export(pack, "moodle")[0].data)


def scorm(pack: Pack) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(export(pack, "scorm")[0].data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


class Page(HTMLParser):
    """What stands in a page: its elements with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


# Moodle


def test_a_moodle_question_has_one_right_answer_and_fractions_that_moodle_takes(
    pack: Pack,
) -> None:
    questions = moodle(pack).findall("question[@type='multichoice']")
    assert len(questions) == len(pack.checks)
    for question, check in zip(questions, pack.checks, strict=True):
        fractions = [answer.get("fraction") for answer in question.findall("answer")]
        assert set(fractions) <= ALLOWED
        assert [fraction == "100" for fraction in fractions] == [c.right for c in check.choices]
        assert question.findtext("single") == "true"
        assert question.findtext("shuffleanswers") == "true"


def test_a_moodle_question_keeps_every_word_and_tells_why(pack: Pack) -> None:
    for question, check in zip(moodle(pack).findall("question")[1:], pack.checks, strict=True):
        stem = "".join(Page(question.findtext("questiontext/text") or "").words)
        assert "".join(clean(check.stem.text).split()) == "".join(stem.split())
        for answer, choice in zip(question.findall("answer"), check.choices, strict=True):
            told = "".join(Page(answer.findtext("feedback/text") or "").words)
            assert "".join(clean(choice.feedback.text).split()) == "".join(told.split())
        why = question.findtext("generalfeedback/text") or ""
        assert check.tip in why and "https://" in why


def test_a_moodle_question_can_be_found_again_by_number_and_tags() -> None:
    questions = moodle(packs.make("en")).findall("question[@type='multichoice']")
    assert questions[0].findtext("idnumber") == "bricoleur-collega-zegt-nee-en"
    tags = [tag.text for tag in questions[0].findall("tags/tag/text")]
    assert tags == ["bricoleur", "en", "collega-zegt-nee", "S1", "S5", "S8"]


def test_moodle_puts_the_questions_in_a_category_of_their_own() -> None:
    category = moodle(packs.make(change=lambda text: f"a/b {text}")).find("question/category/text")
    assert category is not None and category.text is not None
    assert category.text.startswith("$course$/top/a//b Wat buiten leeft")


def test_html_of_a_trainer_is_text_in_moodle() -> None:
    rich = [
        element for element in moodle(packs.hostile()).iter() if element.get("format") == "html"
    ]
    assert len(rich) > 20
    for element in rich:
        names = {name for name, _ in Page(element.findtext("text") or "").elements}
        assert names <= {"p", "ul", "li"}


# GIFT


def test_a_gift_question_has_no_blank_line_and_every_sign_escaped(pack: Pack) -> None:
    text = export(pack, "gift")[0].data.decode("utf-8")
    blocks = text.rstrip("\n").split("\n\n")
    assert len(blocks) == 2 + len(pack.checks)
    for block in blocks[2:]:
        assert len(re.findall(r"(?<!\\)\{", block)) == len(re.findall(r"(?<!\\)\}", block)) == 1
        assert len(re.findall(r"(?m)^\t=", block)) == 1
        assert "->" not in block


@given(st.text(max_size=80))
def test_an_escaped_text_has_no_sign_left_and_can_be_read_back(text: str) -> None:
    text = clean(text)
    safe = escape(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[~=#{}:]", safe)
    assert "\n" not in safe and safe
    back = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], safe)
    assert back == (text.replace("->", "→").replace("%", "％", text.startswith("%")) or "…")


# SCORM


def test_the_package_holds_what_its_manifest_names_and_nothing_else(pack: Pack) -> None:
    files = scorm(pack)
    assert next(iter(files)) == "imsmanifest.xml"
    root = ElementTree.fromstring(files["imsmanifest.xml"])
    named = [str(file.get("href")) for file in root.iter() if file.tag.endswith("}file")]
    assert sorted([*named, "imsmanifest.xml"]) == sorted(files)
    score = [element.text for element in root.iter() if element.tag.endswith("masteryscore")]
    assert score == ["80"]
    languages = {
        element.get("{http://www.w3.org/XML/1998/namespace}lang") for element in root.iter()
    }
    assert languages == {None, "nl"}


def test_the_page_asks_nothing_of_the_outside_and_forbids_it(pack: Pack) -> None:
    page = Page(scorm(pack)["index.html"])
    assert [script.get("src") for script in page.all("script")] == ["scorm.js"]
    assert [link.get("href") for link in page.all("link")] == ["scorm.css"]
    assert not page.all("img") + page.all("iframe") + page.all("style")
    policy = next(m for m in page.all("meta") if m.get("http-equiv"))["content"]
    assert policy is not None and "default-src 'none'" in policy and "unsafe" not in policy
    links = [link["href"] for link in page.all("a")]
    assert all(str(link).startswith(("https://", "#")) for link in links)
    assert not [key for _, attributes in page.elements for key in attributes if key[:2] == "on"]


def test_every_answer_has_a_label_and_every_question_a_legend(pack: Pack) -> None:
    page = Page(scorm(pack)["index.html"])
    names = [name for name, _ in page.elements]
    radios = [i for i in page.all("input") if i["type"] == "radio"]
    assert len(radios) == sum(len(check.choices) for check in pack.checks)
    assert all(names[place - 1] == "label" for place, name in enumerate(names) if name == "input")
    assert names.count("legend") == names.count("fieldset") == names.count("form")
    assert page.all("html")[0]["lang"] == "nl-NL"
    levels = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1 and levels.count(1) == 1


def test_case_tips_and_sources_can_be_read_without_a_script() -> None:
    pack = packs.make()
    said = "".join("".join(Page(scorm(pack)["index.html"]).words).split())
    lines = [*pack.cases[0].story, *pack.tips[0].steps, *pack.reflection, *pack.goals]
    assert all("".join(line.text.split()) in said for line in lines)
    assert all("".join(source.title.split()) in said for source in pack.sources)
    assert pack.cases[0].cards[0].knows.text.replace(" ", "") not in said
