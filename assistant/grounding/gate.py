"""The citation gate: is a generated sentence close enough to the passage it cites to be shown?

It compares words, and so it says "dicht bij de bron" / "close to the source", never "checked for
truth": a passage may itself be wrong, and a sentence may be true that no passage says. It prefers
to refuse: a sentence that fails is replaced by the tip's own words, so a refusal costs style and
an error costs trust. What it reaches on hand-written pairs stands in ``eval/README.md``.
"""

from __future__ import annotations

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
    "no-marker", "unknown-marker", "wrong-passage",
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
    source; ``moved`` and ``skipped`` are the most words in a piece that stand in another order or
    were left out inside a clause. ``behind`` is how far (cosine) a cited passage may lie behind the
    passage most like the sentence.
    """

    contained: float = 1.0
    moved: int = 0
    skipped: int = 0
    behind: float = 0.03


class Similarity(Protocol):
    """Says how much a sentence is like each of the passages: 0 to 1, as an embedding does."""

    def __call__(self, sentence: str, passages: Sequence[str], /) -> Sequence[float]:
        """Return a likeness per passage."""


class Support(Protocol):
    """A second opinion, such as a model for natural language inference. It can only veto."""

    def __call__(self, sentence: str, sources: Sequence[str], /) -> bool:
        """Say whether the source sentences together support the sentence."""


DEFAULT: Final = Limits()
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
        cites: The numbers of the passages it cites.
        passages: Every passage that the writer was given, by number.
        limits: How strict to be.
        similarity: Ranks the passages too; can only make the verdict stricter.
        support: Has the last word on what passed; can only make the verdict stricter.
    """
    if not cites:
        return Verdict(False, "no-marker")
    unknown = [str(number) for number in cites if number not in passages]
    if unknown:
        return Verdict(False, "unknown-marker", tuple(unknown))
    language = passages[cites[0]].language
    if any(passages[number].language != language for number in cites):
        return Verdict(False, "too-little")
    texts = {number: source_sentences(passages[number].text) for number in dict.fromkeys(cites)}
    sources = [text for found in texts.values() for text in found]
    words = read_words(sentence, language)
    aligned = align(words, [read_words(text, language) for text in sources], language)
    compared = tuple(sources[one.source] for one in aligned)
    literal = _bare(sentence) in map(_bare, sources)
    fault = None if literal else _fault(words, aligned, texts, language, limits)
    if fault is None and _elsewhere(aligned, cites, passages, language):
        fault = "wrong-passage", ()
    if fault is None and similarity and _less_alike(sentence, cites, passages, similarity, limits):
        fault = "wrong-passage", ()
    if fault is None and support and not support(sentence, compared):
        fault = "not-entailed", ()
    if fault:
        return Verdict(False, fault[0], fault[1], compared)
    return Verdict(True, sources=compared)


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


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" .\"'“”‘’")


def _fault(
    words: Words,
    aligned: Sequence[Alignment],
    texts: Mapping[int, Sequence[str]],
    language: Language,
    limits: Limits,
) -> tuple[Reason, tuple[str, ...]] | None:
    """Return the first check that fails, with the words at fault."""
    known = lexicon(language)
    cited = " ".join(text for found in texts.values() for text in found).lower()
    names = tuple(word.text for word in words if word.named and word.text.lower() not in cited)
    if names:
        return "new-name", names
    for reason, compare in _CHECKS:
        for one in aligned:
            if wrong := compare(one, known):
                return reason, wrong
    for one in aligned:
        if len(moved := changes.swapped(one, known)) > limits.moved:
            return "role-swap", moved
        if len(gone := changes.skipped(one, known)) > limits.skipped:
            return "too-little", gone
    for one in aligned[1:]:
        if one.piece[0].kind in _BINDING:
            return "new-relation", (one.piece[0].text,)
    return _too_little(words, aligned, known, limits) or _unused(aligned, texts)


def _too_little(
    words: Words, aligned: Sequence[Alignment], known: Lexicon, limits: Limits
) -> tuple[Reason, tuple[str, ...]] | None:
    total = sum(word.counted for word in words)
    strange = [word for one in aligned for word in changes.unknown_words(one, known)]
    if not total or len(strange) > (1 - limits.contained) * total:
        return "too-little", tuple(strange)
    return None


def _unused(
    aligned: Sequence[Alignment], texts: Mapping[int, Sequence[str]]
) -> tuple[Reason, tuple[str, ...]] | None:
    """Find a cited passage that no piece of the sentence comes from."""
    owners = [number for number, found in texts.items() for _ in found]
    unused = set(texts) - {owners[one.source] for one in aligned}
    return ("wrong-passage", tuple(map(str, sorted(unused)))) if unused else None


def _elsewhere(
    aligned: Sequence[Alignment],
    cites: Sequence[int],
    passages: Mapping[int, Given],
    language: Language,
) -> bool:
    """Say whether a passage that isn't cited holds more of the sentence than those that are."""
    found = sum(one.found for one in aligned)
    for number, passage in passages.items():
        if number in cites or passage.language != language:
            continue
        sources = [read_words(text, language) for text in source_sentences(passage.text)]
        if sources and _held(aligned, sources, language) > found:
            return True
    return False


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
    scores = dict(
        zip(passages, similarity(sentence, [p.text for p in passages.values()]), strict=True)
    )
    return max(scores[number] for number in cites) < max(scores.values()) - limits.behind
