"""Findings: the right reasons in natural words, whatever the rule and the facts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings

from policyrules.model.expr import (
    TRUE,
    And,
    Between,
    Expr,
    Field,
    If,
    IsKnown,
    Literal,
    Not,
    OneOf,
    Or,
    Subject,
    Within,
)
from policyrules.model.facts import Facts
from policyrules.model.finding import Bounds, Finding, Ref, Shortfall
from policyrules.model.ruleset import Exemption, Row, Rule, Ruleset, Table
from policyrules.model.types import BOOL, DATE, PERIOD, RATIO_NUMBER, TEXT
from policyrules.model.words import Force, HitPolicy, Period, Validity, Verdict
from policyrules.semantics import World, explain, judge
from tests import build
from tests.build import GRADE, HOURS, KIND, compare, hours, member_field, subject_field
from tests.strategies import facts as some

T1, S1 = Ref("teacher", "t1"), Ref("school", "s1")
PARAMETERS = [build.parameter("least", HOURS, 20), build.parameter("rate", RATIO_NUMBER, None)]
PASS = Literal("pass", GRADE)


def explained(rule: Rule, facts: Facts, subject: Ref = T1, definitions: tuple = ()) -> Finding:
    rules = build.ruleset(rule, parameters=PARAMETERS, definitions=definitions)
    return explain(rule, subject, World(rules, facts, build.DAY))


def teacher(**fields: object) -> Facts:
    return build.facts(teacher={"t1": fields}, school={"s1": {"kind": "primary"}})  # type: ignore[arg-type]


def staff(*members: dict) -> Facts:
    people = {f"t{n}": {"school": "s1", **fields} for n, fields in enumerate(members, 1)}
    return build.facts(school={"s1": {}}, teacher=people)


LEAST = compare(subject_field("hours"), ">=", build.param("least", HOURS))
EXTRA = compare(subject_field("extra"), ">=", build.param("least", HOURS))
READY = member_field("ready")
MESSAGES = [
    (
        LEAST,
        {"hours": 18},
        "网络研修学时 18学时，低于最低要求 20学时，差 2学时",
        "hours 18 hours, below the required minimum of 20 hours (2 hours short)",
    ),
    (
        LEAST,
        {"hours": 22},
        "网络研修学时 22学时，达到最低要求 20学时",
        "hours 22 hours, at or above the required minimum of 20 hours",
    ),
    (EXTRA, {}, "附加学时 未登记，最低要求 20学时", "extra is not recorded, required minimum 20 hours"),
    (
        compare(hours(3), ">=", subject_field("leave")),
        {"leave": 5},
        "缺课学时 5学时，超过上限 3学时，超出 2学时",
        "leave 5 hours, above the maximum of 3 hours (2 hours over)",
    ),
    (
        compare(subject_field("extra"), "==", subject_field("hours")),
        {"extra": 5, "hours": 3},
        "附加学时 5学时，应与 网络研修学时（3学时）一致，相差 2学时",
        "extra 5 hours, should be the same as hours (3 hours) (2 hours off)",
    ),
    (
        Not(compare(subject_field("extra"), "<", hours(3))),
        {"extra": 2},
        "附加学时 2学时，低于最低要求 3学时，差 1学时",
        "extra 2 hours, below the required minimum of 3 hours (1 hours short)",
    ),
    (
        compare(subject_field("grade"), ">=", PASS),
        {"grade": "fail"},
        "考核等级 不合格，低于最低要求 合格",
        "grade fail, below the required minimum of pass",
    ),
    (
        compare(subject_field("grade"), ">", PASS),
        {"grade": "pass"},
        "考核等级 合格，应高于 合格",
        "grade pass, should be higher than pass",
    ),
    (
        compare(subject_field("joined_on"), "<=", Literal(date(2023, 1, 1), DATE)),
        {"joined_on": date(2023, 1, 2)},
        "入职日期 2023年1月2日，晚于 2023年1月1日",
        "joined on 2023-01-02, after 2023-01-01",
    ),
    (
        Within(subject_field("joined_on"), Literal(Period(date(2023, 1, 1), date(2023, 1, 9)), PERIOD)),
        {"joined_on": date(2023, 2, 1)},
        "入职日期 2023年2月1日，应在 2023年1月1日 至 2023年1月9日 内",
        "joined on 2023-02-01, should lie within 2023-01-01..2023-01-09",
    ),
    (
        OneOf(subject_field("grade"), (PASS, Literal("excellent", GRADE))),
        {"grade": "fail"},
        "考核等级 不合格，应属于 合格、优秀",
        "grade fail, should be one of pass, excellent",
    ),
    (
        Not(OneOf(subject_field("grade"), (PASS,))),
        {"grade": "fail"},
        "考核等级 不合格，不属于 合格",
        "grade fail, none of pass",
    ),
    (IsKnown(subject_field("extra")), {}, "附加学时：未登记", "extra: not recorded"),
    (Not(IsKnown(subject_field("extra"))), {"extra": 1}, "附加学时：已登记", "extra: recorded"),
    (subject_field("ready"), {"ready": False}, "已准备：否", "ready: no"),
    (
        Between(subject_field("extra"), hours(1), hours(3)),
        {"extra": 9},
        "附加学时 9学时，超过上限 3学时，超出 6学时",
        "extra 9 hours, above the maximum of 3 hours (6 hours over)",
    ),
    (
        If(subject_field("ready"), LEAST, TRUE, BOOL),
        {"ready": True, "hours": 1},
        "已准备：是；网络研修学时 1学时，低于最低要求 20学时，差 19学时",
        "ready: yes; hours 1 hours, below the required minimum of 20 hours (19 hours short)",
    ),
]


@pytest.mark.parametrize(("must", "fields", "zh", "en"), MESSAGES, ids=[m[2] for m in MESSAGES])
def test_the_message_says_fact_limit_and_distance(must: Expr, fields: dict, zh: str, en: str) -> None:
    found = explained(build.rule(must), teacher(**fields))
    assert found.message.zh == "规则：" + zh
    assert found.message.en == "the rule: " + en


GROUPS = [
    (build.aggregate("all", READY), "教师共 2个，符合条件 1个，差 1个"),
    (build.aggregate("any", member_field("in_post")), "没有符合条件的教师，至少应有 1个"),
    (build.aggregate("at_least", READY, threshold=build.count(3)), "符合条件的教师只有 1个，至少应有 3个，差 2个"),
    (
        compare(build.aggregate("sum", member_field("extra")), ">=", hours(10)),
        "附加学时合计 3学时，低于最低要求 10学时，差 7学时",
    ),
    (compare(build.aggregate("count"), ">=", build.count(4)), "教师数 2个，低于最低要求 4个，差 2个"),
    (
        compare(build.aggregate("share", READY), ">=", Literal(Fraction(2, 3), RATIO_NUMBER)),
        "教师占比 50%，低于最低要求 约66.67%，差 约16.67个百分点",
    ),
    (
        compare(
            build.aggregate("share", compare(member_field("grade"), ">=", PASS)),
            ">=",
            Literal(Fraction(3, 5), RATIO_NUMBER),
        ),
        "教师占比 50% 至 100%，最低要求 60%，取决于 1 条未登记的记录",
    ),
    (
        compare(build.aggregate("share", READY), ">=", build.param("rate", RATIO_NUMBER)),
        "教师占比 50%，应不低于 参数rate（文件没有规定）",
    ),
]


@pytest.mark.parametrize(("must", "zh"), GROUPS, ids=[g[1] for g in GROUPS])
def test_the_message_counts_members(must: Expr, zh: str) -> None:
    facts = staff(
        {"ready": True, "extra": 1, "in_post": False, "grade": "pass"}, {"ready": False, "extra": 2, "in_post": False}
    )
    assert explained(build.rule(must, subject="school"), facts, S1).message.zh == "规则：" + zh


def test_a_label_that_the_first_clause_repeats_is_said_once() -> None:
    found = explained(build.rule(LEAST, label=build.text("网络研修学时", "hours")), teacher(hours=18))
    assert found.message.zh == "网络研修学时 18学时，低于最低要求 20学时，差 2学时"
    assert found.shortfall == Shortfall(2, HOURS)


def test_evidence_puts_the_version_of_the_parameter_beside_the_fact() -> None:
    fact, limit = explained(build.rule(LEAST), teacher(hours=18)).evidence
    assert (fact.source, fact.name, fact.value, fact.subject) == ("fact", "hours", 18, T1)
    assert (limit.source, limit.name, limit.value, limit.layer, limit.citations) == (
        "parameter",
        "least",
        20,
        "test",
        build.CITED,
    )
    assert limit.validity == Validity()


def test_only_the_conditions_that_decided_are_evidence() -> None:
    both = And((subject_field("in_post"), LEAST))
    assert [e.name for e in explained(build.rule(both), teacher(in_post=True, hours=1)).evidence] == ["hours", "least"]
    either = Or((subject_field("in_post"), LEAST))
    assert [e.name for e in explained(build.rule(either), teacher(in_post=True, hours=1)).evidence] == ["in_post"]


def test_of_a_choice_only_the_branch_that_was_taken_is_evidence() -> None:
    chosen = If(subject_field("in_post"), subject_field("hours"), subject_field("extra"), HOURS)
    credited = build.definition("credited", chosen)
    rule = build.rule(compare(build.derived("credited", HOURS), ">=", hours(3)))

    def named(**fields: object) -> list[str]:
        return [e.name for e in explained(rule, teacher(**fields), definitions=(credited,)).evidence]

    assert named(in_post=True, hours=5, extra=1) == ["credited", "in_post", "hours"]
    assert named(in_post=False, hours=5, extra=1) == ["credited", "in_post", "extra"]
    assert named(hours=5, extra=1) == ["credited", "in_post", "hours", "extra"]


def test_a_definition_is_opened_down_to_its_facts() -> None:
    definition = build.definition("ok", LEAST)
    found = explained(build.rule(build.derived("ok", BOOL)), teacher(hours=18), definitions=(definition,))
    assert found.shortfall == Shortfall(2, HOURS)
    assert found.trace[0].children[0].left is not None
    total = build.definition("total", subject_field("extra"))
    limit = compare(build.derived("total", HOURS), ">=", hours(3))
    found = explained(build.rule(limit), teacher(extra=1), definitions=(total,))
    assert [e.name for e in found.evidence] == ["total", "extra"]


def test_a_definition_that_is_no_comparison_is_named_with_the_fact_behind_it() -> None:
    scope = build.definition("in_scope", OneOf(subject_field("grade"), (PASS, Literal("excellent", GRADE))))
    rule = build.rule(LEAST, applies=build.derived("in_scope", BOOL))
    outside = explained(rule, teacher(grade="fail"), definitions=(scope,))
    assert outside.message.zh == "规则：不适用；定义in_scope：否（考核等级 不合格）"
    assert outside.message.en == "the rule: does not apply; in scope: no (grade fail)"
    unknown = explained(rule, teacher(), definitions=(scope,))
    assert unknown.message.zh == "规则：定义in_scope：无法判定（考核等级 未登记）"


def test_missing_names_the_facts_that_would_decide() -> None:
    found = explained(build.rule(And((subject_field("in_post"), EXTRA))), teacher(in_post=True))
    assert [(m.subject, m.field) for m in found.missing] == [(T1, "extra")]
    found = explained(
        build.rule(compare(build.aggregate("count"), ">=", build.count(1)), subject="school"),
        build.facts(school={"s1": {}}),
        S1,
    )
    assert [(m.entity, m.subject) for m in found.missing] == [("teacher", None)]
    assert "至少 0个" in found.message.zh


def test_why_a_rule_does_not_apply() -> None:
    exempt = Exemption(subject_field("ready"), build.text("长期病休", "long leave"), build.CITED, "test")
    assert (
        explained(build.rule(LEAST, exemptions=(exempt,)), teacher(ready=True)).message.zh == "规则：不适用；长期病休"
    )
    scoped = explained(build.rule(LEAST, applies=subject_field("in_post")), teacher(in_post=False))
    assert (scoped.message.zh, scoped.message.en) == (
        "规则：不适用；在岗：否",
        "the rule: does not apply; in post: no",
    )
    later = explained(build.rule(LEAST, validity=Validity(date(2030, 1, 1))), teacher())
    assert later.message.en == "the rule: does not apply; not in force on the day of judgement"
    unknown = explained(build.rule(LEAST, exemptions=(exempt,)), teacher(hours=1))
    assert (unknown.verdict, [m.field for m in unknown.missing]) == (Verdict.UNDETERMINED, ["ready"])


def test_pending_says_by_when() -> None:
    due = Literal(date(2023, 12, 31), DATE)
    found = explained(build.rule(LEAST, due=due), teacher(hours=18))
    assert (found.verdict, found.due, found.violation) == (Verdict.PENDING, date(2023, 12, 31), False)
    assert found.message.zh.endswith("差 2学时；截止 2023年12月31日")


def test_only_an_unmet_must_is_a_violation() -> None:
    assert explained(build.rule(LEAST), teacher(hours=1)).violation
    assert not explained(build.rule(LEAST, force=Force.AIM), teacher(hours=1)).violation


def test_a_score_says_its_points_and_row() -> None:
    rows = (
        Row(compare(subject_field("grade"), "==", PASS), Fraction(3, 2), Verdict.MET, build.text("考核合格", "passed")),
        Row(compare(subject_field("grade"), "!=", PASS), -2, Verdict.UNMET),
    )
    score = build.rule(None, table=Table("points", HitPolicy.UNIQUE, rows))
    good = explained(score, teacher(grade="pass"))
    assert (good.points, good.message.zh, good.message.en) == (
        Fraction(3, 2),
        "规则：1.5分；考核合格",
        "the rule: 1.5 points; passed",
    )
    bad = explained(score, teacher(grade="fail"))
    assert (bad.points, bad.message.zh) == (-2, "规则：-2分；考核等级 不合格，不是 合格")
    assert [m.field for m in explained(score, teacher()).missing] == ["grade"]


def test_nothing_marked_personal_is_shown() -> None:
    secret = compare(subject_field("code"), "==", Literal("a", TEXT))
    for found in (
        explained(build.rule(secret), teacher(code="SECRET")),
        explained(
            build.rule(compare(build.derived("copy", TEXT), "==", Literal("a", TEXT))),
            teacher(code="SECRET"),
            definitions=(build.definition("copy", subject_field("code")),),
        ),
    ):
        assert found.verdict is Verdict.UNMET
        assert "SECRET" not in repr(found)
        assert found.message.zh == "规则：未达标"


def test_hostile_text_is_made_inert() -> None:
    same = compare(Field(Subject("teacher"), "id", TEXT), "==", Literal("a\u202eb", TEXT))
    assert "\u202e" not in explained(build.rule(same), teacher()).message.zh


def test_bounds_of_an_aggregate_stay_in_the_evidence() -> None:
    rule = build.rule(compare(build.aggregate("count", None, READY), ">=", build.count(2)), subject="school")
    (side,) = explained(rule, staff({"ready": True}, {}), S1).evidence
    assert (side.value, side.undecided) == (Bounds(1, 2), 1)


def test_a_reference_to_a_word_of_another_table() -> None:
    kind = compare(subject_field("kind", "school", subject_field("school")), "==", Literal("middle", KIND))
    found = explained(build.rule(kind), teacher(school="s1"))
    assert found.message.zh == "规则：类型 小学，应为 初中"
    assert found.evidence[0].subject == S1
    nowhere = explained(build.rule(kind), teacher())
    assert [(m.subject, m.field) for m in nowhere.missing] == [(T1, "school")]


@settings(max_examples=80, deadline=None)
@given(some.rulesets(), some.facts())
def test_every_finding_agrees_with_its_judgement(rules: Ruleset, facts: Facts) -> None:
    world = World(rules, facts, build.DAY)
    for rule in rules.rules.values():
        found, judged = explain(rule, T1, world), judge(rule, T1, world)
        assert (found.verdict, found.points) == (judged.verdict, judged.points)
        assert found.message.zh.strip()
        assert found.message.en.strip()
        assert found.shortfall is None or found.shortfall.amount > 0
        if found.verdict is not Verdict.UNDETERMINED:
            assert not found.missing
