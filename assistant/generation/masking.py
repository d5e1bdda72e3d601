"""Keeps personal data from a model server: placeholders go, and come back as what they stand for.

Pure. What counts as personal data is for :mod:`assistant.privacy` to say.
"""

from __future__ import annotations

import re
from typing import Final

from assistant import privacy
from corpus.models import Language

WORDS: Final = {
    "bsn": {"nl": "BSN", "en": "BSN"},
    "phone": {"nl": "TELEFOON", "en": "PHONE"},
    "email": {"nl": "MAIL", "en": "MAIL"},
    "iban": {"nl": "REKENING", "en": "ACCOUNT"},
    "address": {"nl": "ADRES", "en": "ADDRESS"},
    "plate": {"nl": "KENTEKEN", "en": "PLATE"},
    "birth": {"nl": "GEBOREN", "en": "BIRTH"},
}
_PLACEHOLDER: Final = re.compile(r"\[[A-Z]+-\d+\]")


class Mask:
    """The placeholders of one question. Texts that are masked must hold no square brackets.

    Args:
        language: The language of the placeholders.
    """

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._names: dict[str, str] = {}

    @property
    def used(self) -> bool:
        """Whether any personal data was found."""
        return bool(self._names)

    def hide(self, text: str) -> str:
        """Return ``text`` with a placeholder for each piece of personal data."""
        parts: list[str] = []
        end = 0
        for finding in privacy.find(text):
            parts += [text[end : finding.start], self._name(text, finding)]
            end = finding.end
        return "".join([*parts, text[end:]])

    def show(self, text: str) -> str:
        """Return ``text`` with the personal data in place of its placeholders."""
        values = {name: value for value, name in self._names.items()}
        return _PLACEHOLDER.sub(lambda match: values.get(match[0], match[0]), text)

    def without(self, text: str) -> str:
        """Return ``text`` with a plain word for each placeholder that was given out."""
        known = set(self._names.values())
        return _PLACEHOLDER.sub(lambda match: "x" if match[0] in known else match[0], text)

    def _name(self, text: str, finding: privacy.Finding) -> str:
        value = text[finding.start : finding.end]
        if value not in self._names:
            kind = WORDS[finding.kind][self._language]
            number = 1 + sum(name.startswith(f"[{kind}-") for name in self._names.values())
            self._names[value] = f"[{kind}-{number}]"
        return self._names[value]
