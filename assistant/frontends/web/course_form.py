"""Reads what the forms of the trainers' pages sent: choices, changes and what to do. Pure.

The plan travels in the form, so what comes in may be anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from assistant.course.cleaning import clean, one_line
from assistant.course.draft import PARTS
from assistant.course.models import Plan
from assistant.course.pack import lines_of
from assistant.course.plan_file import as_data
from assistant.frontends.courses import Build, Unfit, Workshop
from corpus.models import LANGUAGES, Language
from corpus.problem import Problem

LISTED: Final = ("practices",)
CHOICES: Final = (
    *("practices", "role", "level", "form", "minutes", "sessions", "group"),
    *("case", "own_case", "title"),
)
"""What is chosen on the first page, by the names of a plan's fields."""
SUBJECT: Final = ("practices", "case", "own_case")
"""Choices after which other tips and questions fit."""
LINE: Final = "line:"
"""How the name of a field begins that holds the text of a line."""
OWN_FILE: Final = "file"

Sent = Mapping[str, Sequence[str]]
"""The fields of a form, each with all that was sent for it."""


@dataclass(frozen=True, slots=True)
class Request:
    """What came in.

    ``data`` are the fields of a plan, unchecked; ``lines`` the texts in the fields of lines, by
    their ids; ``action`` what was pressed, with its value. ``spoken`` is the language of the page
    it came from.
    """

    data: Mapping[str, Any]
    spoken: Language
    lines: Mapping[str, str]
    parts: frozenset[str] | None
    picks: Mapping[str, str]
    action: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A plan with the changes of a request in it.

    ``wrong`` are texts for lines that can't be, with what is wrong; they are not in the plan.
    ``focus`` is the id of what the reader was busy with.
    """

    plan: Plan
    wrong: Mapping[str, tuple[str, Problem]]
    focus: str


ACTIONS: Final = ("keep", "undo", "leave", "swap", "add", "reset")


def read(sent: Sent, language: Language) -> Request:
    """Return what came in.

    Raises:
        Unfit: The plan in the form can't be read.
    """
    data = _plan(_one(sent, "plan"))
    spoken = next((one for one in LANGUAGES if one == data.get("language")), language)
    data = {**data, "language": language}
    if "chosen" in sent:
        data = _with_choices(data, sent)
    pressed = next((name for name in ACTIONS if _one(sent, name)), "keep")
    return Request(
        data=data,
        spoken=spoken,
        lines={
            name.removeprefix(LINE): texts[-1]
            for name, texts in sent.items()
            if name.startswith(LINE) and texts
        },
        parts=frozenset(sent.get("part", ())) if "parts" in sent else None,
        picks={name: texts[-1] for name, texts in sent.items() if ":" in name and texts},
        action=(pressed, one_line(_one(sent, pressed))),
    )


def values(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the fields of the first page: what was sent, or else what is usual."""
    usual = as_data(Plan())
    found = {name: data.get(name, usual[name]) for name in CHOICES}
    return {
        name: [*map(str, value)] if isinstance(value, list) else "" if value is None else str(value)
        for name, value in found.items()
    }


def changed(request: Request, plan: Plan, build: Build, shop: Workshop) -> Changed:
    """Return a plan with what the request changes in it.

    Args:
        request: What came in.
        plan: Its plan, checked.
        build: Builds packs.
        shop: Checks the changes.
    """
    edits = _edited(request.lines, replace(plan, language=request.spoken), build)
    good, wrong = _checked(edits, plan, shop)
    without = plan.without
    if request.parts is not None:
        out = [part for part in PARTS if part not in request.parts]
        without = (*out, *(name for name in without if name not in PARTS))
    plan, focus = _acted(request, replace(plan, edits=good, without=without), build)
    return Changed(plan, wrong, focus)


def _plan(text: str) -> dict[str, Any]:
    """Return the plan that travelled in the form, as plain data."""
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    raise Unfit(
        {
            "plan": Problem(
                nl="Het plan op deze pagina kwam niet heel over. Ga terug en probeer het opnieuw, "
                "of begin hieronder met nieuwe keuzes.",
                en="The plan on this page did not arrive whole. Go back and try again, or begin "
                "with new choices below.",
            )
        }
    )


