"""The model servers, by way of llama-index: any OpenAI-compatible one, Ollama and Azure OpenAI.

The only module that knows llama-index's clients, and it is imported only when a model is
configured. Every fault that a server can make comes out as a :class:`WriterFailed` with a name.
Retries of the libraries themselves are off: they multiply (three layers made twelve calls out of
one), and would hold up a reader for minutes.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from llama_index.core.llms import ChatMessage, ChatResponse, MessageRole

from assistant.generation.contract import Limits, Prompt, Reason, WriterFailed

Kind = Literal["openai", "ollama", "azure"]
RETRIED: Final[frozenset[Reason]] = frozenset({"unreachable", "rate-limited", "server-error"})
PAUSE: Final = 0.5
"""Seconds before the one retry, if the server doesn't say."""
MAX_PAUSE: Final = 3.0
"""A server that wants to be left alone for longer isn't tried again: the reader waits."""
CONNECT: Final = 5.0
CONTEXT: Final = 8_192
"""Tokens that Ollama is asked to make room for; it has less room by itself."""
_QUIET: Final = ("openai", "httpx", "httpcore", "ollama", "llama_index")
"""Loggers that would write down what was asked when they are set to say all."""
_MODEL_NAME: Final = re.compile(r"[\w.:/@+ -]{1,80}")
_NO_ROOM: Final = re.compile(rb"context|too long|too large|maximum.{0,20}(?:length|tokens)", re.I)
_FILTERED: Final = re.compile(rb"content_?filter|content management|responsible", re.I)
_BY_STATUS: Final[dict[int, Reason]] = {
    401: "unauthorised",
    403: "unauthorised",
    408: "slow",
    413: "too-large",
    429: "rate-limited",
    504: "slow",
}
_BY_ENDING: Final[dict[str, Reason]] = {"length": "cut-off", "content_filter": "filtered"}
log = logging.getLogger(__name__)


