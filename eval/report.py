"""A run as one page for a trainer: what goes well, what doesn't, and what was found instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from eval import scoring
from eval.cases import Case
from eval.records import Run
from eval.svg import bars, grid
from eval.tables import ANSWERS

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE: Final = Path(__file__).parent / "report.html.j2"
SHOWN: Final = ("practice@1", "practice@2", "tip hit@1", "tip hit@3", "nDCG@5")


def page(
    run: Run, cases: Mapping[str, Case], titles: Mapping[str, str], against: Run | None = None
) -> str:
    """Return the page as HTML that needs nothing from outside."""
    metrics = scoring.metrics(run, cases)
    values = scoring.values_of(run, cases)
    ours = metrics["systems"].get(scoring.OURS, {})
    systems = {n: row for n, row in metrics["systems"].items() if "+" not in n}
    changes = scoring.compare(scoring.values_of(against, cases), values) if against else ()
    return _template().render(
        run=run,
        against=against,
        metrics=metrics,
        titles=titles,
        quality=bars([(n, ours[n]) for n in (*scoring.SEARCH, *ANSWERS) if n in ours]),
        systems=bars([(n, row["nDCG@5"]) for n, row in systems.items() if "nDCG@5" in row]),
        typed=bars(
            [
                (n.partition("+")[2] or "as written", row["nDCG@5"])
                for n, row in metrics["systems"].items()
                if n.partition("+")[0] == scoring.OURS and "nDCG@5" in row
            ]
        ),
        groups={
            name: [(key, row) for key, row in parts.items()]
            for name, parts in metrics["groups"].items()
        },
        shown=SHOWN,
        worst=_worst(run, cases, values),
        never=scoring.never_found(run, cases),
        confusion=grid(scoring.confusion(run, cases)),
        changes=changes,
    )


def _worst(
    run: Run, cases: Mapping[str, Case], values: Mapping[str, Mapping[str, float]]
) -> Sequence[Mapping[str, Any]]:
    rows = {row.case: row for row in run.of(scoring.OURS)}
    found = scoring.worst(run, cases, {name: dict(row) for name, row in values.items()})
    return [
        {"case": case, "row": rows[case.id], "status": (rows[case.id].answer or {}).get("status")}
        for case, _ in found
    ]


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
