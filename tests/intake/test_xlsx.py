"""Workbooks as offices keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from policyrules.diagnostics.core import LANGS
from policyrules.intake import Intake, read_folder
from tests.build import VOCABULARY
from tests.strategies.books import book, sheet

HEADER = ("编号", "学校", "在岗", "网络研修学时", "考核等级", "入职日期", "工号")


def read(tmp_path: Path, data: bytes, name: str = "roster.xlsx") -> Intake:
    (tmp_path / name).write_bytes(data)
    intake = read_folder(VOCABULARY, tmp_path)
    for diagnostic in intake.diagnostics:
        for lang in LANGS:
            said = diagnostic.message(lang) + diagnostic.reason(lang) + diagnostic.help(lang)
            assert "{" not in said.replace("{...}", "").replace('{"', "")
    return intake


def one_sheet(tmp_path: Path, *rows: Sequence[Any], **more: Any) -> Intake:
    return read(tmp_path, book({"教师": rows}, **more))


def said(intake: Intake) -> list[tuple[str, str]]:
    return [(d.code.id, str(d.place)) for d in intake.diagnostics]


def teachers(intake: Intake) -> dict[str, Any]:
    return {id: dict(record) for id, record in intake.facts.tables["teacher"].items()}


def cell(tmp_path: Path, column: str, value: Any, **more: Any) -> tuple[Any, list[str]]:
    """What a cell is read as in a column, and what is said."""
    intake = one_sheet(tmp_path, ("编号", column), ("T1", value), **more)
    return next(iter(teachers(intake)["T1"].values()), None), [d.code.id for d in intake.diagnostics]


def test_a_workbook_with_a_sheet_for_each_entity(tmp_path: Path) -> None:
    data = book(
        {
            "教师": [HEADER, ("T1", "S1", "是", 2.5, "优秀", ("date", 44075), "007")],
            "school": [("id", "类型", "教室数"), ("S1", "小学", 2)],
            "Sheet3": [],
        }
    )
    intake = read(tmp_path, data)
    assert said(intake) == []
    assert teachers(intake) == {
        "T1": {
            "school": "S1",
            "in_post": True,
            "hours": Fraction(5, 2),
            "grade": "excellent",
            "joined_on": date(2020, 9, 1),
            "code": "007",
        }
    }
    assert intake.facts.tables["school"] == {"S1": {"kind": "primary", "rooms": 2}}
    _, summary = intake.tables
    assert (summary.source, summary.sheet, summary.rows, summary.header_line) == ("roster.xlsx", "教师", 1, 1)
    assert read_folder(VOCABULARY, tmp_path / "roster.xlsx").facts == intake.facts


def test_a_file_named_after_an_entity_may_have_any_sheet(tmp_path: Path) -> None:
    intake = read(tmp_path, book({"Sheet1": [("编号", "在岗"), ("T1", True)], "Sheet2": []}), "教师.xlsx")
    assert (said(intake), teachers(intake)) == ([], {"T1": {"in_post": True}})


def test_the_header_is_found_and_what_is_no_record_left_out(tmp_path: Path) -> None:
    intake = one_sheet(
        tmp_path,
        ("某县教师花名册",),
        (),
        ("单位：某校", None, "2023年"),
        ("序号", "编号", None, "培训 学时", "在岗", None),
        (1, "示例", None, 1, "是"),
        (2, "T1", None, 2, "是"),
        (),
        ("序号", "编号", None, "培训 学时", "在岗"),
        (3, "T2", None, 3, "否", None, None, "侧注"),
        ("本页合计", None, None, 5),
        (None, "总 计：", None, 5),
        ("填表人：某某", None, None, "审核人：某某"),
    )
    assert teachers(intake) == {"T1": {"in_post": True}, "T2": {"in_post": False}}
    assert said(intake) == [
        ("PR720", "roster.xlsx#教师!D4"),
        ("PR770", "roster.xlsx#教师!A8"),
        ("PR770", "roster.xlsx#教师!A12"),
        ("PR770", "roster.xlsx#教师!A10"),
        ("PR773", "roster.xlsx#教师!H9"),
    ]
    (summary,) = intake.tables
    assert (summary.rows, summary.usable, summary.header_line) == (2, 2, 4)
    assert summary.left_out == (("example", 1), ("header", 1), ("remark", 1), ("total", 2))
    assert summary.ignored == ("序号", "培训 学时")
    assert "第 10、11 行是合计" in intake.diagnostics[3].message("zh")
    assert not any("某某" in d.message("zh") for d in intake.diagnostics)


def test_a_header_in_two_rows(tmp_path: Path) -> None:
    rows = [("编号", "培训", None, "在岗"), (None, "网络研修学时", "附加学时"), ("T1", 1, 2, "是")]
    intake = one_sheet(tmp_path, *rows)
    assert (said(intake), teachers(intake)) == ([], {"T1": {"hours": 1, "extra": 2, "in_post": True}})


DAY = date(2023, 10, 9)


@pytest.mark.parametrize(
    ("value", "read_as", "codes"),
    [
        (("date", 45208), DAY, []),
        (("zhdate", 45208), DAY, []),
        (("own", 45208), DAY, []),
        (("datetime", "45208.604166666664"), DAY, ["PR769"]),
        (("datetime", "45208.0000000001"), DAY, []),
        (45208, DAY, ["PR768"]),
        (20231009, DAY, []),
        (("iso", "2023-10-09"), DAY, []),
        (("iso", "2023-10-09T08:30:00"), DAY, ["PR769"]),
        ("2023年10月9日", DAY, []),
        ("2023年10月9号", DAY, []),
        ("2023 年 10 月 9 日", DAY, []),
        ("二〇二三年十月九日", DAY, []),
        ("2023.10.9", DAY, []),
        ("２０２３／１０／９", DAY, []),
        ("20231009", DAY, []),
        ("2023-10-09 00:00:00", DAY, []),
        ("2023/10/9 8:05", DAY, ["PR769"]),
        (("date", "1E5"), None, ["PR740"]),
        (("iso", "gestern"), None, ["PR740"]),
        ("二〇二三年九月廿三日", date(2023, 9, 23), []),
        ("二〇二三年十月三十一日", date(2023, 10, 31), []),
        ("x" * 50, None, ["PR740"]),
        (("date", 61), date(1900, 3, 1), []),
        (("date", 59), date(1900, 2, 28), []),
        (("date", 60), None, ["PR740"]),
        (("date", 0), None, ["PR740"]),
        (("date", -5), None, ["PR740"]),
        (("date", 9999999), None, ["PR740"]),
        (("date", "1E+300"), None, ["PR740"]),
        (("time", "0.5"), None, ["PR740"]),
        (2023.1, None, ["PR740"]),
        ("2023年10月", None, ["PR740"]),
        ("十月九日", None, ["PR740"]),
        ("二〇二三年十十月九日", None, ["PR740"]),
        ("2023-02-30", None, ["PR740"]),
        (True, None, ["PR740"]),
    ],
)
def test_days(tmp_path: Path, value: Any, read_as: Any, codes: list[str]) -> None:
    assert cell(tmp_path, "入职日期", value) == (read_as, codes)


def test_days_counted_from_1904(tmp_path: Path) -> None:
    assert cell(tmp_path, "入职日期", ("date", 45208 - 1462), from_1904=True) == (DAY, [])
    assert cell(tmp_path, "入职日期", ("date", 60), from_1904=True) == (date(1904, 3, 1), [])


@pytest.mark.parametrize(
    ("value", "read_as", "codes"),
    [
        (3.5, Fraction(7, 2), []),
        ("0.30000000000000004", Fraction(3, 10), []),
        (0.1 + 0.2, Fraction(3, 10), []),
        (("", "1.0000000000000002E-1"), Fraction(1, 10), []),
        (("", "2.5E0"), Fraction(5, 2), []),
        (("zeros", 3), 3, []),
        ("３．５", Fraction(7, 2), []),
        (" 3.5\u00a0\u3000", Fraction(7, 2), []),
        ("3.5学时", Fraction(7, 2), []),
        ("3.5 hours", Fraction(7, 2), []),
        ("\u200b3\ufeff", 3, []),
        (("formula", 3), 3, ["PR766"]),
        (("formula", None), None, ["PR767"]),
        (("formula", "很多"), None, ["PR740", "PR766"]),
        (("error", "#N/A"), None, ["PR740"]),
        (("percent", "0.65"), None, ["PR740"]),
        (("date", 3), None, ["PR740"]),
        (("time", "0.104166666666667"), None, ["PR740"]),
        (("", "abc"), None, ["PR740"]),
        (("", "NaN"), None, ["PR740"]),
        (("", "9" * 400), None, ["PR740"]),
        (("", "1E-400"), 0, []),
        (("raw", '<c r="B2" t="b"><v>7</v></c>'), None, ["PR740"]),
        (("shared", 9), None, ["PR740"]),
        (True, None, ["PR740"]),
        ("", None, []),
        ("未登记", None, []),
    ],
)
def test_numbers(tmp_path: Path, value: Any, read_as: Any, codes: list[str]) -> None:
    if value == "0.30000000000000004":
        value = ("", value)
    assert cell(tmp_path, "网络研修学时", value) == (read_as, codes)


def test_thousands(tmp_path: Path) -> None:
    assert cell(tmp_path, "附加学时", "1,234.5") == (Fraction(2469, 2), [])
    assert cell(tmp_path, "附加学时", "1,23") == (None, ["PR740"])


@pytest.mark.parametrize(
    ("value", "read_as", "codes"),
    [
        ("007", "007", []),
        (12, "12", ["PR765"]),
        (("zeros", 12), "00012", ["PR765"]),
        (("", "410301199001010000"), None, ["PR742"]),
        ("4.10301E+17", None, ["PR742"]),
        (1.5, None, ["PR742"]),
        (("date", 45208), None, ["PR742"]),
        (("rich", ["张", "三"]), "张三", []),
        (("formula", "甲"), "甲", ["PR766"]),
        ("a_x000A_b", "a\nb", []),
        ("_xD83D__xDE00_", "\U0001f600", []),
        ("_xD83D_", None, ["PR742"]),
        ("x" * 70_000, None, ["PR742"]),
    ],
)
def test_texts(tmp_path: Path, value: Any, read_as: Any, codes: list[str]) -> None:
    intake = one_sheet(tmp_path, ("编号", "工号"), ("T1", value))
    assert (teachers(intake)["T1"].get("code"), [d.code.id for d in intake.diagnostics]) == (read_as, codes)
    # The column is personal: what stands in it is never shown.
    assert not any(str(value) in text for d in intake.diagnostics for text in d.values.values())


def test_shared_texts(tmp_path: Path) -> None:
    strings = "<sst><si><t>编号</t></si><si><r><t>T</t></r><r><t>1</t></r><rPh><t>x</t></rPh></si></sst>"
    intake = one_sheet(tmp_path, (("shared", 0), "在岗"), (("shared", 1), "是"), strings=strings)
    assert (said(intake), teachers(intake)) == ([], {"T1": {"in_post": True}})


@pytest.mark.parametrize(
    ("id", "read_as", "codes"),
    [
        (12, "12", ["PR765"]),
        (("zeros", 12), "00012", ["PR765"]),
        (("formula", "T1"), "T1", ["PR766"]),
        (("formula", 7), "7", ["PR766", "PR765"]),
        ("  T1 ", "T1", []),
        (("", "410301199001010000"), None, ["PR737"]),
        ("4.1E+17", None, ["PR737"]),
        (1.5, None, ["PR737"]),
        (True, None, ["PR736"]),
        (("date", 45208), None, ["PR736"]),
        (("error", "#REF!"), None, ["PR737"]),
        (("formula", None), None, ["PR730"]),
        (None, None, ["PR730"]),
    ],
)
def test_ids(tmp_path: Path, id: Any, read_as: str | None, codes: list[str]) -> None:
    intake = one_sheet(tmp_path, ("编号", "在岗"), (id, "是"))
    ids = list(teachers(intake))
    assert (ids[0] if ids else None, [d.code.id for d in intake.diagnostics]) == (read_as, codes)


def test_formulas_dragged_below_the_roster_are_no_rows(tmp_path: Path) -> None:
    rows = [("编号", "网络研修学时"), ("T1", ("formula", 2)), (None, ("formula", 0)), (None, ("formula", 0))]
    intake = one_sheet(tmp_path, *rows)
    assert (said(intake), list(teachers(intake))) == ([("PR766", "roster.xlsx#教师!B2")], ["T1"])


def test_references_by_number(tmp_path: Path) -> None:
    intake = read(tmp_path, book({"teacher": [("id", "学校"), ("T1", 12)], "school": [("id",), ("012",)]}))
    assert [d.code.id for d in intake.diagnostics] == ["PR765", "PR750"]


def test_hidden_and_unknown_sheets(tmp_path: Path) -> None:
    rows = [("编号", "在岗"), ("T1", "是")]
    data = book({"教师": rows, "学校": rows, "学效": rows, "lists": rows}, hidden=("学校", "lists"))
    intake = read(tmp_path, data)
    assert said(intake) == [("PR764", "roster.xlsx#学校!A1"), ("PR763", "roster.xlsx#学效!A1")]
    assert "`学校`" in intake.diagnostics[1].help("zh")
    assert list(intake.facts.tables) == ["teacher"]


def test_two_tables_of_one_entity(tmp_path: Path) -> None:
    rows = [("编号", "在岗"), ("T1", "是")]
    (tmp_path / "teacher.csv").write_text("id\nT1\n")
    intake = read(tmp_path, book({"教师": rows, "teacher": rows}))
    assert said(intake) == [("PR704", "roster.xlsx#teacher!A1"), ("PR704", "teacher.csv:1:1")]
    assert "`roster.xlsx#教师`" in intake.diagnostics[0].message("zh")


def test_bad_cells_are_reported_by_address_and_the_rest_is_usable(tmp_path: Path) -> None:
    intake = one_sheet(tmp_path, HEADER, ("T1", "S1", "也许", 99, "尚可", "明天", "x"), ("T2", "S1", "是"))
    assert said(intake) == [
        ("PR740", "roster.xlsx#教师!C2"),
        ("PR741", "roster.xlsx#教师!D2"),
        ("PR740", "roster.xlsx#教师!E2"),
        ("PR740", "roster.xlsx#教师!F2"),
    ]
    assert intake.usable
    assert teachers(intake) == {"T1": {"school": "S1", "code": "x"}, "T2": {"school": "S1", "in_post": True}}


def test_addresses_may_be_missing_and_names_prefixed(tmp_path: Path) -> None:
    plain = sheet([("编号", "在岗"), ("T1", "是")])
    for old, new in (('r="1"', ""), ('r="2"', ""), ('r="A1"', ""), ('r="B1"', ""), ('r="A2"', ""), ('r="B2"', "")):
        plain = plain.replace(old, new)
    assert teachers(read(tmp_path, book({"教师": plain}))) == {"T1": {"in_post": True}}
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    assert teachers(read(tmp_path, book({"教师": prefixed}))) == {"T1": {"in_post": True}}


def test_an_empty_sheet_named_after_an_entity_has_no_id_column(tmp_path: Path) -> None:
    assert [d.code.id for d in read(tmp_path, book({"教师": [], "学校": [("id",), ("S1",)]})).diagnostics] == ["PR722"]


def test_drafts_and_locks_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "~$roster.xlsx").write_bytes(b"lock")
    (tmp_path / ".hidden.xlsx").write_bytes(b"draft")
    assert said(one_sheet(tmp_path, ("编号",), ("T1",))) == []
