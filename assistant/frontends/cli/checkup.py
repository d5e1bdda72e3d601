"""``bricoleur doctor``: looks at the installation and says what is wrong and how to mend it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import typer

from assistant.settings import Settings, read_settings
from corpus.problem import Problem

ROOM = 2_000_000_000
"""Bytes that model and index need with some to spare."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, whether it is well, and what there is to say."""

    name: str
    well: bool
    says: str


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("doctor")(doctor)


def doctor() -> None:
    """Check the installation; exit code 1 if something must be mended."""
    settings = read_settings()
    sick = False
    for check in checks(settings):
        sick |= not check.well
        typer.echo(f"{'ok ' if check.well else 'NOT'}  {check.name:10} {check.says}")
    if sick:
        raise typer.Exit(1)


def checks(settings: Settings) -> Iterator[Check]:
    """Yield the checks, from the ground up."""
    looks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("python", _python),
        ("data", _data),
        ("corpus", _corpus),
        ("documents", _documents),
        ("model", _model),
        ("index", _index),
        ("answer", _answer),
        ("writer", _writer),
    )
    for name, look in looks:
        try:
            yield Check(name, True, look(settings))
        except Problem as problem:
            yield Check(name, False, problem.text(settings.language))


def _python(settings: Settings) -> str:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have forced it
        raise Problem(nl="Python 3.11 of nieuwer is nodig.", en="Python 3.11 or newer is needed.")
    return sys.version.split()[0]


def _data(settings: Settings) -> str:
    from index.generations import unwritable

    folder = settings.data_dir
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise unwritable(folder)
    free = shutil.disk_usage(nearest).free
    if free < ROOM and not settings.index_dir.exists():
        raise Problem(
            nl=f"Er is nog {free // 1_000_000} MB vrij bij {folder}; maak 2 GB ruimte.",
            en=f"Only {free // 1_000_000} MB are free at {folder}; make room for 2 GB.",
        )
    return f"{folder} ({free // 1_000_000_000} GB free)"


def _corpus(settings: Settings) -> str:
    from corpus.reader import load

    corpus = load()
    return f"{len(corpus.tips)} tips, {len(corpus.chapters)} chapters"


def _documents(settings: Settings) -> str:
    from assistant.build import build_library

    return f"{len(build_library(settings).all())} added"


def _model(settings: Settings) -> str:
    from assistant.build import build_embedder

    embedder = build_embedder(settings)
    return f"{embedder.name}, {embedder.dimensions} dimensions"


def _index(settings: Settings) -> str:
    from assistant.build import build_contents, build_retriever

    retriever = build_retriever(settings)
    manifest = retriever.manifest
    retriever.close()
    if manifest.content != build_contents(settings).digest():
        raise Problem(
            nl="De index loopt achter op de tips of documenten. Voer 'bricoleur index sync' uit.",
            en="The index is behind the tips or documents. Run 'bricoleur index sync'.",
        )
    return f"{manifest.views} views, built {manifest.created}"


def _answer(settings: Settings) -> str:
    from assistant.build import build_assistant

    answer = build_assistant(settings).answer(
        "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
    )
    if answer.status != "answered":
        raise Problem(
            nl="Een proefvraag krijgt geen antwoord. Voer 'bricoleur index sync --rebuild' uit.",
            en="A test question gets no answer. Run 'bricoleur index sync --rebuild'.",
        )
    return f"{answer.practices[0].id}, {len(answer.citations)} citations"


def _writer(settings: Settings) -> str:
    """Let the language model that writes, if there is one, say one sentence."""
    from assistant.build import build_limits, build_writer

    writer = build_writer(settings)
    if writer is None:
        return "off: answers are put together from the tips"
    from assistant.generation.contract import REASONS, WriterFailed
    from assistant.generation.lead import Lead
    from assistant.generation.prompts import build

    passages = {1: ("Kennismaken", "Drink eerst een kop koffie met de bewoners.")}
    prompt = build("Hoe leer ik bewoners kennen?", "", passages, "nl")
    start = time.perf_counter()
    try:
        count = sum(1 for _ in Lead(writer, build_limits(settings)).write(prompt))
    except WriterFailed as failed:
        why = REASONS[failed.reason]
        raise Problem(
            nl=f"De modelserver {why['nl']} ({failed}). Zonder model komt er wel een antwoord. "
            "Controleer de instellingen die met BRICOLEUR_MODEL_ beginnen.",
            en=f"The model server {why['en']} ({failed}). Without it there is still an answer. "
            "Check the settings that begin with BRICOLEUR_MODEL_.",
        ) from failed
    return f"{writer.name} answers, {count} sentences in {time.perf_counter() - start:.1f} s"
