"""The running site as an attacker, a hasty reader and an administrator see it."""

from __future__ import annotations

import json
import re
import secrets
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
import pytest

from assistant.frontends.web.page_words import REFUSALS

QUESTION: Final = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
PAGES: Final = ("/", "/en/", "/bibliotheek", "/en/tip/collega-zegt-nee", "/privacy")
OPEN: Final = (
    *("/config", "/theme.css", "/favicon.ico", "/gradio_api/info", "/gradio_api/startup-events"),
    *("/gradio_api/app_id", "/robots.txt", "/site/site.css", "/site/mark.svg"),
)
CLOSED: Final = (
    *("/gradio_api/upload", "/gradio_api/call/ask", "/gradio_api/call/v2/ask"),
    *("/gradio_api/run/ask", "/gradio_api/api/ask", "/gradio_api/deep_link", "/gradio_api/runs"),
    *("/gradio_api/run-history/connect", "/gradio_api/file=/etc/passwd", "/gradio_api/file/x"),
    *("/gradio_api/proxy=http://example.org", "/gradio_api/vibe-edit", "/gradio_api/vibe-code"),
    *("/gradio_api/openapi.json", "/gradio_api/upload_progress", "/gradio_api/process_recording"),
    *("/gradio_api/component_server", "/gradio_api/login_check", "/gradio_api/token"),
    *("/gradio_api/user", "/gradio_api/dev/reload", "/gradio_api/stream/x", "/monitoring"),
    *("/monitoring/summary", "/manifest.json", "/pwa_icon", "/login", "/logout", "/svelte/x"),
    *(
        "/docs",
        "/redoc",
        "/openapi.json",
        "/.env",
        "/.well-known/security.txt",
    ),
)


@pytest.fixture(scope="module")
def visitor(site_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site_url, timeout=60, headers={"Accept": "text/html"}) as client:
        yield client


@pytest.fixture(scope="module")
def strict_url(start_site: Callable[..., Any]) -> str:
    """A site as it runs behind a proxy, with the limits that it ships with."""
    site = start_site(
        auth_header="X-User",
        allowed_hosts="tips.example",
        cors_origins="https://intranet.example",
        https=True,
        organisation="Gemeente <Voorbeeld>",
        contact="mailto:tips@voorbeeld.nl",
        source_url="https://code.example/bricoleur",
        security_contact="mailto:veilig@voorbeeld.nl",
        security_expires=datetime.now(UTC).date() + timedelta(days=200),
        request_log=True,
    )
    return str(site.url)


@pytest.fixture
def reader(strict_url: str) -> Iterator[httpx.Client]:
    """Someone who signed in; a new one for each test."""
    headers = {"X-User": secrets.token_hex(4), "Host": "tips.example", "Accept": "text/html"}
    with httpx.Client(base_url=strict_url, timeout=60, headers=headers) as client:
        yield client


def asked(client: httpx.Client, path: str, question: str, name: str = "") -> str:
    """Ask a question as Gradio's page does, and return what comes back."""
    session = name or secrets.token_hex(5)
    body = {"data": [question, ""], "fn_index": 0, "session_hash": session, "trigger_id": None}
    client.post(f"{path}gradio_api/queue/join", json=body).raise_for_status()
    found = client.get(f"{path}gradio_api/queue/data", params={"session_hash": session})
    return found.text


def detail(status: int, path: str = "/") -> str:
    return REFUSALS[status][1]["en" if path.startswith("/en/") else "nl"]


# headers


@pytest.mark.parametrize("path", [*PAGES, "/nee", "/config", "/site/site.css"])
def test_every_answer_has_the_headers(visitor: httpx.Client, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers
    assert "strict-transport-security" not in headers
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_not_kept(visitor: httpx.Client, path: str) -> None:
    assert visitor.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_scripts_run_only_if_they_are_ours(visitor: httpx.Client, path: str) -> None:
    answer = visitor.get(path)
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert "unsafe" not in policy["script-src"]
    assert policy["connect-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    nonces = set(re.findall(r"'nonce-([^']+)'", policy["script-src"]))
    assert set(re.findall(r'nonce="([^"]+)"', answer.text)) == nonces
    inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*\bnonce=)", answer.text)
    assert inline == []
    again = visitor.get(path).headers["content-security-policy"]
    assert not nonces or next(iter(nonces)) not in again


