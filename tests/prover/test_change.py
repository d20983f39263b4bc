"""Remedies and differences on small hand-made rules, and what if."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from policyrules.compiler import load_ruleset
from policyrules.model.errors import UsageError
from policyrules.model.expr import And, Arith, ArithOp, Expr, Literal, Not, Or
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import DATE, RATIO_NUMBER
from policyrules.model.words import Validity, Verdict
from policyrules.prover.change.diff import diff
from policyrules.prover.change.impact import impact
from policyrules.prover.change.result import Direction, How
from policyrules.prover.change.setting import with_setting
from policyrules.prover.remedy.remedy import remedy
from policyrules.prover.remedy.result import Remedy
from policyrules.prover.show.changes import difference_json, difference_lines
from policyrules.prover.show.remedies import remedy_json, remedy_lines
from policyrules.semantics import World, judge
from tests import build
from tests.build import aggregate, compare, hours, member_field, subject_field

HOURS, EXTRA, READY = subject_field("hours"), subject_field("extra"), subject_field("ready")
T1, S1 = Ref("teacher", "t1"), Ref("school", "s1")
FLOOR = build.rule(compare(HOURS, ">=", build.param("least", build.HOURS)), "floor")
LEAST = [build.parameter("least", build.HOURS, 2)]


def teacher(**fields: object) -> Facts:
    return Facts({"teacher": {"t1": fields}, "school": {"s1": {}}})  # type: ignore[dict-item]


def one(ruleset: Ruleset, facts: Facts, ref: Ref = T1) -> Remedy:
    found = remedy(ruleset, facts, ref, build.DAY)
    assert len(found) == 1
    return found[0]


def steps(found: Remedy) -> list[list[tuple[str, str, object]]]:
    return [[(s.subject.id, s.field, s.after) for s in option] for option in found.options]


def either(*musts: Expr) -> Rule:
    return build.rule(Or(musts), "either")


def test_the_least_change_is_found_and_only_upwards() -> None:
    ruleset = build.ruleset(FLOOR, parameters=LEAST)
    assert steps(one(ruleset, teacher(hours=1))) == [[("t1", "hours", 2)]]
    assert steps(one(ruleset, teacher())) == [[("t1", "hours", 2)]]
    assert remedy(ruleset, teacher(hours=3), T1, build.DAY) == ()
    down = build.ruleset(build.rule(compare(HOURS, "<=", hours(2)), "ceiling"))
    assert one(down, teacher(hours=3)).against == ("ceiling",)


def test_ties_are_listed() -> None:
    ruleset = build.ruleset(either(READY, compare(EXTRA, ">=", hours(5))))
    found = one(ruleset, teacher(ready=False, extra=1))
    assert (found.cost, steps(found)) == (1, [[("t1", "extra", 5)], [("t1", "ready", True)]])


def test_costs_come_from_the_vocabulary() -> None:
    people = build.VOCABULARY.entities["teacher"]
    dear = replace(people, fields={**people.fields, "ready": replace(people.fields["ready"], cost=3)})
    vocabulary = replace(build.VOCABULARY, entities={**build.VOCABULARY.entities, "teacher": dear})
    ruleset = build.ruleset(either(READY, compare(EXTRA, ">=", hours(5))), vocabulary=vocabulary)
    assert steps(one(ruleset, teacher(ready=False, extra=1))) == [[("t1", "extra", 5)]]


def test_what_is_met_stays_met() -> None:
    ceiling = build.rule(compare(Arith(ArithOp.ADD, HOURS, EXTRA, build.HOURS), "<=", hours(4)), "ceiling")
    ruleset = build.ruleset(either(compare(HOURS, ">=", hours(4)), READY), ceiling)
    found = one(ruleset, teacher(hours=1, extra=1, ready=False))
    assert steps(found) == [[("t1", "ready", True)]]


def test_what_no_change_can_meet_is_named_and_the_rest_still_helped() -> None:
    stuck = build.rule(subject_field("in_post"), "stuck")
    found = remedy(build.ruleset(stuck, FLOOR, parameters=LEAST), teacher(in_post=False, hours=0), T1, build.DAY)
    assert [(r.against, steps(r)) for r in found] == [(("stuck",), []), ((), [[("t1", "hours", 2)]])]


def test_what_cannot_be_encoded_is_unknown() -> None:
    product = compare(
        Arith(ArithOp.MUL, EXTRA, Arith(ArithOp.DIV, HOURS, EXTRA, RATIO_NUMBER), build.HOURS), ">=", hours(1)
    )
    found = one(build.ruleset(build.rule(product)), teacher(hours=0, extra=1))
    assert found.gave_up == "product"


def school(*ready: bool | None) -> Facts:
    people = {f"t{i}": {"school": "s1"} | ({} if r is None else {"ready": r}) for i, r in enumerate(ready)}
    return Facts({"school": {"s1": {}}, "teacher": people})


def test_a_quota_takes_the_fewest_and_cheapest_members() -> None:
    share = compare(aggregate("share", member_field("ready")), ">=", Literal(Fraction(3, 4), RATIO_NUMBER))
    ruleset = build.ruleset(build.rule(share, "quota", "school"))
    found = one(ruleset, school(True, False, None, False), S1)
    assert found.counted is not None
    assert (found.counted.needed, found.counted.candidates, found.cost, found.more) == (2, 3, 2, True)
    assert len(found.options[0]) == 2


@pytest.mark.parametrize(
    ("must", "needed"),
    [
        (aggregate("all", member_field("ready")), 2),
        (aggregate("at_least", member_field("ready"), threshold=build.count(2)), 1),
        (compare(aggregate("count", where=member_field("ready")), ">", build.count(1)), 1),
    ],
)
def test_other_quotas(must: Expr, needed: int) -> None:
    found = one(build.ruleset(build.rule(must, "quota", "school")), school(True, False, False), S1)
    assert found.counted is not None
    assert found.counted.needed == needed


def test_a_quota_out_of_reach_is_told() -> None:
    must = compare(aggregate("count", where=member_field("ready")), ">=", build.count(9))
    assert one(build.ruleset(build.rule(must, "quota", "school")), school(True, False), S1).against == ("quota",)
    absent = build.ruleset(build.rule(aggregate("all", member_field("ready")), "quota", "school"))
    assert one(absent, Facts({"school": {"s1": {}}}), S1).gave_up == "table"


def test_a_quota_that_looks_at_the_subject_is_searched() -> None:
    both = And((member_field("ready"), compare(subject_field("rooms", "school"), ">=", build.count(1))))
    found = one(build.ruleset(build.rule(aggregate("all", both), "quota", "school")), school(False), S1)
    assert steps(found) == [[("s1", "rooms", 1), ("t0", "ready", True)]]


def pair(old: Rule, new: Rule) -> tuple[Direction, list[list[Verdict]]]:
    [found] = diff(build.ruleset(old), build.ruleset(new)).rules
    meaning = found.meaning
    return meaning.direction, [
        [j.verdict for w in ws for j in w.judgements] for ws in (meaning.stricter, meaning.looser)
    ]


def ruled(must: Expr, **more: object) -> Rule:
    return build.rule(must, "rule", **more)


def test_directions_are_proved_with_witnesses() -> None:
    two, three = (ruled(compare(HOURS, ">=", hours(n))) for n in (2, 3))
    assert pair(two, three) == (Direction.STRICTER, [[Verdict.MET, Verdict.UNMET], []])
    assert pair(three, two) == (Direction.LOOSER, [[], [Verdict.UNMET, Verdict.MET]])
    assert pair(two, ruled(READY))[0] is Direction.BOTH
    assert pair(two, ruled(Not(compare(HOURS, "<", hours(2)))))[0] is Direction.NONE


def test_an_earlier_deadline_is_stricter() -> None:
    early, late = (ruled(READY, due=Literal(date(2020 + n, 1, 1), DATE)) for n in (0, 1))
    assert pair(late, early) == (Direction.STRICTER, [[Verdict.PENDING, Verdict.UNMET], []])
    assert pair(early, late)[0] is Direction.LOOSER


def test_added_and_removed_rules() -> None:
    empty, full = build.ruleset(), build.ruleset(ruled(READY))
    added, removed = diff(empty, full).rules, diff(full, empty).rules
    assert [(r.how, r.meaning.direction) for r in (*added, *removed)] == [
        (How.ADDED, Direction.STRICTER),
        (How.REMOVED, Direction.LOOSER),
    ]


def test_unlike_vocabularies_are_unknown() -> None:
    grades = build.VOCABULARY.enums["grade"]
    turned = replace(grades, members=tuple(reversed(grades.members)))
    other = replace(build.VOCABULARY, enums={**build.VOCABULARY.enums, "grade": turned})
    passed = compare(subject_field("grade"), ">=", Literal("pass", build.GRADE))
    [found] = diff(build.ruleset(ruled(passed)), build.ruleset(ruled(And((passed, READY))), vocabulary=other)).rules
    assert (found.meaning.direction, found.meaning.reason) == (Direction.UNKNOWN, "vocabulary")


def test_what_if_and_who_is_affected_by_which_parameter() -> None:
    old = build.ruleset(FLOOR, parameters=LEAST)
    new = with_setting(old, "least=3")
    facts = Facts(
        {
            "school": {"s1": {"county": "c1"}},
            "county": {"c1": {}},
            "teacher": {"t1": {"hours": 2, "school": "s1"}, "t2": {"hours": 4, "school": "s1"}},
        }
    )
    lots = [
        [judge(FLOOR, Ref("teacher", id), World(side, facts, build.DAY)) for id in ("t1", "t2")] for side in (old, new)
    ]
    found = impact(old, new, facts, build.DAY, *lots)
    assert [(m.subject, m.causes) for m in found.moved] == [(T1, (("least",),))]
    assert found.units == {"county": {"c1": 1}, "school": {"s1": 1}}
    whole = replace(diff(old, new), impact=found)
    for lang in ("zh", "en"):
        text = "\n".join(difference_lines(whole, old, new, lang))  # type: ignore[arg-type]
        assert "`least`" in text
        assert "`floor`" in text
    assert difference_json(whole)["impact"]["units"] == {"county": {"c1": 1}, "school": {"s1": 1}}
    assert difference_json(whole)["rules"][0]["meaning"]["direction"] == "stricter"


def test_parameters_that_only_together_change_a_verdict_are_told_together() -> None:
    both = build.rule(
        And(
            (
                compare(HOURS, ">=", build.param("least", build.HOURS)),
                compare(EXTRA, ">=", build.param("more", build.HOURS)),
            )
        ),
        "both",
    )
    parameters = [build.parameter(name, build.HOURS, value) for name, value in (("least", 1), ("more", 1), ("idle", 1))]
    old = build.ruleset(both, parameters=parameters)
    new = with_setting(with_setting(with_setting(old, "least=3"), "more=3"), "idle=2")
    people = {"t1": {"hours": 2, "extra": 2}, "t2": {"hours": 2, "extra": 4}, "t3": {"hours": 4, "extra": 4}}
    facts = Facts({"teacher": people, "school": {}})  # type: ignore[dict-item]
    lots = [[judge(both, Ref("teacher", id), World(side, facts, build.DAY)) for id in people] for side in (old, new)]
    found = impact(old, new, facts, build.DAY, *lots)
    assert {m.subject.id: m.causes for m in found.moved} == {"t1": (("least", "more"),), "t2": (("least",),)}
    whole = replace(diff(old, new), impact=found)
    assert "`least`, `more` together: 1" in "\n".join(difference_lines(whole, old, new, "en"))
    assert "`least`、`more`共同变动：1" in "\n".join(difference_lines(whole, old, new, "zh"))
    assert difference_json(whole)["impact"]["moved"][0]["causes"] == [["least", "more"]]


def test_either_of_two_parameters_may_account_for_a_verdict() -> None:
    either = Or(
        (
            compare(HOURS, ">=", build.param("least", build.HOURS)),
            compare(EXTRA, ">=", build.param("more", build.HOURS)),
        )
    )
    rule = build.rule(either, "either")
    parameters = [build.parameter(name, build.HOURS, 1) for name in ("least", "more")]
    old = build.ruleset(rule, parameters=parameters)
    new = with_setting(with_setting(old, "least=3"), "more=3")
    facts = Facts({"teacher": {"t1": {"hours": 2, "extra": 2}}, "school": {}})
    lots = [[judge(rule, T1, World(side, facts, build.DAY))] for side in (old, new)]
    [moved] = impact(old, new, facts, build.DAY, *lots).moved
    assert moved.causes == (("least",), ("more",))


@pytest.mark.parametrize("text", ["least", "lest=3", "least=many"])
def test_a_setting_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        with_setting(build.ruleset(FLOOR, parameters=LEAST), text)
    [problem] = caught.value.diagnostics
    assert problem.code.id == "PR922"
    assert "least=25" in problem.help("en")


def test_structure_names_what_reads_differently() -> None:
    old = build.ruleset(FLOOR, parameters=LEAST, definitions=[build.definition("able", READY)])
    later = replace(FLOOR, validity=Validity(date(2020, 1, 1), None), label=build.text("改", "renamed"))
    new = build.ruleset(later, parameters=[build.parameter("least", build.HOURS, None)])
    found = diff(old, new)
    assert found.rules[0].parts == ("label", "validity")
    assert found.rules[0].through == ("least",)
    assert found.definitions == (("teacher.able", How.REMOVED),)
    assert [(p.before, p.after) for p in found.parameters] == [(2, None)]
    assert found.parameters[0].days == Validity(date(2019, 1, 1), date(2023, 12, 31))
    assert "none" in "\n".join(difference_lines(found, old, new, "en"))


def test_bulletins_that_read_differently_are_named() -> None:
    henan, _ = load_ruleset("henan")
    assert henan is not None
    bulletin = henan.bulletins["trainee-rates"]
    plain = build.ruleset(FLOOR, parameters=LEAST)
    old, new = (replace(plain, bulletins={b.id: b}) for b in (bulletin, replace(bulletin, rates=bulletin.rates[:2])))
    assert diff(old, old).bulletins == ()
    assert diff(plain, old).bulletins == (("trainee-rates", How.ADDED),)
    found = diff(old, new)
    assert (found.bulletins, found.rules) == ((("trainee-rates", How.CHANGED),), ())
    assert "通报\n  trainee-rates 改动" in "\n".join(difference_lines(found, old, new, "zh"))
    assert difference_json(found)["bulletins"] == [{"id": "trainee-rates", "how": "changed"}]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_remedies_read_aloud(lang: str) -> None:
    share = compare(aggregate("share", member_field("ready")), ">=", Literal(Fraction(3, 4), RATIO_NUMBER))
    quota = build.ruleset(build.rule(share, "quota", "school"))
    cases = [
        (build.ruleset(FLOOR, parameters=LEAST), teacher(hours=1), T1),
        (build.ruleset(FLOOR, parameters=LEAST), teacher(hours=3), T1),
        (build.ruleset(either(READY, compare(EXTRA, ">=", hours(5)))), teacher(), T1),
        (build.ruleset(build.rule(subject_field("in_post"), "stuck")), teacher(), T1),
        (quota, school(*([False] * 60)), S1),
        (quota, Facts({"school": {"s1": {}}}), S1),
    ]
    for ruleset, facts, ref in cases:
        found = remedy(ruleset, facts, ref, build.DAY)
        text = "\n".join(remedy_lines(found, ruleset, ref, lang))  # type: ignore[arg-type]
        assert ref.id in text
        for r in found:
            form = remedy_json(r)
            assert form["subject"] == {"type": ref.type, "id": ref.id}
            assert all(id in text for id in (r.against or r.rules))


def test_every_kind_of_fact_can_move_and_only_its_own_way() -> None:
    passed = compare(subject_field("grade"), ">=", Literal("pass", build.GRADE))
    joined = compare(subject_field("joined_on"), ">=", Literal(date(2020, 1, 1), DATE))
    less = compare(subject_field("leave"), "<=", hours(1))
    rules = [build.rule(must, id) for id, must in (("grade", passed), ("joined", joined), ("leave", less))]
    facts = Facts(
        {
            "school": {"s1": {}},
            "teacher": {"t1": {"grade": "fail", "joined_on": date(2019, 6, 1), "leave": 3, "school": "s1"}},
        }
    )
    found = one(build.ruleset(*rules), facts)
    assert steps(found) == [[("t1", "grade", "pass"), ("t1", "joined_on", date(2020, 1, 1)), ("t1", "leave", 1)]]


def test_a_school_moves_its_own_facts_and_its_teachers_not_its_county() -> None:
    total = compare(aggregate("sum", member_field("hours")), ">=", hours(6))
    own = build.rule(And((subject_field("approved", "school"), total)), "own", "school")
    facts = Facts(
        {
            "county": {"c1": {"name": "县"}},
            "school": {"s1": {"county": "c1", "approved": False}},
            "teacher": {"t1": {"school": "s1", "hours": 1}, "t2": {"school": "s1", "hours": 4}},
        }
    )
    found = one(build.ruleset(own), facts, S1)
    assert (found.cost, {(s.subject.id, s.field) for s in found.options[0]}) == (
        2,
        {("s1", "approved"), ("t1", "hours")},
    )
