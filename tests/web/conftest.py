"""A browser to visit the running site with, and axe to judge it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

AXE: Final = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS: Final = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
)
PATIENCE: Final = 30_000
"""Milliseconds that a page may take for what it must come to: a busy machine is no fault."""
QUIET: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
RUN_AXE: Final = """
  tags => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }).then(found =>
    found.violations.map(v =>
      [v.id, v.nodes.map(n => n.target.join(" ") + ": " + n.failureSummary)]))
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that CHROMIUM names."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium: install it (apt install chromium) or name it in CHROMIUM")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield found
        found.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[Any]]:
    """Returns what axe finds on a page: WCAG 2.0 to 2.2 A and AA, and best practice."""
    if not AXE.is_file():
        pytest.fail("no axe: run 'npm ci' in tests/web")
    script = AXE.read_text(encoding="utf-8")

    def run(page: Page) -> list[Any]:
        page.evaluate(script)
        return list(page.evaluate(RUN_AXE, list(TAGS)))

    return run


@pytest.fixture
def visit(browser: Browser, site_url: str) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh context, and checks afterwards that nothing went wrong in it."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def note(kind: str, text: str) -> None:
        expected = "status of 4" in text or "status of 5" in text or "net::ERR" in text
        if kind == "error" and not expected:
            wrong.append(text)

    def foreign(address: str) -> None:
        if not address.startswith((site_url, "data:", "blob:")):
            wrong.append(address)

    def open_page(path: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: note(said.type, said.text))
        page.on("request", lambda request: foreign(request.url))
        page.goto(site_url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
