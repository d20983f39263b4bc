"""Folders of tables: what is read, and what is said about what cannot be."""

from __future__ import annotations

import json
import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from policyrules.diagnostics.core import LANGS, Severity
from policyrules.intake import Intake, read_folder, sources
from policyrules.intake.collect import LIMIT
from tests.build import VOCABULARY

TEACHERS = "id,学校,in_post,网络研修学时,grade,入职日期\n"


def read(tmp_path: Path, **files: str | bytes) -> Intake:
    for name, content in files.items():
        stem, _, suffix = name.rpartition("_")
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / f"{stem}.{suffix}").write_bytes(data)
    return read_folder(VOCABULARY, tmp_path)


def codes(intake: Intake) -> list[str]:
    for diagnostic in intake.diagnostics:
        for lang in LANGS:
            said = [diagnostic.message(lang), diagnostic.reason(lang), diagnostic.help(lang)]
            assert all(said), diagnostic.code.id
            assert not any("{" in s.replace("{...}", "").replace('{"', "").replace("{…}", "") for s in said), said
    return [d.code.id for d in intake.diagnostics]


def place(intake: Intake, index: int = 0) -> str:
    return str(intake.diagnostics[index].place)


def test_a_table_is_read_by_field_ids_and_labels(tmp_path: Path) -> None:
    intake = read(
        tmp_path,
        school_json=json.dumps([{"id": "S01", "类型": "小学", "rooms": 2}]),
        county_csv="id\nC1\n",
        teacher_csv=TEACHERS + "007,S01,是,2.50,优秀,2020年9月1日\n008,S01,否,,未登记,unknown\n",
    )
    assert codes(intake) == ["PR751"]  # the school names no county
    assert intake.facts.tables["teacher"] == {
        "007": {
            "school": "S01",
            "in_post": True,
            "hours": Fraction(5, 2),
            "grade": "excellent",
            "joined_on": date(2020, 9, 1),
        },
        "008": {"school": "S01", "in_post": False},
    }
    _, school, teacher = intake.tables
    assert (school.entity, school.source, school.rows, school.usable) == ("school", "school.json", 1, 1)
    assert teacher.header == ("id", "学校", "in_post", "网络研修学时", "grade", "入职日期")
    assert teacher.ignored == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("教师.csv", "编号,在岗\nT1,是\n"),
        ("TEACHER.CSV", "ID,In Post\nT1,true\n"),
        ("teacher.csv", "\ufeffid,in_post\r\nT1,真\r\n,\r\n"),
        ("teacher.csv", 'id,in_post,\n"T1"," 是 ",\n'),
        ("teacher.json", '{"T1": {"in_post": true}}'),
        ("teacher.json", '[{"id": "T1", "in_post": "是", "hours": null}]'),
        ("teacher.jsonl", '\n{"id": "T1", "in_post": true}\n\n'),
    ],
)
def test_every_way_to_write_one_table(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    intake = read_folder(VOCABULARY, tmp_path)
    assert codes(intake) == []
    assert intake.facts.tables == {"teacher": {"T1": {"in_post": True}}}


def test_row_order_changes_nothing(tmp_path: Path) -> None:
    rows = ["T3,是\n", "T1,否\n", "T2,\n"]
    first = read(tmp_path, teacher_csv="id,in_post\n" + "".join(rows))
    second = read(tmp_path, teacher_csv="id,in_post\n" + "".join(reversed(rows)))
    assert list(first.facts.tables["teacher"].items()) == list(second.facts.tables["teacher"].items())
    assert list(first.facts.tables["teacher"]) == ["T1", "T2", "T3"]


def test_a_given_table_may_be_empty(tmp_path: Path) -> None:
    intake = read(tmp_path, teacher_csv="id,in_post\n", school_json="[]")
    assert (codes(intake), dict(intake.facts.tables)) == ([], {"school": {}, "teacher": {}})


BAD_CELLS = [
    ("在岗", "可能", "PR740"),
    ("hours", "2,5", "PR740"),
    ("hours", "1e1", "PR740"),
    ("hours", "2.505", "PR740"),
    ("hours", "-", "PR740"),
    ("hours", "5", "PR741"),
    ("hours", "-0.5", "PR741"),
    ("leave", "-1", "PR741"),
    ("grade", "一般", "PR740"),
    ("joined_on", "2023-02-30", "PR740"),
    ("joined_on", "上个月", "PR740"),
]


@pytest.mark.parametrize(("column", "value", "code"), BAD_CELLS)
def test_a_bad_cell_is_unknown_and_its_row_stays(tmp_path: Path, column: str, value: str, code: str) -> None:
    intake = read(tmp_path, teacher_csv=f'id,ready,{column}\nT0,是,\nT1,是,"{value}"\n')
    assert codes(intake) == [code]
    (diagnostic,) = intake.diagnostics
    assert place(intake) == "teacher.csv:3:3"
    assert f"`{value}`" in diagnostic.message("zh")
    assert f"`{column}`" in diagnostic.message("en")
    assert intake.usable
    assert intake.facts.tables["teacher"]["T1"] == {"ready": True}


def test_the_range_says_which_ends_it_has(tmp_path: Path) -> None:
    intake = read(tmp_path, teacher_csv="id,hours,leave\nT1,9,-1\n")
    assert [d.help("en") for d in intake.diagnostics] == [
        "write a number from 0 to 4, or leave the cell empty",
        "write a number of at least 0, or leave the cell empty",
    ]


def test_personal_values_are_never_shown(tmp_path: Path) -> None:
    intake = read(tmp_path, teacher_json='[{"id": "T1", "code": 13800000000}]')
    assert codes(intake) == ["PR742"]
    (diagnostic,) = intake.diagnostics
    assert "138" not in str(dict(diagnostic.values))


def test_only_the_first_of_a_kind_are_listed(tmp_path: Path) -> None:
    rows = "".join(f"T{i},x{i},y{i}\n" for i in range(LIMIT + 7))
    intake = read(tmp_path, teacher_csv="id,hours,grade\n" + rows)
    assert codes(intake) == ["PR740"] * (2 * LIMIT)
    more = [d.related[0].label.en for d in intake.diagnostics if d.related]
    assert more == ["7 more of these are not listed"] * 2
    assert len(intake.facts.tables["teacher"]) == LIMIT + 7


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        ("id,hours\n,2\n", "PR730", "teacher.csv:2:1"),
        ("hours,id\n2\n", "PR734", "teacher.csv:2:1"),
        ("id,hours\nT1,2\nT1,3\n", "PR731", "teacher.csv:3:1"),
        ("id,hours\nT1,2\nT1,2\n", "PR732", "teacher.csv:3:1"),
        ("id,hours\nT1,2,3\n", "PR733", "teacher.csv:2:1"),
        ("id,hours,leave\nT1,2\n", "PR734", "teacher.csv:2:1"),
        ("id,hours,\nT1,2,x\nT2,2,y\n", "PR723", "teacher.csv:2:3"),
        ("id,在职,hours\nT1,是,2\n", "PR720", "teacher.csv:1:2"),
        ("id,hours,网络研修学时\nT1,2,3\n", "PR721", "teacher.csv:1:3"),
        ("id,编号\nT1,2\n", "PR721", "teacher.csv:1:2"),
        ("hours|id\n2|T1\n", "PR722", "teacher.csv:1:1"),
        ("", "PR722", "teacher.csv:1:1"),
        ('id,hours\nT1,2\nT2,"3\n', "PR708", "teacher.csv:3:1"),
        ('id,hours\nT1,"2"3\n', "PR708", "teacher.csv:2:1"),
        ("id,hours\nT1," + "9" * 200_000 + "\n", "PR708", "teacher.csv:2:1"),
        ("id,hours\nT1,2\0\n", "PR706", "teacher.csv:2:1"),
    ],
)
def test_bad_csv(tmp_path: Path, content: str, code: str, where: str) -> None:
    intake = read(tmp_path, teacher_csv=content)
    assert code in codes(intake)
    assert where in [str(d.place) for d in intake.diagnostics if d.code.id == code]


