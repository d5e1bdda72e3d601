"""What readers' verdicts say about the tips: wanted, of no use, never met, and missing. Pure.

It is made of what readers agreed to store and of nothing else: conversations are not kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from assistant.feedback import MISSED, REASONS, Feedback
from assistant.guard import tidy
from corpus.models import PRACTICES, Corpus

ENOUGH: Final = 5
"""Verdicts from which a percentage says something; of fewer only the counts are shown."""
_SLUG: Final = re.compile(r"[a-z0-9-]{1,80}")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a practice or tip stood in an answer that was judged, and how it was judged.

    ``thin`` counts the answers that said themselves that they did not fit exactly.
    """

    id: str
    useful: int
    useless: int
    thin: int
    reasons: Mapping[str, int]

    @property
    def judged(self) -> int:
        """The verdicts in all."""
        return self.useful + self.useless

    @property
    def share(self) -> float | None:
        """The part that was of no use, or None if the verdicts are too few to say."""
        return self.useless / self.judged if self.judged >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class Month:
    """A month, such as ``2026-11``, with its verdicts by kind."""

    name: str
    useful: int
    useless: int
    missed: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A question that readers sent along and that found nothing; the same words count as one.

    ``why`` is the reason that is stored: ``geen-tip`` or ``buiten-bereik``.
    """

    question: str
    why: str
    times: int
    last: date


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader sent along with a verdict: the question, a comment, or both."""

    day: date
    useful: bool
    reason: str | None
    question: str | None
    comment: str | None
    tips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Insight:
    """What the verdicts of a time say.

    ``tips`` are those that stood in a judged answer, most judged first; ``poor`` those of them
    that were of no use to someone, worst first; ``unmet`` the tips that stood in none. ``gone``
    counts what the corpus no longer has. ``missed`` counts, by reason, the questions of which a
    reader said that they should have been answered, whether or not the words came along.
    """

    first: date | None
    last: date | None
    useful: int
    useless: int
    missed: Mapping[str, int]
    reasons: Mapping[str, int]
    practices: tuple[Tally, ...]
    tips: tuple[Tally, ...]
    unmet: tuple[str, ...]
    gone: Mapping[str, int]
    months: tuple[Month, ...]
    missing: tuple[Missing, ...]
    remarks: tuple[Remark, ...]

    @property
    def count(self) -> int:
        """All that was sent: verdicts and reports of what is missing."""
        return self.useful + self.useless + sum(self.missed.values())

    @property
    def poor(self) -> tuple[Tally, ...]:
        """The tips that were of no use to someone, those of no use to most people first."""
        found = (tally for tally in self.tips if tally.useless)
        return tuple(sorted(found, key=lambda t: (-t.useless, t.useful, t.id)))

    def as_json(self) -> dict[str, Any]:
        """Return it as an object; a percentage is null where the verdicts are too few."""
        made = asdict(self)
        for name in ("practices", "tips"):
            for row, tally in zip(made[name], getattr(self, name), strict=True):
                row["share_useless"] = tally.share
        return {"count": self.count, **made, "poor": [tally.id for tally in self.poor]}


def gather(rows: Sequence[Feedback], corpus: Corpus) -> Insight:
    """Return what verdicts say about the tips of a corpus.

    Args:
        rows: The verdicts, oldest first.
        corpus: The tips as they are now.
    """
    judged = [row for row in rows if not _is_missed(row)]
    missed = [row for row in rows if _is_missed(row)]
    tips = _tallies(judged, lambda row: row.tips.split())
    practices = {tally.id: tally for tally in _tallies(judged, lambda row: row.practices.split())}
    known = [tally for tally in tips if tally.id in corpus.tips]
    return Insight(
        first=rows[0].at.date() if rows else None,
        last=rows[-1].at.date() if rows else None,
        useful=sum(row.useful for row in judged),
        useless=sum(not row.useful for row in judged),
        missed=_counted(row.reason for row in missed),
        reasons=_counted(row.reason for row in judged if row.reason in REASONS),
        practices=tuple(practices.get(name) or Tally(name, 0, 0, 0, {}) for name in PRACTICES),
        tips=tuple(known),
        unmet=_unmet(corpus, {tally.id for tally in known}),
        gone={t.id: t.judged for t in tips if t.id not in corpus.tips and _SLUG.fullmatch(t.id)},
        months=_months(rows),
        missing=_missing(missed),
        remarks=_remarks(rows),
    )


