"""The evaluation cases: questions with what a fair trainer expects. A strict reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

from assistant.models import Status
from corpus.models import PRACTICES, Corpus
from corpus.problem import Problem

CaseLanguage = Literal["nl", "en", "other"]

FOLDER: Final = Path(__file__).parent / "cases"
EXPECTED: Final = tuple(status for status in get_args(Status) if status != "error")
_REQUIRED: Final = frozenset({"id", "question", "language", "expect"})
_OPTIONAL: Final = frozenset({"practices", "tips", "must_not_cite", "history", "note"})
_LISTS: Final = ("practices", "must_not_cite", "history")


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what should come of it.

    ``tips`` gives a grade (2: this is what I need, 1: it helps) per unit of the index,
    ``tip:<id>`` or ``chapter:<id>``; ``practices`` are all that a fair trainer accepts, best
    first. ``file`` is the name of the file it came from, without its ending.
    """

    id: str
    file: str
    question: str
    language: CaseLanguage
    expect: Status
    practices: tuple[str, ...] = ()
    tips: Mapping[str, int] | None = None
    must_not_cite: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    note: str = ""

    @property
    def grades(self) -> Mapping[str, int]:
        """The graded units; empty for a case that must not be answered."""
        return self.tips or {}


def units_of(corpus: Corpus) -> frozenset[str]:
    """Return everything a case can name: ``tip:<id>`` and ``chapter:<id>``."""
    return frozenset(
        [*(f"tip:{name}" for name in corpus.tips), *(f"chapter:{name}" for name in corpus.chapters)]
    )


def read_cases(folder: Path, units: Collection[str]) -> tuple[Case, ...]:
    """Read every case below ``folder``.

    Args:
        folder: Holds the YAML files.
        units: The tips and chapters that exist.

    Raises:
        Problem: Something is wrong in a file; all faults are named, by file and case.
    """
    cases: list[Case] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        for number, entry in enumerate(_entries(path, faults), start=1):
            where = _where(path, entry, number)
            wrong = entry_faults(entry, units)
            faults += [f"{where}: {fault}" for fault in wrong]
            if not wrong:
                cases.append(_case(entry, path.stem))
    faults += repeated(cases)
    if faults:
        lines = "\n".join(faults)
        raise Problem(
            nl=f"De evaluatievragen kloppen niet:\n{lines}",
            en=f"The evaluation cases are not in order:\n{lines}",
        )
    return tuple(cases)


def entry_faults(entry: object, units: Collection[str]) -> list[str]:
    """Return what is wrong with one entry of a file; nothing if all is well."""
    if not isinstance(entry, dict):
        return ["is not a mapping"]
    keys = set(entry)
    faults = [f"unknown key '{key}'" for key in sorted(keys - _REQUIRED - _OPTIONAL, key=str)]
    faults += [f"key '{key}' is missing" for key in sorted(_REQUIRED - keys)]
    faults += _type_faults(entry)
    return faults or [*_value_faults(entry), *_unit_faults(entry, units)]


def repeated(cases: Iterable[Case]) -> list[str]:
    """Return a fault for each id, and each question after the same history, that comes twice."""
    ids: dict[str, Case] = {}
    asked: dict[tuple[str, ...], Case] = {}
    faults: list[str] = []
    for case in cases:
        words = tuple(" ".join(text.lower().split()) for text in (*case.history, case.question))
        for first, what in ((ids.get(case.id), "id"), (asked.get(words), "question")):
            if first:
                faults.append(f"{case.file}.yaml, {case.id}: same {what} as {first.id}")
        ids.setdefault(case.id, case)
        asked.setdefault(words, case)
    return faults


def _entries(path: Path, faults: list[str]) -> list[Any]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: can't be read ({error})")
        return []
    if not isinstance(entries, list):
        faults.append(f"{path.name}: is not a list of cases")
        return []
    return entries


def _where(path: Path, entry: object, number: int) -> str:
    name = entry.get("id") if isinstance(entry, dict) else None
    return f"{path.name}, {name or f'entry {number}'}"


def _type_faults(entry: Mapping[Any, Any]) -> list[str]:
    faults = []
    for key in ("id", "question", "language", "expect", "note"):
        value = entry.get(key, "-")
        if not isinstance(value, str) or (key == "id" and not value.strip()):
            faults.append(f"'{key}' is not a text")
    for key in _LISTS:
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            faults.append(f"'{key}' is not a list of texts")
    if not isinstance(entry.get("tips", {}), dict):
        faults.append("'tips' is not a mapping of tips to grades")
    return faults


def _value_faults(entry: Mapping[str, Any]) -> list[str]:
    faults = []
    if entry["language"] not in get_args(CaseLanguage):
        faults.append(f"unknown language '{entry['language']}'")
    if entry["expect"] not in EXPECTED:
        faults.append(f"unknown expectation '{entry['expect']}'")
    practices = entry.get("practices", [])
    faults += [f"unknown practice '{name}'" for name in practices if name not in PRACTICES]
    answered = entry["expect"] == "answered"
    if answered and not (practices and entry.get("tips")):
        faults.append("an answered case needs 'practices' and 'tips'")
    if not answered and (practices or entry.get("tips")):
        faults.append("only an answered case has 'practices' and 'tips'")
    if len(practices) > 3:
        faults.append("more than three practices: then any answer is right")
    return faults


def _unit_faults(entry: Mapping[str, Any], units: Collection[str]) -> list[str]:
    grades = entry.get("tips", {})
    forbidden = entry.get("must_not_cite", [])
    faults = [f"unknown tip '{n}'" for n in (*grades, *forbidden) if unit_name(n) not in units]
    faults += [
        f"grade of '{n}' is not 1 or 2" for n, grade in grades.items() if grade not in (1, 2)
    ]
    faults += [f"'{n}' is wanted and forbidden" for n in forbidden if n in grades]
    return faults


def unit_name(name: object) -> str:
    """Return the unit that a case means: ``chapter:x`` as it is, a bare id as ``tip:<id>``."""
    return str(name) if str(name).startswith("chapter:") else f"tip:{name}"


def _case(entry: Mapping[str, Any], file: str) -> Case:
    return Case(
        id=entry["id"],
        file=file,
        question=entry["question"],
        language=entry["language"],
        expect=entry["expect"],
        practices=tuple(entry.get("practices", ())),
        tips={unit_name(name): grade for name, grade in entry.get("tips", {}).items()},
        must_not_cite=tuple(unit_name(name) for name in entry.get("must_not_cite", ())),
        history=tuple(entry.get("history", ())),
        note=entry.get("note", ""),
    )
