"""The trainers' pages: choose, see and change a pack, download its files. Nothing is stored."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from assistant.course.export import File
from assistant.course.models import Plan
from assistant.course.plan_file import as_data, read_plan
from assistant.frontends import addresses
from assistant.frontends.courses import MAX_SENT, NAMES, PLAN, Build, Busy, Unfit, Workshop
from assistant.frontends.meter import Meter
from assistant.frontends.web import course_form as forms
from assistant.frontends.web.course_view import Desk, Fault
from assistant.frontends.web.course_words import WORDS, word
from assistant.frontends.web.view import View
from assistant.frontends.web.words import OTHER
from corpus.models import LANGUAGES, PRACTICES, Language
from corpus.problem import Problem

MOST_FIELDS: Final = 5_000
"""Fields of a form: every line of the longest course has one."""
SIZES: Final[Mapping[str, int]] = {
    addresses.address(kind, None, language): MAX_SENT
    for kind in ("trainers", "pack", "pack-file")
    for language in LANGUAGES
}
"""Bytes that may be sent to these pages, by their addresses."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Room:
    """What the routes of one language work with."""

    view: View
    shop: Workshop
    desk: Desk
    meter: Meter
    downloads: int
    language: Language

    def here(self, kind: addresses.Kind) -> str:
        """Return the address of one of the pages."""
        return addresses.address(kind, None, self.language)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a request came to: a plan and its page, or what is wrong with the choices."""

    plan: Plan | None = None
    page: Mapping[str, Any] = field(default_factory=dict)
    sound: bool = True
    status: int = 422
    said: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)


def router(view: View, shop: Workshop, meter: Meter, downloads: int) -> APIRouter:
    """Return the routes, in both languages.

    Args:
        view: Makes the pages.
        shop: Builds packs and makes files.
        meter: Counts.
        downloads: Files a minute that one visitor may have made.
    """
    routes = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        room = _Room(view, shop, Desk(shop, language), meter, downloads, language)
        choose, pack, file = (room.here(kind) for kind in ("trainers", "pack", "pack-file"))
        routes.add_api_route(choose, _choose(room), methods=["GET", "HEAD"])
        routes.add_api_route(choose, _choose_again(room), methods=["POST"])
        routes.add_api_route(pack, _pack(room), methods=["POST"])
        routes.add_api_route(file, _file(room), methods=["POST"])
        for path in (pack, file):  # a page that was sent for can't be opened by its address
            routes.add_api_route(path, _back(choose), methods=["GET", "HEAD"])
    return routes


def _back(path: str) -> Callable[[], Response]:
    return lambda: RedirectResponse(path, 303)


def _choose(room: _Room) -> Callable[..., Response]:
    def page(practice: str = "") -> Response:
        data = {"practices": [practice]} if practice in PRACTICES else {}
        return _choices(room, data, {})

    return page


def _choose_again(room: _Room) -> Callable[..., Any]:
    async def page(request: Request) -> Response:
        sent, _ = await _sent(request)
        return await room.shop.work(partial(_again, room, sent))

    return page


def _pack(room: _Room) -> Callable[..., Any]:
    async def page(request: Request) -> Response:
        sent, file = await _sent(request)
        if file is not None:
            sent = {**sent, "plan": [""]}
            try:
                data = await room.shop.work(partial(_read_file, file))
            except Problem as problem:
                return _choices(room, {}, {"file": problem})
            if data["language"] != room.language:
                return RedirectResponse(addresses.address("pack", None, OTHER[room.language]), 307)
            sent = {"plan": [json.dumps(data, default=str)]}
        return await room.shop.work(lambda: _shown(room, _worked(room, sent)))

    return page


def _file(room: _Room) -> Callable[..., Any]:
    async def download(request: Request) -> Response:
        sent, _ = await _sent(request)
        work = await room.shop.work(partial(_worked, room, sent))
        found: File | tuple[str, int] = ("", 200)
        if work.plan and work.sound:
            allowed = room.meter.take(f"file {request.scope['visitor'].key}", room.downloads)
            name = (sent.get("format") or [""])[-1]
            found = (
                await _made(room, work.plan, name if name in NAMES else PLAN)
                if allowed
                else (word("too_fast", room.language), 429)
            )
        if isinstance(found, File):
            return _attached(found)
        return await room.shop.work(partial(_shown, room, work, *found))

    return download


async def _made(room: _Room, plan: Plan, name: str) -> File | tuple[str, int]:
    """Return a file, or why there is none and the status of that."""
    try:
        return await room.shop.make(plan, name)
    except Busy:
        return word("not_now", room.language), 503
    except Unfit as unfit:
        return unfit.text(room.language), 422
    except Problem as problem:
        log.error("%s can't be made: %s", name, problem.en)
        return problem.text(room.language), 503


async def _sent(request: Request) -> tuple[forms.Sent, bytes | None]:
    """Return the fields that were sent, and the plan file if there is one."""
    form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=MAX_SENT)
    sent: dict[str, list[str]] = {}
    file = None
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            sent.setdefault(name, []).append(value)
        elif name == forms.OWN_FILE:
            file = await value.read()
    if file is None and forms.OWN_FILE in sent:  # a field of text in the place of the file
        file = sent.pop(forms.OWN_FILE)[-1].encode("utf-8", "replace")
    await form.close()
    return sent, file


def _read_file(data: bytes) -> dict[str, Any]:
    """Return a plan file as plain data."""
    if not data:
        raise Problem(nl=WORDS["no_file"]["nl"], en=WORDS["no_file"]["en"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(nl=WORDS["not_text"]["nl"], en=WORDS["not_text"]["en"]) from error
    return as_data(read_plan(text))


def _worked(room: _Room, sent: forms.Sent) -> _Work:
    """Do what was sent: read the plan, make the changes, build the pack."""
    data: Mapping[str, Any] = {}
    try:
        request = forms.read(sent, room.language)
        data = request.data
        request, plan = _read(room.shop, request)
        build = room.shop.builder()
        try:
            return _done(room, request, plan, build)
        except Unfit as unfit:  # what was pressed can't be; what was typed may
            if request.action[0] not in ("swap", "add"):
                raise
            kept = _done(room, replace(request, action=("keep", "")), plan, build)
            return replace(kept, said=unfit.text(room.language))
    except Unfit as unfit:
        return _Work(data=data, problems=unfit.problems)
    except Problem as problem:  # an own case can't be searched
        log.error("a pack can't be built: %s", problem.en)
        return _Work(data=data, problems={"own_case": problem}, status=503)


def _read(shop: Workshop, request: forms.Request) -> tuple[forms.Request, Plan]:
    """Return the plan that was sent; texts in it that can't be are shown where they were typed."""
    try:
        return request, shop.read(request.data)
    except Unfit as unfit:
        edits = request.data.get("edits")
        if not isinstance(edits, dict) or not all(n.startswith("edits.") for n in unfit.problems):
            raise
        wrong = {name: text for name, text in edits.items() if f"edits.{name}" in unfit.problems}
        good = {name: text for name, text in edits.items() if name not in wrong}
        request = replace(
            request, data={**request.data, "edits": good}, lines={**wrong, **request.lines}
        )
        return request, shop.read(request.data)


