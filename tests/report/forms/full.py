"""The small ruleset of the report tests, with targets in phases, inspections and clauses as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from policyrules.model.expr import Collection, Literal, Subject
from policyrules.model.facts import Facts, Record
from policyrules.model.ruleset import Clause, Inspection, Measure, Phase, Rule, Ruleset
from policyrules.model.types import DATE, RATIO_NUMBER
from policyrules.model.words import Fate, Kind, Period, Text, Validity
from policyrules.report.report import Report
from tests.build import CITED, DAY, aggregate, compare, count, member_field, param, rule, text
from tests.report.example import judged
from tests.report.example import rules as plain_rules

SCHOOLS = Collection(Subject("county"), "schools", "school")


@cache
def rules() -> Ruleset:
    made = plain_rules()
    phases = {
        f"year-{year}": Phase(
            f"year-{year}", text(f"{year}年", str(year)), Period(date(year, 1, 1), date(year, 12, 31)), CITED
        )
        for year in (2021, 2022, 2023)
    }
    done = member_field("approved", "school")
    visit = Inspection("county", "school", SCHOOLS, None, done, None)
    sample = replace(visit, rate=param("rate", RATIO_NUMBER))
    extra = [
        rule(
            aggregate("all", done, source=SCHOOLS),
            "census",
            "county",
            label=text("县普查校", "county visits"),
            kind=Kind.DUTY,
            inspection=visit,
        ),
        rule(
            compare(aggregate("share", done, source=SCHOOLS), ">=", param("rate", RATIO_NUMBER)),
            "sample",
            "county",
            label=text("县抽查校", "county samples"),
            kind=Kind.DUTY,
            inspection=sample,
        ),
        rule(
            compare(aggregate("count", source=SCHOOLS), ">=", count(4)),
            "schools",
            "county",
            label=text("学校数", "number of schools"),
            kind=Kind.TARGET,
            measure=Measure(aggregate("count", source=SCHOOLS), count(4)),
        ),
        *(target(phases[f"year-{year}"], goal) for year, goal in ((2021, 1), (2022, 3), (2023, 3))),
    ]
    clauses = {
        "C-1": Clause("C-1", "doc", "一", Fate.ENCODED, text("学时", "hours"), None, "test"),
        "C-2": Clause(
            "C-2", "doc", "二", Fate.ASPIRATION, text("倡导", "an aim"), text("没有标准", "no measure"), "test"
        ),
    }
    return replace(made, rules={**made.rules, **{r.id: r for r in extra}}, phases=phases, clauses=clauses)


def a_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def target(phase: Phase, goal: int) -> Rule:
    """So many teachers have joined by the end of the phase."""
    joined = compare(member_field("joined_on"), "<=", Literal(phase.period.end, DATE))
    measure = aggregate("count", where=joined, source=Collection(SCHOOLS, "teachers", "teacher"))
    return rule(
        compare(measure, ">=", count(goal)),
        f"joined@{phase.id}",
        "county",
        label=Text(f"入职人数（{phase.label.zh}）", f"teachers who joined ({phase.label.en})"),
        kind=Kind.TARGET,
        measure=Measure(measure, count(goal)),
        phase=phase.id,
        due=Literal(phase.period.end, DATE),
        validity=Validity(phase.period.start, None),
    )


def facts(teachers: int, backwards: bool = False) -> Facts:
    """Two counties, four schools, as many teachers as asked for: every verdict occurs."""
    counties: dict[str, Record] = {"C1": {"name": "甲县"}, "C2": {"name": "乙县"}}
    approved = (True, False, None, True)
    schools: dict[str, Record] = {
        f"S{n}": {"county": f"C{1 + n % 2}"} | ({} if yes is None else {"approved": yes})
        for n, yes in enumerate(approved)
    }
    people: dict[str, Record] = {f"T{n:05}": teacher(n) for n in range(teachers)}
    tables: dict[str, Mapping[str, Record]] = {"county": counties, "school": schools, "teacher": people}
    if backwards:
        return Facts({entity: dict(reversed(table.items())) for entity, table in reversed(tables.items())})
    return Facts(tables)


def teacher(n: int) -> Record:
    grades = ("fail", "pass", "excellent", None)
    record = {
        "school": f"S{n % 4}",
        "in_post": n % 7 != 0,
        "hours": n % 4,
        "leave": n % 5,
        "grade": grades[n % 4],
        "joined_on": date(2019 + n % 5, 9, 1),
        "code": f"SECRET{n}",
    }
    return {name: value for name, value in record.items() if value is not None}


def full(teachers: int = 200, backwards: bool = False) -> Report:
    made, given = rules(), facts(teachers, backwards)
    order = {id: place for place, id in enumerate(made.rules)}
    found = sorted(judged(made, given, DAY), key=lambda judgement: (order[judgement.rule], judgement.subject.id))
    return Report(made, DAY, "reference", given, tuple(found), (), ())
