"""Every route of the REST API over real HTTP, and every way in which it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, cast

import anyio
import httpx
import pytest

from assistant.database import database_url
from assistant.engine import Assistant
from assistant.feedback import FeedbackStore
from assistant.frontends.api.asking import Asking, events, growing
from assistant.frontends.api.entrance import VERSION
from assistant.frontends.api.words import PROBLEMS
from assistant.models import Answer
from assistant.settings import Settings
from corpus.models import PRACTICES, Corpus
from corpus.problem import Problem

QUESTION: Final = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
ENGLISH: Final = "My colleague in Finance blocks the residents' plan, what now?"
JSON: Final = {"Content-Type": "application/json"}
DEEP: Final = b'{"question": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"


def refused(answer: httpx.Response, status: int, detail: str | None = None) -> None:
    """Check that an answer is a problem with all that belongs to it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "instance"}
    assert (body["type"], body["status"]) == ("about:blank", status)
    language = answer.headers["content-language"]
    assert body["title"] == PROBLEMS[status][0][language]
    assert body["detail"] == (detail or PROBLEMS[status][1][language])
    assert body["instance"] == answer.request.url.path
    stamped(answer)


def stamped(answer: httpx.Response) -> None:
    assert answer.headers["api-version"] == VERSION
    assert answer.headers["x-request-id"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


# asking


def test_ask_gives_the_answer_that_every_door_gives(
    api: httpx.Client, assistant: Assistant
) -> None:
    answer = api.post("/ask", json={"question": QUESTION})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    stamped(answer)
    found = answer.json()
    own = json.loads(json.dumps(assistant.answer(QUESTION).as_json()))
    changing = ("id", "timings_ms")
    assert {k: v for k, v in found.items() if k not in changing} == {
        k: v for k, v in own.items() if k not in changing
    }
    assert set(found) == set(own)
    assert found["status"] == "answered"


def test_ask_in_another_language(api: httpx.Client) -> None:
    assert api.post("/ask", json={"question": ENGLISH}).json()["language"] == "en"
    asked = {"question": ENGLISH, "language": "nl"}
    assert api.post("/ask", json=asked).json()["language"] == "nl"


def test_ask_further(api: httpx.Client) -> None:
    asked = {"question": "En hoe zeg ik dat?", "history": [QUESTION]}
    found = api.post("/ask", json=asked).json()
    assert found["query"].startswith(QUESTION)
    assert found["citations"][0]["tip_id"] == "collega-zegt-nee"


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("", "clarification"),
        ("hoi", "greeting"),
        ("Mijn bsn is 111222333", "blocked_personal_data"),
        ("x" * 2_001, "blocked_too_long"),
        ("Hoe laat vertrekt de trein naar Parijs?", "unanswerable_off_topic"),
        ("\0\ud800\u202e", "clarification"),
    ],
)
def test_every_ending_is_an_answer(api: httpx.Client, question: str, status: str) -> None:
    answer = api.post("/ask", content=json.dumps({"question": question}), headers=JSON)
    assert (answer.status_code, answer.json()["status"]) == (200, status)


def test_personal_data_in_an_earlier_question_does_not_come_back(api: httpx.Client) -> None:
    asked = {"question": "En hoe zeg ik dat?", "history": [QUESTION + " Bel 06-12345678."]}
    assert "12345678" not in api.post("/ask", json=asked).text


