"""The lowering says what the reference says, formula by formula: certainly true, certainly false, both ends."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.engines.direct.emit import program
from policyrules.engines.direct.engine import Bound, Direct
from policyrules.model.expr import Expr
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.types import BOOL, COUNT_NUMBER, DATE, RATIO_NUMBER, TEXT, BoolType
from policyrules.semantics import Unknown, World, evaluate
from policyrules.semantics.unknown import ends
from tests import build
from tests.build import GRADE, HOURS, KIND
from tests.strategies import facts as some
from tests.strategies import meaning

RULES = build.ruleset(parameters=some.PARAMETERS)


def lowered(expr: Expr, facts: Facts, subject: Ref) -> tuple[Any, ...]:
    """The values of an expression's formulas, as the direct engine computes them."""
    direct = Direct(RULES, build.DAY)
    place = direct.lowering.place(subject.type)
    is_condition = isinstance(expr.type, BoolType)
    formulas = direct.lowering.condition(expr, place) if is_condition else direct.lowering.value(expr, place)
    record = facts.get(subject.type, subject.id) or {}
    return Bound(direct, facts).bind(program(formulas))(subject.id, record)


def expected(expr: Expr, facts: Facts, subject: Ref) -> tuple[Any, ...]:
    """The same as the reference has it: words of the ordered enumeration by rank."""
    world = World(RULES, facts, build.DAY)
    value = evaluate(expr, world, subject)
    if isinstance(expr.type, BoolType):
        return value is True, value is False
    ranks = world.ranks(expr.type)
    low, high = (end if ranks is None or end is None else ranks[str(end)] for end in ends(value))
    exact = None if isinstance(value, Unknown) else low
    return exact, low, high


def same(expr: Expr, facts: Facts, subject: Ref) -> bool:
    return lowered(expr, facts, subject) == expected(expr, facts, subject)


types = st.sampled_from([BOOL, BOOL, HOURS, COUNT_NUMBER, RATIO_NUMBER, DATE, GRADE, KIND, TEXT])


@settings(max_examples=200, deadline=None)
@given(types.flatmap(lambda t: meaning.expressions(t, meaning.Scope("school"), 3)), some.facts())
def test_any_expression(expr: Expr, facts: Facts) -> None:
    assert same(expr, facts, Ref("school", "s1"))


@settings(max_examples=100, deadline=None)
@given(types.flatmap(lambda t: meaning.expressions(t, meaning.Scope("teacher"), 3)), some.facts())
def test_any_expression_of_a_teacher(expr: Expr, facts: Facts) -> None:
    assert same(expr, facts, Ref("teacher", "t1"))


VALUES = {
    "count": None,
    "distinct": "code",
    "sum": "extra",
    "min": "hours",
    "max": "grade",
    "share": "ready",
    "all": "ready",
    "any": "ready",
    "at_least": "ready",
}


@settings(max_examples=200, deadline=None)
@given(some.staff())
def test_every_aggregate_over_members_who_may_be_in(facts: Facts) -> None:
    for op, field in VALUES.items():
        value = None if field is None else build.member_field(field)
        threshold = build.count(2) if op == "at_least" else None
        for where in (None, build.member_field("in_post")):
            expr = build.aggregate(op, value, where, threshold)
            assert same(expr, facts, Ref("school", "s1")), op
