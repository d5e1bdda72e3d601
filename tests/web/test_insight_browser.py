"""The page for editors in a real browser: access, both schemes, a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.feedback import Feedback
from assistant.frontends.cli.insight_page import page as made
from assistant.insight import gather
from corpus.models import LANGUAGES, Corpus, Language

pytestmark = pytest.mark.browser

GOOD: Final = Feedback(
    at=datetime(2026, 10, 3),
    answer_id="a1",
    language="nl",
    useful=True,
    reason=None,
    comment="Fijn",
    question=None,
    practices="binnen-buiten",
    tips="collega-zegt-nee",
    evidence="strong",
    composer="extractive",
)
ROWS: Final = (
    GOOD,
    replace(GOOD, useful=False, reason="klopt-niet", question="Hoe?" + "o" * 200),
    replace(GOOD, useful=False, reason="geen-tip", question="Mag een bankje?", tips=""),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(
    browser: Browser,
    axe: Callable[[Page], list[Any]],
    corpus: Corpus,
    tmp_path: Path,
    language: Language,
) -> None:
    path = tmp_path / "x.html"
    html = made(gather(ROWS, corpus), corpus, language, date(2026, 11, 24))
    path.write_text(html, encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: wrong.append(asked.url) if "file:" not in asked.url else None)
    page.goto(path.as_uri())
    expect(page.locator("svg")).to_have_count(3)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert axe(page) == [], (scheme, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
    assert wrong == []
