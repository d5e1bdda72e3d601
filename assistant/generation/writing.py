"""From a model's sentences to an answer in which each stands close to what it cites.

A sentence that is not close enough is replaced by the tip's own words. It is compared, not
checked for truth: see :mod:`assistant.grounding.gate`.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from assistant import privacy
from assistant.citations import Block, Paraphrase, Statement, grounds
from assistant.generation.contract import Prompt, WriterFailed
from assistant.generation.lead import Lead
from assistant.generation.masking import Mask
from assistant.generation.parsing import Written
from assistant.generation.prompts import build, sendable
from assistant.grounding.gate import Given, Similarity, Support, check
from assistant.guard import tidy
from corpus.models import Language, Passage
from index.lexical import analyse

Privacy = Literal["refuse", "mask"]
FEWEST: Final = 2
"""Sentences of the model that must hold for its answer to be shown."""
MAX_WORDS: Final = 260
ALIKE: Final = 0.2
"""Share of a failing sentence's words that a statement must hold to take its place."""
_FOREIGN: Final = re.compile(
    r"[\[\]<>{}|\\`*_#~@=^]|://|\bwww\.|\b(?:mailto|javascript|data|tel):|&\w+;|&#"
    r"|\w\.[a-z]{2,}",  # a domain, or what a program might take for one
    re.IGNORECASE,
)
"""What no sentence holds: mark-up, markers, code, addresses."""
_QUOTES: Final = " \"“”„'‘’«»"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """What to write: the question, what was asked before it (or nothing), and from what."""

    question: str
    earlier: str
    passages: tuple[Passage, ...]
    language: Language


class Author:
    """Writes answers with a language model. Safe for several threads.

    Args:
        lead: The model server.
        privacy: What to do when what would be sent holds personal data: not use the model, or
            send placeholders.
        similarity: Passed on to the gate, to find citations of the wrong passage.
        support: Passed on to the gate as a second opinion.
    """

    def __init__(
        self,
        lead: Lead,
        privacy: Privacy = "refuse",
        similarity: Similarity | None = None,
        support: Support | None = None,
    ) -> None:
        self._lead = lead
        self._privacy: Privacy = privacy
        self._similarity = similarity
        self._support = support

    @property
    def name(self) -> str:
        """The name of the model, as configured."""
        return self._lead.name

    def write(self, task: Task) -> Iterator[tuple[Block, ...]]:
        """Yield the answer each time that it has grown; the last is the whole one.

        Nothing is yielded before a sentence of the model's own holds.

        Raises:
            WriterFailed: There is no answer to show, whatever was yielded before.
        """
        start = time.perf_counter()
        draft = _Draft(task, self._similarity, self._support)
        digest = "-"
        first: float | None = None
        try:
            prompt = self._prompt(task, draft.mask)
            digest = prompt.digest
            for written in self._lead.write(prompt):
                if draft.add(written):
                    first = first or time.perf_counter() - start
                    yield draft.blocks()
            draft.check()
        except WriterFailed as failed:
            log.warning("%s failed=%s", self._line(digest, start, first, draft), failed)
            raise
        log.info("%s", self._line(digest, start, first, draft))

    def _prompt(self, task: Task, mask: Mask) -> Prompt:
        if not task.passages:
            raise WriterFailed("no-passages")
        passages = {
            number: (
                mask.hide(sendable(f"{passage.title} - {passage.section}")),
                mask.hide(sendable(passage.text)),
            )
            for number, passage in enumerate(task.passages, start=1)
        }
        question, earlier = (mask.hide(sendable(said)) for said in (task.question, task.earlier))
        if mask.used and self._privacy == "refuse":
            raise WriterFailed("personal-data")
        prompt = build(question, earlier, passages, task.language)
        if privacy.find(prompt.user):  # whatever the placeholders left uncovered
            raise WriterFailed("personal-data", "after masking")
        return prompt

    def _line(self, digest: str, start: float, first: float | None, draft: _Draft) -> str:
        """Return what is kept of a request: nothing that was asked or written."""
        total = time.perf_counter() - start
        shown = "-" if first is None else f"{first * 1000:.0f}"
        faults = ",".join(f"{name}:{count}" for name, count in draft.faults.items()) or "-"
        return (
            f"model={self.name} prompt={digest} first_ms={shown} total_ms={total * 1000:.0f} "
            f"sentences={draft.seen} kept={draft.kept} faults={faults}"
        )


