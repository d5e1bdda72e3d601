"""Reads the rule files: patterns that are data, so that they can be read and reviewed as a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_SECTION = re.compile(r"^\[([a-z-]+)\]$")
_GAP = r"(?:\W+\w+){0,3}?\W+"
_NAME = re.compile(r"^\$(\w+)\s*=\s*(\S.*)$")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the kind of thing it finds."""

    kind: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=8)
def read_rules(name: str) -> tuple[Rule, ...]:
    """Return the rules of ``rule_files/<name>.txt``, in order.

    A line is a regular expression, without regard to case, that matches whole words; a space in it
    stands for any white space or punctuation. ``[kind]`` starts a kind, ``$name = pattern`` a name
    that later lines use as ``{name}``, ``#`` a comment.

    Raises:
        ValueError: A pattern isn't a regular expression; the message names the line.
    """
    text = files("assistant").joinpath("rule_files", f"{name}.txt").read_text(encoding="utf-8")
    kind, names, rules = "", {"gap": _GAP}, list[Rule]()
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        section, named = _SECTION.match(line), _NAME.match(line)
        if not line or line.startswith("#"):
            continue
        if section:
            kind = section[1]
        elif named:
            names[named[1]] = f"(?:{_expand(named[2], names)})"
        else:
            rules.append(Rule(kind, _compile(_expand(line, names), f"{name}.txt:{number}")))
    return tuple(rules)


def _expand(line: str, names: dict[str, str]) -> str:
    for name, pattern in names.items():
        line = line.replace("{" + name + "}", pattern)
    return line.replace(" ?", r"\W*").replace(" ", r"\W+")


def _compile(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{where}: {error}") from error
