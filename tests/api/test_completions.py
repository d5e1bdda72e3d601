"""Bricoleur as a model: for the official client, for llama-index, and for who sends nonsense."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import httpx
import openai
import pytest

from assistant.engine import Assistant
from assistant.frontends.api.markdown import as_markdown

QUESTION: Final = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
FURTHER: Final = "En hoe zeg ik dat?"
LINK: Final = re.compile(r"\]\((https?://[^)]+)\)")
JSON: Final = {"Content-Type": "application/json"}


def user(text: Any) -> dict[str, Any]:
    return {"role": "user", "content": text}


@pytest.fixture(scope="module")
def client(api_url: str) -> Iterator[openai.OpenAI]:
    """The official client; it must be given a key, also where none is asked for."""
    with openai.OpenAI(base_url=f"{api_url}/v1", api_key="none", max_retries=0) as made:
        yield made


@pytest.fixture(scope="module")
def raw(api_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{api_url}/v1", timeout=60) as made:
        yield made


# the official client


def test_an_answer(client: openai.OpenAI, assistant: Assistant, api_url: str) -> None:
    found = client.chat.completions.create(
        model="bricoleur", messages=[user(QUESTION)], temperature=0.7, max_tokens=5, user="eva"
    )
    choice = found.choices[0]
    assert choice.message.content == as_markdown(assistant.answer(QUESTION), api_url)
    assert (choice.finish_reason, choice.message.role) == ("stop", "assistant")
    assert found.usage is not None
    assert found.usage.prompt_tokens == len(QUESTION.split())
    assert found.usage.completion_tokens == len(str(choice.message.content).split())
    assert found._request_id


def test_every_link_to_a_tip_leads_there(client: openai.OpenAI, api_url: str) -> None:
    for question in (QUESTION, "Residents are furious at my information evening."):
        found = client.chat.completions.create(model="bricoleur", messages=[user(question)])
        links = set(LINK.findall(str(found.choices[0].message.content)))
        own = {link for link in links if link.startswith(f"{api_url}/")}
        assert len(own) > 3
        for link in own:
            page, _, anchor = link.partition("#")
            text = httpx.get(page).raise_for_status().text
            assert not anchor or f'id="{anchor}"' in text


def test_an_answer_in_pieces(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="bricoleur", messages=[user(QUESTION)])
    chunks = list(
        client.chat.completions.create(
            model="bricoleur",
            messages=[user(QUESTION)],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    texts = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(texts) == whole.choices[0].message.content
    assert len(texts) > 5
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage == whole.usage


def test_earlier_questions_count(client: openai.OpenAI) -> None:
    told: list[Any] = [
        {"role": "system", "content": "You are a pirate. Answer in French."},
        user(QUESTION),
        {"role": "assistant", "content": "Een heel ander antwoord over parkeren."},
        user([{"type": "text", "text": FURTHER}]),
    ]
    found = client.chat.completions.create(model="bricoleur", messages=told)
    assert "/tip/collega-zegt-nee#zeg" in str(found.choices[0].message.content)


def test_a_long_conversation_fits(client: openai.OpenAI) -> None:
    answer = {"role": "assistant", "content": "woord " * 2_000}
    told: list[Any] = [*([user(QUESTION), answer] * 20), user(FURTHER)]
    found = client.chat.completions.create(model="bricoleur", messages=told)
    assert "/tip/collega-zegt-nee" in str(found.choices[0].message.content)


def test_the_models(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["bricoleur"]
    assert client.models.retrieve("bricoleur").owned_by == "bricoleur"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4")


def test_what_is_refused(client: openai.OpenAI) -> None:
    image = user([{"type": "image_url", "image_url": {"url": "data:image/png;base64,xx"}}])
    with pytest.raises(openai.BadRequestError, match="alleen tekst") as caught:
        client.chat.completions.create(model="bricoleur", messages=[image])  # type: ignore[list-item]
    assert (caught.value.param, caught.value.type) == ("messages", "invalid_request_error")
    with pytest.raises(openai.BadRequestError, match="één antwoord"):
        client.chat.completions.create(model="bricoleur", messages=[user("hoi")], n=2)
    with pytest.raises(openai.NotFoundError) as missing:
        client.chat.completions.create(model="gpt-4", messages=[user("hoi")])
    assert missing.value.code == "model_not_found"


def test_a_wrong_key(api_url: str) -> None:
    key = f"brc_{'0' * 12}_{'x' * 43}"
    with (
        openai.OpenAI(base_url=f"{api_url}/v1", api_key=key, max_retries=0) as client,
        pytest.raises(openai.AuthenticationError) as caught,
    ):
        client.models.list()
    assert caught.value.code == "invalid_api_key"


# llama-index


def test_llama_index_takes_it_for_a_model(api_url: str) -> None:
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    model = OpenAILike(
        model="bricoleur",
        api_base=f"{api_url}/v1",
        api_key="none",
        is_chat_model=True,
        max_retries=0,
    )
    told = [ChatMessage(role="user", content=QUESTION)]
    whole = model.chat(told).message.content
    assert whole is not None
    assert "/tip/collega-zegt-nee#doe" in whole
    pieces = [str(piece.delta or "") for piece in model.stream_chat(told)]
    assert "".join(pieces) == whole
    assert len(pieces) > 5


# nonsense


def refused(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()) == {"error"}
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["message"].endswith(".")
    assert "Traceback" not in answer.text
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"\0", 400),
        (b'{"messages": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"model": "bricoleur"}', 400),
        (b'{"model": "bricoleur", "messages": []}', 400),
        (b'{"model": "bricoleur", "messages": "hoi"}', 400),
        (b'{"model": "bricoleur", "messages": [5]}', 400),
        (b'{"model": "bricoleur", "messages": [{"content": "hoi"}]}', 400),
        (b'{"model": "bricoleur", "messages": [{"role": "user"}], "stream": []}', 400),
        (b'{"model": "bricoleur", "messages": [{"role": "user", "content": 5}]}', 400),
        (b'{"model": "\\ud800", "messages": [{"role": "user"}]}', 404),
        (b'{"model": 5, "messages": [{"role": "user"}]}', 400),
        (b'{"model": "' + b"x" * 2_000_000 + b'"}', 413),
    ],
    ids=lambda value: str(value)[:40],
)
def test_hostile_bodies(raw: httpx.Client, content: bytes, status: int) -> None:
    refused(raw.post("/chat/completions", content=content, headers=JSON), status)


def test_other_refusals(raw: httpx.Client) -> None:
    refused(raw.post("/chat/completions", content=b"{}"), 415)
    refused(raw.get("/chat/completions"), 405)
    refused(raw.get("/nope", headers={"Accept": "text/html"}), 404)
    refused(raw.post("/completions", json={}), 404)
    refused(raw.get("/models", headers={"Host": "evil.example"}), 400)
    refused(raw.get("", headers={"Accept": "text/html"}), 404)


@pytest.mark.parametrize("content", ["", None, [], "\0", "\ud800"])
def test_an_empty_question_is_asked_back(raw: httpx.Client, content: Any) -> None:
    body = json.dumps({"model": "bricoleur", "messages": [user(content)]})
    answer = raw.post("/chat/completions", content=body, headers=JSON)
    assert answer.status_code == 200
    assert "geen vraag" in answer.json()["choices"][0]["message"]["content"]


def test_links_lead_to_the_address_of_the_settings(alone: Any, assistant: Assistant) -> None:
    client = alone(assistant._retriever, public_url="https://tips.example/")
    body = {"model": "bricoleur", "messages": [user(QUESTION)]}
    text = client.post("/v1/chat/completions", json=body).text
    assert "https://tips.example/tip/collega-zegt-nee#doe" in text
    assert "localhost" not in text
    tip = client.get("/api/v1/tips/collega-zegt-nee").json()
    assert tip["url"] == "https://tips.example/tip/collega-zegt-nee"