def test_ask_as_events(api: httpx.Client) -> None:
    headers = {"Accept": "text/event-stream"}
    with api.stream("POST", "/ask", json={"question": QUESTION}, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        stamped(answer)
        text = answer.read().decode()
    found = [
        (block.split("\n")[0].removeprefix("event: "), json.loads(block.split("data: ", 1)[1]))
        for block in text.strip().split("\n\n")
    ]
    names = [name for name, _ in found]
    assert names == ["answer.part"] * (len(found) - 2) + ["answer", "end"]
    whole = found[-2][1]
    assert "\n\n".join(data["text"] for name, data in found[:-2]) == whole["text"]
    cited = [citation for _, data in found[:-2] for citation in data["citations"]]
    assert cited == whole["citations"]


class Growing:
    """An assistant whose answer grows by two sentences."""

    def __init__(self, whole: Answer) -> None:
        self._whole = whole

    def stream(self, *_: Any) -> Iterator[Answer]:
        yield replace(self._whole, text="One. [1]", citations=self._whole.citations[:1])
        yield replace(self._whole, text="One. [1] Two. [2]", citations=self._whole.citations[:2])
        yield self._whole


def test_an_answer_that_grows_is_shown_as_it_grows(assistant: Assistant) -> None:
    whole = assistant.answer(QUESTION)
    asking = Asking(cast(Assistant, Growing(whole)))

    async def collect() -> list[str]:
        return [text async for text in growing(asking.stream(QUESTION, ()))]

    found = anyio.run(collect)
    assert [json.loads(text.split("data: ", 1)[1])["text"] for text in found[:2]] == [
        "One. [1]",
        "One. [1] Two. [2]",
    ]
    assert all(text.startswith("event: answer.growing\n") for text in found[:2])
    assert found[2:] == list(events(whole))


# texts


def test_search(api: httpx.Client, api_url: str) -> None:
    found = api.get("/search", params={"q": "collega blokkeert plan"}).json()
    assert found["language"] == "nl"
    first = found["items"][0]
    assert (first["kind"], first["id"]) == ("tip", "collega-zegt-nee")
    assert first["url"] == f"{api_url}/tip/collega-zegt-nee"
    assert 0 < first["near"] <= 1
    assert httpx.get(first["url"]).status_code == 200


def test_search_with_filters(api: httpx.Client, corpus: Corpus) -> None:
    params = {"q": "geld", "practice": "draagvlak", "role": "bestuur", "limit": 3, "language": "en"}
    items = api.get("/search", params=params).json()["items"]
    assert 0 < len(items) <= 3
    for item in items:
        assert item["practice"] == "draagvlak"
        assert "bestuur" in corpus.tips[item["id"]].roles
        assert item["title"] == corpus.tips[item["id"]].texts["en"].title


def test_a_search_for_nothing(api: httpx.Client) -> None:
    assert api.get("/search", params={"q": " "}).json()["items"] == []


def test_an_added_document_is_listed_and_found(api: httpx.Client, api_url: str) -> None:
    url = f"{api_url}/document/imkers"
    assert api.get("/documents").json()["items"] == [
        {
            "id": "imkers",
            "title": "Verslag van de imkers",
            "language": "nl",
            "passages": 2,
            "url": url,
        }
    ]
    items = api.get("/search", params={"q": "honing van de bijen"}).json()["items"]
    assert ("document", "imkers") in [(item["kind"], item["id"]) for item in items]


def test_practices(api: httpx.Client, corpus: Corpus) -> None:
    items = api.get("/practices").json()["items"]
    assert [item["id"] for item in items] == list(PRACTICES)
    assert sum(item["tips"] for item in items) == len(corpus.tips)
    english = api.get("/practices", headers={"Accept-Language": "en"}).json()["items"]
    assert english[0]["title"] == corpus.chapters["in-kaart-brengen"].texts["en"].title


@pytest.mark.parametrize("practice", PRACTICES)
def test_a_practice(api: httpx.Client, corpus: Corpus, practice: str) -> None:
    found = api.get(f"/practices/{practice}", params={"language": "nl"}).json()
    assert found["title"] == corpus.chapters[practice].texts["nl"].title
    assert found["sections"][0]["parts"][0]["text"]
    tips = {name for name, tip in corpus.tips.items() if tip.practice == practice}
    assert {tip["id"] for tip in found["tips"]} == tips
    assert httpx.get(found["url"]).status_code == 200


def test_all_tips_page_by_page(api: httpx.Client, corpus: Corpus) -> None:
    seen: list[str] = []
    page = {"pages": 1}
    for number in range(1, 100):
        page = api.get("/tips", params={"page": number, "pageSize": 50}).json()
        assert (page["page"], page["page_size"], page["total"]) == (number, 50, len(corpus.tips))
        seen += [tip["id"] for tip in page["items"]]
        if number == page["pages"]:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == set(corpus.tips)
    assert api.get("/tips", params={"page": 10_000}).json()["items"] == []


def test_tips_with_filters(api: httpx.Client, corpus: Corpus) -> None:
    chosen = {"practice": "houding", "phase": "nazorg"}
    found = {
        tip["id"] for tip in api.get("/tips", params={**chosen, "pageSize": 100}).json()["items"]
    }
    assert found == {
        name
        for name, tip in corpus.tips.items()
        if tip.practice == "houding" and "nazorg" in tip.phases
    }
    assert found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_tip(api: httpx.Client, corpus: Corpus, api_url: str, language: Any) -> None:
    found = api.get("/tips/collega-zegt-nee", params={"language": language}).json()
    tip = corpus.tips["collega-zegt-nee"]
    text = tip.texts[language]
    assert (found["title"], found["language"]) == (text.title, language)
    assert found["situations"] == list(text.situations)
    shown = [[part["text"] for part in section["parts"]] for section in found["sections"]]
    assert shown == [list(section.parts) for section in text.sections]
    assert [source["id"] for source in found["sources"]] == list(tip.sources)
    assert found["reviewed"] == tip.reviewed.isoformat()
    page = {"nl": "/tip", "en": "/en/tip"}[language]
    assert found["url"] == f"{api_url}{page}/collega-zegt-nee"
    assert "phrasings" not in found


def test_a_part_of_our_own_says_so(api: httpx.Client, corpus: Corpus) -> None:
    name, section, place = next(
        (tip.id, section, place)
        for tip in corpus.tips.values()
        for section in tip.texts["nl"].sections
        for place, names in enumerate(section.part_sources)
        if names == ("eigen",)
    )
    sections = api.get(f"/tips/{name}").json()["sections"]
    found = next(one for one in sections if one["key"] == section.key)["parts"][place]
    assert found == {"text": section.parts[place], "sources": [], "own": True}


def test_sources(api: httpx.Client, corpus: Corpus) -> None:
    page = api.get("/sources", params={"pageSize": 100}).json()
    assert page["total"] == len(corpus.sources)
    assert page["items"][0] == asdict(next(iter(corpus.sources.values())))
    one = api.get("/sources/S1").json()
    using = {tip.id for tip in corpus.tips.values() if "S1" in tip.sources}
    assert {tip["id"] for tip in one["tips"]} == using


# feedback


def judgement(api: httpx.Client, **more: Any) -> dict[str, Any]:
    answer = api.post("/ask", json={"question": QUESTION}).json()
    return {"answer": answer, "useful": False, **more}


def test_feedback_lands_where_that_of_the_page_does(api: httpx.Client, web_data: Path) -> None:
    sent = judgement(api, reason="klopt-niet", comment="Mail jan@example.nl\0", with_question=True)
    sent["answer"]["question"] = "Wat nu?\ud800"
    content = json.dumps(sent)
    assert api.post("/feedback", content=content, headers=JSON).status_code == 204
    store = FeedbackStore(database_url(Settings(data_dir=web_data)))
    row = next(one for one in store.all() if one.answer_id == sent["answer"]["id"])
    store.close()
    assert (row.useful, row.reason, row.comment) == (False, "klopt-niet", "Mail […]")
    assert (row.question, row.tips, row.practices) == (
        "Wat nu?",
        "collega-zegt-nee",
        "binnen-buiten",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"status": "greeting"},
        {"practices": []},
        {"practices": [{"id": "x", "title": "", "confidence": 1}]},
        {"id": "'; DROP TABLE"},
        {"id": ""},
        {"composer": "a\0"},
    ],
)
def test_only_an_answer_that_could_have_been_given_is_judged(
    api: httpx.Client, change: dict[str, Any]
) -> None:
    sent = judgement(api)
    sent["answer"].update(change)
    said = "Alleen een antwoord met status 'answered' kan worden beoordeeld."
    refused(api.post("/feedback", json=sent), 422, said)
    sent["answer"]["citations"][0]["tip_id"] = "verzonnen"
    assert api.post("/feedback", json=sent).status_code == 422


