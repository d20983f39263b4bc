"""Random facts and rulesets over the small vocabulary of tests/build.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import strategies as st

from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.ruleset import Exemption, Row, Rule, Ruleset, Table
from policyrules.model.types import (
    BOOL,
    COUNT_NUMBER,
    DATE,
    PERIOD,
    TEXT,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    RefType,
    Type,
)
from policyrules.model.vocabulary import FieldDef
from policyrules.model.words import HitPolicy, Period, Validity, Verdict
from policyrules.testing.edits import with_facts
from tests import build
from tests.strategies import meaning

DAYS = tuple(build.DAY + timedelta(days=n) for n in (-30, 0, 30))
SUBJECTS = {"county": ("c1",), "school": ("s1", "s2"), "teacher": ("t1", "t2", "t3")}


def domain(field: FieldDef) -> tuple[Value, ...]:
    """A few values a field can take, its bounds among them."""
    match field.type:
        case BoolType():
            return (False, True)
        case NumberType():
            low = -1 if field.low is None else field.low
            high = 3 if field.high is None else field.high
            return (low, Fraction(3, 2), high) if field.type != COUNT_NUMBER else (low, 1, high)
        case DateType():
            return DAYS
        case EnumType(name):
            return tuple(m.id for m in build.VOCABULARY.enums[name].members)
        case RefType(entity):
            return (*SUBJECTS[entity], "nobody")
        case _:
            return ("a", "b")


@st.composite
def facts(draw: st.DrawFn, absent_tables: bool = True) -> Facts:
    """Up to three records an entity, each field recorded or not; a table may be missing, a reference dangle."""
    tables: dict[str, Any] = {}
    for entity, ids in SUBJECTS.items():
        if absent_tables and draw(st.integers(0, 9)) == 0:
            continue
        table = tables[entity] = {}
        for id in draw(st.lists(st.sampled_from(ids), unique=True, min_size=len(ids) - 1)):
            record = table[id] = {}
            for field in build.VOCABULARY.entities[entity].fields.values():
                known = draw(st.integers(0, 3)) > 0 or isinstance(field.type, RefType)
                if known:
                    record[field.id] = draw(st.sampled_from(domain(field)))
    return Facts(tables)


@st.composite
def staff(draw: st.DrawFn) -> Facts:
    """Up to four teachers of one school, each fact recorded or not: what aggregates have to cope with."""
    answers = st.sampled_from([True, False, None])
    record = st.fixed_dictionaries(
        {
            "in_post": answers,
            "ready": answers,
            "hours": st.sampled_from([0, 2, 4, None]),
            "extra": st.sampled_from([-1, 2, None]),
            "grade": st.sampled_from(["fail", "pass", None]),
            "code": st.sampled_from(["a", "b", None]),
        }
    )
    people = enumerate(draw(st.lists(record, max_size=4)))
    known = {f"t{n}": {k: v for k, v in person.items() if v is not None} for n, person in people}
    return Facts({"school": {"s1": {}}, "teacher": {id: {"school": "s1", **person} for id, person in known.items()}})


def unknown_facts(facts: Facts) -> list[tuple[str, str, FieldDef]]:
    """Every field that is not recorded of a record that is there, references aside."""
    return [
        (entity, id, field)
        for entity, table in facts.tables.items()
        for id, record in table.items()
        for field in build.VOCABULARY.entities[entity].fields.values()
        if field.id not in record and not isinstance(field.type, RefType)
    ]


def completions(facts: Facts, only: set[tuple[str, str, str]]) -> Iterator[Facts]:
    """The facts with every unknown one of `only` replaced by every value of its small domain."""
    open_ = [(e, id, f) for e, id, f in unknown_facts(facts) if (e, id, f.id) in only]
    for values in product(*(domain(f) for _, _, f in open_)):
        yield with_facts(facts, {(e, id, f.id): v for (e, id, f), v in zip(open_, values, strict=True)})


PARAMETERS = (
    build.parameter("least_hours", build.HOURS, 2),
    build.parameter("no_rate", build.HOURS, None),
    build.parameter("deadline", DATE, build.DAY),
    build.parameter("window", PERIOD, Period(DAYS[0], build.DAY)),
    build.parameter("no_window", PERIOD, None),
    build.parameter("grade_floor", build.GRADE, "pass"),
    build.parameter("no_grade", build.GRADE, None),
    build.parameter("flag", BOOL, True),
    build.parameter("word", TEXT, "a"),
)


@st.composite
def rulesets(draw: st.DrawFn, subject: str = "teacher", rules: int = 3, depth: int = 3, known: bool = True) -> Ruleset:
    """A few rules of every shape over the small vocabulary, some resting on definitions."""
    plain = meaning.Scope(subject, known=known)
    definitions = [
        build.definition("d_bool", draw(meaning.expressions(BOOL, meaning.Scope("teacher", known=known), 2))),
        build.definition("d_hours", draw(meaning.expressions(build.HOURS, meaning.Scope("teacher", known=known), 2))),
        build.definition("d_grade", draw(meaning.expressions(build.GRADE, meaning.Scope("teacher", known=known), 2))),
        build.definition(
            "d_school", draw(meaning.expressions(BOOL, meaning.Scope("school", known=known), 2)), "school"
        ),
    ]
    scope = meaning.Scope(subject, derived=True, known=known)
    made = [draw(random_rules(scope, f"r{n}", depth)) for n in range(rules)]
    made.append(draw(scores(plain, "score", 2)))
    return build.ruleset(*made, parameters=PARAMETERS, definitions=definitions)


@st.composite
def random_rules(draw: st.DrawFn, scope: meaning.Scope, id: str, depth: int) -> Rule:
    """A rule with or without conditions, exemptions, a due day."""
    condition = meaning.expressions(BOOL, scope, depth)
    exemptions = tuple(
        Exemption(draw(condition), build.text("免", "exempt"), build.CITED, "test")
        for _ in range(draw(st.integers(0, 1)))
    )
    due: Type | None = draw(st.sampled_from([None, DATE, PERIOD]))
    validity = draw(st.sampled_from([Validity(), Validity(DAYS[0], DAYS[2]), Validity(DAYS[2], None)]))
    applies = draw(st.one_of(st.just(build.TRUE), condition))
    return build.rule(
        draw(condition),
        id,
        scope.entity,
        applies=applies,
        exemptions=exemptions,
        validity=validity,
        due=None if due is None else draw(meaning.expressions(due, scope, 1)),
    )


@st.composite
def scores(draw: st.DrawFn, scope: meaning.Scope, id: str, depth: int) -> Rule:
    """A decision table under any hit policy, total or not."""
    condition = meaning.expressions(BOOL, scope, depth)
    verdicts = st.sampled_from([Verdict.MET, Verdict.MET, Verdict.UNMET, Verdict.PENDING])
    points = st.sampled_from([0, 1, Fraction(3, 2), -2])
    rows = draw(st.lists(st.builds(Row, when=condition, points=points, verdict=verdicts), min_size=1, max_size=3))
    table = Table("points", draw(st.sampled_from(list(HitPolicy))), tuple(rows))
    return build.rule(None, id, scope.entity, table=table)


def day(text: str) -> date:
    return date.fromisoformat(text)
