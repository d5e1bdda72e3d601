"""The page of a course package in a real browser: access, keyboard, and a small screen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.course.export import export
from tests.course import packs

pytestmark = pytest.mark.browser

OF_AXE = ("connect-src", "preload assets")
"""In what axe says when the page's own policy forbids it to read the style sheet once more."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(export(packs.make(), "scorm")[0].data)) as archive:
        archive.extractall(folder)
    return Path(folder, "index.html").as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    yield page
    assert [fault for fault in faults if not any(words in fault for words in OF_AXE)] == []
    page.close()


def test_axe_finds_nothing_before_and_after_answering(
    page: Page, axe: Callable[[Page], list[Any]]
) -> None:
    for summary in page.locator("summary").all():
        summary.click()
    assert axe(page) == []
    for form in page.locator("form.question").all():
        form.locator("input").first.check()
        form.locator("button").click()
    expect(page.locator("#result")).to_be_visible()
    assert axe(page) == []


def test_a_question_is_answered_with_the_keyboard_and_says_what_fits_best(page: Page) -> None:
    form = page.locator("form.question").first
    expect(form.locator(".best")).to_be_hidden()
    form.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(form.locator(".feedback")).to_be_focused()
    expect(form.locator(".verdict")).to_have_text("Dit past hier minder goed.")
    expect(form.locator(".best")).to_contain_text("Dit past het best")
    expect(page.locator("#progress")).to_have_text("1 van de 4 vragen beantwoord.")


def test_an_answer_is_asked_for_and_beginning_again_empties_the_page(page: Page) -> None:
    form = page.locator("form.question").first
    form.locator("button").click()
    expect(form.locator(".missing")).to_be_visible()
    for each in page.locator("form.question").all():
        each.locator("input").first.check()
        each.locator("button").click()
    page.locator("#again").click()
    expect(page.locator("#result")).to_be_hidden()
    expect(page.locator("input:checked")).to_have_count(0)
    expect(page.locator("#quiz")).to_be_focused()


def test_nothing_runs_off_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
