"""What an export hands over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from assistant.course.models import Pack
from corpus.slugs import slug

LONGEST_NAME: Final = 50


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over, whole: its name, its media type and its bytes."""

    name: str
    media_type: str
    data: bytes


def stem(pack: Pack) -> str:
    """Return the name that all files of a pack begin with."""
    return slug(pack.title.text, LONGEST_NAME) or "bricoleur"


def day(pack: Pack) -> date:
    """Return the day that a pack was made, or else the day its newest text was reviewed.

    Never the day of today: the same plan gives the same bytes.
    """
    return pack.colophon.made or pack.colophon.reviewed


def moment(pack: Pack) -> datetime:
    """Return the beginning of the pack's day, which files carry as their date."""
    made = day(pack)
    return datetime(made.year, made.month, made.day, tzinfo=UTC)
