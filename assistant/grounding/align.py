"""Finds, for each piece of a generated sentence, the source sentence that it comes from. Pure.

A sentence may join two or three of the source, so it is cut at its joining words in every way,
and the cut with the most words found in the fewest source sentences is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Final

from assistant.grounding.lexicon import Lexicon, lexicon
from assistant.grounding.words import Word
from corpus.models import Language

MOST_PIECES: Final = 3
MOST_PLACES: Final = 16
"""At how many places a sentence is cut at most; the number of cuts grows with its square."""
_PRICE: Final = 1.25
"""What a second or third source sentence has to bring in, in words found."""
_MOVED: Final = 0.1
_SHORTEST: Final = 4

Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A piece of the sentence next to a source sentence.

    ``pairs`` are the places (in the piece, in the source) of words that are the same; ``source``
    is the number of the source sentence in the list that was given, ``sentence`` the whole that
    the piece belongs to.
    """

    piece: Words
    source: int
    words: Words
    pairs: tuple[tuple[int, int], ...]
    sentence: Words = ()

    @property
    def found(self) -> int:
        """The number of counted words of the piece that stand in the source sentence."""
        return sum(self.piece[place].counted for place, _ in self.pairs)


def align(sentence: Words, sources: Sequence[Words], language: Language) -> tuple[Alignment, ...]:
    """Return the pieces of a sentence with the source sentence of each.

    Args:
        sentence: The words of the generated sentence.
        sources: The words of every sentence of the cited passages.
        language: Of the sources.

    Returns:
        One to three alignments, in the order of the sentence; none without words or sources.
    """
    if not sentence or not sources:
        return ()
    known = lexicon(language)
    best: tuple[float, tuple[Alignment, ...]] = (-1.0, ())
    memory: dict[tuple[int, int], Alignment] = {}
    for cuts in _all_cuts(sentence):
        ends = (0, *cuts, len(sentence))
        spans = list(pairwise(ends))
        for span in spans:
            if span not in memory:
                memory[span] = replace(
                    closest(sentence[slice(*span)], sources, known), sentence=sentence
                )
        found = tuple(memory[span] for span in spans)
        if len({alignment.source for alignment in found}) < len(found):
            continue
        value = sum(
            a.found - _MOVED * len(out_of_order(a.piece, a.pairs)) for a in found
        ) - _PRICE * (len(found) - 1)
        if value > best[0]:
            best = (value, found)
    return best[1]


def closest(piece: Words, sources: Sequence[Words], known: Lexicon) -> Alignment:
    """Return the piece next to the source sentence that holds most of its words."""
    options = (
        Alignment(piece, number, words, pair_up(piece, words, known))
        for number, words in enumerate(sources)
    )
    return max(options, key=lambda one: (one.found, -sum(word.counted for word in one.words)))


def pair_up(piece: Words, source: Words, known: Lexicon) -> tuple[tuple[int, int], ...]:
    """Return the places of the words that both have; each word is used once.

    A word is paired with the free one of the source that comes soonest after the last pair.
    """
    free = dict(enumerate(source))
    pairs: list[tuple[int, int]] = []
    last = -1
    for place, word in enumerate(piece):
        options = [i for i, other in free.items() if same(word, other, source, known)]
        if options:
            chosen = min(options, key=lambda i: (i < last, abs(i - last)))
            pairs.append((place, chosen))
            del free[chosen]
            if word.counted:
                last = chosen
    return tuple(pairs)


def out_of_order(piece: Words, pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of counted words that stand in another order than in the source."""
    counted = [pair for pair in pairs if piece[pair[0]].counted]
    kept = _rising([other for _, other in counted])
    return tuple(pair for pair in counted if pair[1] not in kept)


def same(word: Word, other: Word, source: Words, known: Lexicon) -> bool:
    """Say whether a word of the piece says no more than a word of the source."""
    if word.kind != "content" or other.kind != "content":
        return (word.kind, word.key) == (other.kind, other.key) and bool(word.key)
    if word.key == other.key:
        return True
    return known.language == "nl" and _same_compound(word.key, other.key, source, known)


def _same_compound(one: str, other: str, source: Words, known: Lexicon) -> bool:
    """Compare Dutch compounds and verbs that come apart.

    "Overleg" may stand for "teamoverleg", since it says less; the other way round "team" has to
    stand in the source too. "Opschrijven" is "schrijf ... op".
    """
    if len(one) >= _SHORTEST and other.endswith(one):
        return True
    if len(other) < _SHORTEST or not one.endswith(other):
        return False
    head = one.removesuffix(other)
    texts = {word.text.lower() for word in source}
    if head in known.particles:
        return head in texts
    return any(len(text) > 2 and head.startswith(text[: max(3, len(head) - 2)]) for text in texts)


def _all_cuts(sentence: Words) -> list[tuple[int, ...]]:
    """Return every way to cut a sentence into one to three pieces."""
    places = [
        i
        for i in range(1, len(sentence))
        if sentence[i].clause != sentence[i - 1].clause
        and any(word.counted for word in sentence[:i])
    ]
    return [cut for size in range(MOST_PIECES) for cut in combinations(places[:MOST_PLACES], size)]


def _rising(places: Sequence[int]) -> set[int]:
    """Return the longest run of places that keeps its order (patience sorting)."""
    tails: list[int] = []
    chains: list[list[int]] = []
    for place in places:
        at = bisect_left(tails, place)
        chain = [*(chains[at - 1] if at else []), place]
        tails[at : at + 1] = [place]
        chains[at : at + 1] = [chain]
    return set(chains[-1]) if chains else set()
