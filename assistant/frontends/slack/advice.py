"""What an answer says and where it comes from, as blocks. Pure.

Whatever comes from a person, a document or a model stands in rich text, where nothing in it has a
meaning: it can't call anyone, link, or break the layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from assistant.frontends import addresses
from assistant.frontends.provenance import BASIS, PAGE, Origin, numbers, origins
from assistant.frontends.reading import Block as Part
from assistant.frontends.reading import Piece, as_words, first_step, read, runs
from assistant.frontends.slack import blocks, escape, rich
from assistant.frontends.slack.blocks import Block
from assistant.frontends.slack.rich import Element
from assistant.frontends.slack.words import word
from assistant.models import Answer, CitedSource
from assistant.texts import LABELS
from corpus.models import Language

MAX_BODY: Final = 8_500
"""Characters of an answer; Slack refuses a message with much more than 13,000 in all."""
MAX_SOURCES: Final = 2_400
MAX_GROUPS: Final = 30
"""Parts of an answer that get a block each; a message has 50 blocks at most."""
LISTED: Final = 5
"""Sources of a tip that are named; the tip names them all."""
Links = Mapping[int, str | None]
"""Where each source stands, by its number; None if there is no site to link to."""


def growing(answer: Answer) -> str:
    """Return an answer that is still being written, in the Markdown that a stream takes.

    It only ever grows at its end, so sources and the first step get their place afterwards.
    """
    parts = (
        "\n".join(as_words(piece.text) for piece in part.pieces)
        if part.kind in ("steps", "bullets")
        else " ".join(as_words(piece.text) for piece in part.pieces)
        for part in read(answer)
    )
    return escape.markdown(escape.cut("\n\n".join(parts), MAX_BODY))


def body(answer: Answer, base: str | None) -> Iterator[Block]:
    """Yield what the answer says, in the order of the web page: care, practice, first step, rest.

    Each part is a block of its own, since Slack leaves room between blocks only.

    Args:
        answer: The answer.
        base: The address of the site, if there is one to link to.
    """
    language = answer.language
    links = _links(answer, base)
    first, found = first_step(read(answer))
    notes = [part for part in found if part.kind == "note"]
    rest = [part for part in found if part.kind != "note"]
    parts = [
        _notes(notes, "care", language),
        [_practice(answer, base)],
        _notes(notes, "thin", language),
        [_first(first, links, language)] if first else [],
        *groups(rest, links, language),
    ]
    if len(parts) <= MAX_GROUPS:
        for group in parts:
            yield from rich.blocks(group)
    else:
        yield from rich.blocks(element for group in parts for element in group)


def plain(answer: Answer) -> Iterator[Block]:
    """Yield an ending without sources, part by part."""
    found = groups(read(answer), {}, answer.language)
    yield from islice((block for group in found for block in rich.blocks(group)), MAX_GROUPS)


def _notes(notes: Sequence[Part], key: str, language: Language) -> list[Element | None]:
    title = rich.text(f"{word(f'{key}_title', language)}: ", bold=True)
    return [
        rich.section(title, rich.inline(note.pieces[0].text))
        for note in notes
        if note.pieces[0].text == LABELS[key][language]
    ]


def _practice(answer: Answer, base: str | None) -> Element | None:
    language = answer.language
    parts = rich.text(f"{word('practice', language)}: ", bold=True)
    for place, vote in enumerate(answer.practices):
        parts += rich.text(f" {word('also', language)} ") if place else []
        where = addresses.address("practice", vote.id, language)
        parts += rich.link(base and base + where, vote.title, bold=True)
    return rich.section(parts)


def _first(first: Piece, links: Links, language: Language) -> Element | None:
    label = rich.text(f"{word('first', language)}: ", bold=True)
    return rich.section(label, rich.inline(first.text), _marks(first.origins, links))


def groups(
    parts: Sequence[Part], links: Links, language: Language
) -> Iterator[list[Element | None]]:
    """Yield what belongs together: a label with the part below it, or a part on its own."""
    left = list(parts)
    while left:
        part = left.pop(0)
        if part.kind != "label":
            yield _part(part, links, [])
        elif left and left[0].kind != "label":
            below = left.pop(0)
            title = word("further", language) if below.start > 1 else part.pieces[0].text
            yield _part(below, links, rich.text(as_words(title), bold=True))
        else:
            yield [rich.section(rich.text(as_words(part.pieces[0].text), bold=True))]


def _part(part: Part, links: Links, label: list[Element]) -> list[Element | None]:
    """Return a part; sources that all of it shares stand behind its label, if it has one."""
    if label and part.common:
        label, links = [*label, *_marks(part.common, links)], {}
    if part.kind in ("steps", "bullets"):
        items = [[*rich.inline(one.text), *_marks(one.origins, links)] for one in part.pieces]
        listed = rich.listing(items, ordered=part.kind == "steps", start=part.start)
        return [rich.section(label), listed]
    found: list[Element] = []
    for text, places in runs(part.pieces):
        space = rich.text(" ") if found else []
        found += [*space, *rich.inline(text), *_marks(places, links)]
    if part.kind == "quote":
        return [rich.section(label), rich.quote(found)]
    return [rich.section(label, rich.text("\n") if label else [], found)]


def _marks(places: Sequence[int], links: Links) -> list[Element]:
    """Return the numbers of sources, each a link to where the words stand."""
    found: list[Element] = []
    for place in places:
        if place in links:
            found += [*rich.text(" "), *rich.link(links[place], f"[{place}]")]
    return found


def _links(answer: Answer, base: str | None) -> Links:
    """Return where each source stands, by its number."""
    return {
        place: base and base + addresses.passage_address(origin.first.passage_id, answer.language)
        for place, origin in enumerate(origins(answer.citations), start=1)
    }


def within(found: Iterator[Block], language: Language) -> Iterator[Block]:
    """Yield blocks up to the length that a message may have, and say so if there is more."""
    room = MAX_BODY
    for block in found:
        room -= rich.length(block)
        if room < 0:
            yield blocks.context(word("cut", language))
            return
        yield block


def sources(answer: Answer, base: str | None) -> Iterator[Block]:
    """Yield where an answer comes from, numbered as in its text.

    Args:
        answer: The answer.
        base: The address of the site, if there is one to link to.
    """
    language = answer.language
    title = rich.section(rich.text(word("sources", language), bold=True))
    items = [_origin(origin, answer, base) for origin in origins(answer.citations)]
    room = MAX_SOURCES
    fitting: list[list[Element]] = []
    for item in items:
        room -= sum(map(rich.length, item))
        if fitting and room < 0:
            break
        fitting.append(item)
    yield {"type": "divider"}
    yield from islice(rich.blocks([title, rich.listing(fitting, ordered=True)]), 2)


def _origin(origin: Origin, answer: Answer, base: str | None) -> list[Element]:
    """Return one source of an answer: where it stands, how we know it, what it rests on."""
    language = answer.language
    where = addresses.passage_address(origin.first.passage_id.split("#")[0], language)
    title = rich.link(base and base + where, escape.line(origin.title, 300))
    pages = sorted(
        {
            citation.page
            for citation in answer.citations
            if citation.page and citation.passage_id.split("#")[0] == origin.parent
        }
    )
    page = f", {PAGE[language]} {numbers(pages)}" if pages else ""
    known = BASIS[origin.basis][language]
    return [*title, *rich.text(f"{page} ({known})"), *_rests_on(origin.sources, language)]


def _rests_on(sources: Sequence[CitedSource], language: Language) -> list[Element]:
    if not sources:
        return []
    found = rich.text(f". {word('rests_on', language)}: ")
    for place, source in enumerate(sources[:LISTED]):
        year = f" ({source.year})" if source.year else ""
        comma = rich.text(", ") if place else []
        found += [*comma, *rich.link(source.url, escape.line(source.authors, 80) + year)]
    left = len(sources) - LISTED
    more = rich.text(f" {word('more_sources', language).format(count=left)}") if left > 0 else []
    return [*found, *more, *rich.text(".")]
