"""An answer as text for a terminal, at most 80 columns wide."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator

import typer

from assistant.frontends.provenance import BASIS, cite, numbers, origins
from assistant.models import Answer

WIDEST = 80
_STEP = re.compile(r"^(\d+\. )(.*)$")
_UNESCAPE = re.compile(r"\\([\\`*_\[\]<>#|~!.)+-])")


def show(answer: Answer) -> None:
    """Print an answer: text first, sources below."""
    print_lines(lines(answer, width()))


def width() -> int:
    """Return how many columns to fill."""
    return min(shutil.get_terminal_size().columns, WIDEST)


def print_lines(texts: Iterable[str]) -> None:
    """Print lines; one that starts with a NUL is a heading."""
    colour = sys.stdout.isatty()
    for line in texts:
        bold = line.startswith("\0")
        typer.echo(
            typer.style(line.lstrip("\0"), bold=True) if bold and colour else line.lstrip("\0")
        )


def lines(answer: Answer, width: int = WIDEST) -> Iterator[str]:
    """Yield the lines of an answer; a heading starts with a NUL."""
    if answer.practices:
        yield from _wrap("\0" + " + ".join(vote.title for vote in answer.practices), width)
        yield ""
    for raw in answer.text.splitlines():
        yield from _line(raw, width)
    if answer.citations:
        yield ""
        yield "\0" + ("Bronnen" if answer.language == "nl" else "Sources")
        yield from _sources(answer, width)
    if answer.follow_ups:
        yield ""
        yield "\0" + ("Vraag verder" if answer.language == "nl" else "Ask on")
        for question in answer.follow_ups:
            yield from _wrap(question, width, "  - ", "    ")


def _line(raw: str, width: int) -> list[str]:
    if raw.startswith("**"):
        return ["\0" + raw.strip("*")]
    step = _STEP.match(raw)
    if step:
        return _wrap(_plain(step[2]), width, f"  {step[1]}", "     ")
    if raw.startswith("> "):
        return _wrap(_plain(raw[2:]), width, "  ", "  ")
    return _wrap(_plain(raw.strip("_")), width) if raw else [""]


def _sources(answer: Answer, width: int) -> Iterator[str]:
    for origin in origins(answer.citations):
        yield from _wrap(f"{origin.title} ({origin.parent})", width, "  ", "  ")
        places = "; ".join(f"{name} [{numbers(ns)}]" for name, ns in origin.sections)
        yield from _wrap(places, width, "    ", "    ")
        yield from _wrap(BASIS[origin.basis][answer.language], width, "    ", "    ")
        for source in origin.sources:
            yield from _wrap(cite(source), width, "    - ", "      ")


def _plain(text: str) -> str:
    return _UNESCAPE.sub(r"\1", text)


def _wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
