"""The direct engine does no more than it must: what is written where, together with what, and what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.engines.direct import block, compile_subject
from policyrules.engines.direct.emit import program
from policyrules.engines.direct.engine import Bound, Direct
from policyrules.engines.direct.graph import reachable
from policyrules.engines.direct.known import where_known
from policyrules.engines.direct.placement import FUNCTION, INNERMOST, Placement, common
from policyrules.model.expr import Aggregate, Arith, ArithOp, Expr, If, Literal, Not, Or, Subject
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import BOOL, COUNT_NUMBER, RATIO_NUMBER, TEXT
from policyrules.semantics import World, judge
from policyrules.semantics.certain import Lowering
from policyrules.semantics.lowered import LOOPS, Node, Op
from policyrules.semantics.verdicts import VERDICTS
from tests import build
from tests.build import compare, hours, member_field, subject_field
from tests.strategies import facts as some
from tests.strategies import meaning

COMPLETE = {"school": "s1", "in_post": True, "ready": True, "hours": 2, "extra": 3}


class Asked(dict[str, Any]):
    """A record that remembers which fields it was asked for."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)
        self.names: list[str] = []

    def get(self, name: str, default: Any = None) -> Any:
        self.names.append(name)
        return super().get(name, default)


def agrees(rules: Ruleset, facts: Facts, subject: str = "school") -> None:
    """The direct engine says of every subject what the reference says."""
    world = World(rules, facts, build.DAY)
    codes = compile_subject(rules, subject, build.DAY, facts)
    for id, record in facts.tables[subject].items():
        expected = tuple(judge(rule, Ref(subject, id), world).verdict for rule in rules.rules.values())
        assert tuple(VERDICTS[code] for code in codes({**record, "id": id})) == expected


def verdicts(rules: Ruleset) -> tuple[Node, ...]:
    direct = Direct(rules, build.DAY)
    return tuple(direct.judging.rule(rule).verdict for rule in rules.rules.values())


def in_scope(*musts: Expr) -> Ruleset:
    return build.ruleset(*(build.rule(m, f"r{n}", applies=subject_field("in_post")) for n, m in enumerate(musts)))


def test_out_of_scope_nothing_else_is_asked_and_in_scope_each_field_once() -> None:
    rules = in_scope(
        compare(subject_field("hours"), ">=", hours(2)),
        compare(subject_field("hours"), "==", hours(3)),
        compare(subject_field("code"), "==", Literal("a", TEXT)),
    )
    codes = compile_subject(rules, "teacher", build.DAY)
    for in_post, asked in ((False, []), (None, []), (True, ["code", "hours"])):
        record = Asked({"in_post": in_post, "hours": 3, "code": "a"})
        codes(record)
        assert sorted(set(record.names) - {"in_post"}) == asked
        assert len(set(record.names)) == len(record.names)


def test_rules_with_one_scope_are_one_choice() -> None:
    roots = verdicts(in_scope(*(compare(subject_field("extra"), ">=", hours(n)) for n in range(1, 9))))
    placement = Placement(roots, totals=False)
    assert set(placement.choices[roots[0]].together) == set(roots)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["teacher", "school", "county"]).flatmap(lambda s: some.rulesets(subject=s)), st.booleans())
def test_a_formula_stands_where_all_its_uses_reach_it(rules: Ruleset, totals: bool) -> None:
    roots = verdicts(rules)
    placement = Placement(roots, totals)
    for node in placement.regions:
        choice, region = placement.choices.get(node), placement.regions[node]
        if node.is_const or placement.is_total(node):
            continue
        for place, operand in enumerate(node.args):
            if operand.op is Op.SUBJECT:
                continue
            user = region if choice is None or place == 0 else (choice.then, choice.other)[place - 1]
            assert user[: len(placement.regions[operand])] == placement.regions[operand]


def test_the_region_around_others() -> None:
    assert common([(1, 4, 6), (1, 4), (1, 4, 7)]) == (1, 4)
    assert common([(1,), (2,)]) == FUNCTION
    assert common([(3, 5)]) == (3, 5)


def test_choices_as_deep_as_definitions_allow() -> None:
    names = [f"d{n}" for n in range(60)]
    inner = [*(build.derived(name, build.HOURS) for name in names[1:]), subject_field("extra")]
    definitions = []
    for n, (name, deeper) in enumerate(zip(names, inner, strict=True)):
        above = compare(subject_field("leave"), ">=", hours(n))
        less = Arith(ArithOp.SUB, deeper, hours(1), build.HOURS)
        definitions.append(build.definition(name, If(above, deeper, less, build.HOURS)))
    rules = build.ruleset(
        build.rule(compare(build.derived("d0", build.HOURS), ">=", hours(1))), definitions=definitions
    )
    people: dict[str, Any] = {f"t{n}": {"leave": n, "extra": 20} for n in range(0, 65, 8)}
    agrees(rules, build.facts(teacher={**people, "u": {"extra": 20}, "v": {"leave": 30}}), "teacher")
    depth = max(len(region) for region in Placement(verdicts(rules), totals=False).regions.values())
    assert depth <= INNERMOST


def members(op: str, field: str | None) -> Aggregate:
    return build.aggregate(op, None if field is None else member_field(field), where=member_field("in_post"))


