"""Course material over REST: a plan goes in, a pack or a file comes out, faults are said."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any, Final, get_args

import httpx
import pytest
import yaml
from docx import Document
from starlette.testclient import TestClient

from assistant.course.export import FORMATS
from assistant.frontends import courses
from assistant.frontends.api import course_schema
from assistant.frontends.api.course import FILES
from assistant.frontends.courses import NAMES, PRODUCTS
from corpus.coursebook import FORMS
from corpus.models import PRACTICES
from index.retriever import Retriever

PLAN: Final[dict[str, Any]] = {
    "practices": ["draagvlak"],
    "form": "dilemma",
    "minutes": 90,
    "date": "2026-11-24",
    "language": "nl",
}
BSN: Final = "111222333"
STORY: Final = (
    "Bewoners willen de oude schuur gebruiken voor een repaircafé. De collega van Vastgoed zegt "
    "nee, want de schuur wordt verkocht. De trekker is moe en de wethouder heeft al ja gezegd."
)
Alone = Callable[..., TestClient]


def said(answer: httpx.Response, status: int = 422) -> str:
    """Return what is wrong, once it is a problem."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])


def test_every_file_is_known_to_every_part() -> None:
    assert {form for form, _ in PRODUCTS.values()} == {*FORMATS}
    assert {*get_args(course_schema.FileName)} == {*NAMES}


def test_forms_and_cases(api: httpx.Client) -> None:
    forms = api.get("/course/forms", params={"language": "en"}).json()["items"]
    assert [form["id"] for form in forms] == [*FORMS]
    assert forms[0]["title"] == "Incident method"
    assert {form["id"] for form in forms if form["least_minutes"] > 60} == {"incident"}
    cases = api.get("/course/cases").json()["items"]
    assert {case["practice"] for case in cases} == {*PRACTICES}
    some = api.get("/course/cases", params={"practice": "houding"}).json()["items"]
    assert some
    assert {case["practice"] for case in some} == {"houding"}
    assert said(api.get("/course/cases", params={"practice": "koken"}), 400)


def test_a_pack_with_every_line_traceable(api: httpx.Client) -> None:
    pack = api.post("/course/packs", json=PLAN).json()
    minutes = [step["minutes"] for step in pack["sessions"][0]["steps"]]
    assert sum(minutes) == 90
    assert pack["goals"][0]["origin"] == "frame"
    line = pack["tips"][0]["steps"][0]
    assert (line["origin"], line["tip"], line["section"]) == ("tip", pack["tips"][0]["id"], "doe")
    known = {source["id"] for source in pack["sources"]}
    assert {name for tip in pack["tips"] for name in tip["sources"]} <= known
    assert pack["plan"]["practices"] == ["draagvlak"]
    assert api.post("/course/packs", json=PLAN).json() == pack


def test_a_pack_that_was_changed(api: httpx.Client) -> None:
    first = api.post("/course/packs", json=PLAN).json()
    changed = {
        **PLAN,
        "edits": {"goal-1": "Je kunt <b>drie</b> mensen noemen."},
        "without": ["checks", "goal-2"],
    }
    pack = api.post("/course/packs", json=changed).json()
    assert pack["goals"][0]["text"] == "Je kunt <b>drie</b> mensen noemen."
    assert pack["goals"][0]["edited"]
    assert [line["id"] for line in pack["goals"]] == [
        line["id"] for line in first["goals"] if line["id"] != "goal-2"
    ]
    assert pack["checks"] == []
    assert api.post("/course/packs", json=pack["plan"]).json() == pack  # what comes out goes in


def test_the_language_is_that_of_the_caller(api: httpx.Client) -> None:
    plan = {name: value for name, value in PLAN.items() if name != "language"}
    english = api.post("/course/packs", json=plan, headers={"Accept-Language": "en"}).json()
    assert english["plan"]["language"] == "en"
    assert api.post("/course/packs", json=plan).json()["plan"]["language"] == "nl"


@pytest.mark.parametrize("name", NAMES)
def test_every_file(api: httpx.Client, name: str) -> None:
    answer = api.post(f"/course/packs/{name}", json=PLAN)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] in FILES
    start, _, file = answer.headers["content-disposition"].partition("filename=")
    assert start == "attachment; "
    assert file.strip('"').isascii()
    assert answer.headers["api-version"]
    assert answer.headers["cache-control"] == "no-store"
    beginning = {"pdf": b"%PDF-", "docx": b"PK", "pptx": b"PK", "zip": b"PK"}
    ending = file.strip('"').rpartition(".")[2]
    assert answer.content.startswith(beginning.get(ending, b""))


