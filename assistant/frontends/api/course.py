"""Course material over REST: forms, cases, and packs made of a plan that comes along."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException

from assistant.course.models import MINUTES, Pack, Plan
from assistant.course.schedule import least_minutes
from assistant.frontends.api import course_schema as schema
from assistant.frontends.api.openapi import errors
from assistant.frontends.api.parts import POSTING, READING, Given, Parts, Wanted
from assistant.frontends.api.problems import spoken
from assistant.frontends.courses import Busy, Workshop
from corpus.models import Language

FILES: Final[tuple[str, ...]] = (
    *("application/zip", "application/pdf", "application/xml", "application/yaml"),
    *("text/plain", "text/markdown"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
_BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
_PACK: Final = TypeAdapter(Pack)

Replace = Annotated[
    bool,
    Query(description="Take another where a tip, question or case no longer exists, and say so."),
]
Format = Annotated[
    schema.FileName,
    Path(description="Which file; `zip` is all of them, `plan` the plan as YAML."),
]
routes: Final = APIRouter()


@routes.get("/course/forms", tags=["courses"], responses=errors(*READING))
def forms(request: Request, parts: Given, language: Wanted = None) -> schema.CourseFormList:
    """List the working forms for a training."""
    found = parts.shop.book.forms[_language(request, parts, language)]
    return schema.CourseFormList(
        items=[
            schema.CourseForm(
                id=form.id,
                title=form.title,
                about=form.about,
                least_minutes=max(MINUTES[0], least_minutes(form)),
                smallest_group=form.people[0],
                largest_group=form.people[1],
                steps=[step.title for step in form.steps],
            )
            for form in found.values()
        ]
    )


@routes.get("/course/cases", tags=["courses"], responses=errors(*READING))
def cases(
    request: Request, parts: Given, practice: schema.Practice = None, language: Wanted = None
) -> schema.CourseCaseList:
    """List the made-up cases to learn from, by practice."""
    speaks = _language(request, parts, language)
    found = (c for c in parts.shop.book.cases.values() if practice in (None, c.practice))
    return schema.CourseCaseList(
        items=[
            schema.CourseCase(
                id=case.id,
                title=case.texts[speaks].title,
                practice=case.practice,  # type: ignore[arg-type]
                story=case.texts[speaks].story,
                tips=list(case.tips),
                roles=list(case.roles),
                reviewed=case.reviewed,
            )
            for case in sorted(found, key=lambda case: (case.practice, case.id))
        ]
    )


@routes.post("/course/packs", tags=["courses"], response_model=Pack, responses=errors(*POSTING))
async def pack(
    request: Request,
    plan: schema.CoursePlan,
    parts: Given,
    replace: Replace = False,
) -> Response:
    """Make the course material of a plan.

    Every line says where it comes from. The same plan gives the same pack. Put the `id` of a line
    in `edits` to change its text, and in `without` to leave it out.
    """
    made = partial(_built, parts.shop, _data(request, parts, plan), replace)
    return JSONResponse(await parts.shop.work(made))


@routes.post(
    "/course/packs/{format}",
    tags=["courses"],
    response_class=Response,
    responses={200: {"content": {kind: _BINARY for kind in FILES}}, **errors(*POSTING)},
)
async def file(
    request: Request,
    format: Format,  # noqa: A002
    plan: schema.CoursePlan,
    parts: Given,
    replace: Replace = False,
) -> Response:
    """Make one file of a plan: slides, a document, cards, a quiz, or everything.

    Its name stands in `Content-Disposition`. Making a file takes seconds.
    """
    data = _data(request, parts, plan)
    checked = await parts.shop.work(partial(parts.shop.read, data, replacing=replace))
    try:
        made = await parts.shop.make(checked, format)
    except Busy as error:
        raise HTTPException(503) from error
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, media_type=made.media_type, headers=headers)


def _language(request: Request, parts: Parts, wanted: Language | None) -> Language:
    return wanted or spoken(request.headers, parts.settings.language)


def _data(request: Request, parts: Parts, plan: schema.CoursePlan) -> dict[str, Any]:
    """Return a plan as it came, in the language that was asked for."""
    return {**plan.model_dump(), "language": _language(request, parts, plan.language)}


def _built(shop: Workshop, data: dict[str, Any], replacing: bool) -> Any:
    plan: Plan = shop.read(data, replacing=replacing)
    return _PACK.dump_python(shop.builder()(plan), mode="json")
