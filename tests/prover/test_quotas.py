"""Remedies that take many members: a county of 400 teachers, members of members, what stands in the way."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from policyrules.model.expr import TRUE, Aggregate, AggregateOp, And, Collection, Expr, Literal, Member, Subject
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule
from policyrules.model.types import BOOL, RATIO_NUMBER
from policyrules.prover.limits import Limits
from policyrules.prover.remedy.remedy import remedy
from policyrules.prover.remedy.result import Remedy
from tests import build
from tests.build import aggregate, compare, hours, member_field, subject_field, teachers

SCHOOLS = Collection(Subject("county"), "schools", "school")
C1, S1 = Ref("county", "c1"), Ref("school", "s1")
PREPARED = And((member_field("ready"), compare(member_field("hours"), ">=", hours(3))))


def county(number: int, schools: int = 8) -> Facts:
    """So many teachers, most in post, half of them ready, with some hours."""
    draw = random.Random(number)
    return Facts(
        {
            "county": {"c1": {}},
            "school": {f"s{i}": {"county": "c1", "approved": False} for i in range(schools)},
            "teacher": {
                f"t{i:03d}": {
                    "school": f"s{i % schools}",
                    "in_post": draw.random() < 0.9,
                    "ready": draw.random() < 0.5,
                    "hours": draw.randint(0, 4),
                    "leave": draw.randint(0, 5),
                }
                for i in range(number)
            },
        }
    )


def share(source: Collection, value: Expr, at_least: Fraction) -> Expr:
    found = Aggregate(AggregateOp.SHARE, source, member_field("in_post"), value, None, RATIO_NUMBER)
    return compare(found, ">=", Literal(at_least, RATIO_NUMBER))


def found_for(rule: Rule, facts: Facts, ref: Ref, **more: object) -> Remedy:
    [found] = remedy(build.ruleset(rule, **more), facts, ref, build.DAY, limits=Limits(seconds=60))  # type: ignore[arg-type]
    return found


def lacking(record: dict[str, object]) -> int:
    """What it costs to prepare a teacher: one for each fact that must change."""
    return int(not record["ready"]) + int(record["hours"] < 3)  # type: ignore[operator]


def test_a_county_of_400_teachers_reaches_its_share_at_the_least_cost() -> None:
    facts = county(400)
    found = found_for(build.rule(share(teachers("county"), PREPARED, Fraction(9, 10)), "most", "county"), facts, C1)
    in_post = [record for record in facts.tables["teacher"].values() if record["in_post"]]
    prices = sorted(lacking(dict(record)) for record in in_post)
    needed = -(-9 * len(in_post) // 10)
    assert found.counted is not None
    assert found.cost == sum(prices[:needed])
    assert found.counted.needed == needed - prices.count(0)
    assert found.more is (prices[needed - 1] == prices[needed])


def test_a_school_of_400_with_a_plan_to_approve_is_searched() -> None:
    everybody = Aggregate(AggregateOp.ALL, teachers(), member_field("in_post"), member_field("ready"), None, TRUE.type)
    rule = build.rule(And((subject_field("approved", "school"), everybody)), "both", "school")
    facts = county(400, schools=2)
    found = found_for(rule, facts, S1)
    unready = sum(
        r["school"] == "s1" and r["in_post"] is True and r["ready"] is False for r in facts.tables["teacher"].values()
    )
    assert (found.cost, len(found.options)) == (unready + 1, 1)


def test_the_members_of_members_are_changed_where_those_are_asked_of() -> None:
    own = Collection(Member("school"), "teachers", "teacher")
    ready = build.definition("all_ready", aggregate("all", member_field("ready")), "school")
    whole = Aggregate(
        AggregateOp.ALL, SCHOOLS, None, build.derived("all_ready", BOOL, Member("school")), None, TRUE.type
    )
    facts = county(60)
    found = found_for(build.rule(whole, "whole", "county"), facts, C1, definitions=[ready])
    assert found.counted is not None
    assert found.cost == sum(not r["ready"] for r in facts.tables["teacher"].values())
    assert {s.subject.type for s in found.options[0]} == {"teacher"}
    # Written out in the rule itself the condition holds an aggregate, and the search does it.
    inner = Aggregate(AggregateOp.ALL, own, None, member_field("ready"), None, TRUE.type)
    spelled = Aggregate(AggregateOp.ALL, SCHOOLS, None, inner, None, TRUE.type)
    assert found_for(build.rule(spelled, "spelled", "county"), facts, C1).cost == found.cost


def test_a_quota_the_documents_leave_open_says_so() -> None:
    open_ = compare(aggregate("count", where=member_field("ready")), ">=", build.param("none", build.COUNT_NUMBER))
    parameters = [build.parameter("none", build.COUNT_NUMBER, None)]
    found = found_for(build.rule(open_, "open", "school"), county(4, 1), Ref("school", "s0"), parameters=parameters)
    assert found.gave_up == "open"


def test_what_is_not_recorded_may_leave_a_quota_open() -> None:
    rule = build.rule(share(teachers(), member_field("ready"), Fraction(1)), "all", "school")
    for number, said in ((3, ("", ("all",))), (1100, ("unrecorded", ()))):
        people = {f"t{i}": {"school": "s1", "ready": False} for i in range(number)}
        found = found_for(rule, Facts({"school": {"s1": {}}, "teacher": people}), S1)
        assert (found.gave_up, found.against) == said


def test_more_facts_than_can_be_searched_are_told() -> None:
    total = compare(aggregate("sum", member_field("leave")), "<=", hours(100))
    found = found_for(build.rule(total, "total", "school"), county(1200, 1), Ref("school", "s0"))
    assert found.gave_up == "movable"


@pytest.mark.parametrize("seconds", [0.001, 0.3])
def test_a_search_keeps_to_its_time(seconds: float) -> None:
    total = compare(aggregate("sum", member_field("leave")), "<=", hours(100))
    rules = build.ruleset(build.rule(total, "total", "school"))
    [found] = remedy(rules, county(400, 1), Ref("school", "s0"), build.DAY, limits=Limits(seconds=seconds))
    assert found.gave_up == "time"
