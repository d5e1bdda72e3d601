"""Accessible PDFs: the participants' handout and the trainer's guide."""

from __future__ import annotations

from typing import Final

from assistant.course.export.blocks import Document
from assistant.course.export.files import File, day, stem
from assistant.course.export.html import page
from assistant.course.export.outline import guide, handout
from assistant.course.export.printing import print_pdf
from assistant.course.export.words import say
from assistant.course.models import Pack

MEDIA_TYPE: Final = "application/pdf"


def export(pack: Pack) -> tuple[File, ...]:
    """Return the handout and the guide of a pack.

    Raises:
        Problem: A library of the system that lays out text is missing.
    """
    return tuple(_file(document, pack) for document in (handout(pack), guide(pack)))


def _file(document: Document, pack: Pack) -> File:
    html = page(document, day(pack).isoformat(), pack.colophon.made_with)
    name = f"{stem(pack)}-{say(document.kind, document.language)}.pdf"
    return File(name, MEDIA_TYPE, print_pdf(html, "paper.css", "document.css"))
