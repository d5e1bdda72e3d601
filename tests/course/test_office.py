"""Course files, judged by software that we did not write: LibreOffice, xmllint, Node packages."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import docx
import pptx
import pytest
from docx.oxml.ns import qn

from assistant.course.export import export
from assistant.course.models import Pack
from tests.course import judges, packs
from tests.course.judges import letters

pytestmark = pytest.mark.office

PACKS: Final = ("everyday", "english", "hostile", "long", "bare")


def make(name: str) -> Pack:
    return {
        "everyday": lambda: packs.make(care=True),
        "english": lambda: packs.make("en", sessions=2),
        "hostile": packs.hostile,
        "long": packs.long,
        "bare": packs.bare,
    }[name]()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All office files of all packs, and what LibreOffice makes of them.

    The slides are drawn without shrinking text that is too long, so that it would show.
    """
    root = tmp_path_factory.mktemp("office")
    files = []
    for name in PACKS:
        pack = make(name)
        for kind in ("pptx", "docx"):
            for place, file in enumerate(export(pack, kind)):
                path = root / f"{name}-{kind}-{place}.{kind}"
                path.write_bytes(judges.rigid(file.data) if kind == "pptx" else file.data)
                files.append(path)
    judges.render(files, root)
    return root


@pytest.mark.parametrize("name", PACKS)
def test_every_word_of_every_slide_is_drawn_where_it_belongs(name: str, folder: Path) -> None:
    shown = pptx.Presentation(str(folder / f"{name}-pptx-0.pptx"))
    drawn = judges.pages(folder / f"{name}-pptx-0.pdf")
    assert len(drawn) == len(shown.slides)
    for number, (slide, words) in enumerate(zip(shown.slides, drawn, strict=True), start=1):
        assert judges.faults(slide, words) == [], f"slide {number}"


def test_the_check_of_the_slides_sees_a_text_that_does_not_fit(tmp_path: Path) -> None:
    shown = pptx.Presentation(io.BytesIO(judges.rigid(export(packs.make(), "pptx")[0].data)))
    slide = next(s for s in shown.slides if s.shapes.title.text_frame.text == "Vraag 1")
    body = next(s for s in slide.placeholders if s.placeholder_format.idx == 1)
    body.text_frame.paragraphs[0].runs[0].text = "Veel te veel woorden voor een dia. " * 60
    shown.save(str(tmp_path / "full.pptx"))
    judges.render([tmp_path / "full.pptx"], tmp_path)
    words = judges.pages(tmp_path / "full.pdf")[shown.slides.index(slide)]
    assert judges.faults(slide, words) != []


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("place", [0, 1])
def test_libreoffice_draws_every_word_of_a_document_on_the_paper(
    name: str, place: int, folder: Path
) -> None:
    document = docx.Document(str(folder / f"{name}-docx-{place}.docx"))
    wanted = letters("".join(text.text or "" for text in document.element.body.iter(qn("w:t"))))
    drawn = judges.pages(folder / f"{name}-docx-{place}.pdf")
    found: Counter[str] = Counter()
    for page in drawn:
        found += letters("".join(word.text for word in page))
        assert all(word.right < 21 - 1.5 and word.bottom < 29.7 for word in page)
    assert wanted - found == Counter()


