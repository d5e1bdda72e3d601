"""Writes the sheets of a pack: cases, tips, check questions, working forms. Pure."""

from __future__ import annotations

from typing import Final

from assistant.course import choose, words
from assistant.course.cleaning import paragraphs
from assistant.course.draft import Come, Draft
from assistant.course.models import (
    Card,
    CaseSheet,
    Check,
    Choice,
    FormSheet,
    Line,
    Remark,
    TipSheet,
)
from corpus.coursebook import Case, Coursebook, Form, Question
from corpus.models import Language, Section, Tip

OWN: Final = "own"
"""The id of the trainer's own case."""


def case_sheet(draft: Draft, case: Case, language: Language) -> CaseSheet:
    """Return a case of ours."""
    text, name, come = case.texts[language], f"case.{case.id}", Come("case")
    cards = [
        Card(
            id=f"{name}.card-{number}",
            name=draft.line(f"{name}.card-{number}.name", card.name, come),
            wants=draft.line(f"{name}.card-{number}.wants", card.wants, come),
            worries=draft.line(f"{name}.card-{number}.worries", card.worries, come),
            knows=draft.line(f"{name}.card-{number}.knows", card.knows, come),
        )
        for number, card in enumerate(text.cards, start=1)
        if draft.keeps("cards") and not draft.drops(f"{name}.card-{number}")
    ]
    remarks = [(remark.heard, remark.ask) for remark in text.remarks]
    return CaseSheet(
        id=case.id,
        title=draft.line(f"{name}.title", text.title, come),
        story=_story(draft, name, text.story, come),
        escalation=_escalation(draft, name, text.escalation, come),
        cards=tuple(cards),
        fact=_asked(draft, f"{name}.fact", text.fact, come),
        judgement=_asked(draft, f"{name}.judgement", text.judgement, come),
        action=_asked(draft, f"{name}.action", text.action, come),
        remarks=_remarks(draft, name, remarks, come),
        pitfalls=_part(draft, "pitfalls", (f"{name}.pitfall", text.pitfalls), come),
    )


def own_case_sheet(draft: Draft, story: str, book: Coursebook, language: Language) -> CaseSheet:
    """Return the trainer's own case, with questions that fit any case."""
    frame, name, come = book.frame[language], f"case.{OWN}", Come("frame")
    heard, ask = frame["own.remarks.heard"], frame["own.remarks.ask"]
    variants = frame["own.escalation"]
    return CaseSheet(
        id=OWN,
        title=draft.line(f"{name}.title", words.OWN_CASE[language], come),
        story=_story(draft, name, story, Come("own")),
        escalation=_escalation(draft, name, variants[len(story) % len(variants)], come),
        cards=(),
        fact=_asked(draft, f"{name}.fact", frame["own.fact"], come),
        judgement=_asked(draft, f"{name}.judgement", frame["own.judgement"], come),
        action=_asked(draft, f"{name}.action", frame["own.action"], come),
        remarks=_remarks(draft, name, list(zip(heard, ask, strict=False)), come),
        pitfalls=_part(draft, "pitfalls", (f"{name}.pitfall", frame["own.pitfalls"]), come),
    )


def tip_sheet(draft: Draft, tip: Tip, language: Language) -> TipSheet:
    """Return a tip; every line cites what it rests on, as the tip's author marked it."""
    text = tip.texts[language]
    sections = {section.key: section for section in text.sections}
    return TipSheet(
        id=tip.id,
        practice=tip.practice,
        title=draft.line(f"tip.{tip.id}.title", text.title, Come("tip", tip.id, None, tip.sources)),
        about=_tip_lines(draft, tip, sections["speelt"]),
        steps=_tip_lines(draft, tip, sections["doe"]),
        watch=_tip_lines(draft, tip, sections["let-op"]),
        say=_tip_lines(draft, tip, sections["zeg"]),
        ask=_tip_lines(draft, tip, sections["vraag"]),
        basis=tip.basis,
        sources=tip.sources,
    )


def check(draft: Draft, question: Question, tip: Tip, language: Language) -> Check:
    """Return a check question; its options stand in an order that says nothing."""
    text = question.texts[language]
    name = f"check.{tip.id}"
    come = Come("question", tip.id, None, tip.sources)
    choices = [
        Choice(
            text=draft.line(f"{name}.option-{n + 1}", text.options[n].text, come),
            right=n == 0,
            feedback=draft.line(f"{name}.feedback-{n + 1}", text.options[n].feedback, come),
            tip=text.options[n].tip,
        )
        for n in choose.order(tip.id, text)
    ]
    return Check(tip.id, tip.id, draft.line(f"{name}.stem", text.stem, come), tuple(choices))


def form_sheet(draft: Draft, form: Form) -> FormSheet:
    """Return what a working form is good for."""
    come = Come("form")
    title = draft.line(f"form.{form.id}.title", form.title, come)
    return FormSheet(form.id, title, draft.line(f"form.{form.id}.about", form.about, come))


def _tip_lines(draft: Draft, tip: Tip, section: Section) -> tuple[Line, ...]:
    lines = (
        draft.may(
            f"tip.{tip.id}.{section.key}-{number}",
            part,
            Come("tip", tip.id, section.key, _rests_on(tip, section, number - 1)),
        )
        for number, part in enumerate(section.parts, start=1)
    )
    return tuple(line for line in lines if line)


def _rests_on(tip: Tip, section: Section, part: int) -> tuple[str, ...]:
    """Return the sources of one part: its own marks, or else those of the whole tip."""
    marks = section.part_sources[part] if part < len(section.part_sources) else ()
    return tuple(name for name in marks or tip.sources if name != "eigen")


def _story(draft: Draft, name: str, story: str, come: Come) -> tuple[Line, ...]:
    return draft.many(f"{name}.story", paragraphs(story), come)


def _escalation(draft: Draft, name: str, text: str, come: Come) -> Line | None:
    return draft.may(f"{name}.escalation", text, come) if draft.keeps("escalation") else None


def _asked(draft: Draft, prefix: str, texts: tuple[str, ...], come: Come) -> tuple[Line, ...]:
    return _part(draft, "questions", (prefix, texts), come)


def _part(
    draft: Draft, part: str, named: tuple[str, tuple[str, ...]], come: Come
) -> tuple[Line, ...]:
    return draft.many(*named, come) if draft.keeps(part) else ()


def _remarks(
    draft: Draft, name: str, pairs: list[tuple[str, str]], come: Come
) -> tuple[Remark, ...]:
    return tuple(
        Remark(
            heard=draft.line(f"{name}.remark-{number}.heard", heard, come),
            ask=draft.line(f"{name}.remark-{number}.ask", ask, come),
        )
        for number, (heard, ask) in enumerate(pairs, start=1)
        if draft.keeps("remarks") and not draft.drops(f"{name}.remark-{number}")
    )
