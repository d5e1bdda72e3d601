"""YAML with the line on which everything in it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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
        LinedError: It can't be read, a key stands there twice, isn't a word, or an alias is used.
    """
    loader = _LOADER(text.removeprefix("\ufeff"))
    try:
        node = loader.get_single_node()
        lines = dict(_lines(node, (), set()))
        data = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        message = f"YAML: {error.problem or error.context}"
        raise LinedError(mark.line + 1 if mark else 1, message) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise LinedError(1, f"YAML: {error}") from error
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        raise LinedError(1, "the file must hold 'key: value' lines")
    return Lined(data, lines)


def _lines(node: Any, place: Place, above: set[int]) -> Iterator[tuple[Place, int]]:
    """Yield the line of every value; what is used twice by an alias is refused."""
    if id(node) in above:
        raise LinedError(node.start_mark.line + 1, "the same part is used twice (an alias)")
    above.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield (*place, number), item.start_mark.line + 1
            yield from _lines(item, (*place, number), above)
    elif isinstance(node, yaml.MappingNode):
        yield from _keys(node, place, above)


def _keys(node: Any, place: Place, above: set[int]) -> Iterator[tuple[Place, int]]:
    seen: set[str] = set()
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if key.tag != _STRING:
            raise LinedError(line, f"the key '{name}' must be a plain word")
        if name in seen:
            raise LinedError(line, f"the key '{name}' stands there twice")
        seen.add(name)
        yield (*place, name), line
        yield from _lines(value, (*place, name), above)
