"""Numbers the cited words and proves that each of them stands where it is said to stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assistant.models import Citation, CitedSource
from assistant.texts import LABELS
from corpus.models import Language, Passage, Source

MARKER: Final = re.compile(r"(?<!\\)\[(\d+)\]")
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~!])")
_LIST: Final = re.compile(r"^(\s*(?:\d+)?)([.)+-])(?=\s)")
Style = Literal["text", "steps", "quote"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One part of a passage, by its place in the passage."""

    passage: Passage
    part: int

    @property
    def text(self) -> str:
        """The words, verbatim."""
        return self.passage.parts[self.part]


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """Words that stand in no passage, with the statements that they were found to be close to."""

    text: str
    grounds: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences that stand together: ``label`` is a key of the texts, or None."""

    label: str | None
    style: Style
    statements: tuple[Statement | Paraphrase, ...]


def write(
    blocks: Sequence[Block], sources: Mapping[str, Source], language: Language
) -> tuple[str, tuple[Citation, ...]]:
    """Return blocks as Markdown with numbered markers, and the citations they point to."""
    numbers: dict[tuple[str, int], int] = {}
    citations: list[Citation] = []
    parts: list[str] = []
    for block in blocks:
        lines: list[str] = []
        for sentence in block.statements:
            markers: list[str] = []
            for statement in grounds(sentence):
                key = (statement.passage.key, statement.part)
                if key not in numbers:
                    numbers[key] = len(numbers) + 1
                    citations.append(_citation(numbers[key], statement, sources))
                markers.append(f"[{numbers[key]}]")
            lines.append(" ".join([_words(sentence, block.style), *markers]))
        parts.append(_layout(block, lines, language))
    return "\n\n".join(parts), tuple(citations)


def faults(
    text: str, citations: Sequence[Citation], passages: Mapping[str, Passage], language: Language
) -> tuple[str, ...]:
    """Return what is wrong with the citations of an answer; nothing if all is well.

    Every marker has its citation and the other way round; every quote stands verbatim in its
    passage; every line that isn't a label ends with a marker.
    """
    used = {int(number) for number in MARKER.findall(text)}
    known = {citation.n for citation in citations}
    found = [f"marker [{number}] has no citation" for number in sorted(used - known)]
    found += [f"citation {number} has no marker" for number in sorted(known - used)]
    for citation in citations:
        passage = _passage(citation, passages, language)
        if passage is None or citation.quote not in passage.text:
            found.append(f"the quote of citation {citation.n} is not in {citation.passage_id}")
    bare = {f"{sign}{label[language]}{sign}" for label in LABELS.values() for sign in ("**", "_")}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line not in bare and not re.search(r"\[\d+\]$", line):
            found.append(f"a line has no citation: '{line}'")
    return tuple(found)


def grounds(sentence: Statement | Paraphrase) -> tuple[Statement, ...]:
    """Return the statements that a sentence rests on: itself, if it is one."""
    return sentence.grounds if isinstance(sentence, Paraphrase) else (sentence,)


def escape(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is: no links, images, lists or markers."""
    return _LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _passage(
    citation: Citation, passages: Mapping[str, Passage], language: Language
) -> Passage | None:
    other: Language = "en" if language == "nl" else "nl"
    return passages.get(f"{citation.passage_id}@{language}") or passages.get(
        f"{citation.passage_id}@{other}"
    )


def _citation(number: int, statement: Statement, sources: Mapping[str, Source]) -> Citation:
    passage = statement.passage
    is_tip = passage.kind == "tip"
    return Citation(
        n=number,
        passage_id=passage.id,
        tip_id=passage.parent.removeprefix("tip:") if is_tip else None,
        practice=passage.practice,
        title=passage.title,
        section=passage.section,
        quote=statement.text,
        page=passage.page,
        sources=tuple(_cited(sources[name]) for name in _rests_on(statement) if name in sources),
        basis=passage.basis,
    )


def _rests_on(statement: Statement) -> tuple[str, ...]:
    """Return the sources of a statement: its own marks, else those of the whole text.

    A part marked as our own rests on none.
    """
    passage = statement.passage
    marks = passage.part_sources[statement.part] if passage.part_sources else ()
    if marks:
        return tuple(mark for mark in marks if mark != "eigen")
    return passage.sources


def _cited(source: Source) -> CitedSource:
    return CitedSource(
        source.id, source.title, source.authors, source.year, source.url, source.grade
    )


def _words(sentence: Statement | Paraphrase, style: Style) -> str:
    words = escape(sentence.text)
    return f"“{words}”" if style == "quote" else words


def _layout(block: Block, lines: Sequence[str], language: Language) -> str:
    if block.style == "steps":
        body = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
    elif block.style == "quote":
        body = "\n".join(f"> {line}" for line in lines)
    else:
        body = " ".join(lines)
    return f"**{LABELS[block.label][language]}**\n\n{body}" if block.label else body
