"""Which facts are missing most often."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policyrules as pr
from policyrules.model.words import Verdict
from policyrules.report import lacks as module
from policyrules.report.lacks import Lacks, lacks
from policyrules.report.lacktext import lack_lines
from policyrules.report.report import Report

RULES = pr.load("national")
CELLS = ("in_post", "online_hours", "practice_hours", "school")
FULL = {"in_post": True, "online_hours": 20, "practice_hours": 30, "school": "S1"}
DAY = date(2022, 6, 1)


def report_of(teachers: list[set[str]], school: bool = True) -> Report:
    """A report on teachers of whom these cells are recorded."""
    records = [{"id": f"T{n:03}", **{c: FULL[c] for c in FULL if c in given}} for n, given in enumerate(teachers, 1)]
    schools = [{"id": "S1", "kind": "primary"}] if school else []
    return pr.evaluate(RULES, {"teacher": records, "school": schools}, as_of=DAY)


def of_field(found: Lacks, field: str) -> list[tuple[int, int]]:
    return [(lack.records, lack.findings) for lack in found.facts if lack.example.field == field]


def test_each_column_is_counted_by_records_and_by_findings() -> None:
    found = lacks(report_of([set(CELLS), set(CELLS) - {"in_post"}, set(CELLS) - {"in_post"}]))
    assert [records for records, _ in of_field(found, "in_post")] == [2]
    assert of_field(found, "school") == []


def test_filling_in_what_is_missing_leaves_nothing() -> None:
    full = {"teacher": [{"id": "T001", **FULL}], "school": [{"id": "S1", "kind": "primary"}], "hour_record": []}
    found = lacks(pr.evaluate(RULES, full, as_of=DAY))
    assert of_field(found, "in_post") == of_field(found, "practice_hours") == []


@given(st.lists(st.sets(st.sampled_from(CELLS)), max_size=6), st.booleans())
def test_every_undetermined_finding_is_accounted_for(teachers: list[set[str]], school: bool) -> None:
    report = report_of(teachers, school)
    found = lacks(report)
    assert found.looked_at == found.undetermined == report.summary.total.verdicts[Verdict.UNDETERMINED]
    counts = [lack.findings for lack in found.facts]
    assert counts == sorted(counts, reverse=True)
    assert all(0 < lack.findings <= found.undetermined for lack in (*found.facts, *found.parameters))
    assert sum(lack.findings for lack in (*found.facts, *found.parameters)) >= found.undetermined
    for field in CELLS:
        lacking = sum(1 for cells in teachers if field not in cells)
        assert all(records <= lacking for records, _ in of_field(found, field))


def test_of_too_many_a_fair_share_is_looked_at_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of([set()] * 8)
    monkeypatch.setattr(module, "LOOKED_AT", 8)
    found = lacks(report)
    assert found.looked_at <= 8 < found.undetermined
    said = [line.text for line in lack_lines(report, "zh")]
    assert said[-1].strip() == f"按 {found.undetermined} 条“无法判定”中的 {found.looked_at} 条统计，各条规则均有"


def test_parameters_the_documents_leave_open_stand_apart() -> None:
    rules = pr.load("hunan")
    facts = {"teacher": [{"id": "T001", **FULL}], "school": [{"id": "S1", "kind": "primary"}]}
    found = lacks(pr.evaluate(rules, facts, as_of=DAY))
    assert found.parameters
    assert all(lack.example.parameter in rules.parameters and lack.records == 0 for lack in found.parameters)
    assert all(lack.example.parameter is None for lack in found.facts)


def test_where_all_is_decided_nothing_is_said() -> None:
    report = report_of([set(CELLS)]).where(lambda judgement: judgement.verdict is Verdict.MET)
    assert report.judgements
    assert list(lack_lines(report, "en")) == []
