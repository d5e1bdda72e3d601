"""The layers around the app, each on its own: who asks, what comes in, how much, how often."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import date
from ipaddress import ip_network
from typing import Any

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.frontends.meter import MAX_VISITORS, Meter
from assistant.frontends.web.exposure import check, is_local
from assistant.frontends.web.frame import Framed, Parts, is_open, rewrite
from assistant.frontends.web.gate import Gate
from assistant.frontends.web.limits import MAX_BODY, Limits
from assistant.frontends.web.security import Security
from assistant.frontends.web.visitor import known_host, recognise, same_site
from assistant.settings import Settings
from corpus.problem import Problem

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1"))
PARTS = Parts(
    "<script src=own.js></script>", "<link own>", "<header></header>", "<footer></footer>"
)


def refuse(scope: Scope, status: int) -> Response:
    return JSONResponse({"refused": status}, status)


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with what came in."""
    request = Request(scope, receive)
    body = await request.body()
    seen = {"headers": dict(request.headers), "size": len(body), "scheme": request.url.scheme}
    await JSONResponse(seen)(scope, receive, send)


def client(app: ASGIApp, peer: str = "127.0.0.1", host: str = "localhost") -> TestClient:
    return TestClient(
        app, base_url=f"http://{host}", client=(peer, 50000), raise_server_exceptions=False
    )


def gate(peer: str = "127.0.0.1", host: str = "localhost", **settings: Any) -> TestClient:
    return client(Gate(echo, Settings(**settings), refuse), peer, host)


# who asks


def test_a_visitor_is_who_connects() -> None:
    forged = {"host": "a", "x-forwarded-for": "9.9.9.9", "x-user": "eva", "x-forwarded-host": "b"}
    found = recognise("192.168.1.4", forged, PROXIES, "X-User")
    assert (found.address, found.user, found.host, found.proxied) == (
        "192.168.1.4",
        None,
        "a",
        False,
    )


@pytest.mark.parametrize(
    ("chain", "address"),
    [("1.2.3.4", "1.2.3.4"), ("9.9.9.9, 1.2.3.4, 10.0.0.7", "1.2.3.4"), ("", "10.0.0.9")],
)
def test_a_trusted_proxy_tells_who_asks(chain: str, address: str) -> None:
    headers = {"host": "inside", "x-forwarded-for": chain, "x-user": " eva "}
    found = recognise("10.0.0.9", headers, PROXIES, "X-User")
    assert (found.address, found.user, found.key) == (address, "eva", "user eva")


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost", True),
        ("LOCALHOST:7860", True),
        ("[::1]:7860", True),
        ("localhost.", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_names_of_the_site(host: str, known: bool) -> None:
    assert known_host(host, ("localhost", "::1")) is known


@pytest.mark.parametrize(
    ("origin", "same"),
    [
        (None, True),
        ("http://tips.example:7860", True),
        ("https://intranet.example", True),
        ("http://evil.example", False),
        ("null", False),
        ("http://tips.example", False),
    ],
)
def test_where_a_form_was_loaded(origin: str | None, same: bool) -> None:
    assert same_site(origin, "tips.example:7860", ("https://intranet.example",)) is same


# the gate


def test_the_gate_knows_its_names() -> None:
    assert gate().get("/").status_code == 200
    assert gate(host="evil.example").get("/").status_code == 400
    assert gate(host="tips.example", allowed_hosts="tips.example").get("/").status_code == 200


def test_the_gate_refuses_forms_of_other_sites() -> None:
    other = {"origin": "http://evil.example"}
    assert gate().post("/", headers=other).status_code == 403
    assert gate().get("/", headers=other).status_code == 200
    assert gate().post("/", headers={"origin": "http://localhost"}).status_code == 200


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("10.0.0.9", {"X-User": "eva"}, 200),
        ("10.0.0.9", {}, 401),
        ("10.0.0.9", {"X-User": " "}, 401),
        ("192.168.1.4", {"X-User": "eva"}, 403),
        ("192.168.1.4", {"X-User": "eva", "X-Forwarded-For": "10.0.0.9"}, 403),
    ],
)
def test_the_gate_believes_only_the_proxy(
    peer: str, headers: Mapping[str, str], status: int
) -> None:
    visitor = gate(peer, auth_header="X-User", trusted_proxies="10.0.0.0/8")
    assert visitor.get("/", headers=headers).status_code == status


