"""Course material for the doors that are served: what was sent becomes a plan, a pack and files.

Nothing is kept: the plan comes along with every request, and is checked anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeVar

import anyio
import anyio.to_thread

from assistant.course.export import File, export, possible
from assistant.course.export.files import stem
from assistant.course.export.zips import pack_zip
from assistant.course.models import Pack, Plan
from assistant.course.pack import build_pack
from assistant.course.plan import check_plan
from assistant.course.plan_file import as_data, plan_of, write_plan
from corpus.coursebook import FORMS, Coursebook
from corpus.models import Corpus, Language
from corpus.problem import Problem
from index.models import Results
from index.retriever import Retriever

ALL: Final = "zip"
PLAN: Final = "plan"
PRODUCTS: Final[Mapping[str, tuple[str, int]]] = {
    "pptx": ("pptx", 0),
    "docx-guide": ("docx", 1),
    "docx-handout": ("docx", 0),
    "pdf-guide": ("pdf", 1),
    "pdf-handout": ("pdf", 0),
    "cards": ("cards", 0),
    "moodle": ("moodle", 0),
    "gift": ("gift", 0),
    "scorm": ("scorm", 0),
    "markdown": ("markdown", 0),
}
"""What can be had as one file, by name: the format, and which of its files."""
NAMES: Final = (*PRODUCTS, ALL, PLAN)
MAX_SENT: Final = 1024 * 1024
"""Bytes of a request with a plan: the texts of eight full days stay well below."""
BUILDING: Final = 4
"""Packs that are built at the same time."""
MAKING: Final = 2
"""Files that are made at the same time; each keeps a core busy for seconds."""
WAITING: Final = 10
"""Files that may wait for their turn."""
_SOUND: Final = Plan(practices=("houding",))
"""A plan with nothing wrong in it, to try one field at a time in."""

Build = Callable[[Plan], Pack]
T = TypeVar("T")


class Unfit(Exception):
    """A plan that no pack can be made of.

    Args:
        problems: What is wrong, by field; ``edits.NAME`` is the trainer's text for a line.
    """

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__(*problems)
        self.problems = problems

    def text(self, language: Language) -> str:
        """Return all that is wrong, one sentence after another."""
        return " ".join(problem.text(language) for problem in self.problems.values())


class Busy(Exception):
    """Too many files are being made already."""


class Workshop:
    """Builds packs and makes files, in threads and a few at a time. One for all doors of an app.

    Args:
        corpus: The tips and sources.
        book: The cases, questions and forms.
        retriever: Gives the retriever, to search with in a trainer's own case.
    """

    def __init__(
        self, corpus: Corpus, book: Coursebook, retriever: Callable[[], Retriever]
    ) -> None:
        self.corpus = corpus
        self.book = book
        self._retriever = retriever
        self._building = anyio.CapacityLimiter(BUILDING)
        self._making = anyio.CapacityLimiter(MAKING)

    def read(self, data: Mapping[str, Any], *, replacing: bool = True) -> Plan:
        """Return what was sent as a plan, checked and cleaned.

        Args:
            data: The fields by name.
            replacing: Go on where a chosen tip, question or case no longer exists.

        Raises:
            Unfit: Something is wrong; every field that can't be is named.
        """
        plan, problems = _gathered(data)
        try:
            checked = check_plan(plan, self.corpus, self.book, replacing=replacing)
        except Problem as problem:
            found = dict(self._problems(plan, replacing=replacing))
            problems = {**found, **problems} or {"practices": problem}
            raise Unfit(problems) from problem
        if problems:
            raise Unfit(problems)
        return checked

    def builder(self) -> Build:
        """Return what builds the packs of one request; what was searched is not searched again.

        It raises :class:`Unfit` where a checked plan still can't be built, and ``Problem`` where
        the index can't be used.
        """
        search = _Search(self._retriever)

        def build(plan: Plan) -> Pack:
            try:
                return build_pack(plan, self.corpus, self.book, search if plan.own_case else None)
            except Problem as problem:
                if search.failed:
                    raise search.failed from None
                raise Unfit({"own_case": problem}) from problem

        return build

    async def work(self, task: Callable[[], T]) -> T:
        """Run what builds packs, beside the event loop."""
        return await anyio.to_thread.run_sync(task, limiter=self._building)

    async def make(self, plan: Plan, name: str) -> File:
        """Return one of the :data:`NAMES` as a file.

        Raises:
            Busy: Too many others are waiting.
            Unfit: Nothing can be made of the plan, or it has nothing for this file.
            Problem: The index can't be used, or a library of the system is missing.
        """
        if self._making.statistics().tasks_waiting >= WAITING:
            raise Busy
        task = partial(_make, plan, name, self.builder())
        return await anyio.to_thread.run_sync(task, limiter=self._making)

    def _problems(self, plan: Plan, *, replacing: bool) -> Iterator[tuple[str, Problem]]:
        """Yield what is wrong with each field by itself."""
        if not (plan.practices or plan.case or plan.own_case):
            yield from self._tried("practices", Plan(), replacing=replacing)
        for name in as_data(plan):
            if name == "edits" or (name == "practices" and not plan.practices):
                continue
            trial = replace(_SOUND, **{name: getattr(plan, name)})
            if name == "minutes" and plan.form in FORMS:  # how many there must be follows from it
                trial = replace(trial, form=plan.form)
            yield from self._tried(name, trial, replacing=replacing)
        whole = list(self._tried("edits", replace(_SOUND, edits=plan.edits), replacing=replacing))
        lines = [
            found
            for name, text in plan.edits.items()
            if whole
            for found in self._tried(
                f"edits.{name}", replace(_SOUND, edits={name: text}), replacing=replacing
            )
        ]
        yield from lines or whole

    def _tried(self, name: str, plan: Plan, *, replacing: bool) -> Iterator[tuple[str, Problem]]:
        try:
            check_plan(plan, self.corpus, self.book, replacing=replacing)
        except Problem as problem:
            yield name, problem


@dataclass(slots=True)
class _Search:
    """Searches each text once, and remembers if searching failed."""

    retriever: Callable[[], Retriever]
    failed: Problem | None = None
    known: dict[tuple[str, Language, int], Results] | None = None

    def __call__(self, query: str, language: Language, limit: int = 10) -> Results:
        known = self.known = self.known or {}
        key = (query, language, limit)
        if key not in known:
            try:
                known[key] = self.retriever().retrieve(query, language, limit)
            except Problem as problem:
                self.failed = problem
                raise
        return known[key]


def available(pack: Pack) -> tuple[str, ...]:
    """Return the files that can be made of a pack, by name."""
    formats = possible(pack)
    return (*(name for name, (form, _) in PRODUCTS.items() if form in formats), ALL, PLAN)


def _gathered(data: Mapping[str, Any]) -> tuple[Plan, dict[str, Problem]]:
    """Return the fields that can be read as a plan, and what is wrong with the others."""
    plan, problems = Plan(), {}
    for name, value in data.items():
        try:
            plan = replace(plan, **{name: getattr(plan_of({name: value}), name)})
        except Problem as problem:
            problems[name] = problem
    return plan, problems


def _make(plan: Plan, name: str, build: Build) -> File:
    pack = build(plan)
    if name == PLAN:
        text = write_plan(plan).encode("utf-8")
        return File(f"{stem(pack)}.plan.yaml", "application/yaml; charset=utf-8", text)
    if name == ALL:
        files = [file for form in possible(pack) for file in export(pack, form)]
        files.append(_make(plan, PLAN, lambda _: pack))
        held = pack_zip({file.name: file.data for file in files})
        return File(f"{stem(pack)}.zip", "application/zip", held)
    form, place = PRODUCTS[name]
    try:
        return export(pack, form)[place]
    except Problem as problem:
        if form not in possible(pack):
            raise Unfit({"without": problem}) from problem
        raise
