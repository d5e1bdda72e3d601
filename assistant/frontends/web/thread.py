"""The conversation, which the page holds and the server does not. Pure.

The browser sends the conversation along with every question and gets it back with the answer:
packed, so that it stays small. The server keeps nothing, so a restart loses nothing either.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter, ValidationError

from assistant.models import Answer, Turn

MAX_ANSWERS: Final = 12
"""The engine looks back ten turns; a longer conversation would only make the page heavy."""
MAX_PACKED: Final = 22_000
"""Most characters of a packed conversation: a question with it stays under the server's limit."""
MAX_BYTES: Final = 500_000
"""Most bytes that are unpacked: what comes back from a browser may be anything."""
_PASSAGE: Final = re.compile(r"(?:tip|chapter|doc):[\w-]+(?:#[\w-]+)?")
_THREAD: Final = TypeAdapter(tuple[Answer, ...])

Thread = tuple[Answer, ...]


def add(thread: Thread, answer: Answer) -> Thread:
    """Return the conversation with ``answer`` at the end; the oldest go when it gets too long."""
    longer = (*thread, replace(answer, timings_ms={}))[-MAX_ANSWERS:]
    while len(longer) > 1 and len(pack(longer)) > MAX_PACKED:
        longer = longer[1:]
    return longer


def history(thread: Sequence[Answer]) -> tuple[Turn, ...]:
    """Return the turns that a next question may point back to."""
    return tuple(
        Turn(answer.question, answer.tips) for answer in thread if answer.status == "answered"
    )


def pack(thread: Thread) -> str:
    """Return a conversation as a short line of plain characters."""
    if not thread:
        return ""
    data = json.dumps([answer.as_json() for answer in thread], ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(data.encode("utf-8", "replace"), 9)).decode()


def unpack(text: str) -> Thread:
    """Return the conversation that was packed; an empty one if it can't be read."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        data = zlib.decompressobj().decompress(raw, MAX_BYTES)
        thread = _THREAD.validate_json(data)[-MAX_ANSWERS:]
    except (binascii.Error, zlib.error, ValidationError, ValueError):
        return ()
    return thread if all(map(_in_order, thread)) else ()


def _in_order(answer: Answer) -> bool:
    """Tell whether an answer that came back is one that could have been given."""
    places = all(_PASSAGE.fullmatch(citation.passage_id) for citation in answer.citations)
    return places and (answer.status == "answered") == bool(answer.practices)
