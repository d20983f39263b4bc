"""A larger ground than the small vocabulary of tests/build.py, for whoever compares engines: all that rules can say.

Records name others of their own kind, a school names its head, who names a school; every unit, an enumeration of each
sort and every type of parameter are there; definitions rest on each other and two share an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import strategies as st

from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    Compare,
    CompareOp,
    Expr,
)
from policyrules.model.ruleset import Definition, Inspection, Measure, ParameterDef, Rule, Ruleset
from policyrules.model.types import (
    BOOL,
    COUNT_NUMBER,
    DATE,
    DAYS_NUMBER,
    PERIOD,
    RATIO_NUMBER,
    NumberType,
    RefType,
    Type,
)
from policyrules.model.vocabulary import CollectionDef, Entity, FieldDef, Vocabulary
from policyrules.model.words import Direction, Force, Kind, Period
from tests import build
from tests.build import GRADE, HOURS, KIND, field, parameter
from tests.strategies import facts as some
from tests.strategies import meaning

POINTS = NumberType("points")
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "county": ("c1", "c2"),
    "school": ("s1", "s2"),
    "teacher": ("t1", "t2", "t3"),
}


def wider(id: str, fields: list[FieldDef], collections: list[CollectionDef]) -> Entity:
    """An entity of the small vocabulary of which more is recorded."""
    known = build.VOCABULARY.entities[id]
    return replace(
        known,
        fields={**known.fields, **{f.id: f for f in fields}},
        collections={**known.collections, **{c.id: c for c in collections}},
    )


def naming(id: str, label: str, entity: str, by: str) -> CollectionDef:
    return CollectionDef(id, build.text(label, id), entity, by)


VOCABULARY: Vocabulary = replace(
    build.VOCABULARY,
    entities={
        "county": wider(
            "county",
            [
                field("twin", RefType("county"), "结对县", optional=True),
                field("rural", BOOL, "农村县", changeable=Direction.ANY),
                field("visited_on", DATE, "督查日期", changeable=Direction.ANY),
                field("quota", COUNT_NUMBER, "名额", low=0, high=3),
                field("budget", HOURS, "学时预算", low=0),
                field("level", GRADE, "县评等级"),
            ],
            [naming("twins", "结对县名册", "county", "twin")],
        ),
        "school": wider(
            "school",
            [
                field("head", RefType("teacher"), "校长", optional=True),
                field("rate", RATIO_NUMBER, "参训比例", low=0, high=1, changeable=Direction.UP),
                field("delay", DAYS_NUMBER, "迟报天数", low=0, high=31, changeable=Direction.DOWN),
                field("level", GRADE, "校评等级", changeable=Direction.UP),
                field("bonus", POINTS, "加分", low=-2, high=2),
            ],
            [],
        ),
        "teacher": wider(
            "teacher",
            [
                field("mentor", RefType("teacher"), "导师", optional=True),
                field("attendance", RATIO_NUMBER, "出勤率", low=0),
                field("visits", COUNT_NUMBER, "听课次数", low=0, changeable=Direction.UP),
                field("away", DAYS_NUMBER, "缺勤天数", changeable=Direction.DOWN),
                field("merit", POINTS, "业绩分"),
                field("final_grade", GRADE, "最终等级"),
                field("phase_kind", KIND, "任教学段"),
                field("left_on", DATE, "离岗日期"),
            ],
            [
                naming("mentored", "徒弟名册", "teacher", "mentor"),
                naming("headed", "所任学校", "school", "head"),
            ],
        ),
    },
)

DAYS = some.DAYS
ORDERED: tuple[Type, ...] = (HOURS, COUNT_NUMBER, RATIO_NUMBER, DAYS_NUMBER, POINTS, DATE, GRADE)
REFERENCES: tuple[Type, ...] = tuple(RefType(entity) for entity in SUBJECTS)
PLAIN: tuple[Type, ...] = (*ORDERED, KIND, BOOL, build.TEXT, *REFERENCES)
LITERALS: Mapping[Type, tuple[object, ...]] = {
    **meaning.LITERALS,
    HOURS: (0, 1, 2, 3, Fraction(3, 2), Fraction(5, 4)),
    COUNT_NUMBER: (0, 1, 2, 3),
    RATIO_NUMBER: (0, Fraction(1, 2), Fraction(3, 5), 1, -1, Fraction(6, 5)),
    DAYS_NUMBER: (0, 1, 30, -30),
    POINTS: (0, 1, Fraction(3, 2), -2),
    PERIOD: (
        Period(build.DAY, build.DAY + timedelta(days=30)),
        Period(build.DAY, build.DAY),
        Period(build.DAY.replace(month=1), build.DAY.replace(month=12, day=31)),
    ),
}
PARAMETERS: tuple[ParameterDef, ...] = (
    *some.PARAMETERS,
    parameter("most_rooms", COUNT_NUMBER, 2),
    parameter("rate_min", RATIO_NUMBER, Fraction(3, 5)),
    parameter("grace", DAYS_NUMBER, 30),
    parameter("points_max", POINTS, Fraction(3, 2)),
    parameter("favoured", KIND, "primary"),
    parameter("no_count", COUNT_NUMBER, None),
    parameter("no_share", RATIO_NUMBER, None),
    parameter("no_day", DATE, None),
)
DEFINED: tuple[tuple[str, str, Type], ...] = (
    ("d_bool", "teacher", BOOL),
    ("d_hours", "teacher", HOURS),
    ("d_grade", "teacher", GRADE),
    ("d_day", "teacher", DATE),
    ("d_bool", "school", BOOL),
    ("d_share", "school", RATIO_NUMBER),
    ("d_kind", "school", KIND),
    ("d_bool", "county", BOOL),
    ("d_count", "county", COUNT_NUMBER),
)
"""Each may rest on those before it."""

SHARED = st.sampled_from([True, False, False, False])
"""Whether aggregates may hold members against the subject: now and then, for each that does makes a plan larger."""

NUMERIC = (meaning.factors, meaning.sums_of, meaning.factors, meaning.negated, meaning.rounded, meaning.extremes)
BRANCHES: Mapping[Type, tuple[meaning.Maker, ...]] = {
    **meaning.BRANCHES,
    **{type: (*NUMERIC, meaning.aggregates, meaning.aggregates) for type in ORDERED if isinstance(type, NumberType)},
    DAYS_NUMBER: (*NUMERIC, meaning.aggregates, meaning.day_counts, meaning.day_counts),
}


def by_type(names: Mapping[str, Type]) -> dict[Type, tuple[str, ...]]:
    return {type: tuple(name for name in names if names[name] == type) for type in names.values()}


def ground(defined: int) -> meaning.Ground:
    """What there is to speak of where the first `defined` definitions are."""
    derived: dict[tuple[str, Type], tuple[str, ...]] = {}
    for id, entity, type in DEFINED[:defined]:
        derived[entity, type] = (*derived.get((entity, type), ()), id)
    parameters = by_type({p.id: p.type for p in PARAMETERS})
    return meaning.Ground(VOCABULARY, LITERALS, parameters, derived, ORDERED, PLAIN, BRANCHES, longest=3)


GROUNDS = tuple(ground(number) for number in range(len(DEFINED) + 1))


@st.composite
def rulesets(draw: st.DrawFn, subject: str, depth: int = 3) -> Ruleset:
    """Rules of every kind about one subject, with definitions and parameters: three that say `must`, a score, a target,
    an inspection by census and one by sample."""

    def scope() -> meaning.Scope:
        return meaning.Scope(subject, derived=True, shared=draw(SHARED), ground=GROUNDS[-1])

    made = [draw(varied(some.random_rules(scope(), f"r{n}", depth))) for n in range(3)]
    made.append(replace(draw(some.scores(scope(), "score", 2)), kind=Kind.SCORE))
    made.append(draw(goals(scope())))
    made += [draw(inspections(scope(), id)) for id in ("census", "sample")]
    return build.ruleset(*made, parameters=PARAMETERS, definitions=draw(definitions()), vocabulary=VOCABULARY)


@st.composite
def definitions(draw: st.DrawFn) -> list[Definition]:
    """One of each."""
    found = []
    for place, (id, entity, type) in enumerate(DEFINED):
        scope = meaning.Scope(entity, derived=True, shared=draw(SHARED), ground=GROUNDS[place])
        found.append(build.definition(id, draw(meaning.anchored(type, scope, 1)), entity))
    return found


@st.composite
def varied(draw: st.DrawFn, rule: st.SearchStrategy[Rule]) -> Rule:
    """A rule of any kind that has a condition, of any force."""
    kind = draw(st.sampled_from([Kind.REQUIREMENT, Kind.DUTY, Kind.CONSISTENCY]))
    return replace(draw(rule), kind=kind, force=draw(st.sampled_from(Force)))


@st.composite
def goals(draw: st.DrawFn, scope: meaning.Scope) -> Rule:
    """A target: a number held against its bound, due on a day or never."""
    type = draw(st.sampled_from([HOURS, COUNT_NUMBER, RATIO_NUMBER]))
    value, bound = draw(meaning.aggregates(type, scope, 2)), draw(meaning.expressions(type, scope, 1))
    op = draw(st.sampled_from([CompareOp.GE, CompareOp.LE, CompareOp.EQ]))
    return build.rule(
        Compare(op, value, bound),
        "goal",
        scope.entity,
        kind=Kind.TARGET,
        measure=Measure(value, bound),
        due=draw(st.one_of(st.none(), meaning.expressions(DATE, scope, 0))),
    )


@st.composite
def inspections(draw: st.DrawFn, scope: meaning.Scope, id: str) -> Rule:
    """That the subject inspects one of its collections: all of it (`census`), or at least a rate."""
    collection = draw(meaning.collections(scope))
    assert collection is not None
    inside = replace(scope, member=collection.entity)
    where = draw(st.one_of(st.none(), meaning.expressions(BOOL, inside, 1)))
    done, rate = draw(meaning.expressions(BOOL, inside, 1)), None
    must: Expr = Aggregate(AggregateOp.ALL, collection, where, done, None, BOOL)
    if id == "sample":
        rate = draw(meaning.expressions(RATIO_NUMBER, scope, 1))
        share = Aggregate(AggregateOp.SHARE, collection, where, done, None, RATIO_NUMBER)
        must = Compare(CompareOp.GE, share, rate)
    edge = Inspection(scope.entity, collection.entity, collection, where, done, rate)
    return build.rule(must, id, scope.entity, kind=Kind.DUTY, inspection=edge)
