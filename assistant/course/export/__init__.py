"""From a pack to files: slides, documents, cards, and quizzes for a learning environment.

Every file carries the ids of its tips, their sources, the day, the version and the licence. The
same pack gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from assistant.course.export.files import File
from assistant.course.export.tidy import tidy
from assistant.course.models import Pack
from corpus.problem import Problem

__all__ = ["FORMATS", "File", "export", "possible"]

_MODULES: Final[Mapping[str, str]] = {
    "pptx": "slides",
    "docx": "documents",
    "pdf": "pdf",
    "cards": "cards",
    "moodle": "moodle",
    "gift": "gift",
    "scorm": "scorm",
    "markdown": "markdown",
}
FORMATS: Final = tuple(_MODULES)
"""The formats by name, in the order in which a trainer would look for them."""
_WITH_CHECKS: Final = ("moodle", "gift", "scorm")
_WITH_CARDS: Final = ("cards",)


def possible(pack: Pack) -> tuple[str, ...]:
    """Return the formats that a pack has something for: a quiz needs check questions."""
    missing = (*(() if pack.checks else _WITH_CHECKS), *(() if _has_cards(pack) else _WITH_CARDS))
    return tuple(name for name in FORMATS if name not in missing)


def export(pack: Pack, name: str) -> tuple[File, ...]:
    """Return the files of a pack in one format; Word and PDF have two, the others one.

    Raises:
        Problem: No such format, nothing in the pack for it, or a library of the system is missing.
    """
    if name not in _MODULES:
        raise Problem(
            nl=f"Het formaat ‘{name}’ is er niet. Kies uit: {', '.join(FORMATS)}.",
            en=f"There is no format ‘{name}’. Choose from: {', '.join(FORMATS)}.",
        )
    if name not in possible(pack):
        raise Problem(
            nl=f"Dit pakket heeft niets voor het formaat ‘{name}’: wat daarin hoort, is "
            "weggelaten. Neem het weer op in het plan of kies een ander formaat.",
            en=f"This pack has nothing for the format ‘{name}’: what belongs in it was left out. "
            "Put it back in the plan or choose another format.",
        )
    module = import_module(f"assistant.course.export.{_MODULES[name]}")
    files: tuple[File, ...] = module.export(tidy(pack))
    return files


def _has_cards(pack: Pack) -> bool:
    return bool(pack.cases or pack.tips)
