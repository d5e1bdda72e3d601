"""Reads the corpus that ships, strictly: what is wrong is named by file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from corpus.frontmatter import ChapterFront, SourceEntry, TextFront, TipFront
from corpus.markup import Block, MarkupError, Page, parse
from corpus.models import (
    LANGUAGES,
    PRACTICES,
    Chapter,
    Corpus,
    Language,
    Section,
    Source,
    Tip,
    TipText,
)
from corpus.problem import Problem
from corpus.slugs import slug
from corpus.wordings import read_wordings

ROOT: Final = Path(__file__).parent
TIP_SECTIONS: Final = {
    "speelt": {"nl": "Wat speelt er", "en": "What is going on"},
    "doe": {"nl": "Wat je kunt doen", "en": "What you can do"},
    "let-op": {"nl": "Let op", "en": "Watch out"},
    "zeg": {"nl": "Zo kun je het zeggen", "en": "Words to say"},
    "vraag": {"nl": "Vraag aan jezelf", "en": "Ask yourself"},
}
CHAPTER_SECTIONS: Final = {
    "wat": {"nl": "Wat het is", "en": "What it is"},
    "herkennen": {"nl": "Hoe je het herkent", "en": "How you recognise it"},
    "vraagt": {"nl": "Wat het van je vraagt", "en": "What it asks of you"},
    "mis": {"nl": "Wat er misgaat", "en": "What goes wrong"},
    "samenhang": {
        "nl": "Samenhang met de andere praktijken",
        "en": "How it hangs together with the others",
    },
}
MAX_BACKGROUND_SECTIONS: Final = 5

Headings = Mapping[str, Mapping[str, str]]
Front = TypeVar("Front", bound=BaseModel)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong in the corpus: where (``line`` is 1-based) and what."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class _Reader:
    """Collects findings while it reads, so that an author sees all of them at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []

    def add(self, path: Path, line: int, message: str) -> None:
        self.findings.append(Finding(path, line, message))

    def text(self, path: Path) -> str | None:
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            self.add(path, 1, f"the file is not UTF-8 (byte {error.start})")
        except OSError as error:
            self.add(path, 1, f"the file can't be read: {error.strerror}")
        return None

    def page(self, path: Path) -> Page | None:
        text = self.text(path)
        if text is None:
            return None
        try:
            return parse(text)
        except MarkupError as error:
            self.add(path, error.line, str(error))
            return None

    def front(self, model: type[Front], page: Page, path: Path) -> Front | None:
        try:
            return model.model_validate(dict(page.data))
        except ValidationError as error:
            for fault in error.errors():
                self.add(path, _line(page, fault["loc"]), _say(dict(fault)))
            return None


def read(root: Path = ROOT) -> tuple[Corpus, tuple[Finding, ...]]:
    """Read a corpus folder.

    Args:
        root: The folder with ``sources.yaml``, ``tips/``, ``practices/`` and ``background/``.

    Returns:
        What could be read, and what is wrong with the rest, in order of file and line.
    """
    reader = _Reader(root)
    sources = _sources(reader)
    tips = _with_phrasings(reader, dict(_tips(reader, sources)))
    chapters = dict(_chapters(reader, sources))
    elsewhere, signals = (
        {
            language: read_wordings(root / f"{name}.{language}.yaml", reader.add, None)
            for language in LANGUAGES
        }
        for name in ("elsewhere", "signals")
    )
    corpus = Corpus(sources, tips, chapters, elsewhere, signals)
    return corpus, tuple(sorted(reader.findings))


def load(root: Path = ROOT) -> Corpus:
    """Read a corpus folder that must be in order.

    Raises:
        Problem: Something is wrong; it names the first fault and the command that lists all.
    """
    corpus, findings = read(root)
    if findings:
        first = findings[0]
        raise Problem(
            nl=f"De tips zijn niet in orde ({len(findings)} punten), het eerste: {first}. "
            "Zie 'bricoleur corpus check'.",
            en=f"The tips are not in order ({len(findings)} points), the first: {first}. "
            "See 'bricoleur corpus check'.",
        )
    return corpus


def _line(page: Page, loc: tuple[int | str, ...]) -> int:
    exact = ".".join(str(step) for step in loc[:2])
    return page.lines.get(exact) or page.lines.get(str(loc[0]), 2)


