"""Who is judged again after an event: those whose basis changed, and nobody else, for every kind of aggregate."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import policyrules as pr
from policyrules.engines.session.live import Live
from policyrules.model.expr import AggregateOp, Expr
from policyrules.model.types import BOOL
from tests import build

READY = build.member_field("ready")
AS_THE_SCHOOL = build.compare(READY, "==", build.subject_field("approved", "school"))
"""A condition on a member that also speaks of the subject: such an aggregate is counted anew."""


def must(op: AggregateOp, condition: Expr) -> Expr:
    """A condition of schools that rests on an aggregate over their teachers."""
    if op in (AggregateOp.SHARE, AggregateOp.ALL, AggregateOp.ANY, AggregateOp.AT_LEAST):
        threshold = build.count(2) if op is AggregateOp.AT_LEAST else None
        found = build.aggregate(op, condition, threshold=threshold)
    else:
        value = None if op is AggregateOp.COUNT else build.member_field("hours")
        found = build.aggregate(op, value, where=condition)
    if found.type == BOOL:
        return found
    return build.compare(found, ">=", build.Literal(1, found.type))


def live(*musts: Expr) -> Live:
    """Three schools in two counties, three teachers each; rules of schools, and a share of their county."""
    share = build.aggregate("share", READY, source=build.teachers("county"))
    rules = [build.rule(one, f"r{n}", "school") for n, one in enumerate(musts)]
    rules.append(build.rule(build.compare(share, ">=", build.Literal(1, share.type)), "county-share", "county"))
    tables: dict[str, Any] = {
        "county": {"c0": {}, "c1": {}},
        "school": {f"s{n}": {"county": f"c{n % 2}", "approved": True} for n in range(3)},
        "teacher": {f"t{n}": {"school": f"s{n % 3}", "hours": 1 + n // 3, "ready": n != 3} for n in range(9)},
    }
    return Live(build.ruleset(*rules), tables, build.DAY)


@pytest.mark.parametrize("op", list(AggregateOp))
@pytest.mark.parametrize("condition", [READY, AS_THE_SCHOOL], ids=["of members alone", "held against the subject"])
def test_one_teacher_is_their_school_and_its_county(op: AggregateOp, condition: Expr) -> None:
    here = live(must(op, condition))
    # t6 leaves those who count: the last of their hours in s0
    judged = here.change("teacher", "t6", {"school": "s0", "hours": 3, "ready": False}).judged
    assert judged == {("teacher", "t6"), ("school", "s0"), ("county", "c0")}


@pytest.mark.parametrize("op", list(AggregateOp))
def test_what_no_rule_looks_at_is_nobody_else_s_business(op: AggregateOp) -> None:
    here = live(must(op, READY), must(op, AS_THE_SCHOOL))
    before = dict(here.index.tables["teacher"]["t1"])
    assert here.change("teacher", "t1", {**before, "code": "x", "leave": 1}).judged == set()


@pytest.mark.parametrize("condition", [READY, AS_THE_SCHOOL], ids=["of members alone", "held against the subject"])
def test_whoever_moves_is_a_matter_of_both_schools(condition: Expr) -> None:
    here = live(*(must(op, condition) for op in AggregateOp))
    judged = here.change("teacher", "t0", {"school": "s1", "hours": 1, "ready": True}).judged
    assert {key for key in judged if key[0] != "teacher"} == {
        ("school", "s0"),
        ("school", "s1"),
        ("county", "c0"),
        ("county", "c1"),
    }
    assert {id for entity, id in judged if entity == "teacher"} <= {"t0"}


def test_an_hour_record_is_a_matter_of_those_above_it() -> None:
    rules = pr.load("henan")
    session = rules.session("examples/henan", date(2023, 12, 31))
    teacher, facts = "T00001", session.facts.tables
    school = facts["teacher"][teacher]["school"]
    county = facts["school"][school]["county"]  # type: ignore[index]
    above = {("teacher", teacher), ("school", school), ("county", county), ("city", facts["county"][county]["city"])}  # type: ignore[index]
    judged = session._live.change("hour_record", "H1", {"teacher": teacher, "hours": 5}).judged
    assert ("teacher", teacher) in judged
    assert {key for key in judged if key[0] not in ("hour_record", "province")} <= above