def _is_missed(row: Feedback) -> bool:
    return row.reason in MISSED.values()


def _counted(values: Iterable[str | None]) -> Mapping[str, int]:
    return dict(Counter(value for value in values if value).most_common())


def _tallies(
    rows: Sequence[Feedback], names: Callable[[Feedback], Iterable[str]]
) -> Sequence[Tally]:
    """Count the verdicts by what ``names`` finds in them, most verdicts first."""
    found: dict[str, list[Feedback]] = {}
    for row in rows:
        for name in dict.fromkeys(names(row)):
            found.setdefault(name, []).append(row)
    tallies = [
        Tally(
            id=name,
            useful=sum(row.useful for row in some),
            useless=sum(not row.useful for row in some),
            thin=sum(row.evidence == "thin" for row in some),
            reasons=_counted(row.reason for row in some if row.reason in REASONS),
        )
        for name, some in found.items()
    ]
    return sorted(tallies, key=lambda tally: (-tally.judged, tally.id))


def _unmet(corpus: Corpus, met: set[str]) -> tuple[str, ...]:
    """Return the tips that stood in no judged answer, in the order of the practices."""
    order = {name: place for place, name in enumerate(PRACTICES)}
    rest = (tip for tip in corpus.tips.values() if tip.id not in met)
    return tuple(tip.id for tip in sorted(rest, key=lambda tip: (order[tip.practice], tip.id)))


def _months(rows: Sequence[Feedback]) -> tuple[Month, ...]:
    """Return the months from the first verdict to the last, also those without any."""
    if not rows:
        return ()
    kinds = Counter((f"{row.at:%Y-%m}", _kind(row)) for row in rows)
    place, end = (row.at.year * 12 + row.at.month - 1 for row in (rows[0], rows[-1]))
    names = [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(place, end + 1)]
    return tuple(
        Month(name, *(kinds[name, kind] for kind in ("useful", "useless", "missed")))
        for name in names
    )


def _kind(row: Feedback) -> str:
    if _is_missed(row):
        return "missed"
    return "useful" if row.useful else "useless"


def _missing(rows: Sequence[Feedback]) -> tuple[Missing, ...]:
    """Return the questions that came along, most often asked and newest first."""
    found: dict[tuple[str, str], list[Feedback]] = {}
    for row in rows:
        if row.question:
            key = (tidy(row.question).casefold(), str(row.reason))
            found.setdefault(key, []).append(row)
    made = [
        Missing(tidy(str(some[-1].question)), why, len(some), some[-1].at.date())
        for (_, why), some in found.items()
    ]
    newest = sorted(made, key=lambda missing: missing.last, reverse=True)
    return tuple(sorted(newest, key=lambda missing: -missing.times))


def _remarks(rows: Sequence[Feedback]) -> tuple[Remark, ...]:
    """Return what was sent along in words, newest first.

    Left out are questions that stand alone under :attr:`Insight.missing`, and those of useful
    answers, from which there is nothing to mend.
    """
    made = [
        Remark(
            day=row.at.date(),
            useful=row.useful,
            reason=row.reason,
            question=tidy(row.question) if row.question else None,
            comment=tidy(row.comment) if row.comment else None,
            tips=tuple(name for name in row.tips.split() if _SLUG.fullmatch(name)),
        )
        for row in rows
        if row.comment or (row.question and not row.useful and not _is_missed(row))
    ]
    return tuple(reversed(made))