# the learning environments


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The SCORM packages of the packs that have questions, unpacked."""
    root = tmp_path_factory.mktemp("scorm")
    for name in PACKS[:-1]:
        with zipfile.ZipFile(io.BytesIO(export(make(name), "scorm")[0].data)) as archive:
            archive.extractall(root / name)
    return {name: root / name for name in PACKS[:-1]}


def test_gift_pegjs_reads_the_questions_word_for_word(tmp_path: Path) -> None:
    made = {name: make(name) for name in PACKS[:-1]}
    for name, pack in made.items():
        (tmp_path / name).write_bytes(export(pack, "gift")[0].data)
    read = judges.node("gift.mjs", *(str(tmp_path / name) for name in made))
    for pack, (category, *questions) in zip(made.values(), read, strict=True):
        assert category["type"] == "Category"
        assert [question["type"] for question in questions] == ["MC"] * len(pack.checks)
        for question, check in zip(questions, pack.checks, strict=True):
            assert question["id"] == f"bricoleur-{check.id}-{pack.plan.language}"
            assert check.tip in question["tags"] and check.tip in question["globalFeedback"]["text"]
            assert [c["isCorrect"] for c in question["choices"]] == [c.right for c in check.choices]
            for read_choice, choice in zip(question["choices"], check.choices, strict=True):
                assert same(read_choice["text"]["text"], choice.text.text)
                assert same(read_choice["feedback"]["text"], choice.feedback.text)
            assert same(question["stem"]["text"], check.stem.text)


def same(one: str, other: str) -> bool:
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other.replace("\ud800", "\ufffd"))


def test_manifests_fit_the_schemas_of_scorm(packages: dict[str, Path], tmp_path: Path) -> None:
    judges.validate_manifests([p / "imsmanifest.xml" for p in packages.values()], tmp_path)


def test_the_schemas_refuse_what_is_wrong(packages: dict[str, Path], tmp_path: Path) -> None:
    text = (packages["everyday"] / "imsmanifest.xml").read_text(encoding="utf-8")
    (tmp_path / "wrong.xml").write_text(text.replace('scormtype="sco"', 'scormtype="x"'), "utf-8")
    with pytest.raises(AssertionError, match="scormtype"):
        judges.validate_manifests([tmp_path / "wrong.xml"], tmp_path)


def play(package: Path, **task: Any) -> dict[str, Any]:
    told: dict[str, Any] = judges.node("scorm.mjs", str(package), json.dumps(task))
    assert told["errors"] == [] and told["problems"] == [] and told["outside"] == []
    return told


def right_answers(pack: Pack) -> Iterator[int]:
    for check in pack.checks:
        yield next(n for n, choice in enumerate(check.choices) if choice.right)


@pytest.mark.parametrize("name", PACKS[:-1])
def test_all_right_passes_with_a_hundred_points(name: str, packages: dict[str, Path]) -> None:
    told = play(packages[name], answers=list(right_answers(make(name))))
    assert told["set"]["cmi.core.lesson_status"] == "passed"
    assert told["set"]["cmi.core.score.raw"] == "100"
    assert re.fullmatch(r"\d{4}:\d\d:\d\d\.\d\d", told["set"]["cmi.core.session_time"])
    assert told["result"] and not told["lost"]
    results = [v for k, v in told["set"].items() if k.endswith(".result")]
    assert results == ["correct"] * 4


def test_too_few_right_fails_and_says_why_each_was_wrong(packages: dict[str, Path]) -> None:
    pack = make("everyday")
    right = list(right_answers(pack))
    wrong = (right[3] + 1) % 3
    told = play(packages["everyday"], answers=[*right[:3], wrong])
    assert told["set"]["cmi.core.lesson_status"] == "failed"
    assert told["set"]["cmi.core.score.raw"] == "75"
    assert told["shown"][3] == pack.checks[3].choices[wrong].feedback.text
    assert "80 procent" in told["verdict"]


def test_who_stops_halfway_goes_on_there(packages: dict[str, Path]) -> None:
    pack = make("everyday")
    right = list(right_answers(pack))
    first = play(packages["everyday"], answers=right[:2])
    assert first["set"]["cmi.core.lesson_status"] == "incomplete"
    assert first["set"]["cmi.core.exit"] == "suspend"
    assert not first["result"] and "cmi.core.score.raw" not in first["set"]
    kept = {
        "suspend_data": first["set"]["cmi.suspend_data"],
        "core": {"lesson_status": "incomplete"},
    }
    then = play(packages["everyday"], data=kept, answers=[None, None, *right[2:]])
    assert then["resumed"][0] == pack.checks[0].choices[right[0]].feedback.text
    assert then["resumed"][2] == ""
    assert then["set"]["cmi.core.score.raw"] == "100"


def test_a_pass_is_not_lost_by_trying_again(packages: dict[str, Path]) -> None:
    right = list(right_answers(make("everyday")))
    passed = {"suspend_data": "", "core": {"lesson_status": "passed", "score": {"raw": "100"}}}
    told = play(packages["everyday"], data=passed, answers=[(n + 1) % 3 for n in right])
    assert "cmi.core.lesson_status" not in told["set"]
    assert "cmi.core.score.raw" not in told["set"]


def test_beginning_again_forgets_the_answers(packages: dict[str, Path]) -> None:
    told = play(packages["everyday"], answers=[0, 0, 0, 0], again=True)
    assert told["set"]["cmi.suspend_data"] == ""


def test_without_an_answer_the_page_asks_for_one(packages: dict[str, Path]) -> None:
    told = play(packages["everyday"], answers=[-1])
    assert told["missing"] == [True, False, False, False]
    assert told["progress"].startswith("0 van de 4")


def test_spoilt_data_of_an_earlier_visit_does_no_harm(packages: dict[str, Path]) -> None:
    kept = {"suspend_data": "9:0,a:b,0:7,,1", "core": {"lesson_status": "incomplete"}}
    told = play(packages["everyday"], data=kept)
    assert told["progress"].startswith("0 van de 4")


def test_outside_a_learning_environment_the_quiz_works_too(packages: dict[str, Path]) -> None:
    told = play(packages["english"], answers=list(right_answers(make("english"))), api=False)
    assert told["result"] and told["verdict"] == "You have passed the quiz."
    assert told["set"] == {}
