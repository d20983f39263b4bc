"""The workbook: what stands in it, and that LibreOffice opens it."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from policyrules.diagnostics.core import LANGS, Lang
from policyrules.model.facts import Facts, Record
from policyrules.model.words import Verdict
from policyrules.report.files import write_atomically
from policyrules.report.selection import OPEN
from policyrules.report.workbook import workbook_pieces
from tests.report.forms.full import full
from tests.report.forms.hostile import hostile

SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
SOFFICE = shutil.which("soffice")


class Book:
    """A workbook, read back without any library."""

    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.names = [str(sheet.get("name")) for sheet in self.xml("xl/workbook.xml").iterfind(".//m:sheet", SPACE)]

    def xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.archive.read(name))

    def sheet(self, name: str) -> ElementTree.Element:
        return self.xml(f"xl/worksheets/sheet{self.names.index(name) + 1}.xml")

    def rows(self, name: str) -> list[list[str | float | None]]:
        return [self._row(row) for row in self.sheet(name).iterfind(".//m:row", SPACE)]

    def _row(self, row: ElementTree.Element) -> list[str | float | None]:
        """The cells in their columns; those that are empty are not in the file."""
        cells = {ord(str(cell.get("r"))[0]) - ord("A"): self._value(cell) for cell in row}
        return [cells.get(column) for column in range(20)]

    def _value(self, cell: ElementTree.Element) -> Any:
        if cell.get("t") == "inlineStr":
            return "".join(cell.itertext())
        value = cell.findtext("m:v", None, SPACE)
        return None if value is None else float(value)


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(b"".join(workbook_pieces(full(), "zh")))


def test_sheets(book: Book) -> None:
    assert book.names == ["总览", "各地", "目标", "督查", "县", "学校", "教师", "依据"]
    assert Book(b"".join(workbook_pieces(full(8), "en"))).names[0] == "Summary"


def test_each_sheet_has_a_frozen_heading_and_filters(book: Book) -> None:
    for name in book.names:
        sheet = book.sheet(name)
        pane = sheet.find(".//m:pane", SPACE)
        assert pane is not None
        assert (pane.get("state"), pane.get("xSplit")) == ("frozen", "1")
        assert sheet.find("m:autoFilter", SPACE) is not None


def test_a_row_for_each_open_finding(book: Book) -> None:
    report = full()
    for entity, name in (("teacher", "教师"), ("school", "学校")):
        open_ = [j for j in report.judgements if j.subject.type == entity and j.verdict in OPEN]
        rows = book.rows(name)
        head = next(place for place, row in enumerate(rows) if row[0] == "编号")
        assert len(rows) - head - 1 == len(open_)
        heads = rows[head]
        found = {(row[0], row[heads.index("规则")], row[heads.index("判定")]) for row in rows[head + 1 :]}
        labels = {Verdict.UNMET: "未达标", Verdict.UNDETERMINED: "无法判定", Verdict.PENDING: "未到期"}
        rules = report.ruleset.rules
        assert found == {(j.subject.id, rules[j.rule].label.zh, labels[j.verdict]) for j in open_}
        assert any(isinstance(row[heads.index("还差")], float) for row in rows[head + 1 :])
        assert any(
            "改" in str(row[heads.index("改法")]) or "到" in str(row[heads.index("改法")]) for row in rows[head + 1 :]
        )


def test_numbers_and_days_are_real(book: Book) -> None:
    rows = book.rows("总览")
    head = next(row for row in rows if row[0] == "规则")
    total = sum(float(row[head.index("违反")] or 0) for row in rows[rows.index(head) + 1 :])
    assert total == full().summary.violations
    targets = book.rows("目标")
    due = next(row.index("截止") for row in targets if "截止" in row)
    days = {row[due] for row in targets}
    assert 45291.0 in days  # 2023-12-31


def formats(book: Book, sheet: str) -> dict[str, ElementTree.Element]:
    """The format of each cell, by its address."""
    styles = list(book.xml("xl/styles.xml").iterfind("m:cellXfs/m:xf", SPACE))
    return {str(cell.get("r")): styles[int(cell.get("s", 0))] for cell in book.sheet(sheet).iterfind(".//m:c", SPACE)}


def test_headings_of_numbers_stand_on_the_right(book: Book) -> None:
    rows = book.rows("总览")
    head = next(place for place, row in enumerate(rows) if row[0] == "规则")
    line = book.sheet("总览").findall(".//m:row", SPACE)[head].get("r")
    aligned = {}
    for place, title in enumerate(rows[head]):
        if title is not None:
            alignment = formats(book, "总览")[f"{chr(ord('A') + place)}{line}"].find("m:alignment", SPACE)
            aligned[title] = alignment is not None and alignment.get("horizontal") == "right"
    assert aligned["违反"]
    assert aligned["达标占比"]
    assert not aligned["规则"]


def test_shares_are_percent_also_in_targets(book: Book) -> None:
    codes = {f.get("numFmtId"): f.get("formatCode") for f in book.xml("xl/styles.xml").iter(f"{{{SPACE['m']}}}numFmt")}
    shown = {codes.get(xf.get("numFmtId")) for xf in formats(book, "总览").values()}
    assert "0.0%" in shown


def test_rows_are_as_high_as_their_text(book: Book) -> None:
    rows = list(book.sheet("学校").iterfind(".//m:row", SPACE))
    heights = {float(row.get("ht", 15)) for row in rows}
    assert max(heights) <= 409
    assert len(heights) > 1


def test_places_without_names_have_no_column_for_them(book: Book) -> None:
    assert "名称" in next(row for row in book.rows("各地") if row[0] == "级别")
    report = full(8)
    unnamed: dict[str, Record] = {id: {} for id in report.facts.tables["county"]}
    facts = Facts({**report.facts.tables, "county": unnamed})
    plain = Book(b"".join(workbook_pieces(replace(report, facts=facts), "zh")))
    assert "名称" not in next(row for row in plain.rows("各地") if row[0] == "级别")


def test_verdicts_are_coloured_where_they_stand(book: Book) -> None:
    rules = list(book.sheet("教师").iterfind(".//m:conditionalFormatting/m:cfRule", SPACE))
    assert {rule.findtext("m:formula", "", SPACE) for rule in rules} == {'"未达标"', '"无法判定"', '"未到期"', '"达标"'}


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_report_gives_the_same_bytes(lang: Lang) -> None:
    assert b"".join(workbook_pieces(full(20), lang)) == b"".join(workbook_pieces(full(20, backwards=True), lang))


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    if SOFFICE is None:
        pytest.skip("WORKBOOK NOT OPENED: no LibreOffice here (Debian: apt-get install libreoffice-calc)")
    write_atomically(tmp_path / "report.xlsx", workbook_pieces(full(20), "zh"))
    write_atomically(tmp_path / "hostile.xlsx", workbook_pieces(hostile(), "zh"))
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [SOFFICE, "--headless", home, "--convert-to", every_sheet, "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, "report.xlsx", "hostile.xlsx"], cwd=tmp_path, check=True, capture_output=True, timeout=300
    )
    read = {path.name: list(csv.reader(io.StringIO(path.read_text("utf-8")))) for path in tmp_path.glob("*.csv")}
    summary = next(row for row in read["report-总览.csv"] if row[:2] == ["网络研修学时", "hours"])
    counts = full(20).summary.rules["hours"]
    assert summary[5:7] == [str(counts.violations), str(counts.verdicts[Verdict.UNMET])]
    assert any("2021-12-31" in row for row in read["report-目标.csv"])
    ids = {row[0] for row in read["hostile-教师.csv"]}
    assert {"=1+1", "@SUM(A1:A2)", "<script>alert(1)</script>"} <= ids  # Shown as they are, calculated by nobody.
