"""Reads what courses are made of, strictly: what is wrong is named by file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from corpus.coursebook import (
    FORMS,
    Case,
    CaseText,
    Coursebook,
    Form,
    FormId,
    FormStep,
    Option,
    Question,
    QuestionText,
    Remark,
    RoleCard,
)
from corpus.coursebook_front import (
    FRAME,
    CaseEntry,
    CaseWords,
    FormEntry,
    FrameEntry,
    OptionEntry,
    QuestionEntry,
)
from corpus.lined import Lined, LinedError, Place, parse
from corpus.models import LANGUAGES, PRACTICES, Corpus, Language
from corpus.problem import Problem
from corpus.reader import Finding, load

ROOT: Final = Path(__file__).parent / "course"
Model = TypeVar("Model", bound=BaseModel)


class CourseReader:
    """Collects findings while it reads, so that an author sees all of them at once.

    Args:
        root: The folder with ``forms``, ``frame``, ``cases/`` and ``questions/``.
        corpus: The tips that cases and questions may name.
    """

    def __init__(self, root: Path, corpus: Corpus) -> None:
        self.root = root
        self.corpus = corpus
        self.findings: list[Finding] = []

    def add(self, path: Path, line: int, message: str) -> None:
        """Note something that is wrong."""
        self.findings.append(Finding(path, line, message))

    def file(self, path: Path) -> Lined:
        """Read a YAML file; one that can't be read holds nothing."""
        try:
            return parse(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            self.add(path, 1, f"the file is not UTF-8 (byte {error.start})")
        except OSError as error:
            self.add(path, 1, f"the file can't be read: {error.strerror}")
        except LinedError as error:
            self.add(path, error.line, str(error))
        return Lined({})

    def entry(self, model: type[Model], path: Path, page: Lined, place: Place) -> Model | None:
        """Read what stands at a place in a file."""
        value: Any = page.data
        for step in place:
            value = value[step]
        try:
            return model.model_validate(value)
        except ValidationError as error:
            for fault in error.errors():
                where = (*place, *fault["loc"])
                self.add(path, page.line(where), _say(dict(fault), where))
            return None

    def known_tips(self, path: Path, page: Lined, place: Place, named: Sequence[str]) -> None:
        """Note the tips that don't exist; ``place`` leads to the list, or to the one name."""
        for number, name in enumerate(named):
            if name not in self.corpus.tips:
                self.add(path, page.line((*place, number)), f"'{name}' is not a tip")


def read_coursebook(corpus: Corpus, root: Path = ROOT) -> tuple[Coursebook, tuple[Finding, ...]]:
    """Read the folder of the course material.

    Args:
        corpus: The tips that cases and questions may name.
        root: The folder.

    Returns:
        What could be read, and what is wrong with the rest, in order of file and line.
    """
    reader = CourseReader(root, corpus)
    book = Coursebook(
        cases=dict(_cases(reader)),
        questions=dict(_questions(reader)),
        forms=_forms(reader),
        frame=_frame(reader),
    )
    return book, tuple(sorted(reader.findings))


def load_coursebook(corpus: Corpus | None = None, root: Path = ROOT) -> Coursebook:
    """Read a folder of course material that must be in order.

    Raises:
        Problem: Something is wrong; it names the first fault and the command that lists all.
    """
    book, findings = read_coursebook(corpus or load(), root)
    if findings:
        first = findings[0]
        raise Problem(
            nl=f"Het cursusmateriaal is niet in orde ({len(findings)} punten), het eerste: "
            f"{first}. Zie 'bricoleur corpus check'.",
            en=f"The course material is not in order ({len(findings)} points), the first: "
            f"{first}. See 'bricoleur corpus check'.",
        )
    return book


def _say(fault: Mapping[str, Any], where: Place) -> str:
    name = ".".join(str(step) for step in where)
    if fault["type"] == "extra_forbidden":
        return f"unknown key '{name}'"
    if fault["type"] == "missing":
        return f"the key '{name}' is missing"
    return f"{name}: {fault['msg']}"


def _cases(reader: CourseReader) -> Iterator[tuple[str, Case]]:
    folder = reader.root / "cases"
    for name in sorted({path.name.split(".")[0] for path in folder.glob("*")}):
        paths = {language: folder / f"{name}.{language}.yaml" for language in LANGUAGES}
        missing = [path for path in paths.values() if not path.is_file()]
        for path in missing:
            reader.add(path, 1, "this language is missing")
        case = None if missing else _case(reader, name, paths)
        if case:
            yield name, case


def _case(reader: CourseReader, name: str, paths: Mapping[Language, Path]) -> Case | None:
    pages = {language: reader.file(path) for language, path in paths.items()}
    dutch = reader.entry(CaseEntry, paths["nl"], pages["nl"], ())
    english = reader.entry(CaseWords, paths["en"], pages["en"], ())
    if dutch is None or english is None:
        return None
    reader.known_tips(paths["nl"], pages["nl"], ("tips",), dutch.tips)
    first = reader.corpus.tips.get(dutch.tips[0])
    if first and first.practice != dutch.practice:
        message = f"the first tip '{first.id}' is of another practice than '{dutch.practice}'"
        reader.add(paths["nl"], pages["nl"].line(("tips", 0)), message)
    for key in ("cards", "fact", "judgement", "action", "remarks", "pitfalls"):
        numbers = len(getattr(dutch, key)), len(getattr(english, key))
        if numbers[0] != numbers[1]:
            message = f"'{key}' has {numbers[1]} items, Dutch {numbers[0]}"
            reader.add(paths["en"], pages["en"].line((key,)), message)
    return Case(
        id=name,
        practice=dutch.practice,
        tips=tuple(dutch.tips),
        roles=tuple(dutch.roles),
        reviewed=dutch.reviewed,
        texts={"nl": _case_text(dutch), "en": _case_text(english)},
    )


def _case_text(entry: CaseWords) -> CaseText:
    return CaseText(
        title=entry.title,
        story=entry.story,
        escalation=entry.escalation,
        cards=tuple(RoleCard(**card.model_dump()) for card in entry.cards),
        fact=tuple(entry.fact),
        judgement=tuple(entry.judgement),
        action=tuple(entry.action),
        remarks=tuple(Remark(**remark.model_dump()) for remark in entry.remarks),
        pitfalls=tuple(entry.pitfalls),
    )


def _questions(reader: CourseReader) -> Iterator[tuple[str, Question]]:
    for practice in PRACTICES:
        wanted = [tip.id for tip in reader.corpus.tips.values() if tip.practice == practice]
        paths = {
            language: reader.root / "questions" / f"{practice}.{language}.yaml"
            for language in LANGUAGES
        }
        pages = {language: reader.file(path) for language, path in paths.items() if wanted}
        if not all(page.data for page in pages.values()):  # said once is enough
            continue
        for language, page in pages.items():
            for name in sorted({*page.data} - {*wanted}):
                message = f"'{name}' is not a tip of this practice"
                reader.add(paths[language], page.line((name,)), message)
        for name in wanted:
            question = _question(reader, name, paths, pages)
            if question:
                yield name, question


def _question(
    reader: CourseReader,
    name: str,
    paths: Mapping[Language, Path],
    pages: Mapping[Language, Lined],
) -> Question | None:
    entries: dict[Language, QuestionEntry] = {}
    for language, page in pages.items():
        if name not in page.data:
            reader.add(paths[language], 1, f"there is no question for the tip '{name}'")
            continue
        entry = reader.entry(QuestionEntry, paths[language], page, (name,))
        if entry:
            entries[language] = entry
            _option_tips(reader, paths[language], page, (name, entry))
    if len(entries) < len(LANGUAGES):
        return None
    pairs = zip_longest(entries["nl"].options, entries["en"].options)
    if not all(dutch and english and dutch.tip == english.tip for dutch, english in pairs):
        message = f"'{name}' must have as many options as the Dutch one, with the same tips"
        reader.add(paths["en"], pages["en"].line((name,)), message)
        return None
    texts = {
        language: QuestionText(entry.stem, tuple(_option(option) for option in entry.options))
        for language, entry in entries.items()
    }
    return Question(tip=name, texts=texts)


def _option_tips(
    reader: CourseReader, path: Path, page: Lined, question: tuple[str, QuestionEntry]
) -> None:
    name, entry = question
    for number, option in enumerate(entry.options):
        where = (name, "options", number, "tip")
        if option.tip is not None:
            reader.known_tips(path, page, where, [option.tip])
        if option.tip is not None and (option.tip == name or number == 0):
            message = "a wrong option may name another tip; this names its own or stands first"
            reader.add(path, page.line(where), message)


def _option(entry: OptionEntry) -> Option:
    return Option(entry.text, entry.feedback, entry.tip)


def _forms(reader: CourseReader) -> dict[Language, dict[FormId, Form]]:
    found: dict[Language, dict[FormId, Form]] = {}
    for language in LANGUAGES:
        path = reader.root / f"forms.{language}.yaml"
        page = reader.file(path)
        for name in sorted({*page.data} - {*FORMS}):
            reader.add(path, page.line((name,)), f"'{name}' is not a working form")
        found[language] = {}
        for form in FORMS:
            if form not in page.data:
                reader.add(path, 1, f"the working form '{form}' is missing")
                continue
            entry = reader.entry(FormEntry, path, page, (form,))
            if entry:
                found[language][form] = _form(form, entry)
    for form, dutch in found["nl"].items():
        english = found["en"].get(form)
        if english and _bones(dutch) != _bones(english):
            path = reader.root / "forms.en.yaml"
            reader.add(path, 1, f"'{form}' must have the same steps and numbers as the Dutch one")
    return found


def _form(name: FormId, entry: FormEntry) -> Form:
    return Form(
        id=name,
        title=entry.title,
        about=entry.about,
        fixed=entry.fixed,
        least=entry.least,
        most=entry.most,
        people=entry.people,
        steps=tuple(FormStep(**step.model_dump()) for step in entry.steps),
    )


def _bones(form: Form) -> tuple[object, ...]:
    steps = tuple((step.id, step.minutes) for step in form.steps)
    return form.fixed, form.least, form.most, form.people, steps


def _frame(reader: CourseReader) -> dict[Language, dict[str, tuple[str, ...]]]:
    found: dict[Language, dict[str, tuple[str, ...]]] = {}
    for language in LANGUAGES:
        path = reader.root / f"frame.{language}.yaml"
        page = reader.file(path)
        for name in sorted({*page.data} - {*FRAME}):
            reader.add(path, page.line((name,)), f"unknown key '{name}'")
        for name in (name for name in FRAME if name not in page.data):
            reader.add(path, 1, f"the key '{name}' is missing")
        entries = {
            name: reader.entry(FrameEntry, path, page, (name,))
            for name in FRAME
            if name in page.data
        }
        found[language] = {name: tuple(e.root) for name, e in entries.items() if e}
    for name, dutch in found["nl"].items():
        english = found["en"].get(name, dutch)
        if len(english) != len(dutch):
            message = f"'{name}' has {len(english)} items, Dutch {len(dutch)}"
            reader.add(reader.root / "frame.en.yaml", 1, message)
    return found
