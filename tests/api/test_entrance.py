"""Who gets in and how often: keys, the proxy, limits, other sites; and many at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import anyio
import httpx
import pytest

from assistant.engine import Assistant
from assistant.frontends.api import completions
from assistant.frontends.api.asking import AT_ONCE, Asking
from assistant.frontends.api.entrance import EXPOSED, Entrance, Stamp
from assistant.frontends.api.keys import open_keys
from assistant.frontends.meter import Meter
from assistant.frontends.web.visitor import Visitor
from assistant.models import Answer
from assistant.settings import Settings

TODAY: Final = datetime.now(UTC).date()
PROXY: Final = "10.0.0.9"
BEHIND: Final = {"auth_header": "X-User", "trusted_proxies": "10.0.0.0/8"}
TIPS: Final = "/api/v1/tips"
MODELS: Final = "/v1/models"


class NoIndex:
    def __call__(self) -> Any:
        raise AssertionError("not asked")


@pytest.fixture
def closed(alone: Any) -> Any:
    """The API alone, where every request needs a key."""
    return alone(NoIndex(), api_keys="required")


def bearer(client: Any, **given: Any) -> dict[str, str]:
    _, token = client.keys.create("test", TODAY, **given)
    return {"Authorization": f"Bearer {token}"}


def wrong(token: str) -> str:
    return token[:-1] + ("A" if token[-1] != "A" else "B")


# keys


def test_without_a_key(closed: Any) -> None:
    answer = closed.get(TIPS)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "bricoleur keys create" in answer.json()["detail"]
    assert answer.headers["api-version"]
    error = closed.get(MODELS).json()["error"]
    assert (error["type"], error["code"]) == ("invalid_request_error", "invalid_api_key")
    assert closed.get("/api/v1/nope").status_code == 401
    assert closed.post("/api/v1/ask", json={"question": "hoi"}).status_code == 401


def test_with_a_key(closed: Any) -> None:
    headers = bearer(closed)
    assert closed.get(TIPS, headers=headers).status_code == 200
    lower = {"Authorization": headers["Authorization"].replace("Bearer", "bearer ")}
    assert closed.get(TIPS, headers=lower).status_code == 200
    assert closed.keys.all()[0].last_used is not None


def test_a_key_that_is_wrong_over_or_revoked(closed: Any) -> None:
    headers = bearer(closed)
    assert closed.get(TIPS, headers=headers).status_code == 200
    changed = {"Authorization": wrong(headers["Authorization"])}
    assert closed.get(TIPS, headers=changed).status_code == 401
    basic = {"Authorization": headers["Authorization"].replace("Bearer", "Basic")}
    assert closed.get(TIPS, headers=basic).status_code == 401
    closed.keys.revoke(closed.keys.all()[0].id, TODAY)
    assert closed.get(TIPS, headers=headers).status_code == 401


def test_what_is_open_to_all(closed: Any) -> None:
    assert closed.get("/api/v1/health").status_code == 200
    document = closed.get("/api/v1/openapi.json", headers={"Origin": "https://elsewhere.example"})
    assert document.status_code == 200
    assert document.headers["access-control-allow-origin"] == "*"


def test_where_no_key_is_needed_something_else_may_be_sent(alone: Any) -> None:
    client = alone(NoIndex())
    assert client.get(TIPS, headers={"Authorization": "Bearer sk-none"}).status_code == 200
    assert client.get(TIPS, headers={"Authorization": "Basic xyz"}).status_code == 200
    changed = {"Authorization": wrong(bearer(client)["Authorization"])}
    assert client.get(TIPS, headers=changed).status_code == 401


def test_keys_that_cannot_be_looked_up(closed: Any, tmp_path: Any) -> None:
    headers = bearer(closed)
    closed.keys.close()
    (tmp_path / "bricoleur.sqlite3").unlink()
    for rest in tmp_path.glob("bricoleur.sqlite3-*"):
        rest.unlink()
    (tmp_path / "bricoleur.sqlite3").mkdir()
    answer = closed.get(TIPS, headers=headers)
    assert answer.status_code == 503
    assert answer.json()["detail"] == "Probeer het over een minuut opnieuw."


def test_a_key_is_never_logged(closed: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    headers = bearer(closed)
    closed.get(TIPS, headers=headers)
    closed.get(TIPS, headers={"Authorization": wrong(headers["Authorization"])})
    assert headers["Authorization"].split("_")[2][:20] not in caplog.text


# behind a proxy


@pytest.mark.parametrize(
    ("peer", "user", "status"),
    [(PROXY, "eva", 200), (PROXY, None, 401), ("192.168.1.4", "eva", 403)],
)
def test_who_is_signed_in_needs_no_key(
    alone: Any, peer: str, user: str | None, status: int
) -> None:
    client = alone(NoIndex(), peer, **BEHIND)
    headers = {"X-User": user} if user else {}
    assert client.get(TIPS, headers=headers).status_code == status
    assert client.get("/api/v1/health").status_code == 200


def test_a_key_opens_without_a_sign_in(alone: Any) -> None:
    for peer in (PROXY, "192.168.1.4"):
        client = alone(NoIndex(), peer, **BEHIND)
        assert client.get(TIPS, headers=bearer(client)).status_code == 200


def test_a_key_opens_the_api_and_nothing_else(start_site: Callable[..., Any]) -> None:
    site = start_site(auth_header="X-User", trusted_proxies="10.0.0.0/8")
    store = open_keys(site.settings)
    _, token = store.create("intranet", TODAY, TODAY + timedelta(days=1))
    store.close()
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=site.url, headers=headers, timeout=60) as client:
        found = client.post("/api/v1/ask", json={"question": "hoi"})
        assert (found.status_code, found.json()["status"]) == (200, "greeting")
        assert client.get("/over").status_code == 403
        assert client.post("/oordeel", data={"useful": "yes"}).status_code == 403
    site.stop()


# how often


def test_questions_are_counted(alone: Any) -> None:
    client = alone(NoIndex(), questions_per_minute=3)
    asked = [client.post("/api/v1/ask", content=b"{", headers=JSON) for _ in range(4)]
    assert [answer.status_code for answer in asked] == [400, 400, 400, 429]
    left = [answer.headers["ratelimit-remaining"] for answer in asked]
    assert left == ["2", "1", "0", "0"]
    last = asked[-1]
    assert last.headers["ratelimit-limit"] == "3"
    assert 40 < int(last.headers["ratelimit-reset"]) <= 60
    assert 0 < int(last.headers["retry-after"]) <= 20
    assert last.headers["content-type"] == "application/problem+json"
    chat = client.post("/v1/chat/completions", json={})
    assert (chat.status_code, chat.json()["error"]["code"]) == (429, "rate_limit_exceeded")
    assert client.get(TIPS).headers["ratelimit-limit"] == "60"


JSON: Final = {"Content-Type": "application/json"}


def test_every_key_has_its_own_allowance(alone: Any) -> None:
    client = alone(NoIndex(), questions_per_minute=1, api_questions_per_minute=2)
    for headers in (bearer(client), bearer(client)):
        sent = {**JSON, **headers}
        asked = [client.post("/api/v1/ask", content=b"{", headers=sent) for _ in range(3)]
        assert [answer.status_code for answer in asked] == [400, 400, 429]
        assert asked[0].headers["ratelimit-limit"] == "2"
    asked = [client.post("/api/v1/ask", content=b"{", headers=JSON) for _ in range(2)]
    assert [answer.status_code for answer in asked] == [400, 429]


def test_reading_is_limited_and_health_is_not(alone: Any) -> None:
    client = alone(NoIndex(), questions_per_minute=1)
    answers = [client.get("/api/v1/sources") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert client.get("/api/v1/health").status_code == 200
    assert "ratelimit-limit" not in client.get("/api/v1/health").headers


def test_a_reader_has_one_allowance_for_page_and_api(start_site: Callable[..., Any]) -> None:
    site = start_site(questions_per_minute=2)
    with httpx.Client(base_url=site.url, timeout=60) as client:
        assert client.post("/api/v1/ask", json={"question": "hoi"}).status_code == 200
        join = {"data": ["hoi", ""], "fn_index": 0, "session_hash": "a1", "trigger_id": None}
        assert client.post("/gradio_api/queue/join", json=join).status_code == 200
        assert client.post("/api/v1/ask", json={"question": "hoi"}).status_code == 429
        assert client.post("/gradio_api/queue/join", json=join).status_code == 429
    site.stop()


# ids and other sites


def test_the_id_of_a_request(api: httpx.Client) -> None:
    kept = api.get("/health", headers={"X-Request-Id": "zaak-17"})
    assert kept.headers["x-request-id"] == "zaak-17"
    made = {api.get("/health", headers={"X-Request-Id": "<b>"}).headers["x-request-id"]}
    made.add(api.get("/nope").headers["x-request-id"])
    assert len(made) == 2
    assert "<b>" not in made


def test_a_site_that_may_call(start_site: Callable[..., Any]) -> None:
    site = start_site(
        cors_origins="https://intranet.example",
        auth_header="X-User",
        trusted_proxies="10.0.0.0/8",
    )
    asks = {
        "Origin": "https://intranet.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    with httpx.Client(base_url=site.url, timeout=60) as client:
        answer = client.options("/api/v1/ask", headers=asks)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "https://intranet.example"
        assert "Authorization" in answer.headers["access-control-allow-headers"]
        other = {**asks, "Origin": "https://evil.example"}
        assert client.options("/api/v1/ask", headers=other).status_code == 403
        document = client.get("/api/v1/openapi.json", headers={"Origin": "https://evil.example"})
        assert document.headers["access-control-allow-origin"] == "*"
        exposed = document.headers["access-control-expose-headers"]
        assert exposed == ", ".join(EXPOSED)
    site.stop()


# many at once


class Slow(Assistant):
    """Answers when it is told to, and counts how many wait."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.full = threading.Event()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def answer(self, question: str, history: Any = (), language: Any = None) -> Answer:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            if self._now == AT_ONCE:
                self.full.set()
        self.go.wait(30)
        with self._lock:
            self._now -= 1
        return Answer("a1", "greeting", "nl", question, question, "Hallo!")