def test_the_gate_leaves_nothing_of_what_a_proxy_says() -> None:
    forwarded = {
        "X-Forwarded-Host": "tips.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil",
        "X-Real-IP": "1.1.1.1",
    }
    seen = gate(allowed_hosts="tips.example", https=True).get("/", headers=forwarded).json()
    assert seen["headers"]["host"] == "tips.example"
    assert not [name for name in seen["headers"] if "forward" in name or "real-ip" in name]
    assert seen["scheme"] == "https"
    forged = gate("192.168.1.4", host="localhost").get("/", headers=forwarded).json()
    assert forged["headers"]["host"] == "localhost"


def test_web_sockets_are_turned_away() -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), gate().websocket_connect("/"):
        pass


# limits


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_meter_refills() -> None:
    clock = Clock()
    meter = Meter(clock)
    assert [meter.take("a", 3) for _ in range(5)] == [True, True, True, False, False]
    assert meter.take("b", 3)
    clock.now = 19.0
    assert not meter.take("a", 3)
    clock.now = 21.0
    assert meter.take("a", 3)
    assert not meter.take("a", 3)
    clock.now = 1000.0
    assert [meter.take("a", 3) for _ in range(4)] == [True, True, True, False]


def test_a_meter_forgets_who_was_seen_longest_ago() -> None:
    meter = Meter(Clock())
    assert meter.take("first", 1)
    assert not meter.take("first", 1)
    for number in range(MAX_VISITORS):
        meter.take(str(number), 1)
    assert meter.take("first", 1)


def limited(questions: int = 5) -> TestClient:
    limits = Limits(echo, refuse, questions, Meter(Clock()))
    return client(Gate(limits, Settings(), refuse))


