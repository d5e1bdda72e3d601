"""Compares a piece of a generated sentence with its source sentence: what was added, lost, turned?

Each check returns the words at fault; nothing if all is well. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

from assistant.grounding.align import Alignment, Words, out_of_order, same
from assistant.grounding.lexicon import Kind, Lexicon
from assistant.grounding.words import Word, scope

Check = Callable[[Alignment, Lexicon], tuple[str, ...]]

_EXCEPT: Final = frozenset({"zonder", "behalve", "without", "except"})
_THEN: Final = frozenset({"dan", "then"})
_MARKED: Final[frozenset[Kind]] = frozenset({"condition", "relation"})
_COUPLING: Final = frozenset({"en", "maar", "dus", "and", "but", "so"})
_ONE: Final = frozenset({"één", "eén", "one"})
_AND: Final = frozenset({"en", "of", "and", "or"})
_WHEN: Final = frozenset({"wanneer", "when"})
_ONLY_FIRST: Final = frozenset({"bij", "wie"})
_AGAIN: Final = 1
_NEAR: Final = 1
"""How many words with content a negation and the like may have moved, within its clause."""


def new_numbers(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return numbers and dates that the source hasn't, or has for something else."""
    del known
    there = Counter(word.key for word in one.words if word.kind in ("number", "date"))
    units = {(word.key, unit) for word, unit in _units(one.words)}
    named = {unit for _, unit in units}
    wrong = []
    for word, unit in _units(one.piece):
        there[word.key] -= 1
        if there[word.key] < 0 or (unit in named and (word.key, unit) not in units):
            wrong.append(word.text)
    return tuple(wrong)


