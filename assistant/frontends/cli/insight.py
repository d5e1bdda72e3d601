"""``bricoleur insight``: what readers' verdicts say about the tips, for those who edit them."""

from __future__ import annotations

import json
import os
import textwrap
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.settings import Settings, read_settings
from corpus.problem import Problem

if TYPE_CHECKING:
    from assistant.feedback import Feedback
    from assistant.insight import Insight
    from corpus.models import Corpus


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("insight")(insight)


def insight(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only what was sent on this day or later (UTC)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write a page with plots to this file; nothing else.")
    ] = None,
) -> None:
    """Show which tips are asked for, never met or of no use, and which questions found nothing.

    Made only of what readers agreed to send: verdicts, and the questions and comments with them.
    """
    from assistant.insight import gather
    from corpus.reader import load

    settings = read_settings()
    corpus = load()
    found = gather(_rows(settings, since), corpus)
    if html is not None:
        _write(html, _page(found, corpus, settings, since))
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False, default=date.isoformat))
    elif html is not None:
        _say_written(html, settings)
    else:
        _print(found, corpus, settings, since)


def _rows(settings: Settings, since: datetime | None) -> tuple[Feedback, ...]:
    from assistant.feedback import open_store

    with closing(open_store(settings)) as store:
        return store.all(since)


def _print(found: Insight, corpus: Corpus, settings: Settings, since: datetime | None) -> None:
    from assistant.frontends.cli.insight_table import WIDTH, lines

    if not found.count:
        typer.echo(textwrap.fill(nothing(settings, since), WIDTH))
        return
    for line in lines(found, corpus, settings.language):
        typer.echo(line)


def _page(found: Insight, corpus: Corpus, settings: Settings, since: datetime | None) -> str:
    from assistant.frontends.cli.insight_page import page

    today = datetime.now(UTC).date()
    return page(found, corpus, settings.language, today, nothing(settings, since))


def nothing(settings: Settings, since: datetime | None) -> str:
    """Return the sentence for a time without verdicts."""
    from assistant.frontends.cli.insight_words import word

    if since is None:
        return word("nothing", settings.language)
    return word("nothing_since", settings.language).format(day=since.date())


def _say_written(path: Path, settings: Settings) -> None:
    from assistant.frontends.cli.insight_words import word

    typer.echo(word("written", settings.language).format(path=path))


def _write(path: Path, text: str) -> None:
    """Write a whole file or none.

    Raises:
        Problem: It can't be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise Problem(
            nl=f"De pagina kan niet worden geschreven naar {path} ({error.strerror}). Kies een "
            "andere plek.",
            en=f"The page can't be written to {path} ({error.strerror}). Choose another place.",
        ) from error
