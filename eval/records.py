"""What a run leaves behind: a row per case, and what made it. Enough to be scored again later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from assistant.judgement import Signs
from corpus.models import Passage, View
from corpus.problem import Problem
from index.models import Hit

RUNS: Final = Path(__file__).parent / "runs"
PLAIN: Final = "none"
"""The name of the perturbation that changes nothing."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One unit that a system found, with what the judgement looks at."""

    unit: str
    score: float
    near: float = 0.0
    cosine: float = 0.0
    lexical: float = 0.0
    coverage: float = 0.0
    head: float = 0.0
    practice: str | None = None
    view: str = ""

    def as_hit(self) -> Hit:
        """Return the hit that the judgement can weigh; only its numbers and practice are real."""
        view = View(self.view, "text", self.unit, "nl", "", "")
        passage = Passage(
            id=self.unit, language="nl", kind="tip", parent=self.unit, practice=self.practice,
            title="", section="", text="", parts=(), basis="praktijk", sources=(),
        )  # fmt: skip
        return Hit(
            unit=self.unit, score=self.score, near=self.near, cosine=self.cosine,
            lexical=self.lexical, coverage=self.coverage, head=self.head, view=view,
            passage=passage,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What one system did with one case.

    ``question`` is what was asked (perturbed or not), ``query`` what was searched, ``language``
    the one it was taken for. ``answer`` is the answer object, None for a system that only
    searches; ``signs`` is what the judgement saw, ``faults`` what is wrong with its citations.
    """

    case: str
    system: str
    perturbation: str
    question: str
    query: str
    language: str
    ranked: tuple[Ranked, ...]
    milliseconds: float
    answer: Mapping[str, Any] | None = None
    faults: tuple[str, ...] = ()
    signs: Signs | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """All rows of one run, with its meta data: versions, model, corpus, thresholds, command."""

    name: str
    meta: Mapping[str, Any]
    rows: tuple[Row, ...] = field(repr=False)

    def of(self, system: str, perturbation: str = PLAIN) -> tuple[Row, ...]:
        """Return the rows of one system under one perturbation."""
        wanted = (system, perturbation)
        return tuple(row for row in self.rows if (row.system, row.perturbation) == wanted)

    def variants(self) -> tuple[tuple[str, str], ...]:
        """Return each pair of system and perturbation, in the order they ran."""
        return tuple(dict.fromkeys((row.system, row.perturbation) for row in self.rows))


def new_folder(root: Path, day: date) -> Path:
    """Make and return the next free folder ``<day>-<n>`` below ``root``."""
    root.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        folder = root / f"{day.isoformat()}-{number}"
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def write_run(folder: Path, meta: Mapping[str, Any], rows: Iterable[Row]) -> None:
    """Write a run to ``folder``."""
    with (folder / "run.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
    text = json.dumps(meta, ensure_ascii=False, indent=2) + "\n"
    (folder / "meta.json").write_text(text, encoding="utf-8")


def read_run(folder: Path) -> Run:
    """Read a run.

    Raises:
        Problem: There is no whole run in ``folder``.
    """
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        lines = (folder / "run.jsonl").read_text(encoding="utf-8").splitlines()
        rows = tuple(_row(json.loads(line)) for line in lines)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Problem(
            nl=f"In {folder} staat geen (hele) run. Voer 'bricoleur-eval run' uit.",
            en=f"There is no (whole) run in {folder}. Run 'bricoleur-eval run'.",
        ) from error
    return Run(folder.name, meta, rows)


def find_run(name: str, root: Path = RUNS) -> Path:
    """Return the folder of a run: a path, a name below ``root``, or ``last``."""
    if name == "last":
        folders = [folder for folder in root.glob("*") if (folder / "meta.json").is_file()]
        return max(folders, key=_age, default=root / "none")
    return Path(name) if Path(name).is_dir() else root / name


def _age(folder: Path) -> tuple[str, int]:
    day, _, number = folder.name.rpartition("-")
    return (day, int(number) if number.isdigit() else 0)


def _row(data: Mapping[str, Any]) -> Row:
    ranked: Sequence[Mapping[str, Any]] = data["ranked"]
    seen = data.get("signs")
    changed = {
        "ranked": tuple(Ranked(**item) for item in ranked),
        "faults": tuple(data["faults"]),
        "signs": Signs(**seen) if seen else None,
    }
    return Row(**{**data, **changed})
