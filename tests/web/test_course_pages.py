"""The trainers' pages as forms and text: every step without a script, and everything hostile."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import yaml

from assistant.course.draft import PARTS
from assistant.frontends import courses
from assistant.frontends.courses import MAX_SENT, NAMES
from assistant.frontends.web import course_words
from assistant.frontends.web.course_form import CHOICES
from assistant.frontends.web.course_words import FILES, PART_NAMES, SHELVES, WORDS, word
from corpus.models import LANGUAGES, Language

BSN: Final = "111222333"
STORY: Final = (
    "Bewoners willen de oude schuur gebruiken voor een repaircafé. De collega van Vastgoed zegt "
    "nee, want de schuur wordt verkocht. De trekker is moe en de wethouder heeft al ja gezegd."
)
CHOSEN: Final[dict[str, Any]] = {
    "chosen": "1",
    "practices": ["draagvlak"],
    "role": "wijkmanager",
    "level": "basis",
    "form": "dilemma",
    "minutes": "90",
    "sessions": "1",
    "group": "12",
    "case": "",
    "own_case": "",
    "title": "",
}
PLACES: Final[Mapping[Language, tuple[str, str, str]]] = {
    "nl": ("/trainers", "/trainers/pakket", "/trainers/bestand"),
    "en": ("/en/trainers", "/en/trainers/pack", "/en/trainers/file"),
}
CHOOSE, PACK, FILE = PLACES["nl"]
HOSTILE: Final = (
    "<script>alert(1)</script>",
    "<b>vet</b> & \"haakjes\" 'en' {{ 7*7 }} {% x %}",
    "{ } ~ = # : \\ %s %d",
    "a\x00b\x0bc\x1bd\x7fe\u202ef\ufeffg\u2028h",
    "👩‍👩‍👧 é ü " + "x" * 300,
    "</textarea><img src=x onerror=alert(1)>",
    "]]> --> <!-- \r\n\r\n regel",
)


class Fields(HTMLParser):
    """What a browser would send for a page, and what it shows."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.values: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self.tags: list[str] = []
        self._area: str | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in ("file", "checkbox", "radio"):
            self.values.setdefault(name, []).append(given.get("value") or "")
        if tag == "input" and given.get("type") in ("checkbox", "radio") and "checked" in given:
            self.values.setdefault(str(name), []).append(given.get("value") or "")
        if tag == "select":
            self._select = str(name)
        if tag == "option" and (self._select not in self.values or "selected" in given):
            self.values[self._select] = [given.get("value") or ""]
        if tag == "textarea" and name:
            self.values.setdefault(name, []).append("")
            self._area = name

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            kept = self.values[self._area]
            text = kept[-1] + data
            kept[-1] = text.removeprefix("\n") if not kept[-1] else text

    @property
    def plan(self) -> dict[str, Any]:
        return dict(json.loads(self.values["plan"][0]))

    def line(self, name: str) -> str:
        """Return the text that a line shows."""
        found = re.search(
            rf'id="{re.escape(name)}"[^>]*>\s*<\w+ class="b-words">(.*?)</\w+>\s*<details',
            self.html,
            re.S,
        )
        assert found, name
        return unescape(re.sub(r"<span class=\"b-before\">.*?</span> ", "", found[1]))

    def faults(self) -> dict[str, str]:
        """Return what is wrong, by the id that the summary leads to."""
        found = re.findall(r'<li><a href="#([^"]+)">(.*?)</a></li>', self.html)
        summary = self.html.partition('id="fouten"')[2].partition("</ul>")[0]
        return {name: unescape(text) for name, text in found if f'"#{name}"' in summary}


@pytest.fixture(scope="module")
def visitor(site_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site_url, timeout=60, headers={"Accept": "text/html"}) as client:
        yield client


Send = Callable[..., Fields]


@pytest.fixture(scope="module")
def send(visitor: httpx.Client) -> Send:
    """Posts a form and returns the page that comes back."""

    def post(path: str, status: int = 200, **fields: Any) -> Fields:
        answer = visitor.post(path, data=fields)
        assert answer.status_code == status, answer.text[:500]
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        page = Fields(answer.text)
        assert len(page.ids) == len(set(page.ids))
        return page

    return post


@pytest.fixture(scope="module")
def pack(send: Send) -> Fields:
    return send(PACK, **CHOSEN)


def again(page: Fields, **changes: Any) -> dict[str, Any]:
    """Return all that a browser without a script sends for a page, with some fields changed."""
    return {**page.values, **changes}


