"""What is decided stays decided: evaluation against every completion of the facts."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policyrules.model.expr import Expr, Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.types import BOOL, COUNT_NUMBER, DATE, RATIO_NUMBER
from policyrules.semantics import Unknown, World, evaluate
from policyrules.semantics.unknown import ends
from tests import build
from tests.build import GRADE, HOURS
from tests.strategies import facts as some
from tests.strategies import meaning

SCHOOL = Ref("school", "s1")
MOST_UNKNOWN = 5
RANKS = {m.id: rank for rank, m in enumerate(build.VOCABULARY.enums["grade"].members)}


def looked_at(expr: Any) -> set[tuple[str, str]]:
    """The entity and field of every field an expression names."""
    found = set()
    if type(expr).__name__ == "Field":
        found.add((expr.base.type.entity, expr.name))
    for slot in getattr(type(expr), "__slots__", ()):
        part = getattr(expr, slot)
        for item in part if isinstance(part, tuple) else (part,):
            found |= looked_at(item)
    return found


def open_facts(expr: Expr, facts: Facts) -> set[tuple[str, str, str]]:
    """The unknown facts an expression can look at, no more than can be tried out."""
    names = looked_at(expr)
    found = {(e, id, f.id) for e, id, f in some.unknown_facts(facts) if (e, f.id) in names}
    assume(len(found) <= MOST_UNKNOWN)
    return found


def value_of(expr: Expr, facts: Facts) -> Value | Unknown:
    return evaluate(expr, World(build.ruleset(parameters=some.PARAMETERS), facts, build.DAY), SCHOOL)


def rank(value: Any) -> Any:
    return RANKS.get(value, value) if isinstance(value, str) else value


def holds(outer: Value | Unknown, inner: Value | Unknown) -> bool:
    """Whether everything `inner` can be, `outer` can be as well."""
    if not isinstance(outer, Unknown):
        return inner == outer
    (a, b), (c, d) = ends(outer), ends(inner)
    low = a is None or (c is not None and rank(a) <= rank(c))
    return low and (b is None or (d is not None and rank(d) <= rank(b)))


scope = meaning.Scope("school", known=False)
any_type = st.sampled_from([BOOL, BOOL, HOURS, COUNT_NUMBER, RATIO_NUMBER, DATE, GRADE])


@settings(max_examples=150, deadline=None)
@given(any_type.flatmap(lambda t: meaning.expressions(t, scope, 3)), some.facts())
def test_every_completion_lies_within_what_was_said(expr: Expr, facts: Facts) -> None:
    before = value_of(expr, facts)
    for whole in some.completions(facts, open_facts(expr, facts)):
        assert holds(before, value_of(expr, whole))


AGGREGATES = {
    "count": (None, COUNT_NUMBER),
    "sum": (HOURS, HOURS),
    "share": (BOOL, RATIO_NUMBER),
    "min": (HOURS, HOURS),
    "max": (GRADE, GRADE),
    "all": (BOOL, BOOL),
    "any": (BOOL, BOOL),
}
VALUES = {
    HOURS: st.sampled_from([build.member_field("hours"), build.hours(1)]),
    GRADE: st.just(build.member_field("grade")),
    BOOL: st.sampled_from(
        [build.member_field("ready"), build.compare(build.member_field("grade"), ">=", meaning.Literal("pass", GRADE))]
    ),
}


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(sorted(AGGREGATES)), some.staff())
def test_an_interval_is_reached_where_members_share_no_unknown(data: Any, op: str, facts: Facts) -> None:
    kind, _ = AGGREGATES[op]
    value = None if kind is None else data.draw(VALUES[kind])
    where = data.draw(st.sampled_from([None, build.member_field("in_post")]))
    expr = build.aggregate(op, value, where)
    said = value_of(expr, facts)
    outcomes = [value_of(expr, whole) for whole in some.completions(facts, open_facts(expr, facts))]
    if any(isinstance(o, Unknown) for o in outcomes):
        assert isinstance(said, Unknown)
        return
    if not isinstance(said, Unknown):
        assert set(outcomes) == {said}
    elif op in ("all", "any"):
        assert set(outcomes) == {True, False}
    else:
        assert said.low == min(outcomes, key=rank)
        assert said.high == max(outcomes, key=rank)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["distinct", "at_least"]), some.staff())
def test_the_other_aggregates_hold_every_outcome(op: str, facts: Facts) -> None:
    value = build.member_field("code" if op == "distinct" else "ready")
    expr = build.aggregate(op, value, build.member_field("in_post"), build.count(2) if op == "at_least" else None)
    said = value_of(expr, facts)
    for whole in some.completions(facts, open_facts(expr, facts)):
        assert holds(said, value_of(expr, whole))


@settings(max_examples=150, deadline=None)
@given(meaning.expressions(BOOL, scope, 3), some.facts(), st.data())
def test_one_more_fact_never_flips_a_decided_condition(expr: Expr, facts: Facts, data: Any) -> None:
    before = value_of(expr, facts)
    unknown = some.unknown_facts(facts)
    assume(unknown)
    entity, id, field = data.draw(st.sampled_from(unknown))
    after = value_of(
        expr, some.with_facts(facts, {(entity, id, field.id): data.draw(st.sampled_from(some.domain(field)))})
    )
    assert isinstance(before, Unknown) or before == after
