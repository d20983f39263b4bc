"""Files that are no files, tables without an end, and JSON of any shape: said, bounded, never an exception."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.diagnostics.core import LANGS
from policyrules.diagnostics.render import render
from policyrules.intake import Intake, read_folder, read_records, sources
from policyrules.intake.collect import LIMIT
from policyrules.intake.tables import csv_table, decode, strict_json
from policyrules.intake.tables.raw import TableError
from policyrules.intake.tables.xlsx import open_book
from tests.build import VOCABULARY
from tests.strategies.books import book


def codes(intake: Intake) -> list[str]:
    for lang in LANGS:
        render(intake.diagnostics, lang).encode()
    return [d.code.id for d in intake.diagnostics]


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


@pytest.mark.parametrize("name", ["teacher.csv", "teacher.json", "teacher.xlsx", "headers.yaml"])
@pytest.mark.parametrize(
    "make",
    [_fifo, Path.mkdir, _link("/dev/zero"), _link("/dev/full")],
    ids=["fifo", "folder", "endless device", "full device"],
)
def test_what_is_no_file_is_said_and_not_waited_for(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    make(tmp_path / name)
    (tmp_path / "school.csv").write_text("id\nS1\n")
    intake = read_folder(VOCABULARY, tmp_path)
    assert codes(intake) == ["PR712"]
    assert dict(intake.facts.tables["school"]) == {"S1": {}}


@pytest.mark.parametrize("name", ["teacher.csv", "teacher.xlsx"])
@pytest.mark.parametrize("target", ["itself", "nowhere"])
def test_links_that_lead_nowhere(tmp_path: Path, name: str, target: str) -> None:
    (tmp_path / name).symlink_to(name if target == "itself" else "nowhere")
    assert "PR712" in codes(read_folder(VOCABULARY, tmp_path))


def test_a_folder_that_is_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert codes(read_folder(VOCABULARY, tmp_path / "loop")) == ["PR701"]


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="there is no file here that claims to be empty and is not")
def test_a_file_that_claims_to_be_empty_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "teacher.csv").symlink_to("/proc/kmsg")
    assert codes(read_folder(VOCABULARY, tmp_path)) == ["PR722"]


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "teacher.csv").write_text("id\nT1\n")
    monkeypatch.setattr(sources, "_check", lambda file: file.stat().st_size)
    monkeypatch.setattr(sources, "LARGEST_MB", 0)
    assert codes(read_folder(VOCABULARY, tmp_path)) == ["PR707"]


def test_a_workbook_that_shrinks_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "teacher.xlsx"
    noise = [(f"T{i}", hash((i, "x"))) for i in range(40_000)]
    path.write_bytes(book({"教师": [("编号", "工号"), *noise]}))
    with path.open("rb") as file:
        opened = open_book(file, path.name)
        rows = opened.grid(opened.sheets[0]).rows
        next(rows)
        os.truncate(path, 5_000)
        with pytest.raises(TableError) as raised:
            list(rows)
    assert raised.value.diagnostic.code.id == "PR760"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,hours\nT1," + "x" * 300 + "\n", "PR708"),
        ("id,hours\nT1,1\nT2," + "x" * 300, "PR708"),
        ("id,hours\n" + "T1,2\n" * 30, "PR708"),
        ("id,hours\rT1,2\r" * 10, "PR708"),
        ("id,hours" + ",x" * 30 + "\nT1\n", "PR708"),
        ("id,hours\nT1,2\n" + "," * 50 + "\n", "PR708"),
        ("id,hours\nT1,2\n", ""),
    ],
)
def test_csv_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    for name, value in {"MOST_LINE": 250, "MOST_LINES": 15, "MOST_COLUMNS": 20}.items():
        monkeypatch.setattr(csv_table, name, value)
    (tmp_path / "teacher.csv").write_text(text, newline="")
    intake = read_folder(VOCABULARY, tmp_path)
    assert codes(intake) == ([said] if said else [])
    assert ("teacher" in intake.facts.tables) == (not said)


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from('T1,;"\n\r\t甲𠮷é\u2028\x85 '), max_size=40),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.integers(1, 9),
)
def test_a_text_in_pieces_is_the_text(text: str, codec: str, piece: int) -> None:
    data = text.encode(codec)
    kept = decode._PIECE
    try:
        decode._PIECE = 1_000_000
        whole = _drawn(data)
        decode._PIECE = piece
        assert _drawn(data) == whole
    finally:
        decode._PIECE = kept
    if whole[0] is not None:
        assert list(csv_table._lines(iter(whole[0]))) == list(io.StringIO(whole[0], newline="\n"))


def _drawn(data: bytes) -> tuple[str | None, object]:
    try:
        pieces, notes = decode.decoded(data, "teacher.csv")
        return "".join(pieces), notes
    except TableError as error:
        return None, str(error.diagnostic.place)


MOST = 10 * LIMIT * len(VOCABULARY.entities["teacher"].fields)
HARM = [b"", b'"', b"{", b"]", b",", b":", b"\\", b"\xff", b"\0", b"1e999", b"NaN", b"\n"]
NAMES = ["id", "hours", "in_post", "网络研修学时", "school", "编号", "x", "\ud800"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["T1", "是", "2023-09-01", "85%", "未登记", "\ud800", "410105198001011234", "S1", "=1+1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)


def _reads_or_says(data: bytes, name: str, folder: Path) -> Intake:
    path = folder / name
    path.write_bytes(data)
    intake = read_folder(VOCABULARY, folder)
    said = codes(intake)
    assert "teacher" in intake.facts.tables or said
    assert max((said.count(code) for code in set(said)), default=0) <= LIMIT * len(
        VOCABULARY.entities["teacher"].fields
    )
    for id, record in intake.facts.tables.get("teacher", {}).items():
        f"{id}{record}".encode()
    return intake


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_structure_gives_facts_or_says_why_not(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    folder = tmp_path_factory.mktemp("json")
    _reads_or_says(json.dumps(value).encode(), "teacher.json", folder)
    lines = "\n".join(json.dumps(item) for item in (value if isinstance(value, list) else [value]))
    (folder / "teacher.json").unlink()
    _reads_or_says(lines.encode(), "teacher.jsonl", folder)
    if isinstance(value, dict | list):
        codes(read_records(VOCABULARY, {"teacher": value}))


@settings(max_examples=150, deadline=None)
@given(JSON, st.data())
def test_any_damage_gives_facts_or_says_why_not(
    tmp_path_factory: pytest.TempPathFactory, value: Any, data: st.DataObject
) -> None:
    text = json.dumps([{"id": "T1", "hours": 1, "x": value}], ensure_ascii=False).encode("utf-8", "surrogatepass")
    place = data.draw(st.integers(0, len(text)))
    rest = data.draw(st.integers(0, 6))
    other = data.draw(
        st.sampled_from([b"", b'"', b"{", b"]", b",", b":", b"\\", b"\xff", b"\0", b"1e999", b"NaN", b"\n"])
    )
    broken = text[:place] + other + text[place + rest :]
    _reads_or_says(broken, "teacher.json", tmp_path_factory.mktemp("json"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_facts_or_say_why_not(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for name in ("teacher.json", "teacher.jsonl", "teacher.csv", "teacher.tsv", "teacher.xlsx", "teacher.parquet"):
        _reads_or_says(data, name, tmp_path_factory.mktemp("bytes"))
    folder = tmp_path_factory.mktemp("headers")
    (folder / "headers.yaml").write_bytes(data)
    _reads_or_says(b"id,x\nT1,2\n", "teacher.csv", folder)


@settings(max_examples=100, deadline=None)
@given(st.lists(JSON, max_size=4))
def test_junk_beside_it_costs_no_good_record(tmp_path_factory: pytest.TempPathFactory, junk: list[Any]) -> None:
    good = [{"id": f"GOOD{i}", "hours": "2.5", "in_post": True} for i in range(3)]
    records = [{"id": f"J{i}", "网络研修学时": item} for i, item in enumerate(junk)]
    mixed = [record for pair in zip(good, [*records, *good], strict=False) for record in pair]
    intake = _reads_or_says(json.dumps(mixed).encode(), "teacher.json", tmp_path_factory.mktemp("json"))
    known = intake.facts.tables["teacher"]
    assert all(known[record["id"]]["in_post"] is True for record in good)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"id": "T1", "x": "' + "y" * 500 + '"}]', "PR709"),
        ('[{"id": "T1", "x": ' + "9" * 500 + "}]", "PR709"),
        ('[{"id": "T1"}' + "".join(f', {{"id": "U{i}"}}' for i in range(9)) + ', {"id": ' + "[" * 300, "PR709"),
        ('[{"id": "T1"}' + "".join(f', {{"id": "U{i}"}}' for i in range(60)) + "]", ""),
        ('{"T1": {}' + "".join(f', "U{i}": {{}}' for i in range(60)) + "}", ""),
    ],
)
def test_a_record_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    monkeypatch.setattr(strict_json, "_WINDOW", 120)
    (tmp_path / "teacher.json").write_text(text)
    intake = read_folder(VOCABULARY, tmp_path)
    assert codes(intake) == ([said] if said else [])
    assert said or len(intake.facts.tables["teacher"]) == 61


def test_a_record_with_thousands_of_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MOST_NAMES", 5)
    (tmp_path / "teacher.json").write_text(json.dumps([{"id": "T1", **{f"k{i}": 1 for i in range(6)}}]))
    assert codes(read_folder(VOCABULARY, tmp_path)) == ["PR709"]
