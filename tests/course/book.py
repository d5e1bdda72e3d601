"""A small folder of course material for the small corpus of the tests, all in order."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from corpus.coursebook_front import FRAME
from corpus.models import Language
from tests.conftest import TIPS

SENTENCE: Final[dict[Language, str]] = {
    "nl": "De buurt wil een bank bij de vijver.",
    "en": "People want a bench by the pond.",
}
FORMS: Final[dict[str, tuple[bool, int, int, list[int], list[int]]]] = {
    "incident": (True, 65, 65, [5, 14], [5, 10, 5, 15, 10, 10, 10]),
    "intervisie": (False, 45, 90, [4, 8], [10, 15, 20, 15]),
    "dilemma": (False, 30, 75, [4, 12], [5, 15, 15, 15]),
    "rollenspel": (False, 40, 90, [4, 8], [10, 15, 15, 20]),
    "carrousel": (False, 40, 90, [3, 5], [5, 12, 12, 12, 7]),
    "quiz": (False, 15, 30, [2, 40], [5, 5, 5, 5]),
}
"""By form: fixed, least, most, people, minutes of the steps."""


def write_book(root: Path) -> Path:
    """Write the folder, with a case and a question for each tip of the small corpus."""
    for name in ("cases", "questions"):
        (root / name).mkdir(parents=True)
    for language in ("nl", "en"):
        dump(root / f"forms.{language}.yaml", {f: form(f, language) for f in FORMS})
        dump(root / f"frame.{language}.yaml", {n: frame(n, language) for n in FRAME})
        for practice, tip, _, _, _ in TIPS:
            dump(root / "cases" / f"geval-{tip}.{language}.yaml", case(practice, tip, language))
            dump(root / "questions" / f"{practice}.{language}.yaml", {tip: question(language)})
    return root


def case(practice: str, tip: str, language: Language) -> dict[str, Any]:
    one = SENTENCE[language]
    words = {
        "title": f"{one} {tip}",
        "story": "\n\n".join([" ".join([one] * 11)] * 2),
        "escalation": " ".join([one] * 6),
        "cards": [
            {"name": f"{one} {n}", "wants": one, "worries": one, "knows": one} for n in range(3)
        ],
        **{key: [f"Wie? {n}?" for n in range(2)] for key in ("fact", "judgement", "action")},
        "remarks": [{"heard": f"{one} {n}", "ask": "Wie?"} for n in range(3)],
        "pitfalls": [one, one],
    }
    if language == "en":
        return words
    others = [name for _, name, _, _, _ in TIPS if name != tip]
    return {
        "practice": practice,
        "tips": [tip, *others],
        "roles": ["wijkmanager"],
        "reviewed": date(2026, 11, 24),
        **words,
    }


def question(language: Language) -> dict[str, Any]:
    one = SENTENCE[language]
    options = [{"text": f"{one} {n}", "feedback": one} for n in range(3)]
    return {"stem": f"{one} {'Wat doe je' if language == 'nl' else 'What do you do'}?",
            "options": options}  # fmt: skip


def form(name: str, language: Language) -> dict[str, Any]:
    fixed, least, most, people, minutes = FORMS[name]
    one = SENTENCE[language]
    steps = [
        {"id": f"stap-{n}", "title": f"{name} {n}", "minutes": part, "trainer": one, "group": one}
        for n, part in enumerate(minutes, start=1)
    ]
    return {
        "title": f"Vorm {name}",
        "about": one,
        "fixed": fixed,
        "least": least,
        "most": most,
        "people": people,
        "steps": steps,
    }


def frame(name: str, language: Language) -> list[str]:
    one = SENTENCE[language]
    if name == "own.escalation":
        return [" ".join([one] * 6)] * 3
    if name.startswith(("title.", "steps.", "session.", "break.", "lunch.")):
        return [f"{name} ({language})"]
    return [f"{one} ({name} {n})" for n in range(3)]


class _Dumper(yaml.SafeDumper):
    """Writes a part that is used twice out in full."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(path: Path, data: dict[str, Any]) -> None:
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
