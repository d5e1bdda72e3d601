"""Tells whether a message is about a person whom others could recognise. Pure.

Looked at only where others read along. It is a hint and no more: whoever asked decides.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.rules import read_rules

_NAMED: Final = re.compile(
    r"\b(?:[Mm]evrouw|[Mm]eneer|[Mm]evr\.?|[Dd]hr\.?|[Mm]w\.?|M[rs]s?\.?)\s+[A-Z][\w'’-]+"
)
"""A title with a name: here a capital counts, which the rules don't look at."""


def is_personal(question: str) -> bool:
    """Tell whether ``question`` is about one person, or about how its writer is doing."""
    if _NAMED.search(question):
        return True
    return any(rule.pattern.search(question) for rule in read_rules("persons"))
