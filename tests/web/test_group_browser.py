"""Group mode in a real browser: a whole session, access, the keyboard, and no script at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.frontends.web.group_words import word

pytestmark = pytest.mark.browser

CASE: Final = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
POLL: Final = 5_000
"""Milliseconds after which a page has looked whether the trainer went on."""

Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site_url: str) -> Iterator[Open]:
    """Opens a page in a context of its own; checks that nothing went wrong and nothing stayed."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def note(kind: str, text: str) -> None:
        if kind == "error" and not re.search(r"status of (404|422)|net::ERR", text):
            wrong.append(text)

    def open_page(path: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.clock.install()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: note(said.type, said.text))
        page.on("request", lambda r: None if r.url.startswith(site_url) else wrong.append(r.url))
        page.goto(site_url + path)
        return page

    yield open_page
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert wrong == []


@pytest.fixture
def session(visit: Open) -> Iterator[tuple[Page, str]]:
    """A session that runs: the trainer's page, and where participants go."""
    page = visit("/groep")
    page.fill("#situatie", CASE)
    page.get_by_role("button", name=word("begin", "nl")).click()
    expect(page.locator("h1")).to_have_text(word("trainer", "nl"))
    yield page, f"/groep/{page.locator('.b-group-code strong').inner_text()}"
    if page.locator(".b-group-end").count():
        _end(page)


def _end(page: Page) -> None:
    page.locator("summary", has_text=word("end", "nl")).click()
    page.get_by_role("button", name=word("end_sure", "nl")).click()
    expect(page.locator(".b-group-good")).to_have_text(word("ended", "nl"))


def answer(page: Page, text: str) -> None:
    page.fill("#antwoord", text)
    page.get_by_role("button", name=re.compile("antwoord")).click()
    expect(page.locator(".b-group-good")).to_contain_text("Je antwoord is binnen.")


def later(page: Page) -> None:
    """Let so much time pass that the page has looked once more."""
    page.clock.fast_forward(POLL)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_trainer_and_three_participants(visit: Open, session: tuple[Page, str]) -> None:
    trainer, where = session
    podium = visit(f"{where}/podium")
    code = where.removeprefix("/groep/")
    people = []
    for number in range(3):
        page = visit("/groep", viewport={"width": 320, "height": 700})
        page.fill("#code", code.lower())
        page.get_by_role("button", name=word("go", "nl")).click()
        expect(page.locator(".b-group-case")).to_contain_text(CASE)
        answer(page, f"Plan {number}")
        people.append(page)
    answer(people[0], "Beter plan")
    for page in (trainer, podium):
        later(page)
        expect(page.locator("#groep-aantal")).to_have_text("3 antwoorden")
        expect(page.locator(".b-wall")).to_have_count(0)

    trainer.get_by_role("button", name=word("show", "nl")).click()
    wall = trainer.locator(".b-wall li .b-group-words")
    expect(wall).to_have_count(3)
    assert sorted(wall.all_inner_texts()) == ["Beter plan", "Plan 1", "Plan 2"]
    tops = trainer.locator(".b-wall li").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 1  # side by side
    for page in (*people, podium):
        later(page)
        expect(page.locator(".b-wall li")).to_have_count(3)
        expect(page.locator("#antwoord")).to_have_count(0)

    trainer.get_by_role("button", name=re.compile("^Haal weg.*Plan 2")).click()
    expect(wall).to_have_count(2)
    trainer.get_by_role("button", name=word("show_tips", "nl")).click()
    for page in (trainer, *people, podium):
        later(page)
        expect(page.locator(".b-group-tips .b-first")).to_contain_text("Loop vandaag nog")
        expect(page.locator(".b-group-tips .b-origin")).to_be_visible()
    _end(trainer)
    for page in (*people, podium):
        later(page)
        expect(page.locator("h1")).to_have_text(word("over", "nl"))


def test_without_script(visit: Open, session: tuple[Page, str]) -> None:
    _, where = session
    trainer = visit("/en/group", java_script_enabled=False)
    trainer.select_option("#tip", "collega-zegt-nee")
    trainer.get_by_role("button", name=word("take", "en")).click()
    expect(trainer.locator("#situatie")).not_to_have_value("")
    trainer.get_by_role("button", name=word("begin", "en")).click()
    expect(trainer.locator("h1")).to_have_text(word("trainer", "en"))
    code = trainer.locator(".b-group-code strong").inner_text()
    assert code not in where
    mine = visit(f"/en/group/{code}", java_script_enabled=False)
    mine.fill("#antwoord", "Call on 06-12345678")
    mine.get_by_role("button", name=word("send", "en")).click()
    expect(mine.locator("#antwoord-fout")).to_contain_text("a telephone number")
    expect(mine.locator("#antwoord")).to_be_focused()
    mine.fill("#antwoord", "Call first")
    mine.get_by_role("button", name=word("send", "en")).click()
    expect(mine.locator(".b-group-good")).to_be_visible()
    trainer.get_by_role("link", name=word("refresh", "en")).click()
    expect(trainer.locator("#groep-aantal")).to_have_text("1 answer")
    trainer.get_by_role("button", name=word("show", "en")).click()
    mine.get_by_role("link", name=word("refresh", "en")).click()
    expect(mine.locator(".b-wall")).to_contain_text("Call first")
    trainer.locator("summary", has_text=word("end", "en")).click()
    trainer.get_by_role("button", name=word("end_sure", "en")).click()
    expect(trainer.locator(".b-group-good")).to_have_text(word("ended", "en"))