def test_a_cut_off_row_without_an_id_is_both(tmp_path: Path) -> None:
    assert codes(read(tmp_path, teacher_csv="hours,id\n2\n")) == ["PR734", "PR730"]


def test_a_multi_line_cell_keeps_the_line_numbers(tmp_path: Path) -> None:
    intake = read(tmp_path, teacher_csv='id,code,hours\nT1,"a\nb",2\nT2,c,x\n')
    assert place(intake) == "teacher.csv:4:3"
    assert intake.facts.tables["teacher"]["T1"]["code"] == "a\nb"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ('[{"id": "T1"}\n {"id": "T2"}]', "PR709", 2),
        ('[{"id": "T1",\n "hours": NaN}]', "PR709", 1),
        ('[{"id": "T1"},\n {"id": "T2", "id": "T3"}]', "PR709", 2),
        ('[{"id": "T1"},\n' + "[" * 100_000, "PR709", 2),
        ("[", "PR709", 1),
        ('{"T1": {}, ', "PR709", 1),
        ('{"T1" {}}', "PR709", 1),
        ("{1: {}}", "PR709", 1),
        ("[] []", "PR709", 1),
        ('[{"id": "T1"}, 5]', "PR735", 1),
        ('[["T1"]]', "PR735", 1),
        ('"T1"', "PR710", 1),
        ("5", "PR710", 1),
        ("", "PR710", 1),
        ('[{"hours": 2}]', "PR730", 1),
        ('[{"id": 7}]', "PR736", 1),
        ('[{"id": "\\ud800"}]', "PR736", 1),
        ('[{"id": "T1", "hours": true}]', "PR740", 1),
        ('[{"id": "T1", "hours": [2]}]', "PR740", 1),
        ('[{"id": "T1", "in_post": 1}]', "PR740", 1),
        ('[{"id": "T1", "hours": 1e999999999}]', "PR740", 1),
        ('[{"id": "T1", "hours": 1e99999999999999999999}]', "PR740", 1),
        ('[{"id": "T1", "hours": ' + "9" * 5000 + "}]", "PR740", 1),
        ('[{"id": "T1", "grade": "\\ud800"}]', "PR740", 1),
        ('[{"id": "T1", "code": "' + "x" * 70_000 + '"}]', "PR742", 1),
        ('[{"id": "T1", "hour": 2}, {"hour": 3, "id": "T2"}]', "PR720", 1),
    ],
)
def test_bad_json(tmp_path: Path, content: str, code: str, line: int) -> None:
    intake = read(tmp_path, teacher_json=content)
    assert codes(intake) == [code]
    found = intake.diagnostics[0].place
    assert found is not None
    assert (found.file, found.line) == ("teacher.json", line)


