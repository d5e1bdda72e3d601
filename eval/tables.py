"""The numbers as text: tables in Markdown for the README and the terminal. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from eval.measures import ALARMS, FEWER_IS_BETTER
from eval.scoring import OURS, SEARCH, Change

Estimates = Mapping[str, Mapping[str, float]]

ANSWERS: Final = (
    "status right", "language right", "citations whole",
    "answer practice right", "answer opens with a right tip", "answer cites a right tip",
    "forbidden tip cited", "follow-up right",
    "false answers", "false refusals", "refusal precision", "refusal recall",
    *(f"{name} recall" for name in ALARMS), *(f"false {name}" for name in ALARMS),
)  # fmt: skip
START: Final = "<!-- tables: begin -->"
END: Final = "<!-- tables: end -->"


def percent(value: float) -> str:
    """Return a share as a percentage with one decimal."""
    return f"{value * 100:.1f}"


def shown(estimate: Mapping[str, float]) -> str:
    """Return an estimate with its interval: ``81.2 [77.0, 85.1]``."""
    low, high = percent(estimate["low"]), percent(estimate["high"])
    return f"{percent(estimate['mean'])} [{low}, {high}]"


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def search_table(metrics: Mapping[str, Any]) -> str:
    """Return a row per system with the measures of the search, in percent with intervals."""
    systems = {name: row for name, row in metrics["systems"].items() if "+" not in name}
    rows = [
        [name, *(shown(row[m]) if m in row else "-" for m in SEARCH), _speed(metrics, name)]
        for name, row in systems.items()
    ]
    return markdown(["system", *SEARCH, "ms p50"], rows)


def answer_table(metrics: Mapping[str, Any]) -> str:
    """Return a row per measure of the whole answer."""
    ours: Estimates = metrics["systems"].get(OURS, {})
    rows = [
        [f"{name}{' (fewer is better)' if name in FEWER_IS_BETTER else ''}", shown(ours[name]),
         str(int(ours[name]["cases"]))]
        for name in ANSWERS
        if name in ours
    ]  # fmt: skip
    return markdown(["measure", "% [95 % interval]", "cases"], rows)


def group_table(metrics: Mapping[str, Any], group: str) -> str:
    """Return a row per file, language or practice."""
    measures = ("practice@1", "practice@2", "tip hit@3", "nDCG@5", "status right")
    rows = []
    for name, row in metrics["groups"][group].items():
        cells = [shown(row[m]) if m in row else "-" for m in measures]
        rows.append([name, str(int(max(e["cases"] for e in row.values()))), *cells])
    return markdown([group, "cases", *measures], rows)


def perturbation_table(metrics: Mapping[str, Any]) -> str:
    """Return a row per way of typing with the points lost or won against the plain question.

    Empty if the run has only plain questions.
    """
    measures = (*SEARCH[:4], "nDCG@5", "false refusals", "refusal recall", "status right")
    drops: Mapping[str, Estimates] = metrics["drops"]
    rows = [
        [how, *(gap(row[m]) if m in row else "-" for m in measures)] for how, row in drops.items()
    ]
    return markdown(["typed", *measures], rows) if rows else ""


def gap(estimate: Mapping[str, float]) -> str:
    """Return a difference in points with its interval; a star where it leaves out zero."""
    mean, low, high = (estimate[key] * 100 for key in ("mean", "low", "high"))
    return f"{mean:+.1f} [{low:+.1f}, {high:+.1f}]{' *' if low > 0 or high < 0 else ''}"


def change_table(changes: Sequence[Change]) -> str:
    """Return a row per measure with the paired difference; a star where it is sure."""
    rows = [
        [c.measure, percent(c.first), percent(c.second),
         gap(asdict(c.difference)),
         str(c.difference.cases)]
        for c in changes
    ]  # fmt: skip
    return markdown(["measure", "A", "B", "B - A [95 % interval]", "cases"], rows)


def all_tables(metrics: Mapping[str, Any], command: str) -> str:
    """Return every table of a run, with the command that made it."""
    parts = [
        f"Made by `{command}` and `bricoleur-eval tables {metrics['run']}`, "
        f"{metrics['cases']} cases. Percentages with 95 % bootstrap intervals.",
        "### Search\n\n" + search_table(metrics),
        "### Answers\n\n" + answer_table(metrics),
        *(f"### By {name}\n\n{group_table(metrics, name)}" for name in metrics["groups"]),
    ]
    typed = perturbation_table(metrics)
    return "\n\n".join(
        [*parts, f"### As people type it (points against the plain question)\n\n{typed}"]
        if typed
        else parts
    )


def insert(document: str, tables: str, begin: str = START, end: str = END) -> str:
    """Return ``document`` with ``tables`` between its two markers.

    Raises:
        ValueError: A marker is missing.
    """
    head, found, rest = document.partition(begin)
    _, closed, tail = rest.partition(end)
    if not (found and closed):
        raise ValueError("the markers of the tables are missing")
    return f"{head}{begin}\n\n{tables}\n\n{end}{tail}"


def _speed(metrics: Mapping[str, Any], name: str) -> str:
    return f"{metrics['milliseconds'].get(name, {}).get('p50', 0):.0f}"
