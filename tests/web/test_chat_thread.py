from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine import Assistant
from assistant.frontends.web.thread import (
    MAX_ANSWERS,
    MAX_PACKED,
    add,
    history,
    pack,
    unpack,
)
from assistant.models import Answer

QUESTION = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.answer(QUESTION)


def test_comes_back_whole(answer: Answer) -> None:
    thread = add(add((), answer), replace(answer, id="b"))
    assert unpack(pack(thread)) == thread
    assert all(character.isalnum() or character in "-_=" for character in pack(thread))


def test_measured_times_do_not_travel(answer: Answer) -> None:
    assert answer.timings_ms
    assert add((), answer)[0].timings_ms == {}


def test_an_empty_conversation_takes_no_room() -> None:
    assert pack(()) == ""
    assert unpack("") == ()


def test_keeps_the_newest(answer: Answer) -> None:
    thread: tuple[Answer, ...] = ()
    for number in range(MAX_ANSWERS + 3):
        thread = add(thread, replace(answer, id=f"n{number}"))
    assert [a.id for a in thread] == [f"n{n}" for n in range(3, MAX_ANSWERS + 3)]


def test_stays_under_the_limit_of_the_server(answer: Answer) -> None:
    thread: tuple[Answer, ...] = ()
    for number in range(MAX_ANSWERS):
        noise = base64.b64encode(zlib.compress(str(number).encode() * 50)).decode()
        unlike = "".join(chr(200 + (number * 37 + place * 91) % 5_000) for place in range(1_900))
        thread = add(thread, replace(answer, id=f"n{number}", question=noise + unlike))
        assert len(pack(thread)) <= MAX_PACKED
    assert thread[-1].id == f"n{MAX_ANSWERS - 1}"
    assert 1 < len(thread) < MAX_ANSWERS


def test_history_is_what_was_answered(answer: Answer, assistant: Assistant) -> None:
    thread = (answer, assistant.answer("Hallo"), assistant.answer("Wat is de hoofdstad van Peru?"))
    turns = history(thread)
    assert [turn.question for turn in turns] == [QUESTION]
    assert turns[0].tips == ("collega-zegt-nee",)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "ééé",
        "AAAA",
        base64.urlsafe_b64encode(b"not compressed").decode(),
        base64.urlsafe_b64encode(zlib.compress(b"[{}]")).decode(),
        base64.urlsafe_b64encode(zlib.compress(b'{"a": 1')).decode(),
        base64.urlsafe_b64encode(zlib.compress(b" " * 100_000_000)).decode(),
    ],
)
def test_what_cannot_be_read_is_an_empty_conversation(text: str) -> None:
    assert unpack(text) == ()


@given(st.text())
def test_never_raises(text: str) -> None:
    assert unpack(text) == ()


@pytest.mark.parametrize(
    "passage", ["tip:a/../../b#doe", "javascript:alert(1)", 'tip:a#b" onclick="x', "other:a#b"]
)
def test_places_that_were_never_given_are_refused(answer: Answer, passage: str) -> None:
    data = [answer.as_json()]
    data[0]["citations"][0]["passage_id"] = passage
    packed = base64.urlsafe_b64encode(zlib.compress(json.dumps(data).encode())).decode()
    assert unpack(packed) == ()


def test_an_answer_without_a_practice_is_refused(answer: Answer) -> None:
    assert unpack(pack((replace(answer, practices=()),))) == ()
