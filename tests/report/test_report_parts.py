"""The small parts of reports: columns, values, files."""

from __future__ import annotations

import json
import os
import stat
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.diagnostics.core import LANGS
from policyrules.diagnostics.system import why_unread, why_unwritten
from policyrules.diagnostics.width import display_width
from policyrules.model.expr import CompareOp
from policyrules.model.finding import Bounds, Change, Evidence, Finding, MissingFact, Ref, Shortfall
from policyrules.model.ruleset import Citation, Provenance
from policyrules.model.types import PERIOD, RATIO_NUMBER, EnumType, RefType
from policyrules.model.words import Action, Force, Period, SourceStatus, Text, Validity, Verdict
from policyrules.report.detail import finding_lines
from policyrules.report.evidence import Phrases
from policyrules.report.files import write_atomically
from policyrules.report.finding_json import FindingWriter, type_json
from policyrules.report.layout import cut, pad, table, wrap
from policyrules.report.values import exact_json, number_json, validity_json, value_json
from tests.build import HOURS
from tests.report.example import rules

WORDS = st.text(alphabet="abc 学时（）、，。12", max_size=80)


@given(WORDS, st.integers(0, 6), st.integers(20, 60))
def test_wrapping_loses_nothing_and_fits(text: str, indent: int, widest: int) -> None:
    lines = list(wrap(text, indent, indent + 2, widest))
    assert "".join("".join(lines).split()) == "".join(text.split())
    breakable = all(len(word) < 10 for word in text.replace("，", " ").replace("。", " ").split())
    if breakable and not any(mark in text for mark in "（）、，。"):
        assert all(display_width(line) <= widest for line in lines)


@given(WORDS, st.integers(1, 30))
def test_cut_and_pad_keep_to_the_width(text: str, width: int) -> None:
    assert display_width(cut(text, width)) <= width
    assert display_width(pad(cut(text, width), width)) == width
    assert display_width(pad(cut(text, width), width, right=True)) == width


def test_a_table_keeps_its_numbers_and_cuts_its_words() -> None:
    rows = [["很长的名称" * 20, "id-" + "x" * 60, "123"], ["short", "y", "4"]]
    lines = list(table(["name", "id", "n"], rows, 2, widest=60))
    assert all(display_width(line) <= 60 for line in lines)
    assert [line.split()[-1] for line in lines] == ["n", "123", "4"]
    assert "…" in lines[1]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (True, True),
        ("S1", "S1"),
        (Fraction(41, 2), "20.5"),
        (-3, "-3"),
        (Fraction(2, 3), "0.666667"),
        (date(2023, 1, 2), "2023-01-02"),
        (Period(date(2023, 1, 1), date(2023, 1, 31)), {"from": "2023-01-01", "to": "2023-01-31"}),
        (Bounds(Fraction(1, 3), Fraction(2, 3)), {"low": "0.333333", "high": "0.666667"}),
        (Bounds(None, 4), {"low": None, "high": "4"}),
    ],
)
def test_values(value: object, shown: object) -> None:
    assert value_json(value) == shown  # type: ignore[arg-type]


@given(st.fractions())
def test_numbers_are_decimals_and_exact_where_they_can_be(number: Fraction) -> None:
    written = Decimal(number_json(number))
    exact = exact_json(number)
    assert Fraction(exact.get("exact", written)) == number
    assert abs(Fraction(written) - number) <= Fraction(1, 10**6)


def test_types_and_days() -> None:
    assert type_json(EnumType("grade")) == {"kind": "enum", "enum": "grade"}
    assert type_json(RefType("school")) == {"kind": "ref", "entity": "school"}
    assert type_json(PERIOD) == {"kind": "period"}
    assert validity_json(Validity(None, date(2023, 1, 1))) == {"from": None, "to": "2023-01-01"}
    assert validity_json(None) is None


def rich_finding() -> Finding:
    """A finding with everything a finding can have."""
    cited = Citation("C-9", "elsewhere", "二", SourceStatus.UNVERIFIED)
    teacher, label = Ref("teacher", "T1"), Text("学时", "hours")
    members = tuple(Ref("teacher", f"T{i}") for i in range(8))
    return Finding(
        rule="share",
        subject=Ref("school", "S1"),
        verdict=Verdict.UNMET,
        force=Force.MUST,
        violation=True,
        message=Text("未达标", "not met"),
        citations=(cited,),
        evidence=(
            Evidence("aggregate", "share", label, RATIO_NUMBER, Bounds(Fraction(1, 3), None), undecided=2),
            Evidence("parameter", "p", label, HOURS, None, validity=Validity(), layer="gone", citations=(cited,)),
            Evidence("parameter", "p", label, HOURS, 2, validity=Validity(None, date(2023, 1, 1)), layer="test"),
            Evidence("parameter", "p", label, HOURS, 2, validity=Validity(date(2023, 1, 1), None)),
        ),
        missing=(
            MissingFact("teacher", teacher, "hours", None, label),
            MissingFact("teacher", None, None, None, Text("教师", "teachers")),
            MissingFact(None, None, None, "p", label),
            *(MissingFact("teacher", ref, "hours", None, label) for ref in members),
        ),
        shortfall=Shortfall(Fraction(1, 3), RATIO_NUMBER),
        remedy=(
            Change(teacher, "hours", label, HOURS, None, 3),
            Change(teacher, "hours", label, HOURS, 1, 3, count=2, candidates=members),
        ),
        points=Fraction(1, 2),
        due=date(2023, 12, 31),
        layer="test",
        provenance=(Provenance("test", Action.ADD, ()), Provenance("gone", Action.TIGHTEN, (cited,))),
        trace=(),
    )


def test_everything_a_finding_can_have_is_told() -> None:
    ruleset, finding = rules(), rich_finding()
    shown = {lang: "\n".join(line.text for line in finding_lines(finding, ruleset, lang)) for lang in LANGS}
    for part in (
        "未登记 改为 3学时",
        "任选 2个",
        "还有 3 项",
        "2 条记录缺少事实",
        "没有给出“教师”的表",
        "文件没有规定",
        "未核实",
    ):
        assert part in shown["zh"]
    for part in ("for any 2 of these", "and 3 more", "the table of teachers was not given", "in force to 2023-01-01"):
        assert part in shown["en"]
    written = FindingWriter().write(finding)
    data = json.loads(written)
    assert data["points"] == "0.5"
    assert data["shortfall"] == {"amount": "0.333333", "exact": "1/3", "type": {"kind": "number", "unit": "ratio"}}
    assert json.dumps(data, ensure_ascii=False) == written
    phrases = Phrases(ruleset, "en")
    assert [phrases.provenance(step) for step in finding.provenance] == ["Test county set", "gone tightened (C-9)"]
    assert CompareOp.GE.value == ">="


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("before")
    path.chmod(0o640)

    def broken() -> object:
        yield "half"
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_atomically(path, broken())  # type: ignore[arg-type]
    assert path.read_text() == "before"
    write_atomically(path, ["学时", "\n"])
    assert path.read_bytes() == "学时\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["report.txt"]


def test_why_a_file_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:
        write_atomically(tmp_path / "none" / "x", [])
    assert why_unwritten(caught.value).en == "the folder it should stand in does not exist"
    assert why_unread(caught.value).en == "there is no such file"
    assert why_unread(ValueError("odd")).zh == why_unwritten(ValueError("odd")).zh == "系统回答：odd"
