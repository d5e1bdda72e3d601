from __future__ import annotations

from pathlib import Path

import pytest

from corpus.models import Corpus
from corpus.wordings import read_wordings


def read(tmp_path: Path, text: str) -> tuple[dict[str, tuple[str, ...]], list[tuple[int, str]]]:
    file = tmp_path / "relaties.nl.yaml"
    file.write_text(text, encoding="utf-8")
    found: list[tuple[int, str]] = []
    wordings = read_wordings(file, lambda path, line, says: found.append((line, says)), {"a": 1})
    return wordings, found


def test_wordings_are_read_by_tip(tmp_path: Path) -> None:
    assert read(tmp_path, 'a:\n  - "Een."\n  - "Twee."\n') == ({"a": ("Een.", "Twee.")}, [])


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read_wordings(tmp_path / "none.yaml", lambda *found: None, None) == {}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('b:\n  - "Een."\n', 1, "'b' is not a tip"),
        ("a: tekst\n", 1, "list of texts"),
        ('a:\n  - "Een."\n  - "EEN."\n', 1, "also stands under"),
        ("a:\n  - [\n", 3, "YAML"),
        (f'a:\n  - "{"woord " * 121}"\n', 1, "over 120 words"),
    ],
)
def test_what_is_wrong_is_named_by_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    _, findings = read(tmp_path, text)
    assert findings
    assert findings[0][0] == pytest.approx(line, abs=1)
    assert says in findings[0][1]


def test_every_tip_that_ships_has_further_wordings_in_both_languages(corpus: Corpus) -> None:
    bare = [t.id for t in corpus.tips.values() if not all(x.phrasings for x in t.texts.values())]
    assert bare == []
