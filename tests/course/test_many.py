"""Two hundred packs of the material that ships, through the exports that take milliseconds.

In the same way a few go through those that take seconds, and all of them to software of others.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final
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
from assistant.course.pack import build_pack
from assistant.course.schedule import least_minutes
from corpus.coursebook import FORMS, Coursebook
from corpus.models import LANGUAGES, PRACTICES, Corpus
from tests.course import judges

MINUTES: Final = (75, 240, 480)
FEW: Final = 4


@pytest.fixture(scope="module")
def made(corpus: Corpus, real_book: Coursebook) -> list[Pack]:
    """A pack for every practice, form and language, in three lengths, as far as they fit."""

    def build() -> Iterator[Pack]:
        for practice, form, minutes, language in product(PRACTICES, FORMS, MINUTES, LANGUAGES):
            if minutes >= least_minutes(real_book.forms[language][form]):
                plan = Plan(language, (practice,), form=form, minutes=minutes)
                yield tidy(build_pack(plan, corpus, real_book))

    packs = list(build())
    assert len(packs) > 200
    return packs


def test_all_their_slides_hold_what_fits_and_have_titles_of_their_own(made: list[Pack]) -> None:
    for pack in made:
        slides = talk(pack)
        titles = [slide.title for slide in slides]
        assert len(set(titles)) == len(titles)
        for slide in slides:
            assert slide.kind == "title" or SLIDE.fits(slide.bits, slide.size)
            size = title_size(slide.title)
            assert line_count(slide.title, size, TITLE_WIDTH, bold=True) <= TITLE_LINES


def test_all_their_cards_hold_what_fits(made: list[Pack]) -> None:
    for pack in made:
        faces = deal(pack)
        assert len(faces) >= len(pack.tips) + len(pack.cases)
        assert all(CARD.fits(face.bits, face.size) for face in faces)


def test_all_their_quizzes_and_texts_are_whole(made: list[Pack]) -> None:
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
def test_gift_pegjs_reads_all_their_questions(made: list[Pack], tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(len(made))]
    for path, pack in zip(paths, made, strict=True):
        path.write_bytes(export(pack, "gift")[0].data)
    for (_, *questions), pack in zip(judges.node("gift.mjs", *map(str, paths)), made, strict=True):
        asked = [(q["type"], q["id"], len(q["choices"])) for q in questions]
        language = pack.plan.language
        assert asked == [
            ("MC", f"bricoleur-{check.id}-{language}", len(check.choices)) for check in pack.checks
        ]


@pytest.mark.office
def test_all_their_manifests_fit_the_schemas(made: list[Pack], tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.xml" for number in range(len(made))]
    for path, pack in zip(paths, made, strict=True):
        with zipfile.ZipFile(io.BytesIO(export(pack, "scorm")[0].data)) as archive:
            path.write_bytes(archive.read("imsmanifest.xml"))
    judges.validate_manifests(paths, tmp_path)


@pytest.mark.office
def test_libreoffice_draws_every_word_of_some_of_them(made: list[Pack], tmp_path: Path) -> None:
    some = made[:: len(made) // FEW]
    paths = [tmp_path / f"{number}.pptx" for number in range(len(some))]
    for path, pack in zip(paths, some, strict=True):
        path.write_bytes(judges.rigid(export(pack, "pptx")[0].data))
    judges.render(paths, tmp_path)
    for path in paths:
        slides = pptx.Presentation(str(path)).slides
        for slide, words in zip(slides, judges.pages(path.with_suffix(".pdf")), strict=True):
            assert judges.faults(slide, words) == []
