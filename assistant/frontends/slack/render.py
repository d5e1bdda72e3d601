"""An answer as a message in Slack. Pure: the same answer gives the same blocks.

Whatever comes from a person, a document or a model stands in rich text or plain text, where
nothing in it has a meaning: it can't call anyone, link, or break the layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from assistant.frontends import addresses
from assistant.frontends.provenance import BASIS, PAGE, Origin, numbers, origins
from assistant.frontends.reading import Block as Part
from assistant.frontends.reading import Piece, as_words, first_step, read, runs
from assistant.frontends.slack import blocks, escape, rich
from assistant.frontends.slack.blocks import Block, Sure
from assistant.frontends.slack.message import Message
from assistant.frontends.slack.rich import Element
from assistant.frontends.slack.verdicts import pack
from assistant.frontends.slack.words import word
from assistant.models import Answer, CitedSource
from assistant.texts import LABELS, STATUS
from corpus.models import Language

ASK: Final = "ask"
JUDGE: Final = "judge"
REMOVE: Final = "remove"
SHARE: Final = "share"
KEEP: Final = "keep"
MAX_BODY: Final = 8_500
"""Characters of an answer; Slack refuses a message with much more than 13,000 in all."""
MAX_SOURCES: Final = 2_400
MAX_GROUPS: Final = 30
"""Parts of an answer that get a block each; a message has 50 blocks at most."""
LISTED: Final = 5
"""Sources of a tip that are named; the tip names them all."""
OFFERED: Final = 5
"""Questions that are offered to ask on."""

Links = Mapping[int, str | None]
"""Where each source stands, by its number; None if there is no site to link to."""


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


def _advice(answer: Answer, look: Look) -> Iterator[Block]:
    yield from _within(_body(answer, look), answer.language)
    yield from _listed(answer, look)
    yield blocks.context(*_small_print(answer, look))
    yield from _asking_on(answer)
    yield from _choices(answer, look)
    yield blocks.small_actions(_judging(answer, look))


def _ending(answer: Answer, look: Look) -> Iterator[Block]:
    """Return an ending without sources: what was said, whom to ask, what can be asked instead."""
    groups = _groups(read(answer), {}, answer.language)
    parts = (block for group in groups for block in rich.blocks(group))
    yield from _within(islice(parts, MAX_GROUPS), answer.language)
    if answer.status in ("unanswerable_no_evidence", "unanswerable_off_topic"):
        yield blocks.context(_person(answer.language, look.contact))
    if look.posted and answer.status == "blocked_personal_data":
        yield blocks.context(word("still_there", answer.language))
    yield from _asking_on(answer)


def _person(language: Language, contact: str | None) -> str:
    if contact is None:
        return word("ask_human", language)
    shown = contact.removeprefix("mailto:").removeprefix("tel:").removeprefix("https://")
    there = escape.link(contact, shown.rstrip("/"))
    return word("ask_contact", language).format(contact=there)


def _body(answer: Answer, look: Look) -> Iterator[Block]:
    """Yield what the answer says, in the order of the web page: care, practice, first step, rest.

    Each part is a block of its own, since Slack leaves room between blocks only.
    """
    language = answer.language
    links = _links(answer, look)
    first, found = first_step(read(answer))
    notes = [part for part in found if part.kind == "note"]
    rest = [part for part in found if part.kind != "note"]
    groups = [
        _notes(notes, "care", language),
        [_practice(answer, look)],
        _notes(notes, "thin", language),
        [_first(first, links, language)] if first else [],
        *_groups(rest, links, language),
    ]
    if len(groups) <= MAX_GROUPS:
        for group in groups:
            yield from rich.blocks(group)
    else:
        yield from rich.blocks(element for group in groups for element in group)


def _notes(notes: Sequence[Part], key: str, language: Language) -> list[Element | None]:
    title = rich.text(f"{word(f'{key}_title', language)}: ", bold=True)
    return [
        rich.section(title, rich.inline(note.pieces[0].text))
        for note in notes
        if note.pieces[0].text == LABELS[key][language]
    ]


def _practice(answer: Answer, look: Look) -> Element | None:
    language = answer.language
    parts = rich.text(f"{word('practice', language)}: ", bold=True)
    for place, vote in enumerate(answer.practices):
        parts += rich.text(f" {word('also', language)} ") if place else []
        where = addresses.address("practice", vote.id, language)
        parts += rich.link(look.base and look.base + where, vote.title, bold=True)
    return rich.section(parts)


def _first(first: Piece, links: Links, language: Language) -> Element | None:
    label = rich.text(f"{word('first', language)}: ", bold=True)
    return rich.section(label, rich.inline(first.text), _marks(first.origins, links))


def _groups(
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


def _links(answer: Answer, look: Look) -> Links:
    """Return where each source stands, by its number."""
    return {
        place: look.base
        and look.base + addresses.passage_address(origin.first.passage_id, answer.language)
        for place, origin in enumerate(origins(answer.citations), start=1)
    }


def _within(found: Iterator[Block], language: Language) -> Iterator[Block]:
    """Yield blocks up to the length that a message may have, and say so if there is more."""
    room = MAX_BODY
    for block in found:
        room -= rich.length(block)
        if room < 0:
            yield blocks.context(word("cut", language))
            return
        yield block


def _listed(answer: Answer, look: Look) -> Iterator[Block]:
    language = answer.language
    title = rich.section(rich.text(word("sources", language), bold=True))
    items = [_origin(origin, answer, look) for origin in origins(answer.citations)]
    room = MAX_SOURCES
    fitting: list[list[Element]] = []
    for item in items:
        room -= sum(map(rich.length, item))
        if fitting and room < 0:
            break
        fitting.append(item)
    yield {"type": "divider"}
    yield from islice(rich.blocks([title, rich.listing(fitting, ordered=True)]), 2)


def _origin(origin: Origin, answer: Answer, look: Look) -> list[Element]:
    """Return one source of an answer: where it stands, how we know it, what it rests on."""
    language = answer.language
    where = addresses.passage_address(origin.first.passage_id.split("#")[0], language)
    title = rich.link(look.base and look.base + where, escape.line(origin.title, 300))
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
