"""The trainers' pages in a real browser: access, with and without script, print, narrow, dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from playwright.sync_api import Locator, Page, Route, expect

from assistant.frontends.web.course_words import FILES, word
from corpus.models import Language

pytestmark = pytest.mark.browser

STORY: Final = (
    "Bewoners willen de oude schuur gebruiken voor een repaircafé. De collega van Vastgoed zegt "
    "nee, want de schuur wordt verkocht. De trekker is moe en de wethouder heeft al ja gezegd."
)
Open = Callable[..., Page]


def make(page: Page, language: Language = "nl", practice: str = "houding") -> None:
    """Choose a practice and a form, and make the pack."""
    page.locator(f'input[value="{practice}"]').check()
    page.locator('input[value="dilemma"]').check()
    press(page, word("build", language))
    expect(page.locator("#download")).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def line(page: Page, name: str) -> Locator:
    return page.locator(f'[id="{name}"]')


def edit(page: Page, name: str, text: str) -> None:
    """Open a line and type another text in it."""
    line(page, name).locator("summary").click()
    line(page, name).locator("textarea").fill(text)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def everywhere(page: Page, check: Callable[[tuple[str, int]], None]) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert fits(page), (scheme, width)
            check((scheme, width))


# access


@pytest.mark.parametrize(("path", "language"), [("/trainers", "nl"), ("/en/trainers", "en")])
def test_axe_finds_nothing(
    visit: Open, axe: Callable[[Page], list[Any]], path: str, language: Language
) -> None:
    page = visit(path)

    def check(where: tuple[str, int]) -> None:
        assert axe(page) == [], where

    press(page, word("build", language))
    expect(page.locator("#fouten")).to_be_focused()
    everywhere(page, check)
    page.locator("#own_case").fill(STORY)
    make(page, language)
    expect(page.locator(".b-thin")).to_be_visible()
    for name in ("goal-1", "case.own.story-1"):
        line(page, name).locator("summary").click()
    page.locator(".b-tools summary").first.click()
    page.locator("#aanpassen summary").click()
    everywhere(page, check)


def test_a_wrong_text_is_reached_from_the_summary(
    visit: Open, axe: Callable[[Page], list[Any]]
) -> None:
    page = visit("/trainers")
    make(page)
    edit(page, "goal-1", "Bel 111222333.")
    line(page, "goal-1").get_by_role("button").click()
    expect(page.locator("#fouten")).to_be_focused()
    page.locator("#fouten a").click()
    field = page.locator('[id="veld-goal-1"]')
    expect(field).to_be_focused()
    expect(field).to_have_value("Bel 111222333.")
    assert axe(page) == []
    field.fill("Bel me.")
    line(page, "goal-1").get_by_role("button", name=word("keep", "nl")).click()
    expect(line(page, "goal-1")).to_be_focused()
    expect(line(page, "goal-1")).to_contain_text("Bel me.")


def test_everything_has_its_own_name(visit: Open) -> None:
    page = visit("/en/trainers")
    make(page, "en")
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    found = [
        node.get("name", {}).get("value", "").strip()
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in ("DisclosureTriangle", "button")
    ]
    assert len(found) > 100
    assert all(found)
    assert any(name.startswith("Source and edit You can") for name in found)


def test_by_keyboard_alone(visit: Open) -> None:
    page = visit("/trainers")
    page.locator('input[value="houding"]').focus()
    page.keyboard.press("Space")
    page.locator("#title").focus()
    page.keyboard.type("Zondagavond")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Zondagavond")
    line(page, "goal-1").locator("summary").focus()
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.tagName") != "TEXTAREA":
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("Van mij.")
    page.keyboard.press("Tab")
    style, width = page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return [s.outlineStyle, parseFloat(s.outlineWidth)] }"
    )
    assert (style, width) == ("solid", 3)
    page.keyboard.press("Enter")
    expect(line(page, "goal-1")).to_be_focused()
    expect(line(page, "goal-1")).to_contain_text("Van mij.")


def test_targets_are_big_enough_and_nothing_is_clipped(visit: Open) -> None:
    page = visit("/trainers", viewport={"width": 320, "height": 800}, bypass_csp=True)
    for step in (lambda: None, lambda: make(page)):
        step()
        small = page.locator("main :is(button, input, select, summary, textarea)").evaluate_all(
            "all => all.filter(e => e.checkVisibility() && e.offsetParent && !e.matches('.b-vh'))"
            ".map(e => [e.outerHTML.slice(0, 90), e.closest('.b-tick') || e])"
            ".filter(([, e]) => Math.min(e.getBoundingClientRect().width,"
            " e.getBoundingClientRect().height) < 23.9).map(([html]) => html)"
        )
        assert small == []
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
    )
    assert fits(page)


# working with it


@pytest.mark.parametrize("script", [True, False])
def test_from_choice_to_files(visit: Open, tmp_path: Path, script: bool) -> None:
    page = visit("/trainers", java_script_enabled=script, accept_downloads=True)
    make(page)
    edit(page, "goal-1", "Van <mij> & jou.")
    line(page, "goal-1").get_by_role("button", name=word("keep", "nl")).click()
    expect(line(page, "goal-1").locator(".b-words")).to_have_text("Van <mij> & jou.")
    expect(page.locator(".b-changes")).to_contain_text("Van <mij> & jou.")

    tip = page.locator("#tips .b-tip").first
    title = tip.locator("h3").inner_text()
    tip.locator(".b-tools summary").click()
    tip.locator("select").select_option(index=1)
    chosen = tip.locator("select option:checked").inner_text()
    tip.get_by_role("button", name=word("swap", "nl"), exact=True).click()
    expect(page.locator("#tips h3").first).to_have_text(chosen)
    expect(page.locator("#tips h3").filter(has_text=title)).to_have_count(0)

    edit(page, "goal-2", "Nog niet bewaard.")
    with page.expect_download() as waiting:
        press(page, FILES["plan"]["nl"])
    plan = tmp_path / "plan.yaml"
    waiting.value.save_as(plan)
    edits = yaml.safe_load(plan.read_text("utf-8"))["edits"]
    assert edits == {"goal-1": "Van <mij> & jou.", "goal-2": "Nog niet bewaard."}
    expect(line(page, "goal-2").locator("textarea")).to_have_value("Nog niet bewaard.")
    with page.expect_download() as waiting:
        press(page, FILES["docx-handout"]["nl"])
    assert waiting.value.suggested_filename.endswith("-deelnemers.docx")

    other = visit("/trainers", java_script_enabled=script)
    other.locator("#file").set_input_files(plan)
    press(other, word("open", "nl"))
    expect(line(other, "goal-2")).to_contain_text("Nog niet bewaard.")
    press(other, word("choices_again", "nl"))
    expect(other.locator('input[value="houding"]')).to_be_checked()
    other.locator("#minutes").fill("180")
    press(other, word("build", "nl"))
    expect(line(other, "subtitle")).to_contain_text("3 uur")
    expect(line(other, "goal-2")).to_contain_text("Nog niet bewaard.")
    press(other, word("in_other", "nl"))
    expect(other).to_have_url(re.compile("/en/trainers/pack$"))
    expect(line(other, "subtitle")).to_contain_text("neighbourhood managers")
    expect(line(other, "subtitle").locator("summary")).to_contain_text(word("line", "en"))


def test_with_a_script_only_changes_travel(visit: Open) -> None:
    page = visit("/trainers")
    make(page)
    edit(page, "goal-1", "Van mij.")
    with page.expect_request("**/trainers/pakket") as waiting:
        line(page, "goal-1").get_by_role("button").click()
    sent = str(waiting.value.post_data)
    assert re.findall("line%3A[^=]+", sent) == ["line%3Agoal-1"]


def test_a_file_that_can_not_be_made_leaves_all_as_it_was(visit: Open) -> None:
    page = visit("/trainers")
    make(page)
    status = page.locator("#maken")
    edit(page, "goal-1", "Bel 111222333.")
    press(page, FILES["gift"]["nl"])
    expect(status).to_contain_text("burgerservicenummer")
    expect(line(page, "goal-1").locator("textarea")).to_have_value("Bel 111222333.")
    line(page, "goal-1").locator("textarea").fill("Bel me.")

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/trainers/bestand", fail)
    press(page, FILES["gift"]["nl"])
    expect(status).to_have_text(word("gone", "nl"))
    page.unroute("**/trainers/bestand")
    with page.expect_download() as waiting:
        press(page, FILES["gift"]["nl"])
    assert waiting.value.suggested_filename.endswith(".gift.txt")
    expect(status).to_have_text(word("made", "nl"))


def test_typed_text_is_not_lost_by_leaving(visit: Open) -> None:
    page = visit("/trainers")
    make(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    edit(page, "goal-1", "Van mij.")
    page.get_by_role("link", name="Bronnen", exact=True).first.click(no_wait_after=True)
    expect(line(page, "goal-1").locator("textarea")).to_have_value("Van mij.")
    assert asked == ["beforeunload"]


# looks


def test_on_paper_only_the_pack_is_left(visit: Open) -> None:
    page = visit("/trainers")
    make(page)
    page.emulate_media(media="print")
    for gone in (".b-bench", ".b-line summary", ".b-menu", ".b-shows", ".b-tools", ".b-last"):
        expect(page.locator(gone).first).to_be_hidden()
    for kept in ("h1", ".b-clock", ".b-card", "#sources", "#colophon"):
        expect(page.locator(kept).first).to_be_visible()


def test_nothing_stays_behind_and_it_is_light(visit: Open) -> None:
    page = visit("/trainers")
    session = page.context.new_cdp_session(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    make(page)
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie,"
        " (await indexedDB.databases()).length]"
    )
    assert kept == [0, 0, "", 0]
    assert sum(sizes) <= 100 * 1024
