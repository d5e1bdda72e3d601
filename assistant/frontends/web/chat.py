"""The chat page, in Gradio: the parts, and what happens when one of them is used.

Only parts that work under a strict content security policy are used, and none that stores
anything in the browser. The conversation itself is plain HTML of our own, in a Markdown part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from assistant.engine import Assistant
from assistant.frontends.web.chat_words import EXAMPLES, roles, word
from assistant.frontends.web.site import SiteFacts
from assistant.frontends.web.talk import Talk, View, packed_or_none
from corpus.models import ROLES, Language

FOLLOW_UPS: Final = 3
SESSIONS: Final = 200
"""Readers of whom Gradio remembers what its parts show, about 150 kB each; of all others it makes
that anew, since the page sends the conversation along."""
QUEUE: Final = 40
"""Questions that may wait; who comes after them is told that it is busy."""
AT_ONCE: Final = 4
"""Questions that are answered at the same time."""
SPOKEN: Final = (
    *("log", "copied", "not_copied", "not_stored", "kept", "failed_file"),
    *("gone", "too_fast", "too_big", "full", "signed_out", "failed"),
)
"""What chat.js may have to say: it holds no words of its own."""
_QUIET: Final = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of the page that change."""

    field: Any
    thread: Any
    log: Any
    status: Any
    follow_title: Any
    follow_ups: tuple[Any, ...]
    actions: Any
    examples: Any

    def all(self) -> list[Any]:
        """Return them in the order in which they are updated."""
        return [
            self.field,
            self.thread,
            self.log,
            self.status,
            self.follow_title,
            *self.follow_ups,
            self.actions,
            self.examples,
        ]


def build(assistant: Assistant, language: Language, site: SiteFacts) -> Any:
    """Return the Gradio page on which one asks and reads answers.

    Args:
        assistant: Answers the questions.
        language: The language of the page; an answer follows the language of its question.
        site: The facts of this installation.
    """
    import gradio as gr

    talk = Talk(assistant, language, site.contact)
    title = f"{word('title', language)} - Bricoleur"
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as page:
        page.state_session_capacity = SESSIONS
        _html(_intro(language), "b-intro")
        thread = gr.Textbox("", visible=False)
        log = _html("", "b-log")
        with gr.Column(elem_id="b-compose"):
            follow_title = _html(f"<h2>{word('follow', language)}</h2>", "b-follow", visible=False)
            with gr.Row(elem_id="b-follow-ups"):
                follow_ups = tuple(gr.Button("", visible=False) for _ in range(FOLLOW_UPS))
            status = _html("", "b-status")
            field, send, stop = _field(language)
            with gr.Row(elem_id="b-actions", visible=False) as actions:
                again = gr.Button(word("retry", language), size="sm")
                edit = gr.Button(word("edit", language), size="sm")
                clear = gr.Button(word("clear", language), size="sm")
        with gr.Column(elem_id="b-examples") as examples:
            starters = _examples(language)
        parts = _Parts(field, thread, log, status, follow_title, follow_ups, actions, examples)
        _wire(talk, parts, [send, stop, again, edit, clear], starters)
    page.queue(max_size=QUEUE, api_open=False)
    return page


def theme() -> Any:
    """Return Gradio's barest theme with the reader's own fonts: no font is fetched."""
    import gradio as gr

    fonts = ["system-ui", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["ui-monospace", "Consolas", "monospace"])


def _html(value: str, name: str, visible: bool = True) -> Any:
    """Return a part for HTML of our own making: it is escaped there, not cleaned up here."""
    import gradio as gr

    return gr.Markdown(
        value,
        elem_id=name,
        visible=visible,
        sanitize_html=False,
        latex_delimiters=[],
        container=False,
    )


def _intro(language: Language) -> str:
    spoken = "".join(f' data-{key}="{escape(word(key, language))}"' for key in SPOKEN)
    return (
        f"<h1>{escape(word('title', language))}</h1>"
        f'<p class="b-lead">{escape(word("lead", language))}</p>'
        f"<p>{escape(word('notice_storage', language))}</p>"
        f'<div id="b-words" hidden{spoken}></div>'
    )


