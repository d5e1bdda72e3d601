"""The engine: one call from a question to a cited answer. Every door makes this call."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant import citations, guard, privacy, routing
from assistant.composer import Wish, compose
from assistant.danger import Worry, worry
from assistant.endings import ended, new_id, nothing, personal, small_talk
from assistant.followup import Resolved, resolve
from assistant.generation.contract import WriterFailed
from assistant.generation.material import choose
from assistant.generation.writing import Author, Task
from assistant.judgement import (
    Thresholds,
    evidence,
    lead,
    named,
    read_thresholds,
    signs,
    vote,
)
from assistant.models import Answer, Evidence, PracticeVote, Turn
from assistant.suggestions import follow_ups
from assistant.texts import LABELS, STATUS
from corpus.language import detect, is_understood
from corpus.models import Language, Passage
from corpus.problem import Problem
from index.lexical import analyse
from index.models import Hit, Results
from index.retriever import Retriever

HITS: Final = 12
SCAN: Final = 10_000
"""Characters of an over-long message that are looked at for danger to people."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Found:
    """What an answer is made of: a question with what was found for it."""

    question: str
    resolved: Resolved
    hits: Sequence[Hit]
    evidence: Evidence
    danger: Worry | None
    language: Language
    retriever: Retriever
    id: str