def _say(fault: Mapping[str, Any]) -> str:
    where = ".".join(str(step) for step in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"unknown key '{where}'"
    if fault["type"] == "missing":
        return f"the key '{where}' is missing"
    return f"{where}: {fault['msg']}"


def _sources(reader: _Reader) -> dict[str, Source]:
    path = reader.root / "sources.yaml"
    text = reader.text(path)
    if text is None:
        return {}
    try:
        page = parse(f"---\n{text}\n---\n")
    except MarkupError as error:
        reader.add(path, max(error.line - 1, 1), str(error))
        return {}
    found: dict[str, Source] = {}
    for name, raw in page.data.items():
        line = page.lines[name] - 1
        try:
            entry = SourceEntry.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors():
                reader.add(path, line, f"{name}: {_say(dict(fault))}")
            continue
        found[name] = Source(id=name, **entry.model_dump())
    return found


def _pairs(reader: _Reader, folder: Path) -> Iterable[tuple[str, Path, Path]]:
    """Yield id, Dutch file and English file of each text in a folder."""
    names = sorted({path.name.split(".")[0] for path in folder.glob("*.md")})
    for name in names:
        paths = {language: folder / f"{name}.{language}.md" for language in LANGUAGES}
        missing = [path for path in paths.values() if not path.exists()]
        for path in missing:
            reader.add(path, 1, "this language is missing")
        if not missing:
            yield name, paths["nl"], paths["en"]
    for path in sorted(folder.glob("*.md")):
        if path.name.split(".", 1)[1] not in ("nl.md", "en.md"):
            reader.add(path, 1, "the name must end in .nl.md or .en.md")


def _tips(reader: _Reader, sources: Mapping[str, Source]) -> Iterable[tuple[str, Tip]]:
    folders = sorted(path for path in (reader.root / "tips").glob("*") if path.is_dir())
    seen: dict[str, Path] = {}
    for folder in folders:
        if folder.name not in PRACTICES:
            reader.add(folder, 1, f"'{folder.name}' is not a practice")
        for name, nl, en in _pairs(reader, folder):
            if name in seen:
                reader.add(nl, 1, f"the id '{name}' is also used by {seen[name]}")
            seen[name] = nl
            tip = _tip(reader, name, (nl, en), sources)
            if tip:
                yield name, tip


def _tip(
    reader: _Reader, name: str, paths: tuple[Path, Path], sources: Mapping[str, Source]
) -> Tip | None:
    pages = [reader.page(path) for path in paths]
    if pages[0] is None or pages[1] is None:
        return None
    front = reader.front(TipFront, pages[0], paths[0])
    english = reader.front(TextFront, pages[1], paths[1])
    blocks = _fixed_sections(reader, (pages[0], pages[1]), paths, TIP_SECTIONS)
    if front is None or english is None or not all(blocks.values()):
        return None
    _same_practice(reader, pages[0], front.practice, paths[0])
    _known_sources(reader, pages[0], paths[0], front.sources, sources)
    _in_step(reader, blocks["nl"], blocks["en"], paths[1])
    return Tip(
        id=name,
        practice=front.practice,
        phases=tuple(front.phases),
        roles=tuple(front.roles),
        basis=front.basis,
        sources=tuple(front.sources),
        see_also=tuple(front.see_also),
        reviewed=front.reviewed,
        texts=_texts(front, english, blocks),
    )


def _with_phrasings(reader: _Reader, tips: dict[str, Tip]) -> dict[str, Tip]:
    """Give the tips the further wordings that stand in ``phrasings/<practice>.<language>.yaml``."""
    found: dict[tuple[str, Language], tuple[str, ...]] = {}
    for practice in PRACTICES:
        own = {name: tip for name, tip in tips.items() if tip.practice == practice}
        for language in LANGUAGES:
            path = reader.root / "phrasings" / f"{practice}.{language}.yaml"
            for name, texts in read_wordings(path, reader.add, own).items():
                found[name, language] = texts
    return {
        name: replace(
            tip,
            texts={
                language: replace(text, phrasings=found.get((name, language), ()))
                for language, text in tip.texts.items()
            },
        )
        for name, tip in tips.items()
    }


def _chapters(reader: _Reader, sources: Mapping[str, Source]) -> Iterable[tuple[str, Chapter]]:
    kinds: tuple[tuple[Literal["practice", "background"], str], ...] = (
        ("practice", "practices"),
        ("background", "background"),
    )
    for kind, folder in kinds:
        for name, nl, en in _pairs(reader, reader.root / folder):
            if kind == "practice" and name not in PRACTICES:
                reader.add(nl, 1, f"'{name}' is not a practice")
                continue
            chapter = _chapter(reader, name, kind, (nl, en), sources)
            if chapter:
                yield name, chapter


def _chapter(
    reader: _Reader,
    name: str,
    kind: Literal["practice", "background"],
    paths: tuple[Path, Path],
    sources: Mapping[str, Source],
) -> Chapter | None:
    pages = [reader.page(path) for path in paths]
    if pages[0] is None or pages[1] is None:
        return None
    front = reader.front(ChapterFront, pages[0], paths[0])
    english = reader.front(TextFront, pages[1], paths[1])
    if kind == "practice":
        blocks = _fixed_sections(reader, (pages[0], pages[1]), paths, CHAPTER_SECTIONS)
    else:
        blocks = _free_sections(reader, pages[0], pages[1], paths)
    if front is None or english is None or not all(blocks.values()):
        return None
    _known_sources(reader, pages[0], paths[0], front.sources, sources)
    return Chapter(
        id=name,
        kind=kind,
        practice=front.practice,
        basis=front.basis,
        sources=tuple(front.sources),
        reviewed=front.reviewed,
        texts=_texts(front, english, blocks),
    )


def _fixed_sections(
    reader: _Reader, pages: tuple[Page, Page], paths: tuple[Path, Path], headings: Headings
) -> dict[str, list[Section]]:
    """Return the sections per language of a text with fixed headings; none where one is off."""
    found: dict[str, list[Section]] = {}
    for language, page, path in zip(LANGUAGES, pages, paths, strict=True):
        wanted = [names[language] for names in headings.values()]
        if [block.heading for block in page.blocks] == wanted:
            found[language] = _sections(reader, page.blocks, path, list(headings))
        else:
            line = _first_wrong(page.blocks, wanted)
            reader.add(path, line, f"the headings must be, in this order: {', '.join(wanted)}")
            found[language] = []
    return found


def _first_wrong(blocks: tuple[Block, ...], wanted: list[str]) -> int:
    for block, name in zip(blocks, wanted, strict=False):
        if block.heading != name:
            return block.line
    return blocks[-1].line if blocks else 1


def _free_sections(
    reader: _Reader, nl: Page, en: Page, paths: tuple[Path, Path]
) -> dict[str, list[Section]]:
    if not 1 <= len(nl.blocks) <= MAX_BACKGROUND_SECTIONS:
        reader.add(paths[0], 1, f"a background text has 1 to {MAX_BACKGROUND_SECTIONS} headings")
    if len(nl.blocks) != len(en.blocks):
        reader.add(paths[1], 1, "the English text must have as many headings as the Dutch one")
        return {"nl": [], "en": []}
    keys = [slug(block.heading) for block in nl.blocks]
    return {
        "nl": _sections(reader, nl.blocks, paths[0], keys),
        "en": _sections(reader, en.blocks, paths[1], keys),
    }


def _sections(
    reader: _Reader, blocks: tuple[Block, ...], path: Path, keys: list[str]
) -> list[Section]:
    for block in blocks:
        if not block.parts:
            reader.add(path, block.line, f"'{block.heading}' is empty")
    return [
        Section(key=key, heading=block.heading, parts=block.parts, part_sources=block.marks)
        for key, block in zip(keys, blocks, strict=True)
    ]


def _texts(
    front: ChapterFront, english: TextFront, blocks: Mapping[str, list[Section]]
) -> dict[Language, TipText]:
    fronts: dict[Language, TextFront] = {"nl": front, "en": english}
    marks = {s.key: s.part_sources for s in blocks["nl"]}
    return {
        language: TipText(
            title=fronts[language].title,
            situations=tuple(fronts[language].situations),
            sections=tuple(_with_marks(s, marks.get(s.key, ())) for s in blocks[language]),
        )
        for language in LANGUAGES
    }


def _with_marks(section: Section, marks: tuple[tuple[str, ...], ...]) -> Section:
    """Give an English section the marks of the Dutch one, part by part where they run in step."""
    if any(section.part_sources) or len(marks) != len(section.parts):
        return section
    return Section(section.key, section.heading, section.parts, marks)


def _same_practice(reader: _Reader, page: Page, practice: str, path: Path) -> None:
    if practice != path.parent.name:
        message = f"practice '{practice}' stands in the folder '{path.parent.name}'"
        reader.add(path, page.lines["practice"], message)


def _known_sources(
    reader: _Reader, page: Page, path: Path, named: list[str], sources: Mapping[str, Source]
) -> None:
    for name in named:
        if name not in sources:
            reader.add(path, page.lines.get("sources", 2), f"source {name} is not in sources.yaml")
    used = {(mark, b.line) for b in page.blocks for marks in b.marks for mark in marks}
    for mark, line in sorted(used):
        if mark not in (*named, "eigen"):
            reader.add(path, line, f"[{mark}] is not among the sources of this text")


def _in_step(reader: _Reader, nl: list[Section], en: list[Section], path: Path) -> None:
    for dutch, english in zip(nl, en, strict=True):
        if dutch.key == "doe" and len(dutch.parts) != len(english.parts):
            reader.add(
                path,
                1,
                f"'{english.heading}' has {len(english.parts)} steps, Dutch {len(dutch.parts)}",
            )
        if any(english.part_sources):
            reader.add(path, 1, "source marks stand only in the Dutch file")
