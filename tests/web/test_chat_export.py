from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from markdown_it import MarkdownIt

from assistant.engine import Assistant
from assistant.frontends.web import export
from assistant.models import Answer, PracticeVote

DAY = date(2026, 11, 24)
BASE = "https://tips.example.nl"


@pytest.fixture(scope="module")
def thread(assistant: Assistant) -> tuple[Answer, ...]:
    asked = ("Mijn collega van Financiën blokkeert het plan. Wat nu?", "Hallo")
    return tuple(assistant.answer(question) for question in asked)


def words_of(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize("kind", ["plain", "markdown", "docx"])
def test_everything_comes_along(thread: tuple[Answer, ...], kind: str) -> None:
    text = {
        "plain": lambda: export.plain_thread(thread, "nl", BASE),
        "markdown": lambda: export.markdown(thread, "nl", DAY, BASE),
        "docx": lambda: words_of(export.docx(thread, "nl", DAY, BASE)),
    }[kind]()
    for expected in (
        "Gesprek met Bricoleur",
        "Vraag 1",
        "Mijn collega van Financiën blokkeert het plan. Wat nu?",
        "Aansluiting zoeken tussen buiten en binnen het gemeentehuis",
        "1. Loop vandaag nog bij je collega langs",
        "(bron 1)",
        "Bron 1: Een collega van een andere afdeling zegt dat het niet kan",
        f"{BASE}/tip/collega-zegt-nee",
        "Hoe we dit weten: uit later onderzoek van dezelfde onderzoekers.",
        "Blijleven & Van Hulst (2022): Encounters with the organisation",
        "samengesteld door een computer",
        "Vraag 2",
        "Hallo!",
    ):
        assert expected in text.replace("\\", "")


def test_markdown_has_headings_and_says_who_made_it(thread: tuple[Answer, ...]) -> None:
    text = export.markdown(thread, "nl", DAY)
    html = MarkdownIt().render(text)
    assert "<h1>Gesprek met Bricoleur</h1>" in html
    assert html.count("<h2>") == 2
    assert "Gemaakt op 2026-11-24. Je praat met een computer (AI)" in text
    assert "<ol>" in html
    assert "<blockquote>" in html
    assert "/tip/" not in text


def test_word_file_has_headings_steps_and_properties(thread: tuple[Answer, ...]) -> None:
    document = Document(io.BytesIO(export.docx(thread, "nl", DAY)))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Heading 1"
    assert styles.count("Heading 2") == 2
    assert "Quote" in styles
    assert document.core_properties.title == "Gesprek met Bricoleur"
    assert "computer (AI)" in document.core_properties.comments
    assert document.core_properties.language == "nl"


def test_steps_are_numbered_from_one_in_every_answer(thread: tuple[Answer, ...]) -> None:
    text = words_of(export.docx((thread[0], thread[0]), "nl", DAY))
    assert text.count("\n1. Loop vandaag") == 2


def test_each_answer_keeps_its_own_language(assistant: Assistant) -> None:
    english = assistant.answer("My colleague in Finance blocks the residents' plan.")
    text = export.markdown((english,), "nl", DAY)
    assert "Question 1" in text
    assert "How we know this" in text
    assert "put together by a computer" in text


def test_a_withheld_message_stays_out(assistant: Assistant) -> None:
    answer = assistant.answer("Een bewoner zegt dat hij zelfmoord wil plegen.")
    text = export.markdown((answer,), "nl", DAY)
    assert "niet herhaald" in text
    assert "zelfmoord wil" not in text


def test_hostile_words_stay_words(thread: tuple[Answer, ...]) -> None:
    bad = "<script>x</script> ![a](https://e.org/x) [b](javascript:x) \x00\x0b\x1b"
    hostile = replace(
        thread[0], question=bad, practices=(PracticeVote("relaties", bad, 0.5),), text=f"{bad} [1]"
    )
    html = MarkdownIt("default", {"html": True}).render(export.markdown((hostile,), "nl", DAY))
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:x)" in html
    assert 'href="javascript' not in html
    assert "<script>x</script>" in words_of(export.docx((hostile,), "nl", DAY))


def test_an_answer_without_sources_has_no_list_of_them(thread: tuple[Answer, ...]) -> None:
    assert "Bronnen" not in export.plain(thread[1])
    assert "computer" not in export.plain(thread[1])
