"""A small ruleset with facts that give every verdict, for tests of reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from policyrules.intake import read_records
from policyrules.model.expr import Literal
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Document, Exemption, LayerInfo, ParameterValue, Row, Ruleset, Table
from policyrules.model.types import BOOL, RATIO_NUMBER
from policyrules.model.words import Force, HitPolicy, Kind, Layer, SourceStatus, Validity, Verdict
from policyrules.report.report import Report
from policyrules.semantics import World, judge
from tests.build import (
    CITED,
    DAY,
    HOURS,
    VOCABULARY,
    aggregate,
    compare,
    definition,
    derived,
    hours,
    member_field,
    param,
    parameter,
    rule,
    ruleset,
    subject_field,
    text,
)

GRADE = VOCABULARY.entities["teacher"].fields["grade"].type
FLOOR = ParameterValue(Validity(date(2023, 1, 1), date(2023, 12, 31)), 2, "test", CITED)


def literal_grade(word: str) -> Literal:
    return Literal(word, GRADE)


def rules() -> Ruleset:
    from dataclasses import replace

    enough = compare(subject_field("hours"), ">=", param("floor", HOURS))
    share = aggregate("share", compare(member_field("hours"), ">=", param("floor", HOURS)))
    made = ruleset(
        rule(
            enough,
            "hours",
            label=text("网络研修学时", "online hours"),
            applies=derived("active", BOOL),
            exemptions=(
                Exemption(
                    compare(subject_field("leave"), ">", hours(3)), text("长期缺课", "long leave"), CITED, "test"
                ),
            ),
        ),
        rule(
            compare(share, ">=", Literal(Fraction(3, 5), RATIO_NUMBER)),
            "share",
            subject="school",
            label=text("达标教师占比", "share of teachers with enough hours"),
            due=Literal(date(2023, 12, 31), subject_field("joined_on").type),
        ),
        rule(
            compare(aggregate("count"), ">=", param("rate", RATIO_NUMBER)),
            "open",
            subject="school",
            label=text("抽检比例", "inspection rate"),
            force=Force.SHOULD,
        ),
        rule(
            subject_field("approved", "school"),
            "plan",
            subject="school",
            label=text("学校方案获批", "plan approved"),
            force=Force.AIM,
        ),
        rule(
            None,
            "points",
            label=text("考评加分", "appraisal points"),
            kind=Kind.SCORE,
            table=Table(
                "points",
                HitPolicy.FIRST,
                (
                    Row(compare(subject_field("grade"), "==", literal_grade("excellent")), Fraction(3, 2), Verdict.MET),
                    Row(
                        compare(subject_field("grade"), "==", literal_grade("fail")),
                        -2,
                        Verdict.UNMET,
                        text("不合格", "failed"),
                    ),
                    Row(Literal(True, BOOL), 0, Verdict.MET),
                ),
            ),
        ),
        parameters=[parameter("floor", HOURS, FLOOR), parameter("rate", RATIO_NUMBER, None)],
        definitions=[definition("active", subject_field("in_post"))],
    )
    layer = LayerInfo("test", text("测试县", "Test county"), Layer.COUNTY, "1", Validity())
    document = Document("doc", text("测试办法", "Test rules"), SourceStatus.PRIMARY, "测〔2023〕1号", date(2023, 1, 1))
    return replace(made, layers=(layer,), documents={"doc": document}, digest="0123456789abcdef" * 4)


SCHOOLS = [
    {"id": "S01", "county": "C1", "kind": "小学", "approved": True},
    {"id": "S02", "county": "C1", "kind": "初中", "approved": False},
    {"id": "S03", "county": "C2", "kind": "初中"},
]
TEACHERS = [
    {"id": "T001", "school": "S01", "in_post": True, "hours": "2.5", "grade": "excellent"},
    {"id": "T002", "school": "S01", "in_post": True, "hours": "1.5", "grade": "pass"},
    {"id": "T003", "school": "S01", "in_post": True, "leave": 0, "备注": "x"},
    {"id": "T004", "school": "S02", "in_post": False, "hours": 0, "grade": "fail"},
    {"id": "T005", "school": "S02", "in_post": True, "hours": 1, "leave": 4, "grade": "优"},
    {"id": "T006", "school": "S02", "in_post": True, "hours": 0, "leave": 1, "grade": "pass"},
    {"id": "T007", "school": "S03", "in_post": True, "hours": "3", "leave": 1, "grade": "pass"},
    {"id": "T\x1b[31m8", "school": "S09", "in_post": True, "hours": "1.25", "leave": 1, "grade": "pass"},
]
COUNTIES = [{"id": "C1", "name": "甲县"}, {"id": "C2", "name": "乙\u202e县"}]


def judged(ruleset: Ruleset, facts: Facts, as_of: date) -> Iterable[Judgement]:
    world = World(ruleset, facts, as_of)
    for one in ruleset.rules.values():
        for id in facts.tables.get(one.subject, {}):
            yield judge(one, Ref(one.subject, id), world)


def report(reverse: bool = False) -> Report:
    step = -1 if reverse else 1
    tables = {"teacher": TEACHERS[::step], "school": SCHOOLS[::step], "county": COUNTIES[::step]}
    intake = read_records(VOCABULARY, tables)
    made = rules()
    judgements = tuple(judged(made, intake.facts, DAY))
    return Report(made, DAY, "reference", intake.facts, judgements, intake.diagnostics, intake.tables)
