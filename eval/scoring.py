"""From rows to numbers: means with intervals, per system and per group of cases. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from eval.bootstrap import Estimate, difference, estimate
from eval.cases import Case
from eval.measures import Values, all_values
from eval.records import PLAIN, Run

OURS: Final = "ours"
SEARCH: Final = (
    "practice@1", "practice@2", "tip hit@1", "tip hit@3", "best tip hit@3", "MRR", "nDCG@5",
)  # fmt: skip

Table = dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Change:
    """What a measure was in one run, in another, and the paired difference between them."""

    measure: str
    first: float
    second: float
    difference: Estimate

    @property
    def sure(self) -> bool:
        """Tell whether the interval of the difference leaves out zero."""
        return self.difference.low > 0 or self.difference.high < 0


def values_of(
    run: Run, cases: Mapping[str, Case], system: str = OURS, perturbation: str = PLAIN
) -> dict[str, Values]:
    """Return the measures by case of one system; cases that no longer exist are left out."""
    rows = [row for row in run.of(system, perturbation) if row.case in cases]
    return all_values(cases, rows)


def table(values: Iterable[Values]) -> Table:
    """Return the mean and interval of each measure, over the rows that have it."""
    columns: dict[str, list[float]] = {}
    for row in values:
        for name, value in row.items():
            columns.setdefault(name, []).append(value)
    return {name: estimate(column) for name, column in columns.items()}


def metrics(run: Run, cases: Mapping[str, Case]) -> dict[str, Any]:
    """Return everything that ``metrics.json`` holds.

    Per system and perturbation all measures; for ours also per file, language and practice.
    """
    variants = run.variants()
    values = {variant: values_of(run, cases, *variant) for variant in variants}
    plain = values.get((OURS, PLAIN), {})
    groups = {
        name: {key: _json(table(part)) for key, part in sorted(parts.items())}
        for name, parts in _groups(plain, cases).items()
    }
    return {
        "run": run.name,
        "cases": len({row.case for row in run.rows}),
        "systems": {
            f"{system}+{how}" if how != PLAIN else system: _json(table(found.values()))
            for (system, how), found in values.items()
        },
        "groups": groups,
        "drops": {
            how: _json({change.measure: change.difference for change in changes})
            for how, changes in robustness(run, cases).items()
        },
        "milliseconds": {v[0]: speed(run, *v) for v in variants if v[1] == PLAIN},
    }


def compare(first: Mapping[str, Values], second: Mapping[str, Values]) -> tuple[Change, ...]:
    """Return the change of each measure over the cases that both runs have it for."""
    measures = dict.fromkeys(name for row in (*first.values(), *second.values()) for name in row)
    changes = []
    for measure in measures:
        both = [
            (first[case][measure], second[case][measure])
            for case in first
            if measure in first[case] and measure in second.get(case, {})
        ]
        if both:
            before, after = [pair[0] for pair in both], [pair[1] for pair in both]
            gap = difference(before, after)
            means = sum(before) / len(both), sum(after) / len(both)
            changes.append(Change(measure, *means, gap))
    return tuple(changes)


def robustness(run: Run, cases: Mapping[str, Case]) -> dict[str, tuple[Change, ...]]:
    """Return, per perturbation of the run, what it changes against the plain questions."""
    plain = values_of(run, cases)
    kinds = [how for system, how in run.variants() if system == OURS and how != PLAIN]
    return {how: compare(plain, values_of(run, cases, OURS, how)) for how in kinds}


def speed(run: Run, system: str, perturbation: str = PLAIN) -> dict[str, float]:
    """Return the median and 95th percentile of the milliseconds a question took."""
    times = sorted(row.milliseconds for row in run.of(system, perturbation))
    return {"p50": times[len(times) // 2], "p95": times[int(len(times) * 0.95)]} if times else {}


def never_found(run: Run, cases: Mapping[str, Case], depth: int = 3) -> list[tuple[str, int]]:
    """Return the units that cases want most (grade 2) but that never reach the first ``depth``.

    Returns:
        Each with the number of cases that want it, most first.
    """
    wanted: Counter[str] = Counter()
    found: set[str] = set()
    for row in run.of(OURS):
        grades = cases[row.case].grades if row.case in cases else {}
        best = {unit for unit, grade in grades.items() if grade == 2}
        wanted.update(best)
        found |= best & {r.unit for r in row.ranked[:depth]}
    return sorted(
        ((u, n) for u, n in wanted.items() if u not in found), key=lambda p: (-p[1], p[0])
    )


def confusion(run: Run, cases: Mapping[str, Case]) -> dict[tuple[str, str], int]:
    """Count (best practice of the case, practice found first) over the answerable cases.

    A case that accepts what was found counts as right, whichever practice stands first in it.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for row in run.of(OURS):
        case = cases.get(row.case)
        if case is None or case.expect != "answered":
            continue
        found = next((r.practice for r in row.ranked if r.practice), "-") or "-"
        counts[found if found in case.practices else case.practices[0], found] += 1
    return dict(counts)


def worst(
    run: Run, cases: Mapping[str, Case], values: Mapping[str, Values], most: int = 25
) -> list[tuple[Case, Values]]:
    """Return the cases that went worst: a wrong ending first, then the lowest nDCG@5."""
    known = [row.case for row in run.of(OURS) if row.case in cases]

    def badness(name: str) -> tuple[float, float, str]:
        mine = values[name]
        ranks = [mine[key] for key in ("nDCG@5", "follow-up nDCG@5") if key in mine]
        return (mine.get("status right", 1.0), ranks[0] if ranks else 1.0, name)

    bad = [name for name in known if badness(name)[:2] < (1.0, 0.5)]
    return [(cases[name], dict(values[name])) for name in sorted(bad, key=badness)[:most]]


def _groups(
    values: Mapping[str, Values], cases: Mapping[str, Case]
) -> dict[str, dict[str, Sequence[Values]]]:
    groups: dict[str, dict[str, list[Values]]] = {"file": {}, "language": {}, "practice": {}}
    for name, row in values.items():
        case = cases[name]
        groups["file"].setdefault(case.file, []).append(row)
        groups["language"].setdefault(case.language, []).append(row)
        if case.practices:
            groups["practice"].setdefault(case.practices[0], []).append(row)
    return {name: dict(parts) for name, parts in groups.items()}


def _json(estimates: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    return {name: _rounded(asdict(found)) for name, found in estimates.items()}


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in numbers.items()}
