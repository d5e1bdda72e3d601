"""Search by words: BM25 with Dutch or English stop words and stemming.

A thin wrapper of bm25s; llama-index's retriever of the same name forgets its stemmer on load.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from corpus.models import Language
from index.compounds import Splitter
from index.spelling import Spelling

if TYPE_CHECKING:
    from bm25s import BM25
    from Stemmer import Stemmer

_WORD: Final = re.compile(r"\w\w+")
_STEMMER: Final = {"nl": "dutch", "en": "english"}


def analyse(text: str, language: Language) -> list[str]:
    """Return the stems of the words in ``text``, without stop words, in order."""
    words = _WORD.findall(fold(text))
    stop = _stop_words(language)
    return list(_stemmer(language).stemWords([word for word in words if word not in stop]))


def fold(text: str) -> str:
    """Lower the case and take accents off: people type 'reeel' and 'reëel'."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=2)
def _stop_words(language: Language) -> frozenset[str]:
    from bm25s.stopwords import STOPWORDS_DUTCH, STOPWORDS_EN

    return frozenset(STOPWORDS_DUTCH if language == "nl" else STOPWORDS_EN)


@lru_cache(maxsize=2)
def _stemmer(language: Language) -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer(_STEMMER[language])


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in _WORD.findall(fold(text)))


def _splitter(language: Language, vocabulary: Mapping[str, int]) -> Splitter:
    """Return what splits compounds: English writes them as two words."""
    return Splitter(vocabulary if language == "nl" else {}, _stop_words(language))


def _stems(text: str, language: Language, splitter: Splitter) -> list[str]:
    """Return the stems of a text and of the parts of its compounds."""
    parts = (part for word in _WORD.findall(fold(text)) for part in splitter.split(word))
    return [*analyse(text, language), *analyse(" ".join(parts), language)]


def _in_dictionary(word: str, language: Language) -> bool:
    """Tell whether a word is Dutch or English, by the word list of simplemma."""
    from simplemma import is_known

    return is_known(word, lang=language)


@dataclass(frozen=True, slots=True)
class Match:
    """What the words of a query say about one unit: the BM25 score, and how much was found.

    ``coverage`` is the share (0 to 1) of the query's weight in rare words that the unit holds.
    """

    score: float
    coverage: float


class LexicalIndex:
    """The words of all units in one language.

    Built by :meth:`build`, stored by :meth:`save`, read by :meth:`load`; never changed.
    """

    def __init__(
        self,
        language: Language,
        units: tuple[str, ...],
        words: Mapping[str, frozenset[int]],
        engine: BM25 | None,
        vocabulary: Mapping[str, int],
        others: Mapping[str, int],
    ) -> None:
        self.language = language
        self.vocabulary = vocabulary
        """How often each word occurs, as it is written, folded."""
        self.others = others
        """The same of words that are known, but in no unit."""
        self._splitter = _splitter(language, vocabulary)
        self._units = units
        self._words = words
        self._engine = engine
        self._spelling = Spelling(vocabulary, self._is_known, fold)
        self._widely = Spelling({**others, **vocabulary}, self._is_known, fold)

    @classmethod
    def build(
        cls,
        language: Language,
        texts: Mapping[str, str],
        *,
        compounds: bool = True,
        others: Iterable[str] = (),
    ) -> LexicalIndex:
        """Index texts.

        Args:
            language: The language of all of them.
            texts: A text per unit.
            compounds: Whether to index the parts of compounds too.
            others: Texts whose words are only known, so that they can be spelt right.
        """
        vocabulary, known = _count(texts.values()), _count(others)
        splitter = _splitter(language, vocabulary if compounds else {})
        tokens = {unit: _stems(text, language, splitter) for unit, text in texts.items()}
        units = tuple(unit for unit, stems in tokens.items() if stems)
        holders: dict[str, set[int]] = {}
        for number, unit in enumerate(units):
            for stem in tokens[unit]:
                holders.setdefault(stem, set()).add(number)
        words = {stem: frozenset(numbers) for stem, numbers in holders.items()}
        if not units:
            return cls(language, (), {}, None, {}, known)
        from bm25s import BM25

        engine = BM25()
        engine.index([tokens[unit] for unit in units], show_progress=False)
        return cls(language, units, words, engine, vocabulary, known)

    def correct(self, text: str, *, widely: bool = False) -> str:
        """Return ``text`` with slips of the keyboard put right.

        Args:
            text: What was typed.
            widely: Whether by all words that are known, or only by those that can be found.
        """
        return (self._widely if widely else self._spelling).correct(text)

    def _is_known(self, word: str) -> bool:
        stems = analyse(word, self.language)
        return not stems or stems[0] in self._words or _in_dictionary(word, self.language)

    def search(self, query: str) -> dict[str, Match]:
        """Return a match for each unit that holds a word of ``query``."""
        stems = sorted(set(_stems(query, self.language, self._splitter)))
        known = [stem for stem in stems if stem in self._words]
        if self._engine is None or not known:
            return {}
        scores = self._engine.get_scores(known)
        weights = {stem: self._rarity(stem) for stem in stems}
        total = sum(weights.values())
        return {
            self._units[row]: Match(float(scores[row]), self._found(int(row), weights) / total)
            for row in np.flatnonzero(scores)
        }

    def _found(self, row: int, weights: Mapping[str, float]) -> float:
        return sum(w for stem, w in weights.items() if row in self._words.get(stem, frozenset()))

    def _rarity(self, stem: str) -> float:
        holders = len(self._words.get(stem, ()))
        return float(np.log(1 + (len(self._units) - holders + 0.5) / (holders + 0.5)))

    def save(self, folder: Path) -> None:
        """Write the index to ``folder``, which is made."""
        folder.mkdir(parents=True)
        words = {stem: sorted(numbers) for stem, numbers in self._words.items()}
        data = {
            "language": self.language,
            "units": self._units,
            "words": words,
            "vocabulary": self.vocabulary,
            "others": self.others,
        }
        (folder / "units.json").write_text(json.dumps(data), encoding="utf-8")
        if self._engine is not None:
            self._engine.save(str(folder / "bm25"), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read the index that :meth:`save` wrote.

        Raises:
            OSError, ValueError, KeyError: The folder isn't whole.
        """
        data = json.loads((folder / "units.json").read_text(encoding="utf-8"))
        words = {stem: frozenset(numbers) for stem, numbers in data["words"].items()}
        units: Sequence[str] = data["units"]
        engine = None
        if units:
            from bm25s import BM25

            engine = BM25.load(str(folder / "bm25"), load_corpus=False)
        return cls(
            data["language"], tuple(units), words, engine, data["vocabulary"], data["others"]
        )
