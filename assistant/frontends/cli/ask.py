"""``bricoleur ask`` and ``bricoleur chat``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.frontends.cli import terminal
from assistant.models import Turn
from assistant.settings import read_settings
from corpus.models import Language
from corpus.problem import Problem

if TYPE_CHECKING:
    from assistant.engine import Assistant

MAX_HISTORY = 20
LEAVE = {"exit", "quit", "stop", "q"}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("ask")(ask)
    app.command("chat")(chat)


def ask(
    question: Annotated[
        str | None,
        typer.Argument(help="Your question, in quotes. '-' reads it from standard input."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    batch: Annotated[
        Path | None,
        typer.Option(
            help='A file with one {"id", "question", "language"?, "history"?} a line; prints one '
            "answer object a line, in order. '-' reads standard input.",
            allow_dash=True,
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Answer in nl or en, whatever was asked.")
    ] = None,
) -> None:
    """Answer one question, or a file of them, with cited tips.

    bricoleur ask "Bewoners zijn woedend op mijn informatieavond"
    """
    chosen = _language(language)
    if batch is not None:
        _print_batch(_lines(batch), chosen)
        return
    text = sys.stdin.read() if question == "-" else question
    if text is None:
        raise typer.BadParameter("give a question in quotes, or --batch FILE")
    answer = _assistant().answer(text, language=chosen)
    if as_json:
        typer.echo(_dump(answer.as_json()))
    else:
        terminal.show(answer)


def chat() -> None:
    """Talk: follow-up questions are understood. An empty line or Ctrl-D ends it."""
    assistant = _assistant()
    nl = read_settings().language == "nl"
    typer.echo("Wat speelt er? (lege regel: stoppen)" if nl else "What is going on? (empty: stop)")
    turns: list[Turn] = []
    while line := _read():
        answer = assistant.answer(line, turns[-MAX_HISTORY:])
        terminal.show(answer)
        if answer.status == "answered":
            turns.append(Turn(line, answer.tips))


def _read() -> str:
    try:
        line = input("\n> ").strip()
    except EOFError:
        return ""
    return "" if line.lower() in LEAVE else line


def _assistant() -> Assistant:
    from assistant.build import build_assistant

    return build_assistant(read_settings())


def _language(value: str | None) -> Language | None:
    if value in (None, "nl", "en"):
        return value  # type: ignore[return-value]
    raise typer.BadParameter("choose nl or en", param_hint="--language")


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a batch; a byte that is not UTF-8 spoils only its own line."""
    if str(path) == "-":
        yield from sys.stdin
        return
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            yield from stream
    except OSError as error:
        raise Problem(
            nl=f"'{path}' kan niet worden gelezen: {error.strerror}. Controleer naam en rechten.",
            en=f"'{path}' can't be read: {error.strerror}. Check its name and permissions.",
        ) from error


def _print_batch(lines: Iterable[str], chosen: Language | None) -> None:
    assistant = _assistant()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            typer.echo(_dump(_batch_answer(assistant, line, number, chosen)))
            sys.stdout.flush()


def _batch_answer(
    assistant: Assistant, line: str, number: int, chosen: Language | None
) -> dict[str, Any]:
    from assistant.endings import failed

    try:
        asked = json.loads(line)
        question, history = _checked(asked)
    except (ValueError, RecursionError) as error:
        language = chosen or read_settings().language
        return failed(language, f"line-{number}", f"{error}").as_json()
    wish = asked.get("language") or chosen
    answer = assistant.answer(question, history, wish).as_json()
    return {**answer, "id": str(asked.get("id", answer["id"]))}


def _checked(asked: Any) -> tuple[str, list[Turn]]:
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
        raise ValueError('a line must be an object with a "question"')
    if asked.get("language") not in (None, "nl", "en"):
        raise ValueError('"language" must be nl or en')
    history = asked.get("history") or []
    if not isinstance(history, list) or not all(isinstance(item, str) for item in history):
        raise ValueError('"history" must be a list of earlier questions')
    return asked["question"], [Turn(item) for item in history[-MAX_HISTORY:]]


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
