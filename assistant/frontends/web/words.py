"""Header and footer in Dutch and English: what every page of the web door shares."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from assistant.frontends.addresses import Kind, address, twin
from corpus.models import Language

Text = Mapping[Language, str]
_MENU: Final[tuple[tuple[Kind, Text], ...]] = (
    ("chat", {"nl": "Stel je vraag", "en": "Ask"}),
    ("library", {"nl": "Bibliotheek", "en": "Library"}),
    ("sources", {"nl": "Bronnen", "en": "Sources"}),
    ("trainers", {"nl": "Trainers", "en": "Trainers"}),
    ("about", {"nl": "Over", "en": "About"}),
)
_SMALL_MENU: Final[tuple[tuple[Kind, Text], ...]] = (
    ("about", {"nl": "Over deze chat", "en": "About this chat"}),
    ("privacy", {"nl": "Privacy", "en": "Privacy"}),
    ("accessibility", {"nl": "Toegankelijkheid", "en": "Accessibility"}),
)
OTHER: Final[Mapping[Language, Language]] = {"nl": "en", "en": "nl"}
TAGLINE: Final[Text] = {
    "nl": "Tips voor ambtenaren die met bewoners werken",
    "en": "Tips for civil servants who work with residents",
}
AI_NOTICE: Final[Text] = {
    "nl": "Je praat met een computer (AI), niet met een mens. Controleer het antwoord bij de "
    "bronnen. Je gesprek wordt niet bewaard.",
    "en": "You are talking to a computer (AI), not to a person. Check the answer against its "
    "sources. Your conversation is not stored.",
}
AI_FOOTER: Final[Text] = {
    "nl": "Bricoleur is een computerprogramma (AI). Controleer wat het zegt bij de bronnen.",
    "en": "Bricoleur is a computer program (AI). Check what it says against the sources.",
}
PRACTICE_NAMES: Final[Mapping[str, Text]] = {
    "in-kaart-brengen": {"nl": "Situaties in kaart brengen", "en": "Mapping situations"},
    "relaties": {"nl": "Investeren in relaties", "en": "Investing in relationships"},
    "draagvlak": {"nl": "Bouwen aan draagvlak", "en": "Building support"},
    "binnen-buiten": {"nl": "Buiten en binnen verbinden", "en": "Connecting outside and inside"},
    "ondersteunen": {"nl": "Praktisch ondersteunen", "en": "Supporting practically"},
    "houding": {"nl": "Houding", "en": "Attitude"},
    "organisatie": {"nl": "Organisatie", "en": "Organisation"},
}
"""Short names for badges and menus; the full titles stand in the corpus."""
_WORDS: Final[Mapping[str, Text]] = {
    "skip": {"nl": "Naar de inhoud", "en": "Skip to the content"},
    "skip_chat": {"nl": "Naar het vraagveld", "en": "Skip to the question field"},
    "menu": {"nl": "Hoofdmenu", "en": "Main menu"},
    "other": {"nl": "English", "en": "Nederlands"},
    "notice": {"nl": "Let op", "en": "Please note"},
    "small": {"nl": "Over deze site", "en": "About this site"},
    "code": {"nl": "Broncode", "en": "Source code"},
    "version": {"nl": "Versie", "en": "Version"},
    "tips_of": {"nl": "tips van", "en": "tips of"},
}


def header_html(language: Language, here: str) -> str:
    """Return skip link, name, menu and language link, and on the chat page the AI notice.

    Args:
        language: The language of the page.
        here: Its own path, such as ``/tip/bondgenoten-zoeken``.
    """
    chat = here == address("chat", None, language)
    target, skip = ("vraag", "skip_chat") if chat else ("inhoud", "skip")
    items = "".join(_item(kind, text, language, here) for kind, text in _MENU)
    other = OTHER[language]
    return (
        f'<a class="b-skip" href="#{target}">{say(skip, language)}</a>'
        '<header class="b-header"><div class="b-wrap">'
        f'<p class="b-name"><a href="{address("chat", None, language)}">Bricoleur</a> '
        f'<span class="b-tagline">{TAGLINE[language]}</span></p>'
        f'<nav class="b-menu" aria-label="{say("menu", language)}"><ul>{items}</ul></nav>'
        f'<a class="b-language" href="{escape(twin(here, other))}" hreflang="{other}" '
        f'lang="{other}">{say("other", language)}</a>'
        "</div></header>" + (_notice(language) if chat else "")
    )


def footer_html(language: Language, facts: str = "", source_url: str | None = None) -> str:
    """Return the foot of a page: who is speaking, the small menu, version and date of the tips.

    Args:
        language: The language of the page.
        facts: The line on version and date, from :meth:`SiteFacts.line`.
        source_url: Where the source code is; without it the page About says so.
    """
    links = "".join(
        f'<li><a href="{address(kind, None, language)}">{text[language]}</a></li>'
        for kind, text in _SMALL_MENU
    )
    code = escape(source_url or address("about", None, language, "broncode"))
    links += f'<li><a href="{code}">{say("code", language)}</a></li>'
    return (
        '<footer class="b-footer"><div class="b-wrap">'
        f"<p>{AI_FOOTER[language]}</p>"
        f'<nav aria-label="{say("small", language)}"><ul>{links}</ul></nav>'
        f'<p class="b-facts">{escape(facts)}</p>'
        "</div></footer>"
    )


def say(key: str, language: Language) -> str:
    """Return a word of the frame."""
    return _WORDS[key][language]


def _item(kind: Kind, text: Text, language: Language, here: str) -> str:
    path = address(kind, None, language)
    current = ' aria-current="page"' if path == here else ""
    return f'<li><a href="{path}"{current}>{text[language]}</a></li>'


def _notice(language: Language) -> str:
    privacy = address("privacy", None, language)
    return (
        f'<aside class="b-notice" aria-label="{say("notice", language)}"><div class="b-wrap">'
        f'<p>{AI_NOTICE[language]} <a href="{privacy}">Privacy</a></p></div></aside>'
    )
