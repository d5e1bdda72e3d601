"""The page of the app in Slack: how to ask, the practices, privacy, the way to the chat. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from assistant.frontends import addresses
from assistant.frontends.slack import blocks, escape, rich
from assistant.frontends.slack.blocks import Block
from assistant.frontends.slack.words import word
from assistant.settings import Settings
from assistant.texts import STARTERS
from corpus.models import PRACTICES, Corpus, Language

START: Final = "start"
SPEAK: Final = "speak"
OPEN: Final = "open"
STARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page tells about this installation.

    Attributes:
        practices: The title of each practice, by id, in both languages.
        base: The address of the site, without a slash at the end, if it has one.
        organisation: Who offers it.
        model: The language model that writes, if there is one.
    """

    practices: Mapping[str, Mapping[Language, str]]
    base: str | None = None
    organisation: str | None = None
    model: str | None = None


def practices_of(corpus: Corpus) -> Mapping[str, Mapping[Language, str]]:
    """Return the titles of the practices, in their order."""
    return {
        name: {language: text.title for language, text in corpus.chapters[name].texts.items()}
        for name in PRACTICES
        if name in corpus.chapters
    }


def facts_of(settings: Settings, corpus: Corpus) -> Facts:
    """Return what the page tells about an installation."""
    return Facts(
        practices_of(corpus),
        (settings.public_url or "").rstrip("/") or None,
        settings.organisation,
        None if settings.model_kind == "off" else settings.model_name,
    )


def view(facts: Facts, language: Language) -> dict[str, Any]:
    """Return the page in a language."""
    return {"type": "home", "blocks": list(_blocks(facts, language))}


def prompts(language: Language) -> list[dict[str, str]]:
    """Return situations to begin with, as Slack shows them above an empty conversation."""
    return [{"title": escape.line(text, 75), "message": text} for text in STARTERS[language]]


def _blocks(facts: Facts, language: Language) -> Iterator[Block]:
    yield blocks.header("Bricoleur")
    yield blocks.section(word("home_lead", language))
    yield blocks.actions(list(_ways(facts, language)))
    yield blocks.header(word("home_how", language))
    for key in ("home_dm", "home_mention", "home_command", "home_shortcut"):
        yield blocks.section(word(key, language))
    yield blocks.header(word("home_start", language))
    yield blocks.actions(
        [
            blocks.button(f"{START}_{place}", text, text)
            for place, text in enumerate(STARTERS[language][:STARTS])
        ]
    )
    yield blocks.header(word("home_practices", language))
    yield from rich.blocks([rich.listing(list(_practices(facts, language)), ordered=False)])
    yield blocks.header(word("home_privacy", language))
    yield from _privacy(facts, language)


def _ways(facts: Facts, language: Language) -> Iterator[Block]:
    if facts.base:
        for kind, key in (("chat", "home_chat"), ("library", "home_library")):
            url = facts.base + addresses.address(kind, None, language)  # type: ignore[arg-type]
            yield blocks.link_button(f"{OPEN}_{kind}", word(key, language), url)
    other: Language = "en" if language == "nl" else "nl"
    yield blocks.button(SPEAK, word("home_other", language), other)


def _practices(facts: Facts, language: Language) -> Iterator[list[rich.Element]]:
    for name, titles in facts.practices.items():
        url = facts.base and facts.base + addresses.address("practice", name, language)
        yield rich.link(url, titles[language])


def _privacy(facts: Facts, language: Language) -> Iterator[Block]:
    yield blocks.section(word("home_stored", language))
    if facts.model:
        model = escape.mrkdwn(escape.line(facts.model, 80))
        yield blocks.section(word("home_stored_model", language).format(model=model))
    yield blocks.section(word("home_names", language))
    lines = [escape.mrkdwn(facts.organisation)] if facts.organisation else []
    if facts.base:
        url = facts.base + addresses.address("privacy", None, language)
        lines.append(escape.link(url, word("home_about_privacy", language)))
    if lines:
        yield blocks.context(" · ".join(lines))
