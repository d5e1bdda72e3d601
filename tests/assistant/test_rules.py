from __future__ import annotations

from importlib.resources import files

import pytest

from assistant.rules import read_rules

NAMES = sorted(
    path.name.removesuffix(".txt") for path in files("assistant").joinpath("rule_files").iterdir()
)


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_file_reads_and_every_rule_has_a_kind(name: str) -> None:
    rules = read_rules(name)
    assert rules
    assert all(rule.kind for rule in rules)


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_matches_nothing(name: str) -> None:
    assert not [rule for rule in read_rules(name) if rule.pattern.search("")]


def test_a_space_stands_for_punctuation_too() -> None:
    pattern = next(r.pattern for r in read_rules("work") if r.pattern.search("town hall"))
    assert pattern.search("town-hall")
    assert not pattern.search("townhouse")
