"""Looks what there is for a trainer's own case, and what there is not.

The case is searched in stretches, which say what it is about, and sentence by sentence, which
shows where nothing fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Protocol

from assistant import danger, judgement, routing
from assistant.course import words
from assistant.course.cleaning import paragraphs
from assistant.course.models import Plan
from assistant.judgement import Thresholds, read_thresholds
from assistant.texts import LABELS, STATUS
from corpus.models import Language
from corpus.sentences import split_sentences
from index.models import Results

STRETCH: Final = 120
"""Words of a stretch: about a paragraph, and less than the model reads at once."""
LONG: Final = 300
"""Words from which the trainer is told that a case is long to read."""
MOST_SENTENCES: Final = 80
"""Sentences that are searched one by one."""
MOST_THIN: Final = 4
LEAST_THIN: Final = 12
"""Words from which a stretch that finds nothing is told: shorter ones only set the scene."""
QUOTE: Final = 160
"""Letters of a sentence that are quoted."""
TIPS: Final = 5
_STRETCH_COUNTS: Final = 3.0
"""How much more a stretch counts than a sentence."""
_RANKS: Final = (1.0, 0.5, 0.33)


class Find(Protocol):
    """Searches the tips; ``retrieve`` of the retriever fits."""

    def __call__(self, query: str, language: Language, limit: int = 10) -> Results:
        """Return what fits a query."""


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of tips that fit an own case and their practices, the best first.

    ``thin`` says what the trainer must look at, ``care`` whom to call if the case is about danger.
    """

    tips: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    thin: tuple[str, ...] = ()
    care: str | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    """A piece of the case with what was found for it."""

    text: str
    results: Results
    fits: bool
    counts: float


def look(plan: Plan, find: Find) -> Found:
    """Search for what fits the own case of a plan."""
    searcher = _Searcher(find, plan.language, read_thresholds())
    stretches = [searcher.look(text, _STRETCH_COUNTS) for text in _stretches(plan.own_case)]
    sentences = split_sentences(plan.own_case)[:MOST_SENTENCES]
    singles = [searcher.look(text, 1.0) for text in sentences]
    lost = [*_lost(sentences, singles, searcher)]
    found = _ranked([*stretches, *singles])
    nothing = not any(piece.fits for piece in stretches)
    return Found(
        tips=() if nothing else tuple(found)[:TIPS],
        practices=() if nothing else tuple(dict.fromkeys(found.values())),
        thin=tuple(_notes(plan, lost, nothing=nothing)),
        care=_care(plan, searcher.look(plan.own_case, 0.0), stretches),
    )


class _Searcher:
    def __init__(self, find: Find, language: Language, limits: Thresholds) -> None:
        self._find, self._language, self._limits = find, language, limits

    def look(self, text: str, counts: float) -> _Look:
        results = self._find(text, self._language, 10)
        return _Look(text, results, self._fits(text, results), counts)

    def _fits(self, text: str, results: Results) -> bool:
        if not results.hits:
            return False
        seen = judgement.signs(results, english=self._language == "en")
        about = routing.is_about_the_work(text)
        return judgement.evidence(seen, self._limits, about_the_work=about) != "none"


def _stretches(text: str) -> list[str]:
    """Return the paragraphs of a case, the long ones divided where a sentence ends."""
    found: list[str] = []
    for paragraph in paragraphs(text):
        found.append("")
        for sentence in split_sentences(paragraph):
            if found[-1] and len(f"{found[-1]} {sentence}".split()) > STRETCH:
                found.append("")
            found[-1] = f"{found[-1]} {sentence}".strip()
    return [part for part in found if part]


def _ranked(pieces: Sequence[_Look]) -> dict[str, str]:
    """Return the tips that were found with their practices, those found most and best first."""
    scores: dict[str, float] = defaultdict(float)
    practices: dict[str, str] = {}
    for piece in pieces:
        tips = (
            [hit for hit in piece.results.hits if hit.passage.kind == "tip"] if piece.fits else []
        )
        for hit, part in zip(tips, _RANKS, strict=False):
            name = hit.passage.parent.partition(":")[2]
            scores[name] += part * piece.counts
            practices[name] = str(hit.practice)
    order = sorted(scores, key=lambda name: (-scores[name], name))
    return {name: practices[name] for name in order}


def _lost(sentences: Sequence[str], singles: Sequence[_Look], searcher: _Searcher) -> Iterator[str]:
    """Yield the stretches of sentences for which nothing fits, alone or with those around them.

    One sentence that sets the scene finds nothing either; its neighbours then do.
    """
    fitting = [
        single.fits or searcher.look(" ".join(sentences[max(0, n - 1) : n + 2]), 0.0).fits
        for n, single in enumerate(singles)
    ]
    for fits, run in groupby(zip(fitting, sentences, strict=True), key=lambda pair: pair[0]):
        text = " ".join(sentence for _, sentence in run)
        if not fits and len(text.split()) >= LEAST_THIN:
            yield text


def _notes(plan: Plan, lost: Sequence[str], *, nothing: bool) -> Iterator[str]:
    language, length = plan.language, len(plan.own_case.split())
    yield words.NAMES[language]
    if length > LONG:
        yield words.LONG_CASE[language].format(n=length)
    yield words.NO_CARDS[language]
    if nothing:
        yield words.THIN_ALL[language]
        return
    for quote in lost[:MOST_THIN]:
        yield words.THIN[language].format(quote=_shortened(quote))


def _shortened(text: str) -> str:
    return text if len(text) <= QUOTE else f"{text[:QUOTE].rsplit(' ', 1)[0]} …"


def _care(plan: Plan, whole: _Look, stretches: Sequence[_Look]) -> str | None:
    """Return whom to call if the case names danger or resembles it.

    A stretch must resemble it strongly: any story in which people quarrel does so a little.
    """
    kind = routing.crisis(plan.own_case)
    if kind:
        return STATUS[f"crisis_{kind}"][plan.language]
    worries = [danger.worry(piece.results) for piece in stretches]
    strong = any(worry and worry.strong for worry in worries)
    if strong or danger.worry(whole.results):
        return LABELS["care"][plan.language]
    return None
