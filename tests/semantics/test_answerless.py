"""Nothing is recorded as missing, and yet there is no answer: what stands in the way is named all the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import policyrules as pr
from policyrules.model.facts import Facts, Record
from policyrules.model.finding import Finding, Ref
from policyrules.model.words import Verdict
from policyrules.semantics import World, explain
from tests.testing.small import copy

VOCABULARY = """\
format: 1
vocabulary:
  entities:
    county: {label: {zh: 县, en: county}}
    school:
      label: {zh: 学校, en: school}
      fields:
        county: {label: {zh: 所在县, en: county}, ref: county, inverse: {name: schools, label: {zh: 各校, en: schools}}}
        planned: {label: {zh: 计划人数, en: planned}, unit: count}
        came: {label: {zh: 到会人数, en: came}, unit: count}
        opened_on: {label: {zh: 开办日期, en: opened on}, type: date}
    teacher:
      label: {zh: 教师, en: teacher}
      fields:
        school:
          label: {zh: 所在学校, en: school}
          ref: school
          inverse: {name: teachers, label: {zh: 教师名册, en: teachers}}
        in_post: {label: {zh: 在岗, en: in post}, type: bool}
        age: {label: {zh: 年龄, en: age}, unit: days}
"""
RULES = """\
format: 1
definitions:
  attendance: {label: {zh: 到会率, en: attendance}, subject: school, value: came / planned, cite: EX-01}
  staff: {label: {zh: 人数, en: staff}, subject: school, value: count(teachers where in_post), cite: EX-01}
requirements:
"""
EMPTY: dict[str, dict[str, Record]] = {
    "county": {"C1": {}},
    "school": {"S1": {"county": "C1", "planned": 0, "came": 0, "opened_on": date(9999, 12, 1)}},
    "teacher": {},
}


def found(folder: Path, must: str, subject: str = "school", more: str = "", **tables: dict[str, Record]) -> Finding:
    rule = f"  one: {{label: {{zh: 一, en: one}}, subject: {subject}, must: '{must}', cite: EX-01}}\n"
    copy(folder, "format: 1\ncases: {}\n", vocabulary=VOCABULARY, hours=RULES + rule + more)
    rules = pr.load(folder / "base")
    facts = Facts({**EMPTY, **tables})
    ref = Ref(subject, {"school": "S1", "county": "C1"}[subject])
    return explain(rules.rules["one"], ref, World(rules, facts, date(2023, 1, 1)))


@pytest.mark.parametrize(
    ("must", "subject", "field", "label"),
    [
        ("share(in_post for teachers) >= 50%", "school", "teachers", "教师名册（没有可计的）"),
        ("min(age for teachers where in_post) > 20 days", "school", "teachers", "教师名册（没有可计的）"),
        ("share(in_post for schools.teachers) >= 50%", "county", "schools.teachers", "教师名册（没有可计的）"),
        ("attendance >= 50%", "school", "planned", "计划人数（按登记的值算不出结果）"),
        ("came / (planned - came) >= 1", "school", "came", "到会人数（按登记的值算不出结果）"),
        ("sum(age for teachers) / (staff * 1) >= 40 days", "school", "teachers", "教师名册（没有可计的）"),
        ("all(attendance >= 50% for schools)", "county", "planned", "计划人数（按登记的值算不出结果）"),
        ("opened_on + 100 days <= 2020-01-01", "school", "opened_on", "开办日期（按登记的值算不出结果）"),
    ],
)
def test_what_has_no_answer_names_what_it_was_computed_from(
    tmp_path: Path, must: str, subject: str, field: str, label: str
) -> None:
    finding = found(tmp_path, must, subject)
    assert finding.verdict is Verdict.UNDETERMINED
    assert (finding.missing[0].field, finding.missing[0].label.zh) == (field, label)
    assert finding.missing[0].subject in (Ref("school", "S1"), Ref("county", "C1"))


def test_a_parameter_that_is_zero_is_named(tmp_path: Path) -> None:
    factor = "{label: {zh: 系数, en: factor}, unit: count, values: [{value: 0, cite: EX-01}]}"
    gaps = found(tmp_path, "came / factor >= 1", more=f"parameters: {{factor: {factor}}}\n").missing
    assert [gap.parameter for gap in gaps] == ["factor"]


def test_what_is_not_recorded_comes_before_what_has_no_answer(tmp_path: Path) -> None:
    people = {"T1": {"school": "S1"}}
    gaps = found(tmp_path, "share(in_post for teachers) >= 50%", teacher=people).missing  # type: ignore[arg-type]
    assert [(gap.subject, gap.field, gap.label.en) for gap in gaps] == [(Ref("teacher", "T1"), "in_post", "in post")]
