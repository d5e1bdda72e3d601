"""The running site over a real index, a browser to visit it with, and axe to judge it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.build import build_library, sync_index
from assistant.frontends.web.server import create_app, listen, serve
from assistant.settings import Settings
from corpus.models import Document, DocumentSection
from index.embedding import OnnxEmbedder

AXE: Final = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS: Final = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
)
PLENTY: Final = 100_000
"""Questions a minute: tests ask faster than people."""
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


class Site:
    """A site that runs in a thread of its own, and can be stopped and started again."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.port = settings.port
        self._server: Any = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        listener = listen("127.0.0.1", self.port)
        self.port = listener.getsockname()[1]
        app = create_app(self.settings)

        def run() -> None:
            serve(app, listener, lambda server: setattr(self, "_server", server))

        self._thread = threading.Thread(target=run, name="site")
        self._thread.start()

    def stop(self) -> None:
        if self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
            self._thread = None


DOCUMENT: Final = Document(
    id="imkers",
    title="Verslag van de imkers",
    filename="imkers.pdf",
    language="nl",
    digest="0" * 64,
    added="2026-11-24",
    sections=(
        DocumentSection("Honing", 1, "De bijen vlogen dit jaar vroeg uit. De honing is licht."),
        DocumentSection(
            "Winter", 2, "In de winter krijgt elk volk suikerwater. <b>Warm</b> & zoet."
        ),
    ),
)
"""An added document on a subject that no question of the tests is about."""


@pytest.fixture(scope="session")
def web_data(
    tmp_path_factory: pytest.TempPathFactory,
    model_folder: Path,
    built_index: Path,
    embedder: OnnxEmbedder,
) -> Path:
    """A data folder for the site alone: the real model, and the index with a document added."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "models").symlink_to(model_folder.parent)
    shutil.copytree(built_index, folder / "index")
    settings = Settings(data_dir=folder)
    build_library(settings).add(DOCUMENT)
    sync_index(settings, embedder=lambda: embedder)
    return folder


@pytest.fixture(scope="session")
def start_site(web_data: Path) -> Iterator[Callable[..., Site]]:
    """Starts a site with the settings given, and stops it at the end if it still runs."""
    running: list[Site] = []

    def start(**settings: Any) -> Site:
        site = Site(Settings(data_dir=web_data, port=0, **settings))
        running.append(site)
        site.start()
        return site

    yield start
    for site in running:
        site.stop()


@pytest.fixture(scope="session")
def site_url(start_site: Callable[..., Site]) -> str:
    return start_site(questions_per_minute=PLENTY).url


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
