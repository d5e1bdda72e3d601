"""Starts a tip: both files, with every key and heading in place and nothing filled in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from corpus.models import PRACTICES, Language
from corpus.problem import Problem
from corpus.reader import ROOT, TIP_SECTIONS


def start(name: str, practice: str, today: date, root: Path = ROOT) -> tuple[Path, Path]:
    """Write the Dutch and the English file of a new tip and return their paths.

    Raises:
        Problem: The id or practice isn't one, or the tip is there already.
    """
    if practice not in PRACTICES:
        raise Problem(
            nl=f"'{practice}' is geen praktijk. Kies uit: {', '.join(PRACTICES)}.",
            en=f"'{practice}' is not a practice. Choose from: {', '.join(PRACTICES)}.",
        )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise Problem(
            nl=f"'{name}' is geen id. Gebruik kleine letters en koppeltekens: bewoner-haakt-af.",
            en=f"'{name}' is not an id. Use lower-case words and hyphens: bewoner-haakt-af.",
        )
    if any((root / "tips").glob(f"*/{name}.*.md")):
        raise Problem(
            nl=f"De tip '{name}' bestaat al. Kies een ander id.",
            en=f"The tip '{name}' exists already. Choose another id.",
        )
    folder = root / "tips" / practice
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / f"{name}.nl.md", folder / f"{name}.en.md"
    paths[0].write_text(_dutch(practice, today), encoding="utf-8")
    paths[1].write_text(_english(), encoding="utf-8")
    return paths


def _dutch(practice: str, today: date) -> str:
    front = (
        "title: \n"
        f"practice: {practice}\n"
        "phases: [verkennen]\n"
        "roles: [wijkmanager]\n"
        "basis: uitwerking\n"
        "sources: []\n"
        "see_also: []\n"
        f"reviewed: {today.isoformat()}\n"
    )
    return f"---\n{front}{_situations()}---\n{_body('nl')}"


def _english() -> str:
    return f"---\ntitle: \n{_situations()}---\n{_body('en')}"


def _situations() -> str:
    return "situations:\n" + "  - \n" * 6


def _body(language: Language) -> str:
    starts = {"doe": "1. \n2. \n3. \n", "zeg": '> "…"\n'}
    return "".join(
        "\n## " + names[language] + "\n" + starts.get(key, "…\n")
        for key, names in TIP_SECTIONS.items()
    )
