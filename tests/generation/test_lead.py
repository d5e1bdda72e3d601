from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from assistant.generation.breaker import Breaker
from assistant.generation.contract import Limits, Prompt, WriterFailed
from assistant.generation.lead import Lead

PROMPT = Prompt("regels", "vraag", {})
FIRST = '{"sentences": [{"text": "Bel ze.", "cites": [1]}'
WHOLE = FIRST + "]}"
SHORT = Limits(deadline=0.6, first_token=0.2)


class Fake:
    name = "fake"

    def __init__(self, stream: Callable[[], Iterator[str]]) -> None:
        self._stream = stream
        self.calls = 0

    def stream(self, prompt: Prompt, limits: Limits) -> Iterator[str]:
        self.calls += 1
        return self._stream()


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """An event that happens only when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def reason(lead: Lead) -> str:
    with pytest.raises(WriterFailed) as caught:
        list(lead.write(PROMPT))
    return caught.value.reason


def test_sentences_come_as_they_are_written() -> None:
    go_on = threading.Event()

    def stream() -> Iterator[str]:
        yield FIRST
        assert go_on.wait(30)
        yield "]}"

    sentences = Lead(Fake(stream)).write(PROMPT)
    assert next(sentences).text == "Bel ze."
    go_on.set()
    assert list(sentences) == []


def test_nothing_in_time(never: threading.Event) -> None:
    def stream() -> Iterator[str]:
        yield ""  # a sign of life is not a word
        never.wait(30)
        yield WHOLE

    start = time.monotonic()
    assert reason(Lead(Fake(stream), SHORT)) == "first-token-late"
    assert time.monotonic() - start < 5


def test_not_ready_in_time(never: threading.Event) -> None:
    def stream() -> Iterator[str]:
        yield FIRST
        never.wait(30)

    start = time.monotonic()
    assert reason(Lead(Fake(stream), SHORT)) == "deadline"
    assert time.monotonic() - start < 5


def test_no_end_to_it() -> None:
    def stream() -> Iterator[str]:
        while True:
            yield " " * 100

    assert reason(Lead(Fake(stream), Limits(deadline=30, first_token=30))) == "endless"


def test_a_thread_that_is_given_up_ends_at_the_next_piece() -> None:
    on, ended = threading.Event(), threading.Event()

    def stream() -> Iterator[str]:
        try:
            yield FIRST
            on.wait(30)
            while True:
                yield " "
        finally:
            ended.set()

    sentences = Lead(Fake(stream)).write(PROMPT)
    next(sentences)
    sentences.close()  # type: ignore[attr-defined]
    on.set()
    assert ended.wait(30)


@pytest.mark.parametrize("error", [ValueError("geheim"), MemoryError(), WriterFailed("slow")])
def test_whatever_it_raises_has_a_name(error: Exception) -> None:
    def stream() -> Iterator[str]:
        raise error
        yield

    with pytest.raises(WriterFailed) as caught:
        list(Lead(Fake(stream)).write(PROMPT))
    assert caught.value.reason == ("slow" if isinstance(error, WriterFailed) else "unexpected")
    assert "geheim" not in str(caught.value)


def test_no_more_than_so_many_at_once(never: threading.Event) -> None:
    def stream() -> Iterator[str]:
        yield FIRST
        never.wait(30)

    lead = Lead(Fake(stream), at_once=2)
    held = [lead.write(PROMPT) for _ in range(2)]
    for sentences in held:
        next(sentences)
    assert reason(lead) == "busy"
    for sentences in held:  # given up, but the threads are still there
        sentences.close()  # type: ignore[attr-defined]
    assert reason(lead) == "busy"


def test_a_server_that_keeps_failing_is_left_alone() -> None:
    def stream() -> Iterator[str]:
        yield "geen json"

    writer = Fake(stream)
    lead = Lead(writer, breaker=Breaker(failures=2, pause=1e9))
    assert [reason(lead) for _ in range(4)] == ["not-json", "not-json", "paused", "paused"]
    assert writer.calls == 2


def test_one_question_that_is_too_large_says_nothing_about_the_next() -> None:
    def stream() -> Iterator[str]:
        raise WriterFailed("too-large")
        yield

    lead = Lead(Fake(stream), breaker=Breaker(failures=1))
    assert [reason(lead) for _ in range(3)] == ["too-large"] * 3


def test_success_closes_it_again() -> None:
    outcomes = iter(["geen json", WHOLE, "geen json", WHOLE])
    lead = Lead(Fake(lambda: iter([next(outcomes)])), breaker=Breaker(failures=2))
    assert reason(lead) == "not-json"
    assert len(list(lead.write(PROMPT))) == 1
    assert reason(lead) == "not-json"
    assert len(list(lead.write(PROMPT))) == 1