class Assistant:
    """Answers questions. Immutable, safe for several threads.

    Args:
        retriever: Gives the retriever to use; asked for every question, so that a new index is
            seen as soon as it is there.
        default: The language of an answer to a message that has none.
        thresholds: When evidence is enough.
        author: Writes with a language model; without one, answers are put together from the tips.
    """

    def __init__(
        self,
        retriever: Callable[[], Retriever],
        default: Language = "nl",
        thresholds: Thresholds | None = None,
        author: Author | None = None,
    ) -> None:
        self._retriever = retriever
        self._default = default
        self._thresholds = thresholds or read_thresholds()
        self._author = author

    @property
    def writes(self) -> bool:
        """Whether an answer may come in parts, since a language model writes it."""
        return self._author is not None

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language | None = None,
    ) -> Answer:
        """Answer ``question``, whatever it is; never raises for anything in it.

        Args:
            question: The message as it was typed.
            history: The turns before it, oldest first.
            language: The language of the answer; by default that of the question.

        Raises:
            Problem: The index can't be used; the caller shows it.
        """
        *_, last = self.stream(question, history, language)
        return last

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language | None = None,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is the answer, and there always is one.

        What is yielded before has the same id and the same status, and each sentence in it has
        been compared with its source. Without a language model, exactly one answer is yielded.
        If the model fails halfway, the last answer is put together from the tips after all.

        Raises:
            Problem: The index can't be used; the caller shows it.
        """
        start = time.perf_counter()
        tidy = guard.tidy(question[:SCAN])
        speaks = language or self._language(tidy, history)
        try:
            stopped = self._stopped(question, tidy, speaks)
            for answer in (stopped,) if stopped else self._answers(tidy, history, speaks):
                yield _timed(answer, start)
        except Problem:
            raise
        except Exception:  # the one net: a fault of ours must not be a silence
            log.exception("the question could not be answered")
            yield _timed(ended("error", speaks, tidy), start)

    def _language(self, question: str, history: Sequence[Turn]) -> Language:
        before = detect(history[-1].question, self._default) if history else self._default
        return detect(question, before)

    def _stopped(self, question: str, tidy: str, language: Language) -> Answer | None:
        """Return the answer to a message that must or need not be searched, else None."""
        if kind := routing.crisis(tidy):
            return ended("referred_crisis", language, "", f"crisis_{kind}")
        if guard.too_long(question):
            text = STATUS["blocked_too_long"][language]
            said = text.format(length=len(question), limit=guard.MAX_QUESTION)
            return ended("blocked_too_long", language, tidy[: guard.MAX_QUESTION], text=said)
        if found := privacy.find(tidy):
            return personal(tidy, found, language)
        if guard.is_instruction(question):
            return ended("blocked_instruction", language, tidy)
        if not is_understood(tidy, language):
            return ended("unanswerable_off_topic", language, tidy, "foreign")
        return small_talk(tidy, language)

    def _answers(
        self, question: str, history: Sequence[Turn], language: Language
    ) -> Iterator[Answer]:
        resolved = resolve(question, history)
        retriever = self._retriever()
        spelt = retriever.correct(question, language)
        if kind := routing.crisis(spelt):
            yield ended("referred_crisis", language, "", f"crisis_{kind}")
            return
        if guard.is_instruction(spelt):
            yield ended("blocked_instruction", language, question)
            return
        results = retriever.retrieve(resolved.query, language, HITS)
        found = self._evidence(results, language)
        timings = {**results.timings_ms, "retrieve": round(sum(results.timings_ms.values()), 2)}
        danger = worry(results)
        if danger is not None and danger.strong:
            yield ended("referred_crisis", language, "", f"crisis_{danger.kind}")
            return
        if found == "none":
            yield replace(nothing(question, resolved, danger, language), timings_ms=timings)
            return
        hits = _without_earlier(lead(results.hits), resolved, history)
        what = _Found(question, resolved, hits, found, danger, language, retriever, new_id())
        start = time.perf_counter()
        for answer in self._written(what):
            timed = {**timings, "compose": _since(start)}
            yield replace(_with_care(answer, danger), timings_ms=timed)

    def _written(self, what: _Found) -> Iterator[Answer]:
        """Yield what the language model writes, and what the tips say if it can't be used.

        What resembles danger is not given to a model.
        """
        try:
            if self._author is not None and what.danger is None:
                yield from _generated(self._author, what)
                return
        except WriterFailed:
            pass  # the author has logged why
        except Exception as error:  # its words may hold what was written, so only its kind is told
            log.error("the model's answer could not be used: %s", type(error).__name__)
        yield _composed(what)

    def _evidence(self, results: Results, language: Language) -> Evidence:
        if not results.hits:
            return "none"
        seen = signs(results, english=language == "en")
        about = routing.is_about_the_work(results.query)
        return evidence(seen, self._thresholds, about_the_work=about)


def _generated(author: Author, what: _Found) -> Iterator[Answer]:
    """Yield the growing answer of a language model.

    Raises:
        WriterFailed: It can't be used.
    """
    resolved, language = what.resolved, what.language
    passages = choose(
        what.hits, lambda parent: what.retriever.passages_of(parent, language), language
    )
    earlier = resolved.query.removesuffix(what.question).strip() if resolved.follows else ""
    for blocks in author.write(Task(what.question, earlier, passages, language)):
        answer = _answered(what, blocks, ("model",), "llm")
        if answer is None:
            raise WriterFailed("unsupported", "citations")
        yield answer


def _composed(what: _Found) -> Answer:
    language = what.language
    blocks = compose(
        what.hits,
        lambda parent: what.retriever.passages_of(parent, language),
        _fit(what.resolved.query, language),
        Wish(say=what.resolved.say),
    )
    return _answered(what, blocks) or ended("error", language, what.question)


def _answered(
    what: _Found,
    blocks: Sequence[citations.Block],
    labels: tuple[str, ...] = (),
    composer: str = "extractive",
) -> Answer | None:
    """Return blocks as an answer; None if a citation does not hold, which must not happen."""
    language, retriever = what.language, what.retriever
    text, cited = citations.write(blocks, retriever.sources, language)
    if what.evidence == "thin":
        labels = ("thin", *labels)
    text = "\n\n".join([*(f"_{LABELS[label][language]}_" for label in labels), text])
    wrong = citations.faults(text, cited, retriever.passages, language)
    if wrong:
        places = ", ".join(sorted({citation.passage_id for citation in cited}))
        log.error("%d citations do not hold, in an answer from %s", len(wrong), places)
        return None
    return Answer(
        id=what.id,
        status="answered",
        language=language,
        question=what.question,
        query=what.resolved.query,
        text=text,
        practices=_practices(what.hits, retriever.passages, language),
        evidence=what.evidence,
        citations=cited,
        follow_ups=follow_ups(what.hits, retriever, language),
        composer=composer,
    )


def _timed(answer: Answer, start: float) -> Answer:
    return replace(answer, timings_ms={**answer.timings_ms, "total": _since(start)})


def _since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 2)


def _with_care(answer: Answer, danger: Worry | None) -> Answer:
    """Let an answer to what resembles danger open with whom to call."""
    if danger is None or answer.status != "answered":
        return answer
    return replace(answer, text=f"_{LABELS['care'][answer.language]}_\n\n{answer.text}")


def _without_earlier(
    hits: Sequence[Hit], resolved: Resolved, history: Sequence[Turn]
) -> Sequence[Hit]:
    """Leave out what was cited before when other tips are asked for."""
    if not resolved.more:
        return hits
    cited = {f"tip:{name}" for turn in history for name in turn.tips}
    seen = cited or {hits[0].unit}
    rest = [hit for hit in hits if hit.unit not in seen]
    return rest or hits


def _fit(query: str, language: Language) -> Callable[[str], float]:
    wanted = set(analyse(query, language))

    def fit(sentence: str) -> float:
        return len(wanted & set(analyse(sentence, language))) / (len(wanted) or 1)

    return fit


def _practices(
    hits: Sequence[Hit], passages: Mapping[str, Passage], language: Language
) -> tuple[PracticeVote, ...]:
    votes = named(vote(hits), hits[0].practice)
    return tuple(
        PracticeVote(
            id=v.practice,
            title=passages[f"chapter:{v.practice}#wat@{language}"].title,
            confidence=round(v.share, 2),
        )
        for v in votes
    )
