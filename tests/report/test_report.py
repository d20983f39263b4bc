"""Reports: counts, lazy findings, text and JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policyrules.diagnostics.core import LANGS
from policyrules.diagnostics.width import display_width
from policyrules.model.errors import EngineMismatchError
from policyrules.model.finding import Ref
from policyrules.model.words import Verdict
from policyrules.report.layout import WIDTH
from policyrules.report.report import Report
from policyrules.report.report_json import json_line_pieces, json_pieces
from policyrules.report.text import report_lines
from policyrules.report.tree import explained_lines
from tests.report.example import report

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "findings.schema.json").read_text(encoding="utf-8"))
Golden = Callable[[str, str], None]


def text(made: Report, lang: Any, detail: bool = False) -> str:
    return "".join(line.text + "\n" for line in report_lines(made, lang, detail))


@pytest.fixture(scope="module")
def made() -> Report:
    return report()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("detail", [False, True])
def test_text(made: Report, golden: Golden, lang: str, detail: bool) -> None:
    shown = text(made, lang, detail)
    golden(f"report/{'detail' if detail else 'summary'}.{lang}.txt", shown)
    assert all(display_width(line) <= WIDTH for line in shown.splitlines())
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("lang", LANGS)
def test_trees(made: Report, golden: Golden, lang: Any) -> None:
    worst = [f for f in made.findings if f.subject.id in ("T002", "T004", "T005", "S01", "S02")]
    shown = "".join(line.text + "\n" for line in explained_lines(worst, made.ruleset, made.as_of, lang))
    golden(f"report/trees.{lang}.txt", shown)
    assert all(display_width(line) <= WIDTH for line in shown.splitlines())


def test_json(made: Report, golden: Golden) -> None:
    written = "".join(json_pieces(made))
    golden("report/report.json", written)
    data = json.loads(written)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert len(data["findings"]) == len(made.judgements) == data["summary"]["judgements"]
    assert sum(f["violation"] for f in data["findings"]) == data["summary"]["violations"]


def test_json_lines_hold_the_same(made: Report) -> None:
    whole = json.loads("".join(json_pieces(made)))
    head, *findings = [json.loads(line) for line in "".join(json_line_pieces(made)).splitlines()]
    assert {**head, "findings": findings} == whole


def test_an_empty_report_is_a_report(made: Report) -> None:
    nothing = made.where(lambda judgement: False)
    assert json.loads("".join(json_pieces(nothing)))["findings"] == []
    assert "没有发现违反" in text(nothing, "zh")
    bare = replace(nothing, tables=(), diagnostics=(), facts=replace(nothing.facts, tables={}))
    assert "no table at all" in text(bare, "en")


def test_row_order_and_hash_seed_change_nothing(made: Report) -> None:
    code = (
        "import sys; from tests.report.example import report; from policyrules.report.text import report_lines;"
        "from policyrules.report.report_json import json_pieces;"
        "made = report(reverse=sys.argv[1] == 'yes');"
        "sys.stdout.reconfigure(encoding='utf-8');"
        "print(''.join(json_pieces(made)).partition('\"findings\"')[2]);"
        "print(*[l.text for l in report_lines(made, 'zh')][:40], sep='\\n')"
    )
    root = Path(__file__).parents[2]
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code, reverse],
            capture_output=True,
            check=True,
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        ).stdout
        for seed, reverse in (("1", "no"), ("2", "yes"))
    ]
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) > 1000


def test_counts(made: Report) -> None:
    summary = made.summary
    assert summary.violations == len(made.violations) == 3
    assert summary.total.verdicts == {
        verdict: sum(j.verdict is verdict for j in made.judgements)
        for verdict in Verdict
        if any(j.verdict is verdict for j in made.judgements)
    }
    assert sum(c.verdicts.total() for c in summary.rules.values()) == len(made.judgements)
    assert sum(c.verdicts.total() for c in summary.subjects.values()) == len(made.judgements)
    # S02 has three rules of its own and three teachers with two each; C1 has two such schools.
    assert summary.groups[Ref("school", "S02")].verdicts.total() == 9
    assert summary.groups[Ref("county", "C1")].verdicts.total() == 18
    assert Ref("school", "S09") not in summary.groups


def test_findings_are_a_sequence(made: Report) -> None:
    assert len(made.findings) == len(made.judgements)
    assert [f.rule for f in made.findings[:2]] == [j.rule for j in made.judgements[:2]]
    assert made.findings[-1] == list(made.findings)[-1]
    assert repr(made.violations) == "<3 findings>"
    assert all(f.violation for f in made.violations)
    with pytest.raises(IndexError):
        made.findings[len(made.findings)]


def test_an_engine_that_errs_is_caught(made: Report) -> None:
    wrong = made.judgements[0]._replace(verdict=Verdict.NOT_APPLICABLE)
    with pytest.raises(EngineMismatchError, match="engine reference says not_applicable"):
        replace(made, judgements=(wrong,)).findings[0]


def test_nothing_in_a_report_is_a_float(made: Report) -> None:
    def floats(value: Any) -> bool:
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        return any(map(floats, value)) if isinstance(value, list) else isinstance(value, float)

    assert not floats(json.loads("".join(json_pieces(made))))