# choosing


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sensible_choices_at_once(visitor: httpx.Client, language: Language) -> None:
    answer = visitor.get(PLACES[language][0])
    page = Fields(answer.text)
    assert page.values["minutes"] == ["90"]
    assert page.values["form"] == ["incident"]
    assert "practices" not in page.values
    assert word("build", language) in answer.text
    assert 'name="referrer" content="same-origin"' in answer.text
    chosen = Fields(visitor.get(f"{PLACES[language][0]}?practice=houding").text)
    assert chosen.values["practices"] == ["houding"]
    assert "practices" not in Fields(visitor.get(f"{PLACES[language][0]}?practice=<x>").text).values


def test_every_word_is_there_in_both_languages() -> None:
    for words in (WORDS, PART_NAMES, FILES):
        for key, text in words.items():
            assert set(text) == {*LANGUAGES}, key
            assert all(text.values()), key
    assert set(PART_NAMES) == {*PARTS}
    assert set(FILES) == {*NAMES}
    shelved = [name for names in SHELVES.values() for name in names]
    assert sorted([*shelved, courses.ALL]) == sorted(NAMES)


def test_every_word_is_asked_for() -> None:
    folder = Path(course_words.__file__).parent
    asked: set[str] = set()
    for name in ("trainers.html", "pack.html", "course_parts.html"):
        template = (folder / "templates" / name).read_text("utf-8")
        asked |= {*re.findall(r"'(\w+)'", template)}
        asked |= {f"{field}_hint" for field in re.findall(r'(?:field|group)\("(\w+)"', template)}
        asked |= {*re.findall(r'(?:field|group|label=)\(?"(\w+)"', template)}
    code = "".join(path.read_text("utf-8") for path in folder.glob("course_*.py"))
    asked |= {*re.findall(r'word\("(\w+)"', code), *re.findall(r'WORDS\["(\w+)"\]', code), *SHELVES}
    built = {key for key in WORDS if key.startswith(("from_", "level_", "chose_"))}
    for action in ("swap", "add"):
        built |= {action, f"{action}_tip", f"{action}_check"}
    assert set(WORDS) - asked - built == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pack_on_one_page(send: Send, language: Language) -> None:
    page = send(PLACES[language][1], **CHOSEN)
    assert page.plan["language"] == language
    assert page.plan["date"]
    for part in ("goals", "session-1", "tips", "checks", "notes", "sources", "colophon"):
        assert part in page.ids, part
    assert "case.buurtbudget-in-de-app" in page.ids or any(i.startswith("case.") for i in page.ids)
    lines = [name for name in page.values if name.startswith("line:")]
    assert len(lines) > 100
    for name in lines:
        assert f"veld-{name.removeprefix('line:')}" in page.ids
    for name in NAMES:
        assert f'name="format" value="{name}"' in page.html
    assert page.html.count("<details") > len(lines)
    assert word("from_frame", language) in page.html
    assert re.search(r'<a href="#bron-S\d+">', page.html)


def test_the_addresses_of_what_was_sent_lead_back(visitor: httpx.Client) -> None:
    for choose, pack, file in PLACES.values():
        for path in (pack, file):
            answer = visitor.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, choose)


def test_all_that_is_wrong_is_said_where_it_is(send: Send) -> None:
    wrong = {
        "practices": ["<b>koken</b>"],
        "minutes": "vijf",
        "group": "500",
        "sessions": "0",
        "own_case": "Kort.",
        "title": "t" * 91,
    }
    page = send(PACK, 422, **{**CHOSEN, **wrong})
    faults = page.faults()
    assert set(faults) == set(wrong)
    assert all(name in page.ids and f"{name}-fout" in page.ids for name in faults)
    assert "‘Aantal deelnemers’ 3 tot 40" in faults["group"]
    assert "<title>Fout: " in page.html
    for name in ("minutes", "group", "sessions", "own_case", "title"):
        assert page.values[name] == [wrong[name]]
    assert "<b>koken" not in page.html


def test_no_subject_and_no_time(send: Send) -> None:
    page = send(PACK, 422, **{**CHOSEN, "practices": [], "form": "incident", "minutes": "60"})
    assert set(page.faults()) == {"practices", "minutes"}
    assert "75 of meer" in page.faults()["minutes"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{STORY} Haar BSN is {BSN}.", "burgerservicenummer"),
        (f"{STORY} Bel 06-12345678.", "telefoonnummer"),
        ("woord " * 20_000, "20000 woorden"),
    ],
)
def test_an_own_case_that_can_not_be_stays_in_its_field(
    send: Send, text: str, expected: str
) -> None:
    page = send(PACK, 422, **{**CHOSEN, "own_case": text})
    assert expected in page.faults()["own_case"]
    assert page.values["own_case"] == [text]
    assert page.values["practices"] == ["draagvlak"]