def _with_choices(data: dict[str, Any], sent: Sent) -> dict[str, Any]:
    """Return the data with what was chosen; on another subject our choice of tips is made anew."""
    chosen: dict[str, Any] = {
        name: [*sent.get(name, ())] if name in LISTED else _one(sent, name) for name in CHOICES
    }
    chosen["case"] = chosen["case"] or None
    chosen["own_case"] = _line_ends(chosen["own_case"])
    before = {**as_data(Plan()), **data}
    if any(before[name] != chosen[name] for name in SUBJECT):
        data = {**data, "tips": [], "questions": []}
    return {**data, **chosen}


def _edited(lines: Mapping[str, str], plan: Plan, build: Build) -> dict[str, str]:
    """Return the trainer's own texts: those of the plan, and those that were typed now."""
    edits = dict(plan.edits)
    if not lines:
        return edits
    ours = {line.id: line.text for line in lines_of(build(replace(plan, edits={})))}
    for name, text in lines.items():
        typed = clean(text)
        shown = edits.get(name) or ours.get(name)
        if shown is None or typed == clean(shown):
            continue
        if typed == clean(ours.get(name, "")):
            edits.pop(name, None)
        else:
            edits[name] = typed
    return edits


def _checked(
    edits: Mapping[str, str], plan: Plan, shop: Workshop
) -> tuple[dict[str, str], dict[str, tuple[str, Problem]]]:
    """Return the texts that can be, and those that can't with what is wrong."""
    fresh = {name: text for name, text in edits.items() if plan.edits.get(name) != text}
    if not fresh:
        return dict(edits), {}
    trial = {"practices": ["houding"], "edits": dict(edits)}
    try:
        return dict(shop.read(trial).edits), {}
    except Unfit as unfit:
        problems = unfit.problems
    wrong = {
        name: (text, problems[f"edits.{name}"])
        for name, text in fresh.items()
        if f"edits.{name}" in problems
    }
    if not wrong:  # not one text, but all together
        raise Unfit(problems)
    return {name: text for name, text in edits.items() if name not in wrong}, wrong


def _acted(request: Request, plan: Plan, build: Build) -> tuple[Plan, str]:
    """Return the plan after what was pressed, and where the reader was."""
    kind, name = request.action
    if kind == "undo":
        edits = {line: text for line, text in plan.edits.items() if line != name}
        without = tuple(one for one in plan.without if one != name)
        return replace(plan, edits=edits, without=without), name
    if kind == "leave":
        return replace(plan, without=(*plan.without, name)), "changes"
    if kind == "reset":
        return _with(plan, name, ()), "tips" if name == "tips" else "checks"
    if kind in ("swap", "add"):
        return _swapped(request, plan, build)
    return plan, name if name != "all" else ""


_CHOSEN: Final = {"tips": "tip", "questions": "check"}
"""What a trainer may choose one by one, and how the ids of its lines begin."""


def _swapped(request: Request, plan: Plan, build: Build) -> tuple[Plan, str]:
    """Return the plan with another tip or question: in the place of one, or at the end."""
    kind, name = request.action
    field, _, old = name.partition(":")
    new = one_line(request.picks.get(f"{kind}:{name}", ""))
    if field not in _CHOSEN or not new:
        return plan, name
    pack = build(plan)
    now = [item.id for item in (pack.tips if field == "tips" else pack.checks)]
    names = [new if one == old else one for one in now if one != new]
    if new not in names:
        names.append(new)
    start = _CHOSEN[field]
    gone = f"{start}.{old}"
    edits = {
        line: text
        for line, text in plan.edits.items()
        if kind == "add" or (line != gone and not line.startswith(f"{gone}."))
    }
    without = tuple(one for one in plan.without if not one.startswith(f"{start}."))
    plan = replace(plan, edits=edits, without=without)
    return _with(plan, field, tuple(names)), f"{start}.{new}"


def _with(plan: Plan, field: str, names: tuple[str, ...]) -> Plan:
    """Return a plan with other tips or questions."""
    if field == "tips":
        return replace(plan, tips=names)
    return replace(plan, questions=names) if field == "questions" else plan


def _one(sent: Sent, name: str) -> str:
    found = sent.get(name) or ("",)
    return found[-1]


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n")
