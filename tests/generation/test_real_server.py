"""Against llama.cpp's own server, with a model of random numbers: see ``tiny_model.py``."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from assistant.citations import faults
from assistant.engine import Assistant
from assistant.generation.clients import ModelServer
from assistant.generation.contract import Limits, Prompt, WriterFailed
from assistant.generation.lead import Lead
from assistant.generation.prompts import build
from assistant.generation.writing import Author
from corpus.sentences import split_sentences
from eval.load import over_page
from index.retriever import Retriever
from tests.generation.fault_server import Sentence, given

MISSING = [name for name in ("xllamacpp", "gguf") if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed on this machine: {', '.join(MISSING)}"
)
QUESTION = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
TINY = Path(__file__).parent / "tiny_model.py"


@contextmanager
def running(folder: Path, context: int) -> Iterator[str]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(TINY), str(folder), str(context)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address, (folder / "server.log").read_text("utf-8", "replace")[-2000:]
            yield address
        finally:
            process.stdin.close()
            process.wait(30)
            process.stdout.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("tiny"), 32_768) as found:
        yield found


def fixed(sentences: list[Sentence]) -> dict[str, Any]:
    """A schema that only one answer fits."""

    def exactly(schemas: list[dict[str, Any]]) -> dict[str, Any]:
        size = len(schemas)
        return {"type": "array", "prefixItems": schemas, "minItems": size, "maxItems": size}

    def whole(**properties: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object", "properties": properties, "required": list(properties),
            "additionalProperties": False,
        }  # fmt: skip

    return whole(
        sentences=exactly(
            [
                whole(text={"const": text}, cites=exactly([{"const": n} for n in cites]))
                for text, cites in sentences
            ]
        )
    )


class Scripted:
    """A real server that is told, by the form of its answer, what to write."""

    name = "tiny"

    def __init__(self, url: str, write: Callable[[dict[int, str]], list[Sentence]]) -> None:
        self._server = ModelServer("openai", f"{url}/v1", "tiny")
        self._write = write

    def stream(self, prompt: Prompt, limits: Limits) -> Iterator[str]:
        passages = given({"messages": [{"content": prompt.user}]})
        schema = fixed(self._write(passages))
        return self._server.stream(replace(prompt, schema=schema), limits)


def verbatim(passages: dict[int, str]) -> list[Sentence]:
    return [(split_sentences(text)[0], [n]) for n, text in passages.items()][:4]


def with_one_astray(passages: dict[int, str]) -> list[Sentence]:
    return [("Bel de burgemeester om drie uur.", [1]), *verbatim(passages)]


def prompt(sentences: list[Sentence]) -> Prompt:
    return Prompt("Regels.", "Één vraag?", fixed(sentences))


def test_it_streams_in_the_form_asked_for(address: str) -> None:
    server = ModelServer("openai", f"{address}/v1", "tiny")
    wanted: list[Sentence] = [("Één zin met ‘tekens’.", [1]), ("Nog een.", [2, 1])]
    pieces = list(server.stream(prompt(wanted), Limits()))
    assert len(pieces) > 10
    sentences = json.loads("".join(pieces))["sentences"]
    assert [(s["text"], s["cites"]) for s in sentences] == wanted


def test_its_sentences_are_read(address: str) -> None:
    lead = Lead(ModelServer("openai", f"{address}/v1", "tiny"))
    written = list(lead.write(prompt([("Een zin.", [1]), ("Nog een.", [2])])))
    assert [w.text for w in written] == ["Een zin.", "Nog een."]


def test_our_own_form_is_taken_and_an_end_is_put_to_nonsense(address: str) -> None:
    """A model of random numbers fills our schema with noise, until its tokens are used up."""
    passages = {1: ("Titel", "Bel ze."), 2: ("Titel", "Ga langs.")}
    lead = Lead(ModelServer("openai", f"{address}/v1", "tiny"), Limits(tokens=400))
    with pytest.raises(WriterFailed) as caught:
        list(lead.write(build("Wat nu?", "", passages, "nl")))
    assert caught.value.reason in {"cut-off", "endless", "refused", "not-json"}


def test_an_answer_that_does_not_fit_is_cut_off(address: str) -> None:
    server = ModelServer("openai", f"{address}/v1", "tiny")
    with pytest.raises(WriterFailed) as caught:
        list(server.stream(prompt([("Een zin die te lang is.", [1])]), Limits(tokens=10)))
    assert (caught.value.reason, caught.value.detail) == ("cut-off", "length")


def test_a_question_that_does_not_fit_is_named(tmp_path: Path) -> None:
    with running(tmp_path, 512) as small:
        server = ModelServer("openai", f"{small}/v1", "tiny")
        with pytest.raises(WriterFailed) as caught:
            list(server.stream(Prompt("Regels", "woord " * 500, fixed([])), Limits()))
    assert caught.value.reason == "too-large"


def test_from_question_to_cited_answer(address: str, real_retriever: Retriever) -> None:
    author = Author(Lead(Scripted(address, with_one_astray)))
    assistant = Assistant(lambda: real_retriever, "nl", author=author)
    answers = list(assistant.stream(QUESTION))
    assert [a.composer for a in answers] == ["llm"] * len(answers)
    assert len(answers) >= 3
    for shown in answers:
        assert faults(shown.text, shown.citations, real_retriever.passages, "nl") == ()
        assert "burgemeester" not in shown.text


def test_with_a_prompt_that_does_not_fit_the_tips_answer(
    tmp_path: Path, real_retriever: Retriever, assistant: Assistant
) -> None:
    with running(tmp_path, 512) as small:
        author = Author(Lead(Scripted(small, verbatim)))
        last = Assistant(lambda: real_retriever, "nl", author=author).answer(QUESTION)
    assert last.composer == "extractive"
    assert last.text == assistant.answer(QUESTION).text


def test_the_page_shows_the_tips_when_what_it_writes_is_nonsense(
    address: str, start_site: Callable[..., Any]
) -> None:
    site = start_site(
        model_kind="openai", model_url=f"{address}/v1", model_name="tiny", model_deadline=20,
        questions_per_minute=1000,
    )  # fmt: skip

    async def ask() -> dict[str, Any]:
        async with httpx.AsyncClient(base_url=site.url, timeout=60) as client:
            await over_page(client, QUESTION)  # raises if the page would show a fault
            answer = await client.post("/api/v1/ask", json={"question": QUESTION})
        return dict(answer.json())

    answer = anyio.run(ask)
    assert (answer["status"], answer["composer"]) == ("answered", "extractive")
    assert answer["citations"]
