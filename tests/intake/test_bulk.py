"""Tables held as columns: the same records, diagnostics and summaries as reading every row."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.intake import read_folder
from policyrules.intake.held import Held
from tests import build

HEADER = "编号,学校,网络研修学时,在岗,考核等级,入职日期,工号"
PLAIN = "T{n:05},S{s:03},{h},{b},优秀,2023-09-0{d},教师{n}"
SPACES, WORDS, LONG = ["", " ", " x", "T1 ", "a\u200bb"], ["未登记", "unknown", "是", "yes", "abc"], ["x" * 300]
NUMBERS = ["1.999", "-1", "85%", "1,000", "１２", "1E+17", "4.1E+17", "'12", "2023.9.1", "2023-02-30"]
NOTES = ["合计", "total", "备注：无", "示例", "编号", "好人（甲）", "S001"]
ODD_CELLS = st.sampled_from([*SPACES, *WORDS, *LONG, *NUMBERS, *NOTES])


def same(folder: Path) -> dict[str, object]:
    """Both ways of reading a folder compared; the tables held as columns."""
    rows, columns = (read_folder(build.VOCABULARY, folder, columns=way) for way in (False, True))
    assert rows.diagnostics == columns.diagnostics
    assert rows.tables == columns.tables
    assert list(rows.facts.tables) == list(columns.facts.tables)
    for entity, table in rows.facts.tables.items():
        other = columns.facts.tables[entity]
        assert list(table.items()) == list(other.items())
        assert list(table) == list(other)
        assert [*map(repr, table.values())] == [*map(repr, other.values())]
    return dict(columns.facts.tables)


def lines(number: int) -> list[str]:
    """So many plain rows."""
    return [PLAIN.format(n=n, s=n % 7, h=n % 5, b="是" if n % 3 else "否", d=1 + n % 9) for n in range(number)]


def written(folder: Path, rows: list[str], name: str = "teacher.csv", header: str = HEADER) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return folder


def test_a_plain_table_is_held_as_columns(tmp_path: Path) -> None:
    (tmp_path / "school.csv").write_text("id\n" + "\n".join(f"S{n:03}" for n in range(6)), "utf-8")
    found = same(written(tmp_path, lines(100)))
    teachers = found["teacher"]
    assert isinstance(teachers, Held)
    assert len(teachers) == 100
    assert teachers["T00042"]["joined_on"] == date(2023, 9, 7)
    assert "T00042" in teachers
    assert "T99999" not in teachers
    assert 42 not in teachers
    with pytest.raises(KeyError):
        teachers["T99999"]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 119), st.integers(0, 6), ODD_CELLS), max_size=8),
    st.lists(st.tuples(st.integers(0, 119), ODD_CELLS), max_size=2),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
)
def test_whatever_stands_in_some_cells(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[tuple[int, int, str]],
    whole: list[tuple[int, str]],
    separator: str,
    moved: bool,
) -> None:
    rows = [line.split(",") for line in lines(120)]
    for row, column, cell in cells:
        rows[row][column] = cell
    names = HEADER.split(",")
    if moved:
        rows, names = [row[1:] + row[:1] for row in rows], names[1:] + names[:1]
    made = [separator.join(row) for row in rows]
    for row, line in whole:
        made.insert(row, line)
    same(written(tmp_path_factory.mktemp("bulk"), made, header=separator.join(names)))


@pytest.mark.parametrize(
    "header",
    [
        "全体教师\n" + HEADER,
        HEADER.replace("工号", "绰号"),
        HEADER.replace("工号", ""),
        HEADER.replace("编号", "号"),
        '"编号"' + HEADER[2:],
    ],
)
def test_other_headers(tmp_path: Path, header: str) -> None:
    same(written(tmp_path, lines(80), header=header))


@pytest.mark.parametrize(
    "rows", [[], lines(1), [*lines(60), *lines(60)], [*lines(60), '"T9",S1'], ["x"] * 60, [*lines(60), ""]]
)
def test_other_rows(tmp_path: Path, rows: list[str]) -> None:
    same(written(tmp_path, rows))


def test_other_encodings_and_line_ends(tmp_path: Path) -> None:
    text = "\r\n".join([HEADER, *lines(60)])
    for name, data in {
        "a": text.encode("gb18030"),
        "b": text.encode("utf-8-sig"),
        "c": text.replace("\r\n", "\r").encode(),
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "teacher.csv").write_bytes(data)
        same(tmp_path / name)


def test_parquet(tmp_path: Path) -> None:
    number = 90
    frame = pl.DataFrame(
        {
            "id": [f"T{n:04}" for n in range(number)],
            "学校": pl.Series([None if n % 10 == 0 else f"S{n % 4}" for n in range(number)], dtype=pl.Categorical),
            "hours": [n % 17 / 4 for n in range(number)],
            "在岗": [None if n % 5 == 0 else n % 2 == 0 for n in range(number)],
            "考核等级": [["优秀", "pass", None, "fail" if n % 16 else "好"][n % 4] for n in range(number)],
            "joined_on": [datetime(2023, 9, 1 + n % 30, 0 if n % 20 else 9) for n in range(number)],
        }
    )
    frame.write_parquet(tmp_path / "teacher.parquet")
    assert isinstance(same(tmp_path)["teacher"], Held)
    for name, other in {
        "nested": frame.with_columns(pl.concat_list("hours").alias("hours")),
        "numbers": frame.with_columns(pl.int_range(number).alias("id")),
    }.items():
        (tmp_path / name).mkdir()
        other.write_parquet(tmp_path / name / "teacher.parquet")
        same(tmp_path / name)
    (tmp_path / "teacher.parquet").write_bytes(b"PAR1 no parquet at all PAR1")
    same(tmp_path)


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    read_folder(
        build.VOCABULARY, written(tmp_path, lines(50)), lambda done, about: told.append((done, about)), columns=True
    )
    assert told
    assert all(done <= about == 50 for done, about in told)
