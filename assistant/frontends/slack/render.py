"""An answer as a message in Slack. Pure: the same answer gives the same blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.frontends.slack import advice, blocks, escape, rich
from assistant.frontends.slack.blocks import Block, Sure
from assistant.frontends.slack.message import Message
from assistant.frontends.slack.verdicts import pack
from assistant.frontends.slack.words import word
from assistant.models import Answer
from assistant.texts import LABELS, STATUS
from corpus.models import Language

ASK: Final = "ask"
JUDGE: Final = "judge"
REMOVE: Final = "remove"
SHARE: Final = "share"
KEEP: Final = "keep"
PRIVATE: Final = "private"
HERE: Final = "here"
OFFERED: Final = 5
"""Questions that are offered to ask on."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an answer is shown.

    Attributes:
        base: The address of the site, without a slash at the end; links lead there if there is one.
        contact: Where a reader can turn to when no tip was found.
        asker: Who may take the answer away; None where nobody else reads it.
        ts: The message with the question.
        whisper: Whether only the asker sees it, and can share or keep it.
        personal: Whether the question seems to be about a person.
        posted: Whether the question stands where others can read it.
    """

    base: str | None = None
    contact: str | None = None
    asker: str | None = None
    ts: str = ""
    whisper: bool = False
    personal: bool = False
    posted: bool = False


def message(answer: Answer, look: Look, lead: Sequence[Block] = ()) -> Message:
    """Return an answer as a message, below what leads up to it."""
    if answer.status == "answered":
        return blocks.message([*lead, *_advice(answer, look)])
    return blocks.message([*lead, *_ending(answer, look)])


def cares(answer: Answer) -> bool:
    """Tell whether an answer opens with whom to call, since the question resembles danger."""
    return LABELS["care"][answer.language] in answer.text


def asked(question: str, who: str) -> tuple[Block, ...]:
    """Return a question that someone else may not have seen, below who asked it.

    Args:
        question: The question as it was typed.
        who: Who asked it, in ``mrkdwn`` of our own.
    """
    said = rich.quote(rich.text(escape.cut(" ".join(question.split()), 1_500)))
    return (blocks.context(who), *rich.blocks([said]))


def warning(answer: Answer) -> Message:
    """Return what is said, to the asker alone, before a personal situation is answered."""
    language = answer.language
    sure = Sure(
        word("here_title", language),
        word("here_sure", language),
        word("answer_here", language),
        word("no_here", language),
    )
    care = [blocks.section(LABELS["care"][language])] if cares(answer) else []
    choice = [
        blocks.button(PRIVATE, word("go_private", language), answer.id, primary=True),
        blocks.button(HERE, word("answer_here", language), answer.id, sure=sure),
    ]
    return blocks.message(
        [*care, blocks.section(word("personal", language)), blocks.actions(choice)]
    )


def _advice(answer: Answer, look: Look) -> Iterator[Block]:
    yield from advice.within(advice.body(answer, look.base), answer.language)
    yield from advice.sources(answer, look.base)
    yield blocks.context(*_small_print(answer, look))
    yield from _asking_on(answer)
    yield from _choices(answer, look)
    yield blocks.small_actions(_judging(answer, look))


def _ending(answer: Answer, look: Look) -> Iterator[Block]:
    """Return an ending without sources: what was said, whom to ask, what can be asked instead."""
    yield from advice.within(advice.plain(answer), answer.language)
    if answer.status in ("unanswerable_no_evidence", "unanswerable_off_topic"):
        yield blocks.context(_person(answer.language, look.contact))
    if look.posted and answer.status == "blocked_personal_data":
        yield blocks.context(word("still_there", answer.language))
    yield from _asking_on(answer)


def _person(language: Language, contact: str | None) -> str:
    if contact is None or len(contact) > 300:
        return word("ask_human", language)
    shown = contact.removeprefix("mailto:").removeprefix("tel:").removeprefix("https://")
    there = escape.link(contact, shown.rstrip("/"))
    return word("ask_contact", language).format(contact=there)


def _small_print(answer: Answer, look: Look) -> Iterator[str]:
    language = answer.language
    if LABELS["model"][language] in answer.text:
        yield LABELS["model"][language]
    yield word("check", language)
    if look.whisper:
        yield word("only_you", language)


def _asking_on(answer: Answer) -> Iterator[Block]:
    offered = [text for text in answer.follow_ups if text.strip()][:OFFERED]
    if offered and answer.text != STATUS["thanks"][answer.language]:
        key = "follow" if answer.status == "answered" else "start"
        yield blocks.context(f"*{word(key, answer.language)}*")
        yield blocks.actions(
            [
                blocks.button(f"{ASK}_{place}", question, question)
                for place, question in enumerate(offered)
            ]
        )


def _choices(answer: Answer, look: Look) -> Iterator[Block]:
    """Yield what can be done with an answer that only its asker sees."""
    if look.whisper:
        language = answer.language
        sure = Sure(
            word("share_title", language),
            word("share_person" if look.personal else "share_sure", language),
            word("yes_share", language),
            word("no_share", language),
        )
        yield blocks.actions(
            [
                blocks.button(SHARE, word("share", language), answer.id, sure=sure),
                blocks.button(KEEP, word("keep", language), answer.id),
            ]
        )


def _judging(answer: Answer, look: Look) -> Iterator[Block]:
    language = answer.language
    yield blocks.feedback(
        JUDGE,
        blocks.verdict(
            word("useful", language), word("useful_label", language), pack(answer, useful=True)
        ),
        blocks.verdict(
            word("useless", language), word("useless_label", language), pack(answer, useful=False)
        ),
    )
    if look.asker:
        sure = Sure(
            word("remove_title", language),
            word("remove_sure", language),
            word("remove_yes", language),
            word("remove_no", language),
        )
        yield blocks.trash(
            REMOVE, word("remove", language), f"{look.asker} {look.ts}", look.asker, sure
        )
