"""Tables as a school office really keeps them: what is read, what is said, and that no good row is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import policyrules as pr
from policyrules.diagnostics.core import LANGS, Diagnostic, Sentence, Severity
from policyrules.intake import Intake, cells, read_folder, read_records
from policyrules.intake.single import read_record
from policyrules.model.types import RATIO_NUMBER
from tests.build import VOCABULARY, entity, field
from tests.strategies.books import book, pack, sheet

HEADER = ("编号", "学校", "在岗", "网络研修学时")


def read(folder: Path, content: bytes | str, name: str = "花名册.xlsx") -> Intake:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_folder(VOCABULARY, folder)


def roster(folder: Path, *rows: Sequence[Any], entity: str = "教师") -> Intake:
    return read(folder, book({entity: rows}))


def looking(folder: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), hidden: Any = ()) -> Intake:
    """A sheet with merged cells and hidden rows."""
    return read(folder, book({"教师": sheet(rows, merged, hidden)}))


def codes(intake: Intake) -> list[str]:
    return [d.code.id for d in intake.diagnostics]


def teachers(intake: Intake) -> dict[str, Any]:
    return {id: dict(record) for id, record in intake.facts.tables["teacher"].items()}


def only(intake: Intake) -> Diagnostic:
    (diagnostic,) = intake.diagnostics
    return diagnostic


@pytest.mark.parametrize(
    ("name", "field", "said"),
    [
        ("网络研修学时", "hours", []),
        ("网络研修\n学时", "hours", []),
        ("网络 研修\u00a0学时 ", "hours", []),
        ("*网络研修学时", "hours", []),
        ("网络研修学时：", "hours", []),
        ("网络研修学时（学时）", "hours", ["PR774"]),
        ("网络研修学时\n(单位：学时)", "hours", ["PR774"]),
        ("网络研修学时（必填）", "hours", ["PR774"]),
        ("网络研修学时（小时）", None, ["PR720"]),
        ("网络研修学时（不含暑期）", None, ["PR720"]),
        ("教师网络研修学时", "hours", ["PR774"]),
        ("备注", None, []),
        ("Hours", "hours", []),
    ],
)
def test_names_of_columns_as_they_are_dressed_up(tmp_path: Path, name: str, field: str | None, said: list[str]) -> None:
    intake = roster(tmp_path, ("编号", name), ("T1", 2))
    assert (codes(intake), teachers(intake)) == (said, {"T1": {} if field is None else {field: 2}})


@pytest.mark.parametrize(
    ("names", "record"),
    [
        (("教师编号", "是否在岗"), {"in_post": True}),
        (("编号（必填）", "是否已准备"), {"ready": True}),
        (("编号", "是否准备"), {"ready": True}),
        (("id", "在岗（是/否）"), {"in_post": True}),
    ],
)
def test_a_name_that_can_only_mean_one_field_is_taken_and_said(
    tmp_path: Path, names: tuple[str, str], record: dict[str, bool]
) -> None:
    intake = roster(tmp_path, names, ("T1", "是"))
    assert teachers(intake) == {"T1": record}
    assert set(codes(intake)) == {"PR774"}
    assert all(d.severity is Severity.NOTE for d in intake.diagnostics)


def test_a_plain_name_goes_before_one_that_only_resembles_it(tmp_path: Path) -> None:
    intake = roster(tmp_path, ("编号", "在岗（2022年）", "在岗"), ("T1", "否", "是"))
    assert (codes(intake), teachers(intake)) == (["PR720"], {"T1": {"in_post": True}})
    twice = roster(tmp_path, ("编号", "在岗（2022年）", "在岗（2023年）"), ("T1", "否", "是"))
    assert [d.code.id for d in twice.diagnostics] == ["PR774", "PR721"]


@pytest.mark.parametrize(
    ("file", "name", "said"),
    [
        ("2023年教师花名册.xlsx", "Sheet1", ["PR774"]),
        ("教师信息表.xlsx", "Sheet1", ["PR774"]),
        ("花名册.xlsx", "2022-2023学年度教师名单", ["PR774"]),
        ("花名册.xlsx", "附件1：教师登记表", ["PR774"]),
        ("教师.xlsx", "Sheet1", []),
    ],
)
def test_names_of_tables_as_they_are_dressed_up(tmp_path: Path, file: str, name: str, said: list[str]) -> None:
    intake = read(tmp_path, book({name: [("编号", "在岗"), ("T1", "是")], "填表说明": [("一、每人一行。",)]}), file)
    assert (codes(intake), teachers(intake)) == (said, {"T1": {"in_post": True}})
    assert not said or "Sheet1" not in only(intake).message("zh")


def test_a_name_with_another_word_in_it_is_not_taken(tmp_path: Path) -> None:
    intake = read(tmp_path, book({"教师节": [("编号",), ("T1",)], "教师": [HEADER, ("T2",)]}))
    assert (codes(intake), list(teachers(intake))) == (["PR763"], ["T2"])


def test_cells_merged_over_rows_are_read_as_they_are_shown(tmp_path: Path) -> None:
    rows = [
        ("教师花名册",),
        HEADER,
        ("T1", "S1", "是", 2),
        ("T2", None, None, None),
        ("T3", None, "否", 1),
        ("T4", "S2", "是", 1),
        ("T5", None, "是", None),
    ]
    merged = ["A1:D1", "B3:B5", "C3:C4", "D3:D4", "B6:B1048576", "X3:X9", "B4:B7", "A1:A2", "nonsense"]
    intake = looking(tmp_path, rows, merged)
    assert teachers(intake) == {
        "T1": {"school": "S1", "in_post": True, "hours": 2},
        "T2": {"school": "S1", "in_post": True},
        "T3": {"school": "S1", "in_post": False, "hours": 1},
        "T4": {"school": "S2", "in_post": True, "hours": 1},
        "T5": {"school": "S2", "in_post": True},
    }
    assert [(d.code.id, str(d.place)) for d in intake.diagnostics] == [
        ("PR782", "花名册.xlsx#教师!B4"),
        ("PR782", "花名册.xlsx#教师!C4"),
        ("PR783", "花名册.xlsx#教师!D4"),
    ]
    assert "有 3 格" in intake.diagnostics[0].message("zh")


def test_rows_a_filter_hides_are_read_and_said(tmp_path: Path) -> None:
    intake = looking(tmp_path, [HEADER, ("T1",), ("T2",), (), ("T3",)], hidden=[3, 5])
    assert (list(teachers(intake)), codes(intake)) == (["T1", "T2", "T3"], ["PR784"])
    assert only(intake).message("en") == "2 hidden row(s) were read as well, the first of them row 3"


@pytest.mark.parametrize(
    "row",
    [
        ("小计", None, None, 6),
        (None, None, "小计", 6),
        ("合计（6人）",),
        ("合计：6人", None, None, 40),
        ("共6人",),
        (None, "总计", None, 40),
        ("校长签字：",),
        ("校长（签字）：", None, "填表人：", None),
        ("制表：某某    审核：某某    2023年12月1日",),
        ("填报单位（盖章）：某校", None, "填报日期：2023年12月1日"),
        ("注：1.学时以县级审核为准",),
        ("以下空白",),
        ("—— 第1页 共1页 ——",),
        (("rich", ["单位负责人", "签字："]),),
    ],
)
def test_rows_that_are_no_records(tmp_path: Path, row: tuple[Any, ...]) -> None:
    intake = roster(tmp_path, HEADER, ("T1", "S1", "是", 2), row, ("T2", "S1", "否", 1))
    assert (list(teachers(intake)), codes(intake)) == (["T1", "T2"], ["PR770"])
    assert "某某" not in only(intake).message("zh") + only(intake).help("zh")


@pytest.mark.parametrize("heading", ["一、语文组", "教师表（二）", "外聘教师："])
@pytest.mark.parametrize("numbered", [False, True])
def test_a_heading_between_records_is_left_out_in_doubt(tmp_path: Path, heading: str, numbered: bool) -> None:
    rows = [HEADER, (heading,), ("T1", "S1", "是", 2), (heading,), ("T2", "S1", "否", 1)]
    if numbered:
        rows = [row if row == (heading,) else ("序号", *row) for row in rows]
    intake = roster(tmp_path, *rows)
    assert (list(teachers(intake)), codes(intake)) == (["T1", "T2"], ["PR778"])
    assert only(intake).severity is Severity.WARNING
    assert "第 2、4 行" in only(intake).message("zh")


@pytest.mark.parametrize("id", ["T9", "豫A009", "九", "合计组1"])
def test_a_record_of_which_only_the_id_is_known_stays(tmp_path: Path, id: str) -> None:
    intake = roster(tmp_path, HEADER, (id, None, None, 1 if id == "九" else None), ("T1", "S1"))
    assert (id in teachers(intake), codes(intake)) == (True, [])


def test_an_id_unlike_the_others_and_nothing_else_is_doubtful(tmp_path: Path) -> None:
    intake = roster(tmp_path, HEADER, ("语文组",), ("T1", "S1"), ("T2", "S1"))
    assert (len(teachers(intake)), codes(intake)) == (3, ["PR786"])
    assert str(only(intake).place) == "花名册.xlsx#教师!A2"


def test_a_name_without_an_id_is_an_error_not_a_heading(tmp_path: Path) -> None:
    assert codes(roster(tmp_path, HEADER, (None, "S1"), ("T1",))) == ["PR730"]


def test_a_table_on_its_side_is_refused(tmp_path: Path) -> None:
    intake = roster(tmp_path, ("编号", "S1"), ("类型", "小学"), ("教室数", 2), entity="学校")
    assert (codes(intake), dict(intake.facts.tables)) == (["PR777"], {})
    assert "`类型`" in only(intake).message("zh")


@pytest.mark.parametrize(
    ("raw", "id", "said"),
    [
        ("T\u00a01", "T 1", ["PR785"]),
        ("Ｔ００１", "T001", ["PR785"]),
        ("'001", "001", ["PR785"]),
        ("T1\u200b", "T1", ["PR785"]),
        ("410105198001011234", "410105198001011234", ["PR779"]),
        ("41010519800101123X", "41010519800101123X", ["PR779"]),
        ("410105198013011234", "410105198013011234", []),
        (("", 410105198001010000), None, ["PR737"]),
        (("", -3), None, ["PR737"]),
        (("error", "#N/A"), None, ["PR737"]),
        ("4.10105E+17", None, ["PR737"]),
    ],
)
def test_ids_as_they_come(tmp_path: Path, raw: Any, id: str | None, said: list[str]) -> None:
    intake = roster(tmp_path, ("编号", "在岗"), (raw, "是"))
    assert (list(teachers(intake)), codes(intake)) == ([] if id is None else [id], said)


def test_identity_numbers_are_never_shown(tmp_path: Path) -> None:
    number = "410105198001011234"
    rows = [("编号", "学校"), (number, number), (number, "S1"), ("T1", f"x{number}"), (("", 410105198001010000), "S1")]
    data = book({"教师": rows, "学校": [("编号",), ("S1",)]})
    intake = read(tmp_path, data)
    said = " ".join(d.message(lang) + d.reason(lang) + d.help(lang) for d in intake.diagnostics for lang in LANGS)
    assert number in teachers(intake)
    assert {"PR731", "PR737", "PR750", "PR779"} <= set(codes(intake))
    assert "19800101" not in said
    assert "410105" in said


def test_ids_that_lost_their_zeros_are_recognised(tmp_path: Path) -> None:
    school = [("编号",), ("001",), ("002",), ("s9",)]
    intake = read(tmp_path, book({"教师": [("编号", "学校"), ("T1", 1)], "学校": school}))
    assert "是不是 `001`" in intake.diagnostics[-1].help("zh")
    intake = read(tmp_path, book({"教师": [("编号", "学校"), ("T1", "S9")], "学校": school}))
    assert "did you mean `s9`" in intake.diagnostics[-1].help("en")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("√", True),
        ("✓ ", True),
        ("×", False),
        ("在岗", True),
        ("不在岗", False),
        ("有", None),
        ("Y", None),
        ("1", None),
    ],
)
def test_yes_and_no_as_they_are_ticked(tmp_path: Path, word: str, value: bool | None) -> None:
    intake = roster(tmp_path, ("编号", "在岗"), ("T1", word))
    assert teachers(intake)["T1"].get("in_post") is value
    assert codes(intake) == ([] if value is not None else ["PR740"])


@pytest.mark.parametrize(
    ("raw", "day", "said"),
    [
        ("2023–09–01", date(2023, 9, 1), []),
        ("2023。9。1", date(2023, 9, 1), []),
        ("2023-9-1日", date(2023, 9, 1), []),
        ("贰零贰叁年玖月拾壹日", date(2023, 9, 11), []),
        ("'2023.9.1", date(2023, 9, 1), ["PR785"]),
        ("2023年9月1日。", date(2023, 9, 1), ["PR785"]),
        (2023, None, ["PR740"]),
        (202309, None, ["PR740"]),
        (2023.9, None, ["PR740"]),
        ("9/1/2023", None, ["PR740"]),
        ("45170", None, ["PR740"]),
    ],
)
def test_days_as_they_are_written(tmp_path: Path, raw: Any, day: date | None, said: list[str]) -> None:
    intake = roster(tmp_path, ("编号", "入职日期"), ("T1", raw))
    assert (teachers(intake)["T1"].get("joined_on"), codes(intake)) == (day, said)
    if day is None:
        assert only(intake).reason("zh") not in ("写法不符", "它是另一种值")
        assert f"`{raw}`" in only(intake).message("zh")


def test_a_number_of_days_is_said_with_the_day_it_was_read_as(tmp_path: Path) -> None:
    assert "45170 → 2023-09-01" in only(roster(tmp_path, ("编号", "入职日期"), ("T1", 45170))).message("en")


RATES = replace(
    VOCABULARY,
    entities={"school": entity("school", "学校", [field("rate", RATIO_NUMBER, "参训率"), field("kind", RATIO_NUMBER)])},
)


@pytest.mark.parametrize(
    ("column", "raw", "rate"),
    [
        ("参训率", 0.85, Fraction(17, 20)),
        ("参训率", "８５％", Fraction(17, 20)),
        ("参训率", ("percent", 0.85), Fraction(17, 20)),
        ("参训率", 85, None),
        ("参训率（%）", 85, Fraction(17, 20)),
        ("参训率%", "85.5", Fraction(171, 200)),
        ("参训率（%）", "85%", Fraction(17, 20)),
        ("参训率（%）", ("percent", 0.85), Fraction(17, 20)),
        ("参训率（%）", 0.85, None),
        ("参训率（%）", 1, None),
        ("参训率（%）", 0, 0),
    ],
)
def test_percentages(tmp_path: Path, column: str, raw: Any, rate: Fraction | None) -> None:
    (tmp_path / "学校.xlsx").write_bytes(book({"学校": [("编号", column), ("S1", raw)]}))
    intake = read_folder(RATES, tmp_path)
    assert intake.facts.tables["school"]["S1"].get("rate") == rate
    assert ("PR740" in codes(intake)) == (rate is None)


def test_a_percent_sign_that_is_only_shown(tmp_path: Path) -> None:
    styles = '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0&quot;%&quot;"/></numFmts><cellXfs>'
    parts = {"xl/styles.xml": styles + '<xf numFmtId="200"/></cellXfs></styleSheet>'}
    data = book({"学校": [("编号", "参训率"), ("S1", ("raw", '<c r="B2" s="0"><v>85</v></c>'))]})
    (tmp_path / "学校.xlsx").write_bytes(_with(data, parts))
    assert read_folder(RATES, tmp_path).facts.tables["school"]["S1"] == {"rate": Fraction(17, 20)}


def _with(data: bytes, parts: dict[str, str]) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return pack({**kept, **parts})


@pytest.mark.parametrize("raw", ["'2.5", "2.5。", "2.5 学时", "２．５"])
def test_numbers_as_they_are_typed(tmp_path: Path, raw: str) -> None:
    intake = roster(tmp_path, ("编号", "网络研修学时"), ("T1", raw))
    assert teachers(intake) == {"T1": {"hours": Fraction(5, 2)}}
    assert all(d.severity is Severity.NOTE for d in intake.diagnostics)


def test_one_mistake_made_often_is_said_once(tmp_path: Path) -> None:
    rows = [(f"T{i}", "/") for i in range(1, 41)]
    diagnostic = only(roster(tmp_path, ("编号", "网络研修学时"), *rows))
    (more,) = diagnostic.related
    assert (diagnostic.code.id, str(diagnostic.place)) == ("PR740", "花名册.xlsx#教师!B2")
    assert more.label.zh == "同样的值还有 39 格：B3、B4、B5、B6、B7 等"
    csv = read(tmp_path / "csv", "id,hours\nT1,/\nT2,1\nT3,/\n", "teacher.csv")
    assert only(csv).related[0].label.en == "the same value in 1 more: line 4"


def test_words_of_a_list_get_a_hint(tmp_path: Path) -> None:
    intake = roster(tmp_path, ("编号", "考核等级"), ("T1", "合格 "), ("T2", "优 秀"), ("T3", "良好"), ("T4", "优"))
    assert [record.get("grade") for record in teachers(intake).values()] == ["pass", "excellent", None, None]
    assert "是不是 `优秀`" in intake.diagnostics[1].help("zh")


def test_csv_that_keeps_zeros_for_a_spreadsheet(tmp_path: Path) -> None:
    intake = read(tmp_path, 'id,school\n="007",S1\n"=""008""",S1\n009,=1\n', "teacher.csv")
    assert (codes(intake), list(teachers(intake))) == ([], ["007", "008", "009"])


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_other_spreadsheets_under_the_name_of_a_workbook(tmp_path: Path, part: str) -> None:
    intake = read(tmp_path, pack({part: "<x/>", "mimetype": "x"}), "教师.xlsx")
    assert codes(intake) == ["PR760"]
    assert "ODS" in only(intake).message("en")


