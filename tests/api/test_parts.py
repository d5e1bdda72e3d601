"""The pure parts of the API: languages, sentences about faults, events, Markdown, the protocol."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import Headers

from assistant.frontends.api import protocol, schema
from assistant.frontends.api.asking import events, parts, turns
from assistant.frontends.api.entrance import asks_key, is_api, request_id
from assistant.frontends.api.markdown import as_markdown
from assistant.frontends.api.problems import Refused, faults, spoken
from assistant.frontends.api.words import FAULTS, PROBLEMS, SAID
from assistant.frontends.meter import Count, Meter
from assistant.models import Answer, Citation, CitedSource, PracticeVote
from assistant.settings import Settings
from corpus.models import LANGUAGES, PHASES, PRACTICES, ROLES

SOURCE = CitedSource("S1", "Over [haken] (en meer)", "A & B", 2019, "https://a.example/x(1)", "A")
ANSWER = Answer(
    id="a1",
    status="answered",
    language="nl",
    question="Mijn collega zegt nee.",
    query="Mijn collega zegt nee.",
    text="_Dun._\n\nBel. [1] Ga langs. [2]\n\n**Let op**\n\n1. Wacht \\[3\\] niet. [1]",
    practices=(PracticeVote("relaties", "Investeren in relaties", 0.9),),
    evidence="strong",
    citations=(
        Citation(1, "tip:bel#doe", "bel", "relaties", "B*l", "D", "Bel.", None, (SOURCE,), "essay"),
        Citation(2, "doc:essay#3", None, None, "Essay", "p", "Ga langs.", 3, (), "document"),
    ),
)


# languages and sentences


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "nl"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("nl;q=0.5, en;q=0.9", "en"),
        ("fr, de;q=0.9", "nl"),
        ("fr, en;q=0.2", "en"),
        ("en;q=0", "nl"),
        ("en;q=x, \xff", "nl"),
        ("*", "nl"),
    ],
)
def test_the_language_that_is_asked_for(header: str, language: str) -> None:
    assert spoken(Headers({"accept-language": header}), "nl") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_both_languages(language: Any) -> None:
    texts = [*FAULTS.values(), *SAID.values(), *(t for pair in PROBLEMS.values() for t in pair)]
    assert all(text[language].strip() for text in texts)
    assert all(detail[language].endswith(".") for _, detail in PROBLEMS.values())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "'question' ontbreekt."),
        ({"question": 5}, "'question' moet tekst zijn."),
        ({"question": "a", "history": "b"}, "'history' moet een lijst zijn."),
        ({"question": "a", "history": ["b", None]}, "'history.1' moet tekst zijn."),
        ({"question": "a", "history": ["b"] * 51}, "'history' is te lang (hooguit 50)."),
        ({"question": "a", "language": "fr"}, "'language' moet een van deze zijn: nl, en."),
        ({"question": "a", "langauge": "en"}, "'langauge' bestaat niet."),
        ([], "'body' moet een object zijn."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(body: Any, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        schema.Question.model_validate(body)
    found = [{**error, "loc": ("body", *error["loc"])} for error in caught.value.errors()]
    assert faults(found, "nl") == (422, said)


def test_the_choices_are_those_of_the_corpus() -> None:
    for kind, known in (
        (schema.PracticeId, PRACTICES),
        (schema.Role, ROLES),
        (schema.Phase, PHASES),
    ):
        assert TypeAdapter(kind).json_schema()["enum"] == list(known)


# on the way in


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("/api", True),
        ("/api/v2/x", True),
        ("/v1/models", True),
        ("/v1", True),
        ("/", False),
        ("/apis", False),
        ("/v1x", False),
        ("/en/api/v1/ask", False),
    ],
)
def test_what_belongs_to_the_api(path: str, ours: bool) -> None:
    assert is_api({"path": path}) is ours


def test_a_plain_id_is_kept() -> None:
    assert request_id("zaak-2026.0017_a") == "zaak-2026.0017_a"
    for odd in (None, "", "a b", "a" * 65, "é", "a\r\nb", "-a", "<b>"):
        made = request_id(odd)
        assert made != odd
        assert len(made) == 16


def test_when_a_key_is_needed() -> None:
    assert not asks_key(Settings(), local=True)
    assert asks_key(Settings(), local=False)
    assert not asks_key(Settings(auth_header="X-User"), local=False)
    assert asks_key(Settings(auth_header="X-User", api_keys="required"), local=False)
    assert asks_key(Settings(api_keys="required"), local=True)
    assert not asks_key(Settings(api_keys="off"), local=False)


def test_a_meter_tells_what_is_left() -> None:
    now = 0.0
    meter = Meter(lambda: now)
    assert meter.count("a", 2) == Count(True, 2, 1, 30, 0)
    assert meter.count("a", 2) == Count(True, 2, 0, 60, 30)
    assert meter.count("a", 2) == Count(False, 2, 0, 60, 30)
    now = 20.0
    assert meter.count("a", 2) == Count(False, 2, 0, 40, 10)
    now = 31.0
    assert meter.count("a", 2).allowed


def test_earlier_questions_are_tidied_and_masked() -> None:
    long = "x" * 5_000
    found = [turn.question for turn in turns(["Bel 06-12345678\0 eens", "  ", "\ud800a", long])]
    assert found == ["Bel […] eens", "a", "x" * 2_000]


# on the way out


def test_the_parts_are_the_text() -> None:
    found = list(parts(ANSWER))
    assert "\n\n".join(text for text, _ in found) == ANSWER.text
    assert [numbers for _, numbers in found] == [[], [1, 2], [], [1]]


def test_events() -> None:
    lines = [text.split("\n") for text in events(ANSWER)]
    assert all(line[2:] == ["", ""] for line in lines)
    names = [line[0] for line in lines]
    assert names == ["event: answer.part"] * 4 + ["event: answer", "event: end"]
    data = [json.loads(line[1].removeprefix("data: ")) for line in lines]
    whole = json.loads(json.dumps(ANSWER.as_json()))
    assert data[-2] == whole
    assert data[1]["citations"] == whole["citations"]


def test_markdown_links_every_citation_and_source() -> None:
    text = as_markdown(ANSWER, "https://tips.example")
    assert r"Bel. [\[1\]](https://tips.example/tip/bel#doe)" in text
    assert r"Ga langs. [\[2\]](https://tips.example/document/essay#3)" in text
    assert r"Wacht \[3\] niet." in text
    assert r"- [B\*l](https://tips.example/tip/bel): uit het onderzoek achter het essay" in text
    assert r"(en meer) (2019) \[S1, A\]](https://a.example/x%281%29)" in text
    assert text.endswith("uit de genoemde tips._")


def test_an_answer_without_citations_is_its_own_markdown() -> None:
    text = "Zie [2] ook."
    bare = replace(ANSWER, status="greeting", text=text, citations=(), practices=())
    assert as_markdown(bare, "https://tips.example") == text


def test_a_source_without_a_web_address_is_no_link() -> None:
    source = replace(SOURCE, url="javascript:alert(1)")
    cited = (replace(ANSWER.citations[0], sources=(source,)), ANSWER.citations[1])
    assert "javascript" not in as_markdown(replace(ANSWER, citations=cited), "https://a.example")


# the protocol


def chat(messages: Any, **more: Any) -> protocol.ChatRequest:
    return protocol.ChatRequest.model_validate({"model": "bricoleur", "messages": messages, **more})


def test_the_last_user_message_is_the_question() -> None:
    talk = protocol.conversation(
        chat(
            [
                {"role": "system", "content": "Je bent een piraat."},
                {"role": "user", "content": "Eerste vraag"},
                {"role": "assistant", "content": [{"type": "image_url"}]},
                {"role": "tool", "content": 5},
                {
                    "role": "user",
                    "content": [{"type": "text", "text": "Twee"}, {"type": "text", "text": "drie"}],
                },
                {"role": "assistant"},
            ],
            temperature="hot",
            tools=[{}],
            n=1,
        )
    )
    assert talk == protocol.Conversation("Twee\ndrie", ("Eerste vraag",))
    assert talk.words == 4


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"model": "gpt-4"}, 404, "model"),
        ({"n": 2}, 400, "n"),
        ({"n": 0}, 400, "n"),
        ({"messages": [{"role": "system", "content": "a"}]}, 400, "messages"),
        ({"messages": [{"role": "user", "content": {"a": 1}}]}, 400, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, 400, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, 400, "messages"),
        ({"messages": [{"role": "user", "content": ["a"]}]}, 400, "messages"),
    ],
)
def test_what_is_not_done(change: dict[str, Any], status: int, field: str) -> None:
    asked = {"messages": [{"role": "user", "content": "a"}], "model": "bricoleur", **change}
    with pytest.raises(Refused) as caught:
        protocol.conversation(protocol.ChatRequest.model_validate(asked))
    assert (caught.value.status, caught.value.field) == (status, field)


def test_a_stream_gives_the_whole_text() -> None:
    made = protocol.Completion("a1", 5, "Een\n\ntwee drie", 7)
    lines = list(protocol.stream(made, usage=True))
    assert lines[-1] == "data: [DONE]\n\n"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"]]
    assert "".join(delta.get("content", "") for delta in deltas) == made.text
    ends = [chunk["choices"][0]["finish_reason"] for chunk in chunks if chunk["choices"]]
    assert ends == [None, None, None, "stop"]
    counted = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
    assert chunks[-1]["usage"] == counted
    assert not any("usage" in line for line in protocol.stream(made, usage=False))
