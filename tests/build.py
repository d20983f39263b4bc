"""A small vocabulary and a builder of typed rulesets, for tests that need no YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from policyrules.model.expr import (
    TRUE,
    Aggregate,
    AggregateOp,
    Collection,
    Compare,
    CompareOp,
    Derived,
    Expr,
    Field,
    Literal,
    Member,
    Parameter,
    Subject,
    Value,
)
from policyrules.model.facts import Facts
from policyrules.model.ruleset import (
    Citation,
    Definition,
    ParameterDef,
    ParameterValue,
    Rule,
    Ruleset,
)
from policyrules.model.types import BOOL, COUNT_NUMBER, DATE, RATIO_NUMBER, TEXT, EnumType, NumberType, RefType, Type
from policyrules.model.vocabulary import CollectionDef, Entity, Enumeration, EnumMember, FieldDef, Unit, Vocabulary
from policyrules.model.words import Direction, Force, Kind, SourceStatus, Text, Validity

DAY = date(2023, 6, 1)
HOURS = NumberType("hours")
GRADE = EnumType("grade")
KIND = EnumType("kind")
CITED = (Citation("C-1", "doc", "一", SourceStatus.PRIMARY),)


def text(zh: str, en: str | None = None) -> Text:
    return Text(zh, en or zh)


def field(id: str, type: Type, label: str = "", **more: Any) -> FieldDef:
    return FieldDef(id, text(label or id, id.replace("_", " ")), type, **more)


def entity(id: str, label: str, fields: Iterable[FieldDef], collections: Iterable[CollectionDef] = ()) -> Entity:
    return Entity(id, text(label, id), {f.id: f for f in fields}, {c.id: c for c in collections})


VOCABULARY = Vocabulary(
    units={
        "count": Unit("count", text("个", "items"), 0),
        "ratio": Unit("ratio", text("", ""), 6),
        "days": Unit("days", text("天", "days"), 0),
        "hours": Unit("hours", text("学时", "hours"), 2),
        "points": Unit("points", text("分", "points"), 1),
    },
    enums={
        "grade": Enumeration(
            "grade",
            text("等级", "grade"),
            (
                EnumMember("fail", text("不合格", "fail")),
                EnumMember("pass", text("合格", "pass")),
                EnumMember("excellent", text("优秀", "excellent")),
            ),
            True,
        ),
        "kind": Enumeration(
            "kind",
            text("类型", "kind"),
            (EnumMember("primary", text("小学", "primary")), EnumMember("middle", text("初中", "middle"))),
            False,
        ),
    },
    entities={
        "county": entity(
            "county",
            "县",
            [field("name", TEXT, "名称")],
            [CollectionDef("schools", text("学校名册", "schools"), "school", "county")],
        ),
        "school": entity(
            "school",
            "学校",
            [
                field("county", RefType("county"), "所属县"),
                field("kind", KIND, "类型"),
                field("approved", BOOL, "方案已批复", changeable=Direction.UP),
                field("built_on", DATE, "建校日期"),
                field("rooms", COUNT_NUMBER, "教室数", low=0, high=2, changeable=Direction.ANY),
            ],
            [CollectionDef("teachers", text("教师名册", "teachers"), "teacher", "school")],
        ),
        "teacher": entity(
            "teacher",
            "教师",
            [
                field("school", RefType("school"), "学校"),
                field("in_post", BOOL, "在岗"),
                field("hours", HOURS, "网络研修学时", low=0, high=4, changeable=Direction.UP),
                field("extra", HOURS, "附加学时", changeable=Direction.UP),
                field("leave", HOURS, "缺课学时", low=0, changeable=Direction.DOWN),
                field("grade", GRADE, "考核等级", changeable=Direction.UP),
                field("joined_on", DATE, "入职日期", changeable=Direction.ANY),
                field("code", TEXT, "工号", personal=True),
                field("ready", BOOL, "已准备", changeable=Direction.UP),
            ],
        ),
    },
)


def subject_field(name: str, entity: str = "teacher", base: Expr | None = None) -> Field:
    return Field(base or Subject(entity), name, VOCABULARY.entities[entity].fields[name].type)


def member_field(name: str, entity: str = "teacher") -> Field:
    return subject_field(name, entity, Member(entity))


def hours(number: Any) -> Literal:
    return Literal(number, HOURS)


def count(number: int) -> Literal:
    return Literal(number, COUNT_NUMBER)


def compare(left: Expr, op: str, right: Expr) -> Compare:
    return Compare(CompareOp(op), left, right)


def teachers(entity: str = "school") -> Collection:
    """The teachers of a school, or of all schools of a county."""
    if entity == "county":
        return Collection(Collection(Subject("county"), "schools", "school"), "teachers", "teacher")
    return Collection(Subject("school"), "teachers", "teacher")


def aggregate(
    op: str,
    value: Expr | None = None,
    where: Expr | None = None,
    threshold: Expr | None = None,
    source: Collection | None = None,
) -> Aggregate:
    kind = AggregateOp(op)
    if kind in (AggregateOp.COUNT, AggregateOp.DISTINCT):
        type: Type = COUNT_NUMBER
    elif kind is AggregateOp.SHARE:
        type = RATIO_NUMBER
    elif kind in (AggregateOp.SUM, AggregateOp.MIN, AggregateOp.MAX):
        assert value is not None
        type = value.type
    else:
        type = BOOL
    return Aggregate(kind, source or teachers(), where, value, threshold, type)


def rule(must: Expr | None = TRUE, id: str = "rule", subject: str = "teacher", **more: Any) -> Rule:
    given: dict[str, Any] = {
        "kind": Kind.REQUIREMENT,
        "label": text("规则", "the rule"),
        "force": Force.MUST,
        "applies": TRUE,
        "validity": Validity(),
        "citations": CITED,
        "layer": "test",
        "provenance": (),
    }
    return Rule(id=id, subject=subject, must=must, **(given | more))


def parameter(id: str, type: Type, *values: Value | ParameterValue | None) -> ParameterDef:
    versions = tuple(
        v if isinstance(v, ParameterValue) else ParameterValue(Validity(), v, "test", CITED) for v in values
    )
    return ParameterDef(id, text("参数" + id, id.replace("_", " ")), type, versions, None, ())


def definition(id: str, expr: Expr, entity: str = "teacher") -> Definition:
    return Definition(id, text("定义" + id, id.replace("_", " ")), entity, expr, CITED)


def ruleset(
    *rules: Rule,
    parameters: Iterable[ParameterDef] = (),
    definitions: Iterable[Definition] = (),
    vocabulary: Vocabulary = VOCABULARY,
) -> Ruleset:
    return Ruleset(
        id="test",
        label=text("测试", "test"),
        version="1",
        layers=(),
        documents={},
        clauses={},
        vocabulary=vocabulary,
        parameters={p.id: p for p in parameters},
        definitions={(d.entity, d.id): d for d in definitions},
        phases={},
        rules={r.id: r for r in rules},
        inconsistencies={},
        digest="",
    )


def facts(**tables: Mapping[str, Mapping[str, Value]]) -> Facts:
    return Facts(tables)


def param(id: str, type: Type) -> Parameter:
    return Parameter(id, type)


def derived(id: str, type: Type, base: Expr | None = None) -> Derived:
    return Derived(base or Subject("teacher"), id, type)