def test_a_formula_that_comes_to_no_text_is_nothing_recorded(tmp_path: Path) -> None:
    cell = ("raw", '<c r="B2" t="str"><f>IF(1,"")</f><v></v></c>')
    assert codes(roster(tmp_path, ("编号", "在岗"), ("T1", cell))) == ["PR766"]


def test_tidied_records_of_a_program_are_usable_one_by_one() -> None:
    intake = read_records(VOCABULARY, {"teacher": [{"id": "Ｔ1", "hours": "'2"}]})
    assert teachers(intake) == {"T1": {"hours": 2}}
    assert codes(intake) == ["PR785", "PR785"]


def test_a_measure_word_stands_for_the_unit(tmp_path: Path) -> None:
    (tmp_path / "school.csv").write_text("编号,投影教室间数（间）,报名人数\nS1,56间,212名\n", encoding="utf-8")
    intake = pr.read_facts(pr.load("hunan/yongzhou-vocational"), tmp_path)
    assert intake.facts.tables["school"]["S1"] == {"projector_rooms": 56, "enrolled_stated": 212}
    assert codes(intake) == ["PR774"]


def test_a_record_that_was_only_tidied_is_taken_as_it_arrives() -> None:
    assert read_record(VOCABULARY, "teacher", {"id": "Ｔ1", "school": "'S1", "hours": 2}) == (
        "T1",
        {"school": "S1", "hours": 2},
    )


def test_a_column_of_junk_costs_no_search_for_each_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def noted(word: str, _names: object) -> Sentence:
        searched.append(word)
        return Sentence("", "")

    monkeypatch.setattr(cells, "did_you_mean", noted)
    intake = roster(tmp_path, ("编号", "考核等级"), *((f"T{i}", f"优优{i}") for i in range(120)))
    assert (len(searched), len(intake.diagnostics)) == (50, 50)
    assert intake.diagnostics[-1].related[0].label.zh == "同样的问题还有 70 处没有列出"