@pytest.mark.parametrize("path", ["/gradio_api/queue/join", "/en/gradio_api/queue/join"])
def test_too_many_questions(path: str) -> None:
    visitor = limited()
    answers = [visitor.post(path, json={}).status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert visitor.post("/oordeel", data={}).status_code == 200
    assert visitor.get("/").status_code == 200


def test_searching_is_limited_too() -> None:
    visitor = limited()
    answers = {visitor.get("/bibliotheek?q=a").status_code for _ in range(101)}
    assert answers == {200, 429}


@pytest.mark.parametrize(
    ("size", "status"), [(0, 200), (MAX_BODY, 200), (MAX_BODY + 1, 413), (2_000_000, 413)]
)
@pytest.mark.parametrize("declared", [True, False])
def test_a_body_has_a_limit(size: int, status: int, declared: bool) -> None:
    def pieces() -> Any:
        yield b"x" * size

    answer = limited().post("/", content=b"x" * size if declared else pieces())
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["size"] == size


def test_a_body_that_would_never_end_is_refused_unread() -> None:
    asked: list[str] = []

    async def receive() -> Any:
        asked.append("more")
        return {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

    headers = [(b"content-length", b"99999999999")]
    assert status_of(post_scope(headers), receive) == 413
    assert asked == []
    assert status_of(post_scope([]), receive) == 413
    assert len(asked) < 100


def test_a_visitor_who_hangs_up_is_not_waited_for() -> None:
    async def receive() -> Any:
        return {"type": "http.disconnect"}

    assert status_of(post_scope([]), receive) == 400


def post_scope(headers: list[tuple[bytes, bytes]]) -> Scope:
    visitor = recognise("1.1.1.1", {"host": "localhost"}, (), None)
    return {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": headers,
        "visitor": visitor,
    }


def status_of(scope: Scope, receive: Receive) -> int:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        await Limits(echo, refuse, 5, Meter(Clock()))(scope, receive, send)

    anyio.run(run)
    return int(sent[0]["status"])


# the frame around Gradio


@pytest.mark.parametrize(
    ("method", "path", "opened"),
    [
        ("GET", "/", True),
        ("HEAD", "/", True),
        ("GET", "/assets/index.js", True),
        ("GET", "/gradio_api/heartbeat/abc", True),
        ("POST", "/gradio_api/queue/join", True),
        ("GET", "/gradio_api/queue/join", False),
        ("POST", "/", False),
        ("GET", "/assets/../config", False),
        ("PUT", "/config", False),
        ("GET", "/gradio_api/file=/etc/passwd", False),
    ],
)
def test_what_of_gradio_is_open(method: str, path: str, opened: bool) -> None:
    assert is_open(method, path) is opened


def test_rewriting_the_page() -> None:
    page = (
        '<html lang="en"><head><meta charset="utf-8" />'
        '<meta property="og:url" content="https://gradio.app/" />'
        '<link rel="manifest" href="/manifest.json" /><script>a</script>'
        '<script>x.src="iframeResizer.contentWindow.min.js"</script>'
        '<script type="module" src="i.js"></script></head>'
        '<body><gradio-app eager="true"></gradio-app></body></html>'
    )
    made = rewrite(page, "nl", "N0NCE", PARTS)
    assert made.startswith('<html lang="nl"')
    assert "https:" not in made
    assert "manifest" not in made
    assert "iframeResizer" not in made
    assert made.count('nonce="N0NCE"') == 3
    assert '"language",{get:()=>"nl"}' in made
    assert made.index("own.js") < made.index("i.js")
    assert "<header></header><gradio-app" in made
    assert "</gradio-app><footer></footer>" in made


def test_what_gradio_refuses_is_said_in_our_words() -> None:
    async def gradio(scope: Scope, receive: Receive, send: Send) -> None:
        await JSONResponse({"detail": "Queue is full"}, 503)(scope, receive, send)

    answer = client(Framed(gradio, "nl", lambda: PARTS, refuse)).get("/config")
    assert (answer.status_code, answer.json()) == (503, {"refused": 503})


# the outermost layer


def test_a_fault_becomes_an_answer(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("oops")

    with caplog.at_level(logging.CRITICAL, "assistant"):
        answer = client(Security(broken, refuse, https=True, logs=False)).get("/x?q=geheim")
    assert (answer.status_code, answer.json()) == (500, {"refused": 500})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_the_log_has_what_bio2_asks_and_not_the_question(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = Security(
        Gate(echo, Settings(auth_header="X-User"), refuse), refuse, https=False, logs=True
    )
    with caplog.at_level(logging.INFO, "bricoleur.requests"):
        client(app).post("/x?q=geheim", content="geheim", headers={"X-User": "eva"})
    line = json.loads(caplog.records[0].message)
    wanted = {
        "actor": "eva",
        "origin": "127.0.0.1",
        "action": "POST",
        "object": "/x",
        "result": 200,
    }
    assert wanted.items() <= line.items()
    assert line["time"].startswith("20")
    assert "geheim" not in caplog.text


# who can reach the site


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.4", False),
        ("tips.example", False),
    ],
)
def test_addresses_that_others_reach_need_a_sign_in(host: str, local: bool) -> None:
    assert is_local(host) is local
    if local:
        assert check(Settings(host=host)) == ()
        return
    with pytest.raises(Problem, match="BRICOLEUR_AUTH_HEADER"):
        check(Settings(host=host))
    with pytest.raises(Problem, match="BRICOLEUR_ALLOWED_HOSTS"):
        check(Settings(host=host, auth_header="X-User"))
    assert check(Settings(host=host, auth_header="X-User", allowed_hosts="tips.example")) == ()


def test_a_warning_before_security_txt_runs_out() -> None:
    today = date(2026, 11, 24)
    contact = "mailto:veilig@example.nl"
    settings = Settings(security_contact=contact, security_expires=date(2026, 12, 1))
    assert "2026-12-01" in check(settings, today)[0].nl
    assert check(Settings(security_contact=contact), today)
    later = Settings(security_contact=contact, security_expires=date(2027, 6, 1))
    assert check(later, today) == ()
