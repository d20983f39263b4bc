"""Reports of the shipped examples: large enough that something has to be left out, or said in few words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import policyrules as pr
from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import display_width
from policyrules.model.expr import If, Not, Or
from policyrules.report.coverage import coverage_lines
from policyrules.report.layout import WIDTH
from policyrules.report.report import Report
from policyrules.report.text import report_lines
from policyrules.report.tree import explained_lines

ROOT = Path(__file__).parents[2]
SCHOOL, SCHOOL_DAY = "hunan/yongzhou-vocational", date(2023, 11, 11)


@pytest.fixture(scope="module")
def province() -> Report:
    return pr.evaluate(pr.load("henan"), ROOT / "examples" / "henan", date(2023, 12, 31))


@pytest.fixture(scope="module")
def school() -> Report:
    return pr.evaluate(pr.load(SCHOOL), ROOT / "examples" / "yongzhou", SCHOOL_DAY)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_large_report_is_short(province: Report, lang: Lang) -> None:
    lines = [line.text for line in report_lines(province, lang)]
    assert len(lines) < 400
    assert all(display_width(line) <= WIDTH for line in lines)
    shown = "\n".join(lines)
    for part in ("还有", "另有", "数据自相矛盾") if lang == "zh" else ("more; --detail", "more: ", "contradict"):
        assert part in shown
    # What contradicts itself stands before the other violations.
    contrary, others = ("数据自相矛盾", "\n违反\n") if lang == "zh" else ("contradict each other", "\nViolations\n")
    assert shown.index(contrary) < shown.index(others)


def test_numbers_of_the_text_and_of_the_summary_agree(province: Report) -> None:
    shown = "\n".join(line.text for line in report_lines(province, "zh"))
    assert f"违反 {province.summary.violations} 处" in shown
    assert len(province.violations) == province.summary.violations


def test_schools_and_counties_are_counted(province: Report) -> None:
    kinds = {ref.type for ref in province.summary.groups}
    assert kinds == {"province", "city", "county", "school"}
    whole = next(counts for ref, counts in province.summary.groups.items() if ref.type == "province")
    assert whole.violations <= province.summary.violations


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_trees_of_every_shape(school: Report, lang: Lang) -> None:
    rules = school.ruleset
    findings = [
        f for id in ("T019", "T041") for f in pr.explain(rules, school.facts, ("teacher", id), None, SCHOOL_DAY)
    ]
    kinds = {type(trace.expr) for f in findings for trace in f.trace for trace in (trace, *trace.children)}
    assert kinds & {If, Or, Not}
    lines = [line.text for line in explained_lines(findings, rules, SCHOOL_DAY, lang)]
    assert all(display_width(line) <= WIDTH for line in lines)
    shown = "\n".join(lines)
    for part in ("假定", "依据", "✓", "✗", "?") if lang == "zh" else ("assumption", "clause", "✓", "✗", "?"):
        assert part in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_matrix_tells_every_clause(lang: Lang) -> None:
    rules = pr.load("henan")
    lines = [line.text for line in coverage_lines(rules, pr.clauses("henan"), lang)]
    shown = "\n".join(lines)
    assert all(f"  {id}  " in shown for id in rules.clauses)
    assert ("理由：" if lang == "zh" else "reason: ") in shown


def test_nobody_is_named(school: Report) -> None:
    personal = {
        str(record[field.id])
        for entity in school.ruleset.vocabulary.entities.values()
        for field in entity.fields.values()
        if field.personal
        for record in school.facts.tables.get(entity.id, {}).values()
        if field.id in record
    }
    shown = "\n".join(line.text for line in report_lines(school, "zh", detail=False))
    assert not [text for text in personal if len(text) > 3 and text in shown]
