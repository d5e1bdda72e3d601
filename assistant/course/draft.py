"""Writes the lines of a pack: as they are, as the trainer changed them, or not at all. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from assistant.course.models import Line, Origin, Plan

PARTS: Final = (
    "use",
    "goals",
    "forms",
    "cards",
    "escalation",
    "questions",
    "remarks",
    "pitfalls",
    "between",
    "safety",
    "notes",
    "tips",
    "reflection",
    "intention",
    "checks",
)
"""What can be left out as a whole, by name."""


@dataclass(frozen=True, slots=True)
class Come:
    """Where the words of a line come from."""

    origin: Origin
    tip: str | None = None
    section: str | None = None
    sources: tuple[str, ...] = ()


class Draft:
    """Writes lines for one plan, and remembers which of its changes were used.

    Args:
        plan: The plan with the trainer's changes.
    """

    def __init__(self, plan: Plan) -> None:
        self._edits = plan.edits
        self._without = frozenset(plan.without)
        self._used: set[str] = set()
        self._needed: set[str] = set()

    def keeps(self, part: str) -> bool:
        """Tell whether a part is wanted."""
        self._used.add(part)
        return part not in self._without

    def line(self, name: str, text: str, come: Come) -> Line:
        """Return a line that can't be missed; only its words can be changed."""
        edit = self._edits.get(name, "")
        if self.drops(name):
            self._needed.add(name)
        changed = bool(edit) and edit != text
        return Line(
            id=name,
            text=edit if changed else text,
            origin=come.origin,
            tip=come.tip,
            section=come.section,
            sources=come.sources,
            edited=changed,
        )

    def may(self, name: str, text: str, come: Come) -> Line | None:
        """Return a line, or None if the trainer left it out or emptied it."""
        return None if self.drops(name) else self.line(name, text, come)

    def drops(self, name: str) -> bool:
        """Tell whether a line or a group of lines was left out or emptied."""
        self._used.add(name)
        return name in self._without or self._edits.get(name) == ""

    def many(self, prefix: str, texts: Iterable[str], come: Come) -> tuple[Line, ...]:
        """Return numbered lines, without those that were left out; the numbers stay as they are."""
        lines = (
            self.may(f"{prefix}-{number}", text, come) for number, text in enumerate(texts, start=1)
        )
        return tuple(line for line in lines if line)

    def needed(self) -> tuple[str, ...]:
        """Return the lines that the trainer left out or emptied, but that can't be missed."""
        return tuple(sorted(self._needed))

    def unused(self) -> tuple[str, ...]:
        """Return the names of changes for which there is no line in this pack."""
        return tuple(sorted(({*self._edits} | self._without) - self._used))
