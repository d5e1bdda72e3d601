"""Reads the lists of words that decide whether a sentence still says what its source says.

The lists are plain text (``word_files/``), so that anybody can read and mend them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal, get_args

from corpus.models import Language
from index.lexical import analyse

Kind = Literal[
    "negation", "strength", "relation", "cause", "purpose", "condition", "whether",
    "actor", "pronoun", "date", "number", "plain", "content",
]  # fmt: skip
Words = tuple[str, ...]

_SECTION: Final = re.compile(r"^\[([a-z]+)\]$")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language.

    ``phrases`` gives the kind and key of a form, which may be several words; ``longest`` is the
    number of words of the longest form. ``same`` leads a stem to the stem that stands for it and
    its synonyms, ``opposites`` a stem to its antonyms. ``movable`` are stems that say when;
    ``particles`` the first parts of Dutch verbs that come apart (op-schrijven).
    """

    language: Language
    phrases: Mapping[Words, tuple[Kind, str]]
    longest: int
    same: Mapping[str, str]
    opposites: Mapping[str, frozenset[str]]
    movable: frozenset[str]
    particles: frozenset[str]
    prepositions: frozenset[str]


@lru_cache(maxsize=2)
def lexicon(language: Language) -> Lexicon:
    """Return the words of a language, read once.

    Raises:
        ValueError: A line stands under no known heading; the message names the file and line.
    """
    phrases: dict[Words, tuple[Kind, str]] = {}
    same: dict[str, str] = {}
    opposites: dict[str, set[str]] = {}
    loose: dict[str, set[str]] = {"movable": set(), "particle": set(), "preposition": set()}
    for where, section, line in _lines(f"words.{language}"):
        key, _, rest = line.rpartition(":")
        forms = [form.strip() for form in rest.split(",") if form.strip()]
        if section == "synonym":
            _join(forms, language, phrases, same)
        elif section == "antonym":
            one, other = (stem(form, language) for form in forms)
            opposites.setdefault(one, set()).add(other)
            opposites.setdefault(other, set()).add(one)
        elif section == "movable":
            loose[section] |= {stem(form, language) for form in forms}
        elif section in loose:
            loose[section].update(forms)
        else:
            _name(forms, (_kind(section, where), key), phrases)
    return Lexicon(
        language=language,
        phrases=phrases,
        longest=max(map(len, phrases)),
        same=same,
        opposites={word: frozenset(others) for word, others in opposites.items()},
        movable=frozenset(loose["movable"]),
        particles=frozenset(loose["particle"]),
        prepositions=frozenset(loose["preposition"]),
    )


@lru_cache(maxsize=2)
def number_words(language: Language) -> Mapping[str, str]:
    """Return the value of each number word, as it is written in ``numbers.<language>.txt``."""
    pairs = (line.split(":") for _, _, line in _lines(f"numbers.{language}"))
    return {word.strip(): value.strip() for word, value in pairs}


@lru_cache(maxsize=20_000)
def stem(word: str, language: Language) -> str:
    """Return the stem of a word; a stop word is its own stem."""
    stems = analyse(word, language)
    return stems[0] if stems else word


def _name(
    forms: list[str], meaning: tuple[Kind, str], phrases: dict[Words, tuple[Kind, str]]
) -> None:
    for form in forms:
        phrases.setdefault(tuple(form.split()), meaning)


def _kind(section: str, where: str) -> Kind:
    for kind in get_args(Kind):
        if section == kind:
            found: Kind = kind
            return found
    raise ValueError(f"{where}: no such heading as '{section}'")


def _join(
    forms: list[str],
    language: Language,
    phrases: dict[Words, tuple[Kind, str]],
    same: dict[str, str],
) -> None:
    """Let every form stand for the first; several words together become one content word."""
    chief = stem(forms[0].split()[0] if " " in forms[0] else forms[0], language)
    chief = same.get(chief, chief)
    for form in forms:
        if " " in form:
            phrases.setdefault(tuple(form.split()), ("content", chief))
        else:
            same.setdefault(stem(form, language), chief)


def _lines(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield place, heading and text of every line that isn't empty or a comment."""
    text = files("assistant.grounding").joinpath("word_files", f"{name}.txt")
    section = ""
    for number, raw in enumerate(text.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        heading = _SECTION.match(line)
        if heading:
            section = heading[1]
        elif line and not line.startswith("#"):
            yield f"{name}.txt:{number}", section, line
