"""An answer as Markdown that stands on its own: citations are links, sources stand below. Pure."""

from __future__ import annotations

import re
from typing import Final

from assistant.citations import MARKER, escape
from assistant.frontends.addresses import passage_address
from assistant.frontends.api.words import SOURCES
from assistant.frontends.provenance import AI_LINE, BASIS, Origin, cite, origins
from assistant.models import Answer, CitedSource
from corpus.models import Language

_WEB: Final = re.compile(r"https?://[^\s<>]+")
_UNSAFE: Final = {ord(character): f"%{ord(character):02X}" for character in "()[]\\\"'"}


def as_markdown(answer: Answer, base: str) -> str:
    """Return an answer as Markdown.

    Args:
        answer: The answer.
        base: The address of the site, without a slash at the end; links lead there.
    """
    if not answer.citations:
        return answer.text
    links = {
        citation.n: base + passage_address(citation.passage_id, answer.language)
        for citation in answer.citations
    }
    text = MARKER.sub(lambda found: _marker(int(found[1]), links) or found[0], answer.text)
    listed = "\n".join(_origin(one, answer.language, base) for one in origins(answer.citations))
    return f"{text}\n\n**{SOURCES[answer.language]}**\n\n{listed}\n\n_{AI_LINE[answer.language]}_"


def _marker(number: int, links: dict[int, str]) -> str | None:
    return f"[\\[{number}\\]]({_address(links[number])})" if number in links else None


def _origin(origin: Origin, language: Language, base: str) -> str:
    page = base + passage_address(origin.first.passage_id.split("#")[0], language)
    head = f"- [{escape(origin.title)}]({_address(page)}): {BASIS[origin.basis][language]}"
    return "\n".join([head, *(f"  - {_source(source)}" for source in origin.sources)])


def _source(source: CitedSource) -> str:
    words = escape(cite(source))
    return f"[{words}]({_address(source.url)})" if _WEB.fullmatch(source.url) else words


def _address(url: str) -> str:
    """Return an address that Markdown can't take for anything else."""
    return url.translate(_UNSAFE)
