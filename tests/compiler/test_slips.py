"""Slips a clerk makes: each is told once, where it stands, with the very thing to write instead."""

from __future__ import annotations

import pytest

from policyrules.compiler.cases.load import Held, read_file
from policyrules.compiler.discovery import SourceFile
from policyrules.diagnostics.core import Diagnostic
from tests.compiler.build import BASE_FILES, compiled, edited, errors, good

CITE = "online_hours_min\n    cite: EX-01"
SLIPS = {
    "a label for an entity": ("hours.yaml", "subject: teacher", "subject: 教师", "PR402", "教师", "`teacher`"),
    "another word for it": ("hours.yaml", "subject: teacher", "subject: 老师", "PR402", "老师", "`teacher`（教师）"),
    "a capital": ("hours.yaml", "subject: teacher", "subject: Teacher", "PR402", "Teacher", "`teacher`"),
    "a comment glued on": ("hours.yaml", "subject: teacher", "subject: teacher#甲", "PR402", "teacher#甲", "`teacher`"),
    "a label for a unit": ("hours.yaml", "unit: hours", "unit: 学时", "PR402", "学时", "`hours`"),
    "a label for an enumeration": ("vocabulary.yaml", "enum: grade}", "enum: 等级}", "PR402", "等级", "`grade`"),
    "a label for a reference": ("vocabulary.yaml", "ref: school", "ref: 学校", "PR402", "学校", "`school`"),
    "a rule's name": (
        "hours.yaml",
        "    applies: in_post\n",
        "    applies: in_post\n    after: [网络研修学时达标]\n",
        "PR402",
        "网络研修学时达标",
        "`online-hours`",
    ),
    "a place for a clause": ("hours.yaml", CITE, CITE.replace("EX-01", "一"), "PR430", "一", "`EX-01`"),
    "clauses in one text": (
        "hours.yaml",
        CITE,
        CITE.replace("EX-01", "EX-01，EX-02"),
        "PR221",
        "EX-01，EX-02",
        "`[EX-01, EX-02]`",
    ),
    "dashes in a parameter's id": (
        "hours.yaml",
        "  online_hours_min:",
        "  online-hours-min:",
        "PR208",
        "online-hours-min",
        "`online_hours_min`",
    ),
    "an underscore in a rule's id": (
        "hours.yaml",
        "  online-hours:",
        "  online_hours:",
        "PR208",
        "online_hours",
        "`online-hours`",
    ),
    "a level in Chinese": ("ruleset.yaml", "layer: province", "layer: 省", "PR207", "省", "`province`"),
    "a force in Chinese": (
        "hours.yaml",
        "    applies: in_post\n",
        "    applies: in_post\n    force: 必须\n",
        "PR207",
        "必须",
        "`must`",
    ),
    "a number as a type": (
        "vocabulary.yaml",
        "en: in post}, type: bool",
        "en: in post}, type: number",
        "PR207",
        "number",
        "`unit: count`",
    ),
    "a date with slashes": ("ruleset.yaml", "from: 2020-01-01", "from: 2020/1/1", "PR210", "2020/1/1", "`2020-01-01`"),
    "a date of eight digits": (
        "ruleset.yaml",
        "from: 2020-01-01",
        "from: 20200101",
        "PR210",
        "20200101",
        "`2020-01-01`",
    ),
    "one language": (
        "hours.yaml",
        "label: {zh: 网络研修学时达标, en: online hours}",
        "label: 网络研修学时达标",
        "PR203",
        "网络研修学时达标",
        "`{zh: 网络研修学时达标, en: ...}`",
    ),
    "a dash without its blank": ("hours.yaml", "- {value", "-{value", "PR126", "-", "空一格"),
    "full-width braces": (
        "hours.yaml",
        "{value: 20, cite: EX-01}",
        "｛value: 20, cite: EX-01｝",
        "PR125",
        "｛",
        "半角",
    ),
    "full-width blanks": ("hours.yaml", "    subject", "\u3000\u3000subject", "PR117", "\u3000\u3000", "半角空格"),
    "curly quotes": ("hours.yaml", "applies: in_post", "applies: “in_post”", "PR339", "“in_post”", "名称 `in_post`"),
    "another word for and": (
        "hours.yaml",
        "applies: in_post",
        "applies: in_post 并且 in_post",
        "PR301",
        "并且",
        "请写 `且`",
    ),
    "a version of two numbers": ("ruleset.yaml", "version: 1.0.0", "version: 1.0", "PR222", "1.0", "`1.0.0`"),
    "the end of a year": (
        "hours.yaml",
        "    cite: EX-01\n",
        "    due: 2023年底\n    cite: EX-01\n",
        "PR301",
        "底",
        "12月31日",
    ),
    "at least for a comparison": (
        "hours.yaml",
        "must: online_hours >=",
        "must: online_hours_min > 1 and online_hours 至少",
        "PR301",
        "至少",
        "`不少于`",
    ),
    "a word in quotes": (
        "hours.yaml",
        "applies: in_post",
        'applies: final_grade == "合格"',
        "PR330",
        '"合格"',
        "去掉引号",
    ),
    "an id in quotes": ("hours.yaml", "applies: in_post", 'applies: school == "S1"', "PR330", '"S1"', "`学校.编号"),
    "yes for true": ("hours.yaml", "applies: in_post", "applies: in_post == 是", "PR320", "是", "`真`"),
    "a Chinese number": ("hours.yaml", "value: 20", "value: 二十", "PR405", "二十", "`20.5`"),
    "a comparison for a number": ("hours.yaml", "value: 20", "value: ≥20", "PR405", "≥20", "`20.5`"),
    "a percent sign": ("hours.yaml", "value: 20", "value: 20%", "PR405", "20%", "`20.5`"),
}