def test_what_is_half_typed_does_not_vanish(visit: Open, session: tuple[Page, str]) -> None:
    trainer, where = session
    mine = visit(where)
    mine.fill("#antwoord", "Half af")
    trainer.get_by_role("button", name=word("show", "nl")).click()
    expect(trainer.locator(".b-group-replies")).to_be_visible()
    later(mine)
    expect(mine.locator("#groep-melding")).to_have_text(word("moved", "nl"))
    expect(mine.locator("#antwoord")).to_have_value("Half af")
    mine.get_by_role("button", name=word("send", "nl")).click()
    expect(mine.locator("#antwoord-fout")).to_have_text(re.compile("net gesloten"))
    expect(mine.locator("#antwoord")).to_have_value("Half af")


def test_a_lost_connection_is_said_and_mended(visit: Open, session: tuple[Page, str]) -> None:
    trainer, where = session
    trainer.route("**/state", lambda route: route.abort())
    later(trainer)
    expect(trainer.locator("#groep-melding")).to_have_text(word("gone", "nl"))
    trainer.unroute("**/state")
    answer(visit(where), "Bellen")
    later(trainer)
    expect(trainer.locator("#groep-aantal")).to_have_text("1 antwoord")
    expect(trainer.locator("#groep-melding")).to_have_text("")


def test_by_keyboard_alone(visit: Open, session: tuple[Page, str]) -> None:
    trainer, where = session
    mine = visit(where)
    mine.locator(".b-skip").focus()
    mine.keyboard.press("Enter")
    mine.keyboard.press("Tab")
    expect(mine.locator("#antwoord")).to_be_focused()
    mine.keyboard.type("Langsgaan")
    mine.keyboard.press("Tab")
    mine.keyboard.press("Enter")
    expect(mine.locator(".b-group-good")).to_be_visible()
    trainer.locator(".b-skip").focus()
    trainer.keyboard.press("Enter")
    trainer.keyboard.press("Tab")
    expect(trainer.get_by_role("button", name=word("show", "nl"))).to_be_focused()
    trainer.keyboard.press("Enter")
    expect(trainer.locator(".b-wall")).to_contain_text("Langsgaan")


def test_axe_finds_nothing(
    visit: Open, axe: Callable[[Page], list[Any]], session: tuple[Page, str]
) -> None:
    trainer, where = session
    mine, podium, start = visit(where), visit(f"{where}/podium"), visit("/en/group")
    lost = visit("/groep/BCDF-BCDF")

    def look(*pages: Page) -> None:
        for page in pages:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                for width in (1280, 320):
                    page.set_viewport_size({"width": width, "height": 800})
                    assert axe(page) == [], (page.url, scheme, width)
                    assert fits(page), (page.url, scheme, width)

    look(start, lost, trainer, mine, podium)
    mine.fill("#antwoord", "Bel 06-12345678")
    mine.get_by_role("button", name=word("send", "nl")).click()
    expect(mine.locator("#antwoord-fout")).to_be_visible()
    start.fill("#situatie", "A resident says that he wants to kill himself.")
    start.get_by_role("button", name=word("begin", "en")).click()
    expect(start.locator('[name="exercise"]')).to_be_visible()
    look(start, mine)
    answer(mine, "Lang woord: " + "x" * 200)
    trainer.get_by_role("button", name=word("show", "nl")).click()
    trainer.get_by_role("button", name=word("show_tips", "nl")).click()
    for page in (mine, podium):
        later(page)
    for page in (mine, podium, trainer):
        expect(page.locator(".b-group-tips")).to_be_visible()
    look(mine, podium, trainer)


def test_wider_spacing_clips_nothing(visit: Open, session: tuple[Page, str]) -> None:
    _, where = session
    for path in ("/groep", where, f"{where}/podium"):
        page = visit(path, viewport={"width": 320, "height": 800}, bypass_csp=True)
        page.add_style_tag(
            content="* { line-height: 1.5 !important; letter-spacing: .12em !important;"
            " word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
        )
        assert fits(page), path