def test_members_are_asked_once_while_their_facts_are_known() -> None:
    rules = build.ruleset(
        build.rule(compare(members("sum", "hours"), ">=", hours(3)), "a", "school"),
        build.rule(compare(members("count", None), ">=", build.count(2)), "b", "school"),
    )
    people = {f"t{n}": Asked(COMPLETE) for n in range(3)}
    facts = build.facts(school={"s1": {}}, teacher=people)
    codes = compile_subject(rules, "school", build.DAY, facts)
    for person in people.values():
        person.names.clear()
    assert [VERDICTS[code] for code in codes({"id": "s1"})] == ["met", "met"]
    assert all(sorted(person.names) == ["hours", "in_post"] for person in people.values())


def test_whoever_lacks_a_fact_hands_over_to_the_whole_loop() -> None:
    musts = [
        compare(members(op, field), sign, threshold)
        for op, field, threshold in (
            ("sum", "hours", hours(4)),
            ("count", None, build.count(2)),
            ("min", "extra", hours(3)),
            ("max", "hours", hours(2)),
            ("distinct", "code", build.count(1)),
        )
        for sign in ("<=", "==", ">")
    ]
    musts += [build.aggregate(op, member_field("ready"), where=member_field("in_post")) for op in ("all", "any")]
    rules = build.ruleset(*(build.rule(must, f"r{n}", "school") for n, must in enumerate(musts)))
    lacking = [(), *combinations(range(3), 1), *combinations(range(3), 2)]
    for field in ("in_post", "hours", "extra", "ready", "code"):
        for without in lacking:
            people: dict[str, Any] = {
                f"t{n}": {k: v for k, v in {**COMPLETE, "code": "ab"[n % 2]}.items() if n not in without or k != field}
                for n in range(3)
            }
            agrees(rules, build.facts(school={"s1": {}, "s2": {}}, teacher=people))


@settings(max_examples=100, deadline=None)
@given(meaning.expressions(BOOL, meaning.Scope("school"), 4), some.staff())
def test_with_and_without_the_shorter_loop_all_comes_to_the_same(expr: Expr, facts: Facts) -> None:
    rules = build.ruleset(build.rule(expr, subject="school"), parameters=some.PARAMETERS)

    def found() -> list[tuple[Any, ...]]:
        direct = Direct(rules, build.DAY)
        judge = Bound(direct, facts).bind(direct.part("school"))
        return [judge(id, record) for id, record in sorted(facts.tables.get("school", {}).items())]

    quick = found()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block, "where_known", lambda aggregates: None)
        assert found() == quick


def aggregates(*exprs: Expr) -> list[Node]:
    lowering = Lowering(build.ruleset(), build.DAY)
    place = lowering.place("school")
    pairs = [lowering.condition(e, place) if e.type == BOOL else lowering.value(e, place) for e in exprs]
    return [node for node in reachable(part for pair in pairs for part in pair) if node.op in LOOPS]


def test_where_nothing_is_missing_both_ends_are_one() -> None:
    known = where_known(aggregates(members("sum", "hours")))
    assert known is not None
    assert len(set(known.aggregates)) == 1
    assert {fact.data[1] for fact in known.facts} == {"hours", "in_post"}
    (total,) = set(known.aggregates)
    assert total.op is Op.TOTAL
    assert total.args[2].op is Op.FACT


def test_what_is_not_below_is_at_least() -> None:
    long_served = compare(member_field("joined_on"), "<", Literal(build.DAY, build.DATE))
    either = Or((Not(long_served), compare(member_field("code"), "!=", Literal("a", TEXT)), member_field("ready")))
    known = where_known(aggregates(build.aggregate("count", where=either)))
    assert known is not None
    assert len(set(known.aggregates)) == 1


def test_no_shorter_loop_where_nothing_would_be_one_or_loops_stand_in_loops() -> None:
    assert where_known(aggregates(build.aggregate("count"))) is None
    colleagues = build.Collection(member_field("school"), "teachers", "teacher")
    inner = build.Aggregate(build.AggregateOp.COUNT, colleagues, member_field("ready"), None, None, COUNT_NUMBER)
    outer = build.aggregate("count", where=compare(inner, ">=", build.count(2)))
    assert where_known([node for node in aggregates(outer) if not node.free]) is None


def test_one_program_for_many_roots_names_what_they_share() -> None:
    roots = verdicts(in_scope(*(compare(subject_field("extra"), ">=", hours(2)) for _ in range(3))))
    assert program(roots).code.co_consts.count("extra") == 1


def test_a_condition_on_the_subject_alone_inside_a_loop() -> None:
    itself = compare(Subject("school"), "==", Subject("school"))
    approved = subject_field("approved", "school")
    musts = [
        build.aggregate(op, compare(member_field("ready"), "==", condition), where=where)
        for op in ("share", "all")
        for condition in (member_field("ready"), member_field("in_post"), itself, Not(itself), approved)
        for where in (itself, Not(approved), Or((approved, itself, member_field("in_post"))))
    ]
    shares = [compare(must, ">=", Literal(Fraction(1, 2), RATIO_NUMBER)) for must in musts if must.type != BOOL]
    every = [*shares, *(must for must in musts if must.type == BOOL)]
    rules = build.ruleset(*(build.rule(must, f"r{n}", "school") for n, must in enumerate(every)))
    people: dict[str, Any] = {f"t{n}": COMPLETE for n in range(3)}
    schools: dict[str, Any] = {"s1": {"approved": True}, "s2": {"approved": False}, "s3": {}}
    agrees(rules, build.facts(school=schools, teacher=people))
    agrees(rules, build.facts(school=schools, teacher={**people, "t3": {"school": "s1"}}))
