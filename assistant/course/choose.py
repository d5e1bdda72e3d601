"""Chooses what goes into a pack: cases, tips and check questions. Pure.

What the trainer chose comes first and is never put aside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final, TypeVar

from assistant.course.models import Plan
from corpus.coursebook import Case, Coursebook, QuestionText
from corpus.models import Corpus, Tip

TIPS: Final = (3, 5)
MOST_TIPS: Final = 10
"""Tips of a pack with many cases: a day, or a series of sessions."""
QUESTIONS: Final = (4, 8)

Item = TypeVar("Item")


def cases(plan: Plan, book: Coursebook, practices: Sequence[str], number: int) -> tuple[Case, ...]:
    """Return up to ``number`` cases, each once: the chosen one, then those that fit best."""
    named = [plan.case] if plan.case in book.cases and not plan.own_case else []
    queues = [
        sorted(
            (case for case in book.cases.values() if case.practice == practice),
            key=lambda case: (plan.role not in case.roles, case.id),
        )
        for practice in practices
    ]
    others = sorted(
        (case for case in book.cases.values() if case.practice not in practices),
        key=lambda case: (-_touches(case, practices, book), plan.role not in case.roles, case.id),
    )
    fitting = (*_in_turn(queues), *others)
    names = _first((*(name for name in named if name), *(case.id for case in fitting)), number)
    return tuple(book.cases[name] for name in names)


def tips(
    plan: Plan,
    corpus: Corpus,
    practices: Sequence[str],
    used: Sequence[Case],
    found: Sequence[str] = (),
) -> tuple[Tip, ...]:
    """Return the tips of a pack: those of the trainer, or else those of the cases, then others.

    In the place of a chosen tip that no longer exists stands the next best.

    Args:
        plan: What the trainer chose.
        corpus: All tips.
        practices: What the course is about, the main one first.
        used: The cases that are worked with.
        found: Ids of tips that fit the trainer's own case, the best first.
    """
    named = [*found[: TIPS[1]], *_in_turn([case.tips for case in used])]
    fitting = sorted(
        (tip for tip in corpus.tips.values() if tip.practice in practices),
        key=lambda tip: (practices.index(tip.practice), plan.role not in tip.roles, tip.id),
    )
    if plan.tips:
        others = _first((*named, *(tip.id for tip in fitting), *corpus.tips), len(corpus.tips))
        return tuple(corpus.tips[name] for name in _filled(plan.tips, others, corpus))
    most = TIPS[1] if len(used) <= 2 else min(MOST_TIPS, 2 * len(used))
    names = _first(named, most)
    if len(names) < TIPS[0]:
        names = _first((*names, *(tip.id for tip in fitting)), TIPS[0])
    return tuple(corpus.tips[name] for name in names)


def questions(
    plan: Plan, corpus: Corpus, book: Coursebook, chosen: Sequence[Tip]
) -> tuple[str, ...]:
    """Return the tips whose check questions are asked: of the chosen tips, then of neighbours."""
    named = tuple(name for name in plan.questions if name in book.questions)
    if named:
        return named
    least, most = QUESTIONS
    minutes = plan.minutes * plan.sessions
    wanted = most if plan.form == "quiz" else min(most, max(least, len(chosen), minutes // 30))
    practices = {tip.practice for tip in chosen}
    near = [name for tip in chosen for name in tip.see_also]
    same = sorted(tip.id for tip in corpus.tips.values() if tip.practice in practices)
    names = (*(tip.id for tip in chosen), *near, *same)
    return _first((name for name in names if name in book.questions), wanted)


def practices(plan: Plan, book: Coursebook, found: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what a course is about: as chosen, or as the case or what was found for it says.

    Nothing comes back if none of these says anything.
    """
    if plan.practices:
        return plan.practices
    if plan.own_case:
        return tuple(found[:1])
    return tuple(case.practice for name, case in book.cases.items() if name == plan.case)


def order(tip: str, question: QuestionText) -> tuple[int, ...]:
    """Return the order in which the options are shown, always the same for a question.

    The right one stands first in the file and anywhere here.
    """
    places = range(len(question.options))
    return tuple(sorted(places, key=lambda n: hashlib.sha256(f"{tip}/{n}".encode()).digest()))


def _filled(chosen: Sequence[str], others: Sequence[str], corpus: Corpus) -> list[str]:
    """Return the chosen tips, with another in the place of each that is gone."""
    spare = iter([name for name in others if name not in chosen])
    return [name if name in corpus.tips else next(spare) for name in chosen]


def _touches(case: Case, practices: Sequence[str], book: Coursebook) -> int:
    """Count the tips that a case shares with the cases of some practices."""
    near = {t for other in book.cases.values() if other.practice in practices for t in other.tips}
    return len(near & {*case.tips})


def _in_turn(queues: Sequence[Sequence[Item]]) -> list[Item]:
    """Return the first of each, then the second of each, and so on."""
    return [item for row in zip_longest(*queues) for item in row if item is not None]


def _first(names: Iterable[str], most: int) -> tuple[str, ...]:
    """Return the first ``most`` different names."""
    return tuple(dict.fromkeys(names))[:most]
