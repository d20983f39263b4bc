"""A small ruleset with two bulletins: one counts persons, the other adds up what schools return."""

from __future__ import annotations

from functools import cache

from policyrules.intake import read_records
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.report.bulletin import Bulletin, bulletin_of
from policyrules.report.bulletin.periods import periods
from tests.compiler.build import compiled, good, more

WORDS = """
vocabulary:
  entities:
    county:
      label: {zh: 县, en: county}
      fields:
        name: {label: {zh: 名称, en: name}, type: text}
    school:
      fields:
        county: {label: {zh: 所属县, en: county}, ref: county, inverse: {name: schools, label: {zh: 各校, en: schools}}}
    teacher:
      fields:
        finished: {label: {zh: 已结业, en: finished}, type: bool}
        finished_on: {label: {zh: 结业日期, en: finished on}, type: date}
    yearly:
      label: {zh: 年报, en: yearly return}
      fields:
        school:
          label: {zh: 上报学校, en: school}
          ref: school
          inverse: {name: yearlies, label: {zh: 年报, en: returns}}
        county: {label: {zh: 上报县, en: county}, ref: county, optional: true}
        made_on: {label: {zh: 上报日期, en: made on}, type: date}
        planned: {label: {zh: 计划人数, en: planned}, unit: count, min: 0, max: 3}
        selected: {label: {zh: 选送人数, en: selected}, unit: count, min: 0, max: 3}
        reported: {label: {zh: 报到人数, en: reported}, unit: count, min: 0, max: 3}
"""
BULLETINS = """
bulletins:
  finished-by-county:
    label: {zh: 教师结业情况, en: Teachers who finished}
    subject: teacher
    where: online_hours >= 1
    per: school.county
    day: finished_on
    every: quarter
    rates:
      completion: {label: {zh: 结业率, en: rate of completion}, part: finished, whole: in_post}
    cite: EX-01
  returns-by-county:
    label: {zh: 选送情况, en: Selected}
    subject: yearly
    per: [county, school]
    rates:
      selection: {label: {zh: 选送率, en: rate of selection}, part: selected, whole: planned}
    cite: EX-01
  returns:
    label: {zh: 选送和报到情况, en: Selected and reported}
    subject: yearly
    per: school
    day: made_on
    rates:
      selection: {label: {zh: 选送率, en: rate of selection}, part: selected, whole: planned}
      reporting: {label: {zh: 报到率, en: rate of reporting}, part: reported, whole: selected}
    cite: EX-01
    assumption: {zh: 一年之内相加, en: added up within a year}
"""


@cache
def rules() -> Ruleset:
    return good(compiled(more(WORDS, "words.yaml"), more(BULLETINS, "bulletins.yaml")))


def facts(**tables: list[dict[str, object]]) -> Facts:
    given = read_records(rules().vocabulary, tables)
    return given.facts


def counted(id: str, asked: str, given: Facts, unit: Ref | None = None) -> Bulletin:
    definition = rules().bulletins[id]
    return bulletin_of(rules(), definition, given, periods(rules(), definition, [asked]), unit=unit)


def yearly(
    id: str, school: str | None = "S1", day: str | None = "2023-05-01", **amounts: int | str | None
) -> dict[str, object]:
    record = {"id": id, "school": school, "made_on": day, **amounts}
    return {name: value for name, value in record.items() if value is not None}


def teacher(id: str, school: str = "S1", **more: object) -> dict[str, object]:
    record = {"id": id, "school": school, "online_hours": 5, "finished_on": "2023-02-01", **more}
    return {name: value for name, value in record.items() if value is not None}