class ModelServer:
    """A model on a server. Safe for several threads; each request has its own connection.

    Args:
        kind: What the server speaks.
        url: Its address; for an OpenAI-compatible one with ``/v1`` or what it has instead.
        name: The model, or the deployment at Azure.
        key: The key, if it needs one.
        version: The version of Azure's interface.
        wait: Waits a number of seconds before a retry.
    """

    def __init__(
        self,
        kind: Kind,
        url: str,
        name: str,
        *,
        key: str | None = None,
        version: str | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._kind = kind
        self._url = url
        self._name = name
        self._key = key
        self._version = version
        self._wait = wait
        self._trusted = httpx.create_ssl_context()
        _import(kind)
        for logger in _QUIET:
            logging.getLogger(logger).setLevel(logging.WARNING)

    @property
    def name(self) -> str:
        """The name of the model, as configured."""
        return self._name

    def stream(self, prompt: Prompt, limits: Limits) -> Iterator[str]:
        """Yield the text in pieces; see :class:`assistant.generation.contract.Writer`."""
        begun = False
        try:
            for piece in self._once(prompt, limits):
                begun = True
                yield piece
        except WriterFailed as failed:
            pause = PAUSE if failed.retry_after is None else failed.retry_after
            if begun or failed.reason not in RETRIED or pause > MAX_PAUSE:
                raise
            self._wait(pause)
        else:
            return
        yield from self._once(prompt, limits)

    def _once(self, prompt: Prompt, limits: Limits) -> Iterator[str]:
        ending: str | None = None
        text = False
        try:
            with self._transport(limits) as transport:
                for part in self._parts(prompt, limits, transport):
                    ending = _ending(part.raw)
                    text = text or bool(part.delta)
                    yield part.delta or ""
                    if ending is not None:
                        self._note(prompt, part.raw)
                        break
        except WriterFailed:
            raise
        except Exception as error:  # the libraries let through whatever a server makes of it
            raise _named(error) from None
        if not text:
            raise WriterFailed("empty")
        if ending != "stop":
            reason = _BY_ENDING.get(ending or "length", "refused")
            raise WriterFailed(reason, "no ending" if ending is None else _safe(ending))

    def _parts(
        self, prompt: Prompt, limits: Limits, transport: httpx.BaseTransport
    ) -> Iterator[ChatResponse]:
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=prompt.system),
            ChatMessage(role=MessageRole.USER, content=prompt.user),
        ]
        # a little more than whoever keeps time allows: that one has the first word
        timeout = httpx.Timeout(limits.first_token + 0.5, connect=CONNECT)
        build = self._ollama if self._kind == "ollama" else self._openai
        try:
            model, form = build(prompt, limits, timeout, transport)
        except ValueError as error:  # a model that llama-index knows it can't talk to so
            raise WriterFailed("unexpected", type(error).__name__) from None
        yield from model.stream_chat(messages, **form)

    def _transport(self, limits: Limits) -> _Watched:
        inner = httpx.HTTPTransport(verify=self._trusted, proxy=_proxy(self._url), retries=0)
        return _Watched(inner, limits.bytes, time.monotonic() + limits.deadline)

    def _openai(
        self,
        prompt: Prompt,
        limits: Limits,
        timeout: httpx.Timeout,
        transport: httpx.BaseTransport,
    ) -> tuple[Any, dict[str, Any]]:
        shape = {"name": "answer", "strict": True, "schema": prompt.schema}
        form = {"response_format": {"type": "json_schema", "json_schema": shape}}
        shared: dict[str, Any] = {
            # never None: the library would take a key meant for another server from OPENAI_API_KEY
            "api_key": self._key or "none",
            "temperature": 0.1,
            "max_tokens": limits.tokens,
            "max_retries": 0,
            "http_client": httpx.Client(
                transport=transport, timeout=timeout, follow_redirects=False, trust_env=False
            ),
        }
        if self._kind == "azure":
            from llama_index.llms.azure_openai import AzureOpenAI

            azure = AzureOpenAI(
                model="gpt-4o",  # only tells the library that it is a chat model
                engine=self._name,
                azure_endpoint=self._url,
                api_version=self._version,
                **shared,
            )
            return azure, form
        from llama_index.llms.openai_like import OpenAILike

        return OpenAILike(model=self._name, api_base=self._url, is_chat_model=True, **shared), form

    def _ollama(
        self,
        prompt: Prompt,
        limits: Limits,
        timeout: httpx.Timeout,
        transport: httpx.BaseTransport,
    ) -> tuple[Any, dict[str, Any]]:
        import ollama
        from llama_index.llms.ollama import Ollama

        client = ollama.Client(
            host=self._url,
            timeout=timeout,
            follow_redirects=False,
            transport=transport,
            trust_env=False,
            headers={"Authorization": f"Bearer {self._key or 'none'}"},
        )
        model = Ollama(
            model=self._name,
            base_url=self._url,
            temperature=0.1,
            context_window=CONTEXT,  # else it asks the server first
            additional_kwargs={"num_predict": limits.tokens},
            client=client,
        )
        return model, {"format": prompt.schema}

    def _note(self, prompt: Prompt, raw: Any) -> None:
        """Log which version of the model answered, as the server tells it."""
        told = [_field(raw, "model"), _field(raw, "system_fingerprint")]
        version = " ".join(_safe(str(value)) for value in told if value)
        log.info("prompt %s: model %s answered as %s", prompt.digest, self._name, version or "?")


class _Watched(httpx.BaseTransport):
    """A transport that names a server's refusals and counts what comes in.

    Here, below the libraries, a fault looks the same for all of them.
    """

    def __init__(self, inner: httpx.BaseTransport, most: int, end: float) -> None:
        self._inner = inner
        self._most = most
        self._end = end

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        failed = _refusal(response)
        if failed is not None:
            response.close()
            raise failed
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=_Counted(response, self._most, self._end),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._inner.close()


class _Counted(httpx.SyncByteStream):
    """What comes in, up to a number of bytes and a moment: signs of life count too."""

    def __init__(self, response: httpx.Response, most: int, end: float) -> None:
        self._response = response
        self._left = most
        self._end = end

    def __iter__(self) -> Iterator[bytes]:
        stream = self._response.stream
        assert isinstance(stream, httpx.SyncByteStream)
        for part in stream:
            self._left -= len(part)
            if self._left < 0:
                raise WriterFailed("endless", "bytes")
            if time.monotonic() > self._end:
                raise WriterFailed("deadline")
            yield part

    def close(self) -> None:
        self._response.close()


