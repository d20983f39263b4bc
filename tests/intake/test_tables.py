"""CSV as spreadsheet programs save it, parquet, and the mapping file."""

from __future__ import annotations

import io
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from policyrules.cli import main
from policyrules.intake import Intake, read_folder
from policyrules.intake.tables import parquet_table
from tests.build import VOCABULARY

CSV = "编号,在岗,网络研修学时\nT1,是,2.5\n"


def read(folder: Path, **files: str | bytes) -> Intake:
    for name, content in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_folder(VOCABULARY, folder)


def codes(intake: Intake) -> list[str]:
    return [d.code.id for d in intake.diagnostics]


T1 = {"T1": {"in_post": True, "hours": Fraction(5, 2)}}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (CSV.encode("gb18030"), ["PR771"]),
        (CSV.encode("gbk"), ["PR771"]),
        (CSV.encode("utf-8-sig"), []),
        (CSV.encode("utf-16"), ["PR771"]),
        (b"\xfe\xff" + CSV.encode("utf-16-be"), ["PR771"]),
        (CSV.replace(",", ";").encode(), ["PR772"]),
        (CSV.replace(",", "\t").encode("utf-16"), ["PR771", "PR772"]),
        (CSV.replace(",", "，").encode(), ["PR772"]),
        (CSV.replace("\n", "\r\n").encode(), []),
        (CSV.replace("\n", "\r").encode(), []),
        ("编号,在岗,网络研修学时\r\r\n\nT1,是,2.5\r".encode(), []),
        (("某校教师名册\n单位：某校,,2023年\n" + CSV + "合计,,2.5\n").encode(), ["PR770"]),
        (('编号;在岗;网络研修学时\nT1;是;"2,5"\n').replace('"2,5"', "2.5").encode(), ["PR772"]),
    ],
)
def test_csv_as_it_comes(tmp_path: Path, data: bytes, said: list[str]) -> None:
    intake = read(tmp_path, teacher_csv=data)
    assert (codes(intake), dict(intake.facts.tables["teacher"])) == (said, T1)


def test_tab_separated_files(tmp_path: Path) -> None:
    assert read(tmp_path, teacher_tsv=CSV.replace(",", "\t")).facts.tables["teacher"] == T1


@pytest.mark.parametrize(
    "data",
    [
        "id,code\nT1,編號測試繁體中文資料\n".encode("big5"),
        "id,code\nT1,Größe, Straße, Übung\n".encode("latin-1"),
        "id,code\nT1,データ\n".encode("shift-jis"),
        b"id,code\nT1,\xff\xff\xff\n",
        b"\xff\xfeid\x00,\xd8",
    ],
)
def test_other_encodings_are_not_guessed_at(tmp_path: Path, data: bytes) -> None:
    assert codes(read(tmp_path, teacher_csv=data)) == ["PR705"]


def test_shortened_ids_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    intake = read(tmp_path, teacher_csv="id,school\n4.10301E+17,S1\nT2,4.1E+17\n")
    assert codes(intake) == ["PR737", "PR740"]
    assert dict(intake.facts.tables["teacher"]) == {"T2": {}}


def test_a_file_in_another_encoding_may_still_be_broken(tmp_path: Path) -> None:
    intake = read(tmp_path, teacher_csv='编号,在岗\nT1,"是\n'.encode("gbk"))
    assert sorted(codes(intake)) == ["PR708", "PR771"]


TEXT = "编号,在岗,id,合计,;\"\n\r\t'示例：注2023年\0\ufeff=+-@E0"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=TEXT, max_size=80), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-8-sig"]))
def test_any_text_gives_facts_or_diagnostics(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for suffix in ("csv", "tsv"):
        (folder / f"teacher.{suffix}").write_bytes(text.encode(encoding))
        intake = read_folder(VOCABULARY, folder)
        assert intake.diagnostics or "teacher" in intake.facts.tables
        (folder / f"teacher.{suffix}").unlink()


def frame(**columns: list[Any]) -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(arrow.table(columns), buffer)
    return buffer.getvalue()


def test_parquet(tmp_path: Path) -> None:
    data = frame(
        id=["T1", "T2"],
        in_post=[True, None],
        hours=[2.5, float("nan")],
        joined_on=[date(2020, 9, 1), None],
        grade=["优秀", "pass"],
        extra=[3, 4],
    )
    intake = read(tmp_path, teacher_parquet=data)
    assert codes(intake) == []
    assert intake.facts.tables["teacher"] == {
        "T1": {
            "in_post": True,
            "hours": Fraction(5, 2),
            "joined_on": date(2020, 9, 1),
            "grade": "excellent",
            "extra": 3,
        },
        "T2": {"grade": "pass", "extra": 4},
    }


def test_parquet_times_and_what_no_field_can_hold(tmp_path: Path) -> None:
    days = [datetime(2020, 9, 1), datetime(2020, 9, 1, 8, 30), None]
    data = frame(id=["T1", "T2", "T3"], joined_on=days, hours=[[1.0], None, [2.0]], nothing=[1, 2, 3])
    intake = read(tmp_path, teacher_parquet=data)
    assert codes(intake) == ["PR720", "PR740", "PR769"]
    assert [record.get("joined_on") for record in intake.facts.tables["teacher"].values()] == [date(2020, 9, 1)] * 2 + [
        None
    ]


def test_parquet_ids_are_text(tmp_path: Path) -> None:
    assert codes(read(tmp_path, teacher_parquet=frame(id=[1, 2]))) == ["PR736", "PR736"]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"id\nT1\n"])
