"""Builds an answer from the tips' own sections, without a language model. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.citations import Block, Statement, Style
from corpus.models import Passage
from index.models import Hit

MAX_WORDS: Final = 220
STEPS: Final = 4
NEAR: Final = 0.4
"""How far below the best hit a second tip of another practice may score to be added."""
DOCUMENT_SCORE: Final = 1.2
"""From this score on an added document has something to say beside a tip."""
DOCUMENT_SENTENCES: Final = 3

Sections = Callable[[str], Sequence[Passage]]
"""Gives the passages of a parent in the answer's language, in reading order."""
Fit = Callable[[str], float]
"""Tells how well a sentence fits the question, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the question asks for besides tips: words to say."""

    say: bool = False


def compose(hits: Sequence[Hit], sections: Sections, fit: Fit, wish: Wish) -> tuple[Block, ...]:
    """Return the blocks of an answer, most important first, within one screen.

    Args:
        hits: What was found, best first; at least one.
        sections: The passages of a tip or chapter.
        fit: How well a sentence fits the question.
        wish: What else the question asks for.
    """
    best = hits[0]
    blocks = _of_hit(best, sections, fit, wish)
    documents = _documents(hits)
    if documents and best.passage.kind != "document":
        blocks.append(_document(documents, sections, fit, label="document"))
    second = _second_tip(hits)
    if second:
        blocks += _brief(second, sections, fit)
    return _within(blocks, MAX_WORDS)


def _of_hit(hit: Hit, sections: Sections, fit: Fit, wish: Wish) -> list[Block]:
    if hit.passage.kind == "document":
        return [_document([hit], sections, fit, label=None)]
    if hit.passage.kind == "chapter":
        return [_chapter(hit.passage, fit)]
    return _tip({p.id.rsplit("#", 1)[1]: p for p in sections(hit.passage.parent)}, fit, wish)


def _tip(parts: dict[str, Passage], fit: Fit, wish: Wish) -> list[Block]:
    opening = _block(None, "text", parts["speelt"], range(min(2, len(parts["speelt"].parts))))
    steps = _block("doe", "steps", parts["doe"], _fitting(parts["doe"], fit, STEPS))
    say = _block("zeg", "quote", parts["zeg"], range(len(parts["zeg"].parts)))
    watch = _block("let-op", "text", parts["let-op"], range(len(parts["let-op"].parts)))
    ask = _block("vraag", "text", parts["vraag"], range(len(parts["vraag"].parts)))
    return [opening, say, steps, watch, ask] if wish.say else [opening, steps, say, watch, ask]


def _fitting(passage: Passage, fit: Fit, most: int) -> list[int]:
    """Return the first step and those that fit the question best, in the author's order."""
    rest = sorted(range(1, len(passage.parts)), key=lambda i: (-fit(passage.parts[i]), i))
    return sorted([0, *rest[: most - 1]])


def _chapter(passage: Passage, fit: Fit) -> Block:
    """Return a section of a chapter: whole if short, else the sentences that fit best."""
    most = 5
    order = sorted(range(len(passage.parts)), key=lambda i: (-fit(passage.parts[i]), i))
    return _block(None, "text", passage, sorted(order[:most]))


def _document(hits: Sequence[Hit], sections: Sections, fit: Fit, label: str | None) -> Block:
    """Return the sentence of a document that fits best, with those around it.

    Looked for in all ``hits`` of one document; the neighbours may stand in the next chunk, since
    where a text was cut says nothing to its reader.
    """
    found = {hit.passage.id: hit.score for hit in hits}
    chunks = sections(hits[0].passage.parent) or [hits[0].passage]
    every = [Statement(chunk, part) for chunk in chunks for part in range(len(chunk.parts))]
    own = [n for n, statement in enumerate(every) if statement.passage.id in found]
    best = max(own, key=lambda n: (fit(every[n].text), found[every[n].passage.id], -n))
    start = max(min(best - 1, len(every) - DOCUMENT_SENTENCES), 0)
    return Block(label, "text", tuple(every[start : start + DOCUMENT_SENTENCES]))


def _brief(hit: Hit, sections: Sections, fit: Fit) -> list[Block]:
    parts = {p.id.rsplit("#", 1)[1]: p for p in sections(hit.passage.parent)}
    return [_block("ook", "steps", parts["doe"], _fitting(parts["doe"], fit, 2))]


def _documents(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits in the best document, if it has something to say."""
    found = [h for h in hits if h.passage.kind == "document" and h.score >= DOCUMENT_SCORE]
    return [hit for hit in found if hit.passage.parent == found[0].passage.parent]


def _second_tip(hits: Sequence[Hit]) -> Hit | None:
    """Return a tip of another practice that fits about as well: the question has two sides."""
    best = hits[0]
    for hit in hits[1:4]:
        near = hit.score >= best.score - NEAR
        if near and hit.passage.kind == "tip" and hit.practice != best.practice:
            return hit
    return None


def _block(label: str | None, style: Style, passage: Passage, parts: Sequence[int]) -> Block:
    return Block(label, style, tuple(Statement(passage, part) for part in parts))


def _within(blocks: Sequence[Block], most: int) -> tuple[Block, ...]:
    """Return the blocks that fit in ``most`` words; the first two always do."""
    kept: list[Block] = []
    words = 0
    for number, block in enumerate(blocks):
        size = sum(len(statement.text.split()) for statement in block.statements)
        if number < 2 or words + size <= most:
            kept.append(block)
            words += size
    return tuple(kept)