@pytest.fixture
def slow() -> Iterator[Slow]:
    found = Slow()
    yield found
    found.go.set()


def test_fifty_at_once_leave_the_door_open(slow: Slow) -> None:
    """While all wait for the engine, other requests are answered; then all get their answer."""
    settings = Settings(questions_per_minute=1_000)
    routes = completions.create(settings, Asking(slow), lambda r: "", lambda: "2026-11-24")
    door = Entrance(routes, lambda s, n: None, settings, Meter(), keyed=False)  # type: ignore[arg-type, return-value]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        visitor = Visitor("127.0.0.1", None, "localhost", proxied=False)
        await door({**scope, "visitor": visitor}, receive, send)

    async def run() -> list[int]:
        statuses: list[int] = []
        transport = httpx.ASGITransport(app=Stamp(app))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            body = {"model": "bricoleur", "messages": [{"role": "user", "content": "hoi"}]}

            async def ask() -> None:
                answer = await client.post("/chat/completions", json=body)
                statuses.append(answer.status_code)

            with anyio.fail_after(30):
                async with anyio.create_task_group() as group:
                    for _ in range(50):
                        group.start_soon(ask)
                    await anyio.to_thread.run_sync(slow.full.wait, 30)
                    assert (await client.get("/models")).status_code == 200
                    assert statuses == []
                    slow.go.set()
        return statuses

    assert anyio.run(run) == [200] * 50
    assert slow.most == AT_ONCE
