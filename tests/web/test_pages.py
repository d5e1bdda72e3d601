"""The pages as text: what stands on them, in both languages, and where their links lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import urldefrag, urljoin

import httpx
import pytest

from assistant.frontends import addresses
from assistant.frontends.catalogue import Catalogue, Filter
from assistant.frontends.web import page_words, words
from assistant.frontends.web.picture import draw
from corpus.models import LANGUAGES, PHASES, PRACTICES, ROLES, Corpus, Language
from corpus.readability import measure
from index.retriever import Retriever

TEMPLATES: Final = Path(words.__file__).parent / "templates"
TEXTS: Final = ("about", "privacy", "accessibility", "trainers")
MEAN: Final = 12
"""Words a sentence, for texts at level B1."""


class Parsed(HTMLParser):
    """A page taken apart: its language, title, headings, links, ids and words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.links: list[str] = []
        self.ids: list[str] = []
        self.twins: dict[str, str] = {}
        self.parts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found.get("lang", "")
        if tag == "link" and found.get("rel") == "alternate":
            self.twins[found["hreflang"]] = found["href"]
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if "id" in found:
            self.ids.append(found["id"])
        self._open.append(tag)
        self.parts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.parts[tag][-1] += data

    def text(self, tag: str) -> str:
        return " ".join(self.parts.get(tag, [""])[0].split())


Read = Callable[..., Parsed]


@pytest.fixture(scope="module")
def read(site_url: str) -> Iterator[Read]:
    """Returns the page at a path, once it is there."""
    with httpx.Client(base_url=site_url, headers={"Accept": "text/html"}) as client:

        def get(path: str, **params: str) -> Parsed:
            answer = client.get(path, params=params or None)
            assert answer.status_code == 200, path
            return Parsed(answer.text)

        yield get


@pytest.fixture
def catalogue(corpus: Corpus, real_retriever: Retriever) -> Catalogue:
    return Catalogue(corpus, lambda: real_retriever)


def everywhere(corpus: Corpus) -> list[str]:
    """Return the path of every page, Dutch and English."""
    kinds: list[addresses.Kind] = ["chat", "library", "sources", "group", *TEXTS]  # type: ignore[list-item]
    paths = [addresses.address(kind, None, language) for kind in kinds for language in LANGUAGES]
    for language in LANGUAGES:
        paths += [addresses.address("tip", name, language) for name in corpus.tips]
        paths += [
            addresses.passage_address(f"chapter:{name}", language) for name in corpus.chapters
        ]
        paths.append(addresses.address("document", "imkers", language))
    return paths


# addresses


@pytest.mark.parametrize(
    ("passage", "dutch", "english"),
    [
        ("tip:moestuin#doe", "/tip/moestuin#doe", "/en/tip/moestuin#doe"),
        ("chapter:draagvlak#wat", "/praktijk/draagvlak#wat", "/en/practice/draagvlak#wat"),
        ("chapter:onderzoek#kern", "/achtergrond/onderzoek#kern", "/en/background/onderzoek#kern"),
        ("doc:beleid#3", "/document/beleid#3", "/en/document/beleid#3"),
        ("tip:moestuin", "/tip/moestuin", "/en/tip/moestuin"),
    ],
)
def test_where_a_passage_stands(passage: str, dutch: str, english: str) -> None:
    assert addresses.passage_address(passage, "nl") == dutch
    assert addresses.passage_address(passage, "en") == english
    path = dutch.partition("#")[0]
    assert addresses.twin(path, "en") == english.partition("#")[0]
    assert addresses.twin(addresses.twin(path, "en"), "nl") == path


def test_an_unknown_page_has_the_chat_for_a_twin() -> None:
    assert addresses.twin("/nope", "en") == "/en/"
    assert addresses.twin("/en/nope/deep", "nl") == "/"


