from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.models import LANGUAGES, PRACTICES, Corpus
from corpus.problem import Problem
from corpus.reader import TIP_SECTIONS, load, read

DUTCH = "tips/relaties/moestuin.nl.md"
ENGLISH = "tips/relaties/moestuin.en.md"
CHAPTER = "background/onderzoek.nl.md"


@dataclass(frozen=True)
class Fault:
    """Something to replace in one file, and what the reader must say about it, wherever."""

    path: str
    old: str
    new: str
    found: tuple[str, ...]


def _findings(root: Path) -> list[str]:
    _, findings = read(root)
    return [str(finding).removeprefix(f"{root}/") for finding in findings]


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


FAULTS = {
    "unknown key": Fault(
        DUTCH, "basis: essay", "basis: essay\nkleur: rood", (f"{DUTCH}:7: unknown key 'kleur'",)
    ),
    "unknown key in English": Fault(
        ENGLISH, "situations:", "practice: relaties\nsituations:", (":3: unknown key 'practice'",)
    ),
    "missing key": Fault(DUTCH, "basis: essay\n", "", (f"{DUTCH}:2: the key 'basis' is missing",)),
    "double key": Fault(
        DUTCH,
        "basis: essay",
        "basis: essay\nbasis: praktijk",
        (f"{DUTCH}:7: the key 'basis' stands there twice",),
    ),
    "key that is a number": Fault(
        DUTCH, "basis: essay", "8: essay", (f"{DUTCH}:6: the key '8' must be a plain word",)
    ),
    "key that is a list": Fault(
        DUTCH, "basis: essay", "[a, b]: essay", (f"{DUTCH}:6: YAML: found unhashable key",)
    ),
    "bad YAML": Fault(DUTCH, "basis: essay", "basis: [essay", (f"{DUTCH}:7: YAML: ",)),
    "impossible date": Fault(
        DUTCH, "2026-11-24", "2026-13-24", (f"{DUTCH}:1: YAML: month must be in 1..12",)
    ),
    "no front matter": Fault(
        DUTCH,
        "---\ntitle: Aan",
        "title: Aan",
        (f"{DUTCH}:1: the file must start with a line '---'",),
    ),
    "front matter without an end": Fault(
        DUTCH,
        "---\n\n## Wat speelt er",
        "\n## Wat speelt er",
        (f"{DUTCH}:1: the front matter has no closing line '---'",),
    ),
    "unknown practice": Fault(
        DUTCH, "practice: relaties", "practice: koken", (f"{DUTCH}:3: practice: Input should be",)
    ),
    "practice of another folder": Fault(
        DUTCH,
        "practice: relaties",
        "practice: houding",
        (f"{DUTCH}:3: practice 'houding' stands in the folder 'relaties'",),
    ),
    "unknown phase": Fault(
        DUTCH, "[verkennen]", "[ooit]", (f"{DUTCH}:4: phases.0: Input should be",)
    ),
    "no role": Fault(DUTCH, "[wijkmanager]", "[]", (f"{DUTCH}:5: roles: List should have",)),
    "unknown source": Fault(
        DUTCH,
        "[S1, S8]\nsee",
        "[S1, S8, S9]\nsee",
        (f"{DUTCH}:7: source S9 is not in sources.yaml",),
    ),
    "source that is no source": Fault(
        DUTCH, "[S1, S8]\nsee", "[S1, S8, x]\nsee", (f"{DUTCH}:7: sources.2: String should match",)
    ),
    "mark that is not among the sources": Fault(
        DUTCH,
        "bewoner. [S1]",
        "bewoner. [S3]",
        (f"{DUTCH}:22: [S3] is not among the sources of this text",),
    ),
    "marks in English": Fault(
        ENGLISH,
        "together.",
        "together. [S1]",
        (f"{ENGLISH}:1: source marks stand only in the Dutch file",),
    ),
    "blank situation": Fault(
        DUTCH,
        "Er is ruzie over de moestuin.",
        "''",
        (f"{DUTCH}:14: situations.3: String should have",),
    ),
    "title too long": Fault(ENGLISH, "Getting", "Getting " + "x" * 70, (f"{ENGLISH}:2: title: ",)),
    "wrong heading": Fault(
        DUTCH, "## Let op", "## Pas op", (f"{DUTCH}:27: the headings must be, in this order: Wat",)
    ),
    "wrong heading in English": Fault(
        ENGLISH,
        "## Ask yourself",
        "## Ask",
        (f"{ENGLISH}:26: the headings must be, in this order",),
    ),
    "empty section": Fault(DUTCH, "Beloof niets.\n", "", (f"{DUTCH}:27: 'Let op' is empty",)),
    "text outside a heading": Fault(
        DUTCH,
        "## Wat speelt er",
        "Vooraf.\n## Wat speelt er",
        (f"{DUTCH}:19: text stands before the first '## ' heading",),
    ),
    "steps out of step": Fault(
        ENGLISH,
        "2. Go and look together.\n",
        "",
        (f"{ENGLISH}:1: 'What you can do' has 2 steps, Dutch 3",),
    ),
    "more headings in one language": Fault(
        CHAPTER,
        "## Werkwijze",
        "## Tussendoor\nEven iets anders.\n\n## Werkwijze",
        ("background/onderzoek.en.md:1: the English text must have as many headings",),
    ),
    "source without a grade": Fault(
        "sources.yaml",
        "  grade: A\n  read: full\n",
        "  read: full\n",
        ("sources.yaml:1: S1: the key 'grade' is missing",),
    ),
    "source with an odd address": Fault(
        "sources.yaml", "https://example.org/later", "later", ("sources.yaml:8: S8: url: String",)
    ),
    "source twice": Fault(
        "sources.yaml", "S8:", "S1:", ("sources.yaml:8: the key 'S1' stands there twice",)
    ),
    "source that is a number": Fault(
        "sources.yaml", "S8:", "8:", ("sources.yaml:8: the key '8' must be a plain word",)
    ),
    "sources that are no mapping": Fault(
        "sources.yaml", "S8:", "- S8:", ("sources.yaml:8: YAML: ",)
    ),
}


