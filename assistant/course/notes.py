"""Tells the trainer what to look at before a pack is used. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.course import words
from assistant.course.agenda import cases_wanted, split_group
from assistant.course.models import Plan
from assistant.course.schedule import Slot
from corpus.coursebook import Case, Coursebook
from corpus.models import Corpus, Language, Tip

MOST_NAMED: Final = 10
"""Changes that are named one by one if they were not used."""


def gone(
    plan: Plan, corpus: Corpus, book: Coursebook, chosen: tuple[Sequence[Case], Sequence[Tip]]
) -> Iterator[str]:
    """Say what the plan names that no longer exists, and what came in its place."""
    cases, tips = chosen
    language = plan.language
    if plan.case and plan.case not in book.cases and cases:
        other = cases[0].texts[language].title
        yield words.GONE_CASE[language].format(name=plan.case, other=other)
    for name, tip in zip(plan.tips, tips, strict=False):
        if name not in corpus.tips:
            other = tip.texts[language].title
            yield words.GONE_TIP[language].format(name=name, other=other)
    for name in plan.questions:
        if name not in book.questions:
            yield words.GONE_QUESTION[language].format(name=name)


def in_vain(names: Sequence[str], language: Language) -> Iterator[str]:
    """Say which changes were not used; of many the first few."""
    yield from (words.NO_LINE[language].format(name=name) for name in names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        yield words.NO_LINES[language].format(n=len(names) - MOST_NAMED)


def time(
    plan: Plan, book: Coursebook, times: Sequence[Sequence[Slot]], cases: int
) -> Iterator[str]:
    """Say what did not fit: the group to a form, the tips into the time, the cases to the forms."""
    language = plan.language
    forms = dict.fromkeys(slot.form for slots in times for slot in slots if slot.form)
    for name in forms:
        form = book.forms[language][name]
        least, most = form.people
        sizes = split_group(plan.group, form)
        if min(sizes) < least or max(sizes) > most:
            yield words.GROUP_SIZE[language].format(
                form=form.title, least=least, most=most, n=plan.group
            )
    kinds = {slot.kind for slots in times for slot in slots}
    if "tips" not in kinds and "tips" not in plan.without:
        yield words.NO_TIPS_ROUND[language]
    if cases_wanted(times) > cases:
        yield words.SAME_CASE[language]
