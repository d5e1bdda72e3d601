"""The citation gate: is a generated sentence close enough to the passage it cites to be shown?

It compares words, and so it says "dicht bij de bron" / "close to the source", never "checked for
truth": a passage may itself be wrong, and a sentence may be true that no passage says. It prefers
to refuse: a sentence that fails is replaced by the tip's own words, so a refusal costs style and
an error costs trust. What it reaches on hand-written pairs stands in ``eval/README.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from assistant.grounding import changes
from assistant.grounding.align import Alignment, Words, align, closest
from assistant.grounding.lexicon import Lexicon, lexicon
from assistant.grounding.words import read_words
from corpus.models import Language
from corpus.sentences import split_sentences

Reason = Literal[
    "no-marker", "unknown-marker", "wrong-passage", "markup",
    "new-number", "new-negation", "lost-negation", "new-strength", "new-relation",
    "lost-condition", "new-name", "new-actor", "role-swap", "too-little", "not-entailed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A passage as the writer got it: its words and their language."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is close to its source.

    ``reason`` names the first check that failed and ``words`` what was at fault; None and empty
    if it is supported. ``sources`` are the source sentences it was compared with.
    """

    supported: bool
    reason: Reason | None = None
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How strict the gate is; chosen on the tune half of the pairs in ``eval/grounding``.

    ``contained`` is the least share (0 to 1) of a sentence's counted words that stand in the
    source: one word more is enough to add a detail. ``behind`` is how far (cosine) a cited passage
    may lie behind the passage most like the sentence.
    """

    contained: float = 1.0
    behind: float = 0.03


class Similarity(Protocol):
    """Says how much a sentence is like each of the passages: 0 to 1, as an embedding does."""

    def __call__(self, sentence: str, passages: Sequence[str], /) -> Sequence[float]:
        """Return a likeness per passage."""


class Support(Protocol):
    """A second opinion, such as a model for natural language inference. It can only veto."""

    def __call__(self, sentence: str, sources: Sequence[str], /) -> bool:
        """Say whether the source sentences together support the sentence."""


Fault = tuple[Reason, tuple[str, ...]]

DEFAULT: Final = Limits()
LONGEST: Final = 80
"""A sentence of more words is refused: it is no sentence, and would take long to compare."""
_CHARACTERS: Final = 1_000
_PART: Final = re.compile(r"\w+")
_MARKUP: Final = re.compile(r"[\[\]<>{}|`\\]|://|www\.", re.IGNORECASE)
# A piece that starts so hangs on what stands before it; from another source sentence it can't.
_BINDING: Final = frozenset({"cause", "purpose", "condition", "relation"})
_CHECKS: Final[tuple[tuple[Reason, changes.Check], ...]] = (
    ("new-number", changes.new_numbers),
    ("new-actor", changes.new_actors),
    ("new-negation", changes.new_negations),
    ("lost-negation", changes.lost_negations),
    ("new-strength", changes.changed_strength),
    ("new-relation", changes.changed_relation),
    ("lost-condition", changes.lost_condition),
    ("role-swap", changes.swapped),
    ("too-little", changes.skipped),
)


def check(
    sentence: str,
    cites: Sequence[int],
    passages: Mapping[int, Given],
    *,
    limits: Limits = DEFAULT,
    similarity: Similarity | None = None,
    support: Support | None = None,
) -> Verdict:
    """Judge one generated sentence.

    Args:
        sentence: Its words, without markers.
        cites: The numbers of the passages it cites, all in one language.
        passages: Every passage that the writer was given, by number.
        limits: How strict to be.
        similarity: Ranks the passages too; can only make the verdict stricter.
        support: Has the last word on what passed; can only make the verdict stricter.
    """
    if unfit := _unfit(sentence, cites, passages):
        return Verdict(False, *unfit)
    language = passages[cites[0]].language
    texts = {number: source_sentences(passages[number].text) for number in dict.fromkeys(cites)}
    sources = [text for found in texts.values() for text in found]
    words = read_words(sentence, language)
    if len(words) > LONGEST:
        return Verdict(False, "too-little")
    aligned = align(words, [read_words(text, language) for text in sources], language)
    compared = tuple(sources[one.source] for one in aligned)
    literal = _bare(sentence) in map(_bare, sources)
    fault = (None if literal else _fault(words, aligned, sources, limits, language)) or _misplaced(
        aligned, texts, passages, language
    )
    if fault is None and similarity and _less_alike(sentence, cites, passages, similarity, limits):
        fault = "wrong-passage", ()
    if fault is None and support and not support(sentence, compared):
        fault = "not-entailed", ()
    return Verdict(False, *fault, compared) if fault else Verdict(True, sources=compared)


def source_sentences(text: str) -> list[str]:
    """Split a passage into sentences; one that starts with "then" stays with the one before it."""
    found: list[str] = []
    for sentence in split_sentences(text):
        start = sentence.lower().split()[: 2 if found and found[-1].endswith("?") else 1]
        if found and {"dan", "then"} & set(start):
            found[-1] += f" {sentence}"
        else:
            found.append(sentence)
    return found


def _unfit(sentence: str, cites: Sequence[int], passages: Mapping[int, Given]) -> Fault | None:
    """Return what keeps a sentence from being compared at all."""
    if not cites:
        return "no-marker", ()
    if unknown := tuple(str(number) for number in cites if number not in passages):
        return "unknown-marker", unknown
    if found := _MARKUP.findall(sentence):
        return "markup", tuple(found)
    if len(sentence) > _CHARACTERS:
        return "too-little", ()
    languages = {passages[number].language for number in cites}
    return ("too-little", ()) if len(languages) > 1 else None


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" .\"'“”‘’")


def _fault(
    words: Words,
    aligned: Sequence[Alignment],
    sources: Sequence[str],
    limits: Limits,
    language: Language,
) -> Fault | None:
    """Return the first check that fails, with the words at fault."""
    known = lexicon(language)
    if names := _new_names(words, sources):
        return "new-name", names
    if grafted := _grafted(aligned):
        return grafted
    for reason, compare in _CHECKS:
        for one in aligned:
            if wrong := compare(one, known):
                return reason, wrong
    return _too_little(words, aligned, known, limits)


def _new_names(words: Words, sources: Sequence[str]) -> tuple[str, ...]:
    cited = set(_PART.findall(" ".join(sources).lower()))
    return tuple(
        word.text
        for word in words
        if word.named and not set(_PART.findall(word.text.lower())) <= cited
    )


def _grafted(aligned: Sequence[Alignment]) -> Fault | None:
    """Find a "because ..." or "if ..." that was taken from another source sentence."""
    for one in aligned[1:]:
        if one.piece[0].kind in _BINDING:
            return "new-relation", (one.piece[0].text,)
    return None


def _too_little(
    words: Words, aligned: Sequence[Alignment], known: Lexicon, limits: Limits
) -> Fault | None:
    total = sum(word.counted for word in words)
    strange = [word for one in aligned for word in changes.unknown_words(one, known)]
    if not total or len(strange) > (1 - limits.contained) * total:
        return "too-little", tuple(strange)
    return None


def _misplaced(
    aligned: Sequence[Alignment],
    texts: Mapping[int, Sequence[str]],
    passages: Mapping[int, Given],
    language: Language,
) -> Fault | None:
    """Find a cited passage that no piece comes from, or another that holds more of the sentence."""
    owners = [number for number, found in texts.items() for _ in found]
    unused = set(texts) - {owners[one.source] for one in aligned}
    if unused:
        return "wrong-passage", tuple(map(str, sorted(unused)))
    held = sum(one.found for one in aligned)
    for number, passage in passages.items():
        if number in texts or passage.language != language:
            continue
        sources = [read_words(text, language) for text in source_sentences(passage.text)]
        if sources and _held(aligned, sources, language) > held:
            return "wrong-passage", ()
    return None


def _held(aligned: Sequence[Alignment], sources: Sequence[Words], language: Language) -> int:
    known = lexicon(language)
    return sum(closest(one.piece, sources, known).found for one in aligned)


def _less_alike(
    sentence: str,
    cites: Sequence[int],
    passages: Mapping[int, Given],
    similarity: Similarity,
    limits: Limits,
) -> bool:
    likeness = similarity(sentence, [passage.text for passage in passages.values()])
    scores = dict(zip(passages, likeness, strict=True))
    return max(scores[number] for number in cites) < max(scores.values()) - limits.behind