# refusals


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"question": "\xc3"}', 400),
        (b"\0", 400),
        (DEEP, 400),
        (b'{"question": 1' + b"0" * 5_000 + b"}", 400),
        (b'{"question": NaN}', 422),
        (b'{"question": null}', 422),
        (b'{"question": {}}', 422),
        (b'{"question": "a", "\\ud800": 1}', 422),
        (b"[]", 422),
        (b'"a"', 422),
        (b'{"question": "' + b"x" * 2_000_000 + b'"}', 413),
        (b'{"question": "' + b"x" * 33_000 + b'"}', 413),
    ],
    ids=lambda value: str(value)[:30],
)
def test_hostile_bodies(api: httpx.Client, content: bytes, status: int) -> None:
    answer = api.post("/ask", content=content, headers=JSON)
    refused(answer, status, answer.json()["detail"])
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
def test_only_json_is_read(api: httpx.Client, kind: str) -> None:
    content = json.dumps({"question": "hoi"})
    refused(api.post("/ask", content=content, headers={"Content-Type": kind}), 415)
    named = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert api.post("/ask", content=content, headers=named).status_code == 200


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/search", "'q' ontbreekt."),
        ("/search?q=", "'q' is te kort."),
        (f"/search?q={'x' * 301}", "'q' is te lang (hooguit 300)."),
        ("/search?q=a&limit=0", "'limit' moet minstens 1 zijn."),
        ("/search?q=a&limit=99", "'limit' mag hooguit 40 zijn."),
        ("/tips?page=0", "'page' moet minstens 1 zijn."),
        ("/tips?pageSize=101", "'pageSize' mag hooguit 100 zijn."),
        ("/tips?pageSize=a", "'pageSize' moet een geheel getal zijn."),
        (
            "/tips?phase=x",
            "'phase' moet een van deze zijn: verkennen, ontwerpen, besluiten, uitvoeren, nazorg.",
        ),
        ("/tips/collega-zegt-nee?language=fr", "'language' moet een van deze zijn: nl, en."),
    ],
)
def test_wrong_parameters(api: httpx.Client, path: str, detail: str) -> None:
    refused(api.get(path), 400, detail)