def _import(kind: Kind) -> None:
    """Import what a kind of server needs now: it takes seconds, which no reader should wait."""
    if kind == "ollama":
        import llama_index.llms.ollama
        import ollama  # noqa: F401

        return
    import openai.resources.chat.completions  # noqa: F401

    if kind == "azure":
        import llama_index.llms.azure_openai
    else:
        import llama_index.llms.openai_like  # noqa: F401


def _proxy(url: str) -> str | None:
    """Return the proxy that the environment names for an address elsewhere."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in ("localhost", "::1") or host.startswith("127.") or proxy_bypass(host):
        return None
    return getproxies().get(parts.scheme)


def _refusal(response: httpx.Response) -> WriterFailed | None:
    """Return what a response refuses, by its status and kind; None if it promises an answer."""
    status = response.status_code
    if response.is_redirect or 300 <= status < 400:
        return WriterFailed("redirected", str(status))
    if status in _BY_STATUS:
        return WriterFailed(_BY_STATUS[status], str(status), _retry_after(response))
    if status >= 500:
        return WriterFailed("server-error", str(status), _retry_after(response))
    if status >= 400:
        return WriterFailed(_why(response), str(status))
    if "html" in response.headers.get("content-type", ""):
        return WriterFailed("html", str(status))
    return None


def _why(response: httpx.Response) -> Reason:
    """Tell from the first words of a refusal what is refused."""
    words = b""
    stream = response.stream
    assert isinstance(stream, httpx.SyncByteStream)
    try:
        for part in stream:
            words += part
            if len(words) > 4_000:
                break
    except httpx.HTTPError:
        return "refused"
    if _FILTERED.search(words):
        return "filtered"
    return "too-large" if _NO_ROOM.search(words) else "refused"


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds that a server asks for; a date, or anything else, is a long time."""
    value = response.headers.get("retry-after")
    if value is None:
        return None
    return float(value) if re.fullmatch(r"\d{1,9}", value.strip()) else 3_600.0


def _named(error: BaseException) -> WriterFailed:
    """Return the failure that lies at the bottom of what a library raised.

    Only the kind of an error is told: its words may hold what was asked or written.
    """
    kind = type(error).__name__
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, WriterFailed):
            return seen
        if reason := _by_kind(seen):
            return WriterFailed(reason, type(seen).__name__)
        seen = seen.__cause__ or seen.__context__
    return WriterFailed("unexpected", kind)


def _by_kind(error: BaseException) -> Reason | None:
    kinds: tuple[tuple[tuple[type[BaseException], ...], Reason], ...] = (
        ((httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol), "unreachable"),
        ((httpx.TimeoutException,), "slow"),
        ((httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError), "cut-off"),
        ((json.JSONDecodeError, UnicodeDecodeError), "not-json"),
    )
    for types, reason in kinds:
        if isinstance(error, types):
            return reason
    if type(error).__name__ in ("APIError", "ResponseError"):  # an error told inside the stream
        return "server-error"
    # the shape of a chunk was not what the library took it to be
    shapeless = isinstance(error, AttributeError | IndexError | TypeError | KeyError | ValueError)
    return "not-json" if shapeless else None


def _field(raw: Any, name: str) -> Any:
    return raw.get(name) if isinstance(raw, dict) else getattr(raw, name, None)


def _ending(raw: Any) -> str | None:
    """Return why the server stopped, or None if it did not say that it did."""
    if isinstance(raw, dict):
        return str(raw.get("done_reason") or "?") if raw.get("done") else None
    choices = getattr(raw, "choices", None)
    reason = choices[0].finish_reason if choices else None
    return None if reason is None else str(reason)


def _safe(value: str) -> str:
    """Return a word of the server's that may stand in a log."""
    return value if _MODEL_NAME.fullmatch(value) else "(unnamed)"
