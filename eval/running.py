"""Puts every case to the assistant and to the systems it is compared with."""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from assistant.citations import faults
from assistant.engine import Assistant
from assistant.followup import resolve
from assistant.guard import tidy
from assistant.judgement import Thresholds, lead, signs
from assistant.models import Answer, Turn
from corpus.models import Language
from eval.cases import Case
from eval.perturb import KINDS, perturb
from eval.records import PLAIN, Row
from eval.systems import LIMIT, Search, ranked
from index.retriever import Retriever

OURS: Final = "ours"
_PACKAGES: Final = (
    "bricoleur-assistant", "bm25s", "chromadb", "ir-measures", "llama-index-core", "numpy",
    "onnxruntime", "PyStemmer", "sentence-transformers",
)  # fmt: skip
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """What the cases are put to."""

    assistant: Assistant
    retriever: Retriever
    searches: Mapping[str, Search]


def run_cases(
    bench: Bench, cases: Sequence[Case], perturbations: Sequence[str], progress: Progress
) -> Iterator[Row]:
    """Yield a row per case, perturbation and system.

    Args:
        bench: The assistant, its retriever, and the systems it is compared with by name; the name
            ``ours`` stands for the assistant itself and must be among them.
        cases: What to ask.
        perturbations: Names of :mod:`eval.perturb`, or ``none``.
        progress: Told what is being asked.
    """
    for perturbation in perturbations:
        for number, case in enumerate(cases, start=1):
            progress(f"{perturbation} {number}/{len(cases)}")
            question = _asked(case, perturbation)
            row = _ours(bench, case, perturbation, question)
            yield row
            for name, search in bench.searches.items():
                yield _other(row, name, search)


def earlier(assistant: Assistant, questions: Sequence[str]) -> tuple[Turn, ...]:
    """Return earlier questions as turns, with the tips that the assistant cited for each."""
    turns: tuple[Turn, ...] = ()
    for question in questions:
        answer = assistant.answer(question, turns)
        turns = (*turns, Turn(question, answer.tips))
    return turns


def describe(retriever: Retriever, thresholds: Thresholds, **facts: Any) -> dict[str, Any]:
    """Return the meta data of a run: when, with what, on which content."""
    return {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": retriever.manifest.model,
        "content": retriever.manifest.content,
        "views": retriever.manifest.views,
        "code": code_digest(Path(__file__).parents[1]),
        "thresholds": asdict(thresholds),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        **facts,
    }


def code_digest(root: Path) -> str:
    """Return a digest of the source and rules that answer a question.

    Runs that differ in it differ in more than what was being tried.
    """
    whole = hashlib.sha256()
    for package in ("corpus", "index", "assistant"):
        for path in sorted((root / package).glob("**/*")):
            shown = "frontends" in path.parts or path.suffix not in (".py", ".txt", ".json")
            if not shown and path.is_file():
                whole.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return whole.hexdigest()[:16]


def perturbations_of(name: str | None) -> tuple[str, ...]:
    """Return what ``--perturb NAME`` asks for; the plain question always comes first."""
    if name is None:
        return (PLAIN,)
    return (PLAIN, *KINDS) if name == "all" else (PLAIN, name)


def _asked(case: Case, perturbation: str) -> str:
    for kind in KINDS:
        if kind == perturbation:
            return perturb(case.question, kind, case.language, case.id)
    return case.question


def _ours(bench: Bench, case: Case, perturbation: str, question: str) -> Row:
    history = earlier(bench.assistant, case.history)
    answer = bench.assistant.answer(question, history)
    # What the search gives is wanted for every case, also for those that are stopped before it.
    query = resolve(tidy(question), history).query
    results = bench.retriever.retrieve(query, answer.language, LIMIT)
    return Row(
        case=case.id,
        system=OURS,
        perturbation=perturbation,
        question=question,
        query=query,
        language=answer.language,
        ranked=ranked(lead(results.hits)),
        milliseconds=answer.timings_ms["total"],
        signs=signs(results, english=answer.language == "en") if results.hits else None,
        answer=answer.as_json(),
        faults=_faults(answer, bench.retriever),
    )


def _faults(answer: Answer, retriever: Retriever) -> tuple[str, ...]:
    if answer.status != "answered":
        return ("citations without an answer",) if answer.citations else ()
    found = faults(answer.text, answer.citations, retriever.passages, answer.language)
    return found if answer.citations else (*found, "answered without a citation")


def _other(row: Row, name: str, search: Search) -> Row:
    language: Language = "nl" if row.language == "nl" else "en"
    start = time.perf_counter()
    found = search(row.query, language)
    spent = round((time.perf_counter() - start) * 1000, 2)
    return Row(
        case=row.case,
        system=name,
        perturbation=row.perturbation,
        question=row.question,
        query=row.query,
        language=row.language,
        ranked=found,
        milliseconds=spent,
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"