def test_no_address_of_another_site_in_the_chat_page(visitor: httpx.Client) -> None:
    page = visitor.get("/").text
    head = page[: page.index("<body")]
    outside = set(re.findall(r'(?:href|src|content)="(https?://[^"]+)"', head))
    assert outside == set()


def test_https_is_asked_for_behind_a_proxy(reader: httpx.Client) -> None:
    assert reader.get("/over").headers["strict-transport-security"].startswith("max-age=31536000")


# what is open


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", CLOSED)
def test_closed_routes(visitor: httpx.Client, prefix: str, path: str) -> None:
    for method in ("GET", "POST"):
        answer = visitor.request(method, f"{prefix}{path}")
        assert answer.status_code == 404, method
        assert detail(404, f"{prefix}/") in answer.text


@pytest.mark.parametrize("path", OPEN)
def test_open_routes(visitor: httpx.Client, path: str) -> None:
    assert visitor.get(path).status_code == 200


def test_stored_conversations_are_not_read(visitor: httpx.Client) -> None:
    assert '"deep_link_state":"none"' in visitor.get("/?deep_link=abc").text.replace(": ", ":")


def test_pages_take_no_posts(visitor: httpx.Client) -> None:
    answer = visitor.post("/bibliotheek")
    assert (answer.status_code, answer.json()["detail"]) == (404, detail(404))


def test_a_refusal_is_a_page_for_readers_and_json_for_programs(site_url: str) -> None:
    page = httpx.get(f"{site_url}/en/nope", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert '<html lang="en">' in page.text
    told = httpx.get(f"{site_url}/en/nope")
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json() == {
        "type": "about:blank",
        "title": REFUSALS[404][0]["en"],
        "status": 404,
        "detail": detail(404, "/en/"),
    }


# other sites and other names


def test_other_sites_may_not_call(visitor: httpx.Client) -> None:
    other = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for answer in (
        visitor.options("/gradio_api/queue/join", headers=other),
        visitor.get("/config", headers=other),
        visitor.post("/gradio_api/queue/join", headers=other, json={}),
        visitor.post("/oordeel", headers=other, data={"useful": "yes"}),
    ):
        assert "access-control-allow-origin" not in answer.headers
    assert answer.status_code == 403


def test_a_site_that_may_call_is_named(reader: httpx.Client) -> None:
    allowed = {"Origin": "https://intranet.example"}
    answer = reader.get("/over", headers=allowed)
    assert answer.headers["access-control-allow-origin"] == "https://intranet.example"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_other_names_are_refused(visitor: httpx.Client, host: str) -> None:
    answer = visitor.get("/over", headers={"Host": host})
    assert answer.status_code == 400


def test_a_forged_name_does_not_reach_the_page(site_url: str, visitor: httpx.Client) -> None:
    page = visitor.get("/", headers={"X-Forwarded-Proto": "gopher", "X-Forwarded-Prefix": "/evil"})
    assert "gopher" not in page.text
    assert "evil" not in page.text


# signing in


def test_nobody_comes_in_without_signing_in(strict_url: str) -> None:
    headers = {"Host": "tips.example"}
    for path in (*PAGES, "/config", "/site/site.css"):
        answer = httpx.get(strict_url + path, headers=headers)
        assert answer.status_code == 401, path
        assert answer.json()["detail"] == detail(401, path)


def test_who_signed_in_gets_an_answer(reader: httpx.Client) -> None:
    assert "collega-zegt-nee" in asked(reader, "/", QUESTION)


def test_the_pages_state_the_facts_of_the_installation(reader: httpx.Client) -> None:
    about = reader.get("/over").text
    assert "Gemeente &lt;Voorbeeld&gt;" in about
    assert 'href="https://code.example/bricoleur"' in about
    assert 'href="mailto:tips@voorbeeld.nl"' in about
    privacy = reader.get("/privacy").text
    assert "schrijft per verzoek een regel op" in privacy
    assert "krijgt alleen je gebruikersnaam" in privacy


def test_security_txt(reader: httpx.Client) -> None:
    lines = dict(
        line.split(": ", 1) for line in reader.get("/.well-known/security.txt").text.splitlines()
    )
    assert lines["Contact"] == "mailto:veilig@voorbeeld.nl"
    end = datetime.fromisoformat(lines["Expires"])
    assert timedelta(0) < end - datetime.now(UTC) < timedelta(days=365)


# bad input


def test_two_hundred_questions_a_minute(reader: httpx.Client) -> None:
    name = "too-fast-1"
    body = {"data": ["hoi", ""], "fn_index": 0, "session_hash": name, "trigger_id": None}
    answers = [reader.post("/en/gradio_api/queue/join", json=body) for _ in range(200)]
    assert {answer.status_code for answer in answers[:15]} <= {200, 503}
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) > 100
    assert refused[0].json()["detail"] == detail(429, "/en/")
    assert reader.get("/over").status_code == 200


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_two_megabytes(visitor: httpx.Client, path: str) -> None:
    body = {"data": ["x" * 2_000_000, ""], "fn_index": 0, "session_hash": "big", "trigger_id": None}
    answer = visitor.post(f"{path}gradio_api/queue/join", json=body)
    assert (answer.status_code, answer.json()["detail"]) == (413, detail(413, path))


