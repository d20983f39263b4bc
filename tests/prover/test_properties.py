"""Each property on small hand-made rules: proved, refuted with a replayed witness, vacuous, unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from policyrules.model.expr import (
    TRUE,
    Aggregate,
    AggregateOp,
    And,
    Arith,
    ArithOp,
    Collection,
    Expr,
    IsKnown,
    Literal,
    Not,
    Or,
    Subject,
)
from policyrules.model.ruleset import (
    Document,
    Exemption,
    Inspection,
    ParameterValue,
    Property,
    PropertyKind,
    Provenance,
    Row,
    Rule,
    Ruleset,
    Table,
)
from policyrules.model.types import DATE, RATIO_NUMBER
from policyrules.model.words import Action, HitPolicy, SourceStatus, Validity, Verdict
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.limits import Limits
from policyrules.prover.prove import prove
from tests import build
from tests.build import aggregate, compare, hours, member_field, subject_field

PROVED, REFUTED, UNKNOWN = Result.PROVED, Result.COUNTEREXAMPLE, Result.UNKNOWN
HOURS = subject_field("hours")
EXTRA = subject_field("extra")
IN_POST = subject_field("in_post")
READY = subject_field("ready")
PRODUCT = compare(
    Arith(ArithOp.MUL, EXTRA, Arith(ArithOp.DIV, HOURS, EXTRA, RATIO_NUMBER), build.HOURS), ">=", hours(1)
)


def at_least(number: object, id: str = "floor", **more: object) -> Rule:
    return build.rule(compare(HOURS, ">=", hours(number)), id, **more)


def at_most(number: object, id: str = "ceiling", **more: object) -> Rule:
    return build.rule(compare(HOURS, "<=", hours(number)), id, **more)


def answers(ruleset: Ruleset, *names: str, **more: object) -> list[Answer]:
    return list(prove(ruleset, names, limits=Limits(seconds=5), **more))  # type: ignore[arg-type]


def only(ruleset: Ruleset, name: str, **more: object) -> Answer:
    found = answers(ruleset, name, **more)
    assert len(found) == 1
    return found[0]


def results(found: list[Answer]) -> list[Result]:
    return [a.result for a in found]


# gap


def test_a_rule_with_a_verdict_for_everybody_has_no_gap() -> None:
    found = only(build.ruleset(at_least(2)), "gap")
    assert (found.result, found.check and found.check.by) == (PROVED, CheckedBy.EXHAUSTION)
    fields = [compare(subject_field(name), ">=", hours(2)) for name in ("hours", "extra", "leave")]
    many = build.ruleset(build.rule(And((*fields, IN_POST, READY))))
    assert only(many, "gap").check == Check(CheckedBy.SECOND_SOLVER, Limits().samples)


def test_a_share_of_nobody_is_a_gap() -> None:
    share = compare(aggregate("share", member_field("in_post")), ">=", Literal(Fraction(1, 2), RATIO_NUMBER))
    found = only(build.ruleset(build.rule(share, subject="school")), "gap")
    assert found.result is REFUTED
    [witness] = found.witnesses
    assert [j.verdict for j in witness.judgements] == [Verdict.UNDETERMINED]
    assert witness.facts.tables["teacher"] == {}


def test_an_absent_value_is_a_gap_that_is_named() -> None:
    ruleset = build.ruleset(
        build.rule(compare(HOURS, ">=", build.param("none", build.HOURS))),
        parameters=[build.parameter("none", build.HOURS, None)],
    )
    found = [a for a in answers(ruleset, "gap") if a.about == ("rule",)]
    assert results(found) == [REFUTED]
    assert "none" in found[0].says.en


def test_a_rule_that_is_never_in_force_is_vacuous() -> None:
    found = only(build.ruleset(at_least(2, validity=Validity(date(2030, 1, 1), None))), "gap")
    assert (found.result, found.reason) == (UNKNOWN, "days")


def test_a_product_of_two_facts_is_unknown() -> None:
    found = only(build.ruleset(build.rule(PRODUCT)), "gap")
    assert (found.result, found.reason) == (UNKNOWN, "product")


def test_a_day_between_two_versions_is_a_gap() -> None:
    versions = [
        ParameterValue(Validity(date(2020, 1, 1), date(2020, 12, 31)), 1, "test", build.CITED),
        ParameterValue(Validity(date(2021, 2, 1), None), 2, "test", build.CITED),
    ]
    ruleset = build.ruleset(parameters=[build.parameter("least", build.HOURS, *versions)])
    found = only(ruleset, "gap")
    assert (found.result, found.part) == (REFUTED, "days")
    assert "2021-01-01" in found.says.en
    assert "2021-01-31" in found.says.en


def of_kind(word: str, base: Expr | None = None) -> Expr:
    kind = subject_field("kind", "school", base or subject_field("school"))
    return compare(kind, "==", Literal(word, build.KIND))


def classes(*rules: Rule) -> list[tuple[Result, str, int]]:
    own = [replace(rule, layer="test") for rule in rules]
    found = [a for a in answers(replace(build.ruleset(*own), id="test"), "gap") if "." in a.about[0]]
    assert {a.about[0] for a in found} <= {"teacher.school.kind", "school.kind"}
    return [(a.result, a.part, a.count) for a in found]


def test_a_class_of_subjects_that_a_document_names_and_no_rule_speaks_of_is_a_gap() -> None:
    primary, middle = of_kind("primary"), of_kind("middle")
    spared = And((middle, Not(middle)))
    assert classes(at_least(1, applies=primary)) == [(PROVED, "", 1)]
    assert classes(at_least(1, "one", applies=primary), at_least(2, "two", applies=middle)) == [(PROVED, "", 2)]
    assert classes(at_least(1, "one", applies=primary), at_least(2, "two", applies=spared)) == [
        (REFUTED, "middle", 1),
        (PROVED, "", 1),
    ]
    in_post = aggregate("any", member_field("in_post"))
    assert classes(build.rule(TRUE, "members", "school", applies=in_post)) == []


def test_members_that_are_counted_are_spoken_of() -> None:
    kind = member_field("kind", "school")
    schools = Collection(Subject("county"), "schools", "school")
    middle = compare(kind, "==", Literal("middle", build.KIND))
    counted = Aggregate(AggregateOp.ANY, schools, None, middle, None, TRUE.type)
    primary = of_kind("primary", Subject("school"))
    own = build.rule(subject_field("approved", "school"), "own", "school", applies=primary)
    assert classes(own, build.rule(counted, "others", "county")) == [(PROVED, "", 1)]


# total and overlap


def score(hit: HitPolicy, *whens: Expr, points: tuple[object, ...] = (1, 2, 3)) -> Rule:
    rows = tuple(Row(when, p, Verdict.MET) for when, p in zip(whens, points, strict=False))  # type: ignore[arg-type]
    return build.rule(None, "score", table=Table("points", hit, rows))


def test_a_table_with_a_row_for_everybody_is_total() -> None:
    found = answers(build.ruleset(score(HitPolicy.UNIQUE, IN_POST, Not(IN_POST))), "total", "overlap")
    assert results(found) == [PROVED, PROVED]
    assert all(a.check is not None and a.check.by is CheckedBy.EXHAUSTION and a.check.cases == 2 for a in found)


def test_a_table_that_leaves_somebody_out_is_not_total() -> None:
    found = only(build.ruleset(score(HitPolicy.FIRST, IN_POST)), "total")
    assert found.result is REFUTED
    assert found.witnesses[0].facts.tables["teacher"]["T001"] == {"in_post": False}


def test_rows_that_hit_together_overlap() -> None:
    found = only(build.ruleset(score(HitPolicy.UNIQUE, IN_POST, READY, TRUE)), "overlap")
    assert found.result is REFUTED
    assert "rows" in found.says.en
    agreeing = score(HitPolicy.ANY, IN_POST, READY, points=(1, 1))
    assert only(build.ruleset(agreeing), "overlap").result is PROVED
    quarrelling = score(HitPolicy.ANY, IN_POST, READY)
    assert only(build.ruleset(quarrelling), "overlap").result is REFUTED


def test_a_table_that_speaks_of_nobody_is_vacuously_total() -> None:
    rule = replace(score(HitPolicy.UNIQUE, IN_POST), validity=Validity(None, date(2010, 1, 1)))
    found = only(build.ruleset(rule), "total")
    assert (found.result, found.reason) == (UNKNOWN, "days")


# dead


def test_everything_in_a_rule_decides_somewhere() -> None:
    exempt = Exemption(READY, build.text("免", "exempt"), build.CITED, "test")
    rule = at_least(2, applies=Or((IN_POST, compare(EXTRA, ">", hours(1)))), exemptions=(exempt,))
    found = only(build.ruleset(rule), "dead")
    assert (found.result, found.count) == (PROVED, 5)


def test_dead_parts_are_found_one_by_one() -> None:
    nobody = And((IN_POST, Not(IN_POST)))
    exempt = Exemption(Not(IN_POST), build.text("免", "exempt"), build.CITED, "test")
    rules = [
        at_least(2, "silent", applies=nobody),
        at_least(0, "idle"),
        at_least(2, "half", applies=Or((IN_POST, And((IN_POST, READY))))),
        at_least(2, "spares-nobody", applies=IN_POST, exemptions=(exempt,)),
        score(HitPolicy.FIRST, IN_POST, IN_POST, TRUE),
    ]
    found = answers(build.ruleset(*rules), "dead")
    assert [(a.about[0], a.part) for a in found] == [
        ("silent", ""),
        ("idle", ""),
        ("half", "branch 2"),
        ("spares-nobody", "exemption 1"),
        ("score", "row 2"),
    ]
    assert set(results(found)) == {REFUTED}


def test_what_cannot_be_encoded_is_not_called_dead() -> None:
    found = only(build.ruleset(build.rule(PRODUCT)), "dead")
    assert (found.result, found.reason) == (UNKNOWN, "product")


# conflict, masked, satisfiable


def test_rules_that_can_be_met_together_are_no_conflict() -> None:
    found = only(build.ruleset(at_least(1), at_most(3)), "conflict")
    assert (found.result, found.count) == (PROVED, 1)


def test_rules_nobody_can_meet_together_are_a_conflict() -> None:
    [found] = answers(build.ruleset(at_least(3), at_most(2)), "conflict")
    assert (found.result, found.about) == (REFUTED, ("floor", "ceiling"))
    assert found.witnesses[0].judgements


def test_rules_that_never_concern_the_same_person_are_no_conflict() -> None:
    rules = at_least(3, applies=IN_POST), at_most(2, applies=Not(IN_POST))
    assert results(answers(build.ruleset(*rules), "conflict")) == [PROVED]


def test_a_conflict_is_found_on_the_days_on_which_it_is_one() -> None:
    later = Validity(date(2022, 1, 1), None)
    [found] = answers(build.ruleset(at_least(3), at_most(2, validity=later)), "conflict")
    assert found.result is REFUTED
    assert "2022-01-01" in found.says.en


def test_shares_that_contradict_each_other_do_so_for_any_number_of_members() -> None:
    share = aggregate("share", member_field("in_post"))
    half, most = (Literal(Fraction(n, 10), RATIO_NUMBER) for n in (5, 4))
    rules = [
        build.rule(compare(share, ">=", half), "half", "school"),
        build.rule(compare(share, "<=", most), "less", "school"),
    ]
    found = answers(build.ruleset(*rules), "conflict", "satisfiable")
    assert [(a.property, a.result) for a in found if a.result is REFUTED] == [
        ("conflict", REFUTED),
        ("satisfiable", REFUTED),
    ]


def test_only_the_bound_on_members_is_no_conflict() -> None:
    # A hundred kinds of members would do, but the collection is expanded to 24 at most.
    sum_ = aggregate("sum", member_field("hours"))
    rules = [
        build.rule(compare(sum_, ">=", hours(400)), "much", "school"),
        build.rule(compare(sum_, ">=", hours(1)), "some", "school"),
    ]
    found = answers(build.ruleset(*rules), "satisfiable")
    assert ("much", UNKNOWN, "bound") in [(a.about[0], a.result, a.reason) for a in found]


def test_a_weaker_rule_beside_a_stronger_one_is_masked() -> None:
    found = answers(build.ruleset(at_least(1, "weak"), at_least(3, "strong")), "masked")
    assert [(a.result, a.about) for a in found if a.result is REFUTED] == [(REFUTED, ("weak", "strong"))]
    assert results(answers(build.ruleset(at_least(1), at_most(3)), "masked")) == [PROVED]


def test_the_smallest_set_that_cannot_be_met_is_named() -> None:
    rules = [
        build.rule(compare(Arith(ArithOp.ADD, HOURS, EXTRA, build.HOURS), ">=", hours(5)), "a"),
        build.rule(compare(EXTRA, "<=", hours(2)), "b"),
        at_most(2, "c"),
        build.rule(READY, "unrelated"),
    ]
    found = [a for a in answers(build.ruleset(*rules), "satisfiable") if a.result is REFUTED]
    assert [set(a.about) for a in found] == [{"a", "b", "c"}]


def test_a_rule_nobody_can_meet_stands_alone() -> None:
    found = answers(build.ruleset(at_least(5), build.rule(READY, "fine")), "satisfiable")
    assert [(a.about, a.result) for a in found] == [
        (("floor",), REFUTED),
        (("fine",), PROVED),
        (("floor", "fine"), PROVED),
    ]


# tighten-only


def layered(rule: Rule, *steps: Action, authority: str = "") -> Rule:
    provenance = tuple(Provenance("lower", step, build.CITED, authority) for step in steps)
    return replace(rule, provenance=provenance, layer="lower")


def test_a_lower_layer_may_ask_more() -> None:
    found = only(build.ruleset(at_least(3)), "tighten_only", against=[build.ruleset(at_least(2))])
    assert found.result is PROVED


def test_a_lower_layer_that_asks_less_is_found_with_a_witness() -> None:
    lower = build.ruleset(layered(at_least(1), Action.TIGHTEN))
    found = only(lower, "tighten_only", against=[build.ruleset(at_least(2))])
    assert (found.result, found.permitted) == (REFUTED, ())
    assert [w.judgements[0].verdict for w in found.witnesses] == [Verdict.UNMET, Verdict.MET]


def test_a_permitted_loosening_cites_its_authority() -> None:
    lower = build.ruleset(layered(at_least(1), Action.REPLACE, authority="U-7"))
    found = only(lower, "tighten_only", against=[build.ruleset(at_least(2))])
    assert (found.result, found.permitted) == (REFUTED, ("U-7",))


def test_a_loosened_parameter_cites_its_authority() -> None:
    def at(value: int, *steps: Provenance) -> Ruleset:
        least = replace(build.parameter("least", build.HOURS, value), provenance=steps)
        rule = build.rule(compare(HOURS, ">=", build.param("least", build.HOURS)), "floor")
        return build.ruleset(rule, parameters=[least])

    step = Provenance("lower", Action.REPLACE, build.CITED, "U-8")
    found = [a for a in answers(at(1, step), "tighten_only", against=[at(2)]) if a.about == ("floor",)]
    assert [(a.result, a.permitted) for a in found] == [(REFUTED, ("U-8",))]


def test_a_repealed_rule_is_looser_and_an_unchanged_one_is_not() -> None:
    upper = build.ruleset(at_least(2), build.rule(READY, "kept"))
    lower = build.ruleset(build.rule(READY, "kept"))
    found = answers(lower, "tighten_only", against=[upper])
    assert results(found) == [REFUTED, PROVED]
    assert found[0].permitted == ()
    ended = replace(lower, repealed={"floor": Provenance("lower", Action.REPEAL, build.CITED, "U-9")})
    assert answers(ended, "tighten_only", against=[upper])[0].permitted == ("U-9",)
    assert found[1].check is not None
    assert found[1].check.by is CheckedBy.COMPARISON


def test_an_upper_rule_that_is_never_in_force_proves_nothing() -> None:
    past = Validity(None, date(2001, 1, 1))
    found = only(build.ruleset(at_least(1)), "tighten_only", against=[build.ruleset(at_least(2, validity=past))])
    assert (found.result, found.reason) == (UNKNOWN, "days")


# timeline


def dated(rule: Rule, day: date, **more: object) -> Rule:
    return replace(rule, due=Literal(day, DATE), **more)  # type: ignore[arg-type]


def test_deadlines_in_order_are_proved() -> None:
    first = dated(at_least(1, "first"), date(2020, 1, 1))
    second = dated(at_least(2, "second"), date(2021, 1, 1), after=("first",))
    assert results(answers(build.ruleset(first, second), "timeline")) == [PROVED, PROVED]


def test_what_comes_first_is_due_first() -> None:
    first = dated(at_least(1, "first"), date(2022, 1, 1))
    second = dated(at_least(2, "second"), date(2021, 1, 1), after=("first",))
    found = answers(build.ruleset(first, second), "timeline")
    assert [(a.result, a.about) for a in found] == [(PROVED, ("first",)), (REFUTED, ("second", "first"))]


def test_nothing_is_due_before_it_is_in_force_or_issued() -> None:
    rule = dated(at_least(1), date(2020, 1, 1), validity=Validity(date(2020, 6, 1), None))
    document = Document("doc", build.text("文件", "document"), SourceStatus.PRIMARY, None, date(2020, 3, 1))
    found = answers(replace(build.ruleset(rule), documents={"doc": document}), "timeline")
    assert results(found) == [REFUTED, REFUTED]


def test_a_due_day_of_ones_own_may_lie_before_the_rule() -> None:
    joined = subject_field("joined_on")
    assert only(build.ruleset(replace(at_least(1), due=joined)), "timeline").result is PROVED
    since = replace(at_least(1), due=joined, validity=Validity(date(2020, 6, 1), None))
    found = only(build.ruleset(since), "timeline")
    assert (found.result, found.check and found.check.by) == (REFUTED, CheckedBy.REPLAY)
    day = found.witnesses[0].facts.tables["teacher"]["T001"]["joined_on"]
    assert isinstance(day, date)
    assert day < date(2020, 6, 1)
    later = compare(joined, ">=", Literal(date(2021, 1, 1), DATE))
    assert only(build.ruleset(replace(since, applies=later)), "timeline").result is PROVED


def test_a_due_day_that_is_left_open_on_some_days_is_a_gap() -> None:
    end = build.parameter(
        "end", DATE, ParameterValue(Validity(date(2021, 1, 1), None), date(2023, 1, 1), "test", build.CITED)
    )
    whole = build.ruleset(replace(at_least(1), due=build.param("end", DATE)), parameters=[end])
    assert only(whole, "timeline").result is PROVED
    [found] = [a for a in answers(whole, "gap") if a.about == ("floor",)]
    assert (found.result, found.witnesses[0].day) == (REFUTED, date(2019, 1, 1))
    assert found.witnesses[0].judgements[0].verdict is Verdict.UNDETERMINED


# hierarchy


def inspection(where: Expr | None, **more: object) -> Rule:
    source = Collection(Subject("county"), "schools", "school")
    done = member_field("approved", "school")
    edge = Inspection("county", "school", source, where, done, None)
    must = Aggregate(AggregateOp.ALL, source, where, done, None, TRUE.type)
    return build.rule(must, "inspects", "county", inspection=edge, **more)


def test_a_school_without_a_county_has_no_inspector() -> None:
    vocabulary = build.VOCABULARY
    school = vocabulary.entities["school"]
    loose = replace(school, fields={**school.fields, "county": replace(school.fields["county"], optional=True)})
    optional = replace(vocabulary, entities={**vocabulary.entities, "school": loose})
    assert only(build.ruleset(inspection(None)), "hierarchy").result is PROVED
    found = only(build.ruleset(inspection(None), vocabulary=optional), "hierarchy")
    assert found.result is REFUTED
    assert found.witnesses[0].subject.type == "school"


def test_an_inspection_of_some_leaves_the_others_out() -> None:
    primary = compare(member_field("kind", "school"), "==", Literal("primary", build.KIND))
    assert only(build.ruleset(inspection(primary)), "hierarchy").result is REFUTED


def test_an_inspection_that_is_never_in_force_proves_nothing() -> None:
    found = only(build.ruleset(inspection(None, validity=Validity(None, date(2001, 1, 1)))), "hierarchy")
    assert (found.result, found.reason) == (UNKNOWN, "days")


# declared


def declared(kind: PropertyKind, rule: Rule, **more: object) -> Answer:
    told = Property("p", kind, rule=None if kind is PropertyKind.ALWAYS else rule.id, **more)  # type: ignore[arg-type]
    return only(replace(build.ruleset(rule), properties={"p": told}), "declared")


def test_more_hours_never_hurt_a_floor_and_hurt_a_ceiling() -> None:
    assert declared(PropertyKind.MONOTONE, at_least(2), field="hours").result is PROVED
    found = declared(PropertyKind.MONOTONE, at_most(2), field="hours")
    assert found.result is REFUTED
    before, after = (w.facts.tables["teacher"]["T001"]["hours"] for w in found.witnesses)
    assert before < after  # type: ignore[operator]
    assert declared(PropertyKind.MONOTONE, at_most(2), field="ready").result is PROVED
    assert declared(PropertyKind.MONOTONE, build.rule(Not(READY)), field="ready").result is REFUTED


def test_a_fact_that_a_rule_reads_is_not_irrelevant() -> None:
    assert declared(PropertyKind.IRRELEVANT, at_least(2), field="extra").result is PROVED
    assert declared(PropertyKind.IRRELEVANT, at_least(2), field="hours").result is REFUTED
    for_show = build.rule(And((compare(HOURS, ">=", hours(2)), Or((READY, Not(READY))))))
    assert declared(PropertyKind.IRRELEVANT, for_show, field="ready").result is PROVED


def test_more_of_what_lowers_points_hurts() -> None:
    rule = score(HitPolicy.FIRST, READY, TRUE, points=(1, 2))
    assert declared(PropertyKind.MONOTONE, rule, field="ready").result is REFUTED
    assert declared(PropertyKind.IRRELEVANT, rule, field="ready").result is REFUTED


@pytest.mark.parametrize(("low", "high", "result"), [(0, 3, PROVED), (None, 2, REFUTED), (2, None, REFUTED)])
def test_points_stay_within_bounds(low: int | None, high: int | None, result: Result) -> None:
    rule = score(HitPolicy.COLLECT, IN_POST, READY, points=(1, 2))
    assert declared(PropertyKind.BOUNDED, rule, low=low, high=high).result is result


def test_points_nobody_gets_are_bounded_by_nothing() -> None:
    rule = replace(score(HitPolicy.FIRST, TRUE), applies=And((READY, Not(READY))))
    found = declared(PropertyKind.BOUNDED, rule, low=0, high=3)
    assert (found.result, found.reason) == (UNKNOWN, "vacuous")


def test_what_always_holds_is_proved_and_what_can_fail_is_shown() -> None:
    always = PropertyKind.ALWAYS
    floor = compare(HOURS, ">=", hours(0))
    assert declared(always, at_least(2), subject="teacher", expr=floor).result is PROVED
    more = compare(HOURS, ">=", hours(1))
    assert declared(always, at_least(2), subject="teacher", expr=more).result is REFUTED
    assert declared(always, at_least(2), subject="teacher", expr=more, given=more).result is PROVED
    nobody = compare(HOURS, ">", hours(9))
    found = declared(always, at_least(2), subject="teacher", expr=more, given=nobody)
    assert (found.result, found.reason) == (UNKNOWN, "vacuous")


# limits


def test_a_question_that_takes_too_long_is_unknown() -> None:
    limits = Limits(seconds=5, steps=1)
    hard = [at_least(n, f"r{n}", applies=compare(EXTRA, ">", hours(n))) for n in range(3)]
    share = compare(aggregate("sum", member_field("hours")), ">=", aggregate("sum", member_field("extra")))
    found = prove(build.ruleset(*hard, build.rule(share, "sum", "school")), ["gap"], limits=limits)
    assert "time" in {a.reason for a in found}


def test_whether_a_fact_is_known_may_be_asked() -> None:
    rule = build.rule(IsKnown(EXTRA), "registered")
    assert results(answers(build.ruleset(rule), "dead", "gap")) == [PROVED, PROVED]


def test_the_same_question_gets_the_same_answer_twice() -> None:
    ruleset = build.ruleset(at_least(2), at_most(3), score(HitPolicy.FIRST, IN_POST))
    assert prove(ruleset) == prove(ruleset)


def test_dates_words_and_references_make_small_domains() -> None:
    since = compare(subject_field("joined_on"), ">=", Literal(date(2020, 1, 1), DATE))
    kind = compare(subject_field("kind", "school", subject_field("school")), "==", Literal("primary", build.KIND))
    code = compare(subject_field("code"), "==", Literal("a", build.TEXT))
    tables = [score(HitPolicy.UNIQUE, when, Not(when)) for when in (since, kind, code, compare(HOURS, ">=", hours(2)))]
    found = [only(build.ruleset(table), "total") for table in tables]
    assert [(a.result, a.check and a.check.cases) for a in found] == [
        (PROVED, 3),
        (PROVED, 2),
        (PROVED, 2),
        (PROVED, 5),
    ]
