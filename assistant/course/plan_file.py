"""A plan as a file that a trainer can read, edit and build again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any, Final

import yaml

from assistant.course.models import Plan
from assistant.course.plan_words import ABOUT, HEAD
from corpus.lined import LinedError, parse
from corpus.problem import Problem

LARGEST: Final = 1_000_000
"""Characters of a plan file."""


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as they look."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def write_plan(plan: Plan) -> str:
    """Return a plan as a YAML file that explains itself."""
    parts = [_comment(HEAD[plan.language])]
    for field, value in as_data(plan).items():
        parts.append(f"{_comment(ABOUT[field][plan.language])}\n{_entry(field, value)}")
    return "\n\n".join(parts) + "\n"


def as_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data, for YAML and JSON."""
    return {
        name: list(value) if isinstance(value, tuple) else dict(value) if name == "edits" else value
        for name, value in asdict(plan).items()
    }


def read_plan(text: str) -> Plan:
    """Read a plan file. What it says is not checked yet, only how.

    Raises:
        Problem: It can't be read; the line or the field is named.
    """
    if len(text) > LARGEST:
        raise Problem(
            nl=f"Het plan is te groot ({len(text)} tekens, hooguit {LARGEST}). Is dit wel een "
            "plan van 'bricoleur course new'?",
            en=f"The plan is too large ({len(text)} characters, at most {LARGEST}). Is this a "
            "plan from 'bricoleur course new'?",
        )
    try:
        page = parse(text)
    except LinedError as error:
        raise Problem(
            nl=f"Het plan kan niet worden gelezen, zie regel {error.line}: {error}. Kijk de "
            "inspringing en de aanhalingstekens na.",
            en=f"The plan can't be read, see line {error.line}: {error}. Check the indents and "
            "the quotation marks.",
        ) from error
    return plan_of(page.data, lambda field: page.line((field,)))


def plan_of(data: Mapping[str, Any], line: Callable[[str], int] | None = None) -> Plan:
    """Return plain data as a plan; fields that aren't there keep their usual value.

    Args:
        data: The fields by name.
        line: Says on which line a field stands, if it came from a file.

    Raises:
        Problem: A field is unknown or holds the wrong kind of thing.
    """
    known = {field.name for field in fields(Plan)}
    for name in data:
        if name not in known:
            where = _where(line, name)
            raise Problem(
                nl=f"Het plan heeft een veld dat ik niet ken: '{name}'{where['nl']}. De velden "
                f"zijn: {', '.join(sorted(known))}.",
                en=f"The plan has a field I don't know: '{name}'{where['en']}. The fields are: "
                f"{', '.join(sorted(known))}.",
            )
    values: dict[str, Any] = {}
    for name, value in data.items():
        if value is None:
            continue
        try:
            values[name] = _READ.get(name, _text)(value)
        except (TypeError, ValueError) as error:
            where = _where(line, name)
            what = _KINDS[_READ.get(name, _text)]
            raise Problem(
                nl=f"In het plan klopt '{name}' niet{where['nl']}: hier hoort {what['nl']}.",
                en=f"In the plan '{name}' is not right{where['en']}: this must be {what['en']}.",
            ) from error
    return Plan(**values)


def _where(line: Callable[[str], int] | None, name: str) -> Mapping[str, str]:
    if line is None:
        return {"nl": "", "en": ""}
    return {"nl": f" (regel {line(name)})", "en": f" (line {line(name)})"}


def _text(value: object) -> str:
    if isinstance(value, str | int | float | date) and not isinstance(value, bool):
        return str(value)
    raise TypeError


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, list | tuple):
        return tuple(_text(item) for item in value)
    raise TypeError


def _changes(value: object) -> dict[str, str]:
    if isinstance(value, list) and not value:
        return {}
    if isinstance(value, Mapping):
        return {_text(name): "" if text is None else _text(text) for name, text in value.items()}
    raise TypeError


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(_text(value))


_READ: Final[Mapping[str, Callable[[object], object]]] = {
    "practices": _texts,
    "tips": _texts,
    "questions": _texts,
    "without": _texts,
    "minutes": _number,
    "sessions": _number,
    "group": _number,
    "date": _day,
    "edits": _changes,
}
_KINDS: Final[Mapping[Callable[[object], object], Mapping[str, str]]] = {
    _text: {"nl": "een tekst", "en": "a text"},
    _number: {"nl": "een heel getal", "en": "a whole number"},
    _texts: {"nl": "een lijst van namen", "en": "a list of names"},
    _changes: {"nl": "'naam: tekst', één per regel", "en": "'name: text', one a line"},
    _day: {"nl": "een datum, zoals 2026-11-24", "en": "a date, such as 2026-11-24"},
}


def _entry(field: str, value: object) -> str:
    if value in (None, "", []):
        return f"{field}:"
    if isinstance(value, list):
        return f"{field}:\n" + "\n".join(f"  - {_scalar(item)}" for item in value)
    if value == {}:
        return f"{field}: {{}}"
    dumped = yaml.dump(
        {field: value}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=90
    )
    return str(dumped).rstrip("\n")


def _scalar(value: object) -> str:
    """Return a value as it may stand after a dash."""
    dumped = yaml.dump([value], Dumper=_Dumper, allow_unicode=True, width=10_000)
    return str(dumped).removeprefix("- ").rstrip("\n")


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in text.splitlines())