@pytest.mark.parametrize(
    "content",
    [b'{"data": ["\xff\xfe\xc3"]}', b"{", b"", b"[]", b'{"fn_index": 99999, "session_hash": "x"}'],
)
def test_broken_bodies(visitor: httpx.Client, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = visitor.post("/gradio_api/queue/join", content=content, headers=headers)
    assert 400 <= answer.status_code < 600
    known = answer.status_code if answer.status_code in REFUSALS else 400
    assert answer.json()["detail"] == detail(known)


@pytest.mark.parametrize("path", ["/tip/%ff%fe", "/tip/..%2f..%2fetc", "/bibliotheek?q=%ff%00%c3"])
def test_broken_addresses(visitor: httpx.Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code in (200, 404)
    assert "<h1>" in answer.text


def test_a_search_that_is_too_long(visitor: httpx.Client) -> None:
    answer = visitor.get("/bibliotheek", params={"q": "x" * 301})
    assert answer.status_code == 400
    assert detail(400) in answer.text


def test_markup_in_a_search_is_shown_as_it_is(visitor: httpx.Client) -> None:
    attack = "\"><script>alert(1)</script>'"
    page = visitor.get("/bibliotheek", params={"q": attack, "practice": attack}).text
    assert "<script>alert" not in page
    assert "&#34;&gt;&lt;script&gt;" in page


# outward


def test_nothing_is_asked_of_other_hosts(start_site: Callable[..., Any]) -> None:
    """From the start of the app to an answer, only this machine itself is looked up or called."""
    seen: list[str] = []
    watching = [True]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event == "socket.getaddrinfo":
            seen.append(str(arguments[0]))
        if watching and event == "socket.connect" and arguments[0].family != socket.AF_UNIX:
            seen.append(str(arguments[1][0]))

    sys.addaudithook(hook)
    running = start_site()
    try:
        with httpx.Client(base_url=running.url, timeout=60) as client:
            assert "collega-zegt-nee" in asked(client, "/", QUESTION)
            assert client.get("/bibliotheek?q=parkeren").status_code == 200
    finally:
        running.stop()
        watching.clear()
    assert "127.0.0.1" in seen
    assert set(seen) <= {"127.0.0.1", "localhost", "::1", "None"}


def test_the_chat_page_is_configured_to_be_quiet(visitor: httpx.Client) -> None:
    for path in ("/config", "/en/config"):
        config = json.loads(visitor.get(path).text)
        assert config["footer_links"] == []
        assert config["run_history"] is False
        assert config["analytics_enabled"] is False
        assert config["show_error"] is False