def _done(room: _Room, request: forms.Request, plan: Plan, build: Build) -> _Work:
    changed = forms.changed(request, plan, build, room.shop)
    dated = replace(changed.plan, date=changed.plan.date or datetime.now(UTC).date())
    changed = replace(changed, plan=room.shop.read(as_data(dated)))
    page = room.desk.pack(build(changed.plan), changed, build)
    return _Work(plan=changed.plan, page=page, sound=not changed.wrong)


def _again(room: _Room, sent: forms.Sent) -> Response:
    """Return the choices of a plan, to change them."""
    work = _worked(room, sent)
    if work.plan is None:
        return _choices(room, work.data, work.problems, status=work.status)
    return _choices(room, as_data(work.plan), {}, str(work.page["travelling"]))


def _shown(room: _Room, work: _Work, said: str = "", status: int = 200) -> Response:
    """Return the page of a pack, or the choices if there is none."""
    if work.plan is None:
        return _choices(room, work.data, work.problems, status=work.status)
    page, said = dict(work.page), said or work.said
    if said:
        page["faults"] = [Fault("download", said), *page["faults"]]
    return room.view.page(
        "pack.html",
        room.language,
        room.here("pack"),
        status if status != 200 or (work.sound and not said) else 422,
        at=room.here,
        tell=lambda key: word(key, room.language),
        **page,
    )


def _choices(
    room: _Room,
    data: Mapping[str, Any],
    problems: Mapping[str, Problem],
    travelling: str = "",
    status: int = 422,
) -> Response:
    changes = any(data.get(name) for name in ("tips", "questions", "edits", "without"))
    if problems and changes and not travelling:
        travelling = json.dumps(data, default=str)
    return room.view.page(
        "trainers.html",
        room.language,
        room.here("trainers"),
        status if problems else 200,
        at=room.here,
        tell=lambda key: word(key, room.language),
        **room.desk.choices(data, problems, travelling),
    )


def _attached(file: File) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.data, media_type=file.media_type, headers=headers)
