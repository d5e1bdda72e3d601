from __future__ import annotations

from collections.abc import Sequence

from assistant.composer import MAX_WORDS, Wish, compose
from corpus.models import Passage, View
from index.models import Hit

KEYS = {"speelt": 2, "doe": 5, "let-op": 1, "zeg": 1, "vraag": 1}


def passages(name: str, practice: str = "relaties") -> list[Passage]:
    return [
        Passage(
            f"tip:{name}#{key}",
            "nl",
            "tip",
            f"tip:{name}",
            practice,
            name,
            key,
            " ".join(parts),
            parts,
            "essay",
            (),
        )
        for key, number in KEYS.items()
        for parts in [tuple(f"{name} {key} {n} woord." for n in range(number))]
    ]


TIPS = {"tip:a": passages("a"), "tip:b": passages("b", "houding")}


def sections(parent: str) -> Sequence[Passage]:
    return TIPS[parent]


def hit(passage: Passage, score: float) -> Hit:
    view = View(f"{passage.parent}@nl~t", "title", passage.parent, "nl", "t", passage.key)
    return Hit(passage.parent, score, score, 0.9, 0.0, 0.0, 0.0, view, passage)


def no_fit(sentence: str) -> float:
    return 0.0


def test_an_answer_opens_with_what_is_going_on_and_then_steps() -> None:
    blocks = compose([hit(TIPS["tip:a"][1], 0.9)], sections, no_fit, Wish())
    assert [block.label for block in blocks] == [None, "doe", "zeg", "let-op", "vraag"]
    assert [s.part for s in blocks[1].statements] == [0, 1, 2, 3]


def test_the_first_step_stays_and_the_fitting_ones_join_it_in_order() -> None:
    def fit(sentence: str) -> float:
        return 1.0 if sentence in ("a doe 4 woord.", "a doe 3 woord.") else 0.0

    blocks = compose([hit(TIPS["tip:a"][1], 0.9)], sections, fit, Wish())
    assert [s.part for s in blocks[1].statements] == [0, 1, 3, 4]


def test_a_near_tip_of_another_practice_joins_and_a_far_one_does_not() -> None:
    near = [hit(TIPS["tip:a"][1], 0.9), hit(TIPS["tip:b"][1], 0.85)]
    far = [hit(TIPS["tip:a"][1], 0.9), hit(TIPS["tip:b"][1], 0.3)]
    assert compose(near, sections, no_fit, Wish())[-1].label == "ook"
    assert "ook" not in [block.label for block in compose(far, sections, no_fit, Wish())]


def test_a_document_is_cited_beside_the_tip() -> None:
    chunk = Passage(
        "doc:x#1",
        "nl",
        "document",
        "doc:x",
        None,
        "X",
        "",
        "Een zin. Nog een.",
        ("Een zin.", "Nog een."),
        "document",
        (),
        page=3,
    )

    def of(parent: str) -> Sequence[Passage]:
        return [chunk] if parent == "doc:x" else sections(parent)

    beside = compose([hit(TIPS["tip:a"][1], 2.0), hit(chunk, 1.5)], of, no_fit, Wish())
    assert beside[-1].label == "document"
    far = compose([hit(TIPS["tip:a"][1], 2.0), hit(chunk, 0.5)], of, no_fit, Wish())
    assert "document" not in [block.label for block in far]
    alone = compose([hit(chunk, 0.8)], of, no_fit, Wish())
    assert [block.label for block in alone] == [None]


def test_the_sentences_around_the_best_one_come_along_from_the_next_chunk() -> None:
    chunks = [
        Passage(
            f"doc:x#{n}",
            "nl",
            "document",
            "doc:x",
            None,
            "X",
            "",
            " ".join(parts),
            parts,
            "document",
            (),
        )
        for n, parts in enumerate([("Een.", "Twee."), ("Drie.", "Vier.")], start=1)
    ]

    def fit(sentence: str) -> float:
        return float(sentence == "Drie.")

    (block,) = compose([hit(chunks[1], 2.0)], lambda parent: chunks, fit, Wish())
    assert [statement.text for statement in block.statements] == ["Twee.", "Drie.", "Vier."]


def test_words_to_say_come_first_when_asked_for() -> None:
    blocks = compose([hit(TIPS["tip:a"][1], 0.9)], sections, no_fit, Wish(say=True))
    assert [block.label for block in blocks][:3] == [None, "zeg", "doe"]


def test_an_answer_fits_on_one_screen() -> None:
    long = Passage(
        "tip:a#let-op",
        "nl",
        "tip",
        "tip:a",
        "relaties",
        "a",
        "let-op",
        "woord " * 200,
        ("woord " * 200,),
        "essay",
        (),
    )
    tip = [p if not p.id.endswith("let-op") else long for p in TIPS["tip:a"]]
    blocks = compose([hit(tip[1], 0.9)], lambda parent: tip, no_fit, Wish())
    words = sum(len(s.text.split()) for block in blocks for s in block.statements)
    assert words <= MAX_WORDS
    assert "let-op" not in [block.label for block in blocks]
