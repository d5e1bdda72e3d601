"""``bricoleur course``: course material from a plan that can be edited and built again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.settings import read_settings
from corpus.models import Language
from corpus.problem import Problem

if TYPE_CHECKING:
    from assistant.course.models import Pack
    from corpus.coursebook import Coursebook
    from corpus.models import Corpus

course_app = typer.Typer(help="For trainers: course material from the tips.")
ALL = "all"
CASE_BYTES = 1_000_000


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(course_app, name="course", no_args_is_help=True)


@course_app.command("new")
def new(  # noqa: PLR0913 - each is a choice of the trainer
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The plan file to write.")],
    practice: Annotated[
        list[str] | None, typer.Option(help="What it is about; may be given several times.")
    ] = None,
    form: Annotated[str | None, typer.Option(help="The working form.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Minutes of a session, 45 to 480.")] = None,
    sessions: Annotated[int | None, typer.Option(help="How many sessions, 1 to 8.")] = None,
    role: Annotated[str | None, typer.Option(help="For whom, such as wijkmanager.")] = None,
    level: Annotated[str | None, typer.Option(help="basis or ervaren.")] = None,
    group: Annotated[int | None, typer.Option(help="How many participants, 3 to 40.")] = None,
    language: Annotated[str | None, typer.Option(help="nl or en.")] = None,
    case: Annotated[str | None, typer.Option(help="A case of ours, by its name.")] = None,
    own_case: Annotated[
        Path | None,
        typer.Option("--own-case", help="A file with a case of your own.", allow_dash=True),
    ] = None,
    title: Annotated[str | None, typer.Option(help="A title of your own.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a plan that you can edit: a text file that explains itself.

    bricoleur course new -o plan.yaml --practice draagvlak --form dilemma --minutes 90
    """
    from assistant.course.plan import check_plan
    from assistant.course.plan_file import plan_of, write_plan

    chosen: dict[str, Any] = {
        "practices": practice,
        "form": form,
        "minutes": minutes,
        "sessions": sessions,
        "role": role,
        "level": level,
        "group": group,
        "language": language or read_settings().language,
        "case": case,
        "own_case": _read(own_case) if own_case else None,
        "title": title,
        "date": date.today(),
    }
    plan = check_plan(plan_of(chosen), *_books())
    _write({output: write_plan(plan).encode()}, force=force)
    typer.echo(str(output))


@course_app.command("build")
def build(
    plan: Annotated[Path, typer.Argument(help="A plan file.")],
    out: Annotated[Path, typer.Option("--out", help="The folder for the files.")],
    formats: Annotated[
        str, typer.Option(help="Which files, with commas between them; 'all' for everything.")
    ] = ALL,
    replace: Annotated[
        bool, typer.Option("--replace", help="Go on where a chosen tip or case is gone.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Make the files of a plan: slides, documents, cards, quizzes.

    bricoleur course build plan.yaml --out cursus --formats pptx,docx
    """
    from assistant.course.export import export

    pack = _pack(plan, replacing=replace)
    names = _formats(formats, pack)
    files = [file for name in names for file in export(pack, name)]
    _write({out / file.name: file.data for file in files}, force=force)
    for file in files:
        typer.echo(f"{out / file.name}  {len(file.data) / 1000:.0f} kB")
    _tell(pack)


@course_app.command("show")
def show(
    plan: Annotated[Path, typer.Argument(help="A plan file.")],
    ids: Annotated[
        bool, typer.Option("--ids", help="Show the name of each line, for 'edits' and 'without'.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Go on where a chosen tip or case is gone.")
    ] = False,
) -> None:
    """Show what a plan gives, as text."""
    from assistant.frontends.cli.course_text import PackText
    from assistant.frontends.cli.terminal import print_lines, width

    print_lines(PackText(_pack(plan, replacing=replace), width(), names=ids).lines())


@course_app.command("cases")
def cases(
    practice: Annotated[str | None, typer.Option(help="Only this practice.")] = None,
    language: Annotated[str | None, typer.Option(help="nl or en.")] = None,
) -> None:
    """List the cases to choose from."""
    _, book = _books()
    spoken = _language(language)
    for case in sorted(book.cases.values(), key=lambda case: (case.practice, case.id)):
        if practice in (None, case.practice):
            typer.echo(f"{case.practice:17} {case.id:34} {case.texts[spoken].title}")


@course_app.command("forms")
def forms(language: Annotated[str | None, typer.Option(help="nl or en.")] = None) -> None:
    """List the working forms, and what each is good for."""
    import textwrap

    from assistant.course.schedule import least_minutes

    _, book = _books()
    spoken = _language(language)
    for form in book.forms[spoken].values():
        least, most = form.people
        size = {
            "nl": f"vanaf {least_minutes(form)} minuten, groepen van {least} tot {most}",
            "en": f"from {least_minutes(form)} minutes, groups of {least} to {most}",
        }
        typer.echo(f"{form.id:11} {form.title} ({size[spoken]})")
        typer.echo(
            textwrap.fill(form.about, 80, initial_indent=" " * 12, subsequent_indent=" " * 12)
        )


def _language(value: str | None) -> Language:
    if value not in (None, "nl", "en"):
        raise typer.BadParameter("choose nl or en", param_hint="--language")
    return value or read_settings().language  # type: ignore[return-value]


def _books() -> tuple[Corpus, Coursebook]:
    from corpus.coursebook_reader import load_coursebook
    from corpus.reader import load

    corpus = load()
    return corpus, load_coursebook(corpus)


def _pack(path: Path, *, replacing: bool) -> Pack:
    """Read a plan and build its pack; the index is opened for a case of the trainer's own alone."""
    from assistant.course.pack import build_pack
    from assistant.course.plan import check_plan
    from assistant.course.plan_file import read_plan

    wanted = read_plan(_read(path))
    corpus, book = _books()
    plan = check_plan(wanted, corpus, book, replacing=replacing)
    if not plan.own_case:
        return build_pack(plan, corpus, book)
    from assistant.build import build_retriever

    retriever = build_retriever(read_settings())
    try:
        return build_pack(plan, corpus, book, retriever.retrieve)
    finally:
        retriever.close()


def _read(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise Problem(
            nl=f"'{path}' kan niet worden gelezen: {error.strerror}. Controleer naam en rechten.",
            en=f"'{path}' can't be read: {error.strerror}. Check its name and permissions.",
        ) from error
    except UnicodeDecodeError as error:
        raise Problem(
            nl=f"'{path}' is geen tekst in UTF-8. Bewaar het als platte tekst (UTF-8).",
            en=f"'{path}' is not text in UTF-8. Save it as plain text (UTF-8).",
        ) from error


def _formats(wanted: str, pack: Pack) -> tuple[str, ...]:
    """Return the formats to make; of all only those for which there is something in the pack."""
    from assistant.course.export import possible

    names = tuple(dict.fromkeys(name.strip() for name in wanted.split(",") if name.strip()))
    return possible(pack) if names in ((), (ALL,)) else names


def _write(files: dict[Path, bytes], *, force: bool) -> None:
    from assistant.frontends.cli.saving import save

    save(files, force=force)


def _tell(pack: Pack) -> None:
    """Say on standard error what the trainer must look at before using it."""
    notes: Sequence[str] = [line.text for line in pack.thin]
    if pack.care:
        notes = [pack.care.text, *notes]
    for note in notes:
        typer.echo(f"! {note}", err=True)
