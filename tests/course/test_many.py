"""Two hundred packs of the material that ships, in the formats that take milliseconds to make.

Other programs read all of them; LibreOffice draws a few.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pptx
import pytest

from assistant.course.export import export, possible
from assistant.course.export.cards import BODY as CARD
from assistant.course.export.cards import deal
from assistant.course.export.deck import BODY as SLIDE
from assistant.course.export.deck import TITLE_LINES, TITLE_WIDTH, title_size
from assistant.course.export.measure import line_count
from assistant.course.export.talk import talk
from assistant.course.export.tidy import tidy
from assistant.course.models import Pack, Plan
from assistant.course.pack import build_pack, lines_of
from assistant.course.plan import check_plan
from assistant.course.schedule import least_minutes
from corpus.coursebook import FORMS, Coursebook
from corpus.models import LANGUAGES, PRACTICES, Corpus
from tests.course import judges

FEW: Final = 4
LENGTHS: Final = ((75, 1), (180, 1), (90, 3))
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
    return [
        tidy(build_pack(check_plan(plan, corpus, real_book), corpus, real_book)) for plan in plans
    ]


def test_they_are_different(made: Sequence[Pack]) -> None:
    texts = {tuple(line.text for line in lines_of(pack)) for pack in made}
    assert len(texts) == len(made) >= 200


def test_all_their_slides_hold_what_fits_and_have_titles_of_their_own(made: Sequence[Pack]) -> None:
    for pack in made:
        slides = talk(pack)
        titles = [slide.title for slide in slides]
        assert len(set(titles)) == len(titles)
        for slide in slides:
            assert slide.kind == "title" or SLIDE.fits(slide.bits, slide.size)
            size = title_size(slide.title)
            assert line_count(slide.title, size, TITLE_WIDTH, bold=True) <= TITLE_LINES


def test_all_their_cards_hold_what_fits(made: Sequence[Pack]) -> None:
    for pack in made:
        faces = deal(pack)
        assert len(faces) >= len(pack.tips) + len(pack.cases)
        assert all(CARD.fits(face.bits, face.size) for face in faces)


def test_all_their_quizzes_and_texts_are_whole(made: Sequence[Pack]) -> None:
    for pack in made:
        assert {"moodle", "gift", "scorm"} <= {*possible(pack)}
        quiz = ElementTree.fromstring(export(pack, "moodle")[0].data)
        numbers = [number.text for number in quiz.iter("idnumber")]
        assert len(numbers) == len(set(numbers)) == len(pack.checks)
        gift = export(pack, "gift")[0].data.decode()
        assert gift.rstrip().count("\n\n") == 1 + len(pack.checks)
        text = export(pack, "markdown")[0].data.decode()
        assert all(f"Tip: {tip.id}" in text.replace("\\", "") for tip in pack.tips)
        with zipfile.ZipFile(io.BytesIO(export(pack, "scorm")[0].data)) as archive:
            assert archive.testzip() is None


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
    read: list[list[dict[str, Any]]] = judges.node("gift.mjs", *map(str, questions))
    asked = [[item for item in items if item["type"] == "MC"] for items in read]
    assert [len(items) for items in asked] == [len(pack.checks) for pack in made]
    for items, pack in zip(asked, made, strict=True):
        for item, check in zip(items, pack.checks, strict=True):
            right = [choice["isCorrect"] for choice in item["choices"]]
            assert right == [choice.right for choice in check.choices]
    judges.validate_manifests(manifests, tmp_path)


@pytest.mark.office
def test_libreoffice_draws_every_word_of_some_of_them(made: Sequence[Pack], tmp_path: Path) -> None:
    some = made[:: len(made) // FEW]
    paths = [tmp_path / f"{number}.pptx" for number in range(len(some))]
    for path, pack in zip(paths, some, strict=True):
        path.write_bytes(judges.rigid(export(pack, "pptx")[0].data))
    judges.render(paths, tmp_path)
    for path in paths:
        slides = pptx.Presentation(str(path)).slides
        for slide, words in zip(slides, judges.pages(path.with_suffix(".pdf")), strict=True):
            assert judges.faults(slide, words) == []
