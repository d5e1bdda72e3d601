"""``bricoleur corpus``: for the authors of tips."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.settings import read_settings
from corpus.problem import Problem

if TYPE_CHECKING:
    from corpus.models import Corpus

corpus_app = typer.Typer(help="For authors: check, start, show and count tips.")
STALE = timedelta(days=365)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(corpus_app, name="corpus", no_args_is_help=True)


@corpus_app.command("check")
def check(
    deep: Annotated[
        bool,
        typer.Option("--deep", help="Also look for near-duplicates and lost situations (slower)."),
    ] = False,
) -> None:
    """Read everything and say what is wrong, with file and line."""
    from corpus.check import check as find
    from corpus.check import empty_cells
    from corpus.coursebook_check import check_coursebook

    corpus, findings = find()
    book, faults = check_coursebook(corpus)
    findings = (*findings, *faults)
    for finding in findings:
        typer.echo(str(finding))
    typer.echo(_table(corpus))
    for practice, role in empty_cells(corpus):
        typer.echo(f"no tip: {practice} x {role}")
    if deep:
        _deep()
    typer.echo(
        f"{len(corpus.tips)} tips, {len(corpus.chapters)} chapters, {len(book.cases)} cases, "
        f"{len(book.questions)} check questions, {len(findings)} findings"
    )
    if findings:
        raise typer.Exit(1)


@corpus_app.command("list")
def list_tips(
    practice: Annotated[str | None, typer.Option(help="Only this practice.")] = None,
) -> None:
    """List the tips by practice."""
    for tip in _read().tips.values():
        if practice in (None, tip.practice):
            typer.echo(f"{tip.practice:18} {tip.id:38} {tip.texts['nl'].title}")


@corpus_app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="The id of a tip.")],
    language: Annotated[str, typer.Option(help="nl or en")] = "nl",
) -> None:
    """Show one tip as it reads."""
    corpus = _read()
    tip = corpus.tips.get(name)
    if tip is None or language not in tip.texts:
        raise Problem(
            nl=f"Er is geen tip '{name}' ({language}). 'bricoleur corpus list' noemt ze.",
            en=f"There is no tip '{name}' ({language}). 'bricoleur corpus list' names them.",
        )
    text = tip.texts[language]  # type: ignore[index]
    typer.echo(f"{text.title}\n{tip.practice} | {', '.join(tip.roles)} | {tip.basis}")
    for section in text.sections:
        typer.echo(f"\n{section.heading}")
        for part, marks in zip(section.parts, section.part_sources, strict=False):
            typer.echo(f"  {part} {'[' + ', '.join(marks) + ']' if marks else ''}".rstrip())
    typer.echo("\n" + "\n".join(f"  ? {situation}" for situation in text.situations))
    for source in (corpus.sources[name] for name in tip.sources):
        typer.echo(
            f"  {source.id} {source.authors}: {source.title} ({source.grade}, {source.read})"
        )


@corpus_app.command("stats")
def stats(
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Count tips and situations, and list what nobody reviewed for a year."""
    figures = _figures(_read())
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        typer.echo(f"{name}: {json.dumps(value, ensure_ascii=False)}")


@corpus_app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="The id: lower-case words joined by hyphens.")],
    practice: Annotated[str, typer.Option(help="The practice the tip belongs to.")],
) -> None:
    """Start a tip in both languages, ready to be filled in."""
    from corpus.drafts import start

    for path in start(name, practice, date.today()):
        typer.echo(str(path))


@corpus_app.command("schema")
def schema(
    folder: Annotated[
        Path, typer.Argument(help="Where to write the schemas.", file_okay=False)
    ] = Path(),
) -> None:
    """Write JSON Schemas of the front matter, so that an editor helps while you type."""
    from corpus.frontmatter import ChapterFront, TextFront, TipFront

    for file, model in (("tip.nl", TipFront), ("chapter.nl", ChapterFront), ("text.en", TextFront)):
        path = folder / f"{file}.schema.json"
        path.write_text(json.dumps(model.model_json_schema(), indent=2) + "\n", encoding="utf-8")
        typer.echo(str(path))


def _read() -> Corpus:
    from corpus.reader import load

    return load()


def _figures(corpus: Corpus) -> dict[str, object]:
    from corpus.models import LANGUAGES, PRACTICES

    tips = corpus.tips.values()
    oldest = date.today() - STALE
    return {
        "tips": len(tips),
        "by_practice": {p: sum(tip.practice == p for tip in tips) for p in PRACTICES},
        "by_basis": {
            b: sum(t.basis == b for t in tips)
            for b in ("essay", "onderzoek", "praktijk", "uitwerking")
        },
        "situations": {
            language: sum(len(tip.texts[language].situations) for tip in tips)
            for language in LANGUAGES
        },
        "chapters": len(corpus.chapters),
        "sources": len(corpus.sources),
        "not_reviewed_for_a_year": sorted(t.id for t in tips if t.reviewed < oldest),
    }


def _table(corpus: Corpus) -> str:
    """Return the number of tips per practice, role and phase as a table."""
    from corpus.check import coverage
    from corpus.models import PHASES, PRACTICES, ROLES

    counts = coverage(corpus)
    rows = [f"{'':18} {'':16}" + "".join(f"{phase[:10]:>11}" for phase in PHASES)]
    for practice in PRACTICES:
        for role in ROLES:
            cells = "".join(f"{counts[practice, role, phase] or '.':>11}" for phase in PHASES)
            rows.append(f"{practice:18} {role:16}{cells}")
    return "\n".join(rows)


def _deep() -> None:
    from assistant.build import build_embedder
    from index.review import review

    found = review(_read(), build_embedder(read_settings()))
    for pair in found.twins:
        typer.echo(f"near-duplicate {pair.cosine:.3f}  {pair.first}  <->  {pair.second}")
    for lost in found.lost:
        typer.echo(
            f"situation of {lost.own} finds {lost.found} ({lost.cosine:.3f}): {lost.situation}"
        )
