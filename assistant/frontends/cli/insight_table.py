"""The overview for editors as plain lines, at most 80 columns wide. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from assistant.frontends.cli.insight_words import word
from assistant.frontends.web.chat_words import REASONS
from assistant.frontends.web.site import long_date
from assistant.frontends.web.words import PRACTICE_NAMES
from assistant.insight import ENOUGH, Insight, Remark, Tally
from corpus.models import Corpus, Language

WIDTH: Final = 80
SHOWN: Final = 10
"""Rows of a list that are shown; the page has them all."""
_COLUMNS: Final = (9, 8, 12, 10)


def lines(insight: Insight, corpus: Corpus, language: Language) -> Iterator[str]:
    """Yield the overview of verdicts, of which there is at least one."""
    yield word("title", language)
    yield period(insight, language)
    yield from _wrap(word("lead", language))
    yield from ("", *_summary(insight, corpus, language))
    yield from _part("practices", language)
    yield from _tallies(
        "practice",
        insight.practices,
        {name: text[language] for name, text in PRACTICE_NAMES.items()},
        language,
    )
    yield from _wrap(word("fair", language).format(least=ENOUGH))
    yield from _wrap(word("thin_told", language).format(thin=word("thin", language)))
    for key, tallies in (("poor", insight.poor), ("wanted", insight.tips)):
        yield from _part(key, language)
        ids = {tally.id: tally.id for tally in tallies}  # a title would be cut, and is no file name
        yield from _tallies("tip", tallies[:SHOWN], ids, language, f"no_{key}")
        yield from _more(len(tallies), language)
    yield from _missing(insight, language)
    yield from _remarks(insight.remarks, language)
    titles = {tip.id: tip.texts[language].title for tip in corpus.tips.values()}
    yield from _unmet(insight, titles, language)


def period(insight: Insight, language: Language) -> str:
    """Return from when to when the verdicts are."""
    key = "period_one" if insight.first == insight.last else "period"
    days = [long_date(day, language) if day else "" for day in (insight.first, insight.last)]
    return word(key, language).format(first=days[0], last=days[1])


def percent(tally: Tally) -> str:
    """Return the part of the verdicts that was of no use; a dash where they are too few."""
    return "-" if tally.share is None else f"{tally.share * 100:.0f}%"


def reason_words(reason: str | None, language: Language) -> str:
    """Return why an answer was of no use, or why there was none, in words."""
    if reason is None:
        return ""
    return REASONS[reason][language] if reason in REASONS else word(reason, language)


def _summary(insight: Insight, corpus: Corpus, language: Language) -> Iterator[str]:
    missed = sum(insight.missed.values())
    yield f"{insight.count:6} {word('verdicts', language).lower()}"
    yield f"{insight.useful:6} {word('useful', language)}"
    yield f"{insight.useless:6} {word('useless', language)}"
    for reason, count in insight.reasons.items():
        yield f"       {count:6} {reason_words(reason, language)}"
    yield f"{missed:6} {word('missed', language)}: {word('missed_long', language)}"
    for reason, count in insight.missed.items():
        yield f"       {count:6} {reason_words(reason, language)}"
    all_tips = word("of_all", language).format(n=len(insight.tips), all=len(corpus.tips))
    yield f"       {word('met', language)}: {all_tips}"


def _tallies(
    head: str,
    tallies: Sequence[Tally],
    names: Mapping[str, str],
    language: Language,
    nothing: str = "",
) -> Iterator[str]:
    if not tallies:
        yield word(nothing, language)
        return
    columns = ("judged", "useful", "useless", "thin")
    yield _row(word(head, language), [*(word(key, language) for key in columns), "%"])
    for tally in tallies:
        cells = (tally.judged, tally.useful, tally.useless, tally.thin, percent(tally))
        yield _row(names[tally.id], [str(cell) for cell in cells])


def _row(name: str, cells: Sequence[str]) -> str:
    """Return a row: a name, and numbers that stand below each other."""
    *numbers, share = cells
    room = WIDTH - sum(_COLUMNS) - 5
    told = name if len(name) <= room else f"{name[: room - 1]}…"
    counts = "".join(f"{n:>{wide}}" for n, wide in zip(numbers, _COLUMNS, strict=True))
    return f"{told:{room}}{counts}{share:>5}"


def _missing(insight: Insight, language: Language) -> Iterator[str]:
    yield from _part("missing", language)
    total = sum(insight.missed.values())
    if not total:
        yield from _wrap(word("no_missing", language))
        return
    sent = sum(missing.times for missing in insight.missing)
    yield from _wrap(word("missing_told", language).format(n=total, with_words=sent))
    for missing in insight.missing[:SHOWN]:
        yield from _wrap(f"“{missing.question}”", f"{missing.times:3} x ", "      ")
        yield f"      {reason_words(missing.why, language)}, {missing.last}"
    yield from _more(len(insight.missing), language)


def _remarks(remarks: Sequence[Remark], language: Language) -> Iterator[str]:
    yield from _part("remarks", language)
    if not remarks:
        yield word("no_remarks", language)
        return
    yield from _wrap(word("remarks_told", language))
    for remark in remarks[:SHOWN]:
        yield f"{remark.day}  {verdict(remark, language)}"
        for key, text in (("question", remark.question), ("comment", remark.comment)):
            if text:
                yield from _wrap(f"{word(key, language)}: {text}", "  ", "    ")
        if remark.tips:
            yield from _wrap(f"{word('answered_with', language)}: {', '.join(remark.tips)}", "  ")
    yield from _more(len(remarks), language)


def verdict(remark: Remark, language: Language) -> str:
    """Return a verdict in words, with its reason."""
    said = word("useful" if remark.useful else "useless", language)
    why = reason_words(remark.reason, language)
    return f"{said} ({why})" if why else said


def _unmet(insight: Insight, titles: Mapping[str, str], language: Language) -> Iterator[str]:
    yield from _part("unmet", language)
    if not insight.unmet:
        yield word("all_met", language)
    else:
        yield from _wrap(word("unmet_told", language))
    for name in insight.unmet[:SHOWN]:
        yield from _wrap(f"{titles[name]} ({name})", "  - ", "    ")
    yield from _more(len(insight.unmet), language)
    if insight.gone:
        yield from _wrap(word("gone", language).format(names=", ".join(insight.gone)))


def _part(key: str, language: Language) -> tuple[str, ...]:
    title = word(key, language)
    return ("", title, "-" * len(title))


def _more(count: int, language: Language) -> Iterator[str]:
    if count > SHOWN:
        yield word("more", language).format(n=count - SHOWN)


def _wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest or first, break_on_hyphens=False
    )
