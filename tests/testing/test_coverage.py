"""Coverage: what the cases exercise, as far as it took part in a verdict."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from policyrules.model.expr import And, Expr, Field, If, Literal, Not, Or, Subject
from policyrules.model.types import BOOL
from policyrules.testing.coverage import Covered, measure
from policyrules.testing.coverage.conditions import Decision, decisions
from policyrules.testing.parts import Owner, Part
from tests.build import text
from tests.testing.small import CASES, RULES, copy, trial

A, B, C = (Field(Subject("teacher"), name, BOOL) for name in "abc")
OWNER = Owner("rule", "r", "teacher", text("规则", "rule"), None)


def decision(expr: Expr) -> Decision:
    return next(decisions(Part(OWNER, "must", expr)))


@pytest.mark.parametrize(
    ("expr", "wanted"),
    [
        (And((A, Or((B, Not(C))))), lambda a, b, c: a and (b or not c)),
        (If(A, B, C, BOOL), lambda a, b, c: b if a else c),
        (Or((And((A, B)), And((Not(A), C)))), lambda a, b, c: (a and b) or (not a and c)),
    ],
)
def test_a_decision_comes_to_what_its_formula_says(expr: Expr, wanted: object) -> None:
    found = decision(expr)
    assert set(found.conditions) == {A, B, C}
    for values in product((True, False), repeat=3):
        by_field = dict(zip((A, B, C), values, strict=True))
        assert found.outcome([by_field[c] for c in found.conditions]) is bool(wanted(*values))  # type: ignore[operator]


def test_masking_needs_both_values_deciding_with_opposite_outcomes() -> None:
    found = decision(And((A, B)))
    found.seen |= {(True, True), (False, False)}
    assert not found.alone(0), "with b false, a does not decide"
    found.seen.add((False, True))
    assert found.alone(0)
    assert not found.alone(1)
    found.seen.add((True, False))
    assert found.alone(1)


def test_a_condition_written_twice_is_one() -> None:
    found = decision(Or((And((A, B)), And((A, C)))))
    assert found.conditions == (A, B, C)
    found.seen |= {(True, True, False), (False, True, False)}
    assert found.alone(0)


def test_an_unknown_condition_counts_as_neither() -> None:
    found = decision(A)
    found.seen |= {(None,), (True,)}
    assert not found.alone(0)
    assert found.values(0) == {None, True}


def test_literals_are_no_conditions() -> None:
    assert list(decisions(Part(OWNER, "must", Literal(True, BOOL)))) == []


def covered(folder: Path, cases: str = CASES) -> Covered:
    return measure(trial(copy(folder, cases, hours=RULES)))


def test_the_small_ruleset(tmp_path: Path) -> None:
    found = covered(tmp_path)
    tallies = {key: (tally.done, tally.of) for key, tally in found.tallies().items()}
    assert tallies == {
        "rules": (1, 1),
        "verdicts": (2, 4),
        # in_post both ways; hours both ways; grade only true; hours over 400 only false.
        "conditions": (6, 8),
        "unknown": (0, 4),
        "alone": (2, 4),
        "boundaries": (2, 6),
        "clauses": (1, 1),
    }


def test_a_boundary_counts_only_where_its_comparison_decides(tmp_path: Path) -> None:
    masked = CASES.replace("{online_hours: 19.9}", "{online_hours: 19.9, final_grade: fail}")
    line = covered(tmp_path, masked).owners[0].thresholds[0]
    assert (line.possible, line.seen) == (("below", "at", "above"), ("at",))


def test_what_cannot_be_reached_is_not_asked_for(tmp_path: Path) -> None:
    rules = RULES.replace("online_hours > 400", "online_hours > 0")
    lines = measure(trial(copy(tmp_path, CASES, hours=rules))).owners[0].thresholds
    assert [line.possible for line in lines] == [("below", "at", "above"), ("at", "above")]


TREE = """\
format: 1
definitions:
  veteran:
    label: {zh: 老教师, en: veteran}
    subject: teacher
    value: in_post and online_hours > 100
    cite: EX-01
scores:
  staff:
    label: {zh: 学校得分, en: staff}
    subject: school
    unit: count
    hit: first
    rows:
      - {when: "at_least(2, veteran for teachers where final_grade >= pass)", points: 2}
      - {when: count(teachers) > 1 and opened_on in 1958-09-01..1960-08-31, points: 1}
      - {when: sum(if in_post then online_hours else 0 for teachers) between 10 and 20, points: 1}
      - {when: "true", points: 0, verdict: unmet}
    cite: EX-01
requirements:
  open:
    label: {zh: 开办, en: open}
    subject: school
    must: any(veteran for teachers)
    unless: [{when: opened_on < 1950-01-01, label: {zh: 老校, en: old}, cite: EX-01}]
    due: 2022-12-31
    cite: EX-01
"""
TREE_CASES = """\
format: 1
cases:
  staff:
    as_of: 2023-01-01
    subject: S1
    given:
      school: {S1: {opened_on: 1958-09-01}}
      teacher:
        T1: {school: S1, in_post: true, online_hours: 100.1, final_grade: pass}
        T2: {school: S1, in_post: true, online_hours: 100, final_grade: pass}
    checks:
      - {name: {zh: 一, en: one}, expect: met, points: 1}
      - {name: {zh: 二, en: two}, with: {teacher: {T2: {online_hours: 101}}}, expect: met, points: 2}
      - {name: {zh: 三, en: three}, with: {school: {S1: {opened_on: 1961-01-01}}}, expect: unmet, points: 0}
  open:
    as_of: 2022-12-31
    subject: S1
    given: {school: {S1: {opened_on: 1958-09-01}}, teacher: {T1: {school: S1, in_post: true, online_hours: 1}}}
    checks:
      - {name: {zh: 一, en: one}, expect: pending}
      - {name: {zh: 二, en: two}, as_of: 2023-01-01, expect: unmet}
      - {name: {zh: 三, en: three}, with: {school: {S1: {opened_on: 1949-12-31}}}, expect: not_applicable}
"""


def test_members_definitions_and_periods_are_followed(tmp_path: Path) -> None:
    found = measure(trial(copy(tmp_path, TREE_CASES, hours=TREE)))
    rows = {row.owner.id: row for row in found.owners}
    assert set(rows) == {"staff", "open", "veteran"}
    veteran = rows["veteran"]
    assert {c.part: c.seen for c in veteran.conditions} == {"value": {True, False}}
    assert veteran.thresholds[0].seen == ("at", "above")
    at_least, members, start, end, *_ = rows["staff"].thresholds
    assert at_least.seen == ("below", "at")
    assert members.seen == ("above",)
    assert "at" in start.seen
    assert end.possible == ("below", "at", "above")
