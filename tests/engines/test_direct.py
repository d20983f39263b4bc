"""The direct engine beyond agreement: hostile names, depth, progress, sharing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from policyrules.engines import ENGINES
from policyrules.engines.direct import compile_subject
from policyrules.engines.direct.emit import program
from policyrules.engines.direct.engine import Bound, Direct
from policyrules.engines.direct.placement import Placement
from policyrules.engines.direct.program import Totals
from policyrules.model.expr import And, Arith, ArithOp, Collection, If, Literal, Negate, Not, Subject
from policyrules.model.finding import Judgement, Ref
from policyrules.model.types import BOOL, RATIO_NUMBER, TEXT
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Verdict
from policyrules.semantics import World, explain, judge
from policyrules.semantics.verdicts import VERDICTS
from tests import build
from tests.build import compare, hours, member_field, subject_field
from tests.engines.available import available

HOSTILE = "__import__('os').system('echo bad')"


def judged(rules: Any, facts: Any, **more: Any) -> list[Judgement]:
    return list(ENGINES["direct"](rules, facts, build.DAY, **more))


def test_what_users_write_is_never_code() -> None:
    entity = build.entity(HOSTILE, HOSTILE, [build.field(HOSTILE, TEXT)])
    vocabulary = Vocabulary(build.VOCABULARY.units, {}, {HOSTILE: entity})
    field = build.Field(build.Subject(HOSTILE), HOSTILE, TEXT)
    rules = build.ruleset(
        build.rule(compare(field, "==", Literal(HOSTILE, TEXT)), id=HOSTILE, subject=HOSTILE), vocabulary=vocabulary
    )
    facts = build.facts(**{HOSTILE: {"a": {HOSTILE: HOSTILE}, "b": {HOSTILE: "x"}}})
    assert [j.verdict for j in judged(rules, facts)] == [Verdict.MET, Verdict.UNMET]


def test_every_name_in_the_code_is_ours() -> None:
    rules = build.ruleset(
        build.rule(compare(build.aggregate("sum", member_field("extra")), ">=", hours(2)), subject="school"),
        build.rule(compare(build.aggregate("distinct", member_field("code")), ">=", build.count(2)), "b", "school"),
    )
    code = Direct(rules, build.DAY).part("school").code
    assert set(code.co_names) <= {"get", "append", "add", *(f"k{n}" for n in range(50))}
    assert set(code.co_varnames) <= {"i", "s", *(f"v{n}" for n in range(100))}


def test_loops_over_the_same_members_are_one_loop() -> None:
    wheres = [None, member_field("ready"), member_field("in_post")]
    rules = [
        build.rule(compare(build.aggregate("count", None, where), ">=", build.count(2)), f"r{n}", "school")
        for n, where in enumerate(wheres)
    ]
    direct = Direct(build.ruleset(*rules), build.DAY)
    placement = Placement(tuple(direct.judging.rule(rule).verdict for rule in rules), totals=False)
    assert len(placement.loops) == 1


def test_definitions_as_deep_as_the_language_allows() -> None:
    names = [f"d{n}" for n in range(64)]
    following = [build.derived(name, BOOL) for name in names[1:]]
    inner = [*following, subject_field("ready")]
    forms = [Not, lambda e: And((e, subject_field("in_post"))), lambda e: If(e, subject_field("in_post"), e, BOOL)]
    facts = build.facts(teacher={"t1": {"ready": True, "in_post": True}})
    for form in forms:
        definitions = [build.definition(name, form(e)) for name, e in zip(names, inner, strict=True)]
        rules = build.ruleset(build.rule(build.derived("d0", BOOL)), definitions=definitions)
        (rule,) = rules.rules.values()
        world = World(rules, facts, build.DAY)
        assert judged(rules, facts) == [judge(rule, Ref("teacher", "t1"), world)]
        assert explain(rule, Ref("teacher", "t1"), world).verdict is Verdict.MET


def test_definitions_that_use_one_another_twice_stay_small() -> None:
    names = [f"d{n}" for n in range(40)]
    inner = [*(build.derived(name, build.HOURS) for name in names[1:]), subject_field("extra")]
    definitions = [
        build.definition(name, Arith(ArithOp.ADD, e, Negate(e, build.HOURS), build.HOURS))
        for name, e in zip(names, inner, strict=True)
    ]
    rules = build.ruleset(
        build.rule(compare(build.derived("d0", build.HOURS), ">=", hours(0))), definitions=definitions
    )
    facts = build.facts(teacher={"t1": {"extra": 1}})
    (rule,) = rules.rules.values()
    assert judged(rules, facts)[0].verdict is Verdict.MET
    assert explain(rule, Ref("teacher", "t1"), World(rules, facts, build.DAY)).verdict is Verdict.MET


def test_numbers_that_grow_and_grow_become_unknown() -> None:
    names = [f"d{n}" for n in range(60)]
    inner = [*(build.derived(name, RATIO_NUMBER) for name in names[1:]), Literal(Fraction(3, 2), RATIO_NUMBER)]
    for op in (ArithOp.MUL, ArithOp.DIV):
        definitions = []
        for name, e in zip(names, inner, strict=True):
            other = e if op is ArithOp.MUL else Arith(ArithOp.ADD, e, Literal(1, RATIO_NUMBER), RATIO_NUMBER)
            squared = Arith(op, Arith(ArithOp.MUL, e, e, RATIO_NUMBER), other, RATIO_NUMBER)
            definitions.append(build.definition(name, squared))
        at_least = compare(build.derived("d0", RATIO_NUMBER), ">=", Literal(1, RATIO_NUMBER))
        rules = build.ruleset(build.rule(at_least), definitions=definitions)
        facts = build.facts(teacher={"t1": {}})
        (rule,) = rules.rules.values()
        found = explain(rule, Ref("teacher", "t1"), World(rules, facts, build.DAY))
        assert [found.verdict] == [j.verdict for j in judged(rules, facts)]


@pytest.mark.parametrize("engine", available())
def test_judgements_come_by_rule_and_then_by_id_and_progress_is_told(engine: str) -> None:
    rules = build.ruleset(
        build.rule(subject_field("ready"), "b"),
        build.rule(build.aggregate("all", member_field("ready")), "s", "school"),
        build.rule(subject_field("in_post"), "a"),
        build.rule(build.TRUE, "none", "county"),
    )
    facts = build.facts(teacher={"t2": {}, "t1": {}}, school={"s1": {}})
    told: list[int] = []
    order = [(j.rule, j.subject.id) for j in ENGINES[engine](rules, facts, build.DAY, told.append)]
    assert order == [("b", "t1"), ("b", "t2"), ("s", "s1"), ("a", "t1"), ("a", "t2")]
    assert told == ([5] if engine == "frame" else [2, 3, 5])


def test_judging_begins_when_asked() -> None:
    facts = build.facts(teacher={"t1": {}})
    found = iter(ENGINES["direct"](build.ruleset(build.rule()), facts, date(2020, 1, 1)))
    assert next(found).verdict is Verdict.MET


def test_one_record_needs_no_table() -> None:
    through = build.Field(build.subject_field("school"), "approved", BOOL)
    rules = build.ruleset(build.rule(compare(subject_field("extra"), ">=", hours(2)), "a"), build.rule(through, "b"))
    alone = compile_subject(rules, "teacher", build.DAY)
    assert [VERDICTS[c] for c in alone({"extra": 2, "school": "s1"})] == [Verdict.MET, Verdict.UNDETERMINED]
    known = compile_subject(rules, "teacher", build.DAY, build.facts(school={"s1": {"approved": False}}))
    assert [VERDICTS[c] for c in known({"school": "s1"})] == [Verdict.UNDETERMINED, Verdict.UNMET]


def test_a_program_without_loops_has_no_statements_to_spare() -> None:
    rules = build.ruleset(build.rule(compare(subject_field("extra"), ">=", hours(2))))
    direct = Direct(rules, build.DAY)
    made = program([direct.judging.rule(rules.rules["rule"]).verdict])
    assert made.needs == {}
    assert made.code.co_argcount == 2


def test_an_aggregate_about_the_subject_alone_within_another_keeps_to_its_own_table() -> None:
    rooms = subject_field("rooms", "school")
    schools = Collection(subject_field("county", "school"), "schools", "school")
    all_rooms = build.aggregate("sum", member_field("rooms", "school"), source=schools)
    small = build.definition("small", compare(rooms, "==", all_rooms), "school")
    inside = build.derived("small", BOOL, Subject("school"))
    earliest = build.aggregate("min", subject_field("built_on", "school"), where=inside)
    rules = build.ruleset(
        build.rule(compare(subject_field("built_on", "school"), "!=", earliest), subject="school"), definitions=[small]
    )
    school: dict[str, Any] = {"county": "c1", "rooms": 2, "built_on": build.DAY}
    counties: list[dict[str, Any]] = [{}, {"county": {"c1": {}}}]
    for county in counties:
        facts = build.facts(**county, school={"s1": school}, teacher={"t1": {"school": "s1"}, "t2": {"school": "s1"}})
        world = World(rules, facts, build.DAY)
        assert judged(rules, facts) == [judge(rules.rules["rule"], Ref("school", "s1"), world)]


def test_an_aggregate_whose_condition_no_day_can_meet_is_over_nobody() -> None:
    never = compare(Literal(2, build.HOURS), ">", hours(3))
    people: dict[str, Any] = {f"t{n}": {"school": "s1", "extra": n} for n in range(3)}
    facts = build.facts(school={"s1": {"rooms": 1}}, teacher=people)
    for op, least in (("count", build.count(0)), ("distinct", build.count(0)), ("sum", hours(0)), ("min", hours(0))):
        found = build.aggregate(op, None if op == "count" else member_field("extra"), where=never)
        for wanted in ("==", ">"):
            rules = build.ruleset(build.rule(compare(found, wanted, least), subject="school"))
            expected = judge(rules.rules["rule"], Ref("school", "s1"), World(rules, facts, build.DAY))
            assert judged(rules, facts) == [expected], (op, wanted)


def test_what_a_school_comes_to_is_computed_once_a_school() -> None:
    colleagues = Collection(subject_field("school"), "teachers", "teacher")
    many = compare(build.aggregate("count", where=member_field("ready"), source=colleagues), ">=", build.count(2))
    of_it = compare(member_field("code"), "==", subject_field("code"))
    alone = compare(build.aggregate("count", where=of_it, source=colleagues), "<=", build.count(1))
    rules = build.ruleset(build.rule(many, "many"), build.rule(alone, "alone"))
    people: dict[str, Any] = {
        f"t{n}": {"school": f"s{n % 2}", "ready": n < 3, "code": "ab"[n // 2 % 2]} for n in range(8)
    }
    facts = build.facts(school={"s0": {}, "s1": {}}, teacher={**people, "t8": {}, "t9": {"school": "nobody"}})
    direct = Direct(rules, build.DAY)
    made = direct.part("teacher")
    shared = [need for need in made.needs.values() if isinstance(need, Totals)]
    assert len(shared) == 1
    bound = Bound(direct, facts)
    bound.bind(made)
    asked = bound.found[shared[0]]
    world = World(rules, facts, build.DAY)
    expected = [
        judge(rule, Ref("teacher", id), world)
        for rule in rules.rules.values()
        for id in sorted(facts.tables["teacher"])
    ]
    assert judged(rules, facts) == expected
    assert len({asked["s0"], asked["s1"], asked[None]}) == 3
