"""Lays out the time of a course: which form when, and how long each step takes. Pure.

The minutes of a session always add up to exactly what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, permutations, product
from typing import Final, Literal

from assistant.course.breaks import Steps
from assistant.course.shares import share
from corpus.coursebook import Form, FormId

Kind = Literal["open", "form", "tips", "quiz", "break", "close"]

LUNCH: Final = 45
LUNCH_FROM: Final = 300
"""Minutes of a session from which it has a lunch."""
ROOMY: Final = 150
"""Minutes of a session that may have one break more, lest one falls in the middle of a form."""
APART: Final = (0, 5, 10, 15, 20)
"""Minutes by which the forms may be shorter if that makes a better day; the tips get them."""
DOOR: Final = 5
"""Minutes that an opening and a closing take at least, each."""
ORDER: Final[tuple[FormId, ...]] = (
    "dilemma",
    "incident",
    "rollenspel",
    "carrousel",
    "intervisie",
    "quiz",
)
"""From looking to doing to one's own work: how several forms follow each other."""
BESIDE: Final[Mapping[FormId, tuple[FormId, ...]]] = {
    "incident": ("rollenspel", "dilemma", "carrousel", "intervisie"),
    "intervisie": ("dilemma", "rollenspel", "carrousel", "incident"),
    "dilemma": ("rollenspel", "incident", "carrousel", "intervisie"),
    "rollenspel": ("dilemma", "incident", "carrousel", "intervisie"),
    "carrousel": ("dilemma", "rollenspel", "incident", "intervisie"),
    "quiz": ("dilemma", "rollenspel", "incident", "carrousel", "intervisie"),
}
"""What goes with a form when there is time for more, the best first."""
_INSIDE: Final = 6000.0
_DOORSTEP: Final = 7000.0
"""What a break inside a form, or next to the opening or closing, costs against an uneven one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A step with its time. ``name`` tells it apart within its session."""

    name: str
    kind: Kind
    minutes: int
    form: FormId | None = None
    step: str | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Minutes of the parts around the forms in a session of a certain length, and of a break.

    ``apart`` are minutes that the forms leave to the tips.
    """

    door: int
    tips: int
    quiz: int
    rest: int
    apart: int = 0


def least_minutes(form: Form) -> int:
    """Return the minutes below which a session with a form can't be."""
    return form.least + 2 * DOOR


def schedule(
    forms: Mapping[FormId, Form],
    main: FormId,
    minutes: int,
    sessions: int = 1,
    without: frozenset[str] = frozenset(),
) -> tuple[tuple[Slot, ...], ...]:
    """Return the steps of each session; their minutes add up to ``minutes``.

    Args:
        forms: The working forms.
        main: The form that was chosen. Of several sessions it is that of the first; the others
            take turns.
        minutes: How long one session takes; at least :func:`least_minutes` of the form.
        sessions: How many there are. A quiz comes in the last.
        without: ``tips`` or ``checks`` for sessions without a round of tips or a quiz.
    """
    turns = [name for name in (main, *BESIDE[main]) if least_minutes(forms[name]) <= minutes]
    return tuple(
        _session(
            forms,
            turns[number % len(turns)],
            minutes,
            without if number == sessions - 1 else without | {"checks"},
        )
        for number in range(sessions)
    )


def _sizes(minutes: int) -> _Sizes:
    if minutes < 60:
        return _Sizes(door=5, tips=5, quiz=0, rest=10)
    if minutes < 90:
        return _Sizes(door=5, tips=10, quiz=0, rest=10)
    if minutes < 150:
        return _Sizes(door=10, tips=10, quiz=10, rest=10)
    if minutes < LUNCH_FROM:
        return _Sizes(door=10, tips=20, quiz=15, rest=15)
    return _Sizes(door=15, tips=30, quiz=20, rest=15)


def _session(
    forms: Mapping[FormId, Form], main: FormId, minutes: int, without: frozenset[str]
) -> tuple[Slot, ...]:
    sizes = _sizes(minutes)
    lunch = LUNCH if minutes >= LUNCH_FROM else 0

    def lost(way: tuple[int, int]) -> int:
        return way[0] * sizes.rest + way[1]

    def laid_out(way: tuple[int, int]) -> list[Slot] | None:
        rests, apart = way
        room = minutes - lunch - rests * sizes.rest
        blocks = _blocks(forms, main, room, (replace(sizes, apart=apart), without))
        return _with_breaks(_with_lunch(blocks, lunch), rests, sizes.rest)

    most = (minutes - lunch - least_minutes(forms[main])) // sizes.rest
    fewest = next(n for n in range(most + 1) if laid_out((n, 0)))
    ways = [(fewest, apart) for apart in APART[:3]]
    if minutes >= ROOMY:
        ways = sorted(product((fewest, fewest + 1), APART), key=lost)
    best = laid_out(ways[0]) or []
    price = lost(ways[0]) + _flaws(best)
    for way in ways[1:]:
        if price <= lost(way):
            break
        slots = laid_out(way)
        if slots and lost(way) + _flaws(slots) < price:
            best, price = slots, lost(way) + _flaws(slots)
    return _timed(best)


def _flaws(slots: Sequence[Slot]) -> int:
    """Weigh what is clumsy in a session, in minutes that may be given up to mend it."""
    odd = any(slot.minutes % 5 for slot in slots)
    return 10 * odd + 60 * _breaks_into_form(slots)


def _breaks_into_form(slots: Sequence[Slot]) -> bool:
    """Tell whether a form has a break in the middle."""
    around = zip(slots, slots[1:], slots[2:], strict=False)
    return any(
        rest.kind == "break" and before.form is not None and before.form == after.form
        for before, rest, after in around
    )


