"""Puts words to the time of a course: what trainer and group do, step by step. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from assistant.course import words
from assistant.course.draft import Come, Draft
from assistant.course.models import Line, Plan, Session, Step
from assistant.course.schedule import Slot
from corpus.coursebook import Coursebook, Form, FormId
from corpus.models import Language

A_MINUTE: Final = 1.5
"""People who can say who they are in a minute."""
TABLES: Final = 3
"""Cases of a carousel."""

Cases = Mapping[tuple[int, FormId], tuple[str, ...]]
"""The cases of each form, by session and form."""


def cases_wanted(times: Sequence[Sequence[Slot]]) -> int:
    """Return how many different cases a course has room for."""
    return sum(_number(form) for _, form in _meetings(times))


def deal_cases(times: Sequence[Sequence[Slot]], main: FormId, cases: Sequence[str]) -> Cases:
    """Give every form its cases: the first to the chosen form, another to each, in turns.

    Args:
        times: The steps of each session.
        main: The form that was chosen.
        cases: The ids of the cases, the best first; at least one.

    Returns:
        The cases in order of time.
    """
    dealt: dict[tuple[int, FormId], tuple[str, ...]] = {}
    place = 0
    for session, form in sorted(_meetings(times), key=lambda m: (m[0], m[1] != main)):
        number = min(_number(form), len(cases))
        taken = [cases[(place + n) % len(cases)] for n in range(number)]
        dealt[session, form] = tuple(taken)
        place += number
    return {meeting: dealt[meeting] for meeting in _meetings(times)}


def sessions(
    draft: Draft, plan: Plan, book: Coursebook, times: Sequence[Sequence[Slot]], cases: Cases
) -> tuple[Session, ...]:
    """Return the run sheet of every session."""
    return tuple(
        Session(
            id=f"session-{number + 1}",
            title=_session_title(draft, plan, book, number),
            minutes=plan.minutes,
            steps=tuple(
                _step(draft, plan, book, (number, slot), cases.get((number, slot.form), ()))
                if slot.form
                else _step(draft, plan, book, (number, slot), ())
                for slot in slots
            ),
            between=_between(draft, plan, book, number),
        )
        for number, slots in enumerate(times)
    )


def split_group(people: int, form: Form) -> tuple[int, ...]:
    """Return the sizes of the groups into which people divide for a form, the largest first."""
    least, most = form.people
    if people <= most:
        return (people,)
    middle = (least + most) / 2
    fitting = [n for n in range(2, people + 1) if people // n >= least and -(-people // n) <= most]
    number = min(
        fitting or [-(-people // most)],
        key=lambda n: (people % n > 0, abs(people / n - middle)),
    )
    size, more = divmod(people, number)
    return tuple([size + 1] * more + [size] * (number - more))


def _meetings(times: Sequence[Sequence[Slot]]) -> list[tuple[int, FormId]]:
    """Return the pairs of session and form that need a case, in order of time."""
    found = ((n, slot.form) for n, slots in enumerate(times) for slot in slots)
    return [(n, form) for n, form in dict.fromkeys(found) if form and form != "quiz"]


def _number(form: FormId) -> int:
    return TABLES if form == "carrousel" else 1


def _session_title(draft: Draft, plan: Plan, book: Coursebook, number: int) -> Line:
    name, language = f"session-{number + 1}.title", plan.language
    if plan.sessions == 1:
        return draft.line(name, words.SESSION[language], Come("frame"))
    last = number == plan.sessions - 1
    key = "session.first" if number == 0 else "session.last" if last else "session.middle"
    text = book.frame[language][key][0]
    title = words.SESSION_OF[language].format(n=number + 1, title=text)
    return draft.line(name, title, Come("frame"))


def _between(draft: Draft, plan: Plan, book: Coursebook, number: int) -> Line | None:
    if number == plan.sessions - 1 or not draft.keeps("between"):
        return None
    variants = book.frame[plan.language]["between"]
    text = variants[number % len(variants)]
    return draft.may(f"session-{number + 1}.between", text, Come("frame"))


def _step(
    draft: Draft,
    plan: Plan,
    book: Coursebook,
    place: tuple[int, Slot],
    cases: tuple[str, ...],
) -> Step:
    number, slot = place
    name = f"session-{number + 1}.{slot.name}"
    title, trainer, group = _texts(slot, plan, book, again=number > 0)
    come = Come("form" if slot.form else "frame")
    return Step(
        id=name,
        kind=slot.kind,
        start=slot.start,
        minutes=slot.minutes,
        title=draft.line(f"{name}.title", title, come),
        trainer=draft.line(f"{name}.trainer", trainer, come) if trainer else None,
        group=draft.may(f"{name}.group", group, come) if group else None,
        cases=cases,
    )


def _texts(slot: Slot, plan: Plan, book: Coursebook, *, again: bool) -> tuple[str, str, str]:
    """Return title, text for the trainer and text for the group of a step."""
    frame = book.frame[plan.language]
    if slot.form:
        form = book.forms[plan.language][slot.form]
        step = next(step for step in form.steps if step.id == slot.step)
        groups = _groups(plan.group, form, plan.language) if step is form.steps[0] else ""
        return step.title, f"{groups} {step.trainer}".strip(), step.group
    if slot.kind == "break":
        return frame["lunch.title" if slot.name == "lunch" else "break.title"][0], "", ""
    kind = "again" if again and slot.kind == "open" else slot.kind
    trainer, group = list(frame[f"{kind}.trainer"]), frame[f"{kind}.group"]
    if kind == "open":
        trainer += frame["own.open" if plan.own_case else "made-up.open"]
    if kind == "open" and plan.group > slot.minutes * A_MINUTE:
        trainer.append(words.IN_PAIRS[plan.language].format(n=plan.group, minutes=slot.minutes))
    return frame[f"steps.{kind}.title"][0], " ".join(trainer), "\n".join(group)


def _groups(people: int, form: Form, language: Language) -> str:
    """Return how people divide, as a sentence; nothing if one group will do."""
    sizes = split_group(people, form)
    if len(sizes) == 1:
        return ""
    parts = [
        (words.GROUP_OF if sizes.count(size) == 1 else words.GROUPS_OF)[language].format(
            n=sizes.count(size), size=size
        )
        for size in dict.fromkeys(sizes)
    ]
    both = " en " if language == "nl" else " and "
    return words.GROUPS[language].format(n=people, groups=both.join(parts))
