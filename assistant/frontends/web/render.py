"""An answer and its sources as HTML. Pure: the same conversation gives the same page.

All text goes through ``escape`` or through the inline Markdown of ``reading``, which knows
emphasis only. Everything is on one line: the component that shows it would take a blank line
for the end of the HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import takewhile
from typing import Final

from assistant.frontends import addresses
from assistant.frontends.provenance import BASIS, Origin, origins
from assistant.frontends.reading import Block, Piece, as_html, first_step, read, runs
from assistant.frontends.web.badge import badge
from assistant.frontends.web.chat_words import word
from assistant.models import Answer, Citation, CitedSource
from assistant.texts import LABELS
from corpus.models import Language

_PHONE: Final = re.compile(r"\b(112|113|0800-\d{4})\b(?!\.nl)")
_ANCHOR: Final = re.compile(r"[\w-]+")
SURE: Final = 0.6
"""Share of the votes from which the practice is a clear outcome."""


def turn(answer: Answer, number: int, contact: str | None = None) -> str:
    """Return one question with its answer and its sources.

    Args:
        answer: How the question ended.
        number: The place of the question in the conversation, from 1.
        contact: Where a reader can turn to when no tip was found: mailto:…, tel:… or https://…
    """
    name, language = _name(answer), answer.language
    asked = escape(answer.question) or f"<em>{escape(word('withheld', language))}</em>"
    head = (
        f'<div class="b-asked"><h2 id="vraag-{name}">{word("asked", language)} {number}</h2>'
        f"<p>{asked}</p></div>"
    )
    return (
        f'<article class="b-turn" id="beurt-{name}" lang="{language}" tabindex="-1" '
        f'aria-labelledby="vraag-{name}">{head}{advice(answer, contact)}</article>'
    )


def advice(answer: Answer, contact: str | None = None) -> str:
    """Return an answer and its sources, without its question; the arguments are as above."""
    body = f'<div class="b-answer b-{answer.status}">{_body(answer, contact)}</div>'
    return body + _sources(answer)


def _body(answer: Answer, contact: str | None) -> str:
    title = f'<h3 class="b-vh">{word("answer", answer.language)}</h3>'
    if answer.status == "answered":
        return title + _badges(answer) + _text(answer) + _why(answer) + _ai(answer)
    return title + _message(answer, contact)


def _message(answer: Answer, contact: str | None) -> str:
    """Return an ending without sources; telephone numbers in it can be pressed."""
    said = dialled(answer.text)
    if answer.status in ("unanswerable_no_evidence", "unanswerable_off_topic"):
        said += f"</p><p>{_person(answer.language, contact)}"
    return f"<p>{said}</p>"


def dialled(text: str) -> str:
    """Return words as HTML in which a telephone number can be pressed."""
    return _PHONE.sub(r'<a href="tel:\1">\1</a>', as_html(text))


def _person(language: Language, contact: str | None) -> str:
    """Return whom to ask instead: the contact of this installation, else a colleague."""
    if contact is None:
        return escape(word("ask_human", language))
    shown = re.sub(r"^(?:mailto:|tel:|https://)", "", contact).rstrip("/")
    link = f'<a href="{escape(contact)}">{escape(shown)}</a>'
    return escape(word("ask_contact", language)).format(contact=link)


def _badges(answer: Answer) -> str:
    label = word("practice", answer.language)
    signs = (
        badge(vote.id, vote.title, addresses.address("practice", vote.id, answer.language))
        for vote in answer.practices
    )
    return f'<p class="b-badges"><span class="b-vh">{label}: </span>{" ".join(signs)}</p>'


def _text(answer: Answer) -> str:
    first, blocks = first_step(read(answer))
    parts = [_block(block, answer) for block in blocks]
    if first is not None:
        parts = _after_first(parts, blocks, answer.language)
        label = word("first", answer.language)
        step = f"{as_html(first.text)} {_marks(first.origins, answer)}"
        notes = sum(1 for _ in takewhile(lambda block: block.kind == "note", blocks))
        parts.insert(notes, f'<p class="b-first"><strong>{label}</strong> {step}</p>')
    return "".join(parts)


def _after_first(parts: Sequence[str], blocks: Sequence[Block], language: Language) -> list[str]:
    """Let the label of the steps that are left say that they come after the first."""
    steps = [place for place, block in enumerate(blocks) if block.start > 1]
    if not steps or steps[0] == 0 or blocks[steps[0] - 1].kind != "label":
        return list(parts)
    label = f"<h4>{word('further', language)}</h4>"
    return [*parts[: steps[0] - 1], label, *parts[steps[0] :]]


def _block(block: Block, answer: Answer) -> str:
    if block.kind == "label":
        return f"<h4>{as_html(block.pieces[0].text)}</h4>"
    if block.kind == "note" and block.pieces[0].text == LABELS["model"][answer.language]:
        return f'<p class="b-note">{as_html(block.pieces[0].text)}</p>'
    if block.kind == "note":
        key = "care" if block.pieces[0].text == LABELS["care"][answer.language] else "thin"
        title = f"<strong>{word(f'{key}_title', answer.language)}</strong>"
        return f'<p class="b-thin">{title} {as_html(block.pieces[0].text)}</p>'
    if block.kind in ("steps", "bullets"):
        return _list(block, answer)
    lines = " ".join(
        f"{as_html(text)} {_marks(origin, answer)}".strip() for text, origin in runs(block.pieces)
    )
    return (
        f"<blockquote><p>{lines}</p></blockquote>" if block.kind == "quote" else f"<p>{lines}</p>"
    )


def _list(block: Block, answer: Answer) -> str:
    common = block.common
    items = "".join(f"<li>{_item(piece, answer, common is None)}</li>" for piece in block.pieces)
    after = f'<p class="b-cites">{_marks(common, answer)}</p>' if common else ""
    if block.kind == "bullets":
        return f"<ul>{items}</ul>{after}"
    start = f' start="{block.start}"' if block.start > 1 else ""
    return f"<ol{start}>{items}</ol>{after}"


def _item(piece: Piece, answer: Answer, marked: bool) -> str:
    marks = f" {_marks(piece.origins, answer)}" if marked else ""
    return f"{as_html(piece.text)}{marks}"


def _marks(places: Sequence[int], answer: Answer) -> str:
    label = word("source", answer.language)
    return " ".join(
        f'<a class="b-mark" href="#bron-{_name(answer)}-{place}">{label}&nbsp;{place}</a>'
        for place in places
    )


def _why(answer: Answer) -> str:
    language, (leader, *others) = answer.language, answer.practices
    sentences = [
        word("why_one", language).format(share=round(leader.confidence * 100), first=leader.title)
    ]
    sentences += [
        word("why_two", language).format(share=round(vote.confidence * 100), second=vote.title)
        for vote in others
    ]
    sentences.append(word("why_sure" if leader.confidence >= SURE else "why_unsure", language))
    return (
        f'<details class="b-why"><summary>{word("why", language)}</summary>'
        f"<p>{escape(' '.join(sentences))}</p></details>"
    )


def _ai(answer: Answer) -> str:
    return f'<p class="b-ai">{escape(word("check", answer.language))}</p>'


def _sources(answer: Answer) -> str:
    if not answer.citations:
        return ""
    entries = "".join(
        _origin(origin, place, answer)
        for place, origin in enumerate(origins(answer.citations), start=1)
    )
    title = word("sources", answer.language)
    return f'<section class="b-sources"><h3>{title}</h3>{entries}</section>'


def _origin(origin: Origin, place: int, answer: Answer) -> str:
    language = answer.language
    kind, _, _ = origin.parent.partition(":")
    kicker = f"{word('source', language).capitalize()} {place} · {word(f'kind_{kind}', language)}"
    title = _link(
        addresses.passage_address(origin.first.passage_id, language), escape(origin.title), language
    )
    basis = BASIS[origin.basis][language]
    return (
        f'<div class="b-origin" id="bron-{_name(answer)}-{place}" tabindex="-1">'
        f'<p class="b-kicker">{escape(kicker)}</p><h4>{title}</h4>'
        f"<dl><dt>{word('used', language)}</dt><dd>{_sections(origin, answer)}</dd>"
        f"<dt>{word('know', language)}</dt><dd>{escape(basis[0].upper() + basis[1:])}.</dd>"
        f"{_rests_on(origin.sources, language)}</dl></div>"
    )


def _sections(origin: Origin, answer: Answer) -> str:
    """Return the sections that were used, each a link; those of our own making say so."""
    found: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        if citation.passage_id.split("#")[0] == origin.parent:
            found.setdefault(citation.passage_id, []).append(citation)
    return ", ".join(_section(cited, answer.language) for cited in found.values())


def _section(cited: Sequence[Citation], language: Language) -> str:
    first = cited[0]
    name = f"{word('page', language)} {first.page}" if first.page else first.section or first.title
    own = first.tip_id is not None and not any(citation.sources for citation in cited)
    note = f" ({word('own', language)})" if own else ""
    return (
        _link(addresses.passage_address(first.passage_id, language), escape(name), language) + note
    )


def _rests_on(sources: Sequence[CitedSource], language: Language) -> str:
    if not sources:
        return ""
    items = "".join(f"<li>{_source(source, language)}</li>" for source in sources)
    return f"<dt>{word('rests_on', language)}</dt><dd><ul>{items}</ul></dd>"


def _source(source: CitedSource, language: Language) -> str:
    year = f" ({source.year})" if source.year else ""
    title = escape(source.title)
    if source.url.startswith(("https://", "http://")):
        title = _link(source.url, title, language)
    grade = (
        word(f"grade_{source.grade}", language) if source.grade in ("A", "B", "C") else source.grade
    )
    return f'{escape(source.authors)}{year}: {title}. <span class="b-grade">{escape(grade)}</span>'


def _link(address: str, inside: str, language: Language) -> str:
    """Return a link that leaves the conversation on the page: it is stored nowhere else."""
    note = f'<span class="b-vh"> ({word("new_tab", language)})</span>'
    return (
        f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{inside}{note}</a>'
    )


def _name(answer: Answer) -> str:
    """Return the answer's id as it can stand in an address; it may come back from a browser."""
    return "".join(_ANCHOR.findall(answer.id))[:32] or "0"
