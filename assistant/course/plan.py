"""Checks a plan before anything is made of it: what can't be is said in a sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from assistant import privacy
from assistant.course.cleaning import clean, one_line
from assistant.course.models import GROUP, MINUTES, SESSIONS, Plan
from assistant.course.schedule import least_minutes
from assistant.course.words import ROLES
from assistant.texts import PERSONAL_DATA, join
from corpus.coursebook import FORMS, LEVELS, Coursebook
from corpus.models import LANGUAGES, PRACTICES, Corpus
from corpus.problem import Problem

CASE_WORDS: Final = (20, 1_000)
"""Words of a trainer's own case; a page holds 500."""
EDIT_WORDS: Final = 500
TITLE: Final = 90
"""Letters of a title that still fits on a slide."""
LONGEST_NAME: Final = 100
MOST_TIPS: Final = 12
MOST_QUESTIONS: Final = 20
MOST_CHANGES: Final = 1_000
SECRET: Final = frozenset({"bsn", "iban", "birth"})
"""What never belongs on a handout; a telephone number or address of the trainer's own may."""


def check_plan(plan: Plan, corpus: Corpus, book: Coursebook, *, replacing: bool = False) -> Plan:
    """Return a plan that a pack can be built from: checked, and what was typed in it cleaned.

    Args:
        plan: What the trainer chose.
        corpus: The tips there are.
        book: The cases, questions and forms there are.
        replacing: Go on where a chosen tip, question or case no longer exists; the pack takes
            another and says so.

    Raises:
        Problem: Something in the plan can't be; it names the field and what to do.
    """
    _choices(plan)
    _numbers(plan, book)
    if not (plan.practices or plan.case or plan.own_case.strip()):
        raise Problem(
            nl="Het plan noemt nog geen onderwerp. Kies 'practices', een 'case', of zet een eigen "
            "casus in 'own_case'.",
            en="The plan has no subject yet. Choose 'practices' or a 'case', or put a case of "
            "your own in 'own_case'.",
        )
    _some("edits", tuple(plan.edits), MOST_CHANGES)
    if not replacing:
        _there(plan, corpus, book)
    return replace(
        plan,
        practices=tuple(dict.fromkeys(plan.practices)),
        tips=_some("tips", plan.tips, MOST_TIPS),
        questions=_some("questions", plan.questions, MOST_QUESTIONS),
        title=_title(plan.title),
        case=_name(plan.case) if plan.case else None,
        own_case=_own_case(plan.own_case),
        edits={one_line(name): _edit(name, text) for name, text in sorted(plan.edits.items())},
        without=_some("without", plan.without, MOST_CHANGES),
    )


def gone(plan: Plan, corpus: Corpus, book: Coursebook) -> Iterator[tuple[str, str]]:
    """Yield what a plan names that doesn't exist (any more), as field and name."""
    yield from (("tips", name) for name in plan.tips if name not in corpus.tips)
    yield from (("questions", name) for name in plan.questions if name not in book.questions)
    if plan.case and plan.case not in book.cases:
        yield "case", plan.case


def _choices(plan: Plan) -> None:
    _one_of("language", [plan.language], LANGUAGES)
    _one_of("practices", plan.practices, PRACTICES)
    _one_of("role", [plan.role], ROLES)
    _one_of("level", [plan.level], LEVELS)
    _one_of("form", [plan.form], FORMS)


def _one_of(field: str, values: Iterable[str], known: Iterable[str]) -> None:
    known = tuple(known)
    for value in values:
        if value not in known:
            raise Problem(
                nl=f"In het plan staat bij '{field}' iets wat ik niet ken: '{_short(value)}'. "
                f"Kies uit: {', '.join(known)}.",
                en=f"In the plan '{field}' holds something I don't know: '{_short(value)}'. "
                f"Choose from: {', '.join(known)}.",
            )


def _numbers(plan: Plan, book: Coursebook) -> None:
    _between("sessions", plan.sessions, SESSIONS)
    if not GROUP[0] <= plan.group <= GROUP[1]:
        least, most = GROUP
        raise Problem(
            nl=f"Een groep van {plan.group} kan niet: zet bij 'group' {least} tot {most}. Met meer "
            "mensen geef je de training twee keer, of met een tweede trainer.",
            en=f"A group of {plan.group} won't work: put {least} to {most} at 'group'. With more "
            "people, give the training twice, or with a second trainer.",
        )
    _between("minutes", plan.minutes, MINUTES)
    form = book.forms[plan.language][plan.form]
    least = least_minutes(form)
    if plan.minutes < least:
        fitting = [
            name
            for name, other in book.forms[plan.language].items()
            if least_minutes(other) <= plan.minutes
        ]
        raise Problem(
            nl=f"'{form.title}' past niet in {plan.minutes} minuten: met welkom en afsluiting "
            f"kost het er {least}. Zet bij 'minutes' {least} of meer, of kies bij 'form' een "
            f"kortere werkvorm: {', '.join(fitting)}.",
            en=f"'{form.title}' doesn't fit into {plan.minutes} minutes: with a welcome and a "
            f"closing it takes {least}. Put {least} or more at 'minutes', or choose a shorter "
            f"working form at 'form': {', '.join(fitting)}.",
        )


