"""How hard a text reads: words per sentence and Flesch reading ease for Dutch and English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pyphen

from corpus.models import Language
from corpus.sentences import split_sentences

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_DICTIONARY: Final = {"nl": "nl_NL", "en": "en_GB"}
_FORMULA: Final = {"nl": (206.84, 0.93, 77.0), "en": (206.835, 1.015, 84.6)}
"""Constant, weight of words per sentence, weight of syllables per word."""


@dataclass(frozen=True, slots=True)
class Readability:
    """Figures of one text: means per sentence and word, the longest sentence, reading ease."""

    words_per_sentence: float
    longest: int
    longest_sentence: str
    ease: float


def count_words(text: str) -> int:
    """Return the number of words in ``text``; numbers don't count."""
    return len(_WORD.findall(text))


def measure(parts: Iterable[str], language: Language) -> Readability:
    """Measure a text given as parts (sentences or steps), of which at least one has a word.

    Reading ease runs from about 0 (very hard) to 100 (very easy); about 60 and up is plain
    language. Source: Flesch (1948) for English, Douma's adaptation (1960) for Dutch; syllables
    are counted by the hyphenation patterns of pyphen, which never break after a first letter, so
    the figure is a little flattering.
    """
    sentences = [sentence for part in parts for sentence in split_sentences(part)]
    lengths = [count_words(sentence) for sentence in sentences]
    words = _WORD.findall(" ".join(sentences))
    syllables = sum(_syllables(word.lower(), language) for word in words)
    constant, per_sentence, per_word = _FORMULA[language]
    mean = len(words) / len(sentences)
    longest = max(lengths)
    return Readability(
        words_per_sentence=mean,
        longest=longest,
        longest_sentence=sentences[lengths.index(longest)],
        ease=constant - per_sentence * mean - per_word * syllables / len(words),
    )


@lru_cache(maxsize=20_000)
def _syllables(word: str, language: Language) -> int:
    return len(_dictionary(language).positions(word)) + 1


@lru_cache(maxsize=2)
def _dictionary(language: Language) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=_DICTIONARY[language])
