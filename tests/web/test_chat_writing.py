"""The chat with a language model behind it: over HTTP, as its page asks."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.engine import Assistant
from assistant.frontends.web.render import turn
from assistant.frontends.web.server import _log_model
from assistant.frontends.web.talk import Talk
from assistant.settings import Settings
from assistant.texts import LABELS
from corpus.sentences import split_sentences
from tests.generation.fault_server import FAULTS, FaultServer, Reply, Sentence, composes

QUESTION = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"


def verbatim(passages: dict[int, str]) -> list[Sentence]:
    return [(split_sentences(text)[0], [n]) for n, text in passages.items()][:3]


@pytest.fixture(scope="module")
def model() -> Iterator[FaultServer]:
    server = FaultServer(composes(verbatim))
    yield server
    server.close()


@pytest.fixture(scope="module")
def url(start_site: Callable[..., Any], model: FaultServer) -> str:
    site = start_site(
        model_kind="openai", model_url=f"{model.url}/v1", model_name="gpt-proef",
        model_deadline=20, questions_per_minute=1000,
    )  # fmt: skip
    return str(site.url)


def shown(url: str) -> list[tuple[str, str]]:
    """Ask, and return what the page shows each time: the conversation and the status."""
    session = secrets.token_hex(5)
    body = {"data": [QUESTION, ""], "fn_index": 0, "session_hash": session, "trigger_id": None}
    states: list[tuple[str, str]] = []
    with httpx.Client(base_url=url, timeout=60) as client:
        client.post("/gradio_api/queue/join", json=body).raise_for_status()
        found = client.get("/gradio_api/queue/data", params={"session_hash": session})
    parts = ["", ""]
    for line in found.text.splitlines():
        event = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
        if event.get("msg") in ("process_generating", "process_completed"):
            changes = event["output"]["data"][2:4]
            parts = [_changed(*both) for both in zip(parts, changes, strict=True)]
            states.append((parts[0], parts[1]))
    return states


def _changed(before: str, change: Any) -> str:
    """Gradio sends a whole value, nothing, or what was done to the value before."""
    if isinstance(change, dict):
        return str(change.get("value", before))
    if not isinstance(change, list):
        return str(change)
    for action, path, value in change:
        if path == []:
            before = before + value if action == "append" else value
    return before


def test_the_page_shows_sentences_as_they_come(url: str) -> None:
    states = shown(url)
    counts = [html.count("b-note") for html, _ in states]
    assert max(counts) == 1
    writing = [html for html, said in states if "Een taalmodel schrijft" in said]
    assert len(writing) >= 2
    assert "Het antwoord is klaar" in states[-1][1]
    assert LABELS["model"]["nl"] in states[-1][0]


def test_the_pages_say_that_a_model_writes_and_where_a_question_goes(
    url: str, site_url: str
) -> None:
    for path in ("/over", "/privacy", "/en/about", "/en/privacy"):
        assert "gpt-proef" in httpx.get(url + path).text
        assert "gpt-proef" not in httpx.get(site_url + path).text


def test_when_it_fails_the_page_shows_the_tips(url: str, model: FaultServer) -> None:
    before, model.script = model.script, FAULTS["a web page"][0]
    try:
        html, said = shown(url)[-1]
    finally:
        model.script = before
    assert "b-first" in html
    assert "b-note" not in html
    assert "Het antwoord is klaar" in said


@pytest.fixture
def talk(assistant: Assistant, model: FaultServer, real_retriever: Any) -> Talk:
    from assistant.generation.clients import ModelServer
    from assistant.generation.lead import Lead
    from assistant.generation.writing import Author

    author = Author(Lead(ModelServer("openai", f"{model.url}/v1", "gpt-proef")))
    return Talk(Assistant(lambda: real_retriever, "nl", author=author), "nl")


def test_what_grows_has_no_buttons_and_the_end_has(talk: Talk) -> None:
    busy, *growing, done = talk.ask(QUESTION, "")
    assert busy.thread is None
    assert len(growing) == 3
    assert all(view.thread and view.thread[0].follow_ups == () for view in growing)
    assert done.thread and done.thread[0].follow_ups
    assert len({view.thread[0].id for view in [*growing, done] if view.thread}) == 1
    assert "b-said-busy" in growing[-1].status


def test_again_asks_the_model_again(talk: Talk) -> None:
    from assistant.frontends.web.thread import pack

    *_, first = talk.ask(QUESTION, "")
    *_, again = talk.again(pack(first.thread or ()))
    assert again.thread and len(again.thread) == 1
    assert again.thread[0].composer == "llm"


def test_only_a_poor_fit_is_said_to_be_one(talk: Talk) -> None:
    *_, view = talk.ask(QUESTION, "")
    assert view.thread
    html = turn(view.thread[0], 1, None)
    assert "b-note" in html
    assert "b-thin" not in html


def test_a_model_that_hangs_keeps_no_one(talk: Talk, model: FaultServer) -> None:
    def script(reply: Reply) -> None:
        reply.begin()
        reply.piece('{"sentences": [')
        reply.hang()

    before, model.script = model.script, script
    try:
        views = talk.ask(QUESTION, "")
        assert next(views).thread is None
        views.close()  # type: ignore[attr-defined]
    finally:
        model.script = before


def test_a_server_tells_in_its_log_how_the_model_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logger = logging.getLogger("assistant.generation")
    before = logger.level, logger.propagate, list(logger.handlers)
    try:
        _log_model(Settings(data_dir=tmp_path))
        assert list(logger.handlers) == before[2]
        _log_model(Settings(data_dir=tmp_path, model_kind="openai"))
        logging.getLogger("assistant.generation.writing").info("model=x prompt=1 failed=slow")
    finally:
        logger.setLevel(before[0])
        logger.propagate, logger.handlers = before[1:]
    assert "model=x prompt=1 failed=slow" in capsys.readouterr().err
