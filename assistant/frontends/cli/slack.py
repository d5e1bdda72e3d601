"""``bricoleur slack``: the assistant in Slack."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import Annotated

import typer

from assistant.settings import Settings, read_settings
from corpus.problem import Problem

group = typer.Typer(
    help="The assistant in Slack, over Socket Mode; docs/slack.md says how to begin.",
    invoke_without_command=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="slack")


@group.callback()
def default(ctx: typer.Context) -> None:
    """Answer in Slack over Socket Mode, until stopped."""
    if ctx.invoked_subcommand is None:
        run(None)


@group.command("run")
def run(slack_url: Annotated[str | None, typer.Option(hidden=True)] = None) -> None:
    """Answer in Slack over Socket Mode, until stopped: the same as 'bricoleur slack'."""
    from assistant.frontends.slack import setup

    settings = read_settings()
    if settings.slack_mode == "http":
        raise Problem(
            nl="BRICOLEUR_SLACK_MODE is http: dan doet 'bricoleur serve' het werk. Voor Socket "
            "Mode zet je BRICOLEUR_SLACK_MODE op socket.",
            en="BRICOLEUR_SLACK_MODE is http: then 'bricoleur serve' does the work. For Socket "
            "Mode, set BRICOLEUR_SLACK_MODE to socket.",
        )
    setup.check(settings, "socket")
    _serve(settings, slack_url)


@group.command("manifest")
def manifest(
    url: Annotated[
        str | None, typer.Option(help="Address at which Slack reaches this site, over https.")
    ] = None,
    socket: Annotated[
        bool, typer.Option("--socket", help="For Socket Mode: Slack need not reach this site.")
    ] = False,
) -> None:
    """Print the app's manifest, to paste where Slack asks for one."""
    from assistant.frontends.slack.manifest import read

    settings = read_settings()
    by_socket = socket or (url is None and settings.slack_mode == "socket")
    found = read("socket" if by_socket else "http", url or settings.public_url)
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))


@group.command("forget")
def forget(
    team: Annotated[str, typer.Argument(help="Id of the workspace, such as T0123ABCD.")],
) -> None:
    """Delete all that is stored of a workspace: its token, and what was remembered."""
    from assistant.frontends.slack.stores import Stores

    settings = read_settings()
    stores = Stores(settings)
    try:
        stores.forget_team(team)
    finally:
        stores.close()
    nl = settings.language == "nl"
    typer.echo(f"{team}: " + ("alles is gewist." if nl else "all of it is deleted."))


def _serve(settings: Settings, slack_url: str | None) -> None:
    """Put the parts together, and answer until stopped."""
    from assistant.build import build_author, build_embedder, build_retriever
    from assistant.engine import Assistant
    from assistant.feedback import open_store
    from assistant.frontends.slack.app import Door, House
    from assistant.frontends.slack.client import new_client
    from assistant.frontends.slack.socket import run as serve
    from assistant.live import LiveIndex
    from assistant.texts import STARTERS
    from corpus.reader import load

    embedder = build_embedder(settings)
    live = LiveIndex(settings.index_dir, lambda: build_retriever(settings, embedder))
    assistant = Assistant(live.retriever, settings.language, author=build_author(settings))
    for language, questions in STARTERS.items():  # what is loaded on first use, now
        Assistant(live.retriever, language).answer(questions[0])
    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    nl = settings.language == "nl"
    said = "Bricoleur luistert in Slack." if nl else "Bricoleur listens in Slack."
    feedback = open_store(settings)
    live.start()

    async def listen() -> None:
        client = new_client(slack_url) if slack_url else None
        door = Door(House(settings, assistant, feedback, load()), client)
        await serve(door, token, partial(typer.echo, said))

    try:
        asyncio.run(listen())
    finally:
        live.stop()
        feedback.close()
