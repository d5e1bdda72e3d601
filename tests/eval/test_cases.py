from pathlib import Path

import pytest

from corpus.problem import Problem
from eval.cases import Case, read_cases
from eval.split import assign, select

UNITS = frozenset({"tip:nee-zeggen", "chapter:onderzoek"})
GOOD = """
- id: a-1
  question: "Mag ik nee zeggen?"
  language: nl
  expect: answered
  practices: [relaties]
  tips: {nee-zeggen: 2, "chapter:onderzoek": 1}
"""


def read(tmp_path: Path, text: str) -> tuple[Case, ...]:
    (tmp_path / "some.yaml").write_text(text, encoding="utf-8")
    return read_cases(tmp_path, UNITS)


def test_a_case_is_read_with_units_as_the_index_names_them(tmp_path: Path) -> None:
    (case,) = read(tmp_path, GOOD)
    assert case.grades == {"tip:nee-zeggen": 2, "chapter:onderzoek": 1}
    assert (case.file, case.practices) == ("some", ("relaties",))


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("  language: nl", "  taal: nl", "unknown key 'taal'"),
        ("  language: nl", "  language: de", "unknown language 'de'"),
        ("nee-zeggen: 2", "ja-zeggen: 2", "unknown tip 'ja-zeggen'"),
        ("nee-zeggen: 2", "nee-zeggen: 3", "grade of 'nee-zeggen' is not 1 or 2"),
        ("[relaties]", "[relatie]", "unknown practice 'relatie'"),
        ("expect: answered", "expect: greeting", "only an answered case"),
        ("expect: answered", "expect: error", "unknown expectation 'error'"),
    ],
)
def test_a_fault_names_file_and_case(tmp_path: Path, before: str, after: str, fault: str) -> None:
    with pytest.raises(Problem) as caught:
        read(tmp_path, GOOD.replace(before, after))
    assert "some.yaml, a-1" in caught.value.en
    assert fault in caught.value.en


def test_ids_and_questions_come_once(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="same id as a-1"):
        read(tmp_path, GOOD + GOOD.replace("nee zeggen?", "weigeren?"))
    with pytest.raises(Problem, match="same question as a-1"):
        read(tmp_path, GOOD + GOOD.replace("a-1", "a-2").replace("Mag ik", "mag  IK"))


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace("language: nl", "language: de")
    with pytest.raises(Problem) as caught:
        read(tmp_path, wrong + wrong.replace("a-1", "a-2"))
    assert "a-1" in caught.value.en
    assert "a-2" in caught.value.en


def case(number: int, file: str = "f") -> Case:
    return Case(f"{file}-{number}", file, f"q{number}", "nl", "greeting")


def test_the_split_is_even_in_every_stratum_and_repeatable() -> None:
    cases = [case(n, file) for file in ("f", "g") for n in range(10)]
    halves = assign(cases, {})
    assert halves == assign(list(reversed(cases)), {})
    for file in ("f", "g"):
        assert sum(half == "dev" for name, half in halves.items() if name[0] == file) == 5


def test_new_cases_never_move_old_ones() -> None:
    old = assign([case(n) for n in range(7)], {})
    new = assign([case(n) for n in range(20)], old)
    assert {name: new[name] for name in old} == old
    assert sorted(new.values()).count("dev") == 10


def test_a_case_without_a_half_stops_a_run_on_one_half() -> None:
    with pytest.raises(Problem, match="f-2"):
        select([case(1), case(2)], {"f-1": "dev"}, "dev")
    assert len(select([case(1), case(2)], {}, "all")) == 2
