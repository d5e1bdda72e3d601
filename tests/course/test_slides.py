"""Slides, read again by python-pptx: titles, notes, language, and nothing that does not fit."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.course.export import export
from assistant.course.export.deck import BODY, ROWS, SIZES, Slide, spread, title_size
from assistant.course.export.filling import Bit
from assistant.course.export.measure import cut, line_count, shorten, text_width
from assistant.course.export.talk import talk
from assistant.course.export.tidy import tidy
from assistant.course.models import Pack
from tests.course import packs

WORD = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=30)
PROSE = st.lists(WORD, min_size=1, max_size=200).map(" ".join)
STYLES = st.sampled_from(["plain", "big", "label", "point", "number", "letter", "quote", "small"])


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.make()


@pytest.fixture(scope="module", params=["make", "hostile", "long", "bare"])
def shown(request: pytest.FixtureRequest) -> Any:
    return opened(getattr(packs, request.param)())


def opened(pack: Pack) -> Any:
    return pptx.Presentation(io.BytesIO(export(pack, "pptx")[0].data))


def paragraphs(slide: Any) -> Iterator[Any]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield from shape.text_frame.paragraphs
        elif shape.has_table:
            for row in shape.table.rows:
                for cell in row.cells:
                    yield from cell.text_frame.paragraphs


def words_of(slide: Any) -> str:
    return " ".join(paragraph.text.replace("\x0b", " ") for paragraph in paragraphs(slide))


def test_slides_are_wide_and_each_has_a_title_of_its_own(shown: Any) -> None:
    assert round(shown.slide_width / shown.slide_height, 3) == round(16 / 9, 3)
    titles = [slide.shapes.title.text_frame.text for slide in shown.slides]
    assert all(titles)
    assert [title for title, times in Counter(titles).items() if times > 1] == []


def test_nothing_stands_outside_a_slide_and_no_placeholder_is_empty(shown: Any) -> None:
    for slide in shown.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= shown.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= shown.slide_height
            assert not shape.has_text_frame or shape.text_frame.text.strip()


def test_no_two_shapes_of_a_slide_have_the_same_number(shown: Any) -> None:
    for slide in shown.slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(("language", "code"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_every_word_is_in_the_language_of_the_pack(language: Any, code: str) -> None:
    shown = opened(packs.make(language))
    assert shown.core_properties.language == code
    for slide in shown.slides:
        frames = [*paragraphs(slide), *slide.notes_slide.notes_text_frame.paragraphs] if (
            slide.has_notes_slide
        ) else paragraphs(slide)  # fmt: skip
        for paragraph in frames:
            for run in paragraph.runs:
                assert run._r.rPr.get("lang") == code


def test_the_properties_of_the_file_are_those_of_the_pack(pack: Pack) -> None:
    facts = opened(pack).core_properties
    assert facts.title == pack.title.text
    assert facts.subject == pack.subtitle.text
    assert "collega-zegt-nee" in facts.keywords and "S8" in facts.keywords
    assert facts.created.isoformat() == facts.modified.isoformat() == "2026-11-24T00:00:00"


def test_the_slides_follow_the_run_sheet(pack: Pack) -> None:
    titles = [slide.title for slide in talk(tidy(pack))]
    steps = [step.title.text for step in pack.sessions[0].steps]
    assert [title for title in titles if title in steps] == steps
    story = titles.index(pack.cases[0].title.text)
    assert titles.index("Welkom") < story < titles.index("De inbreng")
    assert titles.index("De analyse") < titles.index("En dan dit") < titles.index("De evaluatie")
    assert titles[-1] == "Over dit pakket"


def test_what_the_trainer_says_is_in_the_notes_and_what_the_group_does_on_the_slide(
    pack: Pack,
) -> None:
    slides = {slide.shapes.title.text_frame.text: slide for slide in opened(pack).slides}
    for step in pack.sessions[0].steps:
        slide = slides[step.title.text]
        if step.group:
            assert step.group.text in words_of(slide)
        if step.trainer:
            assert step.trainer.text in slide.notes_slide.notes_text_frame.text
        assert f"{step.minutes} minuten" in words_of(slide)


def test_the_right_answer_is_not_on_the_slide_with_the_question(pack: Pack) -> None:
    slides = {slide.title: slide for slide in talk(tidy(pack))}
    check = pack.checks[0]
    right = next(choice for choice in check.choices if choice.right)
    assert all(bit.style in ("plain", "letter") for bit in slides["Vraag 1"].bits)
    assert right.feedback.text not in " ".join(bit.text for bit in slides["Vraag 1"].bits)
    told = slides["Vraag 1: dit past het best"]
    assert told.bits[0].text == right.text.text
    assert told.bits[0].place == check.choices.index(right) + 1


def test_slides_about_a_tip_a_question_or_a_case_name_it_at_their_foot(pack: Pack) -> None:
    slides = {slide.title: slide for slide in talk(tidy(pack))}
    for tip in pack.tips:
        source = slides[tip.title.text].source
        assert tip.id in source and all(name in source for name in tip.sources)
    assert "collega-zegt-nee" in slides["Vraag 1"].source
    assert "moestuin-0" in slides[pack.cases[0].title.text].source


def test_tips_and_questions_are_spread_over_the_sessions() -> None:
    slides = talk(tidy(packs.make(sessions=3)))
    titles = [slide.title for slide in slides]
    starts = [place for place, title in enumerate(titles) if title.startswith("De tips ernaast")]
    tips = [tip.title.text for tip in packs.make().tips]
    assert [titles[start + 1] for start in starts] == tips
    asked = [title for title in titles if title.startswith("Vraag") and ":" not in title]
    assert asked == ["Vraag 1", "Vraag 2", "Vraag 3", "Vraag 4"]


def test_a_long_programme_goes_on_and_its_table_has_headers() -> None:
    rows = tuple((f"{n}:00", f"Stap {n}", "5") for n in range(2 * ROWS + 1))
    head = ("Tijd", "Stap", "Min.")
    parts = spread(Slide("table", "Programma", rows=(head, *rows), widths=(14, 72, 14)))
    assert len(parts) == 3
    assert all(part.rows[0] == head and len(part.rows) <= ROWS + 1 for part in parts)
    assert tuple(row for part in parts for row in part.rows[1:]) == rows


def test_tables_say_what_they_hold(pack: Pack) -> None:
    frames = [s for slide in opened(pack).slides for s in slide.shapes if s.has_table]
    assert frames
    for frame in frames:
        assert frame._element.nvGraphicFramePr.cNvPr.get("descr")
        assert frame.table.first_row


def test_no_word_of_a_very_long_title_is_lost() -> None:
    title = "Een titel die maar doorgaat " * 20
    slides = spread(Slide("title", title.strip(), bits=(Bit("Ondertitel"),)))
    assert slides[0].title.endswith("…")
    assert title.strip() in " ".join(bit.text for slide in slides for bit in slide.bits)
    assert all(
        line_count(slide.title, title_size(slide.title), 30.2, bold=True) <= 2 for slide in slides
    )


# nothing overflows, by the measure of our own (LibreOffice judges in test_office)


@given(st.lists(st.builds(Bit, PROSE, STYLES, st.sampled_from(["", "S1, S60"])), max_size=12))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_on_a_slide_fits_and_no_word_is_lost(bits: list[Bit]) -> None:
    parts = spread(Slide("body", "Titel", bits=tuple(bits)))
    for part in parts:
        assert BODY.fits(part.bits, part.size)
        assert part.size >= SIZES[-1]
    before = "".join("".join(bit.text.split()) for bit in bits)
    assert "".join("".join(bit.text.split()) for part in parts for bit in part.bits) == before
    marks = [bit.mark for bit in bits if bit.mark]
    assert [bit.mark for part in parts for bit in part.bits if bit.mark] == marks


def test_slides_are_about_equally_full() -> None:
    bits = tuple(Bit("Een zin van een regel of wat. " * 6) for _ in range(9))
    full = [BODY.taken(part.bits, part.size) for part in spread(Slide("body", "T", bits=bits))]
    assert len(full) > 1
    assert min(full) > 0.6 * max(full)


@given(PROSE, st.integers(12, 40), st.integers(3, 30))
def test_a_narrower_column_never_takes_fewer_lines(text: str, size: int, width: int) -> None:
    assert line_count(text, size, width) >= line_count(text, size, width + 2)
    assert line_count(text, size, width) * width >= text_width(text, size) * 0.5


@given(PROSE, st.integers(1, 80))
def test_cutting_gives_pieces_that_fit_and_loses_nothing(text: str, most: int) -> None:
    pieces = cut(text, lambda piece: len(piece) <= most)
    assert all(len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_text_is_cut_between_sentences_where_that_is_possible() -> None:
    text = "Dit is de eerste zin. Dit is de tweede zin. En de derde."
    assert cut(text, lambda piece: len(piece) <= 45) == [
        "Dit is de eerste zin. Dit is de tweede zin.",
        "En de derde.",
    ]


def test_shortening_ends_in_dots_and_only_where_it_must() -> None:
    assert shorten("Kort", 12, 10) == "Kort"
    assert shorten("Een lange regel " * 9, 12, 10).endswith("…")
    assert line_count(shorten("Een lange regel " * 9, 12, 10), 12, 10) == 1
