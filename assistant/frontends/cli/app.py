"""The command ``bricoleur``: its groups, its one net for errors, and nothing else."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from assistant.frontends.cli import (
    ask,
    checkup,
    content,
    corpus,
    course,
    feedback,
    insight,
    keys,
    serving,
    slack,
)
from assistant.settings import read_settings
from corpus.problem import Problem

app = typer.Typer(
    name="bricoleur",
    help="Practical, cited tips for civil servants who work with residents, in Dutch and English.",
    epilog="Start with:  bricoleur ask 'Mijn collega blokkeert het plan van de bewoners. Wat nu?'",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    ask, content, serving, slack, checkup, corpus, course, feedback, insight, keys,
):  # fmt: skip
    module.register(app)


@app.callback()
def options(
    ctx: typer.Context,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")
    ] = False,
) -> None:
    """Options that go before a command."""
    ctx.obj = {"debug": debug}


def main() -> None:
    """Run the command line; what goes wrong ends in one sentence and an exit code.

    Exit codes: 0 all well, 1 a problem, 2 wrong use, 130 stopped with Ctrl-C.
    """
    debug = "--debug" in sys.argv
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except TyperException as error:
        error.show()  # type: ignore[attr-defined]
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except BrokenPipeError:  # the reader, such as 'head', has seen enough
        sys.stderr.close()
        sys.exit(0)
    except Problem as problem:
        typer.echo(problem.text(_language()), err=True)
        sys.exit(1)
    except Exception as error:
        if debug:
            raise
        typer.echo(_unexpected(error), err=True)
        sys.exit(1)


def _language() -> str:
    try:
        return read_settings().language
    except Problem:
        return "en"


def _unexpected(error: Exception) -> str:
    kind = type(error).__name__
    if _language() == "nl":
        return f"Er ging iets onverwachts mis ({kind}). 'bricoleur --debug …' laat zien waar."
    return f"Something unexpected went wrong ({kind}). 'bricoleur --debug …' shows where."


if __name__ == "__main__":
    main()
