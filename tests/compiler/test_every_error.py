"""A ruleset that is wrong gets all its errors in one run: no mistake hides another, and none is told twice."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.compiler.build import BASE_FILES, compiled, errors, marked, more

CHINESE = ("hours.yaml", "must: online_hours >= online_hours_min", "must: 网络研修学时 不少于 网络研修最低学时")
SECOND = """
  grade-ok:
    label: {zh: 等级合格, en: grade}
    subject: teacher
    applies: long_serving
    must: 最终等级 不低于 合格
    due: 2023-12-29
    cite: EX-01
"""
SCORE = """
scores:
  merit:
    label: {zh: 加分, en: merit}
    subject: teacher
    unit: count
    hit: first
    rows:
      - {when: in_post, points: 1}
      - {when: true, points: 0}
    cite: EX-01
"""
DEFINITION = """
definitions:
  long_serving:
    label: {zh: 长期在岗, en: long serving}
    subject: teacher
    value: in_post
    cite: EX-01
"""
TWO_VALUES = "{to: 2021-12-31, value: 20, cite: EX-01}\n      - {from: 2022-01-01, value: 25, cite: EX-01}"

# The mistake a clerk makes, the file, what stands there, what is written instead, the code, the underlined text.
MISTAKES = {
    "no blank before the unit": ("hours.yaml", "value: 20,", "value: 20学时,", "PR405", "20学时"),
    "no thirteenth month": ("hours.yaml", "from: 2022-01-01", "from: 2022年13月", "PR210", "2022年13月"),
    "a word misspelt": ("hours.yaml", "stricter: higher", "stricter: highr", "PR207", "highr"),
    "a unit misspelt": ("hours.yaml", "    unit: count", "    unit: cont", "PR402", "cont"),
    "a label misspelt": ("hours.yaml", "网络研修学时 不", "网络研修学士 不", "PR320", "网络研修学士"),
    "a member misspelt": ("hours.yaml", "不低于 合格", "不低于 合挌", "PR325", "合挌"),
    "a due date that is none": ("hours.yaml", "due: 2023-12-29", "due: 2023年13月", "PR308", "2023年13月"),
    "no citation": ("hours.yaml", "    cite: EX-01\n\nscores", "\nscores", "PR202", "grade-ok"),
    "a key misspelt": ("hours.yaml", "    applies: in_post", "    aplies: in_post", "PR201", "aplies"),
    "a clause that is none": ("hours.yaml", "value: 25, cite: EX-01", "value: 25, cite: EX-09", "PR430", "EX-09"),
    "a label in one language": ("hours.yaml", "{zh: 加分, en: merit}", "{zh: 加分}", "PR202", "label"),
    "an unknown force": (
        "hours.yaml",
        "    label: {zh: 等级合格",
        "    force: 必须\n    label: {zh: 等级合格",
        "PR207",
        "必须",
    ),
    "a condition that is a number": ("hours.yaml", "when: in_post", "when: online_hours", "PR330", "online_hours"),
    "a definition of nobody": (
        "hours.yaml",
        "    subject: teacher\n    value",
        "    subject: teachr\n    value",
        "PR402",
        "teachr",
    ),
    "a rule of nobody": (
        "hours.yaml",
        "等级合格, en: grade}\n    subject: teacher",
        "等级合格, en: grade}\n    subject: teachr",
        "PR402",
        "teachr",
    ),
    "points with letters": ("hours.yaml", "points: 1}", "points: 一}", "PR405", "一"),
    "a fate misspelt": ("clauses.yaml", "fate: encoded", "fate: encode", "PR207", "encode"),
    "a field's type": (
        "vocabulary.yaml",
        "在岗, en: in post}, type: bool",
        "在岗, en: in post}, type: boole",
        "PR207",
        "boole",
    ),
    "a field's key": ("vocabulary.yaml", "max: 500, changeable: up", "max: 500, changable: up", "PR201", "changable"),
    "a date of another kind": ("ruleset.yaml", "issued: 2020-01-01", "issued: 2020.1.1", "PR210", "2020.1.1"),
}

BLIND = {
    ("a unit misspelt", "points with letters"): "points with letters",
    ("a member misspelt", "a rule of nobody"): "a member misspelt",
    ("a due date that is none", "a rule of nobody"): "a due date that is none",
    ("a condition that is a number", "a field's key"): "a condition that is a number",
}
"""Of these two mistakes this one is only seen once the other is gone: without unit, subject or field nobody can know
what was meant."""


def files(*names: str) -> dict[str, str]:
    """The base, in Chinese and with a second value, a second rule, a score and a definition, and these mistakes."""
    found = dict(BASE_FILES)
    found["hours.yaml"] = found["hours.yaml"].replace(*CHINESE[1:]).replace("{value: 20, cite: EX-01}", TWO_VALUES)
    found["hours.yaml"] += SECOND + SCORE + DEFINITION
    for name in names:
        file, old, new, _, _ = MISTAKES[name]
        assert old in found[file], name
        found[file] = found[file].replace(old, new, 1)
    return found


def test_without_a_mistake_nothing_is_wrong() -> None:
    assert marked(compiled(files())) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_is_one_message(name: str) -> None:
    assert errors(compiled(files(name))) == [MISTAKES[name][3:]]


@pytest.mark.parametrize("pair", list(combinations(MISTAKES, 2)), ids=" and ".join)
def test_two_mistakes_are_two_messages(pair: tuple[str, str]) -> None:
    told = [name for name in pair if name != BLIND.get(pair)]
    assert sorted(errors(compiled(files(*pair)))) == sorted(MISTAKES[name][3:] for name in told)


def test_all_mistakes_at_once() -> None:
    told = MISTAKES.keys() - set(BLIND.values())
    assert sorted(errors(compiled(files(*MISTAKES)))) == sorted(MISTAKES[name][3:] for name in told)


MANY = """format: 1
parameters:
  overlapping:
    label: {zh: 重叠, en: overlapping}
    unit: hours
    values: [{to: 2021-12-31, value: 1, cite: EX-01}, {from: 2021-01-01, value: 2, cite: EX-01}]
  wrong_value: {label: {zh: 错值, en: wrong}, unit: hours, values: [{value: 二十, cite: EX-01}]}
  gap: {label: {zh: 缺期, en: gap}, unit: hours, values: [{from: 2023-01-01, value: 1, cite: EX-01}]}
