from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from assistant.citations import escape as escaped
from assistant.engine import Assistant
from assistant.frontends.reading import Block, Piece, as_html, as_words, first_step, read, runs
from assistant.frontends.web import chat_words, forms, render
from assistant.frontends.web.badge import SHAPES, badge
from assistant.models import Answer, Citation, PracticeVote
from assistant.texts import LABELS
from corpus.models import LANGUAGES, PRACTICES, ROLES

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<details open ontoggle=alert(1)>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "$\\href{javascript:alert(1)}{x}$",
    "```mermaid\ngraph TD\nclick A alert\n```",
    '<form action="https://example.org"><input name=q></form>',
    "<style>body{display:none}</style>",
    "<video src=x onerror=alert(1)></video>",
    "<x-tag onclick=alert(1)>x</x-tag>",
    "![x](https://example.org/leak)",
    '" onmouseover="alert(1)',
    "</article></div><h1>x",
)
VOID = {"input", "img", "br", "path", "circle"}


class Page(HTMLParser):
    """Takes HTML apart: tags, addresses, and whether everything that opens also closes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def made_up(text: str, passages: tuple[str, ...] = ("tip:a#doe",), **changes: object) -> Answer:
    citations = tuple(
        Citation(
            n, name, name[4:].split("#")[0], "relaties", "Titel", "Deel", "q", None, (), "essay"
        )
        for n, name in enumerate(passages, start=1)
    )
    answer = Answer(
        id="abc",
        status="answered",
        language="nl",
        question="Wat nu?",
        query="Wat nu?",
        text=text,
        practices=(PracticeVote("relaties", "Investeren in relaties", 0.9),),
        evidence="strong",
        citations=citations,
    )
    return replace(answer, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.answer("Mijn collega van Financiën blokkeert het plan. Wat nu?")


# reading


def test_reads_the_parts_of_an_answer() -> None:
    text = (
        "_Past niet precies._\n\nEerste zin. [1] Tweede zin. [2]\n\n**Doen**\n\n1. Bel. [3]\n"
        "2. Ga \\*langs\\*. [3]\n\n> “Zeg [maar](x).” [1]\n\n- Punt [2]"
    )
    found = read(made_up(text, ("tip:a#speelt", "tip:b#doe", "tip:a#doe")))
    assert [block.kind for block in found] == ["note", "text", "label", "steps", "quote", "bullets"]
    assert found[1].pieces == (Piece("Eerste zin.", (1,)), Piece("Tweede zin.", (2,)))
    assert found[3].common == (1,)
    assert found[4].pieces == (Piece("“Zeg [maar](x).”", (1,)),)
    assert found[1].common is None


def test_a_marker_that_points_nowhere_is_left_out() -> None:
    assert read(made_up("Zin. [1] Nog een. [9]"))[0].pieces[1] == Piece("Nog een.", ())


def test_words_behind_the_last_marker_are_kept() -> None:
    assert [piece.text for piece in read(made_up("Zin. [1] Rest."))[0].pieces] == ["Zin.", "Rest."]


def test_an_escaped_marker_is_text() -> None:
    assert read(made_up("Artikel \\[1\\] telt. [1]"))[0].pieces == (
        Piece("Artikel \\[1\\] telt.", (1,)),
    )


def test_sentences_of_one_source_are_joined() -> None:
    pieces = (Piece("A.", (1,)), Piece("B.", (1,)), Piece("C.", (2,)), Piece("D.", (1,)))
    assert list(runs(pieces)) == [("A. B.", (1,)), ("C.", (2,)), ("D.", (1,))]


def test_the_first_step_is_taken_out() -> None:
    label, steps = Block("label", (Piece("Doen"),)), Block("steps", (Piece("A"), Piece("B")))
    first, rest = first_step((Block("text", (Piece("Zo."),)), label, steps))
    assert first == Piece("A")
    assert rest[2] == Block("steps", (Piece("B"),), start=2)


def test_an_only_step_takes_its_label_along() -> None:
    label, steps = Block("label", (Piece("Doen"),)), Block("steps", (Piece("A"),))
    assert first_step((label, steps)) == (Piece("A"), ())


def test_words_to_say_go_before_steps() -> None:
    blocks = (Block("quote", (Piece("“Hoi”"),)), Block("steps", (Piece("A"),)))
    assert first_step(blocks) == (None, blocks)


@pytest.mark.parametrize("text", [*PAYLOADS, "2 * 3 * 4", "a_b_c", "1\\. x", "# x", "~x~ | y"])
def test_escaped_words_come_back_as_they_were(text: str) -> None:
    line = " ".join(text.split())
    assert as_words(escaped(line)) == line


# an answer as HTML


def test_says_it_all(answer: Answer) -> None:
    html = render.turn(answer, 3)
    Page(html)
    assert "\n" not in html
    assert '<h2 id="vraag-' in html
    assert ">Vraag 3<" in html
    assert "b-practice-binnen-buiten" in html
    assert html.index("Begin hier") < html.index("Wat je daarna kunt doen")
    assert '<ol start="2">' in html
    assert "Zo kun je het zeggen" in html
    assert "Waarom deze praktijk?" in html
    assert f"{round(answer.practices[0].confidence * 100)}%" in html
    assert "Gemaakt door een computer" in html


def test_sources_show_what_they_are(answer: Answer) -> None:
    html = render.turn(answer, 1)
    for words in (
        "Bron 1 · Tip",
        'href="/tip/collega-zegt-nee#doe"',
        "eigen uitwerking",
        "Uit later onderzoek van dezelfde onderzoekers.",
        "Blijleven &amp; Van Hulst (2022)",
        "A: onderzoek of eerste bron",
        "B: degelijke tweede bron",
    ):
        assert words in html


def test_every_mark_leads_to_a_source_and_every_source_has_a_mark(answer: Answer) -> None:
    page = Page(render.turn(answer, 1))
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    marks = {str(a["href"])[1:] for _, a in page.tags if str(a.get("href", "")).startswith("#")}
    assert marks == {name for name in ids if str(name).startswith("bron-")}


def test_two_answers_do_not_share_ids(answer: Answer) -> None:
    page = Page(forms.conversation((answer, replace(answer, id="other")), "nl"))
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_sources_are_words_beside_the_text() -> None:
    html = render.turn(made_up("Een. [1] Twee. [2]", ("tip:a#doe", "tip:b#doe")), 1)
    assert "[1]" not in html
    assert re.search(r'Een\. <a class="b-mark" href="#bron-abc-1">bron&nbsp;1</a> Twee\.', html)


def test_steps_with_different_sources_each_have_theirs() -> None:
    text = "> “x” [1]\n\n1. Een [1]\n2. Twee [2]"
    html = render.turn(made_up(text, ("tip:a#doe", "tip:b#doe")), 1)
    assert html.count('href="#bron-abc-1"') == 2
    assert "b-cites" not in html


def test_whom_to_call_and_a_poor_fit_both_come_before_the_first_step(answer: Answer) -> None:
    notes = "".join(f"_{LABELS[label]['nl']}_\n\n" for label in ("care", "thin"))
    html = render.turn(replace(answer, text=notes + answer.text), 1, None)
    places = [html.index(words) for words in ("Eerst dit", "Past niet helemaal", "b-first")]
    assert places == sorted(places)
    assert "Bel 113" in html


def test_thin_evidence_is_visible() -> None:
    html = render.turn(made_up("_Ik vond geen tip die precies past._\n\nZin. [1]"), 1)
    assert '<p class="b-thin"><strong>Past niet helemaal</strong>' in html


@pytest.mark.parametrize(("share", "words"), [(0.9, "why_sure"), (0.4, "why_unsure")])
def test_why_says_how_clear_it_is(share: float, words: str) -> None:
    practices = (
        PracticeVote("relaties", "Investeren in relaties", share),
        PracticeVote("houding", "De houding", 0.31),
    )
    html = render.turn(made_up("Zin. [1]", practices=practices), 1)
    assert chat_words.word(words, "nl") in html
    assert "‘De houding’, met 31%" in html


def test_an_english_answer_is_english_throughout(assistant: Assistant) -> None:
    english = assistant.answer("My colleague in Finance blocks the residents' plan.")
    html = render.turn(english, 1)
    assert 'lang="en"' in html
    assert 'href="/en/tip/' in html
    for dutch in (
        "Vraag 1",
        "bron&nbsp;",
        "Waarom",
        "Hoe we dit weten",
        "Begin hier",
        "nieuw tabblad",
    ):
        assert dutch not in html


def test_no_tip_found_has_a_hint_and_a_person(assistant: Assistant) -> None:
    html = render.turn(assistant.answer("Wat is de hoofdstad van Frankrijk?"), 1)
    assert "Waar loop je in dat werk" in html
    assert "een collega die dit werk kent" in html


def test_a_contact_of_ones_own_is_named(assistant: Assistant) -> None:
    answer = assistant.answer("Wat is de hoofdstad van Frankrijk?")
    html = render.turn(answer, 1, "mailto:hulp@example.nl?subject=<x>")
    assert "een mens: <a " in html
    assert 'href="mailto:hulp@example.nl?subject=&lt;x&gt;">hulp@example.nl?subject=' in html


def test_danger_has_numbers_to_call_and_is_not_repeated(assistant: Assistant) -> None:
    html = render.turn(assistant.answer("Een bewoner zegt dat hij zelfmoord wil plegen."), 1)
    assert '<a href="tel:113">113</a>' in html
    assert "zelfmoord" not in html
    assert "niet herhaald" in html


def test_a_document_is_cited_by_its_page() -> None:
    cited = Citation(1, "doc:nota-1a2b#3", None, None, "Nota", "Kop", "q", 7, (), "document")
    html = render.turn(made_up("Zin. [1]", citations=(cited,)), 1)
    assert "pagina 7" in html
    assert "Document van je organisatie" in html
    assert "eigen uitwerking" not in html
    assert 'href="/document/nota-1a2b' in html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_stay_words(payload: str) -> None:
    source = made_up("x").citations[0]
    hostile = made_up(
        f"{payload} [1]\n\n**{payload}**\n\n1. {payload} [1]\n\n> {payload} [1]\n\n_{payload}_",
        question=payload,
        id=payload,
        practices=(PracticeVote(payload, payload, 0.5),),
        citations=(replace(source, title=payload, section=payload),),
        follow_ups=(payload,),
    )
    page = Page(forms.conversation((hostile,), "nl"))
    allowed = {
        *(
            "article",
            "div",
            "section",
            "h2",
            "h3",
            "h4",
            "p",
            "em",
            "strong",
            "span",
            "a",
            "ol",
            "ul",
        ),
        *("li", "blockquote", "details", "summary", "dl", "dt", "dd", "form", "fieldset", "legend"),
        *("label", "input", "textarea", "button", "svg", "path", "circle"),
    }
    for tag, attrs in page.tags:
        assert tag in allowed
        assert not any(name.startswith("on") or name in ("style", "src") for name in attrs)
        assert str(attrs.get("href", "/")).startswith(("/", "#", "https://", "tel:"))
        assert str(attrs.get("action", "/")).startswith("/")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil", "ftp://x"]
)
def test_only_web_addresses_become_links(answer: Answer, address: str) -> None:
    cited = next(c for c in answer.citations if c.sources)
    bad = replace(cited, sources=tuple(replace(s, url=address) for s in cited.sources))
    html = render.turn(replace(answer, citations=(bad,)), 1)
    assert f'href="{address}' not in html


# signs


@pytest.mark.parametrize("practice", PRACTICES)
def test_every_practice_has_a_sign_of_its_own(practice: str) -> None:
    assert f"b-practice-{practice}" in badge(practice, "x")
    assert [SHAPES[p] for p in PRACTICES].count(SHAPES[practice]) == 1
    assert 'aria-hidden="true"' in badge(practice, "x")


# forms


def test_the_last_answer_can_be_judged_and_only_that(answer: Answer, assistant: Assistant) -> None:
    assert forms.conversation((answer, replace(answer, id="b")), "nl").count("b-feedback") == 1
    assert "b-feedback" not in forms.conversation((answer, assistant.answer("Hallo")), "nl")


@pytest.mark.parametrize("status", ["unanswerable_no_evidence", "unanswerable_off_topic"])
def test_that_an_answer_is_missing_can_be_said(answer: Answer, status: Any) -> None:
    lost = replace(answer, status=status, practices=(), citations=(), evidence="none")
    page = Page(forms.conversation((answer, lost), "nl"))
    fields = {attrs.get("name"): attrs for tag, attrs in page.tags if tag == "input"}
    assert (fields["useful"]["type"], fields["useful"]["value"]) == ("checkbox", "no")
    assert fields["with_question"]["type"] == "checkbox"
    assert not any("checked" in attrs for attrs in fields.values())
    assert "reason" not in fields


def test_danger_cannot_be_sent_on(assistant: Assistant) -> None:
    ended = assistant.answer("Een bewoner zegt dat hij zelfmoord wil plegen.")
    assert "b-feedback" not in forms.conversation((ended,), "nl")


def test_the_question_goes_along_only_when_ticked(answer: Answer) -> None:
    page = Page(forms.conversation((answer,), "nl"))
    box = next(attrs for _, attrs in page.tags if attrs.get("name") == "with_question")
    assert "checked" not in box


def test_every_field_of_a_form_has_a_label(answer: Answer) -> None:
    html = forms.conversation((answer,), "nl")
    assert html.count("<label") == len(
        [t for t, a in Page(html).tags if t in ("input", "textarea") and a.get("type") != "hidden"]
    )


def test_copied_text_ends_with_sources_and_the_computer(answer: Answer) -> None:
    page = Page(forms.conversation((answer,), "nl"))
    text = str(next(a["data-text"] for _, a in page.tags if a.get("data-b") == "copy"))
    assert text.index("Bronnen") > text.index("Loop vandaag")
    assert text.endswith("samengesteld door een computer uit de genoemde tips.")
    assert "\n" in text


# words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing(language: str) -> None:
    for texts in (*chat_words.WORDS.values(), *chat_words.REASONS.values()):
        assert texts[language].strip()  # type: ignore[index]
    assert set(chat_words.ROLE_NAMES) == set(chat_words.EXAMPLES) == set(ROLES)


def test_no_two_languages_are_the_same() -> None:
    same = {key for key, text in chat_words.WORDS.items() if text["nl"] == text["en"]}
    assert same == {"stop", "print", "kind_tip"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language: str) -> None:
    texts = " ".join(text[language] for text in chat_words.WORDS.values())  # type: ignore[index]
    sentences = [s for s in re.split(r"(?<=[.?!])\s", texts) if len(s.split()) > 2]
    words = sum(len(sentence.split()) for sentence in sentences)
    assert words / len(sentences) <= 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_example_finds_a_fitting_tip(assistant: Assistant, role: str, language: str) -> None:
    for example in chat_words.EXAMPLES[role][language]:  # type: ignore[index]
        assert len(example) <= 62
        answer = assistant.answer(example, language=language)  # type: ignore[arg-type]
        assert (answer.status, answer.evidence) == ("answered", "strong"), example


def test_emphasis_is_all_that_markdown_does() -> None:
    assert as_html("**a** *b* `c` ~~d~~") == "<strong>a</strong> <em>b</em> `c` ~~d~~"
