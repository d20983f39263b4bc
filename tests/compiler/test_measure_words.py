"""Measure words and singulars: where they are declared, and how findings say them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from policyrules.model.expr import Number
from policyrules.model.facts import Facts
from policyrules.model.finding import Finding, Ref, Shortfall
from policyrules.model.types import DAYS_NUMBER, RATIO_NUMBER, NumberType
from policyrules.model.vocabulary import STANDARD_UNITS, Vocabulary
from policyrules.semantics.explain import explain
from policyrules.semantics.wording import say, say_distance
from policyrules.semantics.world import World
from tests.compiler.build import compiled, errors, good, more

VOCABULARY = Vocabulary(STANDARD_UNITS, {}, {})
SCHOOLS = """
vocabulary:
  units:
    lessons: {label: {zh: 节, en: lessons}, decimals: 0, singular: lesson}
  entities:
    campus:
      label: {zh: 校区, en: campus}
      measure_word: 处
      fields:
        rooms: {label: {zh: 教室间数, en: rooms}, unit: count, measure_word: 间, min: 0, changeable: up}
        doors: {label: {zh: 门数, en: doors}, unit: count, min: 0}
        lessons: {label: {zh: 课时数, en: lessons given}, unit: lessons, min: 0}
    tutor:
      label: {zh: 辅导员, en: tutor}
      measure_word: 名
      fields:
        campus:
          label: {zh: 所在校区, en: campus}
          ref: campus
          inverse: {name: tutors, label: {zh: 辅导员名册, en: tutors}}
        trained: {label: {zh: 已培训, en: trained}, type: bool}
parameters:
  rooms_min: {label: {zh: 教室下限, en: rooms needed}, unit: count, values: [{value: 3, cite: EX-01}]}
  tutors_min:
    label: {zh: 人员下限, en: tutors needed}
    unit: count
    measure_word: 人
    values: [{value: 2, cite: EX-01}]
definitions:
  trained_tutors:
    label: {zh: 已培训人数, en: trained tutors}
    subject: campus
    value: count(tutors where trained)
    cite: EX-01
  desks: {label: {zh: 桌数, en: desks}, subject: campus, unit: count, measure_word: 张, value: rooms * 2, cite: EX-01}
requirements:
"""
REST = """\
  rest:
    label: {zh: 其余, en: the rest}
    subject: campus
    must: rooms_min <= desks and tutors_min < 9
    cite: EX-01
"""
FACTS = Facts(
    {
        "campus": {"C1": {"rooms": 1, "doors": 1, "lessons": 1}},
        "tutor": {"T1": {"campus": "C1", "trained": True}, "T2": {"campus": "C1", "trained": False}},
    }
)
SAID = [
    ("rooms >= rooms_min", "教室间数 1间，低于最低要求 3间，差 2间"),
    ("trained_tutors >= tutors_min", "已培训人数 1名，低于最低要求 2人，差 1名"),
    ("trained_tutors >= 2", "已培训人数 1名，低于最低要求 2名，差 1名"),
    (
        "count(tutors where trained) + 1 > 2 + count(tutors)",
        "辅导员数 + 1名 = 2名，应多于 2名 + 辅导员数（4名），差 2名",
    ),
    ("distinct(campus for tutors) >= 2", "不同的所在校区数 1处，低于最低要求 2处，差 1处"),
    ("desks >= 4", "桌数 2张，低于最低要求 4张，差 2张"),
    ("doors >= 2", "门数 1个，低于最低要求 2个，差 1个"),
    ("all(trained for tutors)", "辅导员共 2名，符合条件 1名，差 1名"),
    ("all(trained for tutors where not trained)", "辅导员共 1名，符合条件 0名，差 1名"),
    ("at_least(2, trained for tutors)", "符合条件的辅导员只有 1名，至少应有 2名，差 1名"),
    ("any(not trained for tutors where trained)", "没有符合条件的辅导员，至少应有 1名"),
    ("at_least(1, trained for tutors)", "符合条件的辅导员 1名，至少应有 1名"),
    ("not any(trained for tutors)", "不应有符合条件的辅导员，现有 1名"),
    ("not any(trained for tutors where not trained)", "没有符合条件的辅导员"),
    ("not at_least(2, trained or not trained for tutors)", "符合条件的辅导员 2名，应少于 2名"),
    ("not all(trained or not trained for tutors)", "辅导员共 2名，符合条件 2名，不应全部符合"),
    ("rooms >= doors + 2", "教室间数 1间，应不低于 门数 + 2个（3间），差 2间"),
]


def found(must: str) -> Finding:
    """The finding on one rule of the campus."""
    rule = f"  it: {{label: {{zh: 规则, en: the rule}}, subject: campus, must: '{must}', cite: EX-01}}\n"
    ruleset = good(compiled(more(SCHOOLS.lstrip("\n") + REST + rule)))
    return explain(ruleset.rules["it"], Ref("campus", "C1"), World(ruleset, FACTS, date(2021, 1, 1)))


@pytest.mark.parametrize(("must", "zh"), SAID, ids=lambda text: text)
def test_a_count_is_said_with_its_measure_word(must: str, zh: str) -> None:
    assert found(must).message.zh == f"规则：{zh}"


def test_one_of_a_unit_is_singular() -> None:
    message = found("lessons >= 2").message
    assert message.en == "the rule: lessons given 1 lesson, below the required minimum of 2 lessons (1 lesson short)"
    assert message.zh == "规则：课时数 1节，低于最低要求 2节，差 1节"
    assert say(1, DAYS_NUMBER, VOCABULARY).en == "1 day"
    assert say(2, DAYS_NUMBER, VOCABULARY).en == "2 days"


DISTANCES = [
    (Fraction(1, 100), RATIO_NUMBER, "1个百分点", "1 percentage point"),
    (Fraction(3, 40), RATIO_NUMBER, "7.5个百分点", "7.5 percentage points"),
    (Fraction(1, 3), RATIO_NUMBER, "约33.33个百分点", "about 33.33 percentage points"),
    (1, DAYS_NUMBER, "1天", "1 day"),
]


@pytest.mark.parametrize(("amount", "type", "zh", "en"), DISTANCES)
def test_ratios_lie_percentage_points_apart(amount: Number, type: NumberType, zh: str, en: str) -> None:
    said = say_distance(Shortfall(amount, type), VOCABULARY)
    assert (said.zh, said.en) == (zh, en)


RATIOS = [
    (Fraction(53, 64), "约82.81%"),
    (Fraction(33, 40), "82.5%"),
    (Fraction(99999, 100000), "约99.999%"),
    (Fraction(2, 3), "约66.67%"),
    (1, "100%"),
]


@pytest.mark.parametrize(("ratio", "zh"), RATIOS)
def test_a_ratio_has_two_decimals_and_is_never_rounded_to_a_whole_percentage(ratio: Number, zh: str) -> None:
    assert say(ratio, RATIO_NUMBER, VOCABULARY).zh == zh


WRONG = [
    ("  entities:\n    teacher:\n      measure_word: 名\n      fields: {}\n", "measure_word"),
    (
        "  entities:\n    school:\n      fields:\n"
        "        open: {label: {zh: 开放, en: open}, type: bool, measure_word: 个}\n",
        "measure_word",
    ),
]


@pytest.mark.parametrize(("text", "marked"), WRONG)
def test_a_measure_word_stands_where_something_is_counted(text: str, marked: str) -> None:
    assert errors(compiled(more("vocabulary:\n" + text))) == [("PR214", marked)]
