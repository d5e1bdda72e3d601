"""Puts together what a model gets; the words of it lie in ``prompt_files``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any, Final

from assistant.generation.contract import Prompt
from assistant.guard import tidy
from corpus.models import Language

LINK: Final = re.compile(r"(?:https?|ftp)://\S+|\bwww\.\S+|\bmailto:\S+", re.IGNORECASE)
_BRACKETS: Final = str.maketrans("<>[]{}", "()()()")
"""Only our own template has these signs: no text can close the part that it stands in."""


def build(
    question: str, earlier: str, passages: Mapping[int, tuple[str, str]], language: Language
) -> Prompt:
    """Return the prompt for a question.

    Args:
        question: What was asked, as it may be sent (see :func:`sendable`).
        earlier: What was asked before it, as far as the question leans on that; may be empty.
        passages: Heading and text of each passage, by number, as they may be sent.
        language: The language of the answer and of all passages.
    """
    system, user = _parts(language)
    listed = "\n\n".join(f"({n}) {head}\n{text}" for n, (head, text) in passages.items())
    filled = Template(user).substitute(passages=listed, earlier=earlier or "-", question=question)
    return Prompt(system, filled, _schema(list(passages)))


def sendable(text: str) -> str:
    """Return ``text`` as it may stand in a prompt: on one line, without links or brackets."""
    return " ".join(LINK.sub("", tidy(text)).translate(_BRACKETS).split())


@cache
def _parts(language: Language) -> tuple[str, str]:
    """Return the rules and the template for the rest."""
    folder = files("assistant.generation") / "prompt_files"
    text = (folder / f"answer.{language}.txt").read_text(encoding="utf-8")
    system, _, user = text.partition("\n---\n")
    return system.strip(), user.strip()


def _schema(numbers: Sequence[int]) -> dict[str, Any]:
    """Return the form of an answer, with no other passages to cite than those given."""
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "cites": {"type": "array", "items": {"type": "integer", "enum": list(numbers)}},
        },
        "required": ["text", "cites"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": sentence}},
        "required": ["sentences"],
        "additionalProperties": False,
    }
