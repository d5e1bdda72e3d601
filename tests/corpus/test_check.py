from __future__ import annotations

from pathlib import Path

import pytest

from corpus.check import check, coverage, empty_cells
from corpus.models import PRACTICES, ROLES, Corpus

DUTCH = "tips/relaties/moestuin.nl.md"
ENGLISH = "tips/relaties/moestuin.en.md"
LONG = " ".join(["Dit"] + ["woord"] * 28 + ["telt."])


def _messages(root: Path) -> list[str]:
    _, findings = check(root)
    return [str(finding).removeprefix(f"{root}/") for finding in findings]


def test_the_small_corpus_follows_every_rule(small_corpus: Path) -> None:
    assert _messages(small_corpus) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "wanted"),
    [
        (DUTCH, "[S1, S8]\nsee", "[S8]\nsee", "basis 'essay' needs a source of that kind"),
        (DUTCH, "basis: essay", "basis: praktijk", "basis 'praktijk' needs a source of that kind"),
        (DUTCH, "[parkeren]", "[bestaat-niet]", "see_also 'bestaat-niet' is not a tip"),
        (DUTCH, "[parkeren]", "[moestuin]", "see_also points to the tip itself"),
        (DUTCH, "  - Hoe begin ik met de moestuin?\n", "", "has 5 situations, must be 6 to 9"),
        (
            ENGLISH,
            "How do I begin with the vegetable garden?",
            "Getting started, with the vegetable garden!",
            "a situation copies the title or another situation: 'getting started with the",
        ),
        (
            DUTCH,
            "Hoe begin ik met de moestuin?",
            "Waarom " + "toch " * 45 + "dit?",
            "a situation has over 45 words: 'Waarom toch",
        ),
        (
            DUTCH,
            "Beloof niets.",
            "Beloof niets. Zeg niets. Doe niets. Laat niets.",
            "'Let op' has 4 sentences, must be 1 to 3",
        ),
        (
            DUTCH,
            "Dat kost tijd. [S8]",
            "[S8]",
            "'Wat speelt er' has 1 sentences, must be 2 to 4",
        ),
        (
            ENGLISH,
            "What do I know of the vegetable garden already?",
            "Ask about the garden.",
            "'Ask yourself' must end with a question mark",
        ),
        (DUTCH, "Ga samen kijken.", "Ga. Kijk samen.", "step 2 must be one sentence: 'Ga. Kijk"),
        (
            DUTCH,
            "Ga samen kijken.",
            "Daarna ga je kijken.",
            "step 2 points back to another step: 'Daarna ga",
        ),
        (
            ENGLISH,
            "Go and look together.",
            "After that go and look.",
            "step 2 points back to another step: 'After that",
        ),
        (DUTCH, "Beloof niets.", "Het essay zegt niets.", "names a source in the text: 'Het essay"),
        (DUTCH, "Beloof niets.", LONG, "a sentence has 30 words: 'Dit woord"),
        (
            DUTCH,
            "Beloof niets.",
            "Interdepartementale verantwoordelijkheidsverdeling organisatiebeleidsmatig "
            "verantwoordelijkheidsconstateringen beleidsverantwoordelijkheden "
            "participatiebeleidsuitvoeringsorganisaties gemeentesecretarisondersteuning.",
            "reads hard: reading ease",
        ),
        (
            "sources.yaml",
            "year: 2019\n  url: https://example.org/essay\n  grade: A",
            "year: 2019\n  url: https://example.org/essay\n  grade: C",
            "rests on sources of grade C alone; make the basis 'uitwerking'",
        ),
        (
            "background/onderzoek.en.md",
            "The researchers shadowed",
            LONG.replace(".", " of whom the researchers shadowed"),
            "a sentence has 40 words",
        ),
    ],
)
def test_a_broken_rule_is_named_with_its_file(
    path: str, old: str, new: str, wanted: str, small_corpus: Path
) -> None:
    file = small_corpus / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")

    messages = _messages(small_corpus)

    where = "background/onderzoek.nl.md" if path == "sources.yaml" else path
    assert any(found.startswith(f"{where}:1: {wanted}") for found in messages), messages


def test_a_steps_section_has_three_to_six(small_corpus: Path) -> None:
    for path, step in (
        (DUTCH, "2. Ga samen kijken. [eigen]\n"),
        (ENGLISH, "2. Go and look together.\n"),
    ):
        text = (small_corpus / path).read_text(encoding="utf-8")
        (small_corpus / path).write_text(text.replace(step, ""), encoding="utf-8")

    assert _messages(small_corpus) == [
        f"{ENGLISH}:1: 'What you can do' has 2 steps, must be 3 to 6",
        f"{DUTCH}:1: 'Wat je kunt doen' has 2 steps, must be 3 to 6",
    ]


def test_coverage_counts_each_practice_role_and_phase(small_corpus: Path) -> None:
    corpus, _ = check(small_corpus)

    assert coverage(corpus) == {
        ("relaties", "wijkmanager", "verkennen"): 1,
        ("draagvlak", "wijkmanager", "verkennen"): 1,
        ("binnen-buiten", "wijkmanager", "verkennen"): 1,
    }
    empty = empty_cells(corpus)
    assert len(empty) == len(PRACTICES) * len(ROLES) - 3
    assert ("houding", "wijkmanager") in empty
    assert ("relaties", "wijkmanager") not in empty


def test_the_shipped_corpus_follows_every_rule(corpus: Corpus) -> None:
    shipped, findings = check()

    assert findings == ()
    assert shipped == corpus
    assert empty_cells(corpus) == ()
