"""Which cases are for tuning (dev) and which for the final number (test): decided once, kept."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from corpus.problem import Problem
from eval.cases import Case

Half = Literal["dev", "test"]
Part = Literal["dev", "test", "all"]

FILE: Final = Path(__file__).parent / "split.json"
SEED: Final = 20191
HALVES: Final[tuple[Half, Half]] = ("dev", "test")


def assign(cases: Sequence[Case], known: Mapping[str, Half], seed: int = SEED) -> dict[str, Half]:
    """Return the half of every case: those in ``known`` stay, new ones are divided evenly.

    Even within each stratum (file, expectation, language, best practice), then overall; the order
    in which new cases are dealt out depends on their ids and the seed only.
    """
    halves = dict(known)
    present = [case for case in cases if case.id in known]
    strata = Counter((stratum(case), known[case.id]) for case in present)
    overall = Counter(known[case.id] for case in present)
    fresh = [case for case in cases if case.id not in known]
    for case in sorted(fresh, key=lambda c: (stratum(c), _draw(c.id, seed))):
        kind = stratum(case)
        first, second = HALVES if _draw(case.id, seed) % 2 else reversed(HALVES)
        fuller = (strata[kind, first], overall[first]) > (strata[kind, second], overall[second])
        half = second if fuller else first
        halves[case.id] = half
        strata[kind, half] += 1
        overall[half] += 1
    return halves


def stratum(case: Case) -> tuple[str, str, str, str]:
    """Return what a case is like: both halves hold about as many of each kind."""
    return (case.file, case.expect, case.language, case.practices[0] if case.practices else "")


def select(cases: Iterable[Case], halves: Mapping[str, Half], part: Part) -> tuple[Case, ...]:
    """Return the cases of one half, or all.

    Raises:
        Problem: A case has no half yet.
    """
    cases = tuple(cases)
    missing = [case.id for case in cases if case.id not in halves]
    if missing and part != "all":
        names = ", ".join(missing[:5])
        raise Problem(
            nl=f"{len(missing)} vragen zijn nog niet verdeeld ({names}, ...). "
            "Voer 'bricoleur-eval split' uit.",
            en=f"{len(missing)} cases have no half yet ({names}, ...). Run 'bricoleur-eval split'.",
        )
    return tuple(case for case in cases if part == "all" or halves[case.id] == part)


def read(path: Path = FILE) -> dict[str, Half]:
    """Read the division; an absent file is an empty one."""
    if not path.is_file():
        return {}
    found: dict[str, Half] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write(halves: Mapping[str, Half], path: Path = FILE) -> None:
    """Write the division, by id, one a line."""
    path.write_text(json.dumps(dict(sorted(halves.items())), indent=0) + "\n", encoding="utf-8")


def _draw(name: str, seed: int) -> int:
    return int(hashlib.sha256(f"{seed}:{name}".encode()).hexdigest(), 16)