def test_an_own_case_is_searched(send: Send) -> None:
    page = send(PACK, **{**CHOSEN, "practices": [], "own_case": f"<i>{STORY}</i>\r\n\r\nEinde."})
    assert page.line("case.own.story-1") == f"<i>{STORY}</i>"
    assert page.line("case.own.story-2") == "Einde."
    assert "kop-thin" in page.ids
    assert "tips" in page.ids


def test_danger_in_an_own_case_comes_first(send: Send) -> None:
    story = f"{STORY} Een man dreigt met een mes, hij staat nu voor de deur en ik ben bang."
    page = send(PACK, **{**CHOSEN, "own_case": story})
    assert "112" in page.html.partition('class="b-care"')[2].partition("</section>")[0]
    assert page.html.index('class="b-care"') < page.html.index('id="download"')


# changing


def test_what_was_not_touched_is_no_change(send: Send, pack: Fields) -> None:
    page = send(PACK, **again(pack))
    assert page.plan == pack.plan
    assert page.plan["edits"] == {}


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_may_stand_in_a_line(send: Send, pack: Fields, text: str) -> None:
    page = send(PACK, **again(pack, **{"line:goal-1": text, "keep": "goal-1"}))
    kept = page.plan["edits"]["goal-1"]
    assert kept
    assert page.values["line:goal-1"][0].strip() == kept
    assert page.line("goal-1").strip() == kept
    assert page.tags.count("script") == pack.tags.count("script")
    assert page.tags.count("img") == 0
    assert re.search(r'id="goal-1" tabindex="-1" autofocus', page.html)
    assert send(PACK, **again(page)).plan == page.plan


def test_a_change_is_undone(send: Send, pack: Fields) -> None:
    ours = pack.line("goal-1")
    page = send(PACK, **again(pack, **{"line:goal-1": "Van mij.", "line:goal-2": ""}))
    assert page.plan["edits"] == {"goal-1": "Van mij.", "goal-2": ""}
    assert "goal-2" not in page.ids
    assert pack.line("goal-2") in unescape(page.html)
    back = send(PACK, **again(page, undo="goal-1"))
    assert back.plan["edits"] == {"goal-2": ""}
    assert back.line("goal-1") == ours
    whole = send(PACK, **again(back, undo="goal-2"))
    assert whole.plan == pack.plan
    typed = send(PACK, **again(page, **{"line:goal-1": ours}))
    assert "goal-1" not in typed.plan["edits"]


def test_a_line_that_must_stay_says_so(send: Send, pack: Fields) -> None:
    page = send(PACK, **again(pack, **{"line:title": ""}))
    assert page.line("subtitle") == pack.line("subtitle")
    assert "'title'" in unescape(page.html.partition("kop-thin")[2])


@pytest.mark.parametrize(
    ("text", "expected"), [(f"Bel {BSN}.", "burgerservicenummer"), ("w " * 501, "501 woorden")]
)
def test_a_text_that_can_not_be_stays_where_it_was_typed(
    send: Send, pack: Fields, text: str, expected: str
) -> None:
    changes = {"line:goal-1": text, "line:goal-2": "Van mij."}
    for path in (PACK, FILE):
        page = send(path, 422, **again(pack, **changes, format="pptx"))
        assert expected in page.faults()["veld-goal-1"]
        assert page.values["line:goal-1"] == [text.strip()]
        assert page.plan["edits"] == {"goal-2": "Van mij."}
        assert "fout-goal-1" in page.ids
    repaired = send(PACK, **again(page, **{"line:goal-1": "Bel me."}))
    assert repaired.plan["edits"] == {"goal-1": "Bel me.", "goal-2": "Van mij."}


def test_parts_are_left_out_and_put_back(send: Send, pack: Fields) -> None:
    some = [part for part in PARTS if part not in ("checks", "cards")]
    page = send(PACK, **again(pack, part=some))
    assert page.plan["without"] == ["cards", "checks"]
    assert "checks" not in page.ids
    assert 'value="gift"' not in page.html
    assert send(PACK, **again(page, part=[*PARTS])).plan == pack.plan
    bare = send(PACK, **again(page, part=[]))
    assert set(bare.plan["without"]) == {*PARTS}