def test_what_the_files_hold(api: httpx.Client) -> None:
    plan = {**PLAN, "edits": {"goal-1": "Je kunt drie mensen noemen."}}
    handout = Document(io.BytesIO(api.post("/course/packs/docx-handout", json=plan).content))
    assert any("Je kunt drie mensen noemen." in p.text for p in handout.paragraphs)
    kept = api.post("/course/packs/plan", json=plan)
    assert yaml.safe_load(kept.content)["edits"] == plan["edits"]
    everything = zipfile.ZipFile(io.BytesIO(api.post("/course/packs/zip", json=plan).content))
    assert everything.testzip() is None
    assert len(everything.namelist()) == len(NAMES) - 1
    assert kept.content in [everything.read(name) for name in everything.namelist()]


# what can't be


WRONG: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "no subject": ({"practices": []}, "no subject"),
    "too short for the form": ({"form": "incident", "minutes": 60}, "takes 75"),
    "an unknown tip": ({"tips": ["bestaat-niet"]}, "?replace=true"),
    "personal data": ({"own_case": f"{STORY} BSN {BSN}."}, "citizen service number"),
    "a long case": ({"own_case": "woord " * 20_000}, "20000 words"),
    "a short case": ({"own_case": "Kort."}, "at least 20"),
    "an edit": ({"edits": {"goal-1": f"Bel {BSN}"}}, "goal-1"),
    "a day": ({"date": "gisteren"}, "date"),
    "five minutes": ({"minutes": 5}, "at least 45"),
    "a crowd": ({"group": 500}, "at most 40"),
    "a field": ({"kleur": "rood"}, "kleur"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(api: httpx.Client, name: str) -> None:
    given, expected = WRONG[name]
    english = {"Accept-Language": "en"}
    told = said(api.post("/course/packs", json={**PLAN, **given}, headers=english))
    assert expected in told
    assert BSN not in told
    assert said(api.post("/course/packs/pptx", json={**PLAN, **given}, headers=english)) == told


def test_all_that_is_wrong_is_said_at_once(api: httpx.Client) -> None:
    told = said(api.post("/course/packs", json={**PLAN, "own_case": "Kort.", "tips": ["weg"]}))
    assert "te kort" in told
    assert "'weg'" in told


def test_a_tip_that_is_gone_is_replaced_if_asked(api: httpx.Client) -> None:
    plan = {**PLAN, "tips": ["bestaat-niet\ud800"], "case": "ook-niet"}
    pack = api.post(
        "/course/packs",
        params={"replace": "true"},
        content=json.dumps(plan),  # half a character and all
        headers={"Content-Type": "application/json"},
    )
    assert pack.status_code == 200
    told = " ".join(line["text"] for line in pack.json()["thin"])
    assert "'bestaat-niet'" in told
    assert "'ook-niet'" in told


def test_no_file_without_something_in_it(api: httpx.Client) -> None:
    told = said(api.post("/course/packs/gift", json={**PLAN, "without": ["checks"]}))
    assert "weggelaten" in told
    assert said(api.post("/course/packs/exe", json=PLAN), 400)
    assert said(api.post("/course/packs/pptx", content=b"x"), 415)


def test_an_own_case_is_searched(api: httpx.Client) -> None:
    pack = api.post("/course/packs", json={"own_case": STORY, "language": "nl"}).json()
    assert pack["cases"][0]["id"] == "own"
    assert pack["cases"][0]["story"][0]["origin"] == "own"
    assert pack["tips"]
    assert pack["thin"]


def test_an_index_that_is_gone_is_said(alone: Alone, real_retriever: Retriever) -> None:
    from corpus.problem import Problem

    def broken() -> Retriever:
        raise Problem(nl="De index is weg.", en="The index is gone.")

    client = alone(broken)
    plan = {"own_case": STORY, "language": "nl"}
    told = said(client.post("/api/v1/course/packs", json=plan), 503)
    assert told == "De index is weg."
    assert client.post("/api/v1/course/packs", json=PLAN).status_code == 200


def test_making_is_limited_like_asking(alone: Alone, real_retriever: Retriever) -> None:
    client = alone(lambda: real_retriever, questions_per_minute=2)
    path = "/api/v1/course/packs/gift"
    answers = [client.post(path, json=PLAN).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert client.get("/api/v1/course/forms").status_code == 200


def test_too_many_at_once_are_told_to_wait(
    alone: Alone, real_retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courses, "WAITING", 0)
    client = alone(lambda: real_retriever)
    assert said(client.post("/api/v1/course/packs/gift", json=PLAN), 503)


def test_a_large_plan_may_come_in(api: httpx.Client) -> None:
    """All lines of the longest course, each rewritten, stay within what may be sent."""
    longest = {**PLAN, "form": "rollenspel", "minutes": 480, "sessions": 8, "group": 40}
    pack = api.post("/course/packs", json=longest).json()
    edits = {
        step["trainer"]["id"]: f"{step['trainer']['text']} En nog iets."
        for session in pack["sessions"]
        for step in session["steps"]
        if step["trainer"]
    }
    assert len(edits) > 100
    answer = api.post("/course/packs", json={**longest, "edits": edits})
    assert answer.status_code == 200
    assert len(answer.request.content) > 32 * 1024
