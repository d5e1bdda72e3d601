"""The chat in a real browser: a conversation, its sources, and all that can be done with it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, Route, expect

from assistant.frontends.web.chat_words import EXAMPLES, word

pytestmark = pytest.mark.browser

QUESTION = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
ENGLISH = "My colleague in Finance blocks the residents' plan. What now?"
FIELD = "#b-field textarea"
PAYLOADS = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<svg onload=window.hacked=1>",
    '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
    "<details open ontoggle=window.hacked=1>x</details>",
    "<math><mi xlink:href='javascript:window.hacked=1'>x</mi></math>",
    '<a href="javascript:window.hacked=1">x</a>',
    "[x](javascript:window.hacked=1)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "$\\href{javascript:window.hacked=1}{x}$",
    "```mermaid graph TD; click A window.hacked=1 ```",
    '<form action="https://example.org"><input name=q></form>',
    "<style>body{display:none}</style>",
    "<video src=x onerror=window.hacked=1></video>",
    "<x-tag onclick=window.hacked=1>x</x-tag>",
    "![x](https://example.org/leak)",
    '" onmouseover="window.hacked=1',
    "</article></div><h1>x</h1>",
)

Open = Callable[..., Page]


@pytest.fixture
def open_chat(browser: Browser, site_url: str) -> Iterator[Open]:
    """Opens the chat in a fresh browser context, and checks that nothing went wrong in it."""
    contexts = []
    errors: list[str] = []
    foreign: list[str] = []

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: _note_policy(said.text, errors))
        page.on("request", lambda request: _note_foreign(request.url, site_url, foreign))
        page.goto(site_url + path)
        page.locator(FIELD).wait_for()
        expect(page.locator("#b-log")).to_have_attribute("aria-live", "off")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
    assert foreign == []


def _note_policy(text: str, errors: list[str]) -> None:
    if "Content Security Policy" in text or "Content-Security-Policy" in text:
        errors.append(text)


def _note_foreign(url: str, site_url: str, foreign: list[str]) -> None:
    if not url.startswith((site_url, "data:", "blob:")):
        foreign.append(url)


def ask(page: Page, question: str = QUESTION, turns: int = 1) -> None:
    page.fill(FIELD, question)
    page.press(FIELD, "Enter")
    expect(page.locator(".b-turn")).to_have_count(turns)
    expect(page.locator(FIELD)).to_have_value("")


def status(page: Page, language: str, key: str) -> None:
    said = page.locator("#b-status .b-said:visible")
    expect(said).to_have_text(word(key, language))  # type: ignore[arg-type]


# a conversation


def test_a_conversation_with_a_follow_up(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    turn = page.locator(".b-turn")
    expect(turn.locator(".b-asked")).to_contain_text(QUESTION)
    expect(turn.locator(".b-badge")).to_contain_text("Aansluiting zoeken tussen buiten en binnen")
    expect(turn.locator(".b-first")).to_contain_text("Loop vandaag nog bij je collega langs")
    expect(page.locator(FIELD)).to_have_value("")
    follow_up = page.locator("#b-follow-ups button:visible").first
    text = follow_up.inner_text()
    follow_up.click()
    expect(page.locator(".b-turn")).to_have_count(2)
    expect(page.locator(".b-turn").last.locator(".b-asked")).to_contain_text(text)


def test_a_follow_up_keeps_what_is_half_written(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    page.fill(FIELD, "Half af")
    page.locator("#b-follow-ups button:visible").first.click()
    expect(page.locator(".b-turn")).to_have_count(2)
    expect(page.locator(FIELD)).to_have_value("Half af")


def test_examples_of_every_role_can_be_asked(open_chat: Open) -> None:
    page = open_chat()
    for role, texts in EXAMPLES.items():
        page.check(f'[name="b-role"][value="{role}"]')
        shown = page.locator(".b-starters button:visible")
        expect(shown).to_have_text(list(texts["nl"]))
    page.locator(".b-starters button:visible").first.click()
    expect(page.locator(".b-turn .b-asked")).to_contain_text("Burgerberaad")
    expect(page.locator("#b-examples")).not_to_be_visible()


def test_every_mark_leads_to_its_source(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    marks = page.locator(".b-turn a.b-mark")
    assert marks.count() > 3
    for mark in marks.all():
        target = str(mark.get_attribute("href"))
        mark.click()
        assert page.evaluate("'#' + document.activeElement.id") == target
    links = page.locator(".b-origin a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert "/tip/collega-zegt-nee#doe" in links
    assert all(link.startswith(("/", "https://", "http://")) for link in links)


def test_sources_open_beside_the_conversation(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    link = page.locator(".b-origin h4 a").first
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_contain_text("opent in een nieuw tabblad")


def test_why_this_practice(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    page.click("text=Waarom deze praktijk?")
    expect(page.locator(".b-why")).to_contain_text(re.compile(r"\d+% bij ‘Aansluiting"))


def test_english_throughout(open_chat: Open) -> None:
    page = open_chat("/en/")
    expect(page.locator("body")).to_contain_text("You are talking to a computer (AI)")
    ask(page, ENGLISH)
    expect(page.locator(".b-turn")).to_have_attribute("lang", "en")
    expect(page.locator(".b-first")).to_contain_text("Start here")
    expect(page.locator(".b-origin h4 a").first).to_have_attribute("href", re.compile("^/en/tip/"))
    body = page.inner_text("body")
    for dutch in ("Verstuur", "Vraag", "bron 1", "Gesprek", "Ik werk"):
        assert dutch not in body


def test_an_english_question_on_the_dutch_page(open_chat: Open) -> None:
    page = open_chat()
    ask(page, ENGLISH)
    expect(page.locator(".b-turn")).to_have_attribute("lang", "en")
    expect(page.locator("#b-status")).to_contain_text("Het antwoord is klaar.")


# what does not find an answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Mijn BSN is 111222333, wat nu?", "burgerservicenummer"),
        ("De bewoners zijn boos op ons. " * 80, "te lang"),
        ("   ", "Ik zie geen vraag"),
    ],
)
def test_a_refusal_stands_in_the_status_line_and_stays(
    open_chat: Open, question: str, said: str
) -> None:
    page = open_chat()
    page.fill(FIELD, question)
    page.click("#b-send-button")
    expect(page.locator("#b-status")).to_contain_text(said)
    expect(page.locator(FIELD)).to_have_value(question)
    expect(page.locator(".b-turn")).to_have_count(0)
    expect(page.locator(".toast-body")).to_have_count(0)


def test_off_topic_is_said_with_a_hint_and_a_person(open_chat: Open) -> None:
    page = open_chat()
    ask(page, "Wat is de hoofdstad van Frankrijk?")
    expect(page.locator(".b-turn")).to_contain_text("een collega die dit werk kent")
    expect(page.locator("#b-follow-ups button:visible").first).to_be_visible()


def test_danger_shows_whom_to_call(open_chat: Open) -> None:
    page = open_chat()
    ask(page, "Een bewoner zegt dat hij zelfmoord wil plegen.")
    expect(page.locator(".b-referred_crisis a[href='tel:112']")).to_be_visible()
    assert "zelfmoord" not in page.inner_text(".b-asked")


# what can be done with a conversation


def test_change_ask_again_and_clear(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    name = page.locator(".b-turn").get_attribute("id")
    page.click("text=Vraag aanpassen")
    expect(page.locator(FIELD)).to_have_value(QUESTION)
    page.fill(FIELD, "")
    page.click("text=Vraag opnieuw stellen")
    expect(page.locator(".b-turn")).not_to_have_attribute("id", str(name))
    expect(page.locator(".b-turn")).to_have_count(1)
    page.click("text=Gesprek wissen")
    expect(page.locator(".b-turn")).to_have_count(0)
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator("#b-examples")).to_be_visible()
    status(page, "nl", "cleared")


def test_copying_brings_sources_and_the_computer_along(open_chat: Open) -> None:
    page = open_chat(permissions=["clipboard-read", "clipboard-write"])
    ask(page)
    page.click("text=Kopieer antwoord")
    status(page, "nl", "copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "1. Loop vandaag nog" in text
    assert "Bron 1: " in text
    assert text.endswith("samengesteld door een computer uit de genoemde tips.")
    page.click("text=Kopieer gesprek")
    assert QUESTION in page.evaluate("navigator.clipboard.readText()")


def test_copying_without_a_clipboard(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    page.evaluate("navigator.clipboard.writeText = async () => { throw new Error('none') }; 0")
    page.evaluate("document.execCommand = () => false; 0")
    page.click("text=Kopieer antwoord")
    status(page, "nl", "not_copied")


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_a_conversation_can_be_kept(open_chat: Open, kind: str) -> None:
    page = open_chat()
    ask(page)
    with page.expect_download() as started:
        page.click(f'button[value="{kind}"]')
    assert re.fullmatch(rf"gesprek-bricoleur-[\d-]+\.{kind}", started.value.suggested_filename)
    data = Path(started.value.path()).read_bytes()
    document = "\n".join(
        [p.text for p in Document(io.BytesIO(data)).paragraphs]
        if kind == "docx"
        else [data.decode()]
    )
    assert QUESTION in document.replace("\\", "")
    assert "/tip/collega-zegt-nee" in document
    status(page, "nl", "kept")
    expect(page.locator(".b-turn")).to_have_count(1)


def test_a_download_that_fails_keeps_the_page(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    page.route("**/gesprek", lambda route: route.abort())
    page.click('button[value="md"]')
    status(page, "nl", "failed_file")
    expect(page.locator(".b-turn")).to_have_count(1)


def test_what_is_typed_while_waiting_stays(open_chat: Open) -> None:
    page = open_chat()
    held: list[Route] = []
    page.route("**/queue/join*", lambda route: held.append(route))  # noqa: PLW0108
    page.fill(FIELD, QUESTION)
    page.press(FIELD, "Enter")
    expect(page.locator("#b-stop")).to_be_visible()
    page.fill(FIELD, "En wat zeg ik dan?")
    held[0].continue_()
    expect(page.locator(".b-turn")).to_have_count(1)
    expect(page.locator(FIELD)).to_have_value("En wat zeg ik dan?")
    page.unroute("**/queue/join*")
    page.press(FIELD, "Enter")
    expect(page.locator(".b-turn")).to_have_count(2)
    expect(page.locator(".b-turn").last.locator(".b-asked")).to_contain_text("En wat zeg ik dan?")


def test_print_unfolds_and_folds(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    page.evaluate("window.print = () => { window.printed = true }; 0")
    page.click('[data-b="print"]')
    assert page.evaluate("window.printed") is True
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details[open]").count() == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
    page.emulate_media(media="print")
    expect(page.locator("#b-compose")).not_to_be_visible()
    expect(page.locator(".b-tools")).not_to_be_visible()
    expect(page.locator(".b-first")).to_be_visible()


def test_feedback_with_a_reason(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    expect(page.locator("#b-comment")).not_to_be_visible()
    page.check('[name="useful"][value="no"]')
    page.check('[name="reason"][value="te-algemeen"]')
    page.fill("#b-comment", "Dat wist ik al.")
    with page.expect_request("**/oordeel") as sent:
        page.click("text=Verstuur je oordeel")
    assert "with_question" not in str(sent.value.post_data)
    status(page, "nl", "thanks")
    expect(page.locator(".b-feedback")).not_to_be_visible()


def test_feedback_with_the_question_and_without_a_reason(open_chat: Open) -> None:
    page = open_chat("/en/")
    ask(page, ENGLISH)
    page.check('[name="useful"][value="yes"]')
    expect(page.locator(".b-reasons")).not_to_be_visible()
    page.check('[name="with_question"]')
    page.click("text=Send your verdict")
    status(page, "en", "thanks_with")


def test_a_missing_answer_is_reported_with_the_question_only_when_ticked(open_chat: Open) -> None:
    page = open_chat()
    ask(page, "Wat is de hoofdstad van Frankrijk?")
    expect(page.locator('[name="with_question"]')).not_to_be_visible()
    page.check('[name="useful"]')
    with page.expect_request("**/oordeel") as sent:
        page.click("text=Meld het aan de makers")
    assert "with_question" not in str(sent.value.post_data)
    status(page, "nl", "thanks_missed")
    ask(page, "En de hoofdstad van Spanje?", turns=2)
    page.check('[name="useful"]')
    page.check('[name="with_question"]')
    page.click("text=Meld het aan de makers")
    status(page, "nl", "thanks_missed_with")


def test_feedback_that_cannot_be_stored_says_so(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    page.route("**/oordeel", lambda route: route.abort())
    page.check('[name="useful"][value="yes"]')
    page.click("text=Verstuur je oordeel")
    status(page, "nl", "not_stored")
    expect(page.locator(".b-feedback")).to_be_visible()


# what goes wrong


def _refuse(code: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=code, json={"detail": "no"})


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (401, "signed_out"),
        (413, "too_big"),
        (429, "too_fast"),
        (500, "failed"),
        (503, "full"),
        (0, "gone"),
    ],
)
@pytest.mark.parametrize(("path", "language"), [("/", "nl"), ("/en/", "en")])
def test_a_refused_question_is_kept_and_can_be_sent_again(
    open_chat: Open, code: int, key: str, path: str, language: str
) -> None:
    page = open_chat(path)
    ask(page)
    page.route("**/queue/join*", _refuse(code) if code else lambda route: route.abort())
    page.fill(FIELD, ENGLISH)
    page.press(FIELD, "Enter")
    status(page, language, key)
    expect(page.locator(FIELD)).to_have_value(ENGLISH)
    expect(page.locator(".b-turn")).to_have_count(1)
    expect(page.locator(".toast-body:visible")).to_have_count(0)
    page.unroute("**/queue/join*")
    page.press(FIELD, "Enter")
    expect(page.locator(".b-turn")).to_have_count(2)
    expect(page.locator("#b-status")).not_to_contain_text(word(key, language))  # type: ignore[arg-type]


@pytest.mark.parametrize("broken", ["abort", "end"])
def test_an_answer_that_breaks_off_loses_nothing(open_chat: Open, broken: str) -> None:
    page = open_chat()
    ask(page)
    end = {"status": 200, "content_type": "text/event-stream", "body": ":\n\n"}
    handlers: dict[str, Callable[[Route], None]] = {
        "abort": lambda route: route.abort(),
        "end": lambda route: route.fulfill(**end),  # type: ignore[arg-type]
    }
    page.route("**/queue/data*", handlers[broken])
    page.fill(FIELD, ENGLISH)
    page.press(FIELD, "Enter")
    status(page, "nl", "gone")
    expect(page.locator(FIELD)).to_have_value(ENGLISH)
    page.unroute("**/queue/data*")
    page.press(FIELD, "Enter")
    expect(page.locator(".b-turn")).to_have_count(2)


def test_a_very_long_text_is_refused_and_kept(open_chat: Open) -> None:
    page = open_chat()
    text = "De bewoners zijn boos. " * 90_000  # two million characters
    page.evaluate(
        "([selector, text]) => { const field = document.querySelector(selector);"
        " field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })) }",
        [FIELD, text],
    )
    page.click("#b-send-button")
    status(page, "nl", "too_big")
    assert page.input_value(FIELD) == text


def test_too_many_questions_are_refused_by_the_site_itself(
    start_site: Callable[..., Any], browser: Browser
) -> None:
    own = start_site(questions_per_minute=1)
    page = browser.new_page()
    page.goto(own.url)
    ask(page)
    page.fill(FIELD, ENGLISH)
    page.press(FIELD, "Enter")
    status(page, "nl", "too_fast")
    expect(page.locator(FIELD)).to_have_value(ENGLISH)
    page.close()


def test_the_server_goes_and_comes_back(start_site: Callable[..., Any], browser: Browser) -> None:
    own = start_site()
    page = browser.new_page()
    page.goto(own.url)
    ask(page)
    own.stop()
    page.fill(FIELD, "En wat zeg ik dan tegen hem?")
    page.press(FIELD, "Enter")
    status(page, "nl", "gone")
    expect(page.locator(FIELD)).to_have_value("En wat zeg ik dan tegen hem?")
    expect(page.locator(".toast-body:visible")).to_have_count(0)
    own.start()
    page.press(FIELD, "Enter")
    expect(page.locator(".b-turn")).to_have_count(2)
    expect(page.locator(".b-turn").last.locator(".b-first, blockquote").first).to_be_visible()
    assert page.inner_text(".b-turn >> nth=1 >> .b-asked").endswith("En wat zeg ik dan tegen hem?")
    page.close()


def test_stop_keeps_the_question(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    expect(page.locator("#b-stop")).to_be_hidden()
    held: list[Route] = []

    def slow(route: Route) -> None:
        held.append(route) if not held else route.continue_()

    page.route("**/queue/join*", slow)
    page.fill(FIELD, ENGLISH)
    page.press(FIELD, "Enter")
    expect(page.locator("#b-stop")).to_be_visible()
    page.click("#b-stop")
    status(page, "nl", "stopped")
    expect(page.locator(FIELD)).to_have_value(ENGLISH)
    expect(page.locator(".b-turn")).to_have_count(1)
    for route in held:
        route.abort()


def test_reload_starts_anew_and_nothing_stays_behind(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie,"
        " (await indexedDB.databases()).length, (await caches.keys()).length]"
    )
    assert kept == [0, 0, "", 0, 0]
    page.reload()
    page.locator(FIELD).wait_for()
    expect(page.locator(".b-turn")).to_have_count(0)
    ask(page)


def test_hostile_words_do_nothing(open_chat: Open) -> None:
    page = open_chat()
    bad = "script, img, iframe, style, video, math, form:not([data-b])"
    for payload in PAYLOADS:
        page.evaluate("document.querySelector('#b-status .b-said')?.setAttribute('data-old', '')")
        page.fill(FIELD, f"Mijn collega zegt {payload} tegen bewoners")
        page.press(FIELD, "Enter")
        expect(page.locator("#b-status .b-said:not(.b-said-busy, [data-old])")).to_have_count(1)
        assert page.evaluate("window.hacked") is None, payload
        expect(page.locator(f":is(#b-log, #b-status) :is({bad})")).to_have_count(0)
        expect(page.locator("main")).to_be_visible()
    assert page.locator(".b-turn").count() > 5  # some were answered, not only refused


# access


STATES = [
    (scheme, width, after)
    for scheme in ("light", "dark")
    for width in (1280, 320)
    for after in (False, True)
]


@pytest.mark.parametrize("path", ["/", "/en/"])
@pytest.mark.parametrize(("scheme", "width", "after"), STATES)
def test_axe_finds_nothing(
    open_chat: Open,
    axe: Callable[[Page], list[Any]],
    path: str,
    scheme: str,
    width: int,
    after: bool,
) -> None:
    viewport = {"width": width, "height": 800}
    page = open_chat(path, color_scheme=scheme, viewport=viewport, reduced_motion="reduce")
    if after:
        ask(page)
        page.check('[name="useful"][value="no"]')
        page.locator("summary").click()
        expect(page.locator(".b-first")).to_contain_text("Loop vandaag")
        expect(page.locator(".b-origin").first).to_be_visible()
    else:
        expect(page.locator(".b-starters button:visible")).to_have_count(3)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_by_keyboard_alone(open_chat: Open) -> None:
    page = open_chat()
    page.focus(FIELD)
    _shows_ring(page)
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".b-turn")).to_have_count(1)
    expect(page.locator(FIELD)).to_be_focused()
    _tab_to(page, "a.b-mark", "Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "b-origin"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("/tip/")
    _tab_to(page, "summary", "Shift+Tab")
    page.keyboard.press("Enter")
    assert page.locator(".b-why[open]").count() == 1
    _tab_to(page, '[name="useful"]', "Tab")
    page.keyboard.press("Space")
    _tab_to(page, '.b-feedback [type="submit"]', "Tab")
    page.keyboard.press("Enter")
    status(page, "nl", "thanks")
    _tab_to(page, "#b-actions button:last-child", "Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".b-turn")).to_have_count(0)
    expect(page.locator(FIELD)).to_be_focused()


def _tab_to(page: Page, selector: str, key: str) -> None:
    """Press a key until the focus is on ``selector``; each stop on the way shows a ring."""
    for _ in range(60):
        page.keyboard.press(key)
        _shows_ring(page)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} can't be reached with {key}")


def _shows_ring(page: Page) -> None:
    style, width, element = page.evaluate(
        "() => { const e = document.activeElement; const s = getComputedStyle(e);"
        " return [s.outlineStyle, parseFloat(s.outlineWidth), e.outerHTML.slice(0, 120)] }"
    )
    assert (style, width) == ("solid", 3), element


def test_after_an_example_the_reader_is_at_the_answer(open_chat: Open) -> None:
    page = open_chat()
    page.locator(".b-starters button:visible").first.press("Enter")
    expect(page.locator(".b-turn")).to_be_focused()


def test_what_is_announced_is_the_start_and_the_end(open_chat: Open) -> None:
    page = open_chat()
    page.evaluate(
        """() => {
          window.heard = [];
          const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"]';
          const hear = () => document.querySelectorAll(live).forEach((node) => {
            const text = node.innerText.trim();
            if (text && heard[heard.length - 1] !== text) heard.push(text);
          });
          const options = { childList: true, subtree: true, characterData: true };
          new MutationObserver(hear).observe(document.body, options);
        }"""
    )
    ask(page)
    expect(page.locator("#b-status")).to_contain_text("Het antwoord is klaar.")
    heard = page.evaluate("window.heard")
    assert heard[0] == word("busy", "nl")
    assert heard[1].startswith("Het antwoord is klaar. Er ")
    assert len(heard) == 2
    expect(page.locator("#b-log")).to_have_attribute("role", "log")
    expect(page.locator("#b-log")).to_have_attribute("aria-label", "Gesprek")


def test_everything_has_a_dutch_name(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    page.check('[name="useful"][value="no"]')
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    wanted = {"button", "link", "textbox", "radio", "checkbox", "log"}
    found = {
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in wanted
    }
    assert len(found) > 20
    assert all(name for _, name in found), found
    english = re.compile(r"\b(copy|share|scroll|runs|toggle|message|send|clear|submit)\b", re.I)
    assert not [name for _, name in found if english.search(name)]
    assert ("textbox", word("field", "nl")) in found


def test_targets_are_big_enough(open_chat: Open) -> None:
    page = open_chat(viewport={"width": 320, "height": 800})
    ask(page)
    sizes = page.locator(
        "main :is(button, summary, input:not([type=hidden])):visible"
    ).evaluate_all(
        "all => all.map(e => e.closest('label') ?? e).map(e => e.getBoundingClientRect())"
        ".map(r => [r.width, r.height])"
    )
    assert len(sizes) > 8
    assert all(min(size) >= 24 for size in sizes)


def test_wider_spacing_clips_nothing(open_chat: Open) -> None:
    page = open_chat(viewport={"width": 320, "height": 800})
    ask(page)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
    )
    clipped = page.locator("main *:not(.b-vh)").evaluate_all(
        "all => all.filter(e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)"
        " && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1).map(e => e.outerHTML)"
    )
    assert clipped == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_notice_is_there_before_the_first_question(open_chat: Open) -> None:
    page = open_chat()
    notice = page.get_by_text("Je praat met een computer (AI), niet met een mens.")
    expect(notice).to_contain_text("Je gesprek wordt niet bewaard.")
    top = notice.bounding_box()
    field = page.locator(FIELD).bounding_box()
    assert top is not None
    assert field is not None
    assert top["y"] < field["y"]


def test_weight(open_chat: Open, browser: Browser, site_url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    page.goto(site_url + "/", wait_until="networkidle")
    page.locator(FIELD).wait_for()
    assert sum(sizes) <= 350 * 1024
    assert len(sizes) <= 60
    context.close()


# haste


def test_pressing_twice_asks_once(open_chat: Open) -> None:
    page = open_chat()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.fill(FIELD, QUESTION)
    page.evaluate("const b = document.querySelector('#b-send-button'); b.click(); b.click()")
    expect(page.locator(".b-turn")).to_have_count(1)
    expect(page.locator(FIELD)).to_have_value("")
    ask(page, ENGLISH, turns=2)
    assert len([url for url in sent if "/queue/join" in url]) == 2


def test_questions_in_a_row_are_all_answered(open_chat: Open) -> None:
    page = open_chat()
    for turns in range(1, 9):
        ask(page, (QUESTION, ENGLISH)[turns % 2], turns)


def test_what_is_pressed_while_waiting_has_its_turn(open_chat: Open) -> None:
    page = open_chat()
    ask(page)
    held: list[Route] = []

    def slow(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route("**/queue/join*", slow)
    page.fill(FIELD, ENGLISH)
    page.press(FIELD, "Enter")
    expect(page.locator("#b-stop")).to_be_visible()
    page.locator("#b-follow-ups button:visible").first.click()
    page.locator("#b-follow-ups button:visible").last.click()
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(".b-turn")).to_have_count(3)
    expect(page.locator(".b-turn >> nth=1").locator(".b-asked")).to_contain_text(ENGLISH)
