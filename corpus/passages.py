"""From tips and chapters to what can be cited (passages) and found (views)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.models import (
    LANGUAGES,
    Chapter,
    Corpus,
    Language,
    Passage,
    Section,
    Tip,
    View,
    ViewKind,
)


def corpus_passages(corpus: Corpus) -> tuple[Passage, ...]:
    """Return a passage for every section of every tip and chapter, in both languages."""
    return tuple(
        _passage(text, language, section)
        for text in _texts(corpus)
        for language in LANGUAGES
        for section in text.texts[language].sections
    )


def corpus_views(corpus: Corpus) -> tuple[View, ...]:
    """Return every way to find a tip or chapter: by title, situation and text.

    A tip is one text, so that its words stay together; of a chapter each section is one, since a
    question of fact is answered by a section.
    """
    found = tuple(
        view
        for text in _texts(corpus)
        for language in LANGUAGES
        for view in (_tip_views if isinstance(text, Tip) else _chapter_views)(text, language)
    )
    return (*found, *_elsewhere_views(corpus))


def parent_id(text: Tip | Chapter) -> str:
    """Return the id under which a tip or chapter is indexed: ``tip:<id>`` or ``chapter:<id>``."""
    return f"{'tip' if isinstance(text, Tip) else 'chapter'}:{text.id}"


def _texts(corpus: Corpus) -> Iterable[Tip | Chapter]:
    yield from corpus.tips.values()
    yield from corpus.chapters.values()


def _passage(text: Tip | Chapter, language: Language, section: Section) -> Passage:
    parent = parent_id(text)
    return Passage(
        id=f"{parent}#{section.key}",
        language=language,
        kind="tip" if isinstance(text, Tip) else "chapter",
        parent=parent,
        practice=text.practice,
        title=text.texts[language].title,
        section=section.heading,
        text=" ".join(section.parts),
        parts=section.parts,
        basis=text.basis,
        sources=text.sources,
        part_sources=section.part_sources,
    )


def _tip_views(text: Tip | Chapter, language: Language) -> list[View]:
    words = text.texts[language]
    body = " ".join(part for section in words.sections for part in section.parts)
    home = f"{parent_id(text)}#doe"
    return [
        *_asked_views(text, language, home),
        _view(text, language, ("text", "text"), f"{words.title}. {body}", home),
    ]


def _chapter_views(text: Tip | Chapter, language: Language) -> list[View]:
    words = text.texts[language]
    parent = parent_id(text)
    views = _asked_views(text, language, f"{parent}#{words.sections[0].key}")
    for section in words.sections:
        body = f"{words.title}. {section.heading}. {' '.join(section.parts)}"
        name = f"text-{section.key}"
        views.append(_view(text, language, ("text", name), body, f"{parent}#{section.key}"))
    return views


def _asked_views(text: Tip | Chapter, language: Language, home: str) -> list[View]:
    words = text.texts[language]
    title = _view(text, language, ("title", "title"), words.title, home)
    views = [replace(title, extra=_extra(text))]
    for number, situation in enumerate(words.situations, start=1):
        views.append(_view(text, language, ("situation", f"s{number}"), situation, home))
    for number, phrasing in enumerate(words.phrasings, start=1):
        views.append(_view(text, language, ("phrasing", f"p{number}"), phrasing, home))
    return views


def _elsewhere_views(corpus: Corpus) -> Iterable[View]:
    for prefix, lists in (("elsewhere", corpus.elsewhere), ("signal", corpus.signals)):
        for language, topics in lists.items():
            for topic, questions in topics.items():
                for number, question in enumerate(questions, start=1):
                    parent = f"{prefix}:{topic}"
                    name = f"{parent}@{language}~{number}"
                    yield View(name, "elsewhere", parent, language, question, passage="")


def _extra(text: Tip | Chapter) -> dict[str, str]:
    """Return what a tip's title view carries along: words joined by spaces."""
    if isinstance(text, Chapter):
        return {}
    return {
        "phases": " ".join(text.phases),
        "roles": " ".join(text.roles),
        "see_also": " ".join(text.see_also),
    }


def _view(
    text: Tip | Chapter,
    language: Language,
    kind_name: tuple[ViewKind, str],
    words: str,
    passage: str,
) -> View:
    parent = parent_id(text)
    kind, name = kind_name
    return View(
        id=f"{parent}@{language}~{name}",
        kind=kind,
        parent=parent,
        language=language,
        text=words,
        passage=f"{passage}@{language}",
        practice=text.practice,
    )