definitions:
  round_a: {label: {zh: 甲, en: ra}, subject: teacher, value: round_b, cite: EX-01}
  round_b: {label: {zh: 乙, en: rb}, subject: teacher, value: round_a, cite: EX-01}
requirements:
  unknown-key: {label: {zh: 一, en: one}, subject: teacher, must: in_post, cite: EX-01, muts: x}
  unknown-name: {label: {zh: 二, en: two}, subject: teacher, must: 网络研修课时 不少于 20, cite: EX-01}
  unit-clash: {label: {zh: 三, en: three}, subject: teacher, must: online_hours > 20%, cite: EX-01}
  type-clash: {label: {zh: 四, en: four}, subject: teacher, must: online_hours, cite: EX-01}
  no-cite: {label: {zh: 五, en: five}, subject: teacher, must: in_post}
  no-clause: {label: {zh: 六, en: six}, subject: teacher, must: in_post, cite: EX-07}
  no-subject: {label: {zh: 七, en: seven}, subject: 老师, must: in_post, cite: EX-01}
  uses-gap: {label: {zh: 八, en: eight}, subject: teacher, must: online_hours > gap, cite: EX-01}
scores:
  not-total:
    label: {zh: 九, en: nine}
    subject: teacher
    unit: count
    hit: unique
    rows: [{when: in_post, points: 1}]
    cite: EX-01
clauses:
  EX-98: {document: example-2020-1, at: 二, summary: {zh: 甲, en: a}}
  EX-99: {document: nowhere, at: 三, fate: encoded, summary: {zh: 乙, en: b}}
"""


def test_mistakes_of_a_dozen_kinds_in_one_file_are_told_in_one_run() -> None:
    told = set(errors(compiled(more(MANY))))
    assert told >= {
        ("PR410", "2"),
        ("PR405", "二十"),
        ("PR420", "round_a"),
        ("PR201", "muts"),
        ("PR320", "网络研修课时"),
        ("PR331", "20%"),
        ("PR330", "online_hours"),
        ("PR202", "no-cite"),
        ("PR430", "EX-07"),
        ("PR402", "老师"),
        ("PR451", "not-total"),
        ("PR202", "EX-98"),
        ("PR402", "nowhere"),
    }
