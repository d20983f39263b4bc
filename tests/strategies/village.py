"""A small vocabulary with one of everything, in two languages, and the names of a ruleset over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from policyrules.compiler.typing import Scope
from policyrules.model.types import (
    BOOL,
    COUNT_NUMBER,
    DATE,
    PERIOD,
    RATIO_NUMBER,
    TEXT,
    EnumType,
    NumberType,
    RefType,
    Type,
)
from policyrules.model.vocabulary import (
    STANDARD_UNITS,
    CollectionDef,
    Entity,
    Enumeration,
    EnumMember,
    FieldDef,
    Unit,
    Vocabulary,
)
from policyrules.model.words import Period, Text
from policyrules.syntax.names import NamedParameter, Names

HOURS = NumberType("hours")
POINTS = NumberType("points")
GRADE = EnumType("grade")
KIND = EnumType("kind")
PHASE = Period(date(2021, 1, 1), date(2021, 12, 31))


def enum(id: str, zh: str, ordered: bool, *members: tuple[str, str, str]) -> Enumeration:
    return Enumeration(id, Text(zh, id), tuple(EnumMember(m, Text(z, e)) for m, z, e in members), ordered)


def fields(*rows: tuple[str, str, Type]) -> Mapping[str, FieldDef]:
    return MappingProxyType({id: FieldDef(id, Text(zh, id.replace("_", " ")), type) for id, zh, type in rows})


def collections(*rows: tuple[str, str, str, str]) -> Mapping[str, CollectionDef]:
    return MappingProxyType({id: CollectionDef(id, Text(zh, id), entity, by) for id, zh, entity, by in rows})


VOCABULARY = Vocabulary(
    units=MappingProxyType(
        {
            **STANDARD_UNITS,
            "hours": Unit("hours", Text("学时", "hours"), 2),
            "points": Unit("points", Text("分", "points"), 1),
        }
    ),
    enums=MappingProxyType(
        {
            "grade": enum(
                "grade",
                "等级",
                True,
                ("fail", "不合格", "fail"),
                ("pass", "合格", "pass"),
                ("excellent", "优秀", "excellent"),
            ),
            "kind": enum(
                "kind",
                "学校类型",
                False,
                ("ordinary", "普通学校", "ordinary"),
                ("vocational", "职业学校", "vocational"),
                ("point", "教学点（含村小）", "teaching point"),
            ),
        }
    ),
    entities=MappingProxyType(
        {
            "county": Entity(
                "county",
                Text("县区", "county"),
                fields(("population", "人口数", COUNT_NUMBER), ("inspected", "已抽检", BOOL)),
                collections(("schools", "辖区学校", "school", "county")),
            ),
            "school": Entity(
                "school",
                Text("学校", "school"),
                fields(
                    ("county", "所属县区", RefType("county")),
                    ("head", "校长", RefType("teacher")),
                    ("kind", "类别", KIND),
                    ("approved_on", "批准日期", DATE),
                    ("funded", "公用经费比例", RATIO_NUMBER),
                    ("open", "在办", BOOL),
                ),
                collections(("teachers", "教师名册", "teacher", "school")),
            ),
            "teacher": Entity(
                "teacher",
                Text("教师", "teacher"),
                fields(
                    ("school", "学校", RefType("school")),
                    ("helper", "帮扶对象", RefType("teacher")),
                    ("online_hours", "网络研修学时", HOURS),
                    ("practice_hours", "校本实践 学时", HOURS),
                    ("score", "得分", POINTS),
                    ("age", "年龄", COUNT_NUMBER),
                    ("attendance", "出勤率", RATIO_NUMBER),
                    ("joined_on", "入职日期", DATE),
                    ("left_on", "离岗日期", DATE),
                    ("grade", "考核等级", GRADE),
                    ("final_grade", "最终等级", GRADE),
                    ("in_post", "在岗", BOOL),
                    ("enrolled", "已报名", BOOL),
                    ("name", "姓名", TEXT),
                ),
                collections(("helped", "受帮扶教师", "teacher", "helper")),
            ),
        }
    ),
)

PARAMETERS = MappingProxyType(
    {
        "online_hours_min": NamedParameter(HOURS, Text("网络研修最低学时", "minimum online hours")),
        "sampling_rate": NamedParameter(RATIO_NUMBER, Text("抽检比例", "sampling rate")),
        "schools_min": NamedParameter(COUNT_NUMBER, Text("试点校最低数", "minimum schools")),
        "points_max": NamedParameter(POINTS, Text("加分上限", "most points")),
        "strict": NamedParameter(BOOL, Text("从严执行", "strict")),
        "starting_day": NamedParameter(DATE, Text("启动日", "starting day")),
        "training_window": NamedParameter(PERIOD, Text("培训时段", "training window")),
        "best_grade": NamedParameter(GRADE, Text("最高等级要求", "best grade")),
        "kind_favoured": NamedParameter(KIND, Text("优先类别", "favoured kind")),
        "motto": NamedParameter(TEXT, Text("口号", "motto")),
        # A label that is also a field's: only the id is unambiguous.
        "age_limit": NamedParameter(COUNT_NUMBER, Text("年龄", "age limit")),
    }
)

DEFINITIONS: Mapping[tuple[str, str], tuple[Type, Text]] = MappingProxyType(
    {
        ("teacher", "in_scope"): (BOOL, Text("属于培训对象", "in scope")),
        ("teacher", "total_hours"): (HOURS, Text("总学时", "total hours")),
        ("teacher", "best"): (GRADE, Text("较好等级", "better grade")),
        ("school", "covered"): (BOOL, Text("已覆盖", "covered")),
        ("school", "share_trained"): (RATIO_NUMBER, Text("培训率", "share trained")),
    }
)

NAMES = Names(VOCABULARY, PARAMETERS, {key: label for key, (_, label) in DEFINITIONS.items()})


def definition_type(entity: str, id: str) -> Type | None:
    found = DEFINITIONS.get((entity, id))
    return None if found is None else found[0]


def scope(subject: str = "teacher", phase: Period | None = PHASE, poisoned: tuple[str, ...] = ()) -> Scope:
    return Scope(NAMES, definition_type, subject, phase, frozenset(poisoned))
