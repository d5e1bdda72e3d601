"""The Markdown of a tip or chapter, taken apart: front matter with line numbers, headed parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from corpus.sentences import split_sentences

MARK: Final = re.compile(r"\s*\[((?:S\d+[a-z]?|eigen)(?:\s*,\s*(?:S\d+[a-z]?|eigen))*)\]")
"""Marks that say what the sentence or step before them rests on: ``[S8]``, ``[eigen]``."""
_HEADING = re.compile(r"^##\s+(\S.*?)\s*$")
_STRING: Final = "tag:yaml.org,2002:str"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same reader in C, ten times as fast, where PyYAML was built with it."""
_ITEM = re.compile(r"^(?:\d+\.|[-*])\s+(.*)$")


class MarkupError(Exception):
    """The file can't be read; ``line`` (1-based) is where, the message what."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and the citable parts below it, each with the marks it ends with."""

    heading: str
    line: int
    parts: tuple[str, ...]
    marks: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A file taken apart: ``data`` is the front matter, ``lines`` the line of each of its keys."""

    data: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()


def parse(text: str) -> Page:
    """Take a tip or chapter apart.

    Raises:
        MarkupError: No front matter, YAML that can't be read, a double key or text that stands
            outside a heading.
    """
    lines = text.removeprefix("﻿").splitlines()
    end = _front_matter_end(lines)
    data, key_lines = front_matter("\n".join(lines[1:end]))
    return Page(data=data, lines=key_lines, blocks=tuple(_blocks(lines, end + 1)))


def _front_matter_end(lines: list[str]) -> int:
    if not lines or lines[0].strip() != "---":
        raise MarkupError(1, "the file must start with a line '---'")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return number
    raise MarkupError(1, "the front matter has no closing line '---'")


def front_matter(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Read YAML that maps keys to values; return it with the line of each key, counted from 2.

    Raises:
        MarkupError: It can't be read, or a key stands there twice.
    """
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise MarkupError(line, f"YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise MarkupError(1, f"YAML: {error}") from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(data, dict):
        raise MarkupError(2, "the front matter must hold 'key: value' lines")
    return data, _key_lines(node)


def _key_lines(node: yaml.MappingNode) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, value in node.value:
        name = str(key.value)
        line = key.start_mark.line + 2
        if key.tag != _STRING:
            raise MarkupError(line, f"the key '{name}' must be a plain word")
        if name in found:
            raise MarkupError(line, f"the key '{name}' stands there twice")
        found[name] = line
        if isinstance(value, yaml.SequenceNode):
            for number, item in enumerate(value.value):
                found[f"{name}.{number}"] = item.start_mark.line + 2
    return found


def _blocks(lines: list[str], start: int) -> list[Block]:
    blocks: list[Block] = []
    heading: tuple[str, int] | None = None
    body: list[str] = []
    for number, line in enumerate(lines[start:], start=start + 1):
        match = _HEADING.match(line)
        if match:
            _close(blocks, heading, body)
            heading, body = (match[1], number), []
        elif line.strip() and heading is None:
            raise MarkupError(number, "text stands before the first '## ' heading")
        else:
            body.append(line)
    _close(blocks, heading, body)
    return blocks


def _close(blocks: list[Block], heading: tuple[str, int] | None, body: list[str]) -> None:
    if heading is None:
        return
    pairs = [pair for chunk in _chunks(body) for pair in _parts(chunk)]
    parts, marks = tuple(text for text, _ in pairs), tuple(mark for _, mark in pairs)
    blocks.append(Block(heading[0], heading[1], parts, marks))


def _chunks(body: list[str]) -> list[tuple[str, str]]:
    """Join the lines of a block into list items, quotes and paragraphs, each with its kind."""
    chunks: list[tuple[str, str]] = []
    fresh = True
    for line in (raw.strip() for raw in body):
        item = _ITEM.match(line)
        if not line:
            fresh = True
        elif item:
            chunks.append(("item", item[1]))
            fresh = False
        elif line.startswith(">"):
            chunks.append(("quote", line.lstrip("> ").strip()))
            fresh = False
        elif fresh:
            chunks.append(("text", line))
            fresh = False
        else:
            kind, before = chunks[-1]
            chunks[-1] = (kind, f"{before} {line}")
    return chunks


def _parts(chunk: tuple[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    kind, text = chunk
    if kind == "quote":
        return [(text.strip('"“”'), ())]
    if kind == "item":
        marks = tuple(name for match in MARK.finditer(text) for name in _names(match[1]))
        return [(MARK.sub("", text).strip(), marks)]
    return _sentences(text)


def _sentences(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Split a paragraph; a mark belongs to the sentence it follows."""
    found: list[tuple[str, tuple[str, ...]]] = []
    position = 0
    for match in [*MARK.finditer(text), None]:
        end = match.start() if match else len(text)
        found += [(sentence, ()) for sentence in split_sentences(text[position:end].strip())]
        if match:
            position = match.end()
            if found:
                sentence, marks = found[-1]
                found[-1] = (sentence, (*marks, *_names(match[1])))
    return found


def _names(marks: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in marks.split(","))
