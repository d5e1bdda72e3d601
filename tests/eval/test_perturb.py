import pytest

from eval.perturb import KINDS, Kind, perturb

QUESTION = "Mijn collega van Groen wil het plan van de bewoners niet, wat nu?"


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_gives_the_same_output(kind: Kind) -> None:
    once = perturb(QUESTION, kind, "nl", "a-1")
    assert once == perturb(QUESTION, kind, "nl", "a-1")
    assert once != QUESTION


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("question", ["", "?", "a", "😀", "nee"])
def test_nothing_is_too_short(kind: Kind, question: str) -> None:
    assert isinstance(perturb(question, kind, "en", "a-1"), str)


def test_a_typo_changes_few_words() -> None:
    before, after = QUESTION.split(), perturb(QUESTION, "typos", "nl", "a-1").split()
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_each_kind_does_what_it_says() -> None:
    assert perturb(QUESTION, "capitals", "nl", "x") in (QUESTION.upper(), QUESTION.lower())
    assert "," not in perturb(QUESTION, "no-punctuation", "nl", "x")
    assert perturb(QUESTION, "preamble", "nl", "x").endswith(QUESTION)
    assert "medewerker van Groen" in perturb(QUESTION, "synonyms", "nl", "x")
    assert perturb("Angry Residents", "synonyms", "en", "x") == "Furious Locals"
