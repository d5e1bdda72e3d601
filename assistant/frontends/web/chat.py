"""The chat page, in Gradio."""

from __future__ import annotations

from typing import Any

from assistant.engine import Assistant
from assistant.models import Turn
from corpus.models import Language


def build(assistant: Assistant, language: Language) -> Any:
    """Return the Gradio page on which one asks and reads answers."""
    import gradio as gr

    def ask(question: str, log: list[dict[str, str]]) -> tuple[str, list[dict[str, str]]]:
        history = [Turn(m["content"]) for m in log if m["role"] == "user"]
        answer = assistant.answer(question, history)
        log += [
            {"role": "user", "content": question},
            {"role": "assistant", "content": answer.text},
        ]
        return "", log

    with gr.Blocks(title="Bricoleur") as page:
        log = gr.Chatbot(show_label=False)
        field = gr.Textbox(label="Wat speelt er?" if language == "nl" else "What is going on?")
        field.submit(ask, [field, log], [field, log])
    return page
