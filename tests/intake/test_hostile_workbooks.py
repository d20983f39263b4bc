"""Workbooks made to do harm are refused, or read right: at once, in little memory, and never with a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.intake import read_folder
from policyrules.intake.tables.raw import TableError
from policyrules.intake.tables.xlsx import archive, sheet, strings
from tests.build import VOCABULARY
from tests.strategies import hostile
from tests.strategies.books import book

SECONDS, MEGABYTES = 2.0, 200
SMALL = 2_000_000  # Files below this are read in this process too.
CASES = [(f.__name__, codes, known, f) for codes, known, made in hostile.OUTCOMES for f in made]

# Reads every workbook it is given, one after the other, and says what came out, how long each took, and the peak.
READ_ALL = """
import json, pathlib, sys, time
from policyrules.intake import read_folder
from tests.build import VOCABULARY
found = {}
for path in sys.argv[1:]:
    start = time.process_time()
    intake = read_folder(VOCABULARY, path)
    took = time.process_time() - start
    codes = " ".join(sorted({d.code.id for d in intake.diagnostics}))
    found[pathlib.Path(path).stem] = [codes, len(intake.facts.tables.get("teacher", ())), took]
# Not getrusage: after a fork that counts the parent's memory too.
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024
print(json.dumps({"found": found, "peak": peak}))
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("hostile")
    paths = []
    for name, _, _, make in CASES:
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(make())
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", READ_ALL, *map(str, paths)]
    done = subprocess.run(command, cwd=root, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return {**json.loads(done.stdout), "folder": folder}


@pytest.mark.parametrize(("name", "codes", "known"), [case[:3] for case in CASES], ids=[case[0] for case in CASES])
def test_refused_or_read_right(read: Any, name: str, codes: str, known: int) -> None:
    said, teachers, seconds = read["found"][name]
    assert (said, teachers) == (codes, known)
    assert seconds < SECONDS
    path = read["folder"] / f"{name}.xlsx"
    if path.stat().st_size < SMALL:
        intake = read_folder(VOCABULARY, path)
        assert " ".join(sorted({d.code.id for d in intake.diagnostics})) == codes


def test_none_of_them_takes_much_memory(read: Any) -> None:
    assert read["peak"] < MEGABYTES


ROWS = [("编号", "在岗", "入职日期"), *((f"T{i}", "是", ("date", 45208)) for i in range(30))]
GOOD = book({"教师": ROWS}, strings="<sst/>")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_damage_gives_facts_or_diagnostics(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]]
) -> None:
    data = bytearray(GOOD)
    for place, value in damage:
        data[place] = value
    path = tmp_path_factory.mktemp("damaged") / "教师.xlsx"
    path.write_bytes(bytes(data))
    intake = read_folder(VOCABULARY, path)
    assert intake.diagnostics or len(intake.facts.tables["teacher"]) == 30


TAGS = st.sampled_from(["row", "c", "v", "is", "t", "f", "r", "rPh", "x:c", "sheetData", "mergeCell"])
ADDRESSES = ["A1", "B2", "XFD1", "1", "99999999999", "-1", "²"]
VALUES = st.sampled_from([*ADDRESSES, "s", "n", "b", "e", "d", "str", "inlineStr"])
TEXTS = st.sampled_from(["", "1", "-5", "1e400", "NaN", "2958466", "0.5", "编号", "T1", "_xD800_", "²", "9" * 30])
ATTRIBUTES = st.dictionaries(st.sampled_from(["r", "s", "t"]), VALUES)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    tag = draw(TAGS)
    attributes = "".join(f' {name}="{value}"' for name, value in draw(ATTRIBUTES).items())
    inner = draw(st.lists(elements(depth - 1), max_size=3)) if depth else []
    text = draw(TEXTS)
    return f"<{tag}{attributes}>{text}{''.join(inner)}</{tag}>"


@settings(max_examples=80, deadline=None)
@given(st.lists(elements(), max_size=6))
def test_any_sheet_gives_facts_or_diagnostics(tmp_path_factory: pytest.TempPathFactory, inner: list[str]) -> None:
    path = tmp_path_factory.mktemp("sheets") / "教师.xlsx"
    body = f'<worksheet xmlns:x="x"><sheetData>{"".join(inner)}</sheetData></worksheet>'
    path.write_bytes(book({"教师": body}, strings="<sst><si><t>编号</t></si></sst>"))
    intake = read_folder(VOCABULARY, path)
    assert intake.diagnostics or "teacher" in intake.facts.tables
    for diagnostic in intake.diagnostics:
        assert diagnostic.message("zh")


@pytest.mark.parametrize(
    ("module", "limit", "value"),
    [
        (archive, "MOST_UNPACKED", 500),
        (strings, "MOST_TEXT", 3),
        (sheet, "MOST_TEXT", 3),
        (sheet, "MOST_CELLS", 3),
    ],
)
def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, limit: str, value: int) -> None:
    monkeypatch.setattr(module, limit, value)
    rows = [("编号", "在岗"), (("shared", 0), "是"), ("T2", "是")]
    (tmp_path / "教师.xlsx").write_bytes(book({"教师": rows}, strings="<sst><si><t>T1T1</t></si></sst>"))
    assert [d.code.id for d in read_folder(VOCABULARY, tmp_path).diagnostics][-1] == "PR762"


def test_a_file_that_vanishes_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "教师.xlsx").write_bytes(GOOD)
    (tmp_path / "学校.xlsx").mkdir()
    assert [d.code.id for d in read_folder(VOCABULARY, tmp_path).diagnostics] == ["PR712"]
    monkeypatch.setattr("policyrules.intake.sources.LARGEST_MB", 0.0001)
    assert "PR707" in [d.code.id for d in read_folder(VOCABULARY, tmp_path).diagnostics]


def test_errors_name_their_code() -> None:
    assert str(TableError(archive.codes.LOCKED_BOOK.at(None, file="a"))) == "PR761"