def _field(language: Language) -> tuple[Any, Any, Any]:
    import gradio as gr

    field = gr.Textbox(
        label=word("field", language),
        placeholder=word("placeholder", language),
        lines=1,
        max_lines=8,
        elem_id="b-field",
        autoscroll=False,
    )
    _html(f'<p id="b-hint-text">{escape(word("hint", language))}</p>', "b-hint")
    with gr.Row(elem_id="b-send"):
        send = gr.Button(word("send", language), variant="primary", elem_id="b-send-button")
        stop = gr.Button(word("stop", language), elem_id="b-stop")
    return field, send, stop


def _examples(language: Language) -> tuple[Any, ...]:
    """Return the buttons with situations; the style sheet shows those of the role chosen."""
    import gradio as gr

    _html(_role_choice(language), "b-roles")
    starters: list[Any] = []
    for role in ROLES:
        with gr.Column(elem_id=f"b-starters-{role}", elem_classes="b-starters"):
            starters += [gr.Button(text) for text in EXAMPLES[role][language]]
    return tuple(starters)


def _role_choice(language: Language) -> str:
    choices = "".join(
        f'<label class="b-choice"><input type="radio" name="b-role" value="{role}"'
        f"{' checked' if role == ROLES[0] else ''}><span>{escape(name)}</span></label>"
        for name, role in roles(language)
    )
    return (
        f"<h2>{escape(word('examples', language))}</h2>"
        f"<fieldset><legend>{escape(word('role', language))}</legend>"
        f'<div class="b-row">{choices}</div></fieldset>'
    )


def _wire(talk: Talk, parts: _Parts, buttons: list[Any], starters: tuple[Any, ...]) -> None:
    """Let every button do its work."""
    send, stop, again, edit, clear = buttons
    show = _shower(talk)

    def ask(question: str, packed: str) -> Iterator[list[Any]]:
        yield from map(show, talk.ask(question, packed))

    def ask_again(packed: str) -> Iterator[list[Any]]:
        yield from map(show, talk.again(packed))

    outputs = parts.all()
    asking = {"concurrency_limit": AT_ONCE, "concurrency_id": "ask", **_QUIET}
    # chat.js takes the question out of the field: it alone knows what was typed in the meantime
    events = [
        listen(ask, [asked, parts.thread], outputs, **asking)
        for listen, asked in (
            (parts.field.submit, parts.field),
            (send.click, parts.field),
            *((button.click, button) for button in (*parts.follow_ups, *starters)),
        )
    ]
    events.append(again.click(ask_again, parts.thread, outputs, **asking))
    # in the queue too, since only that route is open; but never behind a question
    quick = {"concurrency_limit": None, "concurrency_id": "quick", **_QUIET}
    edit.click(lambda packed: show(talk.edit(packed)), parts.thread, outputs, **quick)
    clear.click(lambda: show(talk.cleared()), None, outputs, **quick)
    stop.click(lambda: show(talk.stopped()), None, outputs, cancels=events, **quick)


def _shower(talk: Talk) -> Callable[[View], list[Any]]:
    """Return what turns a view into the updates of the parts, in the order of the parts."""
    import gradio as gr

    def show(view: View) -> list[Any]:
        field = gr.skip() if view.field is None else view.field
        if view.thread is None:
            return [field, gr.skip(), gr.skip(), view.status, *[gr.skip()] * (FOLLOW_UPS + 3)]
        texts = view.thread[-1].follow_ups[:FOLLOW_UPS] if view.thread else ()
        follow_ups = [
            gr.update(value=texts[place] if place < len(texts) else "", visible=place < len(texts))
            for place in range(FOLLOW_UPS)
        ]
        return [
            field,
            packed_or_none(view.thread),
            talk.html(view.thread),
            view.status,
            gr.update(visible=bool(texts)),
            *follow_ups,
            gr.update(visible=bool(view.thread)),
            gr.update(visible=not view.thread),
        ]

    return show