def test_a_tip_is_swapped_left_out_and_added(send: Send, pack: Fields) -> None:
    first = next(name.split(".")[1] for name in pack.ids if re.fullmatch(r"tip\.[\w-]+", name))
    names = re.findall(rf'id="swap-tips-{first}".*?</select>', pack.html, re.S)[0]
    other = re.findall(r'<option value="([\w-]+)"', names)[0]
    edited = again(pack, **{f"line:tip.{first}.doe-1": "Van mij."})
    page = send(PACK, **{**edited, "swap": f"tips:{first}", f"swap:tips:{first}": other})
    assert page.plan["tips"][0] == other
    assert page.plan["edits"] == {}
    assert f"tip.{other}" in page.ids
    assert f"tip.{first}" not in page.ids
    assert re.search(rf'id="tip\.{other}" tabindex="-1" autofocus', page.html)

    less = send(PACK, **again(page, leave=f"tip.{other}"))
    assert f"tip.{other}" not in less.ids
    assert send(PACK, **again(less, undo=f"tip.{other}")).plan == page.plan

    added = re.findall(r'id="add-tips-".*?</select>', page.html, re.S)[0]
    new = re.findall(r'<option value="([\w-]+)"', added)[0]
    more = send(PACK, **again(page, add="tips:", **{"add:tips:": new}))
    assert more.plan["tips"] == [*page.plan["tips"], new]
    assert send(PACK, **again(more, reset="tips")).plan == pack.plan


def test_a_question_is_swapped_and_left_out(send: Send, pack: Fields) -> None:
    first = next(name.split(".")[1] for name in pack.ids if re.fullmatch(r"check\.[\w-]+", name))
    names = re.findall(rf'id="swap-questions-{first}".*?</select>', pack.html, re.S)[0]
    other = re.findall(r'<option value="([\w-]+)"', names)[0]
    picked = {"swap": f"questions:{first}", f"swap:questions:{first}": other}
    page = send(PACK, **again(pack, **picked))
    assert page.plan["questions"][0] == other
    assert f"check.{other}.stem" in page.ids
    less = send(PACK, **again(page, leave=f"check.{other}"))
    assert f"check.{other}" not in less.ids
    assert send(PACK, **again(less, reset="questions")).plan["questions"] == []


def test_nothing_chosen_is_no_swap_and_too_many_are_told(send: Send, pack: Fields) -> None:
    assert send(PACK, **again(pack, add="tips:")).plan == pack.plan
    page = pack
    for _ in range(12):
        added = re.findall(r'id="add-tips-".*?</select>', page.html, re.S)[0]
        new = re.findall(r'<option value="([\w-]+)"', added)[0]
        fields = again(page, add="tips:", **{"add:tips:": new})
        if len(page.plan["tips"]) == 12:
            break
        page = send(PACK, **fields)
    refused = send(PACK, 422, **{**fields, "line:goal-1": "Van mij."})
    assert "hooguit 12" in refused.faults()["download"]
    assert refused.plan["tips"] == page.plan["tips"]
    assert refused.plan["edits"] == {"goal-1": "Van mij."}


def test_the_choices_are_changed_and_the_texts_stay(send: Send, pack: Fields) -> None:
    edited = again(pack, **{"line:goal-1": "Van mij."})
    choices = send(CHOOSE, **edited)
    assert choices.values["form"] == ["dilemma"]
    assert choices.values["practices"] == ["draagvlak"]
    page = send(PACK, **again(choices, minutes="120"))
    assert page.plan["minutes"] == 120
    assert page.line("goal-1") == "Van mij."
    wrong = send(PACK, 422, **again(choices, minutes="5"))
    assert send(PACK, **again(wrong, minutes="120")).plan == page.plan


def test_another_subject_gets_other_tips(send: Send, pack: Fields) -> None:
    first = next(name.split(".")[1] for name in pack.ids if re.fullmatch(r"tip\.[\w-]+", name))
    added = re.findall(r'id="add-tips-".*?</select>', pack.html, re.S)[0]
    new = re.findall(r'<option value="([\w-]+)"', added)[0]
    chosen = send(PACK, **again(pack, add="tips:", **{"add:tips:": new}))
    page = send(PACK, **again(send(CHOOSE, **again(chosen)), practices=["houding"]))
    assert page.plan["tips"] == []
    assert f"tip.{first}" not in page.ids