def test_what_is_no_parquet(tmp_path: Path, data: bytes) -> None:
    assert codes(read(tmp_path, teacher_parquet=data)) == ["PR780"]


def test_damaged_parquet(tmp_path: Path) -> None:
    good = frame(id=[f"T{i}" for i in range(2000)], code=[f"{i}" for i in range(2000)])
    broken = good[:200] + bytes(400) + good[600:]
    intake = read(tmp_path, teacher_parquet=broken)
    assert codes(intake) == ["PR780"]
    assert "teacher" not in intake.facts.tables


def test_too_much_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_table, "MOST_ROWS", 3)
    assert codes(read(tmp_path, teacher_parquet=frame(id=["T"] * 4))) == ["PR780"]


def test_without_pyarrow_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(parquet_table, "import_module", absent)
    intake = read(tmp_path, teacher_parquet=frame(id=["T1"]), school_csv="id\nS1\n")
    assert codes(intake) == ["PR781"]
    assert "policyrules[parquet]" in intake.diagnostics[0].help("en")
    assert list(intake.facts.tables) == ["school"]


MAPPING = """\
tables:
  花名册: teacher
  没有的表: school
columns:
  教师:
    工作证号: 编号
    培训学时: hours
    家庭住址: 不读
    没有的列: grade
  school:
    校名: kind
"""


def test_a_mapping_file_gives_names_their_meaning(tmp_path: Path) -> None:
    intake = read(tmp_path, headers_yaml=MAPPING, 花名册_csv="工作证号,培训学时,家庭住址\nT1,2.5,某地\n")
    assert dict(intake.facts.tables) == {"teacher": {"T1": {"hours": Fraction(5, 2)}}}
    assert [(d.code.id, d.values.get("word"), str(d.place)) for d in intake.diagnostics] == [
        ("PR776", "没有的表", "headers.yaml:3:3"),
        ("PR776", "没有的列", "headers.yaml:9:5"),
    ]
    assert intake.tables[0].ignored == ("家庭住址",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tables: {a: b, c: [d]}", ["PR775", "PR775"]),
        ("tables: teacher", ["PR775"]),
        ("column: {}", ["PR775"]),
        ("columns: {techer: {a: id}}", ["PR775"]),
        ("columns: {teacher: {a: hour}}", ["PR775"]),
        ("columns: {teacher: {a: [id]}}", ["PR775"]),
        ("columns: [1]", ["PR775"]),
        ("columns: {teacher: {id: id, id: hours}}", ["PR109"]),
        ("columns: {teacher: &a {id: id}}", ["PR105"]),
        ("columns: {teacher: ", ["PR104"]),
        ("", ["PR116"]),
    ],
)
def test_mistakes_in_a_mapping_file(tmp_path: Path, text: str, said: list[str]) -> None:
    intake = read(tmp_path, headers_yaml=text, teacher_csv="id\nT1\n")
    found = codes(intake)
    assert dict(intake.facts.tables) == {"teacher": {"T1": {}}}
    assert found == said


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet="tablescolumns: {}[],&*!-\n教师id", max_size=80).map(str.encode))
def test_any_mapping_file_gives_facts_or_diagnostics(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("map")
    intake = read(folder, headers_yaml=data, teacher_csv="id\nT1\n")
    assert intake.facts.tables["teacher"] == {"T1": {}}


def test_strict_refuses_what_is_doubtful(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "teacher.csv").write_text("id,online_hours\nT1,很多\n")
    command = ["evaluate", "national", str(tmp_path), "--as-of", "2022-06-01"]
    assert main(command) == 0
    capsys.readouterr()
    assert main([*command, "--strict"]) == 1
    out = capsys.readouterr()
    assert "PR740" in out.err
    assert "teacher.csv:2:2" in out.err
    assert out.out == ""
    (tmp_path / "teacher.csv").write_text("id,online_hours\nT1,25\n合计,25\n")
    assert main([*command, "--strict"]) == 0
    assert "略去合计 1 行" in capsys.readouterr().out
