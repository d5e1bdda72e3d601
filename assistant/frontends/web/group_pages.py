"""The pages of group mode, made of a session as it is now. Each is whole without a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from assistant.engine import Assistant
from assistant.frontends import addresses
from assistant.frontends.catalogue import Catalogue, by_practice, tip_entry
from assistant.frontends.meter import Meter
from assistant.frontends.web import group_checks, render, words
from assistant.frontends.web.gate import OWN_NAMES
from assistant.frontends.web.group_book import Book, Session, canonical
from assistant.frontends.web.group_checks import MAX_REPLY, MAX_SITUATION
from assistant.frontends.web.group_code import picture
from assistant.frontends.web.group_words import count, figure, word
from assistant.frontends.web.view import View
from assistant.settings import Settings
from corpus.models import Language


@dataclass(frozen=True, slots=True)
class Parts:
    """What the routes work with. The assistants write without a language model."""

    view: View
    catalogue: Catalogue
    assistants: Mapping[Language, Assistant]
    book: Book
    meter: Meter
    settings: Settings


def first(parts: Parts, language: Language, status: int = 200, **context: Any) -> Response:
    """Return the first page, on which one takes part or starts a session.

    Args:
        parts: What the routes work with.
        language: The language of the page.
        status: The HTTP status.
        context: What was typed and chosen, why it is refused, whether a session has ended.
    """
    tips = [tip_entry(tip, language) for tip in parts.catalogue.tips()]
    given = {"typed": "", "chosen": "", "refusal": None, "ended": False, **context}
    return parts.view.page(
        "group.html",
        language,
        addresses.address("group", None, language),
        status,
        say=partial(word, language=language),
        dialled=lambda text: Markup(render.dialled(text)),
        picks=by_practice(tips),
        names=words.PRACTICE_NAMES,
        limit=figure(MAX_SITUATION, language),
        **given,
    )


def participant(
    parts: Parts, language: Language, session: Session, token: str, **context: Any
) -> Response:
    """Return the page of one participant, who comes back with ``token``.

    Args:
        parts: What the routes work with.
        language: The language of the page.
        session: The session.
        token: What the page holds to come back with.
        context: What was typed, and why it is refused.
    """
    given = {"typed": "", "refusal": None, **context}
    here = addresses.address("group", session.code, language)
    mine = token in session.replies
    return _page(
        parts,
        "group_join.html",
        language,
        session,
        f"{here}?a={token}" if mine else here,
        status=422 if given["refusal"] else 200,
        token=token,
        mine=mine,
        limit=figure(MAX_REPLY, language),
        worrying=mine and group_checks.worrying(session.replies[token].text),
        **given,
    )


def podium(parts: Parts, language: Language, session: Session, request: Request) -> Response:
    """Return the page to project: nothing on it lets anyone run the session."""
    here = addresses.address("group", f"{session.code}/podium", language)
    where = _where(parts, request, session, language)
    return _page(parts, "group_podium.html", language, session, here, **where)


def trainer(parts: Parts, language: Language, session: Session, request: Request) -> Response:
    """Return the page with which the trainer runs the session."""
    return _page(
        parts,
        "group_trainer.html",
        language,
        session,
        trainers_address(session, language),
        minutes=parts.book.minutes(session),
        **_where(parts, request, session, language),
    )


def trainers_address(session: Session, language: Language) -> str:
    """Return the address of the trainer's page; only the trainer has it."""
    return f"{addresses.address('group', session.code, language)}/trainer?key={session.key}"


def _where(
    parts: Parts, request: Request, session: Session, language: Language
) -> Mapping[str, Any]:
    """Return how participants get there."""
    base = (parts.settings.public_url or str(request.base_url)).rstrip("/")
    path = addresses.address("group", session.code, language)
    label = word("qr", language).format(address=base + path)
    return {
        "start": base + addresses.address("group", None, language),
        "qr": Markup(picture(base + path, label)),
        "local": not parts.settings.public_url and request.url.hostname in OWN_NAMES,
    }


def _page(
    parts: Parts, template: str, language: Language, session: Session, here: str, **context: Any
) -> Response:
    code = addresses.address("group", session.code, language)
    return parts.view.page(
        template,
        language,
        here,
        say=partial(word, language=language),
        session=session,
        path=code,
        counted=count(len(session.replies), language),
        care=Markup(render.dialled(session.care)),
        tips=Markup(render.advice(session.answer, parts.settings.contact)),
        **context,
    )


def over(parts: Parts, language: Language, code: str) -> Response:
    """Return the page for a session that is not there, whatever the reason."""
    here = addresses.address("group", canonical(code), language)
    return parts.view.page(
        "group_over.html", language, here, 404, say=partial(word, language=language)
    )
