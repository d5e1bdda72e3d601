from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.markup import MARK, Block, MarkupError, parse

FRONT = "---\ntitle: Tuin\nlist:\n  - een\n  - twee\n---\n"


def _blocks(body: str) -> tuple[Block, ...]:
    return parse(FRONT + body).blocks


def test_front_matter_comes_with_the_line_of_each_key_and_item() -> None:
    page = parse(FRONT)

    assert page.data == {"title": "Tuin", "list": ["een", "twee"]}
    assert page.lines == {"title": 2, "list": 3, "list.0": 4, "list.1": 5}
    assert page.blocks == ()


def test_a_mark_belongs_to_the_sentence_before_it() -> None:
    (block,) = _blocks("## A\nEen zin. Een tweede. [S1, S8] Een derde! [eigen] Een vierde.\n")

    assert block.parts == ("Een zin.", "Een tweede.", "Een derde!", "Een vierde.")
    assert block.marks == ((), ("S1", "S8"), ("eigen",), ())


def test_two_marks_after_one_sentence_are_joined() -> None:
    (block,) = _blocks("## A\nEen zin. [S1] [S26a]\n")

    assert block.parts == ("Een zin.",)
    assert block.marks == (("S1", "S26a"),)


def test_a_step_is_one_part_however_many_lines_it_takes() -> None:
    (block,) = _blocks("## A\n1. Praat eerst\n   met de buurt. [S1]\n2. Bel.\n- Los. [eigen]\n")

    assert block.parts == ("Praat eerst met de buurt.", "Bel.", "Los.")
    assert block.marks == (("S1",), (), ("eigen",))


def test_a_quote_is_one_part_without_its_quotation_marks() -> None:
    (block,) = _blocks('## A\n> "Goed idee. Ik kom langs."\n')

    assert block.parts == ("Goed idee. Ik kom langs.",)
    assert block.marks == ((),)


def test_a_blank_line_starts_a_new_paragraph() -> None:
    (block,) = _blocks("## A\nEen regel\nloopt door\n\nen een nieuwe\n")

    assert block.parts == ("Een regel loopt door", "en een nieuwe")


def test_a_heading_without_text_has_no_parts() -> None:
    assert [(b.heading, b.line, b.parts) for b in _blocks("## A\n\n## B\nIets.\n")] == [
        ("A", 7, ()),
        ("B", 9, ("Iets.",)),
    ]


@pytest.mark.parametrize("text", ["[S1]", "[S26a]", "[eigen]", "[S1, S2]", "[S1,eigen]"])
def test_marks(text: str) -> None:
    assert MARK.fullmatch(text)


@pytest.mark.parametrize("text", ["[s1]", "[1]", "[S]", "[S1 S2]", "[Eigen]", "[S1](url)x"])
def test_no_marks(text: str) -> None:
    assert not MARK.fullmatch(text)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "must start with a line '---'"),
        ("# Titel", 1, "must start with a line '---'"),
        ("---\ntitle: x\n", 1, "has no closing line"),
        ("---\n---\n", 2, "must hold 'key: value' lines"),
        ("---\nzomaar tekst\n---\n", 2, "must hold 'key: value' lines"),
        ("---\n- a\n---\n", 2, "must hold 'key: value' lines"),
        ("---\na: 1\nb: x: y\n---\n", 3, "YAML"),
        ("---\na: 1\nb: 'x\n---\n", 3, "YAML"),
        ("---\na: *b\n---\n", 2, "YAML: found undefined alias"),
        ("---\na: 1\nb: 2\na: 3\n---\n", 4, "the key 'a' stands there twice"),
        ("---\na: 1\ntrue: 2\n---\n", 3, "the key 'true' must be a plain word"),
        ("---\na: 1\n---\n\nlos\n", 5, "before the first '## ' heading"),
        ("---\na: 1\n---\n# Titel\n", 4, "before the first '## ' heading"),
        ("---\na: !!python/object:os.system x\n---\n", 2, "YAML: could not determine"),
    ],
)
def test_what_is_wrong_is_named_by_line(text: str, line: int, message: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse(text)

    assert message in str(caught.value)
    assert caught.value.line == line


@given(st.text(max_size=300))
def test_any_text_parses_or_is_refused(text: str) -> None:
    for whole in (text, FRONT + text, f"---\n{text}\n---\n"):
        try:
            page = parse(whole)
        except MarkupError as error:
            assert 1 <= error.line <= len(whole.splitlines()) + 1
        else:
            for block in page.blocks:
                assert len(block.parts) == len(block.marks)