def test_the_small_corpus_is_in_order(small_corpus: Path) -> None:
    corpus, findings = read(small_corpus)

    assert findings == ()
    assert list(corpus.tips) == ["subsidie", "parkeren", "moestuin"]
    assert list(corpus.sources) == ["S1", "S8"]
    tip = corpus.tips["moestuin"]
    assert (tip.practice, tip.basis, tip.sources) == ("relaties", "essay", ("S1", "S8"))
    assert [section.key for section in tip.texts["en"].sections] == list(TIP_SECTIONS)
    assert tip.texts["nl"].title == "Aan de slag met de moestuin"
    assert tip.texts["en"].situations[2] == "How do I begin with the vegetable garden?"
    chapter = corpus.chapters["onderzoek"]
    assert (chapter.kind, chapter.practice) == ("background", "houding")
    assert [section.key for section in chapter.texts["en"].sections] == ["schrijvers", "werkwijze"]


def test_english_takes_over_the_marks_of_the_dutch_text(small_corpus: Path) -> None:
    steps = load(small_corpus).tips["moestuin"].texts["en"].sections[1]

    assert steps.parts[0] == "Talk to a resident about the vegetable garden first."
    assert steps.part_sources == (("S1",), ("eigen",), ("S1", "S8"))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_by_file_and_line(name: str, small_corpus: Path) -> None:
    fault = FAULTS[name]
    _replace(small_corpus / fault.path, fault.old, fault.new)

    findings = _findings(small_corpus)

    for wanted in fault.found:
        assert any(wanted in finding for finding in findings), findings
    if fault.path != "sources.yaml":  # without sources every text has a fault
        assert len(findings) == len(fault.found), findings