@pytest.mark.parametrize(
    "path", ["/nope", "/ask/", "/tips/", "/tips/a/b", "/", "/../v2", "/docs", "/redoc"]
)
def test_nothing_there(api: httpx.Client, path: str) -> None:
    for headers in ({}, {"Accept": "text/html"}):
        answer = api.get(path, headers=headers)
        refused(answer, 404)


def test_outside_the_version_too(api_url: str) -> None:
    for path in ("/api", "/api/", "/api/v2/ask", "/api/v1"):
        refused(httpx.get(api_url + path, headers={"Accept": "text/html"}), 404)
        refused(httpx.post(api_url + path, json={}), 404)


@pytest.mark.parametrize("path", ["/tips/nee", "/practices/nee", "/sources/S0"])
def test_an_item_that_is_not_there(api: httpx.Client, path: str) -> None:
    name = path.rpartition("/")[2]
    refused(api.get(path), 404, f"'{name}' bestaat hier niet.")
    english = {"Accept-Language": "en-GB"}
    refused(api.get(path, headers=english), 404, f"There is no '{name}' here.")


def test_a_background_text_is_no_practice(api: httpx.Client) -> None:
    assert api.get("/practices/onderzoek").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", "/ask", "POST"), ("POST", "/tips", "GET"), ("DELETE", "/tips/x", "GET")],
)
def test_other_methods(api: httpx.Client, method: str, path: str, allowed: str) -> None:
    answer = api.request(method, path)
    refused(answer, 405)
    assert answer.headers["allow"] == allowed


def test_another_name_of_the_site(api: httpx.Client) -> None:
    refused(api.get("/tips", headers={"Host": "evil.example"}), 400)


def test_a_page_of_another_site_may_not_ask(api: httpx.Client) -> None:
    other = {"Origin": "https://evil.example"}
    answer = api.post("/ask", json={"question": "hoi"}, headers=other)
    refused(answer, 403)


def test_a_question_is_not_in_the_log(
    start_site: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    site = start_site(request_log=True)
    with caplog.at_level("INFO", logger="bricoleur.requests"):
        httpx.post(
            f"{site.url}/api/v1/ask",
            json={"question": "geheime vraag"},
            headers={"X-Request-Id": "zaak-1"},
        )
        httpx.get(f"{site.url}/api/v1/search?q=geheim")
    site.stop()
    assert "geheim" not in caplog.text
    assert json.loads(caplog.records[0].message)["request"] == "zaak-1"


# when something breaks


class Broken:
    """An index that fails as it is told to."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self) -> Any:
        raise self.error


def test_a_fault_of_ours_is_a_problem(alone: Any, caplog: pytest.LogCaptureFixture) -> None:
    client = alone(Broken(RuntimeError("geheim")))
    answer = client.get("/api/v1/documents", headers={"X-Request-Id": "zaak-2"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "geheim" not in answer.text
    assert "zaak-2" in caplog.text
    chat = client.get("/v1/models")
    assert (chat.status_code, chat.json()["error"]["type"]) == (500, "server_error")


def test_an_index_that_is_gone(alone: Any) -> None:
    client = alone(Broken(Problem(nl="De index is weg.", en="The index is gone.")))
    asked = {"question": QUESTION}
    answer = client.post("/api/v1/ask", json=asked)
    assert (answer.status_code, answer.json()["detail"]) == (503, "De index is weg.")
    assert client.get("/api/v1/ready").status_code == 503
    assert client.get("/api/v1/health").json() == {"status": "ok"}
    messages = [{"role": "user", "content": QUESTION}]
    chat = client.post(
        "/v1/chat/completions",
        json={"model": "bricoleur", "messages": messages, "stream": True},
        headers={"Accept-Language": "en"},
    )
    assert (chat.status_code, chat.json()["error"]["message"]) == (503, "The index is gone.")


def test_ready_and_well(api: httpx.Client) -> None:
    for path in ("/health", "/ready"):
        answer = api.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        stamped(answer)


def test_feedback_that_cannot_be_stored(alone: Any, api: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "bricoleur.sqlite3").mkdir()
    client = alone(Broken(RuntimeError()))
    answer = client.post("/api/v1/feedback", json=judgement(api))
    assert answer.status_code == 503
    assert "database" in answer.json()["detail"]
