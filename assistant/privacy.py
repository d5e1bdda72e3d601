"""Finds personal data in a question before anything is stored, searched or sent on. Pure.

Numbers are only taken for what they are if they pass their own test: the eleven-test of a
citizen service number, the check digits of an IBAN, the numbering plan of a telephone number.
Names are left alone: "wethouder De Vries" is part of the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

Kind = str
"""One of: bsn, phone, email, iban, address, plate, birth."""

_NINE_DIGITS: Final = re.compile(r"(?<![\d.,])\d(?:[ .\-]?\d){8}(?!\d)")
_NAMED_NUMBER: Final = re.compile(r"\bbsn\w*\W{0,3}(?:\w+\W+){0,2}?(\d{8})(?!\d)", re.IGNORECASE)
_EMAIL: Final = re.compile(
    r"[\w.+\-]+\s?(?:@|\(at\)|\[at\])\s?[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE
)
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_PLATE: Final = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}"
    r"|[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}"
    r"|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}"
    r"|[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d)(?![\w-])",
    re.IGNORECASE,
)
_PLATE_NAMED: Final = re.compile(
    r"\b(?:kenteken\w*|nummerbord\w*|licen[cs]e plate|number plate|registration)\b\W{0,3}"
    r"(?:\w+\W+){0,3}?((?=[A-Z0-9 -]*\d)(?=[A-Z0-9 -]*[A-Z])"
    r"[A-Z0-9]{1,4}[ -]?[A-Z0-9]{1,4}[ -]?[A-Z0-9]{1,4})\b",
    re.IGNORECASE,
)
_POSTCODE_NL: Final = re.compile(r"\b[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b")
_POSTCODE_UK: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_STREET_NL: Final = re.compile(
    r"\b\w[\w'’.-]*(?:straat|laan|weg|gracht|kade|dijk|singel|steeg|dreef|pad|plantsoen|plein|hof"
    r"|markt|wal|burg|akker|veld|kamp|baan|park|oord|erf|horst|donk|kreek)\s+"
    r"(?!(?:19|20)\d\d\b)\d{1,4}(?!\d)(?:\s?-?\s?[a-z]{1,3}\b|-\d+)?(?!\s*(?:%|euro|uur|meter|jaar|km|"
    r"huizen|bewoners|woningen|plekken|keer|dagen|weken|maanden|en\s+\d))",
    re.IGNORECASE,
)
_STREET_EN: Final = re.compile(
    r"\b\d{1,4}[a-z]?\s+(?:[A-Z][\w'’]+\s+){1,3}"
    r"(?:Street|Road|Lane|Avenue|Close|Drive|Way|Court|Square|Terrace|Crescent|Gardens)\b"
)
_MONTH: Final = r"(?:jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec|march|may|oct)\w*"
_BIRTH: Final = re.compile(
    r"\b(?:geboren|geb\.?|geboortedatum|born|date of birth|d\.?o\.?b\.?)\W{0,3}(?:\w+\W+){0,3}?"
    rf"(?:\d{{1,2}}[\s./-]+(?:\d{{1,2}}|{_MONTH})[\s./-]+\d{{2,4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A stretch of the text, [start, end), that looks like personal data of a kind."""

    start: int
    end: int
    kind: Kind


def find(text: str) -> tuple[Finding, ...]:
    """Return the personal data in ``text``, in order, without overlaps."""
    found: list[Finding] = []
    for finding in sorted(_all(text)):
        if not found or finding.start >= found[-1].end:
            found.append(finding)
    return tuple(found)


def mask(text: str, findings: tuple[Finding, ...]) -> str:
    """Return ``text`` with each finding replaced by ``[…]``."""
    parts: list[str] = []
    position = 0
    for finding in findings:
        parts += [text[position : finding.start], "[…]"]
        position = finding.end
    return "".join([*parts, text[position:]])


def _all(text: str) -> Iterator[Finding]:
    for kind, pattern in (
        ("email", _EMAIL),
        ("plate", _PLATE),
        ("address", _POSTCODE_NL),
        ("address", _POSTCODE_UK),
        ("address", _STREET_NL),
        ("address", _STREET_EN),
        ("birth", _BIRTH),
    ):
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), kind)
    for match in _PLATE_NAMED.finditer(text):
        yield Finding(match.start(1), match.end(1), "plate")
    yield from _citizen_numbers(text)
    yield from _accounts(text)
    yield from _telephones(text)


def _citizen_numbers(text: str) -> Iterator[Finding]:
    from stdnum.nl import bsn

    for match in _NINE_DIGITS.finditer(text):
        if bsn.is_valid(re.sub(r"\D", "", match[0])):
            yield Finding(match.start(), match.end(), "bsn")
    for match in _NAMED_NUMBER.finditer(text):  # written without its leading zero
        if bsn.is_valid(match[1].zfill(9)):
            yield Finding(match.start(1), match.end(1), "bsn")


def _accounts(text: str) -> Iterator[Finding]:
    from stdnum import iban

    for match in _IBAN.finditer(text):
        words = match[0]
        while words:  # the pattern may have run on into the next words
            if iban.is_valid(words):
                yield Finding(match.start(), match.start() + len(words), "iban")
                break
            words = words[:-1].rstrip()


def _telephones(text: str) -> Iterator[Finding]:
    from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type

    personal = {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
    }
    for match in PhoneNumberMatcher(text, "NL", leniency=Leniency.VALID):
        if number_type(match.number) in personal and len(re.sub(r"\D", "", match.raw_string)) > 8:
            yield Finding(match.start, match.end, "phone")