def test_all_faults_of_all_files_are_found_at_once(small_corpus: Path) -> None:
    _replace(small_corpus / DUTCH, "basis: essay", "basis: droom\nkleur: rood")
    _replace(small_corpus / "tips/draagvlak/parkeren.en.md", "## Ask yourself", "## Ask")

    findings = _findings(small_corpus)

    assert [finding.split(": ")[0] for finding in findings] == [
        "tips/draagvlak/parkeren.en.md:26",
        f"{DUTCH}:6",
        f"{DUTCH}:7",
    ]
    assert list(read(small_corpus)[0].tips) == ["subsidie"], "what is in order is still read"


def _no_english(root: Path) -> None:
    (root / ENGLISH).unlink()


def _no_dutch(root: Path) -> None:
    (root / CHAPTER).unlink()


def _other_language(root: Path) -> None:
    (root / ENGLISH).with_name("moestuin.fr.md").write_text("Bonjour", encoding="utf-8")


def _no_language(root: Path) -> None:
    (root / "background/los.md").write_text("Los", encoding="utf-8")


def _twice(root: Path) -> None:
    for language in LANGUAGES:
        text = (root / f"tips/relaties/moestuin.{language}.md").read_text(encoding="utf-8")
        target = root / f"tips/binnen-buiten/moestuin.{language}.md"
        target.write_text(text.replace(": relaties", ": binnen-buiten"), encoding="utf-8")


def _unknown_folder(root: Path) -> None:
    (root / "tips/koken").mkdir()


def _unknown_chapter(root: Path) -> None:
    (root / "background").rename(root / "practices")


def _latin(root: Path) -> None:
    (root / ENGLISH).write_bytes(b"---\ntitle: caf\xe9\n---\n")


def _no_sources(root: Path) -> None:
    (root / "sources.yaml").unlink()


@pytest.mark.parametrize(
    ("damage", "wanted"),
    [
        (_no_english, f"{ENGLISH}:1: this language is missing"),
        (_no_dutch, f"{CHAPTER}:1: this language is missing"),
        (_other_language, "tips/relaties/moestuin.fr.md:1: the name must end in .nl.md or .en.md"),
        (_no_language, "background/los.md:1: the name must end in .nl.md or .en.md"),
        (_twice, f"{DUTCH}:1: the id 'moestuin' is also used by"),
        (_unknown_folder, "tips/koken:1: 'koken' is not a practice"),
        (_unknown_chapter, "practices/onderzoek.nl.md:1: 'onderzoek' is not a practice"),
        (_latin, f"{ENGLISH}:1: the file is not UTF-8 (byte 14)"),
        (_no_sources, "sources.yaml:1: the file can't be read: No such file or directory"),
    ],
)
def test_a_fault_of_a_file_is_named(
    damage: Callable[[Path], None], wanted: str, small_corpus: Path
) -> None:
    damage(small_corpus)

    assert any(finding.startswith(wanted) for finding in _findings(small_corpus))


def test_byte_order_marks_and_windows_line_ends_are_no_fault(small_corpus: Path) -> None:
    plain = load(small_corpus)
    for path in small_corpus.rglob("*.*"):
        if path.is_file():
            text = path.read_bytes().replace(b"\n", b"\r\n")
            path.write_bytes(b"\xef\xbb\xbf" + text)

    assert read(small_corpus) == (plain, ())


def test_load_refuses_and_names_the_first_fault_in_both_languages(small_corpus: Path) -> None:
    _replace(small_corpus / DUTCH, "basis: essay", "basis: essay\nkleur: rood")

    with pytest.raises(Problem) as caught:
        load(small_corpus)

    for text in (caught.value.nl, caught.value.en):
        assert "moestuin.nl.md:7: unknown key 'kleur'" in text
        assert "(1 p" in text
        assert "'bricoleur corpus check'" in text


def test_the_shipped_corpus_reads_without_a_finding(corpus: Corpus) -> None:
    _, findings = read()

    assert findings == ()
    assert len(corpus.tips) >= 110
    assert {tip.practice for tip in corpus.tips.values()} == set(PRACTICES)
    assert set(PRACTICES) <= set(corpus.chapters)
