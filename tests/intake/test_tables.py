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

import policyrules as pr
from policyrules.cli import main
from policyrules.intake import Intake, read_folder
from policyrules.intake.tables import parquet_table
from tests.build import VOCABULARY
from tests.strategies.books import book

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


@pytest.mark.parametrize("suffix", ["tsv", "txt"])
@pytest.mark.parametrize(
    ("separator", "encoding", "said"),
    [
        ("\t", "utf-8", ["PR772"]),
        ("\t", "utf-16", ["PR771", "PR772"]),  # what a spreadsheet program calls Unicode text
        ("\t", "gb18030", ["PR771", "PR772"]),
        (",", "gb18030", ["PR771"]),
        (";", "utf-8-sig", ["PR772"]),
    ],
)
@pytest.mark.parametrize("columns", [False, True])
def test_exported_text_is_read_as_csv(
    tmp_path: Path, suffix: str, separator: str, encoding: str, said: list[str], columns: bool
) -> None:
    (tmp_path / f"2023年教师花名册.{suffix}").write_bytes(CSV.replace(",", separator).encode(encoding))
    intake = read_folder(VOCABULARY, tmp_path, columns=columns)
    assert (codes(intake), dict(intake.facts.tables["teacher"])) == (["PR774", *said], T1)


def test_exported_text_keeps_what_stands_in_quotation_marks(tmp_path: Path) -> None:
    data = '编号\t工号\nT1\t"a ""b""\tc"\n'.encode("utf-16")
    assert read(tmp_path, teacher_txt=data).facts.tables["teacher"] == {"T1": {"code": 'a "b"\tc'}}


def test_a_text_that_is_no_table(tmp_path: Path) -> None:
    letter = "各校：\n请于月底前报送。\n"
    assert codes(read(tmp_path, 通知_txt=letter, teacher_csv=CSV)) == []
    assert codes(read(tmp_path, 学校_txt=letter)) == ["PR720", "PR722"]
    assert codes(read(tmp_path, 学校_txt=CSV, school_csv="id\nS1\n")) == ["PR704", "PR751"]


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
    for suffix in ("csv", "txt"):
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
        ("columns: {teacher: ", ["PR119"]),
        ("", ["PR116"]),
        ("words: {techer: {在岗: {在编: 是}}}", ["PR775"]),
        ("words: {teacher: {在港: {在编: 是}}}", ["PR775"]),
        ("words: {teacher: {hours: {许多: 4}}}", ["PR775"]),
        ("words: {teacher: {id: {许多: 4}}}", ["PR775"]),
        ("words: {teacher: {在岗: 是}}", ["PR775"]),
        ("words: {teacher: {在岗: {在编: [是]}}}", ["PR775"]),
        ("words: {teacher: {在岗: {在编: 有}, grade: {良好: 良}}}", ["PR775", "PR775"]),
        ("words: {teacher: {在岗: {在编: 未登记}}}", ["PR775"]),
        ("words: {teacher: {在岗: {未登记: 否}}}", ["PR775"]),
        ("words: {teacher: {在岗: {'': 否}}}", ["PR111"]),
        ("words: {teacher: {在岗: {是: 否, 不在岗: 是}}}", ["PR775", "PR775"]),
        ("words: {teacher: {grade: {合格: 优秀}}}", ["PR775"]),
        ("words: {teacher: {在岗: {在编: 是}, in_post: {在 编: 否}}}", ["PR775"]),
        ("words: {teacher: {在岗: {是: 是, 否: 不在岗, 在编: √}, grade: {合格: pass}}}", []),
    ],
)
def test_mistakes_in_a_mapping_file(tmp_path: Path, text: str, said: list[str]) -> None:
    intake = read(tmp_path, headers_yaml=text, teacher_csv="id\nT1\n")
    found = codes(intake)
    assert dict(intake.facts.tables) == {"teacher": {"T1": {}}}
    assert found == said


