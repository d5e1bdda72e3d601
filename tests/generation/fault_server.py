"""A model server that goes wrong in every way that one can, over real HTTP on this machine.

It speaks as OpenAI's, Azure's and Ollama's servers do. What it does is a script: a function that
gets a :class:`Reply`. Nothing here sleeps: a reply that hangs waits until the test lets it go.
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

Sentence = tuple[str, list[int]]
PATIENCE: Final = 60.0
"""Seconds after which a reply that hangs gives up, so that a failing test can't hang either."""


class Reply:
    """One request, and the means to answer it badly."""

    def __init__(
        self, handler: BaseHTTPRequestHandler, asked: dict[str, Any], let_go: threading.Event
    ) -> None:
        self._handler = handler
        self.let_go = let_go
        self.asked = asked
        self.path = handler.path
        self.ollama = handler.path.startswith("/api/")

    def head(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", kind)
        self._handler.send_header("Connection", "close")
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()

    def send(self, data: str | bytes) -> None:
        self._handler.wfile.write(data.encode() if isinstance(data, str) else data)
        self._handler.wfile.flush()

    def hang(self) -> None:
        self.let_go.wait(PATIENCE)

    def begin(self) -> None:
        self.head(kind="application/x-ndjson" if self.ollama else "text/event-stream")

    def piece(self, text: str | None, finish: str | None = None) -> None:
        if self.ollama:
            line: dict[str, Any] = {
                "model": "scripted:1", "created_at": "2026-11-24T00:00:00Z",
                "message": {"role": "assistant", "content": text or ""}, "done": bool(finish),
            }  # fmt: skip
            self.send(json.dumps({**line, "done_reason": finish} if finish else line) + "\n")
            return
        self.chunk([{"index": 0, "delta": {"content": text}, "finish_reason": finish}])

    def chunk(self, choices: list[Any]) -> None:
        data = {
            "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted-1",
            "system_fingerprint": "fp_7", "choices": choices,
        }  # fmt: skip
        self.send(f"data: {json.dumps(data)}\n\n")

    def done(self) -> None:
        if not self.ollama:
            self.send("data: [DONE]\n\n")

    def error(self, status: int, body: str = "{}", **headers: str) -> None:
        self.head(status, "application/json", **headers)
        self.send(body)


Script = Callable[[Reply], None]


class FaultServer:
    """The server. ``asked`` holds what it was asked, ``let_go`` ends replies that hang."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.let_go = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                asked = json.loads(self.rfile.read(size) or b"{}")
                outer.asked.append(asked)
                outer.paths.append(self.path)
                outer.headers.append(dict(self.headers))
                with contextlib.suppress(OSError):  # the client has left
                    outer.script(Reply(self, asked, outer.let_go))

            do_GET = do_POST

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def answer(sentences: Iterable[Sentence]) -> str:
    """The text of a model that writes these sentences."""
    written = [{"text": text, "cites": cites} for text, cites in sentences]
    return json.dumps({"sentences": written}, ensure_ascii=False)


def writes(text: str, finish: str | None = "stop", size: int = 12) -> Script:
    """A model that writes ``text`` in small pieces and stops for a reason."""

    def script(reply: Reply) -> None:
        reply.begin()
        for start in range(0, len(text), size):
            reply.piece(text[start : start + size])
        if finish:
            reply.piece(None, finish)
        reply.done()

    return script


def says(sentences: Iterable[Sentence]) -> Script:
    """A model that writes these sentences and is then finished."""
    return writes(answer(sentences))


GOOD: Final = answer([("Bel ze.", [1])])
"""What a server could have said had it not gone wrong."""


def _slow(reply: Reply) -> None:
    reply.hang()


def _headers_only(reply: Reply) -> None:
    reply.begin()
    reply.hang()


def _hangs_after_first(reply: Reply) -> None:
    reply.begin()
    reply.piece(GOOD[:20])
    reply.hang()


def _breathes_only(reply: Reply) -> None:
    """Signs of life without words, until whoever listens has left."""
    reply.begin()
    while not reply.let_go.is_set():
        reply.send(": ping\n\n" if not reply.ollama else "")
        reply.let_go.wait(0.05)


def _closes(reply: Reply) -> None:
    reply.begin()
    reply.piece(GOOD[:20])


def _cut_chunk(reply: Reply) -> None:
    """The length of a chunk is promised, and then the line goes dead."""
    kind = "application/x-ndjson" if reply.ollama else "text/event-stream"
    reply.head(kind=kind, Transfer_Encoding="chunked")
    reply.send("ffff\r\ndata: {")


def _no_ending(reply: Reply) -> None:
    reply.begin()
    reply.piece(GOOD)
    reply.done()


def _html(reply: Reply) -> None:
    reply.head(kind="text/html; charset=utf-8")
    reply.send("<!doctype html><title>Log in</title><p>Log eerst in.</p>")


def _html_in_disguise(reply: Reply) -> None:
    reply.begin()
    reply.send("data: <!doctype html><p>Log eerst in.</p>\n\n")


def _broken_event(reply: Reply) -> None:
    reply.begin()
    reply.send('data: {"choices": [{"delta"\n\n' if not reply.ollama else '{"message": {"con\n')


def _strange_event(reply: Reply) -> None:
    reply.begin()
    reply.send('data: {"choices": 7}\n\n' if not reply.ollama else '{"message": 7}\n')


def _no_choices(reply: Reply) -> None:
    reply.begin()
    if not reply.ollama:
        reply.chunk([])
    reply.done()


def _null_content(reply: Reply) -> None:
    reply.begin()
    reply.piece(None)
    reply.piece(None, "stop")
    reply.done()


def _endless(reply: Reply) -> None:
    reply.begin()
    reply.piece(GOOD[:-2])
    while True:
        reply.piece(" " * 500)


def _endless_line(reply: Reply) -> None:
    reply.begin()
    while True:
        reply.send("data: " + "x" * 100_000)


def _error_inside(reply: Reply) -> None:
    reply.begin()
    reply.piece(GOOD[:20])
    error = '{"error": {"message": "geheim", "type": "server_error"}}'
    reply.send(f"data: {error}\n\n" if not reply.ollama else '{"error": "geheim"}\n')
    reply.done()


def _status(status: int, body: str = '{"error": {"message": "geheim"}}', **headers: str) -> Script:
    return lambda reply: reply.error(status, body, **headers)


_CONTEXT: Final = '{"error": {"type": "exceed_context_size_error", "message": "context"}}'
_FILTER: Final = '{"error": {"code": "content_filter", "message": "ResponsibleAIPolicy"}}'
FAULTS: Final[Mapping[str, tuple[Script, set[str]]]] = {
    "slow headers": (_slow, {"first-token-late"}),
    "headers and then nothing": (_headers_only, {"first-token-late"}),
    "signs of life only": (_breathes_only, {"first-token-late"}),
    "hangs after the first words": (_hangs_after_first, {"deadline", "slow"}),
    "closes in the middle": (_closes, {"cut-off"}),
    "dies in a chunk": (_cut_chunk, {"cut-off"}),
    "no ending told": (_no_ending, {"cut-off"}),
    "cut at a length": (writes(GOOD[:20], "length"), {"cut-off"}),
    "whole, but cut at a length": (writes(GOOD, "length"), {"cut-off"}),
    "filtered": (writes(GOOD[:20], "content_filter"), {"filtered"}),
    "calls a tool": (writes(GOOD, "tool_calls"), {"refused"}),
    "a web page": (_html, {"html"}),
    "a web page in disguise": (_html_in_disguise, {"not-json"}),
    "a broken event": (_broken_event, {"not-json"}),
    "a strange event": (_strange_event, {"not-json"}),
    "no choices": (_no_choices, {"empty"}),
    "no content": (_null_content, {"empty"}),
    "not in form": (writes("Natuurlijk! Hier is je antwoord."), {"not-json"}),
    "form broken off": (writes(GOOD[:-3]), {"not-json"}),
    "no sentences": (writes('{"sentences": []}'), {"refused"}),
    "endless": (_endless, {"endless"}),
    "an endless line": (_endless_line, {"endless"}),
    "an error inside": (_error_inside, {"server-error"}),
    "unknown key": (_status(401), {"unauthorised"}),
    "forbidden": (_status(403), {"unauthorised"}),
    "no such model": (_status(404), {"refused"}),
    "too large for the model": (_status(400, _CONTEXT), {"too-large"}),
    "held back": (_status(400, _FILTER), {"filtered"}),
    "not understood": (_status(400), {"refused"}),
    "too large for the server": (_status(413), {"too-large"}),
    "come back tomorrow": (_status(429, Retry_After="86400"), {"rate-limited"}),
    "come back at a date": (
        _status(429, Retry_After="Wed, 21 Oct 2037 07:28:00 GMT"), {"rate-limited"}
    ),
    "out of order": (_status(500), {"server-error"}),
    "being loaded": (_status(503), {"server-error"}),
    "a gateway that waited": (_status(504), {"slow"}),
    "elsewhere": (_status(302, "", Location="http://127.0.0.1:9/evil"), {"redirected"}),
    "elsewhere, with the question": (
        _status(307, "", Location="http://127.0.0.1:9/evil"), {"redirected"}
    ),
    "nothing at all": (lambda reply: None, {"cut-off"}),
}  # fmt: skip
"""Every fault, by name, with the reasons that it may be given."""


def given(asked: Mapping[str, Any]) -> dict[int, str]:
    """The passages in a request, by number."""
    prompt = asked["messages"][-1]["content"]
    return {int(n): text for n, text in re.findall(r"^\((\d+)\) .*\n(.*)$", prompt, re.MULTILINE)}


def composes(write: Callable[[dict[int, str]], Iterable[Sentence]]) -> Script:
    """A model that writes something about the passages that it was given."""
    return lambda reply: says(write(given(reply.asked)))(reply)
