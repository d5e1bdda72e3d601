"""A trainer's own case: what is found for it, what is not, and whom to call in danger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.course.models import Pack, Plan
from assistant.course.pack import build_pack, lines_of
from assistant.course.plan import check_plan
from corpus.coursebook import Coursebook
from corpus.models import Corpus
from corpus.problem import Problem
from index.retriever import Retriever

SHED = """Bewoners willen de oude schuur achter de kerk gebruiken als repaircafé. Ze zijn drie \
keer doorverbonden. De collega van Vastgoed zegt dat de schuur verkocht wordt en wil er niets meer \
over horen. De trekker van de groep is moe en dreigt te stoppen.

De wethouder heeft op een buurtfeest gezegd dat hij het een prachtig idee vindt. Sindsdien denken \
de bewoners dat het rond is. Er staat niets op papier."""
BOILER = """De verwarmingsketel is van 1987 en draait op stookolie, met een brander van 40 \
kilowatt en een expansievat van 80 liter. De condensator moet worden ontlucht en de thermokoppels \
geven foutcode E17."""
THREAT = """Op de informatieavond riep een bewoner dat hij mij wel zou weten te vinden. Hij zei \
dat mijn auto eraan ging. Mijn leidinggevende zegt dat het erbij hoort. Ik durf niet meer."""
ENGLISH = """My colleague in Finance says no to the residents' plan for the playground. The \
alderman has already promised it in the newspaper. The residents expect an answer on Friday, and I \
have nothing to tell them."""

Build = Callable[..., Pack]


@pytest.fixture(scope="module")
def build(corpus: Corpus, real_book: Coursebook, real_retriever: Retriever) -> Build:
    def built(story: str, **changes: object) -> Pack:
        plan = replace(Plan(own_case=story), **changes)  # type: ignore[arg-type]
        plan = check_plan(plan, corpus, real_book)
        return build_pack(plan, corpus, real_book, real_retriever.retrieve)

    return built


def test_the_tips_are_those_that_fit_the_case(build: Build) -> None:
    pack = build(SHED)
    assert {"belofte-zonder-dekking", "trekker-is-moe"} <= {tip.id for tip in pack.tips}
    assert 3 <= len(pack.tips) <= 5
    assert pack.care is None
    assert not any("vond ik geen tip" in line.text for line in pack.thin)


def test_the_case_stands_in_the_pack_in_the_trainers_words(build: Build) -> None:
    pack = build(SHED)
    case = pack.cases[0]
    assert case.id == "own"
    assert "\n\n".join(line.text for line in case.story) == SHED
    assert {line.origin for line in case.story} == {"own"}
    assert case.fact and case.judgement and case.action and case.remarks and case.pitfalls
    assert case.cards == ()
    assert any("rolkaarten" in line.text for line in pack.thin)
    assert any("echte namen" in line.text for line in pack.thin)
    assert pack.sessions[0].steps[1].cases == ("own",)
    assert not any("verzonnen" in line.text for line in lines_of(pack))


def test_what_nothing_was_found_for_is_quoted(build: Build) -> None:
    pack = build(f"{SHED}\n\n{BOILER}")
    told = [line.text for line in pack.thin if "vond ik geen tip" in line.text]
    assert len(told) >= 1
    assert any("condensator" in text or "stookolie" in text for text in told)
    assert all("buurtfeest" not in text for text in told)


def test_a_case_on_something_else_gets_the_tips_of_the_practice_and_says_so(build: Build) -> None:
    pack = build(BOILER, practices=("houding",))
    assert {tip.practice for tip in pack.tips} == {"houding"}
    assert any("geen tips die echt passen" in line.text for line in pack.thin)
    with pytest.raises(Problem, match="names no subject"):
        build(BOILER)


def test_danger_comes_first_and_cannot_be_left_out(build: Build) -> None:
    pack = build(THREAT, without=("care", "safety", "thin"))
    assert pack.care
    assert "112" in pack.care.text
    first = [line.id for line in lines_of(pack)][:10]
    assert "care" in first
    assert build(THREAT, language="en").care != pack.care


def test_an_english_case_gets_an_english_pack(build: Build) -> None:
    pack = build(ENGLISH, language="en")
    assert "belofte-zonder-dekking" in {tip.id for tip in pack.tips}
    assert pack.cases[0].title.text == "A case from your own work"


def test_html_and_signs_in_a_case_are_only_text(build: Build) -> None:
    pack = build(f"<script>alert(1)</script> {{~=#:}} {SHED}")
    assert pack.cases[0].story[0].text.startswith("<script>alert(1)</script> {~=#:} Bewoners")


def test_a_long_case_is_told(build: Build) -> None:
    pack = build(" ".join([SHED.replace("\n", " ")] * 5))
    assert any("Je eigen casus telt" in line.text for line in pack.thin)
    assert len([line for line in pack.thin if "vond ik geen tip" in line.text]) <= 4
