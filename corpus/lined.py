"""YAML with the line on which everything in it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST: Final = 10
"""Levels of lists and keys in each other; ours have five."""
_STRING: Final = "tag:yaml.org,2002:str"

Place = tuple[int | str, ...]
"""The keys and numbers that lead to a value, from the top."""


class LinedError(Exception):
    """The text can't be read; ``line`` (1-based) is where, the message what."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Lined:
    """What stands in a YAML file that maps keys to values, and the line of each value."""

    data: Mapping[str, Any]
    lines: Mapping[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Return the line of what is at ``place``, or else of what is nearest above it."""
        for end in range(len(place), 0, -1):
            if place[:end] in self.lines:
                return self.lines[place[:end]]
        return 1


def parse(text: str) -> Lined:
    """Read YAML that maps keys to values.

    Raises:
        LinedError: It can't be read, a key stands there twice or isn't a word, an alias is used,
            or it is nested deeper than anything of ours.
    """
    text = text.removeprefix("\ufeff")
    try:
        _look_over(text)
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
            data = loader.construct_document(node) if node else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        message = f"YAML: {error.problem or error.context}"
        raise LinedError(mark.line + 1 if mark else 1, message) from error
    except (yaml.YAMLError, ValueError) as error:
        raise LinedError(1, f"YAML: {error}") from error
    if not isinstance(data, dict):
        raise LinedError(1, "the file must hold 'key: value' lines")
    return Lined(data, dict(_lines(node, ())))


def _look_over(text: str) -> None:
    """Refuse what would cost without end: the reader in C goes down a level for every bracket."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise LinedError(line, "the same part is used twice (an alias)")
        if depth > DEEPEST:
            raise LinedError(line, "lists and keys stand in each other too deeply")


def _lines(node: Any, place: Place) -> Iterator[tuple[Place, int]]:
    """Yield the line of every value."""
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield (*place, number), item.start_mark.line + 1
            yield from _lines(item, (*place, number))
    elif isinstance(node, yaml.MappingNode):
        yield from _keys(node, place)


def _keys(node: Any, place: Place) -> Iterator[tuple[Place, int]]:
    seen: set[str] = set()
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if key.tag != _STRING:
            raise LinedError(line, f"the key '{name}' must be a plain word")
        if name in seen:
            raise LinedError(line, f"the key '{name}' stands there twice")
        seen.add(name)
        yield (*place, name), line
        yield from _lines(value, (*place, name))
