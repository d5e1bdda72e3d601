"""The OpenAI chat protocol: what is read from a request, and how an answer looks. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, Field

from assistant.frontends.api.asking import event
from assistant.frontends.api.problems import Refused

MODEL: Final = "bricoleur"
DONE: Final = "data: [DONE]\n\n"
_CODES: Final[Mapping[int, tuple[str, str | None]]] = {
    401: ("invalid_request_error", "invalid_api_key"),
    429: ("requests", "rate_limit_exceeded"),
    500: ("server_error", None),
    503: ("server_error", "service_unavailable"),
}


class Message(BaseModel):
    """One message of the conversation; what isn't from the user is not read."""

    role: str
    content: Any = None


class StreamOptions(BaseModel):
    """What comes with a stream."""

    include_usage: bool | None = None


class ChatRequest(BaseModel):
    """What is read of a request; the many other parameters mean nothing here."""

    model: str
    messages: list[Message] = Field(min_length=1)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The question, and the earlier questions, oldest first."""

    question: str
    history: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(text.split()) for text in (self.question, *self.history))


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer on its way out: its Markdown, and what goes around that.

    ``created`` is in seconds since 1970; ``asked`` counts the words of the conversation.
    """

    id: str
    created: int
    text: str
    asked: int

    @property
    def usage(self) -> dict[str, int]:
        """What it took, in words: there is no model here that counts tokens."""
        said = len(self.text.split())
        return {
            "prompt_tokens": self.asked,
            "completion_tokens": said,
            "total_tokens": self.asked + said,
        }


def conversation(asked: ChatRequest) -> Conversation:
    """Return what the user asks.

    Raises:
        Refused: It asks for another model, for several answers or about an image, or nothing.
    """
    if asked.model != MODEL:
        raise Refused(404, "no_model", asked.model, "model")
    if asked.n not in (None, 1):
        raise Refused(400, "one_answer", field="n")
    said = [_text(message.content) for message in asked.messages if message.role == "user"]
    if not said:
        raise Refused(400, "no_question", field="messages")
    return Conversation(said[-1], tuple(said[:-1]))


def whole(made: Completion) -> dict[str, Any]:
    """Return an answer in one piece."""
    message = {"role": "assistant", "content": made.text, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**_frame(made, "chat.completion"), "choices": [choice], "usage": made.usage}


def stream(made: Completion, *, usage: bool) -> Iterator[str]:
    """Yield an answer as server-sent events: one for each block of text.

    Args:
        made: The answer.
        usage: Whether the client wants to know what it took.
    """
    yield _chunk(made, {"role": "assistant", "content": ""}, usage=usage)
    blocks = made.text.split("\n\n")
    for place, text in enumerate(blocks, start=1):
        yield _chunk(made, {"content": text + ("\n\n" if place < len(blocks) else "")}, usage=usage)
    yield _chunk(made, {}, "stop", usage=usage)
    if usage:
        frame = _frame(made, "chat.completion.chunk")
        yield event(None, {**frame, "choices": [], "usage": made.usage})
    yield DONE


def error(status: int, message: str, field: str | None = None, *, model: bool = False) -> Any:
    """Return an error as OpenAI's servers put it.

    Args:
        status: The HTTP status.
        message: What is wrong.
        field: The parameter that is to blame.
        model: Whether it is the name of the model.
    """
    kind, code = _CODES.get(status, ("invalid_request_error", None))
    code = "model_not_found" if model else code
    return {"error": {"message": message, "type": kind, "param": field, "code": code}}


def _text(content: object) -> str:
    """Return the text of a message.

    Raises:
        Refused: There is something else in it.
    """
    if content is None or isinstance(content, str):
        return content or ""
    if not isinstance(content, list):
        raise Refused(400, "images", field="messages")
    texts: list[str] = []
    for part in content:
        text = part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None
        if not isinstance(text, str):
            raise Refused(400, "images", field="messages")
        texts.append(text)
    return "\n".join(texts)


def _chunk(
    made: Completion, delta: dict[str, str], finish: str | None = None, *, usage: bool
) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    frame = {**_frame(made, "chat.completion.chunk"), "choices": [choice]}
    return event(None, {**frame, "usage": None} if usage else frame)


def _frame(made: Completion, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{made.id}",
        "object": kind,
        "created": made.created,
        "model": MODEL,
    }