WORDS = """\
columns:
  teacher:
    状态: 在岗
words:
  teacher:
    在岗:
      在编 在岗: 是
      借出: 否
      Ｙ: 是
      1: 是
      0: 否
    考核等级:
      良好: 优秀
      c: fail
"""


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("在编在岗", True),
        ("在编 在岗 ", True),
        ("借出", False),
        ("y", True),
        ("1", True),
        ("０", False),
        ("是", True),
        ("不在岗", False),
        ("", None),
        ("未登记", None),
    ],
)
def test_an_office_has_words_of_its_own(tmp_path: Path, cell: str, value: bool | None) -> None:
    (tmp_path / "headers.yaml").write_text(WORDS, "utf-8")
    (tmp_path / "teacher.csv").write_text(f"id,状态,考核等级\nT1,{cell},良好\nT2,,Ｃ\n", "utf-8")
    for columns in (False, True):
        intake = read_folder(VOCABULARY, tmp_path, columns=columns)
        first, second = intake.facts.tables["teacher"].values()
        assert (codes(intake), first.get("in_post")) == ([], value)
        assert (first["grade"], second["grade"]) == ("excellent", "fail")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("teacher.xlsx", book({"教师": [("id", "在岗"), ("T1", 1), ("T2", 0), ("T3", 2)]})),
        ("teacher.json", b'[{"id":"T1","in_post":1},{"id":"T2","in_post":0},{"id":"T3","in_post":2}]'),
        ("teacher.parquet", frame(id=["T1", "T2", "T3"], in_post=[1, 0, 2])),
    ],
)
@pytest.mark.parametrize("columns", [False, True])
def test_digits_may_be_words_of_an_office(tmp_path: Path, name: str, content: bytes, columns: bool) -> None:
    (tmp_path / name).write_bytes(content)
    intake = read_folder(VOCABULARY, tmp_path, columns=columns)
    assert codes(intake) == ["PR740"] * 3
    (tmp_path / "headers.yaml").write_text(WORDS.partition("words:")[1] + WORDS.partition("words:")[2], "utf-8")
    intake = read_folder(VOCABULARY, tmp_path, columns=columns)
    assert intake.facts.tables["teacher"] == {"T1": {"in_post": True}, "T2": {"in_post": False}, "T3": {}}
    assert codes(intake) == ["PR740"]


def test_the_example_of_the_page_holds(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "tables.md").read_text("utf-8")
    ruleset = pr.load("henan")
    (tmp_path / "headers.yaml").write_text(page.split("```yaml\n")[1].split("```")[0], "utf-8")
    table = "工作证号\t培训学时\t家庭住址\t已结业\nT1\t20\t某地\t准予结业\nT2\t3\t\t肄业\n"
    (tmp_path / "2023年教师花名册.txt").write_bytes(table.encode("utf-16"))
    schools = "编号,试点级别\nS1,省试点\n"
    (tmp_path / "school.csv").write_text(schools, "utf-8")
    intake = read_folder(ruleset.vocabulary, tmp_path)
    assert codes(intake) == ["PR771", "PR772", "PR751"]  # Whose schools they are is not the matter here.
    assert intake.facts.tables["teacher"] == {
        "T1": {"completed": True, "online_hours": 20},
        "T2": {"completed": False, "online_hours": 3},
    }
    assert intake.facts.tables["school"] == {"S1": {"pilot": "provincial_pilot"}}


def test_a_word_keeps_its_meaning_in_other_letters(tmp_path: Path) -> None:
    words = "words: {teacher: {in_post: {TRue: 否}, grade: {'合 格': 不合格}}}"
    intake = read(tmp_path, headers_yaml=words, teacher_csv="id,in_post,grade\nT1,true,合格\nT2,tRUE,不合格\n")
    assert intake.facts.tables["teacher"]["T1"] == {"in_post": True, "grade": "pass"}
    assert intake.facts.tables["teacher"]["T2"] == {"in_post": False, "grade": "fail"}


def test_what_an_option_could_be_is_said(tmp_path: Path) -> None:
    intake = read(tmp_path, headers_yaml="words: {teacher: {grade: {良好: 优}}}", teacher_csv="id\nT1\n")
    (found,) = intake.diagnostics
    assert (
        found.message("en") == "`优` has no place in this mapping file: write one of grade: `fail`, `pass`, `excellent`"
    )
    assert "`优秀`" in found.help("zh")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet="wordstablescolumns: {}[],&*!-\n教师id", max_size=80).map(str.encode))
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
