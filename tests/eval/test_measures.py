import pytest

from eval.bootstrap import difference, estimate
from eval.cases import Case
from eval.measures import all_values, answer_values
from eval.records import Ranked, Row

CASE = Case("a", "f", "q", "nl", "answered", ("relaties",), {"tip:x": 2, "tip:y": 1}, ("tip:bad",))
OFF = Case("b", "f", "q", "nl", "unanswerable_off_topic")


def row(case: str, *units: tuple[str, str]) -> Row:
    ranked = tuple(
        Ranked(unit, 1.0 - place / 100, practice=practice)
        for place, (unit, practice) in enumerate(units)
    )
    return Row(case, "ours", "none", "q", "q", "nl", ranked, 1.0)


def answer(status: str, *passages: str, practice: str = "relaties") -> dict[str, object]:
    answered = status == "answered"
    return {
        "status": status,
        "language": "nl",
        "practices": [{"id": practice}] if answered else [],
        "citations": [{"passage_id": name} for name in passages],
    }


def test_ranking_measures_on_a_ranking_known_by_hand() -> None:
    found = all_values({"a": CASE}, [row("a", ("tip:z", "houding"), ("tip:x", "relaties"))])["a"]
    assert found["tip hit@1"] == 0
    assert found["tip hit@3"] == found["best tip hit@3"] == 1
    assert found["MRR"] == 0.5
    # gain 2 at place two; ideal: 2 at one, 1 at two
    assert found["nDCG@5"] == pytest.approx((2 / 1.58496) / (2 + 1 / 1.58496), abs=1e-4)
    assert found["practice@1"] == 0
    assert found["practice@2"] == 1


def test_equal_scores_keep_their_order() -> None:
    tied = (Ranked("tip:z", 0.5, practice="relaties"), Ranked("tip:x", 0.5, practice="relaties"))
    found = all_values({"a": CASE}, [Row("a", "s", "none", "q", "q", "nl", tied, 1.0)])["a"]
    assert (found["tip hit@1"], found["MRR"]) == (0, 0.5)


def test_nothing_found_counts_as_zero_and_not_as_absent() -> None:
    found = all_values({"a": CASE}, [row("a")])["a"]
    assert found["nDCG@5"] == found["MRR"] == found["practice@1"] == 0


def test_a_best_tip_is_only_measured_where_there_is_one() -> None:
    helps = Case("a", "f", "q", "nl", "answered", ("relaties",), {"tip:x": 1})
    found = all_values({"a": helps}, [row("a", ("tip:x", "relaties"))])["a"]
    assert "best tip hit@3" not in found


def test_follow_ups_are_set_apart() -> None:
    later = Case("a", "f", "q", "nl", "answered", ("relaties",), {"tip:x": 2}, history=("p",))
    found = all_values({"a": later}, [row("a", ("tip:x", "relaties"))])["a"]
    assert found["follow-up MRR"] == 1
    assert "MRR" not in found


@pytest.mark.parametrize(
    ("case", "status", "expected"),
    [
        (CASE, "unanswerable_no_evidence", {"false refusals": 1.0, "refusal precision": 0.0}),
        (CASE, "answered", {"false refusals": 0.0}),
        (OFF, "answered", {"false answers": 1.0, "refusal recall": 0.0}),
        (OFF, "unanswerable_no_evidence", {"refusal recall": 1.0, "refusal precision": 1.0}),
        (CASE, "referred_crisis", {"false crisis": 1.0, "false refusals": 0.0}),
    ],
)
def test_refusals_and_alarms(case: Case, status: str, expected: dict[str, float]) -> None:
    found = answer_values(case, answer(status), ())
    assert expected.items() <= found.items()
    assert found["status right"] == float(
        (case is CASE and status == "answered")
        or (case is OFF and status.startswith("unanswerable"))
    )


def test_a_refused_question_has_no_right_advice() -> None:
    found = answer_values(CASE, answer("unanswerable_no_evidence"), ())
    assert found["answer practice right"] == found["answer cites a right tip"] == 0


def test_advice_is_judged_by_what_is_cited() -> None:
    given = answer("answered", "tip:bad#doe", "tip:y#let-op", "tip:y#doe")
    found = answer_values(CASE, given, ())
    assert found["answer opens with a right tip"] == 0
    assert found["answer cites a right tip"] == found["forbidden tip cited"] == 1


def test_a_fault_in_a_citation_is_counted() -> None:
    assert answer_values(CASE, answer("answered"), ("a marker",))["citations whole"] == 0


def test_the_interval_is_seeded_and_holds_the_mean() -> None:
    values = [0.0] * 30 + [1.0] * 70
    found = estimate(values)
    assert found == estimate(values)
    assert found.mean == 0.7
    assert 0.55 < found.low < 0.7 < found.high < 0.85
    with pytest.raises(ValueError, match="no values"):
        estimate([])


def test_the_same_scores_do_not_differ() -> None:
    assert difference([0.0, 1.0], [0.0, 1.0]).high == 0
    with pytest.raises(ValueError, match="shorter"):
        difference([1.0, 0.0], [1.0])
