"""The page of a SCORM package: readable without a script, and without anything from outside."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape

from assistant.course.export.parts import quoted
from assistant.course.export.references import (
    case_reference,
    check_reference,
    cite,
    colophon,
    mark,
    tip_reference,
)
from assistant.course.export.tidy import flat
from assistant.course.export.words import LOCALE, WORDS, say
from assistant.course.models import CaseSheet, Check, Line, Pack, TipSheet
from corpus.models import Language

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
TEXTS = ("good", "wrong", "progress", "score", "passed", "failed")


def page(pack: Pack) -> str:
    """Return the page of a package as HTML."""
    language = pack.plan.language
    title = escape(flat(pack.title.text))
    texts = " ".join(f'data-{key}="{escape(WORDS[f"quiz.{key}"][language])}"' for key in TEXTS)
    asked = "".join(_check(number, check, pack) for number, check in enumerate(pack.checks))
    return (
        f'<!doctype html>\n<html lang="{LOCALE[language]}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="stylesheet" href="scorm.css"></head>'
        f'<body {texts}><a class="skip" href="#quiz">{escape(say("skip", language))}</a>'
        f'<header class="banner"><div><h1>{title}</h1><p>{_lines(pack.subtitle.text)}</p></div>'
        f"</header><main>{_section('goals', _list(pack.goals, language), language)}"
        f"{''.join(_case(case, language) for case in pack.cases)}{_tips(pack)}"
        f'<h2 id="quiz" tabindex="-1">{escape(say("checks", language))}</h2>'
        f"<p>{escape(say('quiz.about', language))}</p>"
        f'<noscript><p class="notice">{escape(say("quiz.script", language))}</p></noscript>'
        f'<p class="notice" id="lost" role="status" hidden>{escape(say("quiz.lost", language))}</p>'
        f'<p class="soft" id="progress" role="status"></p>{asked}{_result(language)}'
        f"{_section('reflection', _list(_looking_back(pack), language), language)}"
        f"{_sources(pack)}</main><footer><h2>{escape(say('colophon', language))}</h2>"
        f'{_facts(pack)}</footer><script src="scorm.js"></script></body></html>\n'
    )


def _check(number: int, check: Check, pack: Pack) -> str:
    language = pack.plan.language
    name = f"q{number}"
    best = f'<strong class="best" hidden>✓ {escape(say("right", language))}</strong>'
    options = "".join(
        f'<label{" class=answer" if choice.right else ""}><input type="radio" name="{name}" '
        f'value="{place}"{" data-right=true" if choice.right else ""}>'
        f"<span>{_lines(choice.text.text)}{best if choice.right else ''}</span></label>"
        for place, choice in enumerate(check.choices)
    )
    why = "".join(f'<p class="why" hidden>{_lines(c.feedback.text)}</p>' for c in check.choices)
    title = escape(say("check", language, count=number + 1))
    return (
        f'<form class="question" id="{name}-{escape(check.id)}" novalidate><fieldset>'
        f'<legend><span class="soft">{title}</span><br>{_lines(check.stem.text)}</legend>'
        f'<div>{options}</div>{why}<p class="missing notice" role="alert" hidden>'
        f'{escape(say("quiz.choose", language))}</p><div class="feedback" tabindex="-1" hidden>'
        '<p><strong class="verdict"></strong> <span class="told"></span></p>'
        f'<p class="soft">{escape(check_reference(check, pack))}</p></div>'
        f'<button type="submit">{escape(say("quiz.submit", language))}</button></fieldset></form>'
    )


def _result(language: Language) -> str:
    return (
        '<section class="box" id="result" role="status" hidden>'
        f"<h3>{escape(say('quiz.result', language))}</h3>"
        '<p id="score"></p><p><strong id="verdict"></strong></p>'
        f'<button type="button" id="again">{escape(say("quiz.again", language))}</button></section>'
    )


def _case(case: CaseSheet, language: Language) -> str:
    story = "".join(f"<p>{_lines(line.text)}</p>" for line in case.story)
    source = escape(case_reference(case, language))
    return (
        f"<h2>{escape(say('case', language))}: {_lines(case.title.text)}</h2>"
        f'<div class="box">{story}<p class="soft">{source}</p></div>'
    )


def _tips(pack: Pack) -> str:
    language = pack.plan.language
    shown = "".join(_tip(tip, language) for tip in pack.tips)
    return _section("tips", shown, language)


def _tip(tip: TipSheet, language: Language) -> str:
    parts = [f"<p>{_sentences(tip.about, language, tip.sources)}</p>"]
    if tip.steps:
        steps = "".join(
            f"<li>{_sentences([line], language, tip.sources)}</li>" for line in tip.steps
        )
        parts.append(f"<p>{_label('tip.steps', language)}</p><ol>{steps}</ol>")
    said = "<br>".join(_lines(quoted(line.text)) for line in tip.say)
    for key, shown in (
        ("tip.say", said),
        ("tip.watch", _sentences(tip.watch, language, tip.sources)),
        ("tip.ask", _sentences(tip.ask, language, tip.sources)),
    ):
        if shown:
            parts.append(f"<p>{_label(key, language)}<br>{shown}</p>")
    return (
        f"<details><summary>{_lines(tip.title.text)}</summary>{''.join(parts)}"
        f'<p class="soft">{escape(tip_reference(tip, language))}</p></details>'
    )


def _label(key: str, language: Language) -> str:
    return f"<strong>{escape(say(key, language))}</strong>"


def _sentences(lines: Iterable[Line], language: Language, known: Collection[str] = ()) -> str:
    said = []
    for line in lines:
        behind = mark(line, language, known)
        shown = f' <span class="soft">[{escape(behind)}]</span>' if behind else ""
        said.append(f"{_lines(line.text)}{shown}")
    return " ".join(said)


def _looking_back(pack: Pack) -> list[Line]:
    return [*pack.reflection, *([pack.intention] if pack.intention else [])]


def _sources(pack: Pack) -> str:
    language = pack.plan.language
    items = "".join(
        f"<li>{escape(cite(source))} {_address(source.url)}</li>" for source in pack.sources
    )
    grades = f'<p class="soft">{escape(say("sources.grades", language))}</p>'
    return _section("sources", f"<ul>{items}</ul>{grades}" if items else "", language)


def _address(url: str) -> str:
    shown = escape(url)
    if not url.startswith(("https://", "http://")):
        return shown
    return f'<a href="{shown}" target="_blank" rel="noopener noreferrer">{shown}</a>'


def _facts(pack: Pack) -> str:
    pairs = "".join(
        f"<dt>{escape(label)}</dt><dd>{_lines(text)}</dd>" for label, text in colophon(pack)
    )
    return f"<dl>{pairs}</dl>"


def _list(lines: Iterable[Line], language: Language) -> str:
    items = "".join(f"<li>{_sentences([line], language)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _section(key: str, inside: str, language: Language) -> str:
    return f"<h2>{escape(say(key, language))}</h2>{inside}" if inside else ""


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))
