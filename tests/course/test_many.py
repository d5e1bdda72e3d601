"""Two hundred packs of the material that ships, in the formats that are read by other programs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.course.export import export
from assistant.course.models import Pack, Plan
from assistant.course.pack import build_pack, lines_of
from assistant.course.plan import check_plan
from assistant.course.schedule import least_minutes
from corpus.coursebook import FORMS, Coursebook
from corpus.models import LANGUAGES, PRACTICES, Corpus
from tests.course.judges import node, validate_manifests

LENGTHS = ((75, 1), (180, 1), (90, 3))
"""Minutes and sessions."""


@pytest.fixture(scope="module")
def made(corpus: Corpus, real_book: Coursebook) -> Sequence[Pack]:
    """A pack for every practice, form, length and language: 252, no two of them the same."""
    plans = (
        Plan(
            language,
            (practice,),
            form=form,
            minutes=max(minutes, least_minutes(real_book.forms[language][form])),
            sessions=sessions,
            date=date(2026, 11, 24),
        )
        for practice, form, (minutes, sessions), language in product(
            PRACTICES, FORMS, LENGTHS, LANGUAGES
        )
    )
    return [build_pack(check_plan(plan, corpus, real_book), corpus, real_book) for plan in plans]


def test_they_are_different(made: Sequence[Pack]) -> None:
    texts = {tuple(line.text for line in lines_of(pack)) for pack in made}
    assert len(texts) == len(made) >= 200


def test_every_question_is_in_every_quiz(made: Sequence[Pack]) -> None:
    for pack in made[::5]:
        moodle = ElementTree.fromstring(export(pack, "moodle")[0].data)
        asked = [q for q in moodle.iter("question") if q.get("type") == "multichoice"]
        assert len(asked) == len(pack.checks)
        gift = export(pack, "gift")[0].data.decode("utf-8")
        for check in pack.checks:
            assert check.tip in gift
        with zipfile.ZipFile(io.BytesIO(export(pack, "scorm")[0].data)) as package:
            assert package.testzip() is None
            ElementTree.fromstring(package.read("imsmanifest.xml"))


def test_every_tip_is_in_the_text_and_the_cards(made: Sequence[Pack]) -> None:
    for pack in made[:: len(made) // 5]:
        text = export(pack, "markdown")[0].data.decode("utf-8")
        assert all(tip.id in text for tip in pack.tips)
        assert export(pack, "cards")[0].data.startswith(b"%PDF")


@pytest.mark.office
def test_other_programs_read_every_one(made: Sequence[Pack], tmp_path: Path) -> None:
    questions: list[Path] = []
    manifests: list[Path] = []
    for number, pack in enumerate(made):
        path = tmp_path / f"{number}.gift"
        path.write_bytes(export(pack, "gift")[0].data)
        questions.append(path)
        with zipfile.ZipFile(io.BytesIO(export(pack, "scorm")[0].data)) as package:
            manifest = tmp_path / f"{number}.xml"
            manifest.write_bytes(package.read("imsmanifest.xml"))
            manifests.append(manifest)
    read: list[list[dict[str, Any]]] = node("gift.mjs", *map(str, questions))
    asked = [[item for item in items if item["type"] == "MC"] for items in read]
    assert [len(items) for items in asked] == [len(pack.checks) for pack in made]
    for items, pack in zip(asked, made, strict=True):
        for item, check in zip(items, pack.checks, strict=True):
            right = [choice["isCorrect"] for choice in item["choices"]]
            assert right == [choice.right for choice in check.choices]
    validate_manifests(manifests, tmp_path)