def test_the_pack_goes_to_the_other_language(send: Send, pack: Fields) -> None:
    page = send(PLACES["en"][1], **again(pack, **{"line:goal-1": "Van mij."}))
    assert page.plan["language"] == "en"
    assert page.plan["edits"] == {"goal-1": "Van mij."}
    assert page.line("subtitle").startswith("For neighbourhood managers")


# downloading


@pytest.mark.parametrize("name", NAMES)
def test_every_file(visitor: httpx.Client, pack: Fields, name: str) -> None:
    answer = visitor.post(FILE, data=again(pack, format=name))
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.content
    assert not answer.headers["content-type"].startswith("text/html")


def test_what_was_just_typed_comes_along(visitor: httpx.Client, pack: Fields) -> None:
    typed = again(pack, **{"line:goal-1": "Van <mij>."}, format="zip")
    everything = zipfile.ZipFile(io.BytesIO(visitor.post(FILE, data=typed).content))
    text = {name: everything.read(name) for name in everything.namelist()}
    markdown = next(data for name, data in text.items() if name.endswith(".md")).decode()
    assert "Van" in markdown
    assert "mij" in markdown
    plan = next(data for name, data in text.items() if name.endswith(".yaml"))
    assert yaml.safe_load(plan)["edits"] == {"goal-1": "Van <mij>."}


def test_a_saved_plan_is_opened_again(visitor: httpx.Client, send: Send, pack: Fields) -> None:
    edited = again(pack, **{"line:goal-1": "Van mij.", "line:title": "Eigen titel"})
    plan = visitor.post(FILE, data={**edited, "format": "plan"})
    answer = visitor.post(PACK, files={"file": ("x.yaml", plan.content)})
    assert answer.status_code == 200
    page = Fields(answer.text)
    assert page.plan == send(PACK, **edited).plan
    english = httpx.post(
        f"{visitor.base_url}{PLACES['en'][1]}",
        files={"file": ("x.yaml", plan.content)},
        headers={"Accept": "text/html"},
        follow_redirects=True,
        timeout=60,
    )
    assert english.url.path == PACK
    assert Fields(english.text).plan == page.plan


BROKEN: Final[Mapping[str, tuple[bytes, str]]] = {
    "nothing": (b"", "Kies eerst een bestand"),
    "no text": (b"\xff\xfe\x00PK\x03\x04", "geen tekst"),
    "no yaml": (b"a: [b", "regel"),
    "a list": (b"- a\n- b", "regel 1"),
    "deep": (b"a: " + b"[" * 50_000, "regel 1"),
    "an alias": (b"a: &x [1]\nb: *x", "regel"),
    "a field": (b"kleur: rood", "kleur"),
    "a kind": (b"minutes: [1, 2]", "‘Minuten per bijeenkomst’"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plan_file_is_told(visitor: httpx.Client, name: str) -> None:
    data, expected = BROKEN[name]
    answer = visitor.post(PACK, files={"file": ("plan.yaml", data)})
    assert answer.status_code == 422
    assert expected in Fields(answer.text).faults()["file"]


def test_a_plan_file_with_a_wrong_text_shows_it_at_its_line(visitor: httpx.Client) -> None:
    plan = f"practices: [houding]\nedits:\n  goal-1: 'Bel {BSN}'\n  goal-2: Van mij."
    answer = visitor.post(PACK, files={"file": ("plan.yaml", plan.encode())})
    assert answer.status_code == 422
    page = Fields(answer.text)
    assert "veld-goal-1" in page.faults()
    assert page.plan["edits"] == {"goal-2": "Van mij."}


def test_a_tip_that_is_gone_is_replaced_and_named(visitor: httpx.Client) -> None:
    plan = "practices: [houding]\ntips: [bestaat-niet]\ncase: ook-niet\n"
    page = Fields(visitor.post(PACK, files={"file": ("plan.yaml", plan.encode())}).text)
    thin = unescape(page.html.partition("kop-thin")[2].partition("</section>")[0])
    assert "'bestaat-niet'" in thin
    assert "'ook-niet'" in thin


# hostile


FORGED: Final[Mapping[str, str]] = {
    "no json": "{",
    "a list": "[]",
    "deep": "[" * 100_000,
    "a number": "1e999",
    "huge": '{"minutes": 1' + "0" * 5_000 + "}",
    "nan": '{"minutes": NaN}',
    "kinds": '{"practices": {"a": 1}, "edits": [1], "date": "0000-00-00", "title": {}}',
    "halves": '{"practices": ["houding"], "tips": ["\\ud800"], "case": "\\udfff", "without": '
    '["\\ud800"], "edits": {"\\ud800": "\\ud800", "goal-1": "\\udfff"}, "title": "\\ud83d"}',
    "long names": json.dumps({"practices": ["houding"], "tips": ["x" * 100_000], "case": "y" * 9}),
    "many": json.dumps({"practices": ["houding"], "edits": {f"l{n}": "x" for n in range(1001)}}),
    "markup": json.dumps({"practices": ["houding"], "case": "<script>alert(1)</script>"}),
    "a strange day": '{"practices": ["houding"], "date": "0001-01-01"}',
    "the last day": '{"practices": ["houding"], "date": "9999-12-31"}',
    "another language": '{"language": "xx", "practices": ["houding"]}',
}


@pytest.mark.parametrize("name", FORGED)
@pytest.mark.parametrize("path", [CHOOSE, PACK, FILE])
def test_a_forged_plan_gives_a_sentence(visitor: httpx.Client, name: str, path: str) -> None:
    answer = visitor.post(path, data={"plan": FORGED[name], "format": "gift"})
    assert answer.status_code in (200, 422), answer.text[:300]
    if answer.status_code == 422:
        assert Fields(answer.text).faults()
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {"leave": "x" * 50_000},
        {"leave": "<script>alert(1)</script>"},
        {"undo": "\x00\u202e"},
        {"swap": "tips:nope", "swap:tips:nope": "<x>"},
        {"swap": "edits:goal-1", "swap:edits:goal-1": "x"},
        {"add": "tips:", "add:tips:": "bestaat-niet"},
        {"reset": "language"},
        {"line:" + "x" * 1000: "y", "line:": "z", ":": "q"},
        {"part": "nope", "parts": "1"},
        {"format": "../../etc/passwd"},
        {"keep": '"><script>alert(1)</script>'},
    ],
)
def test_forged_fields_do_no_harm(
    visitor: httpx.Client, pack: Fields, fields: dict[str, str]
) -> None:
    for path in (PACK, CHOOSE):
        answer = visitor.post(path, data={"plan": pack.values["plan"][0], **fields})
        assert answer.status_code == 200, answer.text[:300]
        assert "<script>alert" not in answer.text


