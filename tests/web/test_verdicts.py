"""What the page posts when a reader judges an answer, or says that one is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.engine import Assistant
from assistant.feedback import FeedbackStore
from assistant.frontends.web import chat_routes
from assistant.frontends.web.chat_words import word
from assistant.frontends.web.thread import pack
from assistant.models import Answer

LOST = "Wat is de hoofdstad van Frankrijk?"


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(f"sqlite:///{tmp_path}/x.sqlite3")


@pytest.fixture
def client(store: FeedbackStore) -> TestClient:
    app = FastAPI()
    app.include_router(chat_routes.router(store))
    return TestClient(app)


@pytest.fixture
def lost(assistant: Assistant) -> Answer:
    return assistant.answer(LOST)


def test_a_missing_answer_is_stored_without_the_question(
    client: TestClient, store: FeedbackStore, lost: Answer
) -> None:
    said = client.post("/oordeel", data={"thread": pack((lost,)), "useful": "no"})
    assert (said.status_code, said.text) == (200, word("thanks_missed", "nl"))
    (row,) = store.all()
    assert (row.useful, row.reason, row.question, row.tips) == (False, "buiten-bereik", None, "")


def test_with_the_question_when_ticked(
    client: TestClient, store: FeedbackStore, lost: Answer
) -> None:
    data = {"thread": pack((lost,)), "useful": "no", "with_question": "yes"}
    assert client.post("/en/feedback", data=data).text == word("thanks_missed_with", "en")
    assert store.all()[0].question == LOST


@pytest.mark.parametrize("status", ["referred_crisis", "blocked_personal_data", "greeting"])
def test_other_endings_are_not_stored(
    client: TestClient, store: FeedbackStore, lost: Answer, status: Any
) -> None:
    thread = pack((replace(lost, status=status, question="geheim"),))
    data = {"thread": thread, "useful": "no", "with_question": "yes"}
    assert client.post("/oordeel", data=data).status_code == 400
    assert store.all() == ()


def test_nothing_is_stored_without_a_choice(
    client: TestClient, store: FeedbackStore, lost: Answer
) -> None:
    assert client.post("/oordeel", data={"thread": pack((lost,))}).status_code == 400
    assert store.all() == ()
