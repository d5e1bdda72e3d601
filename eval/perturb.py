"""The same question as people really type it: with typos, without capitals, with other words. Pure.

Every change is drawn from the case's id, the kind and a seed: the same input, the same output.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Mapping
from typing import Final, Literal, get_args

Kind = Literal["typos", "capitals", "no-punctuation", "preamble", "synonyms"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
SEED: Final = 7
TYPO_RATE: Final = 0.12
"""Share of the longer words that get one typing error."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_NEIGHBOURS: Final = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        "wqwetyuioosadfghjkxzxcvbb",
        strict=False,
    )
)
_PREAMBLES: Final[Mapping[str, tuple[str, ...]]] = {
    "nl": (
        "Hoi, ik zit even met iets en weet niet goed bij wie ik moet zijn.",
        "Goedemorgen! Korte vraag tussen twee vergaderingen door:",
        "Ik ben sinds vorig jaar projectleider bij een middelgrote gemeente.",
        "Sorry als dit een rare vraag is, maar ik kom er zelf niet uit.",
    ),
    "en": (
        "Hi, I'm a bit stuck and not sure who to ask.",
        "Good morning! Quick question between two meetings:",
        "I have been a project manager with a mid-sized council since last year.",
        "Sorry if this is an odd question, but I can't work it out myself.",
    ),
}
_SYNONYMS: Final[Mapping[str, Mapping[str, str]]] = {
    "nl": {
        "bewoner": "inwoner", "bewoners": "inwoners", "inwoner": "burger", "inwoners": "burgers",
        "wijk": "buurt", "buurt": "wijk", "gemeente": "lokale overheid", "collega": "medewerker",
        "collega's": "medewerkers", "boos": "kwaad", "boze": "kwade", "wil": "zou graag",
        "plan": "voorstel", "plannen": "voorstellen", "bijeenkomst": "avond", "geld": "budget",
        "budget": "geld", "jongeren": "jeugd", "ouderen": "senioren", "straat": "laan",
        "wethouder": "bestuurder", "afdeling": "sector", "mensen": "lui", "gesprek": "overleg",
        "probleem": "kwestie", "idee": "voorstel", "snel": "vlot", "moeilijk": "lastig",
        "groep": "club", "baas": "leidinggevende", "manager": "leidinggevende", "krijg": "ontvang",
    },
    "en": {
        "resident": "local", "residents": "locals", "neighbourhood": "area",
        "council": "local authority",
        "colleague": "co-worker", "colleagues": "co-workers", "angry": "furious",
        "plan": "proposal", "plans": "proposals", "meeting": "session", "money": "funding",
        "budget": "money",
        "young": "younger", "people": "folk", "street": "road", "alderman": "political lead",
        "department": "directorate", "problem": "issue", "idea": "suggestion", "quick": "fast",
        "group": "club", "boss": "line manager", "manager": "supervisor", "want": "would like",
        "wants": "would like", "talk": "speak", "hard": "difficult", "say": "tell them",
    },
}  # fmt: skip


def perturb(question: str, kind: Kind, language: str, name: str, seed: int = SEED) -> str:
    """Return ``question`` changed in the manner of ``kind``.

    Args:
        question: As it stands in the case.
        kind: What to do to it.
        language: Of the question; another one than ``nl`` is treated as English.
        name: The case's id, from which the chance is drawn.
        seed: Another seed gives other changes.
    """
    digest = hashlib.sha256(f"{seed}:{kind}:{name}".encode()).hexdigest()
    chance = random.Random(digest)
    words = "nl" if language == "nl" else "en"
    return _CHANGES[kind](question, words, chance)


def _typos(question: str, _: str, chance: random.Random) -> str:
    long = [match for match in _WORD.finditer(question) if len(match[0]) >= 4]
    if not long:
        return question
    picked = chance.sample(long, max(1, round(len(long) * TYPO_RATE)))
    for match in sorted(picked, key=lambda m: -m.start()):
        question = question[: match.start()] + _slip(match[0], chance) + question[match.end() :]
    return question


def _slip(word: str, chance: random.Random) -> str:
    """Return a word with one error inside: two letters swapped, one lost, doubled or missed."""
    at = chance.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    near = _NEIGHBOURS.get(here.lower(), here)
    forms = (f"{before}{after[0]}{here}{after[1:]}", before + after, before + here + here + after)
    return chance.choice((*forms, before + near + after))


def _capitals(question: str, _: str, chance: random.Random) -> str:
    return question.upper() if chance.random() < 0.5 else question.lower()


def _no_punctuation(question: str, _: str, __: random.Random) -> str:
    return " ".join(re.sub(r"[^\w\s'’-]", " ", question).split())


def _preamble(question: str, language: str, chance: random.Random) -> str:
    return f"{chance.choice(_PREAMBLES[language])} {question}"


def _synonyms(question: str, language: str, _: random.Random) -> str:
    table = _SYNONYMS[language]

    def other(match: re.Match[str]) -> str:
        found = table.get(match[0].lower())
        if found is None:
            return match[0]
        return found.capitalize() if match[0][0].isupper() else found

    return re.sub(r"[^\W\d_]+(?:['’]s)?", other, question)


_CHANGES: Final[Mapping[Kind, Callable[[str, str, random.Random], str]]] = {
    "typos": _typos,
    "capitals": _capitals,
    "no-punctuation": _no_punctuation,
    "preamble": _preamble,
    "synonyms": _synonyms,
}
