"""From settings to a model that writes, and what the doctor says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.build import build_author, build_limits, build_writer
from assistant.frontends.cli.checkup import Check, checks
from assistant.settings import Settings, read_settings
from corpus.problem import Problem
from tests.generation.fault_server import FAULTS, GOOD, FaultServer, Script, writes

Serve = Callable[[Script], FaultServer]


def settings(tmp_path: Path, **more: Any) -> Settings:
    return Settings(data_dir=tmp_path, **more)


def writer_check(of: Settings) -> Check:
    return next(check for check in checks(of) if check.name == "writer")


def test_it_is_off_until_configured(tmp_path: Path) -> None:
    assert build_author(settings(tmp_path)) is None
    assert writer_check(settings(tmp_path)).well


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"model_kind": "openai"}, "BRICOLEUR_MODEL_URL"),
        ({"model_kind": "ollama", "model_url": "http://127.0.0.1:9"}, "BRICOLEUR_MODEL_NAME"),
        (
            {"model_kind": "azure", "model_url": "http://127.0.0.1:9", "model_name": "x"},
            "BRICOLEUR_MODEL_API_VERSION",
        ),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, more: dict[str, str], missing: str) -> None:
    with pytest.raises(Problem, match=missing):
        build_writer(settings(tmp_path, **more))


def test_settings_reach_their_places(tmp_path: Path) -> None:
    made = settings(
        tmp_path, model_kind="openai", model_url="http://127.0.0.1:9/v1", model_name="gpt-nl",
        model_deadline=20, model_first_token=4,
    )  # fmt: skip
    limits = build_limits(made)
    assert (limits.deadline, limits.first_token) == (20, 4)
    author = build_author(made)
    assert author is not None
    assert author.name == "gpt-nl"


def test_the_key_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRICOLEUR_MODEL_API_KEY", "sleutel-123")
    made = read_settings()
    assert made.model_api_key is not None
    assert "sleutel-123" not in f"{made!r} {made} {made.model_dump_json()}"


@pytest.mark.parametrize(
    "url", ["ftp://x", "x", "http://user:secret@host/v1", "http://host/v1?key=secret"]
)
def test_an_address_with_a_secret_in_it_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRICOLEUR_MODEL_URL", url)
    with pytest.raises(Problem) as caught:
        read_settings()
    assert "BRICOLEUR_MODEL_URL" in str(caught.value.en)
    assert "secret" not in str(caught.value.en)


def test_the_doctor_lets_it_say_a_sentence(tmp_path: Path, serve: Serve) -> None:
    server = serve(writes(GOOD))
    made = settings(
        tmp_path, model_kind="openai", model_url=f"{server.url}/v1", model_name="model-x"
    )
    check = writer_check(made)
    assert check.well
    assert check.says.startswith("model-x answers, 1 sentences in ")


@pytest.mark.parametrize(
    ("fault", "says"),
    [("unknown key", "wijst de sleutel af (unauthorised (401))"), ("a web page", "een webpagina")],
)
def test_the_doctor_says_what_is_wrong(tmp_path: Path, serve: Serve, fault: str, says: str) -> None:
    server = serve(FAULTS[fault][0])
    made = settings(
        tmp_path, model_kind="ollama", model_url=server.url, model_name="x", language="nl"
    )
    check = writer_check(made)
    assert not check.well
    assert says in check.says
    assert "BRICOLEUR_MODEL_" in check.says
