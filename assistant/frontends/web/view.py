"""Makes whole pages of templates, and the answers to requests that are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from assistant.frontends import addresses
from assistant.frontends.web import words
from assistant.frontends.web.assets import Assets
from assistant.frontends.web.badge import badge, icon
from assistant.frontends.web.chat_words import word as chat_word
from assistant.frontends.web.frame import Parts
from assistant.frontends.web.page_words import REFUSALS, word
from assistant.frontends.web.site import SiteFacts, long_date
from corpus.models import Language

TEMPLATES: Final = Path(__file__).parent / "templates"
CSS: Final = ("site.css", "chat.css")
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
"""How a form is sent; who sends one reads a page."""


class View:
    """Makes pages.

    Args:
        assets: The files that pages load.
        facts: Gives the facts of this installation as they are now.
    """

    def __init__(self, assets: Assets, facts: Callable[[], SiteFacts]) -> None:
        self._assets = assets
        self._facts = facts
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            asset=assets.address,
            address=addresses.address,
            badge=lambda *given: Markup(badge(*given)),
            icon=lambda practice: Markup(icon(practice)),
            long_date=long_date,
        )

    def page(
        self, template: str, language: Language, here: str, status: int = 200, **context: Any
    ) -> HTMLResponse:
        """Return a whole page.

        Args:
            template: The file name of its template.
            language: The language of the page.
            here: Its own path.
            status: The HTTP status.
            context: What the template shows.
        """
        facts = self._facts()
        html = self._environment.get_template(template).render(
            language=language,
            other=words.OTHER[language],
            twin=addresses.twin(here, words.OTHER[language]),
            facts=facts,
            **self._spoken(language),
            header=Markup(words.header_html(language, here)),
            footer=Markup(self._footer(language, facts)),
            **context,
        )
        return HTMLResponse(html, status, headers={"Content-Language": language})

    def part(self, template: str, language: Language, **context: Any) -> HTMLResponse:
        """Return a part of a page, for a script that puts it in its place."""
        html = self._environment.get_template(template).render(
            language=language, **self._spoken(language), **context
        )
        return HTMLResponse(html)

    def refusal(self, scope: Scope, status: int) -> Response:
        """Return the answer to a request that is refused: a page for a reader, else JSON."""
        language = addresses.language_of(scope["path"])
        known = status if status in REFUSALS else 400
        title, detail = (text[language] for text in REFUSALS[known])
        headers = Headers(scope=scope)
        sent = headers.get("content-type", "").startswith(_FORMS)
        read = scope["method"] in ("GET", "HEAD") or sent
        if read and "text/html" in headers.get("accept", ""):
            here = scope["path"]
            return self.page("refusal.html", language, here, status, title=title, detail=detail)
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(body, status, media_type="application/problem+json")

    def chat_parts(self, language: Language) -> Parts:
        """Return what goes around the chat page."""
        facts = self._facts()
        other = words.OTHER[language]
        styles = "".join(f'<link rel="stylesheet" href="{self._assets.address(n)}">' for n in CSS)
        head = (
            f'<link rel="icon" href="{self._assets.address("mark.svg")}" type="image/svg+xml">'
            f'<link rel="alternate" hreflang="{other}" '
            f'href="{addresses.address("chat", None, other)}">'
            f'<meta name="description" content="{words.TAGLINE[language]}">{styles}'
        )
        library = addresses.address("library", None, language)
        noscript = (
            f'<noscript><div class="b-wrap b-noscript"><p>{word("noscript", language)} '
            f'<a href="{library}">{word("noscript_link", language)}</a></p></div></noscript>'
        )
        return Parts(
            script=f'<script src="{self._assets.address("chat.js")}" defer></script>',
            head=head,
            before=words.header_html(language, addresses.address("chat", None, language))
            + noscript,
            after=self._footer(language, facts),
        )

    def _spoken(self, language: Language) -> dict[str, Any]:
        return {
            "word": lambda key: word(key, language),
            "chat_word": lambda key: chat_word(key, language),
        }

    def _footer(self, language: Language, facts: SiteFacts) -> str:
        return words.footer_html(language, facts.line(language), facts.source_url)
