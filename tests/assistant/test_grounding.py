"""The citation gate on literals: what it lets through, and why it refuses the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from assistant.grounding.gate import LONGEST, Given, check, source_sentences
from corpus.models import LANGUAGES, Corpus, Language
from corpus.passages import corpus_passages

PLAN = Given(
    "Loop vandaag nog bij je collega langs en vraag wat er precies mis kan gaan. "
    "Schakel je leidinggevende in als praten niets oplost, en zeg dat vooraf tegen je collega. "
    "Vraag de wethouder om bewoners binnen drie weken te vertellen wat er doorgaat. "
    "Zeg tegen bewoners niet dat een collega dwarsligt, want dan verliest de gemeente. "
    "Wat gedekt is, kan alleen de verzekeringsadviseur zeggen. "
    "Neem hooguit twee bewoners en drie collega's mee naar het eerste gesprek over het idee.",
    "nl",
)
OTHER = Given("Zet de stoelen in een kring en schrijf drie woorden op een groot vel.", "nl")
ENGLISH = Given(
    "Ask the alderman to tell residents what will go ahead within three weeks. "
    "Never pass on a number without consent. "
    "Ring the chair before the meeting starts, and do not promise anything. "
    "Say yes to a first talk about an idea. "
    "Is there damage? Then ring the lawyer first.",
    "en",
)
PASSAGES = {1: PLAN, 2: OTHER, 3: ENGLISH}


def reason(sentence: str, *cites: int) -> str | None:
    return check(sentence, cites or (1,), PASSAGES).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Loop vandaag nog bij je collega langs en vraag wat er precies mis kan gaan.",
        "Loop nog vandaag langs bij je collega, en vraag dan wat er precies mis kan gaan.",
        "Zeg niet tegen bewoners dat een collega dwarsligt, want anders verliest de gemeente.",
        "Als praten niets oplost, schakel je leidinggevende in.",
        "Neem hooguit twee bewoners en drie collega's mee naar het eerste gesprek.",
        "Zeg tegen bewoners niet dat een collega dwarsligt, en loop vandaag langs bij je collega.",
        "Wat gedekt is, kan alleen de verzekeringsadviseur vertellen.",
    ],
)
def test_what_stays_with_the_source_passes(sentence: str) -> None:
    verdict = check(sentence, [1], PASSAGES)
    assert verdict.supported, verdict
    assert verdict.reason is None
    assert all(source in PLAN.text for source in verdict.sources)


@pytest.mark.parametrize(
    ("sentence", "why", "words"),
    [
        ("Vraag de wethouder om bewoners binnen vier weken te vertellen wat er doorgaat.",
         "new-number", ("vier",)),
        ("Neem hooguit drie bewoners en twee collega's mee naar het eerste gesprek over het idee.",
         "new-number", ("drie", "twee")),
        ("Vraag de wethouder maandag om bewoners te vertellen wat er doorgaat.",
         "new-number", ("maandag",)),
        ("Vraag de wethouder om bewoners niet te vertellen wat er doorgaat.",
         "new-negation", ("niet",)),
        ("Zeg tegen bewoners dat een collega dwarsligt.", "lost-negation", ("niet",)),
        ("Wat gedekt is, kan de verzekeringsadviseur zeggen.", "new-strength", ("alleen",)),
        ("Neem minstens twee bewoners en drie collega's mee naar het eerste gesprek.",
         "new-strength", ("minstens", "hooguit")),
        ("Vraag de wethouder om bewoners te vertellen wat er moet doorgaan.",
         "new-strength", ("moet",)),
        ("Schakel je leidinggevende in en zeg dat achteraf tegen je collega.",
         "new-relation", ("achteraf", "vooraf")),
        ("Schakel je leidinggevende in, en zeg dat vooraf tegen je collega.",
         "lost-condition", ("als", "praten", "niets", "oplost")),
        ("Vraag de burgemeester om bewoners te vertellen wat er doorgaat.",
         "new-actor", ("burgemeester",)),
        ("Vraag bewoners om de wethouder te vertellen wat er doorgaat.", "role-swap", None),
        ("Vraag de wethouder Jansen om bewoners te vertellen wat er doorgaat.",
         "new-name", ("Jansen",)),
        ("Vraag de wethouder om bewoners binnen drie weken per brief te vertellen wat er doorgaat.",
         "too-little", ("per", "brief")),
        ("Vraag de wethouder om bewoners te vertellen wat er doorgaat.", "too-little",
         ("drie", "weken")),
        ("Loop vandaag bij je collega langs, want dan verliest de gemeente.", "new-relation",
         ("want",)),
        ("", "too-little", ()),
        ("😀 !!!", "too-little", ()),
        ("Loop langs bij [je collega](https://example.org).", "markup", None),
        ("Лоп vandaag bij je collega langs.", "too-little", None),
    ],
)  # fmt: skip
def test_a_subtle_change_is_named(sentence: str, why: str, words: tuple[str, ...] | None) -> None:
    verdict = check(sentence, [1], PASSAGES)
    assert not verdict.supported
    assert verdict.reason == why, verdict
    assert words is None or verdict.words == words


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Within three weeks, ask the alderman to tell residents what will go ahead.", None),
        ("Before the meeting starts, ring the chair, and don't promise anything.", None),
        ("If there is damage, ring the lawyer first.", None),
        ("Ring the chair after the meeting starts.", "new-relation"),
        ("Ring the chair before the meeting starts, and promise anything.", "lost-negation"),
        ("Never pass on a number.", "lost-condition"),
        ("Ring the lawyer first.", "lost-condition"),
        ("Say yes to an idea.", "too-little"),
        ("Ask residents to tell the alderman what will go ahead.", "role-swap"),
        ("Ask the mayor to tell residents what will go ahead.", "new-actor"),
        ("You must ring the chair before the meeting starts.", "new-strength"),
        ("Ring the chair one day before the meeting starts.", "new-number"),
    ],
)
def test_english_too(sentence: str, why: str | None) -> None:
    assert reason(sentence, 3) == why


def test_the_marker_has_to_be_there_and_to_be_right() -> None:
    own = "Zet de stoelen in een kring."
    assert check(own, [], PASSAGES).reason == "no-marker"
    assert check(own, [2, 9], PASSAGES).words == ("9",)
    assert reason(own, 9) == "unknown-marker"
    assert reason(own, 1) is not None
    assert reason(own, 2) is None
    assert reason(own, 2, 1) == "wrong-passage"
    assert reason(own, 2, 3) == "too-little"


def test_a_passage_that_holds_more_of_the_sentence_is_the_one_to_cite() -> None:
    short = Given("Praat eerst met bewoners over de bankjes.", "nl")
    full = Given("Praat eerst met bewoners over de bankjes en de boom.", "nl")
    cited = {1: Given("Praat eerst met bewoners over de boom.", "nl"), 2: full}
    sentence = "Praat eerst met bewoners over de bankjes en de boom."
    assert check(sentence, [1], cited).reason is not None
    assert check(sentence, [2], cited).supported
    assert check("Praat eerst met bewoners over de bankjes.", [2], {1: short, 2: full}).supported


def test_two_passages_may_be_cited_together() -> None:
    sentence = "Zet de stoelen in een kring, en vraag wat er precies mis kan gaan."
    assert check(sentence, [1, 2], PASSAGES).supported
    assert check(sentence, [2], PASSAGES).reason is not None


def test_a_likeness_that_points_elsewhere_vetoes_and_never_helps() -> None:
    def far(sentence: str, passages: Sequence[str]) -> list[float]:
        assert sentence
        return [0.9 if "stoelen" in text else 0.2 for text in passages]

    good = "Loop vandaag nog bij je collega langs."
    assert check(good, [1], PASSAGES).supported
    assert check(good, [1], PASSAGES, similarity=far).reason == "wrong-passage"
    assert check("Zet de tafels in een kring.", [2], PASSAGES, similarity=far).supported is False


def test_a_second_opinion_vetoes_and_never_helps() -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def always(answer: bool, sentence: str, sources: Sequence[str]) -> bool:
        asked.append((sentence, tuple(sources)))
        return answer

    good, wrong = "Loop vandaag nog bij je collega langs.", "Loop nooit bij je collega langs."
    verdict = check(good, [1], PASSAGES, support=lambda s, o: always(False, s, o))
    assert verdict.reason == "not-entailed"
    assert asked == [(good, (source_sentences(PLAN.text)[0],))]
    assert check(good, [1], PASSAGES, support=lambda s, o: always(True, s, o)).supported
    assert not check(wrong, [1], PASSAGES, support=lambda s, o: always(True, s, o)).supported
    assert len(asked) == 2


@pytest.mark.parametrize(
    "sentence",
    ["Vraag, " * LONGEST, "Vraag " * 50_000, "de raad, en " * 26, "duizend" * 3_000, "x" * 10**6],
)
def test_what_is_no_sentence_is_refused_at_once(sentence: str) -> None:
    assert not check(sentence, [1], PASSAGES).supported


def test_a_then_stays_with_its_question() -> None:
    assert source_sentences("Weet je het? Zeg het dan. Dan is het goed. Klaar.") == [
        "Weet je het?",
        "Zeg het dan. Dan is het goed.",
        "Klaar.",
    ]
    assert source_sentences("Heb je geen tijd? Bel dan later.") == [
        "Heb je geen tijd? Bel dan later."
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_every_tip_pass_and_without_their_negation_they_don_t(
    corpus: Corpus, language: Language
) -> None:
    negation = re.compile(r"\b(?:niet|nooit|not|never) ")
    for passage in corpus_passages(corpus):
        if passage.language != language or not passage.id.endswith("#let-op"):
            continue
        given = {1: Given(passage.text, language)}
        for sentence in source_sentences(passage.text):
            assert check(sentence, [1], given).supported, sentence
            if negation.search(sentence):
                changed = negation.sub("", sentence, count=1)
                assert not check(changed, [1], given).supported, changed
