"""Where things stand on the site, in Dutch and in English; shared by every door. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from corpus.models import PRACTICES, Language

Kind = Literal[
    "chat",
    "library",
    "sources",
    "trainers",
    "group",
    "pack",
    "pack-file",
    "about",
    "privacy",
    "accessibility",
    "tip",
    "practice",
    "background",
    "document",
]

_PATHS: Final[Mapping[Kind, Mapping[Language, str]]] = {
    "chat": {"nl": "/", "en": "/en/"},
    "library": {"nl": "/bibliotheek", "en": "/en/library"},
    "sources": {"nl": "/bronnen", "en": "/en/sources"},
    "trainers": {"nl": "/trainers", "en": "/en/trainers"},
    "group": {"nl": "/groep", "en": "/en/group"},
    "pack": {"nl": "/trainers/pakket", "en": "/en/trainers/pack"},
    "pack-file": {"nl": "/trainers/bestand", "en": "/en/trainers/file"},
    "about": {"nl": "/over", "en": "/en/about"},
    "privacy": {"nl": "/privacy", "en": "/en/privacy"},
    "accessibility": {"nl": "/toegankelijkheid", "en": "/en/accessibility"},
    "tip": {"nl": "/tip", "en": "/en/tip"},
    "practice": {"nl": "/praktijk", "en": "/en/practice"},
    "background": {"nl": "/achtergrond", "en": "/en/background"},
    "document": {"nl": "/document", "en": "/en/document"},
}


def address(
    kind: Kind, name: str | None = None, language: Language = "nl", anchor: str | None = None
) -> str:
    """Return the address of a page on this site.

    Args:
        kind: What kind of page.
        name: The id, for a tip, practice, background text or document.
        language: The language of the page.
        anchor: The section on it.
    """
    path = _PATHS[kind][language]
    path = f"{path}/{name}" if name else path
    return f"{path}#{anchor}" if anchor else path


def passage_address(passage_id: str, language: Language) -> str:
    """Return where the words of a citation stand; ``tip:x#doe`` is section ``doe`` of tip x."""
    parent, _, anchor = passage_id.partition("#")
    where, _, name = parent.partition(":")
    kinds: Mapping[str, Kind] = {"tip": "tip", "doc": "document"}
    chapter: Kind = "practice" if name in PRACTICES else "background"
    return address(kinds.get(where, chapter), name, language, anchor)


def twin(path: str, language: Language) -> str:
    """Return the same page in ``language``: ``/tip/x`` and ``/en/tip/x`` are twins."""
    for texts in _PATHS.values():
        for own in texts.values():
            if path == own:
                return texts[language]
    for texts in _PATHS.values():
        for own in texts.values():
            if path.startswith(f"{own}/") and own not in ("/", "/en/"):
                return texts[language] + path.removeprefix(own)
    return _PATHS["chat"][language]


def language_of(path: str) -> Language:
    """Return the language of the page at ``path``."""
    return "en" if path == "/en" or path.startswith("/en/") else "nl"