def test_what_is_sent_has_a_bound_and_a_page_says_so(visitor: httpx.Client) -> None:
    answer = visitor.post(PACK, data={**CHOSEN, "own_case": "x" * MAX_SENT})
    assert answer.status_code == 413
    assert "te groot" in answer.text
    assert answer.headers["content-type"].startswith("text/html")
    fields = {f"line:{n}": "x" for n in range(6_000)}
    assert visitor.post(PACK, files={"f": ("a", b"")}, data=fields).status_code == 400


def test_a_form_of_another_site_is_turned_away(visitor: httpx.Client) -> None:
    for origin in ("https://evil.example", "null"):
        assert visitor.post(PACK, data=CHOSEN, headers={"Origin": origin}).status_code == 403


def test_nothing_goes_into_an_address_or_stays(visitor: httpx.Client, pack: Fields) -> None:
    answer = visitor.post(PACK, data=CHOSEN)
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert set(CHOICES) <= set(pack.plan)
    assert 'method="get"' not in answer.text


# too much


def test_files_are_limited_and_nothing_is_lost(start_site: Callable[..., Any]) -> None:
    site = start_site(questions_per_minute=1)
    with httpx.Client(base_url=site.url, timeout=60, headers={"Accept": "text/html"}) as client:
        page = Fields(client.post(PACK, data=CHOSEN).text)
        typed = again(page, **{"line:goal-1": "Van mij."}, format="gift")
        assert client.post(FILE, data=typed).status_code == 200
        answer = client.post(FILE, data=typed)
        assert answer.status_code == 429
        kept = Fields(answer.text)
        assert kept.faults() == {"download": course_words.word("too_fast", "nl")}
        assert kept.plan["edits"] == {"goal-1": "Van mij."}


def test_too_many_files_at_once(send: Send, pack: Fields, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courses, "WAITING", 0)
    page = send(FILE, 503, **again(pack, format="gift"))
    assert page.faults() == {"download": word("not_now", "nl")}
    assert page.plan == pack.plan


def test_a_file_without_a_thing_in_it_is_told(send: Send, pack: Fields) -> None:
    bare = again(pack, part=[part for part in PARTS if part != "checks"], format="gift")
    assert "weggelaten" in send(FILE, 422, **bare).faults()["download"]