@dataclass(slots=True)
class _Draft:
    """An answer that grows sentence by sentence."""

    task: Task
    similarity: Similarity | None
    support: Support | None
    mask: Mask = field(init=False)
    faults: Counter[str] = field(default_factory=Counter)
    seen: int = 0
    kept: int = 0
    _numbered: Mapping[int, Passage] = field(init=False)
    _given: Mapping[int, Given] = field(init=False)
    _sentences: list[Statement | Paraphrase] = field(default_factory=list)
    _used: set[tuple[str, int]] = field(default_factory=set)
    _said: set[str] = field(default_factory=set)
    _words: int = 0

    def __post_init__(self) -> None:
        self.mask = Mask(self.task.language)
        self._numbered = dict(enumerate(self.task.passages, start=1))
        self._given = {n: Given(p.text, p.language) for n, p in self._numbered.items()}

    def add(self, written: Written) -> bool:
        """Take in a sentence; tell whether there is more to show than before."""
        if self._words >= MAX_WORDS:
            return False
        self.seen += 1
        text = tidy(written.text)
        found = self._judged(text, written.cites)
        if isinstance(found, str):
            self.faults[found] += 1
            own = self._replacement(text, written.cites)
            if own is None:
                return False
            self._take(own)
            return self.kept > 0
        words = self.mask.show(text).strip()
        if _bare(words) in self._said:
            self.seen -= 1  # said twice: neither right nor wrong
            return False
        self.kept += 1
        self._take(Paraphrase(words, found))
        return True

    def check(self) -> None:
        """Judge the whole.

        Raises:
            WriterFailed: Too little of it holds.
        """
        if self.kept < FEWEST or self.seen - self.kept > self.seen / 2:
            raise WriterFailed("unsupported", f"{self.kept} of {self.seen}")

    def blocks(self) -> tuple[Block, ...]:
        """Return what there is: sentences from one section make a paragraph."""
        groups: list[list[Statement | Paraphrase]] = []
        before = None
        for sentence in self._sentences:
            section = grounds(sentence)[0].passage.key
            if section != before:
                groups.append([])
            before = section
            groups[-1].append(sentence)
        return tuple(_block(group) for group in groups)

    def _judged(self, text: str, cites: Sequence[int]) -> tuple[Statement, ...] | str:
        """Return the statements that a sentence rests on, or what is wrong with it."""
        if not text or _FOREIGN.search(self.mask.without(text)):
            return "markup"
        words = self.mask.show(text)
        cited = [self._numbered[number] for number in cites if number in self._numbered]
        if len(cited) == len(cites) == 1 and (own := _verbatim(words, cited[0])):
            return (own,)
        verdict = check(words, cites, self._given, similarity=self.similarity, support=self.support)
        if not verdict.supported:
            return verdict.reason or "unsupported"
        return _statements(verdict.sources, cited) or "unsupported"

    def _replacement(self, text: str, cites: Sequence[int]) -> Statement | None:
        """Return the statement that says most of what a failing sentence says, if one does."""
        cited = [self._numbered[number] for number in cites if number in self._numbered]
        wanted = set(analyse(text, self.task.language))
        free = [
            statement
            for passage in cited or self.task.passages
            for statement in _all(passage)
            if self._is_free(statement)
        ]
        if not wanted or not free:
            return None

        def alike(statement: Statement) -> float:
            return len(wanted & set(analyse(statement.text, self.task.language))) / len(wanted)

        best = max(free, key=alike)
        return best if alike(best) >= ALIKE else None

    def _is_free(self, statement: Statement) -> bool:
        text = statement.text
        hidden = Mask(self.task.language)
        clean = not _FOREIGN.search(hidden.without(hidden.hide(text)))
        return clean and _key(statement) not in self._used and _bare(text) not in self._said

    def _take(self, sentence: Statement | Paraphrase) -> None:
        self._sentences.append(sentence)
        self._used |= {_key(statement) for statement in grounds(sentence)}
        self._said.add(_bare(sentence.text))
        self._words += len(sentence.text.split())


def _block(group: Sequence[Statement | Paraphrase]) -> Block:
    if not grounds(group[0])[0].passage.id.endswith("#zeg"):
        return Block(None, "text", tuple(group))
    bare = (
        Paraphrase(one.text.strip(_QUOTES), one.grounds) if isinstance(one, Paraphrase) else one
        for one in group
    )
    return Block(None, "quote", tuple(bare))


def _verbatim(words: str, passage: Passage) -> Statement | None:
    """Return the statement that a sentence is, word for word."""
    same = (s for s in _all(passage) if _bare(s.text) == _bare(words))
    return next(same, None)


def _statements(sources: Sequence[str], cited: Sequence[Passage]) -> tuple[Statement, ...]:
    """Return the statements that source sentences belong to, each once, in their order."""
    found: dict[tuple[str, int], Statement] = {}
    for source in sources:
        for passage in cited:
            start = passage.text.find(source)
            if start < 0:
                continue
            for statement in _within(passage, start, start + len(source)):
                found.setdefault(_key(statement), statement)
            break
    return tuple(found.values())


def _within(passage: Passage, start: int, end: int) -> Iterator[Statement]:
    """Yield the statements of a passage that lie between two places of its text."""
    place = 0
    for number, part in enumerate(passage.parts):
        if place < end and place + len(part) > start:
            yield Statement(passage, number)
        place += len(part) + 1  # parts are joined by one space


def _all(passage: Passage) -> list[Statement]:
    return [Statement(passage, number) for number in range(len(passage.parts))]


def _key(statement: Statement) -> tuple[str, int]:
    return statement.passage.key, statement.part


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(f".{_QUOTES}").casefold()
