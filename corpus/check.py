"""The rules for tips and chapters that go beyond the format: sources, lengths, plain language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from corpus.models import (
    ESSAY_SOURCES,
    LANGUAGES,
    PRACTICES,
    RESEARCH_SOURCES,
    ROLES,
    Chapter,
    Corpus,
    Language,
    Section,
    Tip,
)
from corpus.readability import count_words, measure
from corpus.reader import ROOT, Finding, read
from corpus.sentences import split_sentences

MEAN_WORDS: Final = 14
LONGEST_SENTENCE: Final = 28
LONGEST_SITUATION: Final = 45
EASE: Final = 50
SITUATIONS: Final = (6, 9)
SENTENCES: Final = {"speelt": (2, 4), "let-op": (1, 3), "zeg": (1, 3), "vraag": (1, 2)}
STEPS: Final = (3, 6)

_POINTS_BACK: Final = re.compile(
    r"(Daarna|Vervolgens|Dan|Doe dit|Doe dat|Herhaal dit|Daarvoor|Then|After that|Next,|Do this)\b"
)
_NAMES_SOURCE: Final = re.compile(
    r"\b(het essay|the essay|volgens onderzoek|according to research|S\d{1,3})\b", re.IGNORECASE
)


def check(root: Path = ROOT) -> tuple[Corpus, tuple[Finding, ...]]:
    """Read the corpus and hold it against every rule that needs no model.

    Returns:
        The corpus, and all findings in order of file and line.
    """
    corpus, findings = read(root)
    found = list(findings)
    for tip in corpus.tips.values():
        path = root / "tips" / tip.practice / f"{tip.id}.nl.md"
        found += [_at(path, language, message) for language, message in _tip(tip, corpus)]
    for chapter in corpus.chapters.values():
        folder = "practices" if chapter.kind == "practice" else "background"
        path = root / folder / f"{chapter.id}.nl.md"
        found += [_at(path, language, message) for language, message in _chapter(chapter, corpus)]
    return corpus, tuple(sorted(found))


def empty_cells(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """Return the pairs of practice and role for which there is no tip."""
    filled = {(tip.practice, role) for tip in corpus.tips.values() for role in tip.roles}
    return tuple(
        (practice, role)
        for practice in PRACTICES
        for role in ROLES
        if (practice, role) not in filled
    )


def coverage(corpus: Corpus) -> Counter[tuple[str, str, str]]:
    """Return the number of tips per practice, role and phase."""
    return Counter(
        (tip.practice, role, phase)
        for tip in corpus.tips.values()
        for role in tip.roles
        for phase in tip.phases
    )


def _at(path: Path, language: Language, message: str) -> Finding:
    return Finding(path.with_name(path.name.replace(".nl.", f".{language}.")), 1, message)


Found = Iterator[tuple[Language, str]]


def _tip(tip: Tip, corpus: Corpus) -> Found:
    yield from _basis(tip, corpus)
    yield from _see_also(tip, corpus)
    for language in LANGUAGES:
        for message in _text(tip, language):
            yield language, message


def _text(tip: Tip, language: Language) -> Iterator[str]:
    words = tip.texts[language]
    yield from _situations(words.title, words.situations)
    for section in words.sections:
        yield from _sizes(section)
    steps = words.sections[1]
    yield from _steps(steps)
    parts = [part for section in words.sections for part in section.parts]
    yield from _plain(parts, language)
    for part in parts:
        if _NAMES_SOURCE.search(part):
            yield f"names a source in the text: {part!r}"


def _basis(text: Tip | Chapter, corpus: Corpus) -> Found:
    named = set(text.sources)
    kinds = {
        "essay": named & ESSAY_SOURCES,
        "onderzoek": named & RESEARCH_SOURCES,
        "praktijk": named - ESSAY_SOURCES - RESEARCH_SOURCES,
        "uitwerking": {"-"},
    }
    if not kinds[text.basis]:
        yield "nl", f"basis '{text.basis}' needs a source of that kind"
    graded = [corpus.sources[name].grade for name in text.sources if name in corpus.sources]
    if text.basis != "uitwerking" and graded and set(graded) == {"C"}:
        yield "nl", "rests on sources of grade C alone; make the basis 'uitwerking'"


def _see_also(tip: Tip, corpus: Corpus) -> Found:
    for name in tip.see_also:
        if name not in corpus.tips:
            yield "nl", f"see_also '{name}' is not a tip"
        elif name == tip.id:
            yield "nl", "see_also points to the tip itself"


def _situations(title: str, situations: tuple[str, ...]) -> Iterator[str]:
    low, high = SITUATIONS
    if not low <= len(situations) <= high:
        yield f"has {len(situations)} situations, must be {low} to {high}"
    plain = [_plain_key(title), *(_plain_key(text) for text in situations)]
    for key, number in Counter(plain).items():
        if number > 1:
            yield f"a situation copies the title or another situation: '{key}'"
    for text in situations:
        if count_words(text) > LONGEST_SITUATION:
            yield f"a situation has over {LONGEST_SITUATION} words: '{text[:60]}…'"


def _plain_key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _sizes(section: Section) -> Iterator[str]:
    if section.key not in SENTENCES:
        return
    low, high = SENTENCES[section.key]
    number = sum(len(split_sentences(part)) for part in section.parts)
    if not low <= number <= high:
        yield f"'{section.heading}' has {number} sentences, must be {low} to {high}"
    if section.key == "vraag" and not section.parts[-1].endswith("?"):
        yield f"'{section.heading}' must end with a question mark"


def _steps(section: Section) -> Iterator[str]:
    low, high = STEPS
    if not low <= len(section.parts) <= high:
        yield f"'{section.heading}' has {len(section.parts)} steps, must be {low} to {high}"
    for number, step in enumerate(section.parts, start=1):
        if len(split_sentences(step)) != 1:
            yield f"step {number} must be one sentence: '{step}'"
        if _POINTS_BACK.match(step):
            yield f"step {number} points back to another step: '{step}'"


def _plain(parts: Iterable[str], language: Language) -> Iterator[str]:
    figures = measure(parts, language)
    if figures.words_per_sentence > MEAN_WORDS:
        yield f"has {figures.words_per_sentence:.1f} words a sentence, at most {MEAN_WORDS}"
    if figures.longest > LONGEST_SENTENCE:
        yield f"a sentence has {figures.longest} words: '{figures.longest_sentence}'"
    if figures.ease < EASE:
        yield f"reads hard: reading ease {figures.ease:.0f}, at least {EASE}"


def _chapter(chapter: Chapter, corpus: Corpus) -> Found:
    yield from _basis(chapter, corpus)
    for language in LANGUAGES:
        parts = [part for s in chapter.texts[language].sections for part in s.parts]
        figures = measure(parts, language)
        if figures.longest > LONGEST_SENTENCE:
            yield language, f"a sentence has {figures.longest} words: '{figures.longest_sentence}'"
