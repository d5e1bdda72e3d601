"""What the tests share: the real model, corpus and index (made once), and small stand-ins."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from assistant.build import build_library, sync_index
from assistant.engine import Assistant
from assistant.frontends.web.server import create_app, listen, serve
from assistant.settings import Settings
from corpus.models import Corpus, Document, DocumentSection
from corpus.passages import corpus_passages, corpus_views
from corpus.reader import load
from index import generations
from index.embedding import Embedder, OnnxEmbedder, Vectors
from index.lexical import analyse
from index.prepare import ONNX, prepare
from index.retriever import Retriever, open_retriever
from index.snapshot import Contents
from index.sync import sync

PLENTY: Final = 100_000
"""Questions a minute: tests ask faster than people."""


class HashingEmbedder:
    """An embedder without a model: the more word stems two texts share, the nearer they are.

    Subprocesses take it from here too (``runpy.run_path``).
    """

    name = "hashing"
    dimensions = 64

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        rows = [self._vector(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimensions)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.dimensions, dtype=np.float32)
        for stem in analyse(text, "nl"):
            digest = hashlib.sha256(stem.encode()).digest()
            vector[digest[0] % self.dimensions] += 1 if digest[1] % 2 else -1
        if not vector.any():
            vector[0] = 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


SOURCES = """\
S1:
  title: 'Publieke bricoleurs'
  authors: 'Blijleven'
  year: 2019
  url: https://example.org/essay
  grade: A
  read: full
S8:
  title: 'Later onderzoek'
  authors: 'Van Hulst'
  year: 2021
  url: https://example.org/later
  grade: A
  read: part
"""
# Everything that a tip needs apart from its own words, so that one fault gives one finding.
DUTCH = """\
---
title: {title}
practice: {practice}
phases: [verkennen]
roles: [wijkmanager]
basis: essay
sources: [S1, S8]
see_also: [{see_also}]
reviewed: 2026-11-24
situations:
  - {words} is een vraag van een bewoner.
  - Mijn collega wil niets weten van {words}.
  - Hoe begin ik met {words}?
  - Er is ruzie over {words}.
  - Niemand helpt mij met {words}.
  - De wethouder vraagt naar {words}.
---

## Wat speelt er
Het gaat om {words}. Dat kost tijd. [S8]

## Wat je kunt doen
1. Praat eerst over {words} met een bewoner. [S1]
2. Ga samen kijken. [eigen]
3. Bel elkaar na een week. [S1, S8]

## Let op
Beloof niets.

## Zo kun je het zeggen
> "Ik wil graag meer horen over {words}."

## Vraag aan jezelf
Wat weet ik al van {words}?
"""
ENGLISH = """\
---
title: {title}
situations:
  - {words} is what a resident asks for.
  - My colleague wants to hear nothing of {words}.
  - How do I begin with {words}?
  - People quarrel about {words}.
  - Nobody helps me with {words}.
  - The alderman asks about {words}.
---

## What is going on
This is about {words}. That takes time.

## What you can do
1. Talk to a resident about {words} first.
2. Go and look together.
3. Call each other after a week.

## Watch out
Promise nothing.

## Words to say
> "I would like to hear more about {words}."

## Ask yourself
What do I know of {words} already?
"""
TIPS = (
    ("relaties", "moestuin", "de moestuin", "the vegetable garden", "parkeren"),
    ("draagvlak", "parkeren", "de parkeerplaatsen", "the parking places", "subsidie"),
    ("binnen-buiten", "subsidie", "de subsidie", "the subsidy", ""),
)
BACKGROUND = {
    "nl": """\
---
title: Het onderzoek naar bricoleurs
practice: houding
basis: essay
sources: [S1]
reviewed: 2026-11-24
situations:
  - Wie schreef het?
  - In welk jaar was dat?
  - Hoe werkten de schrijvers?
  - Waar vind ik het?
  - Met wie spraken zij?
---

## Schrijvers
Wieke Blijleven en Merlijn van Hulst schreven het. [S1]

## Werkwijze
De onderzoekers schaduwden ambtenaren in drie gemeenten.
""",
    "en": """\
---
title: The research into bricoleurs
situations:
  - Who wrote it?
  - In which year was that?
  - How did the writers work?
  - Where do I find it?
  - Whom did they speak to?
---

## Writers
Wieke Blijleven and Merlijn van Hulst wrote it.

## Method
The researchers shadowed civil servants in three municipalities.
""",
}


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A corpus folder with two sources, three tips and a background text, all in order."""
    return write_small_corpus(tmp_path / "small")


@pytest.fixture(scope="session")
def small_contents(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What the small corpus gives to cite and to find: 34 passages, 64 views."""
    return contents_of(load(write_small_corpus(tmp_path_factory.mktemp("corpus") / "small")))


@pytest.fixture(scope="session")
def hashing_embedder() -> Embedder:
    return HashingEmbedder()


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the real model, made once a session unless it is there already."""
    named = os.environ.get("BRICOLEUR_TEST_DATA_DIR")
    folder = Path(named) if named else tmp_path_factory.mktemp("data")
    prepare(folder / "models")
    return folder


@pytest.fixture(scope="session")
def model_folder(data_dir: Path) -> Path:
    """The prepared model: ``onnx/`` and ``sentence-transformers/``."""
    return prepare(data_dir / "models")


@pytest.fixture(scope="session")
def embedder(model_folder: Path) -> OnnxEmbedder:
    return OnnxEmbedder(model_folder / ONNX)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load()


@pytest.fixture(scope="session")
def contents(corpus: Corpus) -> Contents:
    return contents_of(corpus)


@pytest.fixture(scope="session")
def built_index(
    tmp_path_factory: pytest.TempPathFactory,
    data_dir: Path,
    contents: Contents,
    embedder: OnnxEmbedder,
) -> Path:
    """The index of the whole corpus with the real model.

    Embedding it takes minutes. So it starts from a copy of the index in the data folder, if there
    is one, and embeds what is not in that.
    """
    root = tmp_path_factory.mktemp("built") / "index"
    there = generations.current(data_dir / "index")
    if there:
        shutil.copytree(there, root / there.name)
        generations.publish(root, root / there.name)
    sync(root, contents, lambda: embedder, model=embedder.name)
    return root


@pytest.fixture(scope="session")
def real_retriever(built_index: Path, embedder: OnnxEmbedder) -> Iterator[Retriever]:
    retriever = open_retriever(built_index, embedder)
    yield retriever
    retriever.close()


@pytest.fixture(scope="session")
def assistant(real_retriever: Retriever) -> Assistant:
    return Assistant(lambda: real_retriever, "nl")


def write_small_corpus(root: Path) -> Path:
    root.mkdir()
    (root / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    for practice, name, dutch, english, see_also in TIPS:
        folder = root / "tips" / practice
        folder.mkdir(parents=True)
        texts = {
            "nl": DUTCH.format(
                title=f"Aan de slag met {dutch}", words=dutch, practice=practice, see_also=see_also
            ),
            "en": ENGLISH.format(title=f"Getting started with {english}", words=english),
        }
        for language, text in texts.items():
            (folder / f"{name}.{language}.md").write_text(text, encoding="utf-8")
    (root / "background").mkdir()
    for language, text in BACKGROUND.items():
        path = root / "background" / f"onderzoek.{language}.md"
        path.write_text(text, encoding="utf-8")
    return root


def contents_of(corpus: Corpus) -> Contents:
    return Contents(
        passages=corpus_passages(corpus),
        views=corpus_views(corpus),
        sources=tuple(corpus.sources.values()),
    )


# the running site, over a real index


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