def test_every_page_is_whole(read: Read, corpus: Corpus) -> None:
    """Every page has its language, title and one heading, unique ids, and links that resolve."""
    pages = {path: read(path) for path in everywhere(corpus)}
    for path, page in pages.items():
        language = addresses.language_of(path)
        assert page.language == language, path
        if path not in ("/", "/en/"):
            assert page.text("title") == f"{page.text('h1')} - Bricoleur", path
            assert len(page.parts["h1"]) == 1, path
        assert len(page.ids) == len(set(page.ids)), path
        assert page.twins == {words.OTHER[language]: addresses.twin(path, words.OTHER[language])}, (
            path
        )
    chat_ids = {"/": ["vraag"], "/en/": ["vraag"]}  # the field is there once the script ran
    for path, page in pages.items():
        for link in page.links:
            _resolves(urljoin(path, link), path, pages, chat_ids)


def _resolves(
    link: str, path: str, pages: Mapping[str, Parsed], more: Mapping[str, list[str]]
) -> None:
    if link.startswith(("https://", "http://")):
        return
    target, fragment = urldefrag(link)
    target = target.partition("?")[0]
    assert target in pages, f"{path} leads to {link}"
    known = [*pages[target].ids, *more.get(target, [])]
    assert not fragment or fragment in known, f"{path} leads to {link}"


def test_every_passage_can_be_cited(read: Read, real_retriever: Retriever) -> None:
    pages: dict[str, set[str]] = {}
    for passage in real_retriever.passages.values():
        address = addresses.passage_address(passage.id, passage.language)
        path, fragment = urldefrag(address)
        if path not in pages:
            pages[path] = set(read(path).ids)
        assert fragment in pages[path], address


# tips, practices, documents


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tip_is_all_there(read: Read, corpus: Corpus, language: Language) -> None:
    tip = corpus.tips["collega-zegt-nee"]
    page = read(addresses.address("tip", tip.id, language))
    whole = page.text("main")
    text = tip.texts[language]
    for section in text.sections:
        assert section.heading in whole
        assert all(part in whole for part in section.parts)
    assert all(situation in whole for situation in text.situations)
    for name in tip.sources:
        source = corpus.sources[name]
        assert f"bron-{name}" in page.ids
        assert source.title in whole
        assert source.url in page.links
    for name in tip.see_also:
        assert addresses.address("tip", name, language) in page.links


def test_marks_stand_behind_what_they_prove(read: Read, corpus: Corpus) -> None:
    chapter = corpus.chapters["draagvlak"]
    section = chapter.texts["nl"].sections[0]
    whole = read("/praktijk/draagvlak").text("main").replace("\xa0", " ")
    part, marks = section.parts[0], section.part_sources[0]
    assert f"{part} bron {marks[0]}" in whole


def test_how_we_know_it_is_said(read: Read, corpus: Corpus) -> None:
    told = {
        "essay": "komt uit het onderzoek achter het essay.",
        "onderzoek": "komt uit later onderzoek van dezelfde onderzoekers.",
        "praktijk": "komt uit andere praktijkbronnen.",
        "uitwerking": "is onze eigen uitwerking, in de geest van de praktijk.",
    }
    for basis, sentence in told.items():
        tip = next(tip for tip in corpus.tips.values() if tip.basis == basis)
        assert f"Deze tekst {sentence}" in read(f"/tip/{tip.id}").text("main")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("practice", PRACTICES)
