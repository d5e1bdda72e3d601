"""Reads a model's structured answer while it is still being written. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from assistant.generation.contract import WriterFailed

MAX_SENTENCE: Final = 600
MAX_OBJECT: Final = 4_000
"""Characters of one sentence with its form; each may be written as an escape of six."""
MAX_SENTENCES: Final = 40
MAX_CITES: Final = 8
_OPENING: Final = ("{", '"sentences"', ":", "[")
_SPACE: Final = " \t\r\n"
_CLOSING: Final = re.compile(r"\][ \t\r\n]*(?:\}[ \t\r\n]*)?")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as a model wrote it, with the numbers of the passages it names."""

    text: str
    cites: tuple[int, ...]


class SentenceReader:
    """Takes in ``{"sentences": [{"text": …, "cites": […]}, …]}`` piece by piece.

    Nothing else is let through: no fence, no words before or after it, no other keys.
    """

    def __init__(self) -> None:
        self._rest = ""
        self._steps = list(_OPENING)
        self._count = 0
        self._comma = False
        self._closed = False

    def feed(self, piece: str) -> list[Written]:
        """Return the sentences that ``piece`` completes.

        Raises:
            WriterFailed: What came is not of the form asked for (``not-json``), or there is no
                end to it (``endless``).
        """
        self._rest += piece
        self._open()
        found: list[Written] = []
        while not self._steps and not self._closed:
            sentence = self._next()
            if sentence is None:
                break
            found.append(sentence)
        if self._closed and not _CLOSING.fullmatch(self._rest):
            raise WriterFailed("not-json", "words after the end")
        return found

    def finish(self) -> None:
        """Check that the end was reached.

        Raises:
            WriterFailed: Something is missing (``not-json``), or all of it (``empty``), or the
                model had nothing to say (``refused``).
        """
        if len(self._steps) == len(_OPENING) and not self._rest.strip():
            raise WriterFailed("empty", "no text")
        if not self._closed or not self._rest.rstrip(_SPACE).endswith("}"):
            raise WriterFailed("not-json", "no end")
        if not self._count:
            raise WriterFailed("refused", "no sentences")

    def _open(self) -> None:
        while self._steps:
            self._rest = self._rest.lstrip(_SPACE)
            step = self._steps[0]
            if not self._rest.startswith(step):
                if not step.startswith(self._rest):
                    raise WriterFailed("not-json", "another opening")
                return
            self._rest = self._rest[len(step) :]
            self._steps.pop(0)

    def _next(self) -> Written | None:
        """Take one sentence from what came in; None if it isn't whole yet, or was the last."""
        self._rest = self._rest.lstrip(_SPACE)
        if not self._rest:
            return None
        if self._comma and self._rest[0] == ",":
            self._comma = False
            self._rest = self._rest[1:]
            return self._next()
        if self._rest[0] == "]" and (self._comma or not self._count):
            self._closed = True
            return None
        if self._rest[0] != "{" or self._comma:
            raise WriterFailed("not-json", "no object")
        end = self._end()
        if end is None:
            return None
        raw, self._rest = self._rest[:end], self._rest[end:]
        self._comma = True
        self._count += 1
        if self._count > MAX_SENTENCES:
            raise WriterFailed("endless", "sentences")
        return _sentence(raw)

    def _end(self) -> int | None:
        """Return where the object that the rest starts with ends.

        That is its first closing brace outside a string: objects in objects aren't asked for.
        """
        inside = escaped = False
        for place, character in enumerate(self._rest[: MAX_OBJECT + 1]):
            if escaped:
                escaped = False
            elif character == "\\" and inside:
                escaped = True
            elif character == '"':
                inside = not inside
            elif character == "}" and not inside:
                return place + 1
        if len(self._rest) > MAX_OBJECT:
            raise WriterFailed("endless", "a sentence")
        return None


def _sentence(raw: str) -> Written:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise WriterFailed("not-json", type(error).__name__) from None
    if not _is_sentence(data):
        raise WriterFailed("not-json", "another form")
    text = data["text"]
    if len(text) > MAX_SENTENCE:
        raise WriterFailed("endless", "a sentence")
    return Written(text, tuple(dict.fromkeys(data["cites"])))


def _is_sentence(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and set(data) == {"text", "cites"}
        and isinstance(data["text"], str)
        and isinstance(data["cites"], list)
        and len(data["cites"]) <= MAX_CITES
        and all(type(number) is int for number in data["cites"])
    )
