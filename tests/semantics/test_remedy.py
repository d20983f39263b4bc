"""Remedies: small, allowed, and true when carried out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.model.expr import (
    AggregateOp,
    And,
    Arith,
    ArithOp,
    Between,
    Expr,
    Extreme,
    Field,
    If,
    IsKnown,
    Literal,
    Negate,
    Not,
    OneOf,
    Or,
    Round,
    RoundMode,
    Subject,
    Today,
    Within,
)
from policyrules.model.facts import Facts
from policyrules.model.finding import Change, Ref
from policyrules.model.ruleset import Row, Rule, Ruleset, Table
from policyrules.model.types import BOOL, DATE, PERIOD, RATIO_NUMBER, RefType
from policyrules.model.words import Direction, HitPolicy, Period, Verdict
from policyrules.semantics import World, explain, judge
from policyrules.semantics.remedy import remedy
from policyrules.testing.edits import after
from tests import build
from tests.build import GRADE, HOURS, compare, hours, member_field, subject_field
from tests.strategies import facts as some

T1, S1 = Ref("teacher", "t1"), Ref("school", "s1")
PASS, EXCELLENT = Literal("pass", GRADE), Literal("excellent", GRADE)
EXTRA, LEAVE, READY = subject_field("extra"), subject_field("leave"), subject_field("ready")
HALF = Literal(Fraction(1, 2), RATIO_NUMBER)


def arith(op: str, left: Expr, right: Expr) -> Arith:
    return Arith(ArithOp(op), left, right, HOURS)


def steps(must: Expr | None, facts: Facts, subject: Ref = T1, **more: Any) -> list[tuple[str, str, Any]]:
    rule = build.rule(must, subject=subject.type, **more)
    rules = build.ruleset(rule, definitions=[build.definition("sum", arith("+", EXTRA, hours(1)))])
    return [(c.subject.id, c.field, c.after) for c in remedy(rule, subject, World(rules, facts, build.DAY))]


def teacher(**fields: Any) -> Facts:
    return build.facts(teacher={"t1": fields})


SINGLE: list[tuple[Expr, dict[str, Any], list[tuple[str, Any]]]] = [
    (compare(EXTRA, ">=", hours(20)), {"extra": 18}, [("extra", 20)]),
    (compare(EXTRA, ">", hours(20)), {"extra": 18}, [("extra", Fraction(2001, 100))]),
    (compare(EXTRA, ">=", hours(Fraction(1, 3))), {"extra": 0}, [("extra", Fraction(34, 100))]),
    (compare(hours(20), "<=", EXTRA), {"extra": 18}, [("extra", 20)]),
    (compare(EXTRA, "==", hours(20)), {"extra": 18}, [("extra", 20)]),
    (compare(EXTRA, "==", hours(2)), {"extra": 18}, []),
    (compare(EXTRA, "!=", hours(18)), {"extra": 18}, []),
    (compare(EXTRA, "<=", hours(2)), {"extra": 18}, []),
    (compare(LEAVE, "<", hours(2)), {"leave": 5}, [("leave", Fraction(199, 100))]),
    (compare(LEAVE, "<", hours(0)), {"leave": 5}, []),
    (compare(subject_field("hours"), ">=", hours(4)), {"hours": 1}, [("hours", 4)]),
    (compare(subject_field("hours"), ">=", hours(5)), {"hours": 1}, []),
    (compare(EXTRA, ">=", LEAVE), {"extra": 1, "leave": 3}, [("extra", 3)]),
    (compare(arith("+", EXTRA, LEAVE), ">=", hours(9)), {"extra": 1, "leave": 3}, [("extra", 6)]),
    (compare(arith("-", EXTRA, LEAVE), ">=", hours(0)), {"extra": 1, "leave": 3}, [("extra", 3)]),
    (compare(arith("*", EXTRA, HALF), ">=", hours(2)), {"extra": 1}, [("extra", 4)]),
    (compare(arith("/", EXTRA, HALF), ">=", hours(4)), {"extra": 1}, [("extra", 2)]),
    (compare(Negate(LEAVE, HOURS), ">=", hours(-2)), {"leave": 3}, [("leave", 2)]),
    (compare(Round(RoundMode.DOWN, EXTRA, 0, HOURS), ">=", hours(2)), {"extra": 1}, [("extra", 2)]),
    (
        compare(Extreme(AggregateOp.MIN, (EXTRA, subject_field("hours")), HOURS), ">=", hours(3)),
        {"extra": 1, "hours": 2},
        [("extra", 3), ("hours", 3)],
    ),
    (
        compare(Extreme(AggregateOp.MAX, (EXTRA, subject_field("hours")), HOURS), ">=", hours(3)),
        {"extra": 1, "hours": 2},
        [("hours", 3)],
    ),
    (compare(If(READY, EXTRA, LEAVE, HOURS), ">=", hours(3)), {"ready": True, "extra": 1}, [("extra", 3)]),
    (compare(build.derived("sum", HOURS), ">=", hours(3)), {"extra": 1}, [("extra", 2)]),
    (compare(subject_field("grade"), ">=", PASS), {"grade": "fail"}, [("grade", "pass")]),
    (compare(subject_field("grade"), ">", PASS), {"grade": "fail"}, [("grade", "excellent")]),
    (compare(subject_field("grade"), "==", PASS), {"grade": "excellent"}, []),
    (OneOf(subject_field("grade"), (EXCELLENT, PASS)), {"grade": "fail"}, [("grade", "pass")]),
    (READY, {"ready": False}, [("ready", True)]),
    (Not(READY), {"ready": True}, []),
    (subject_field("in_post"), {"in_post": False}, []),
    (compare(READY, "==", Literal(True, BOOL)), {"ready": False}, [("ready", True)]),
    (IsKnown(subject_field("joined_on")), {}, [("joined_on", build.DAY)]),
    (IsKnown(READY), {}, [("ready", True)]),
    (IsKnown(subject_field("grade")), {}, [("grade", "fail")]),
    (IsKnown(EXTRA), {}, []),
    (
        compare(subject_field("joined_on"), ">=", Literal(date(2023, 9, 1), DATE)),
        {"joined_on": date(2023, 1, 1)},
        [("joined_on", date(2023, 9, 1))],
    ),
    (compare(subject_field("joined_on"), ">", Today()), {"joined_on": date(2023, 1, 1)}, []),
    (
        compare(subject_field("joined_on"), "<=", Literal(date(2023, 9, 1), DATE)),
        {"joined_on": date(2024, 1, 1)},
        [("joined_on", build.DAY)],
    ),
    (
        Within(subject_field("joined_on"), Literal(Period(date(2022, 1, 1), date(2022, 2, 1)), PERIOD)),
        {"joined_on": date(2023, 1, 1)},
        [],
    ),
    (Between(EXTRA, hours(2), hours(3)), {"extra": 1}, [("extra", 2)]),
    (And((READY, compare(EXTRA, ">=", hours(2)))), {"ready": False, "extra": 1}, [("extra", 2), ("ready", True)]),
    (And((compare(EXTRA, ">=", hours(2)), compare(EXTRA, ">=", hours(3)))), {"extra": 1}, [("extra", 3)]),
    (Or((compare(EXTRA, ">=", hours(9)), compare(EXTRA, ">=", hours(3)))), {"extra": 1}, [("extra", 3)]),
    (
        If(READY, compare(EXTRA, ">=", hours(2)), compare(EXTRA, ">=", hours(9)), BOOL),
        {"ready": False, "extra": 1},
        [("extra", 9)],
    ),
]


@pytest.mark.parametrize(("must", "record", "expected"), SINGLE)
def test_one_record(must: Expr, record: dict[str, Any], expected: list[tuple[str, Any]]) -> None:
    assert steps(must, teacher(**record)) == [("t1", field, after) for field, after in expected]


def staff(*people: dict[str, Any]) -> Facts:
    return build.facts(school={"s1": {}}, teacher={f"t{n}": {"school": "s1", **p} for n, p in enumerate(people, 1)})


MEMBER_READY, MEMBER_EXTRA = member_field("ready"), member_field("extra")
THREE = ({"ready": True, "extra": 1}, {"ready": False, "extra": 2}, {"ready": False, "extra": 3})
GROUPS: list[tuple[Expr, list[tuple[str, str, Any]]]] = [
    (build.aggregate("all", MEMBER_READY), [("t2", "ready", True)]),
    (build.aggregate("any", compare(MEMBER_EXTRA, ">=", hours(5))), [("t3", "extra", 5)]),
    (build.aggregate("at_least", MEMBER_READY, threshold=build.count(2)), [("t2", "ready", True)]),
    (compare(build.aggregate("count", None, MEMBER_READY), ">=", build.count(2)), [("t2", "ready", True)]),
    (
        compare(build.aggregate("count", None, compare(MEMBER_EXTRA, "<", hours(2))), "<=", build.count(0)),
        [("t1", "extra", 2)],
    ),
    (compare(build.aggregate("count"), ">=", build.count(4)), []),
    (compare(build.aggregate("share", MEMBER_READY), ">", HALF), [("t2", "ready", True)]),
    (compare(build.aggregate("share", compare(MEMBER_EXTRA, "<", hours(3))), "<=", HALF), [("t2", "extra", 3)]),
    (compare(build.aggregate("sum", MEMBER_EXTRA), ">=", hours(10)), [("t1", "extra", 5)]),
    (compare(build.aggregate("min", MEMBER_EXTRA), ">=", hours(3)), [("t1", "extra", 3), ("t2", "extra", 3)]),
    (compare(build.aggregate("max", MEMBER_EXTRA), ">=", hours(5)), [("t3", "extra", 5)]),
    (compare(build.aggregate("distinct", MEMBER_EXTRA), ">=", build.count(9)), []),
]


@pytest.mark.parametrize(("must", "expected"), GROUPS)
def test_members_of_a_collection(must: Expr, expected: list[tuple[str, str, Any]]) -> None:
    assert steps(must, staff(*THREE), S1) == expected


def test_a_group_says_how_many_of_whom() -> None:
    rule = build.rule(build.aggregate("at_least", MEMBER_READY, threshold=build.count(2)), subject="school")
    (change,) = remedy(rule, S1, World(build.ruleset(rule), staff(*THREE), build.DAY))
    assert change == Change(
        Ref("teacher", "t2"),
        "ready",
        build.text("已准备", "ready"),
        BOOL,
        False,
        True,
        1,
        (Ref("teacher", "t2"), Ref("teacher", "t3")),
    )


def test_a_score_is_led_to_a_row_that_is_met() -> None:
    at_least = compare(EXTRA, ">=", hours(3))
    rows = (Row(at_least, 1, Verdict.MET), Row(Not(at_least), -2, Verdict.UNMET))
    assert steps(None, teacher(extra=1), table=Table("points", HitPolicy.UNIQUE, rows)) == [("t1", "extra", 3)]


def test_nothing_is_proposed_for_what_is_met_or_for_another_reason() -> None:
    assert steps(compare(EXTRA, ">=", hours(3)), teacher(extra=3)) == []
    assert steps(compare(EXTRA, ">=", hours(3)), build.facts()) == []
    through_nobody = Field(subject_field("school"), "approved", BOOL)
    assert steps(through_nobody, teacher()) == []


def test_the_record_of_another_table_may_be_what_has_to_change() -> None:
    facts = build.facts(teacher={"t1": {"school": "s1"}}, school={"s1": {"approved": False}})
    assert steps(Field(Field(Subject("teacher"), "school", RefType("school")), "approved", BOOL), facts) == [
        ("s1", "approved", True)
    ]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["teacher", "school"]).flatmap(lambda s: some.rulesets(subject=s)), some.facts())
def test_every_remedy_is_allowed_and_works(rules: Ruleset, facts: Facts) -> None:
    world = World(rules, facts, build.DAY)
    for rule in rules.rules.values():
        subject = T1 if rule.subject == "teacher" else S1
        found = explain(rule, subject, world)
        assert found.remedy == explain(rule, subject, World(rules, facts, build.DAY)).remedy
        for change in found.remedy:
            field = build.VOCABULARY.entities[change.subject.type].fields[change.field]
            assert field.changeable is not None
            assert change.after != change.before
            if isinstance(change.before, int | Fraction) and field.changeable is not Direction.ANY:
                assert (change.after > change.before) is (field.changeable is Direction.UP)  # type: ignore[operator]
        if found.remedy:
            assert found.verdict in (Verdict.UNMET, Verdict.PENDING)
            assert met_after(rule, subject, rules, facts, found.remedy)


def met_after(rule: Rule, subject: Ref, rules: Ruleset, facts: Facts, changes: tuple[Change, ...]) -> bool:
    return judge(rule, subject, World(rules, after(facts, changes), build.DAY)).verdict is Verdict.MET
