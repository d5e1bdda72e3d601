"""The pages in a real browser: access, search as you type, no script, print, and a server gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.frontends import addresses
from assistant.frontends.web import page_words, words
from assistant.frontends.web.chat_words import word as chat_word
from corpus.models import Language

pytestmark = pytest.mark.browser

PAGES: Final = {
    "/bibliotheek": "127 tips",
    "/en/library": "127 tips",
    "/bibliotheek?q=boze+bewoners": "best passende eerst",
    "/en/library?q=angry+residents": "best fit first",
    "/bibliotheek?show=situations&practice=houding": "situaties",
    "/en/library?show=situations&practice=houding": "situations",
    "/tip/collega-zegt-nee": "Loop vandaag nog bij je collega langs",
    "/en/tip/collega-zegt-nee": "What you can do",
    "/praktijk/draagvlak": "Zo hangen de praktijken samen",
    "/en/practice/houding": "How the practices hang together",
    "/achtergrond/onderzoek": "Hoe we dit weten",
    "/en/background/onderzoek": "How we know this",
    "/bronnen": "Publicatie: Gemeenteambtenaren",
    "/en/sources": "Publicatie: Gemeenteambtenaren",
    "/trainers": "Casus van de week",
    "/en/trainers": "Case of the week",
    "/over": "Deze installatie",
    "/en/about": "This installation",
    "/privacy": "Je gesprek wordt niet bewaard.",
    "/en/privacy": "Your conversation is not stored.",
    "/toegankelijkheid": "WCAG 2.2",
    "/en/accessibility": "WCAG 2.2",
    "/document/imkers": "De honing is licht.",
    "/en/document/imkers": "De honing is licht.",
    "/nope": "Deze pagina is er niet",
    "/en/nope": "This page does not exist",
}
FEW: Final = (
    *("/bibliotheek", "/en/library?q=angry+residents", "/tip/collega-zegt-nee"),
    *("/en/practice/houding", "/bronnen", "/en/about", "/document/imkers"),
)
QUESTION: Final = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"

Open = Callable[..., Page]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


# access


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Open, axe: Callable[[Page], list[Any]], path: str) -> None:
    page = visit(path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            expect(page.locator("main")).to_contain_text(PAGES[path])
            assert axe(page) == [], (scheme, width)
            assert fits(page), (scheme, width)


@pytest.mark.parametrize("path", FEW)
def test_wider_spacing_clips_nothing(visit: Open, path: str) -> None:
    page = visit(path, viewport={"width": 320, "height": 800}, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
    )
    clipped = page.locator("body *:not(.b-vh)").evaluate_all(
        "all => all.filter(e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)"
        " && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1).map(e => e.outerHTML)"
    )
    assert clipped == []
    assert fits(page)


@pytest.mark.parametrize("path", FEW)
def test_by_keyboard_alone(visit: Open, path: str) -> None:
    page = visit(path)
    page.keyboard.press("Tab")
    expect(page.locator(".b-skip")).to_be_focused()
    expect(page.locator(".b-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page = visit(path)
    stops = page.locator(
        "a:visible, button:visible, input:visible, select:visible, summary:visible"
    )
    for _ in range(min(stops.count(), 40)):
        page.keyboard.press("Tab")
        style, width, element = page.evaluate(
            "() => { const e = document.activeElement; const s = getComputedStyle(e);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth), e.outerHTML.slice(0, 120)] }"
        )
        assert (style, width) == ("solid", 3), element


@pytest.mark.parametrize("path", FEW)
def test_targets_are_big_enough(visit: Open, path: str) -> None:
    """Links inside a sentence are excepted, as in WCAG 2.5.8."""
    page = visit(path, viewport={"width": 320, "height": 800})
    small = page.locator(
        "header a, footer a, main :is(button, input, select, summary, .b-badge, .b-trail a)"
    ).evaluate_all(
        "all => all.filter(e => e.offsetParent).map(e => [e.outerHTML.slice(0, 90),"
        " e.getBoundingClientRect()]).filter(([, r]) => Math.min(r.width, r.height) < 24)"
    )
    assert small == []


@pytest.mark.parametrize("path", FEW)
def test_everything_has_a_name_in_the_language_of_the_page(visit: Open, path: str) -> None:
    page = visit(path)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    wanted = {"button", "link", "searchbox", "combobox", "DisclosureTriangle", "navigation"}
    found = [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in wanted
    ]
    assert len(found) > 10
    assert all(name for _, name in found), found
    language = addresses.language_of(path.partition("?")[0])
    assert ("navigation", words.say("menu", language)) in found
    if "librar" in path or "biblio" in path:
        assert ("searchbox", page_words.word("search_field", language)) in found


@pytest.mark.parametrize("locale", ["nl-NL", "en-US", "de-DE", "fy-NL"])
@pytest.mark.parametrize(("path", "language"), [("/", "nl"), ("/en/", "en"), ("/over", "nl")])
def test_the_language_is_that_of_the_page(
    visit: Open, locale: str, path: str, language: Language
) -> None:
    page = visit(path, locale=locale)
    if path != "/over":
        expect(page.locator("#b-field textarea")).to_be_visible()
        expect(page.locator("#b-send-button")).to_have_text(chat_word("send", language))
        assert page.evaluate("navigator.language") == language
    assert page.evaluate("document.documentElement.lang") == language
    assert page.title().endswith(" - Bricoleur")


def test_a_reader_changes_language_and_stays_at_the_tip(visit: Open) -> None:
    page = visit("/tip/collega-zegt-nee")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("/en/tip/collega-zegt-nee$"))
    expect(page.locator("h2").first).to_have_text("What is going on")
    page.get_by_role("link", name="Nederlands").click()
    expect(page).to_have_url(re.compile("[^n]/tip/collega-zegt-nee$"))


def test_in_the_chat_the_skip_link_leads_to_the_field(visit: Open) -> None:
    page = visit("/?x=1")
    field = page.locator("#b-field textarea")
    expect(field).to_have_attribute("id", "vraag")
    page.locator(".b-skip").focus()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(page).to_have_url(re.compile(r"/\?x=1"))


# the library


def test_search_as_you_type(visit: Open) -> None:
    page = visit("/bibliotheek")
    page.locator("#q").press_sequentially("een collega zegt dat het niet kan", delay=5)
    expect(page.locator("#aantal")).to_contain_text("best passende eerst")
    first = page.locator(".b-entry a").first
    expect(first).to_have_attribute("href", re.compile("^/tip/"))
    expect(page.locator(".b-entry")).to_have_count(20)
    page.locator("#role").select_option("bestuur")
    expect(page.locator(".b-entry").first).to_be_visible()
    page.locator("#q").fill("")
    expect(page.locator("#aantal")).to_have_text(re.compile(r"^\d+ tips$"))
    assert page.url.endswith("/bibliotheek")
    expect(page.locator("#aantal")).to_have_attribute("role", "status")


def test_a_search_that_fails_says_so_and_the_form_still_works(visit: Open) -> None:
    page = visit("/en/library")

    def fail(route: Route) -> None:
        route.fulfill(status=503, body="no")

    page.route("**/library?*part=true*", fail)
    page.locator("#q").fill("angry residents")
    expect(page.locator("#aantal")).to_have_text(page_words.word("slow", "en"))
    page.locator("#q").press("Enter")
    expect(page.locator("#aantal")).to_contain_text("best fit first")
    expect(page.locator("#q")).to_have_value("angry residents")


def test_the_library_without_script(visit: Open) -> None:
    page = visit("/bibliotheek", java_script_enabled=False)
    page.locator("#q").fill("parkeerplekken weg voor groen")
    page.locator("#practice").select_option("draagvlak")
    page.get_by_role("button", name="Zoek").click()
    expect(page.locator("#aantal")).to_contain_text("best passende eerst")
    expect(page.locator("#practice")).to_have_value("draagvlak")
    page.locator(".b-entry a").first.click()
    expect(page.locator("h2").first).to_have_text("Wat speelt er")
    page.get_by_role("link", name="Bouwen aan draagvlak").first.click()
    expect(page.locator(".b-picture")).to_be_visible()


def test_the_chat_without_script_points_to_the_library(visit: Open) -> None:
    page = visit("/en/", java_script_enabled=False)
    expect(page.locator(".b-noscript")).to_contain_text(page_words.word("noscript", "en"))
    page.get_by_role("link", name=page_words.word("noscript_link", "en")).click()
    expect(page.locator("h1")).to_have_text("Library")


def test_a_mark_leads_to_its_source(visit: Open) -> None:
    page = visit("/praktijk/draagvlak")
    mark = page.locator("a.b-mark").first
    target = str(mark.get_attribute("href"))
    mark.click()
    expect(page.locator(target)).to_be_in_viewport()


# looks


def test_on_paper_only_the_text_is_left(visit: Open) -> None:
    page = visit("/tip/collega-zegt-nee")
    page.emulate_media(media="print")
    for gone in (".b-menu", ".b-language", ".b-trail", ".b-footer nav"):
        expect(page.locator(gone)).to_be_hidden()
    for kept in ("h1", "#doe", "#bronnen", ".b-facts"):
        expect(page.locator(kept)).to_be_visible()


def test_colours_of_the_system_and_less_motion_are_respected(visit: Open) -> None:
    page = visit("/bibliotheek", forced_colors="active", reduced_motion="reduce")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    border = "e => getComputedStyle(e).borderTopStyle"
    for bounded in (".b-badge", ".b-button", ".b-search", "#q"):
        assert page.locator(bounded).first.evaluate(border) == "solid"
    stroke = "e => getComputedStyle(e).stroke"
    text = page.evaluate("getComputedStyle(document.body).color")
    assert page.locator(".b-picture .b-shape").first.evaluate(stroke) == text
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# what stays behind, and how heavy it is


@pytest.mark.parametrize("path", FEW)
def test_nothing_stays_behind(visit: Open, path: str) -> None:
    page = visit(path)
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie,"
        " (await indexedDB.databases()).length]"
    )
    assert kept == [0, 0, "", 0]


@pytest.mark.parametrize("path", [*FEW, "/en/library?show=situations"])
def test_weight(browser: Browser, site_url: str, path: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    page.goto(site_url + path, wait_until="networkidle")
    context.close()
    assert 2 <= len(sizes) <= 10
    assert sum(sizes) <= 100 * 1024


# a server that is gone and comes back


def test_a_conversation_outlives_the_server(
    browser: Browser, start_site: Callable[..., Any]
) -> None:
    site = start_site(questions_per_minute=1000)
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.url)
    field = page.locator("#b-field textarea")
    field.fill(QUESTION)
    field.press("Enter")
    expect(page.locator(".b-turn")).to_have_count(1)
    site.stop()
    field.fill("Geef me een voorbeeldzin.")
    field.press("Enter")
    expect(page.locator("#b-status .b-said:visible")).to_have_text(chat_word("gone", "nl"))
    expect(field).to_have_value("Geef me een voorbeeldzin.")
    site.start()
    field.press("Enter")
    expect(page.locator(".b-turn")).to_have_count(2)
    expect(page.locator("#b-status")).not_to_contain_text(chat_word("gone", "nl"))
    context.close()


def test_too_many_questions_are_kept_in_the_field(
    browser: Browser, start_site: Callable[..., Any]
) -> None:
    site = start_site(questions_per_minute=1)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/en/")
    field = page.locator("#b-field textarea")
    field.fill(QUESTION)
    field.press("Enter")
    expect(page.locator(".b-turn")).to_have_count(1)
    field.fill("What else can I do?")
    field.press("Enter")
    said = page.locator("#b-status .b-said:visible")
    expect(said).to_have_text(chat_word("too_fast", "en"))
    expect(field).to_have_value("What else can I do?")
    context.close()