@pytest.mark.parametrize("content", ['{"id": "T1"} {"id": "T2"}\n', '{"id":\n"T1"}\n', "{\n", "nothing\n"])
def test_bad_json_lines(tmp_path: Path, content: str) -> None:
    assert codes(read(tmp_path, teacher_jsonl='{"id": "T0"}\n' + content)) == ["PR709"]


def test_json_numbers_are_exact(tmp_path: Path) -> None:
    intake = read(tmp_path, teacher_json='[{"id": "T1", "hours": 0.10, "extra": 1e2, "leave": 2E-1}]')
    assert codes(intake) == []
    assert intake.facts.tables["teacher"]["T1"] == {"hours": Fraction(1, 10), "extra": 100, "leave": Fraction(1, 5)}


def test_unknown_encodings_are_refused(tmp_path: Path) -> None:
    intake = read(tmp_path, teacher_csv="id,code\nT1,Müller\n".encode("latin-1"))
    assert codes(intake) == ["PR705"]
    assert "FC 6C 6C 65" in intake.diagnostics[0].message("en")
    assert not intake.usable
    # The table was given, but nothing of it is known: it must not pass for an empty one.
    assert "teacher" not in intake.facts.tables


def test_files_that_are_no_table(tmp_path: Path) -> None:
    (tmp_path / "school.csv").mkdir()
    (tmp_path / "README.md").write_text("about")
    intake = read(tmp_path, techer_csv="id\nT1\n", county_ods=b"PK", teacher_csv="id\nT1\n", 教师_json="[]")
    assert codes(intake) == ["PR703", "PR702", "PR704", "PR712"]
    assert "teacher" in intake.diagnostics[1].help("en")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "teacher.csv")
    assert codes(read_folder(VOCABULARY, tmp_path)) == ["PR712"]


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST_MB", 0.00001)
    assert codes(read(tmp_path, teacher_csv="id\nT1\nT2\nT3\nT4\n")) == ["PR707"]


@pytest.mark.parametrize("name", ["nowhere", "a-file", "nul\0"])
def test_no_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").write_text("")
    intake = read_folder(VOCABULARY, tmp_path / name)
    assert (codes(intake), intake.usable) == (["PR701"], False)


def test_the_empty_text_is_no_folder() -> None:
    assert codes(read_folder(VOCABULARY, "")) == ["PR701"]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert codes(read(tmp_path, notes_txt="x")) == ["PR711"]


def test_references_to_nobody_are_counted(tmp_path: Path) -> None:
    teachers = "id,school\n" + "".join(f"T{i},S{i}\n" for i in range(8)) + "T8,\n"
    intake = read(tmp_path, teacher_csv=teachers, school_csv="id\nS0\n")
    assert codes(intake) == ["PR750", "PR751"]
    dangling, unplaced = intake.diagnostics
    assert "7" in dangling.message("zh")
    assert "`T5 → S5` and 2 more" in dangling.message("en")
    assert "`T8`" in unplaced.message("zh")
    assert {d.severity for d in intake.diagnostics} == {Severity.WARNING}
    assert intake.facts.tables["teacher"]["T7"] == {"school": "S7"}


def test_references_into_a_table_nobody_gave_are_not_judged(tmp_path: Path) -> None:
    assert codes(read(tmp_path, teacher_csv="id,school\nT1,S1\nT2,\n")) == []


def test_progress_is_told(tmp_path: Path) -> None:
    (tmp_path / "teacher.csv").write_text("id\n" + "".join(f"T{i}\n" for i in range(2500)))
    told: list[tuple[int, int]] = []
    read_folder(VOCABULARY, tmp_path, lambda done, about: told.append((done, about)))
    assert told == [(1000, 2502), (2000, 2502)]
