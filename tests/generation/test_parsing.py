from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.generation.contract import WriterFailed
from assistant.generation.parsing import SentenceReader, Written

WHOLE = '{"sentences": [{"text": "Bel ze.", "cites": [1]}, {"text": "Ga \\"}\\" {.", "cites": []}]}'


def read(text: str, size: int = 1) -> list[Written]:
    reader = SentenceReader()
    found: list[Written] = []
    for start in range(0, len(text), size):
        found += reader.feed(text[start : start + size])
    reader.finish()
    return found


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_it_reads_sentences_however_they_are_cut(size: int) -> None:
    assert read(WHOLE, size) == [Written("Bel ze.", (1,)), Written('Ga "}" {.', ())]


def test_a_sentence_is_there_as_soon_as_it_is_whole() -> None:
    reader = SentenceReader()
    first, rest = WHOLE[: WHOLE.index("}") + 1], WHOLE[WHOLE.index("}") + 1 :]
    assert reader.feed(first[:-1]) == []
    assert reader.feed(first[-1]) == [Written("Bel ze.", (1,))]
    assert len(reader.feed(rest)) == 1


sentences = st.lists(
    st.tuples(st.text(max_size=60), st.lists(st.integers(-5, 99), max_size=5)),
    min_size=1,
    max_size=20,
)


@given(sentences, st.integers(1, 30), st.booleans(), st.sampled_from([None, 2]))
def test_all_that_is_in_form_is_read(
    written: list[tuple[str, list[int]]], size: int, ascii_only: bool, indent: int | None
) -> None:
    form = {"sentences": [{"text": text, "cites": cites} for text, cites in written]}
    text = json.dumps(form, ensure_ascii=ascii_only, indent=indent)
    assert read(text, size) == [Written(t, tuple(dict.fromkeys(c))) for t, c in written]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ('{"sentences": []}', "refused"),
        ("Bel ze.", "not-json"),
        ("```json\n" + WHOLE + "\n```", "not-json"),
        (WHOLE + " Klaar!", "not-json"),
        (WHOLE + "}", "not-json"),
        (WHOLE[:-1], "not-json"),
        (WHOLE[:-2], "not-json"),
        (WHOLE[:40], "not-json"),
        ('{"sentences": [{"text": "a", "cites": [1]},]}', "not-json"),
        ('{"sentences": [,{"text": "a", "cites": [1]}]}', "not-json"),
        ('{"sentences": [{"text": "a", "cites": [1]} {"text": "a", "cites": [1]}]}', "not-json"),
        ('{"sentences": ["a"]}', "not-json"),
        ('{"sentences": [[]]}', "not-json"),
        ('{"sentences": [{"text": "a"}]}', "not-json"),
        ('{"sentences": [{"text": "a", "cites": [1], "link": "x"}]}', "not-json"),
        ('{"sentences": [{"text": 1, "cites": [1]}]}', "not-json"),
        ('{"sentences": [{"text": "a", "cites": ["1"]}]}', "not-json"),
        ('{"sentences": [{"text": "a", "cites": [true]}]}', "not-json"),
        ('{"sentences": [{"text": "a", "cites": [1.5]}]}', "not-json"),
        ('{"sentences": [{"text": "a", "cites": 1}]}', "not-json"),
        ('{"sentences": [{"text": "a", "cites": [1,2,3,4,5,6,7,8,9]}]}', "not-json"),
        ('{"sentences": [{"text": "a\n", "cites": [1]}]}', "not-json"),
        ('{"sentences": [{"text": ' + "[" * 3000 + "}", "not-json"),
        ('{"other": []}', "not-json"),
        ('[{"text": "a", "cites": [1]}]', "not-json"),
        ("<!doctype html>", "not-json"),
        ('{"sentences": [{"text": "' + "a" * 700 + '", "cites": [1]}]}', "endless"),
        ('{"sentences": [{"text": "' + "a" * 5000, "endless"),
        ('{"sentences": [' + '{"text": "a", "cites": [1]},' * 41, "endless"),
    ],
)
def test_anything_else_is_named(text: str, reason: str) -> None:
    with pytest.raises(WriterFailed) as caught:
        read(text, 50)
    assert caught.value.reason == reason


@given(st.text(max_size=200))
def test_whatever_comes_it_fails_only_by_name(text: str) -> None:
    with pytest.raises(WriterFailed):
        read(text, 9)


def test_what_was_written_is_not_in_the_error() -> None:
    with pytest.raises(WriterFailed) as caught:
        read('{"sentences": [{"text": geheim, "cites": [1]}]}')
    assert "geheim" not in str(caught.value)
    assert caught.value.__cause__ is None
