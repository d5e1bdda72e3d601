"""Check questions as GIFT, the plain text that Moodle and others read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.course.export.files import File, stem
from assistant.course.export.references import (
    check_reference,
    cite,
    colophon,
    sources_of,
    used_sources,
)
from assistant.course.export.tidy import flat
from assistant.course.export.words import say
from assistant.course.models import Check, Pack

MEDIA_TYPE: Final = "text/plain; charset=utf-8"
LONGEST_NAME: Final = 200
_SIGNS: Final = re.compile(r"([\\~=#{}:])")


def export(pack: Pack) -> tuple[File, ...]:
    """Return the check questions of a pack."""
    language = pack.plan.language
    name = flat(pack.title.text)[:LONGEST_NAME].replace("/", "//")
    parts = [
        "\n".join(_comments(pack)),
        f"$CATEGORY: $course$/top/{name}",
        *(_question(number, check, pack) for number, check in enumerate(pack.checks, start=1)),
    ]
    text = "\n\n".join(parts) + "\n"
    return (
        File(f"{stem(pack)}-{say('quiz', language)}.gift.txt", MEDIA_TYPE, text.encode("utf-8")),
    )


def escape(text: str) -> str:
    """Return a text in which nothing means anything to GIFT; line ends become the sign for one.

    An arrow would make a matching question and a leading per cent sign a weight; GIFT has no
    escape for these, so they become signs that look the same.
    """
    safe = _SIGNS.sub(r"\\\1", text).replace("->", "→")
    if safe.startswith("%"):
        safe = f"％{safe[1:]}"
    return safe.replace("\n", r"\n") or "…"


def _comments(pack: Pack) -> Iterator[str]:
    yield f"// {flat(pack.title.text)}"
    for label, text in colophon(pack):
        yield f"// {label}: {flat(text)}"
    for source in used_sources(pack):
        yield f"// {flat(cite(source))} {source.url}"


def _question(number: int, check: Check, pack: Pack) -> str:
    language = pack.plan.language
    tags = " ".join(f"[tag:{tag}]" for tag in ("bricoleur", check.tip, *sources_of(check, pack)))
    name = escape(f"{say('check', language, count=number)} · {check.tip}")
    choices = "\n".join(
        f"\t{'=' if choice.right else '~'}{escape(choice.text.text)}#{escape(choice.feedback.text)}"
        for choice in check.choices
    )
    return (
        f"// [id:bricoleur-{check.id}-{language}] {tags}\n"
        f"::{name}::[plain]{escape(check.stem.text)} {{\n{choices}\n"
        f"\t####{escape(check_reference(check, pack))}\n}}"
    )
