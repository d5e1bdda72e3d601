"""``bricoleur feedback``: what readers thought of answers."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO

import typer

from assistant.settings import read_settings

if TYPE_CHECKING:
    from assistant.feedback import Feedback, FeedbackStore

group = typer.Typer(help="What readers thought of answers.", no_args_is_help=True)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="feedback")


@group.command("export")
def export(
    form: Annotated[
        Literal["csv", "jsonl"], typer.Option("--format", help="csv or one JSON object a line.")
    ] = "csv",
) -> None:
    """Print all feedback, oldest first; send it to a file with '> feedback.csv'."""
    with _store() as store:
        rows = [_row(feedback) for feedback in store.all()]
    if form == "csv":
        _write_csv(rows, sys.stdout)
        return
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False))


@group.command("forget")
def forget(
    days: Annotated[int, typer.Option(help="Keep what is younger than this many days.", min=0)],
) -> None:
    """Delete old feedback, for instance every night: bricoleur feedback forget --days 365."""
    with _store() as store:
        count = store.forget(datetime.now(UTC).replace(tzinfo=None) - timedelta(days=days))
    nl = read_settings().language == "nl"
    typer.echo(f"{count} oordelen verwijderd" if nl else f"{count} judgements deleted")


@contextmanager
def _store() -> Iterator[FeedbackStore]:
    from assistant.feedback import open_store

    store = open_store(read_settings())
    try:
        yield store
    finally:
        store.close()


def _row(feedback: Feedback) -> dict[str, Any]:
    return {**asdict(feedback), "at": feedback.at.isoformat(timespec="minutes") + "Z"}


def _write_csv(rows: Iterable[dict[str, Any]], stream: TextIO) -> None:
    from assistant.feedback import FIELDS

    writer = csv.DictWriter(stream, FIELDS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value: Any) -> Any:
    """Keep a spreadsheet from taking what a reader typed for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
