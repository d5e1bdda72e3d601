"""A conversation as text, as Markdown and as a Word file. Pure: bytes in memory, no files.

Each of them carries the sources and says that a computer made it, wherever it ends up.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from assistant.citations import escape
from assistant.frontends import addresses
from assistant.frontends.provenance import AI_LINE, BASIS, Origin, origins
from assistant.frontends.reading import Block, as_words, read, runs
from assistant.frontends.web.chat_words import word
from assistant.frontends.web.thread import Thread
from assistant.models import Answer, CitedSource
from corpus.models import Language

MARKDOWN: Final = "text/markdown; charset=utf-8"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CONTROL: Final = dict.fromkeys(c for c in range(32) if c not in (9, 10, 13))
"""Characters that a Word file can't hold."""


def plain(answer: Answer, base: str = "") -> str:
    """Return an answer as bare text, for the clipboard."""
    lines = [vote.title for vote in answer.practices]
    lines += ["", *_plain_text(answer)] if lines else [*_plain_text(answer)]
    if answer.citations:
        lines += ["", word("export_sources", answer.language)]
        lines += [_origin_line(origin, place, answer, base) for place, origin in _numbered(answer)]
        lines += ["", AI_LINE[answer.language]]
    return "\n".join(lines)


def plain_thread(thread: Thread, language: Language, base: str = "") -> str:
    """Return a conversation as bare text."""
    turns = (
        f"{word('asked', answer.language)} {number}: {_question(answer)}\n\n{plain(answer, base)}"
        for number, answer in enumerate(thread, start=1)
    )
    return "\n\n".join([word("export_title", language), *turns])


def markdown(thread: Thread, language: Language, made: date, base: str = "") -> str:
    """Return a conversation as a Markdown document.

    Args:
        thread: The conversation.
        language: That of the headings around it.
        made: The day to put on it.
        base: What goes before the address of a page here, such as ``https://tips.example.nl``.
    """
    parts = [
        f"# {word('export_title', language)}",
        f"{word('export_made', language).format(date=made.isoformat())} "
        f"{word('notice_ai', language)}",
    ]
    for number, answer in enumerate(thread, start=1):
        parts.append(f"## {word('asked', answer.language)} {number}")
        parts.append("> " + escape(_question(answer)))
        parts += [f"**{escape(vote.title)}**" for vote in answer.practices]
        parts += [_markdown_block(block, answer) for block in read(answer)]
        parts += _markdown_sources(answer, base)
    return "\n\n".join(parts) + "\n"


def docx(thread: Thread, language: Language, made: date, base: str = "") -> bytes:
    """Return a conversation as a Word file; the arguments are those of :func:`markdown`."""
    from docx import Document

    document = Document()
    title = word("export_title", language)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "Bricoleur", language
    properties.comments = word("notice_ai", language)
    document.add_heading(title, level=1)
    document.add_paragraph(word("export_made", language).format(date=made.isoformat()))
    document.add_paragraph(word("notice_ai", language))
    for number, answer in enumerate(thread, start=1):
        _docx_turn(document, answer, number, base)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _docx_turn(document: Any, answer: Answer, number: int, base: str) -> None:
    document.add_heading(f"{word('asked', answer.language)} {number}", level=2)
    document.add_paragraph(_clean(_question(answer)), style="Intense Quote")
    for vote in answer.practices:
        document.add_paragraph().add_run(_clean(vote.title)).bold = True
    for block in read(answer):
        _docx_block(document, block, answer)
    if answer.citations:
        document.add_heading(word("export_sources", answer.language), level=3)
        for place, origin in _numbered(answer):
            document.add_paragraph(_clean(_origin_line(origin, place, answer, base)))
        document.add_paragraph().add_run(AI_LINE[answer.language]).italic = True


def _docx_block(document: Any, block: Block, answer: Answer) -> None:
    if block.kind == "label":
        document.add_heading(_clean(as_words(block.pieces[0].text)), level=3)
    elif block.kind in ("steps", "bullets"):
        # numbered in words: Word's own numbering would run on from answer to answer
        for line in _lines(block, answer):
            document.add_paragraph(_clean(line), style="List Paragraph")
    else:
        style = "Quote" if block.kind == "quote" else None
        for line in _lines(block, answer):
            document.add_paragraph(_clean(line), style=style)


def _plain_text(answer: Answer) -> Iterator[str]:
    for place, block in enumerate(read(answer)):
        if place:
            yield ""
        yield from _lines(block, answer)


def _lines(block: Block, answer: Answer) -> Iterator[str]:
    """Yield the lines of a block as bare words, with their sources as words."""
    for lead, said in _led(block, answer):
        yield f"{lead}{said}"


def _led(block: Block, answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the lines of a block: the number or bullet that leads them, and their words."""
    if block.kind not in ("steps", "bullets"):
        texts = (f"{as_words(text)}{_marks(found, answer)}" for text, found in runs(block.pieces))
        yield "", " ".join(texts)
        return
    for number, piece in enumerate(block.pieces, start=block.start):
        lead = f"{number}. " if block.kind == "steps" else "- "
        yield lead, f"{as_words(piece.text)}{_marks(piece.origins, answer)}"


def _markdown_block(block: Block, answer: Answer) -> str:
    lines = [f"{lead}{escape(said)}" for lead, said in _led(block, answer)]
    if block.kind == "label":
        return f"### {lines[0]}"
    if block.kind == "quote":
        return "\n".join(f"> {line}" for line in lines)
    if block.kind == "note":
        return f"_{lines[0]}_"
    return "\n".join(lines)


def _markdown_sources(answer: Answer, base: str) -> Iterator[str]:
    if not answer.citations:
        return
    yield f"### {word('export_sources', answer.language)}"
    lines = (_origin_line(origin, place, answer, base) for place, origin in _numbered(answer))
    yield "\n".join(f"- {escape(line)}" for line in lines)
    yield f"_{AI_LINE[answer.language]}_"


def _origin_line(origin: Origin, place: int, answer: Answer, base: str) -> str:
    language = answer.language
    sections = ", ".join(dict.fromkeys(name for name, _ in origin.sections if name))
    parts = [
        f"{word('source', language).capitalize()} {place}: {origin.title}",
        f" ({sections})" if sections else "",
        f", {base}{addresses.passage_address(origin.first.passage_id, language)}" if base else "",
        f". {word('know', language)}: {BASIS[origin.basis][language]}.",
        *(f" {_source(source)}." for source in origin.sources),
    ]
    return "".join(parts)


def _source(source: CitedSource) -> str:
    year = f" ({source.year})" if source.year else ""
    return f"{source.authors}{year}: {source.title} [{source.grade}], {source.url}"


def _numbered(answer: Answer) -> Iterator[tuple[int, Origin]]:
    return enumerate(origins(answer.citations), start=1)


def _question(answer: Answer) -> str:
    return answer.question or word("withheld", answer.language)


def _marks(places: tuple[int, ...], answer: Answer) -> str:
    label = word("source", answer.language)
    return f" ({', '.join(f'{label} {place}' for place in places)})" if places else ""


def _clean(text: str) -> str:
    return text.translate(_CONTROL)