def _blocks(
    forms: Mapping[FormId, Form], main: FormId, room: int, around: tuple[_Sizes, frozenset[str]]
) -> list[list[Slot]]:
    """Return the parts of a session, each a list of steps, that together fill ``room``."""
    sizes, without = around
    door = sizes.door if room >= forms[main].least + 2 * sizes.door else DOOR
    spare = room - 2 * door - forms[main].least
    tips = 0 if "tips" in without else min(sizes.tips, spare // 5 * 5)
    skips_quiz = "checks" in without or main == "quiz" or spare - tips < sizes.quiz
    quiz = 0 if skips_quiz else sizes.quiz
    apart = sizes.apart if tips and spare - tips - quiz >= sizes.apart else 0
    chosen = _forms(forms, main, room - 2 * door - tips - quiz - apart)
    left = room - 2 * door - tips - quiz - sum(chosen.values())
    if tips:
        tips, left = tips + left, 0
    blocks = [[Slot("open", "open", door)]]
    blocks += [_form_block(forms[name], chosen[name]) for name in ORDER if name in chosen]
    blocks.append([Slot("tips", "tips", tips)] if tips else [])
    blocks.append([Slot("quiz", "quiz", quiz)] if quiz else [])
    blocks.append([Slot("close", "close", door + left)])
    return [block for block in blocks if block]


def _forms(forms: Mapping[FormId, Form], main: FormId, room: int) -> dict[FormId, int]:
    """Return the forms that fill ``room``, with the minutes of each."""
    chosen = [main]
    for name in BESIDE[main]:
        full = sum(forms[other].most for other in chosen)
        if room > full and sum(forms[other].least for other in (*chosen, name)) <= room:
            chosen.append(name)
    minutes = {name: forms[name].least for name in chosen}
    for step in (5, 1):
        while growing := _growing(forms, minutes, step, room):
            minutes[growing] += step
    return _evened(forms, minutes)


def _evened(forms: Mapping[FormId, Form], minutes: dict[FormId, int]) -> dict[FormId, int]:
    """Let one form give another five minutes, if then more of them have steps in fives."""

    def odd(sizes: Mapping[FormId, int]) -> int:
        return sum(
            any(slot.minutes % 5 for slot in _form_block(forms[name], size))
            for name, size in sizes.items()
        )

    ways = [
        {**minutes, giver: minutes[giver] - 5, taker: minutes[taker] + 5}
        for giver, taker in permutations(minutes, 2)
        if minutes[giver] - 5 >= forms[giver].least and minutes[taker] + 5 <= forms[taker].most
    ]
    return min([minutes, *ways], key=odd)


def _growing(
    forms: Mapping[FormId, Form], minutes: Mapping[FormId, int], step: int, room: int
) -> FormId | None:
    """Return the form that is furthest below its usual length and may still grow."""
    if sum(minutes.values()) + step > room:
        return None
    able = [name for name in minutes if minutes[name] + step <= forms[name].most]
    usual = {name: sum(part.minutes for part in forms[name].steps) for name in able}
    return min(able, key=lambda name: minutes[name] / usual[name], default=None)


def _form_block(form: Form, minutes: int) -> list[Slot]:
    usual = [step.minutes for step in form.steps]
    parts = usual if form.fixed else share(minutes, usual)
    return [
        Slot(f"{form.id}.{step.id}", "form", part, form.id, step.id)
        for step, part in zip(form.steps, parts, strict=True)
    ]


def _with_lunch(blocks: list[list[Slot]], lunch: int) -> list[list[Slot]]:
    """Put the lunch as near to the middle as it can be between two parts.

    The tips are then read before it: what was seen in the morning is tried out in the afternoon.
    """
    if not lunch:
        return blocks
    tips = next((block for block in blocks if block[0].kind == "tips"), [])
    others = [block for block in blocks if block is not tips]
    ends = [*accumulate(sum(slot.minutes for slot in block) for block in others)]
    aside = sum(slot.minutes for slot in tips)
    places = range(2, len(others))
    middle = (ends[-1] + aside) / 2
    place = min(places, key=lambda n: abs(ends[n - 1] + aside - middle))
    noon = [block for block in (tips, [Slot("lunch", "break", lunch)]) if block]
    return [*others[:place], *noon, *others[place:]]


def _with_breaks(blocks: list[list[Slot]], rests: int, minutes: int) -> list[Slot] | None:
    """Put exactly ``rests`` breaks where they fall best; None if more are needed, or fewer."""
    slots = [slot for block in blocks for slot in block]
    edges = {*accumulate(len(block) for block in blocks)}
    steps = Steps(
        minutes=[slot.minutes for slot in slots],
        cost=[_cost(slots, place, place in edges) for place in range(len(slots))],
        lunch=next((n for n, slot in enumerate(slots) if slot.name == "lunch"), -1),
    )
    places = steps.breaks(rests)
    if places is None:
        return None
    laid: list[Slot] = []
    for number, slot in enumerate(slots):
        if number in places:
            laid.append(Slot(f"break-{places.index(number) + 1}", "break", minutes))
        laid.append(slot)
    return laid


def _cost(slots: Sequence[Slot], place: int, is_edge: bool) -> float:
    """Return what a break before ``place`` costs, apart from how long the stretches get."""
    around = {slots[place - 1].kind, slots[place].kind}
    if around & {"open", "close"}:
        return _DOORSTEP
    return 0.0 if is_edge else _INSIDE


def _timed(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    starts = (0, *accumulate(slot.minutes for slot in slots))
    return tuple(replace(slot, start=start) for slot, start in zip(slots, starts, strict=False))
