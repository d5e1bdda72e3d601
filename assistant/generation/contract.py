"""What is asked of a model server, and how it may fail. No library of any vendor is known here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from corpus.models import Language

Reason = Literal[
    "unreachable", "slow", "first-token-late", "deadline", "cut-off", "not-json", "empty",
    "rate-limited", "unauthorised", "too-large", "endless", "html", "redirected", "server-error",
    "refused", "filtered", "busy", "paused", "personal-data", "no-passages", "unsupported",
    "unexpected",
]  # fmt: skip

REASONS: Final[Mapping[Reason, Mapping[Language, str]]] = {
    "unreachable": {"nl": "is niet bereikbaar", "en": "can't be reached"},
    "slow": {"nl": "antwoordt te traag", "en": "answers too slowly"},
    "first-token-late": {"nl": "begint te laat", "en": "starts too late"},
    "deadline": {"nl": "is niet op tijd klaar", "en": "isn't ready in time"},
    "cut-off": {"nl": "breekt zijn antwoord af", "en": "cuts its answer off"},
    "not-json": {"nl": "antwoordt niet in de gevraagde vorm", "en": "isn't answering in form"},
    "empty": {"nl": "geeft een leeg antwoord", "en": "gives an empty answer"},
    "rate-limited": {"nl": "laat geen vragen meer toe", "en": "takes no more questions"},
    "unauthorised": {"nl": "wijst de sleutel af", "en": "turns the key down"},
    "too-large": {"nl": "vindt de vraag te groot", "en": "finds the question too large"},
    "endless": {"nl": "houdt niet op", "en": "doesn't stop"},
    "html": {"nl": "geeft een webpagina terug", "en": "gives a web page back"},
    "redirected": {"nl": "verwijst naar elders", "en": "points elsewhere"},
    "server-error": {"nl": "heeft zelf een storing", "en": "has a fault of its own"},
    "refused": {"nl": "weigert de vraag", "en": "refuses the question"},
    "filtered": {"nl": "houdt het antwoord tegen", "en": "holds the answer back"},
    "busy": {"nl": "heeft te veel vragen tegelijk", "en": "has too many questions at once"},
    "paused": {"nl": "wordt even met rust gelaten", "en": "is left alone for a moment"},
    "personal-data": {"nl": "mag dit niet zien", "en": "may not see this"},
    "no-passages": {"nl": "krijgt niets om uit te schrijven", "en": "has nothing to write from"},
    "unsupported": {"nl": "wijkt te veel van de bron af", "en": "strays too far from the source"},
    "unexpected": {"nl": "geeft een onbekende fout", "en": "fails in an unknown way"},
}
"""What went wrong, to be read after "the model server"."""


class WriterFailed(Exception):
    """No text that can be used; ``detail`` says more and never holds what was asked or written.

    Args:
        reason: What went wrong, by name.
        detail: A status code or the kind of an error, for the log.
        retry_after: Seconds after which the server wants to be asked again, if it said so.
    """

    def __init__(self, reason: Reason, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{reason} ({detail})" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model gets: its rules, what it must write from, and the form of the answer.

    ``schema`` is a JSON schema; the server is asked to write nothing that doesn't fit it.
    """

    system: str
    user: str
    schema: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """A short name for this very prompt, for the log: it tells nothing of the words."""
        whole = "\0".join((self.system, self.user, json.dumps(self.schema, sort_keys=True)))
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much a model may write.

    ``deadline`` and ``first_token`` are seconds from the start; ``characters`` and ``tokens``
    bound the text, ``bytes`` all that comes over the line.
    """

    deadline: float = 45.0
    first_token: float = 15.0
    characters: int = 12_000
    tokens: int = 1_500
    bytes: int = 8_000_000


class Writer(Protocol):
    """A model server."""

    @property
    def name(self) -> str:
        """The name of the model, as configured."""

    def stream(self, prompt: Prompt, limits: Limits) -> Iterator[str]:
        """Yield the text in pieces; end only when the server said that it was finished.

        Blocks as long as the server does: :class:`assistant.generation.lead.Lead` keeps time.

        Raises:
            WriterFailed: Anything else.
        """
