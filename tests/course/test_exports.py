"""Every format: files whole and the same each time, with tips, sources, day and licence in them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pptx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.course.export import FORMATS, File, export, possible
from assistant.course.export.tidy import clean, tidy
from assistant.course.models import Line, Pack
from corpus.problem import Problem
from tests.course import packs

ROOT = Path(__file__).parents[2]
COUNT = {"docx": 2, "pdf": 2}
MAKE = """
import hashlib, runpy, sys
from assistant.course.export import FORMATS, export
pack = runpy.run_path("tests/course/packs.py")["make"]()
for name in FORMATS:
    for file in export(pack, name):
        print(file.name, hashlib.sha256(file.data).hexdigest())
"""


def text_of(file: File) -> str:
    """All words of a file, as another program reads them."""
    kind = file.name.rsplit(".", 1)[1]
    if kind == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(file.data)).pages
        return " ".join(page.extract_text() for page in pages)
    if kind in ("docx", "pptx", "zip"):
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            parts = [archive.read(n).decode("utf-8", "replace") for n in archive.namelist()]
        return re.sub(r"</(?:w:p|a:p|p|li|dd)>", " ", " ".join(parts))
    return file.data.decode("utf-8")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.make()


@pytest.fixture(scope="module")
def files(pack: Pack) -> dict[str, tuple[File, ...]]:
    return {name: export(pack, name) for name in FORMATS}


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_its_files_with_a_name_that_any_system_takes(
    name: str, files: dict[str, tuple[File, ...]]
) -> None:
    assert len(files[name]) == COUNT.get(name, 1)
    for file in files[name]:
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]{4,80}", file.name)
        assert file.data and file.media_type


def test_no_two_files_of_a_pack_have_the_same_name(files: dict[str, tuple[File, ...]]) -> None:
    names = [file.name for made in files.values() for file in made]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", FORMATS)
def test_every_file_says_which_tips_and_sources_when_and_under_which_licence(
    name: str, files: dict[str, tuple[File, ...]], pack: Pack
) -> None:
    for file in files[name]:
        words = re.sub(r"<[^>]+>", "", text_of(file))
        flat = re.sub(r"\s+", "", words)
        for tip in pack.tips:
            assert re.sub(r"\s+", "", tip.id) in flat
            assert all(source in words for source in tip.sources)
        assert "24november2026" in flat
        assert "EUPL-1.2" in flat and "Bricoleur" in flat


def test_the_same_pack_gives_the_same_bytes_in_another_process(
    files: dict[str, tuple[File, ...]],
) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MAKE],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    import hashlib

    here = [
        f"{file.name} {hashlib.sha256(file.data).hexdigest()}"
        for name in FORMATS
        for file in files[name]
    ]
    assert run.stdout.split("\n")[:-1] == here


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("pdf", "cards")])
@pytest.mark.parametrize("make", [packs.hostile, packs.long, packs.bare])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_long_and_bare_packs_give_files_too(
    name: str, make: Callable[..., Pack], language: str
) -> None:
    pack = make(language)
    if name not in possible(pack):
        with pytest.raises(Problem) as caught:
            export(pack, name)
        assert name in caught.value.nl and name in caught.value.en
        return
    for file in export(pack, name):
        assert text_of(file)


def test_what_is_possible_depends_on_what_was_left_out(pack: Pack) -> None:
    assert possible(pack) == FORMATS
    assert possible(packs.bare()) == ("pptx", "docx", "pdf", "markdown")
    assert "cards" in possible(replace(pack, cases=()))


def test_a_format_that_is_not_there_is_named_with_those_that_are(pack: Pack) -> None:
    with pytest.raises(Problem) as caught:
        export(pack, "odp")
    assert "odp" in caught.value.nl and "pptx" in caught.value.nl


def test_a_pack_without_a_day_carries_that_of_its_newest_text(pack: Pack) -> None:
    older = replace(pack, colophon=replace(pack.colophon, made=None, reviewed=date(2026, 3, 2)))
    shown = pptx.Presentation(io.BytesIO(export(older, "pptx")[0].data))
    assert shown.core_properties.created.date() == date(2026, 3, 2)
    told = docx.Document(io.BytesIO(export(older, "docx")[0].data))
    assert told.core_properties.modified.date() == date(2026, 3, 2)


def test_a_changed_line_says_so_where_its_sources_stand() -> None:
    def change(text: str) -> str:
        return f"{text} En bel daarna je collega." if text.startswith("Loop vandaag") else text

    text = export(packs.make(change=change), "markdown")[0].data.decode()
    assert "En bel daarna je collega. \\[aangepast\\]" in text
    assert text.count("aangepast") == 1


# tidy


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x0bb\x0cc\r\nd\u2028e", "a\nb\nc\nd\ne"),
        ("a\n\n \n\nb", "a\nb"),
        ("a\x00\x07b\ufffec", "abc"),
        ("half \ud83d weg", "half \ufffd weg"),
        ("\u202eomgekeerd\u202c", "omgekeerd"),
        ("links \u200e en rechts \u200f", "links \u200e en rechts \u200f"),
        ("  veel   wit\t\there ", "veel wit here"),
        ("\U0001f600 é ½", "\U0001f600 é ½"),
    ],
)
def test_cleaning_keeps_words_and_takes_what_files_can_not_hold(given: str, kept: str) -> None:
    assert clean(given) == kept


@given(st.text(st.characters(codec=None)))
@settings(max_examples=300)
def test_any_text_comes_out_fit_for_xml_and_on_lines_without_blanks(text: str) -> None:
    from lxml import etree

    made = clean(text)
    element = etree.Element("a")
    element.text = made
    assert etree.fromstring(etree.tostring(element)).text in (made, None)
    assert "\n\n" not in made and "\r" not in made and made == made.strip()
    assert clean(made) == made


def test_tidying_reaches_every_text_of_a_pack() -> None:
    def texts(part: Any) -> list[str]:
        if isinstance(part, Line):
            return [part.text]
        if isinstance(part, tuple):
            return [text for item in part for text in texts(item)]
        if is_dataclass(part):
            return [text for f in fields(part) for text in texts(getattr(part, f.name))]
        return []

    found = texts(tidy(packs.hostile()))
    assert len(found) > 100
    assert not [text for text in found if re.search("[\x00-\x09\x0b-\x1f\ud800-\udfff]", text)]