def new_negations(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return negations that the source hasn't, or says about something else."""
    del known
    return _added(one, "negation")


def lost_negations(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return negations of the source that are gone, though what they speak about is there."""
    del known
    return _lost(one, ("negation",))


def changed_strength(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return words such as "must", "always", "at least" that came or went."""
    del known
    return (*_added(one, "strength"), *_lost(one, ("strength",)))


def changed_relation(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return words such as "before", "because", "whether" and opposites that came or went."""
    kinds: tuple[Kind, ...] = ("relation", "cause", "whether")
    added = [text for kind in kinds for text in _added(one, kind)]
    return (*added, *_lost(one, ("relation", "whether")), *_opposites(one, known))


def lost_condition(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return the condition of the source, where the rest is there and the condition isn't.

    Also what makes it a condition: "if" that went, or came to a sentence without one.
    """
    del known
    kept = {place for _, place in one.pairs}
    for span in _conditions(one):
        inside = [i for i in span if one.words[i].counted]
        outside = [i for i in kept if one.words[i].counted and i not in span]
        held = sum(i in kept for i in inside)
        bare = not inside and not any(i in kept for i in span)
        if outside and (bare or (inside and 2 * held <= len(inside))):
            return tuple(one.words[i].text for i in span)
    return _condition_words(one)


def new_actors(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return roles that this source sentence doesn't name."""
    del known
    there = {word.key for word in one.words if word.kind == "actor"}
    return tuple(w.text for w in one.piece if w.kind == "actor" and w.key not in there)


def swapped(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return words that changed places: who does what to whom, or what comes first."""
    moved_along = _moved_clauses(one)
    groups = [[pair for pair in one.pairs if pair[0] in clause] for clause in moved_along]
    whole = {place for clause in moved_along for place in clause}
    groups.append([pair for pair in one.pairs if pair[0] not in whole])
    moved = [
        one.piece[place].text
        for pairs in groups
        for place, other in out_of_order(one.piece, pairs)
        if not _may_move(one, place, other, known)
    ]
    return (*moved, *_other_person(one))


def unknown_words(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return words that this source sentence hasn't; one word may be said again, not more."""
    paired = {place for place, _ in one.pairs}
    free = [word for i, word in enumerate(one.piece) if word.counted and i not in paired]
    again = [word for word in free if any(same(word, o, one.words, known) for o in one.words)]
    strange = free if len(again) > _AGAIN else [word for word in free if word not in again]
    return tuple(word.text for word in strange)


def skipped(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    """Return counted words of the source left out at the start or in the middle of a clause.

    Leaving out the end of a clause or an item of a list shortens; leaving out the middle may turn
    "a first talk about an idea" into "an idea", and leaving out the start "Ask if they may" into
    "they may". So does leaving out a number. A word that stands elsewhere in the sentence is not
    left out: "them" may stand for it here.
    """
    del known
    kept = sorted(place for piece, place in one.pairs if one.piece[piece].counted)
    said = {word.key for word in one.sentence}
    gone = [*_beheaded(one.words, kept), *_uncounted(one)]
    for before, after in pairwise(kept):
        if one.words[before].clause == one.words[after].clause:
            between = one.words[before + 1 : after]
            gone += [w.text for w in between if w.counted and w.key not in said]
    return tuple(gone)


def _units(words: Words) -> Iterable[tuple[Word, str]]:
    """Yield each number with the key of the next counted word: what there are so many of."""
    for place, word in enumerate(words):
        if word.kind in ("number", "date"):
            following = (w.key for w in words[place + 1 : place + 4] if w.counted)
            yield word, next(following, "")


def _added(one: Alignment, kind: Kind) -> tuple[str, ...]:
    """Return words of a kind that the source hasn't, or says about something else."""
    matched = {here for here, _ in _matched(one, kind)}
    return tuple(
        word.text
        for place, word in enumerate(one.piece)
        if word.kind == kind and place not in matched
    )


def _lost(one: Alignment, kinds: Sequence[Kind]) -> tuple[str, ...]:
    """Return words of the source that are gone, though what they speak about is there."""
    kept = {place for _, place in one.pairs}
    wrong = []
    for kind in kinds:
        matched = {there for _, there in _matched(one, kind)}
        for place, word in enumerate(one.words):
            gone = word.kind == kind and place not in matched
            if gone and scope(one.words, place) in kept:
                wrong.append(word.text)
    return tuple(wrong)


def _matched(one: Alignment, kind: Kind) -> list[tuple[int, int]]:
    """Pair the words of a kind, in the piece and in the source, that say the same of the same."""
    paired = dict(one.pairs)
    free = [place for place, word in enumerate(one.words) if word.kind == kind]
    found = []
    for place, word in enumerate(one.piece):
        if word.kind != kind:
            continue
        about = scope(one.piece, place)
        target = None if about is None else paired.get(about)
        options = [
            there
            for there in free
            if one.words[there].key == word.key and _near(one.words, there, target)
        ]
        if options:
            found.append((place, options[0]))
            free.remove(options[0])
    return found


def _near(words: Words, place: int, target: int | None) -> bool:
    """Say whether what the word at ``place`` speaks about is the target, or is next to it."""
    about = scope(words, place)
    if target is None or about is None or about == target:
        return True
    between = sum(word.spoken_of for word in words[min(about, target) : max(about, target)])
    return words[about].clause == words[target].clause and between <= _NEAR


def _opposites(one: Alignment, known: Lexicon) -> tuple[str, ...]:
    keys = {word.key for word in one.words}
    return tuple(
        word.text
        for word in one.piece
        if word.key not in keys and known.opposites.get(word.key, frozenset()) & keys
    )


def _conditions(one: Alignment) -> Iterable[range]:
    """Yield the places of each condition in the source.

    That is "if" up to the end of its clause; all that stands before a clause with "then"; and
    "without" or "except" where something else is negated too.
    """
    words = one.words
    for start, word in enumerate(words):
        opens = word.kind == "condition" and not _asks(words, start)
        if opens or (word.key in _EXCEPT and _negated(one)):
            yield range(start, _clause_end(words, start))
        if word.text.lower() in _THEN and word.clause > 0:
            first = next(i for i, other in enumerate(words) if other.clause == word.clause)
            if first > 0 and start - first <= 2 and words[first].kind != "cause":
                yield range(first)


def _condition_words(one: Alignment) -> tuple[str, ...]:
    """Return the words that make a condition where the piece and the source differ in them."""
    kept = {place for _, place in one.pairs}
    here = [w.text for w in one.piece if w.kind == "condition" and w.key not in _ONLY_FIRST]
    places = [i for i, w in enumerate(one.words) if w.kind == "condition"]
    there = [i for i in places if one.words[i].key not in _ONLY_FIRST]
    held = [one.words[i].text for i in there if scope(one.words, i) in kept]
    if len(held) > len(here):
        return tuple(held)
    unmarked = any(word.text.lower() in _THEN for word in one.words)
    return () if there or unmarked else tuple(here)


def _beheaded(words: Words, kept: Sequence[int]) -> tuple[str, ...]:
    """Return what was cut off in front of the first word kept.

    Starting at a later clause is fine if that is joined by "and" or "but", so that it stands alone.
    """
    if not kept:
        return ()
    clause = words[kept[0]].clause
    start = next(i for i, word in enumerate(words) if word.clause == clause)
    if any(word.counted for word in words[:start]) and words[start].text.lower() not in _COUPLING:
        start = 0
    return tuple(word.text for word in words[start : kept[0]] if word.counted)


def _uncounted(one: Alignment) -> tuple[str, ...]:
    """Return numbers of the source that went, though what they count is there."""
    return tuple(word for word in _lost(one, ("number",)) if word.lower() not in _ONE)


def _asks(words: Words, place: int) -> bool:
    """Say whether a word such as "when" asks rather than sets a condition."""
    if words[place].key in _ONLY_FIRST:
        return place > 0
    before = words[place - 1].text.lower() if place else ""
    return words[place].text.lower() in _WHEN and before in _AND


def _negated(one: Alignment) -> bool:
    """Say whether the piece negates something without an exception."""
    return any(w.kind == "negation" and w.key not in _EXCEPT for w in one.piece)


def _clause_end(words: Words, start: int) -> int:
    end = start + 1
    while end < len(words) and words[end].clause == words[start].clause:
        end += 1
    return end


def _moved_clauses(one: Alignment) -> list[frozenset[int]]:
    """Return the places of each clause of the piece that is a whole clause of the source too.

    Only a clause with its "if" or "before" counts: that one may stand in front or at the end.
    """
    found = []
    for number in {word.clause for word in one.piece}:
        here = [i for i, word in enumerate(one.piece) if word.clause == number]
        there = {one.words[other].clause for place, other in one.pairs if place in here}
        opener = one.piece[here[0]]
        if len(there) != 1 or opener.kind not in _MARKED:
            continue
        source = [word for word in one.words if word.clause in there]
        counted = [sum(word.counted for word in words)
                   for words in ((one.piece[i] for i in here), source)]  # fmt: skip
        if source[0].kind == opener.kind and counted[0] == counted[1]:
            found.append(frozenset(here))
    return found


def _may_move(one: Alignment, place: int, other: int, known: Lexicon) -> bool:
    """Say whether a word may stand elsewhere: it says when, or took its preposition along."""
    word = one.piece[place]
    following = next((w for w in one.piece[place + 1 :] if w.counted), word)
    timed = word.kind == "number" and following.key in known.movable
    loose = word.key in known.movable or word.text.lower() in known.particles
    return timed or loose or word.kind == "date" or _together(one, place, other, known)


def _together(one: Alignment, place: int, other: int, known: Lexicon) -> bool:
    """Say whether a moved word took its preposition along, so that its part stays the same."""
    if one.piece[place].kind == "actor":
        return False
    before, there = ({w.text.lower() for w in words[max(0, at - 2) : at]} & known.prepositions
                     for words, at in ((one.piece, place), (one.words, other)))  # fmt: skip
    return bool(before & there)


def _other_person(one: Alignment) -> tuple[str, ...]:
    """Return pronouns that took the place of another person's in front of the same word."""
    theirs = dict[str, set[str]]()
    for word, following in _persons(one.words):
        theirs.setdefault(following, set()).add(word.key)
    return tuple(
        word.text
        for word, following in _persons(one.piece)
        if following and following in theirs and word.key not in theirs[following]
    )


def _persons(words: Words) -> Iterable[tuple[Word, str]]:
    for place, word in enumerate(words):
        if word.kind in ("pronoun", "actor"):
            following = (w.key for w in words[place + 1 :] if w.counted or w.kind == "pronoun")
            yield word, next(following, "")