def _between(field: str, value: int, limits: tuple[int, int]) -> None:
    least, most = limits
    if not least <= value <= most:
        raise Problem(
            nl=f"In het plan staat bij '{field}' {value}. Kies een getal van {least} tot {most}.",
            en=f"In the plan '{field}' is {value}. Choose a number from {least} to {most}.",
        )


def _there(plan: Plan, corpus: Corpus, book: Coursebook) -> None:
    missing = list(gone(plan, corpus, book))
    if missing:
        names = ", ".join(f"'{_short(name)}' ({field})" for field, name in missing)
        raise Problem(
            nl=f"In het plan staat iets wat er niet (meer) is: {names}. Haal het weg of kies iets "
            "anders; of bouw met '--replace', dan kies ik iets wat erop lijkt en zeg ik wat. Je "
            "plan en je aanpassingen blijven zoals ze zijn.",
            en=f"The plan names something that isn't there (any more): {names}. Take it out or "
            "choose another; or build with '--replace', and I choose something like it and say "
            "what. Your plan and your changes stay as they are.",
        )


def _some(field: str, names: tuple[str, ...], most: int) -> tuple[str, ...]:
    if len(names) > most:
        raise Problem(
            nl=f"In het plan staan {len(names)} namen bij '{field}'. Kies er hooguit {most}.",
            en=f"In the plan '{field}' holds {len(names)} names. Choose {most} at most.",
        )
    return tuple(dict.fromkeys(name for name in map(_name, names) if name))


def _name(text: str) -> str:
    """Return a name as it can be shown; what is longer is none of ours."""
    return one_line(text)[:LONGEST_NAME]


def _title(text: str) -> str:
    title = one_line(text)
    if len(title) > TITLE:
        raise Problem(
            nl=f"De titel is te lang ({len(title)} tekens). Maak 'title' hooguit {TITLE} lang.",
            en=f"The title is too long ({len(title)} characters). Make 'title' {TITLE} at most.",
        )
    _refuse_personal("title", title, SECRET)
    return title


def _edit(name: str, text: str) -> str:
    words = len(text.split())
    if words > EDIT_WORDS:
        raise Problem(
            nl=f"Je tekst voor '{_short(name)}' telt {words} woorden. Maak er hooguit "
            f"{EDIT_WORDS} van, of verdeel hem over meer regels.",
            en=f"Your text for '{_short(name)}' has {words} words. Make it {EDIT_WORDS} at most, "
            "or divide it over more lines.",
        )
    cleaned = clean(text)
    _refuse_personal(f"edits: {_short(name)}", cleaned, SECRET)
    return cleaned


def _own_case(text: str) -> str:
    """Return the trainer's own case, cleaned; empty if there is none."""
    words = len(text.split())
    least, most = CASE_WORDS
    if words > most:
        raise Problem(
            nl=f"Je eigen casus is te lang: {words} woorden, hooguit {most}. Het best werken 150 "
            "tot 250 woorden: wie doet wat, wat wil ieder, en waar moet je kiezen?",
            en=f"Your own case is too long: {words} words, {most} at most. What works best is 150 "
            "to 250 words: who does what, what do they want, and where is the choice?",
        )
    cleaned = clean(text)
    if text.strip() and len(cleaned.split()) < least:
        raise Problem(
            nl=f"Je eigen casus is te kort om mee te werken: {len(cleaned.split())} woorden, ten "
            f"minste {least}. Vertel wie er meespelen, wat ieder wil en waar je moet kiezen.",
            en=f"Your own case is too short to work with: {len(cleaned.split())} words, at least "
            f"{least}. Tell who takes part, what each wants and where the choice lies.",
        )
    _refuse_personal("own_case", cleaned, frozenset(PERSONAL_DATA))
    return cleaned


def _refuse_personal(field: str, text: str, kinds: frozenset[str]) -> None:
    seen = [kind for kind in dict.fromkeys(f.kind for f in privacy.find(text)) if kind in kinds]
    if seen:
        nl = join([PERSONAL_DATA[kind]["nl"] for kind in seen], "nl")
        en = join([PERSONAL_DATA[kind]["en"] for kind in seen], "en")
        raise Problem(
            nl=f"In je tekst ({field}) staat iets wat lijkt op {nl}. Haal dat weg en probeer het "
            "opnieuw. Een naam met een functie mag blijven staan. Er is niets bewaard.",
            en=f"Your text ({field}) holds what looks like {en}. Take it out and try again. A "
            "name with a role may stay. Nothing was stored.",
        )


def _short(text: str) -> str:
    tidy = one_line(str(text))
    return tidy if len(tidy) <= 60 else f"{tidy[:59]}…"
