"""The rules for course material that go beyond the format: lengths, plain language, minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from corpus.check import EASE, LONGEST_SENTENCE, MEAN_WORDS
from corpus.coursebook import CaseText, Coursebook, Form, Question, QuestionText
from corpus.coursebook_reader import ROOT, read_coursebook
from corpus.lined import LinedError, parse
from corpus.models import LANGUAGES, Corpus, Language
from corpus.readability import count_words, measure
from corpus.reader import Finding

STORY: Final = (150, 250)
ESCALATION: Final = (40, 80)
OWN_ESCALATION: Final = (40, 80)
STEM: Final = 60
OPTION: Final = 25
FEEDBACK: Final = 40
GROUP: Final = 30
"""Words that fit on a slide."""
INCIDENT: Final = 65
TITLE: Final = 60
"""Letters of a course title; its own rule is shorter, but a long one still fits."""
UNEVEN: Final = 2.0
"""How many times as long as the longest wrong option the right one may be."""
SHORTEST_STEP: Final = 3

Found = Iterator[tuple[tuple[str, ...], str]]
"""Where in a file (its keys), and what is wrong."""


def check_coursebook(corpus: Corpus, root: Path = ROOT) -> tuple[Coursebook, tuple[Finding, ...]]:
    """Read the course material and hold it against every rule.

    Returns:
        What could be read, and all findings in order of file and line.
    """
    book, findings = read_coursebook(corpus, root)
    found = list(findings)
    for language in LANGUAGES:
        for case in book.cases.values():
            path = root / "cases" / f"{case.id}.{language}.yaml"
            found += _at(path, _case(case.texts[language], language))
        for practice, questions in _by_practice(book, corpus).items():
            path = root / "questions" / f"{practice}.{language}.yaml"
            for question in questions:
                found += _at(path, _question(question, language))
        for form in book.forms[language].values():
            found += _at(root / f"forms.{language}.yaml", _form(form, language))
        found += _at(root / f"frame.{language}.yaml", _frame(book.frame[language], language))
    return book, tuple(sorted(found))


def _at(path: Path, messages: Found) -> Iterator[Finding]:
    """Yield findings with their lines; the file is only read again if there are any."""
    faults = list(messages)
    if not faults:
        return
    try:
        page = parse(path.read_text(encoding="utf-8"))
    except (LinedError, OSError, UnicodeDecodeError):  # the reader has said so
        return
    for place, message in faults:
        where = tuple(int(step) if step.isdigit() else step for step in place)
        yield Finding(path, page.line(where), message)


def _by_practice(book: Coursebook, corpus: Corpus) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = {}
    for question in book.questions.values():
        found.setdefault(corpus.tips[question.tip].practice, []).append(question)
    return found


def _case(text: CaseText, language: Language) -> Found:
    yield from _length(("story",), text.story, *STORY)
    yield from _length(("escalation",), text.escalation, *ESCALATION)
    parts = [
        *text.story.split("\n"),
        text.escalation,
        *(part for card in text.cards for part in (card.wants, card.worries, card.knows)),
    ]
    yield from _plain(("story",), parts, language)
    asked = (
        *((("fact", str(n)), text) for n, text in enumerate(text.fact)),
        *((("judgement", str(n)), text) for n, text in enumerate(text.judgement)),
        *((("action", str(n)), text) for n, text in enumerate(text.action)),
    )
    for place, question in asked:
        if not question.endswith("?"):
            yield place, f"a question must end with a question mark: '{question}'"


def _question(question: Question, language: Language) -> Found:
    text, name = question.texts[language], question.tip
    yield from _length((name, "stem"), text.stem, 1, STEM)
    if not text.stem.endswith("?"):
        yield (name, "stem"), "the stem must end with a question"
    for number, option in enumerate(text.options):
        place = (name, "options", str(number))
        yield from _length((*place, "text"), option.text, 1, OPTION)
        yield from _length((*place, "feedback"), option.feedback, 1, FEEDBACK)
    yield from _options(name, text)
    parts = [text.stem, *(o.text for o in text.options), *(o.feedback for o in text.options)]
    yield from _plain((name,), parts, language)


def _options(name: str, text: QuestionText) -> Found:
    keys = [" ".join(option.text.casefold().split()) for option in text.options]
    if len({*keys}) < len(keys):
        yield (name, "options"), "two options are the same"
    lengths = [count_words(option.text) for option in text.options]
    if lengths[0] > UNEVEN * max(lengths[1:]):
        yield (name, "options", "0"), "the right option is much longer than the others: it shows"


def _form(form: Form, language: Language) -> Found:
    minutes = sum(step.minutes for step in form.steps)
    if not form.least <= minutes <= form.most:
        message = f"the steps take {minutes} minutes, must be {form.least} to {form.most}"
        yield (form.id, "steps"), message
    if form.fixed and not form.least == form.most == minutes:
        yield (form.id, "least"), "a fixed form has its own minutes as 'least' and 'most'"
    if form.id == "incident" and minutes != INCIDENT:
        yield (form.id, "steps"), f"the incident method takes {INCIDENT} minutes"
    if form.least < SHORTEST_STEP * len(form.steps):
        yield (form.id, "least"), f"leaves a step less than {SHORTEST_STEP} minutes"
    if not 1 <= form.people[0] <= form.people[1]:
        yield (form.id, "people"), "the smallest group goes first"
    if len({step.id for step in form.steps}) < len(form.steps):
        yield (form.id, "steps"), "two steps have the same id"
    for number, step in enumerate(form.steps):
        yield from _length((form.id, "steps", str(number), "group"), step.group, 1, GROUP)
    yield from _plain((form.id,), [form.about, *(s.trainer for s in form.steps)], language)


def _frame(frame: object, language: Language) -> Found:
    texts: dict[str, tuple[str, ...]] = dict(frame)  # type: ignore[call-overload]
    for name, parts in texts.items():
        if name.endswith(".group"):
            yield from _length((name,), " ".join(parts), 1, GROUP)
        if name.startswith("title.") and len(parts[0]) > TITLE:
            yield (name,), f"has {len(parts[0])} letters, at most {TITLE}"
        longest = measure(parts, language).longest if any(map(count_words, parts)) else 0
        if longest > LONGEST_SENTENCE:
            yield (name,), f"a sentence has {longest} words, at most {LONGEST_SENTENCE}"
    for number, text in enumerate(texts.get("own.escalation", ())):
        yield from _length(("own.escalation", str(number)), text, *OWN_ESCALATION)
    heard, ask = texts.get("own.remarks.heard", ()), texts.get("own.remarks.ask", ())
    if len(heard) != len(ask):
        yield ("own.remarks.ask",), "must have as many items as 'own.remarks.heard'"


def _length(place: tuple[str, ...], text: str, least: int, most: int) -> Found:
    number = len(text.split())
    if not least <= number <= most:
        wanted = f"{least} to {most}" if least > 1 else f"{most} at most"
        yield place, f"'{'.'.join(place)}' has {number} words, must be {wanted}"


def _plain(place: tuple[str, ...], parts: Iterable[str], language: Language) -> Found:
    """Hold a text against the rules for plain language that the tips keep too."""
    figures = measure(parts, language)
    if figures.words_per_sentence > MEAN_WORDS:
        yield place, f"has {figures.words_per_sentence:.1f} words a sentence, at most {MEAN_WORDS}"
    if figures.longest > LONGEST_SENTENCE:
        yield place, f"a sentence has {figures.longest} words: '{figures.longest_sentence}'"
    if figures.ease < EASE:
        yield place, f"reads hard: reading ease {figures.ease:.0f}, at least {EASE}"