@pytest.mark.parametrize(("file", "old", "new", "code", "marked", "instead"), SLIPS.values(), ids=list(SLIPS))
def test_a_slip(file: str, old: str, new: str, code: str, marked: str, instead: str) -> None:
    result = compiled(edited(file, (old, new)))
    assert errors(result) == [(code, marked)]
    assert instead in next(d for d in result[1] if d.code.id == code).help("zh")


def test_an_entity_of_a_case_by_its_label() -> None:
    ruleset = good(compiled())
    text = (
        "format: 1\ncases:\n  online-hours:\n    as_of: 2022-01-01\n    given: {教师: {T1: {在岗: true}}}\n"
        "    subject: T1\n    checks: [{name: {zh: 甲, en: a}, expect: met}]\n"
    )
    found: list[Diagnostic] = []
    assert [one.cases for one in read_file(SourceFile("cases/x.yaml", text.encode()), Held(), ruleset, found)] == [()]
    assert [(d.code.id, d.help("en")) for d in found] == [("PR802", "write the id here: that of `教师` is `teacher`")]


def test_a_place_where_several_clauses_stand() -> None:
    second = "  EX-02: {document: example-2020-1, at: 一, fate: encoded, summary: {zh: 甲, en: a}}\n"
    clauses = {"clauses.yaml": BASE_FILES["clauses.yaml"] + second}
    rule = edited("hours.yaml", (CITE, CITE.replace("EX-01", "[一, EX-02]")))
    result = compiled(clauses, rule)
    assert errors(result) == [("PR430", "一")]
    assert "`EX-01`、`EX-02`" in result[1][0].help("zh")


def test_a_case_under_its_rules_label() -> None:
    text = (
        "format: 1\ncases:\n  网络研修学时达标:\n    as_of: 2022-01-01\n    subject: T1\n"
        "    checks: [{name: {zh: 甲, en: a}, expect: met}]\n"
    )
    found: list[Diagnostic] = []
    assert not list(read_file(SourceFile("cases/x.yaml", text.encode()), Held(), good(compiled()), found))
    assert [d.code.id for d in found] == ["PR801"]
    assert "`online-hours`" in found[0].help("en")


def test_one_definition_twice_in_a_file_is_told_where_the_other_may_stand() -> None:
    made = "  big: {label: {zh: 大, en: big}, subject: %s, value: true, cite: EX-01}\n"
    text = BASE_FILES["hours.yaml"] + "definitions:\n" + made % "teacher" + made % "school"
    result = compiled({"hours.yaml": text})
    assert errors(result) == [("PR109", "big")]
    assert "两个文件" in next(d for d in result[1] if d.code.id == "PR109").help("zh")
