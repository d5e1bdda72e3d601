from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest

from assistant.generation.clients import Kind, ModelServer
from assistant.generation.contract import Limits, Prompt, WriterFailed
from tests.generation.fault_server import FAULTS, GOOD, FaultServer, Reply, Script, writes

Serve = Callable[[Script], FaultServer]
KINDS: tuple[Kind, ...] = ("openai", "ollama", "azure")
PROMPT = Prompt("De geheime regels", "De geheime vraag", {"type": "object"})
LIMITS = Limits(deadline=1.5, first_token=1.0, bytes=400_000)
ENOUGH = Limits()
BLOCKS = {"slow headers", "headers and then nothing", "hangs after the first words", "endless"}
"""What the client can't end by itself, or not soon: whoever keeps time does (see test_lead)."""


def server(kind: Kind, url: str, key: str | None = "sleutel-123", **more: object) -> ModelServer:
    path = {"openai": "/v1", "ollama": "", "azure": ""}[kind]
    return ModelServer(
        kind,
        url + path,
        "model-x",
        key=key,
        version="2024-10-21",
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_it_streams_and_asks_for_the_form(serve: Serve, kind: Kind) -> None:
    fault = serve(writes(GOOD))
    pieces = list(server(kind, fault.url).stream(PROMPT, ENOUGH))
    assert "".join(pieces) == GOOD
    assert len([piece for piece in pieces if piece]) > 2
    (asked,) = fault.asked
    assert [m["content"] for m in asked["messages"]] == [PROMPT.system, PROMPT.user]
    assert [m["role"] for m in asked["messages"]] == ["system", "user"]
    form = asked["format"] if kind == "ollama" else asked["response_format"]["json_schema"]
    assert PROMPT.schema in (form, form.get("schema"))
    assert asked["stream"] is True
    assert asked["model"] == "model-x"
    limit = asked["options"]["num_predict"] if kind == "ollama" else asked["max_tokens"]
    assert limit == ENOUGH.tokens
    assert "sleutel-123" in json.dumps(dict(fault.headers[0]))
    assert fault.paths == [
        {
            "openai": "/v1/chat/completions",
            "ollama": "/api/chat",
            "azure": "/openai/deployments/model-x/chat/completions?api-version=2024-10-21",
        }[kind]
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_keys_for_other_servers_stay_here(
    serve: Serve, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "OLLAMA_API_KEY"):
        monkeypatch.setenv(name, "van-een-ander")
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:9/elders")
    fault = serve(writes(GOOD))
    list(server(kind, fault.url, key=None).stream(PROMPT, ENOUGH))
    assert "van-een-ander" not in json.dumps(dict(fault.headers[0]))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [name for name in FAULTS if name not in BLOCKS])
def test_every_fault_has_a_name(serve: Serve, kind: Kind, name: str) -> None:
    script, reasons = FAULTS[name]
    text: list[str] = []
    fault = serve(script)
    try:
        text += server(kind, fault.url, wait=lambda seconds: None).stream(PROMPT, LIMITS)
    except WriterFailed as failed:
        # without someone who keeps time, no word in time is found out at the deadline
        late = {"deadline", "slow"} if "first-token-late" in reasons else set()
        assert failed.reason in reasons | late
        assert "geheim" not in str(failed)
    else:  # whole for the client; the form is for its reader to judge
        assert reasons <= {"not-json", "refused"}
        assert "".join(text) != GOOD


def test_a_server_that_is_not_there(closed_port: str) -> None:
    for kind in KINDS:
        with pytest.raises(WriterFailed) as caught:
            list(server(kind, closed_port, wait=lambda seconds: None).stream(PROMPT, LIMITS))
        assert caught.value.reason == "unreachable"


@pytest.mark.parametrize(
    ("status", "headers", "calls", "waits"),
    [
        (503, {}, 2, [0.5]),
        (429, {"Retry_After": "2"}, 2, [2.0]),
        (429, {"Retry_After": "86400"}, 1, []),
        (429, {"Retry_After": "morgen"}, 1, []),
        (500, {}, 2, [0.5]),
        (401, {}, 1, []),
        (400, {}, 1, []),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_one_retry_and_no_more(
    serve: Serve, kind: Kind, status: int, headers: dict[str, str], calls: int, waits: list[float]
) -> None:
    waited: list[float] = []
    fault = serve(lambda reply: reply.error(status, **headers))
    with pytest.raises(WriterFailed):
        list(server(kind, fault.url, wait=waited.append).stream(PROMPT, LIMITS))
    assert (len(fault.asked), waited) == (calls, waits)


def test_the_retry_may_go_well(serve: Serve) -> None:
    def script(reply: Reply) -> None:
        (writes(GOOD) if len(fault.asked) > 1 else FAULTS["being loaded"][0])(reply)

    fault = serve(script)
    pieces = server("openai", fault.url, wait=lambda seconds: None).stream(PROMPT, ENOUGH)
    assert "".join(pieces) == GOOD


def test_no_retry_once_words_have_come(serve: Serve) -> None:
    fault = serve(FAULTS["an error inside"][0])
    with pytest.raises(WriterFailed):
        list(server("openai", fault.url).stream(PROMPT, LIMITS))
    assert len(fault.asked) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_is_asked_or_written_is_logged(
    serve: Serve, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    fault = serve(writes(GOOD))
    with caplog.at_level(logging.DEBUG):
        list(server(kind, fault.url).stream(PROMPT, ENOUGH))
    assert "geheime" not in caplog.text
    assert "Bel ze" not in caplog.text
    assert "sleutel-123" not in caplog.text
    assert PROMPT.digest in caplog.text
    assert "model-x answered as scripted" in caplog.text


def test_a_server_can_write_nothing_into_the_log(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    def script(reply: Reply) -> None:
        reply.begin()
        choice = {"index": 0, "delta": {"content": GOOD}, "finish_reason": "stop"}
        data = {"id": "1", "model": "x\nERROR De geheime vraag", "choices": [choice]}
        reply.send(f"data: {json.dumps(data)}\n\n")

    with caplog.at_level(logging.INFO):
        list(server("openai", serve(script).url).stream(PROMPT, ENOUGH))
    assert "geheime" not in caplog.text
    assert "(unnamed)" in caplog.text


def test_the_key_is_not_in_how_it_looks() -> None:
    assert "sleutel-123" not in repr(server("openai", "http://127.0.0.1:9"))
    assert "sleutel-123" not in str(vars(server("openai", "http://127.0.0.1:9")).get("_url"))
