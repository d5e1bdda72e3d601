"""What one can do with a conversation: keep it, print it, judge the last answer. Pure.

These are plain forms. They work without Gradio; ``chat.js`` only spares the change of page.
"""

from __future__ import annotations

from html import escape
from typing import Final

from assistant.feedback import MAX_COMMENT, MISSED
from assistant.frontends.web.chat_words import REASONS, word
from assistant.frontends.web.export import plain, plain_thread
from assistant.frontends.web.render import turn
from assistant.frontends.web.thread import Thread, pack
from assistant.models import Answer
from corpus.models import Language

FILES: Final = {"nl": "/gesprek", "en": "/en/conversation"}
FEEDBACK: Final = {"nl": "/oordeel", "en": "/en/feedback"}


def conversation(thread: Thread, language: Language, contact: str | None = None) -> str:
    """Return a conversation as HTML, with what one can do with it at the end.

    Args:
        thread: The conversation.
        language: The language of the page.
        contact: Where a reader can turn to when no tip was found.
    """
    if not thread:
        return ""
    turns = "".join(turn(answer, place, contact) for place, answer in enumerate(thread, start=1))
    return f"{turns}{_verdict(thread[-1], language)}{_tools(thread, language)}"


def _tools(thread: Thread, language: Language) -> str:
    title = word("tools", language)
    copies = _copy("copy_all", plain_thread(thread, language), language)
    if thread[-1].status == "answered":
        copies = _copy("copy", plain(thread[-1]), language) + copies
    return (
        f'<section class="b-tools"><h2>{title}</h2><div class="b-row">{copies}'
        f'<button type="button" class="b-button" data-b="print">{word("print", language)}</button>'
        f"{_download(thread, language)}</div></section>"
    )


def _copy(key: str, text: str, language: Language) -> str:
    value = escape(text).replace("\n", "&#10;")
    return (
        f'<button type="button" class="b-button" data-b="copy" data-text="{value}">'
        f"{word(key, language)}</button>"
    )


def _download(thread: Thread, language: Language) -> str:
    buttons = "".join(
        f'<button type="submit" class="b-button" name="format" value="{kind}">'
        f"{word(f'download_{kind}', language)}</button>"
        for kind in ("md", "docx")
    )
    return (
        f'<form class="b-row" method="post" action="{FILES[language]}" data-b="keep">'
        f'<input type="hidden" name="thread" value="{pack(thread)}">{buttons}</form>'
    )


def _verdict(answer: Answer, language: Language) -> str:
    """Return the form with which a reader judges an answer, or says that there should be one."""
    if answer.status == "answered":
        choices = "".join(_choice("useful", key, word(key, language)) for key in ("yes", "no"))
        return _feedback(answer, language, "useful", choices, _reasons(language))
    if answer.status in MISSED:
        box = _check("useful", "no", word("missed_yes", language))
        return _feedback(answer, language, "missed", box)
    return ""


def _feedback(
    answer: Answer, language: Language, question: str, choices: str, reasons: str = ""
) -> str:
    send = "send_missed" if answer.status in MISSED else "send_feedback"
    return (
        f'<form class="b-feedback" method="post" action="{FEEDBACK[language]}" data-b="feedback">'
        f'<input type="hidden" name="thread" value="{pack((answer,))}">'
        f"<fieldset><legend>{word(question, language)}</legend>"
        f'<div class="b-row">{choices}</div></fieldset>'
        f'<div class="b-more">{reasons}{_comment(language)}'
        f'<button type="submit" class="b-button">{word(send, language)}</button>'
        "</div></form>"
    )


def _reasons(language: Language) -> str:
    choices = "".join(_choice("reason", key, text[language]) for key, text in REASONS.items())
    return (
        f'<fieldset class="b-reasons"><legend>{word("reason", language)}</legend>'
        f'<div class="b-row">{choices}</div></fieldset>'
    )


def _comment(language: Language) -> str:
    return (
        f'<p><label for="b-comment">{word("comment", language)}</label>'
        f'<span id="b-comment-hint">{word("comment_hint", language)}</span>'
        f'<textarea id="b-comment" name="comment" rows="2" maxlength="{MAX_COMMENT}" '
        'aria-describedby="b-comment-hint"></textarea></p>'
        f"<p>{_check('with_question', 'yes', word('with_question', language))}</p>"
    )


def _choice(name: str, value: str, text: str) -> str:
    return (
        f'<label class="b-choice"><input type="radio" name="{name}" value="{value}">'
        f"<span>{escape(text)}</span></label>"
    )


def _check(name: str, value: str, text: str) -> str:
    return (
        f'<label class="b-check"><input type="checkbox" name="{name}" value="{value}">'
        f"<span>{escape(text)}</span></label>"
    )
