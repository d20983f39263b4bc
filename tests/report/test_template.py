"""The workbook to fill in: what it writes reads back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policyrules as pr
from policyrules.cli import main
from policyrules.diagnostics.core import LANGS, Lang
from policyrules.intake import read_folder
from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.types import (
    PERIOD,
    RATIO,
    TEXT,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    RefType,
)
from policyrules.model.vocabulary import Enumeration, EnumMember, FieldDef, Vocabulary
from policyrules.model.words import Period
from policyrules.report.template import template_pieces
from policyrules.report.text import report_lines
from tests.build import VOCABULARY, entity, field, text

LONG = Enumeration(
    "long", text("长表", "long"), tuple(EnumMember(f"w{i}", text(f"第{i}个选项")) for i in range(80)), False
)
WIDE = Vocabulary(
    VOCABULARY.units,
    {**VOCABULARY.enums, "long": LONG},
    {
        **VOCABULARY.entities,
        "visit": entity(
            "visit",
            "走访/记录",
            [
                field("share", NumberType(RATIO), "占比"),
                field("when", PERIOD, "时段"),
                field("choice", EnumType("long"), "选项"),
                field("note", TEXT, "备注"),
            ],
        ),
    },
)
TITLE = text("测试规则集", "test ruleset")


def written(facts: Facts | None = None, lang: Lang = "zh", vocabulary: Vocabulary = WIDE) -> bytes:
    return b"".join(template_pieces(vocabulary, TITLE, tuple(vocabulary.entities), lang, facts))


def values(field: FieldDef) -> st.SearchStrategy[Value]:
    low = int(field.low) if field.low is not None else -1000
    high = int(field.high) if field.high is not None else 1000
    match field.type:
        case BoolType():
            return st.booleans()
        case NumberType(unit):
            scale = 10 ** WIDE.units[unit].decimals
            top = min(high, 1) if unit == RATIO else high
            numbers = st.integers(max(low, -1 if unit == RATIO else low) * scale, top * scale)
            return numbers.map(lambda n: int(f) if (f := Fraction(n, scale)).denominator == 1 else f)
        case DateType():
            return st.dates(date(1900, 1, 1), date(2100, 12, 31))
        case EnumType(name):
            return st.sampled_from([member.id for member in WIDE.enums[name].members])
        case RefType():
            return st.sampled_from(["001", "S2", "甲"])
        case _ if field.type == PERIOD:
            return st.dates(date(1950, 1, 1), date(2100, 1, 1)).map(lambda d: Period(d, d + timedelta(days=40)))
        case _:
            return st.text(min_size=1, max_size=20).map(_settled).filter(bool)


def _settled(text: str) -> str:
    """A text as intake gives it: no blanks around it, and not one of the ways to say that nothing is recorded."""
    kept = "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff").strip()
    kept = kept.strip("\ufeff\u200b\u200c\u200d\u2060").strip()
    return (
        "" if kept.casefold() in ("unknown", "未登记") or re.fullmatch(r"[0-9](\.[0-9]+)?E\+[0-9]{2,3}", kept) else kept
    )


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    tables: dict[str, Any] = {}
    for one in WIDE.entities.values():
        ids = draw(st.lists(st.sampled_from(["001", "1", "甲", "T-9", "a b", "=1+1"]), unique=True, max_size=3))
        known = {f.id: values(f) for f in one.fields.values()}
        tables[one.id] = {id: draw(st.fixed_dictionaries({}, optional=known)) for id in sorted(ids)}
    return Facts(tables)


@settings(max_examples=30, deadline=None)
@given(any_facts(), st.sampled_from(LANGS))
def test_facts_written_and_read_are_the_same_facts(
    tmp_path_factory: pytest.TempPathFactory, facts: Facts, lang: Lang
) -> None:
    path = tmp_path_factory.mktemp("round") / "facts.xlsx"
    path.write_bytes(written(facts, lang))
    intake = read_folder(WIDE, path)
    assert intake.facts == facts
    assert {d.code.id for d in intake.diagnostics} <= {"PR750", "PR751", "PR786"}
    assert all(summary.left_out == (("example", 1),) for summary in intake.tables if facts.tables[summary.entity])


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_template_gives_no_table_for_nobody_said_there_are_none(tmp_path: Path, lang: Lang) -> None:
    (tmp_path / "empty.xlsx").write_bytes(written(lang=lang))
    intake = read_folder(WIDE, tmp_path / "empty.xlsx")
    assert [d.code.id for d in intake.diagnostics] == ["PR787"]
    assert "县、学校、教师、走访/记录" in intake.diagnostics[0].message("zh")
    assert (dict(intake.facts.tables), intake.tables) == ({}, ())
    none = Facts({entity: {} for entity in WIDE.entities})
    (tmp_path / "none.xlsx").write_bytes(written(none, lang))
    intake = read_folder(WIDE, tmp_path / "none.xlsx")
    assert (intake.diagnostics, intake.facts) == ((), none)
    assert {summary.header_line for summary in intake.tables} == {2}


def test_the_same_vocabulary_gives_the_same_bytes() -> None:
    assert written() == written()


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_what_the_sheets_hold() -> None:
    found = parts(written())
    names = re.findall(r'<sheet name="([^"]+)"', found["xl/workbook.xml"])
    assert names == ["县", "学校", "教师", "visit", "_lists"]
    assert 'name="_lists" sheetId="5" state="hidden"' in found["xl/workbook.xml"]
    teacher, visit = found["xl/worksheets/sheet3.xml"], found["xl/worksheets/sheet4.xml"]
    assert '<formula1>"不合格,合格,优秀"</formula1>' in teacher.replace("&quot;", '"')
    assert '<formula1>"是,否"</formula1>' in teacher.replace("&quot;", '"')
    assert "<formula1>'学校'!$A$4:$A$5003</formula1>" in teacher
    assert re.search(r'type="decimal"[^>]*sqref="D3:D5003"><formula1>0</formula1><formula2>4</formula2>', teacher)
    assert 'type="date"' in teacher
    assert "<formula1>_lists!$A$1:$A$80</formula1>" in visit
    assert all("sheetProtection" in sheet and 'state="frozen"' in sheet for sheet in (teacher, visit))
    notes = "".join(content for name, content in found.items() if "comments" in name)
    assert "个人信息，不会出现在报告里" in notes
    assert "不小于 0；不大于 4；没有登记就留空" in notes


def test_numbers_a_spreadsheet_cannot_hold_are_written_as_text(tmp_path: Path) -> None:
    long = Fraction(12345678901234567890, 100)
    facts = Facts({"teacher": {"T1": {"extra": long, "joined_on": date(1900, 1, 15)}}})
    (tmp_path / "teacher.xlsx").write_bytes(written(facts))
    assert read_folder(WIDE, tmp_path).facts.tables["teacher"] == facts.tables["teacher"]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "intake.xlsx"
    assert main(["template", "henan", "--subject", "学校", "-o", str(path)]) == 0
    assert "policyrules evaluate henan" in capsys.readouterr().out
    names = re.findall(r'<sheet name="([^"]+)"', parts(path.read_bytes())["xl/workbook.xml"])
    assert names[0] == "学校"
    assert main(["template", "henan", "--subject", "scool", "-o", str(path)]) == 2
    assert "`school`" in capsys.readouterr().err
    assert main(["template", "henan"]) == 2
    assert main(["template", "henan", "-o", str(path), "--lang", "en"]) == 0
    assert main(["evaluate", "henan", str(path), "--as-of", "2023-12-31", "--strict"]) == 0


@pytest.mark.parametrize("name", ["national", "henan", "hunan/yongzhou-vocational"])
@pytest.mark.parametrize("lang", LANGS)
def test_every_bundled_template_reads_back_without_a_doubt(tmp_path: Path, name: str, lang: Lang) -> None:
    rules = pr.load(name)
    (tmp_path / "t.xlsx").write_bytes(pr.template(rules, lang=lang))
    intake = pr.read_facts(rules, tmp_path / "t.xlsx")
    assert [d.code.id for d in intake.diagnostics] == ["PR787"]
    filled = Facts({entity: {"1": {}} for entity in rules.vocabulary.entities})
    pieces = template_pieces(rules.vocabulary, rules.label, tuple(filled.tables), lang, filled)
    (tmp_path / "t.xlsx").write_bytes(b"".join(pieces))
    intake = pr.read_facts(rules, tmp_path / "t.xlsx")
    assert intake.facts == filled
    assert {d.code.id for d in intake.diagnostics} <= {"PR751"}


@pytest.mark.parametrize("lang", LANGS)
def test_a_workbook_and_a_folder_give_the_same_report(tmp_path: Path, lang: Lang) -> None:
    rules, day = pr.load("hunan/yongzhou-vocational"), date(2023, 11, 11)
    folder = pr.read_facts(rules, Path(__file__).parents[2] / "examples" / "yongzhou")
    path = tmp_path / "yongzhou.xlsx"
    tables = tuple(folder.facts.tables)
    path.write_bytes(b"".join(template_pieces(rules.vocabulary, rules.label, tables, lang, folder.facts)))
    workbook = pr.read_facts(rules, path)
    assert workbook.facts == folder.facts
    assert workbook.diagnostics == folder.diagnostics == ()
    first, second = pr.evaluate(rules, folder, as_of=day), pr.evaluate(rules, workbook, as_of=day)
    assert first.judgements == second.judgements
    shown = [[line.text for line in report_lines(report, lang)] for report in (first, second)]
    # What was read differs: files here, sheets there.
    outcome = next(i for i, line in enumerate(shown[0]) if line.startswith(("结论", "Outcome")))
    assert shown[0][outcome:] == shown[1][next(i for i, line in enumerate(shown[1]) if line == shown[0][outcome]) :]
    assert any("yongzhou.xlsx#" in line for line in shown[1][:outcome])
    assert list(first.findings[:200]) == list(second.findings[:200])


SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: the template is not tried in it")
def test_libreoffice_opens_saves_and_the_facts_are_the_same(tmp_path: Path) -> None:
    facts = Facts(
        {
            "school": {"001": {"kind": "primary", "rooms": 2, "approved": True, "built_on": date(1958, 9, 1)}},
            "teacher": {
                "007": {"school": "001", "hours": Fraction(5, 2), "grade": "excellent", "code": "0012"},
                "=1+1": {"joined_on": date(2020, 2, 29), "in_post": False},
            },
            "visit": {"v": {"share": Fraction(13, 20), "choice": "w79", "note": "甲\n乙"}},
            "county": {},
        }
    )
    (tmp_path / "facts.xlsx").write_bytes(written(facts))
    office = [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    for source, form in (("facts.xlsx", "ods"), ("facts.ods", "xlsx:Calc MS Excel 2007 XML")):
        command = [*office, "--convert-to", form, "--outdir", str(tmp_path), str(tmp_path / source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = tmp_path / "facts.xlsx"
    assert "LibreOffice" in parts(saved.read_bytes())["docProps/app.xml"]
    intake = read_folder(WIDE, saved)
    assert intake.facts == facts
    assert {d.code.id for d in intake.diagnostics} == {"PR751"}
    found = parts(saved.read_bytes())
    assert "dataValidation " in found["xl/worksheets/sheet3.xml"]
    assert 'state="hidden"' in found["xl/workbook.xml"]
