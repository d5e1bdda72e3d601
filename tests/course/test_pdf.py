"""PDFs: accessible by the judgement of another program, and nothing fetched from outside."""

from __future__ import annotations

import builtins
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfua
import pypdf
import pytest

from assistant.course.export import File, colours, export
from assistant.course.export.cards import BODY, deal
from assistant.course.export.printing import print_pdf
from assistant.course.export.tidy import tidy
from assistant.course.models import Pack
from corpus.problem import Problem
from tests.course import packs


def short_hostile() -> Pack:
    """A hostile pack of a few pages: printing takes long."""
    pack = packs.hostile("en")
    return replace(
        pack, sessions=(), tips=pack.tips[:1], checks=pack.checks[:1], goals=(), safety=()
    )


@pytest.fixture(scope="module")
def files() -> list[File]:
    """Handout, guide and cards, of an everyday pack and of a hostile one."""
    both = (packs.make(), short_hostile())
    return [file for pack in both for name in ("pdf", "cards") for file in export(pack, name)]


def test_another_program_finds_no_fault_with_the_tags(files: list[File], tmp_path: Path) -> None:
    for place, file in enumerate(files):
        path = tmp_path / f"{place}.pdf"
        path.write_bytes(file.data)
        report = pdfua.validate(path)
        assert [(f.rule_id, f.message) for f in report.findings] == []


def test_title_language_and_day_are_set(files: list[File]) -> None:
    for place, file in enumerate(files):
        reader = pypdf.PdfReader(io.BytesIO(file.data))
        root: Any = reader.trailer["/Root"]
        assert root["/Lang"] == ("nl-NL" if place < 3 else "en-GB")
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata is not None and reader.metadata.title
        assert str(reader.metadata.creation_date).startswith("2026-11-24")
        assert "collega-zegt-nee" in str(reader.metadata["/Keywords"])


def tags(reader: Any) -> Iterator[Any]:
    """All elements of the structure of a PDF, in reading order."""

    def walk(element: Any) -> Iterator[Any]:
        yield element
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            found = child.get_object()
            if hasattr(found, "get") and found.get("/S"):
                yield from walk(found)

    root: Any = reader.trailer["/Root"]["/StructTreeRoot"]
    top = root["/K"]
    for element in top if isinstance(top, list) else [top]:
        yield from walk(element.get_object())


def test_headings_go_down_one_level_at_a_time_and_header_cells_say_whose_they_are(
    files: list[File],
) -> None:
    for file in files[:2]:
        found = list(tags(pypdf.PdfReader(io.BytesIO(file.data))))
        levels = [int(e["/S"][2:]) for e in found if re.fullmatch("/H[1-6]", e["/S"])]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        scopes = {str(e["/A"]["/Scope"]) for e in found if e["/S"] == "/TH"}
        assert scopes == {"/Column", "/Row"}
    figures = [e for e in tags(pypdf.PdfReader(io.BytesIO(files[1].data))) if e["/S"] == "/Figure"]
    assert len(figures) == 1
    assert "Welkom: 10; De inbreng: 5" in figures[0]["/Alt"]


def test_every_letter_comes_from_our_own_fonts(files: list[File]) -> None:
    for file in files[:3]:
        fonts = re.findall(rb"/BaseFont/([A-Za-z+\-#0-9]+)", file.data)
        for page in pypdf.PdfReader(io.BytesIO(file.data)).pages:
            used: Any = page["/Resources"].get("/Font", {})  # type: ignore[attr-defined]
            fonts += [str(font.get_object()["/BaseFont"]).encode() for font in used.values()]
        assert fonts and all(b"+Course" in font for font in fonts)


@pytest.mark.parametrize(
    "wanted",
    [
        "http://127.0.0.1:9/x.png", "file:///etc/passwd", "course:../pdf.py", "course:OFL.txt",
        "data:text/css;base64,YSB7IH0=", "//example.org/x.png", "x.png",
    ],
)  # fmt: skip
def test_a_page_gets_nothing_but_our_own(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib.request

    asked: list[Any] = []
    monkeypatch.setattr(
        urllib.request.OpenerDirector, "open", lambda *_a, **_k: asked.append(_a) or io.BytesIO()
    )
    page = (
        f'<html lang="nl"><head><title>t</title></head><body><img alt="a" src="{wanted}">x</body>'
    )
    printed = print_pdf(page, "paper.css")
    assert asked == []
    assert b"/Subtype/Image" not in printed.replace(b" ", b"")


def test_where_a_library_is_missing_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Problem) as caught:
        export(packs.bare(), "pdf")
    assert "libpango-1.0-0" in caught.value.nl and "Pango" in caught.value.en


# cards


def test_there_is_a_card_for_the_case_what_comes_next_each_part_and_each_tip() -> None:
    titles = [face.title for face in deal(tidy(packs.make()))]
    assert titles[:5] == [
        "De moestuin op het maaiveld", "En dan dit", "De wijkmanager", "De beheerder groen",
        "De trekker",
    ]  # fmt: skip
    assert titles[5:] == [tip.title.text for tip in packs.make().tips]


@pytest.mark.parametrize("make", [packs.long, packs.hostile])
def test_a_text_too_long_for_a_card_goes_on_on_the_next(make: Any) -> None:
    pack = tidy(make())
    faces = deal(pack)
    assert len(faces) > 20
    assert all(BODY.fits(face.bits, face.size) for face in faces)
    together = "".join("".join(bit.text.split()) for face in faces for bit in face.bits)
    for line in (*pack.cases[0].story, pack.cases[0].cards[0].knows, *pack.tips[0].steps):
        assert "".join(line.text.split()) in together
    assert any("deel 1 van" in face.above for face in faces)


# colours


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_pair_of_colours_can_be_read() -> None:
    pairs = [(ink, paper) for paper, ink in colours.KINDS.values()]
    pairs += [(strong, colours.PAPER) for strong, _ in colours.PRACTICES.values()]
    pairs += [(colours.INK, behind) for behind, _ in colours.MOODS.values()]
    pairs += [
        (colours.INK, colours.SUNK), (colours.INK, colours.GOOD_SOFT), (colours.SOFT, "DFF0F0"),
        (colours.SOFT, colours.SUNK), (colours.SOFT, colours.NOTICE), (colours.LINK, colours.PAPER),
        (colours.GOOD, colours.PAPER), (colours.PAPER, colours.BRAND), (colours.BRAND, "DFF0F0"),
    ]  # fmt: skip
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