def test_a_practice_has_its_tips_and_a_picture(
    read: Read, corpus: Corpus, practice: str, language: Language
) -> None:
    page = read(addresses.address("practice", practice, language))
    tips = {t.id for t in corpus.tips.values() if t.practice == practice}
    linked = {
        name for name in corpus.tips if addresses.address("tip", name, language) in page.links
    }
    assert linked == tips
    assert page.text("desc") == page_words.word("picture_told", language)
    others = {
        addresses.address("practice", name, language) for name in PRACTICES if name != practice
    }
    assert others <= set(page.links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_names_all_and_marks_one(language: Language) -> None:
    picture = draw(language, "relaties")
    shown = " ".join(re.findall(r">([^<>]+)</text>", picture))
    for name in words.PRACTICE_NAMES.values():
        assert all(word in shown for word in name[language].split())
    assert re.findall(r'class="b-practice-([\w-]+) b-now"', picture) == ["relaties"]


@pytest.mark.parametrize("path", ["/document/imkers", "/en/document/imkers"])
def test_a_document_is_shown_with_its_pages(read: Read, site_url: str, path: str) -> None:
    page = read(path)
    assert {"1", "2"} <= set(page.ids)
    whole = page.text("main")
    assert "De bijen vlogen dit jaar vroeg uit." in whole
    assert "<b>Warm</b> & zoet." in whole
    assert f"{page_words.word('page', addresses.language_of(path))} 2" in whole
    assert '<p lang="nl">' in httpx.get(site_url + path).text


def test_what_is_not_there_is_said(site_url: str) -> None:
    for path in ("/tip/nee", "/praktijk/onderzoek", "/achtergrond/nee", "/document/nee"):
        answer = httpx.get(site_url + path, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert page_words.REFUSALS[404][1]["nl"] in answer.text
    moved = httpx.get(f"{site_url}/achtergrond/draagvlak")
    assert (moved.status_code, moved.headers["location"]) == (308, "/praktijk/draagvlak")
    assert httpx.get(f"{site_url}/en").headers["location"] == "/en/"


# the library


def test_the_library_without_words_shows_all(read: Read, corpus: Corpus) -> None:
    for language in LANGUAGES:
        page = read(addresses.address("library", None, language))
        assert {addresses.address("tip", name, language) for name in corpus.tips} <= set(page.links)


def test_filters_work_together(catalogue: Catalogue, corpus: Corpus) -> None:
    wanted = Filter(practice="houding", role="leidinggevende", phase="uitvoeren")
    found = {entry.address for entry in catalogue.find(wanted, "nl")}
    fitting = {
        f"/tip/{t.id}"
        for t in corpus.tips.values()
        if t.practice == "houding" and "leidinggevende" in t.roles and "uitvoeren" in t.phases
    }
    assert found == fitting
    assert 0 < len(found) < len(catalogue.tips("houding"))


@pytest.mark.parametrize(
    ("language", "words_", "address"),
    [
        ("nl", "Mijn collega van Financiën blokkeert het plan", "/tip/collega-zegt-nee"),
        ("en", "My colleague in Finance blocks the plan", "/en/tip/collega-zegt-nee"),
        ("nl", "Wat is een publieke bricoleur?", "/achtergrond/publieke-bricoleur#de-kern"),
    ],
)
def test_a_search_finds_what_fits(
    catalogue: Catalogue, language: Language, words_: str, address: str
) -> None:
    found = catalogue.find(Filter(q=words_), language)
    firsts = [entry.address.partition("#")[0] for entry in found[:3]]
    assert address.partition("#")[0] in firsts


def test_a_search_with_filters_finds_only_what_passes(catalogue: Catalogue, corpus: Corpus) -> None:
    found = catalogue.find(Filter(q="boze bewoners", practice="organisatie", role="bestuur"), "nl")
    tips = [corpus.tips[entry.address.removeprefix("/tip/")] for entry in found]
    assert tips
    assert all(t.practice == "organisatie" and "bestuur" in t.roles for t in tips)


def test_a_found_document_leads_to_its_passage(read: Read) -> None:
    page = read("/bibliotheek", q="suikerwater voor de bijen in de winter")
    assert any(link.startswith("/document/imkers#") for link in page.links)
    assert page_words.word("kind_document", "nl") in page.text("main")


def test_all_situations_can_be_read(read: Read, corpus: Corpus) -> None:
    page = read("/bibliotheek", show="situations")
    whole = page.text("main")
    wanted = [s for tip in corpus.tips.values() for s in tip.texts["nl"].situations]
    assert all(" ".join(situation.split()) in whole for situation in wanted)
    assert page_words.word("many_situations", "nl").format(n=len(wanted)) in whole
    some = read("/bibliotheek", show="situations", practice="houding")
    assert len(some.links) < len(page.links)


def test_nothing_found_is_said(read: Read) -> None:
    none_fit = {"practice": "houding", "role": "bestuur", "phase": "nazorg"}
    page = read("/bibliotheek", **none_fit)
    assert page_words.word("no_results", "nl") in page.text("main")


def test_unknown_filters_say_nothing(read: Read, corpus: Corpus) -> None:
    page = read("/bibliotheek", practice="nope", role="x", phase="y", show="z")
    assert page_words.word("many_tips", "nl").format(n=len(corpus.tips)) in page.text("main")


def test_sources_say_what_uses_them(read: Read, corpus: Corpus) -> None:
    for language in LANGUAGES:
        page = read(addresses.address("sources", None, language))
        assert set(corpus.sources) <= set(page.ids)
        assert {source.url for source in corpus.sources.values()} <= set(page.links)
        used = {addresses.address("tip", t.id, language) for t in corpus.tips.values() if t.sources}
        assert used <= set(page.links)


def test_the_facts_are_those_of_the_installation(read: Read, corpus: Corpus) -> None:
    whole = read("/over").text("main")
    assert f"{len(corpus.tips)} tips" in whole
    assert f"{len(corpus.sources)} bronnen" in whole
    assert "multilingual-e5-small" in whole
    assert re.search(r"Eigen documenten\s*1\b", whole)
    privacy = read("/privacy").text("main")
    assert "houdt geen logboek van verzoeken bij" in privacy
    assert "aanmeld" not in privacy
    assert "Slack" not in privacy


@pytest.mark.parametrize("path", ["/", "/en/", "/over", "/en/library", "/tip/collega-zegt-nee"])
def test_every_page_says_that_this_is_a_computer(read: Read, path: str) -> None:
    page = read(path)
    language = addresses.language_of(path)
    assert words.AI_FOOTER[language] in page.text("footer")
    assert "0.1." in page.text("footer")
    if path in ("/", "/en/"):
        assert words.AI_NOTICE[language] in page.text("aside")


# words


def test_every_word_exists_in_both_languages() -> None:
    texts: list[Mapping[str, str]] = [
        *page_words.WORDS.values(),
        *page_words.PHASE_NAMES.values(),
        *words.PRACTICE_NAMES.values(),
        *(text for pair in page_words.REFUSALS.values() for text in pair),
    ]
    for text in texts:
        assert set(text) == set(LANGUAGES)
        assert all(text[language].strip() for language in LANGUAGES)
        assert set(re.findall(r"\{\w+\}", text["nl"])) == set(re.findall(r"\{\w+\}", text["en"]))
    assert set(page_words.PHASE_NAMES) == set(PHASES)
    assert set(words.PRACTICE_NAMES) == set(PRACTICES)
    assert len(ROLES) == 5


def test_every_word_that_a_template_asks_for_is_there_and_used() -> None:
    asked: set[str] = set()
    for template in TEMPLATES.glob("*.html"):
        asked |= set(re.findall(r"(?<!chat_)word\('(\w+)'\)", template.read_text("utf-8")))
    code = "".join(
        (TEMPLATES.parent / name).read_text("utf-8") for name in ("view.py", "picture.py")
    )
    asked |= set(re.findall(r"(?<!chat_)word\(\"(\w+)\"", code))
    built = {key for key in page_words.WORDS if key.startswith(("group_", "read_", "kind_"))}
    assert asked <= set(page_words.WORDS)
    assert set(page_words.WORDS) - asked - built == set()


@pytest.mark.parametrize("kind", TEXTS)
def test_texts_are_twins(read: Read, kind: Any) -> None:
    pages = [read(addresses.address(kind, None, language)) for language in LANGUAGES]
    dutch, english = ([name for name in page.ids if not name.startswith("b-")] for page in pages)
    assert dutch == english
    for tag in ("h1", "h2", "h3", "p", "li", "dt"):
        assert len(pages[0].parts.get(tag, [])) == len(pages[1].parts.get(tag, [])), tag


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_plain(read: Read, kind: Any, language: Language) -> None:
    page = read(addresses.address(kind, None, language))
    inside = page.text("main" if kind == "trainers" else "article")
    said = [" ".join(text.split()) for tag in ("p", "li") for text in page.parts[tag]]
    sentences = [text for text in said if text and text in inside]
    assert len(sentences) > 5
    found = measure(sentences, language)
    assert found.words_per_sentence <= MEAN, found
    assert found.longest <= 25, found.longest_sentence
