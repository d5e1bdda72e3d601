"""``bricoleur keys``: keys with which other systems may use the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.settings import read_settings

if TYPE_CHECKING:
    from assistant.frontends.api.keys import Key, KeyStore

group = typer.Typer(help="Keys with which other systems may use the API.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="keys")


@group.command("create")
def create(
    name: Annotated[str, typer.Argument(help="Which system gets it, such as 'intranet'.")],
    expires: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Last day on which it is valid."),
    ] = None,
) -> None:
    """Make a key and print it. It is shown only now: store it in a safe place."""
    with _store() as store:
        key, token = store.create(name, _today(), expires.date() if expires else None)
    nl = read_settings().language == "nl"
    said = "Bewaar hem nu; hij is niet terug te halen." if nl else "Store it now; it is not kept."
    typer.echo(f"{key.id}  {key.name}  {_until(key.expires, nl=nl)}. {said}", err=True)
    typer.echo(token)


@group.command("list")
def show() -> None:
    """List the keys: id, name, day made, validity, and the day it was last used."""
    nl = read_settings().language == "nl"
    with _store() as store:
        for key in store.all():
            used = key.last_used.isoformat() if key.last_used else ("nooit" if nl else "never")
            typer.echo(f"{key.id}  {key.created}  {_state(key, nl=nl):24}  {used:10}  {key.name}")


@group.command("revoke")
def revoke(name: Annotated[str, typer.Argument(metavar="ID", help="Id from 'keys list'.")]) -> None:
    """Make a key invalid, at once and for good."""
    with _store() as store:
        key = store.revoke(name, _today())
    nl = read_settings().language == "nl"
    typer.echo(f"{key.id}  {key.name}  " + ("ingetrokken" if nl else "revoked"))


@contextmanager
def _store() -> Iterator[KeyStore]:
    from assistant.frontends.api.keys import open_keys

    store = open_keys(read_settings())
    try:
        yield store
    finally:
        store.close()


def _state(key: Key, *, nl: bool) -> str:
    if key.revoked:
        return f"{'ingetrokken' if nl else 'revoked'} {key.revoked}"
    if not key.valid(_today()):
        return f"{'verlopen' if nl else 'expired'} {key.expires}"
    return _until(key.expires, nl=nl)


def _until(expires: date | None, *, nl: bool) -> str:
    if expires is None:
        return "verloopt niet" if nl else "does not expire"
    return f"{'geldig t/m' if nl else 'valid up to'} {expires}"


def _today() -> date:
    return datetime.now(UTC).date()
