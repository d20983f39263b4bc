"""prove, remedy and diff from the command line and from Python, on the shipped rulesets."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import policyrules as pr
from policyrules.cli import main
from policyrules.model.ruleset import Property, PropertyKind
from policyrules.prover.answer import Answer, Result
from policyrules.prover.show.proofs import proof_lines

RULESET = """\
format: 1
ruleset:
  id: town
  version: 1.0.0
  label: {zh: 某镇, en: a town}
  layer: city
  valid: {from: 2019-01-01, to: 2023-12-31}
sources:
  notice: {title: {zh: 通知, en: notice}, issued: 2019-01-01, status: primary}
clauses:
  T-1: {document: notice, at: 一, fate: encoded, summary: {zh: 学时, en: hours}}
vocabulary:
  units:
    hours: {label: {zh: 学时, en: hours}, decimals: 1}
    points: {label: {zh: 分, en: points}, decimals: 1}
  entities:
    person:
      label: {zh: 学员, en: person}
      fields:
        studied: {label: {zh: 已学, en: studied}, unit: hours, min: 0, changeable: up, cost: 2}
        keen: {label: {zh: 积极, en: keen}, type: bool, changeable: up}
requirements:
  enough:
    label: {zh: 学时足, en: enough hours}
    subject: person
    must: studied >= 20
    cite: T-1
  few:
    label: {zh: 学时少, en: few hours}
    subject: person
    must: studied <= 10
    cite: T-1
scores:
  bonus:
    label: {zh: 加分, en: bonus}
    subject: person
    unit: points
    hit: first
    rows:
      - {when: keen, points: 2}
      - {when: not keen, points: 0}
    cite: T-1
properties:
  more-never-hurts: {monotone: studied, rule: enough}
  more-hurts: {monotone: studied, rule: few}
  bonus-ignores-hours: {irrelevant: studied, rule: bonus}
  bonus-bounded: {bounded: bonus, low: 0, high: 1.5}
  keen-study: {always: studied >= 0, subject: person, given: keen}
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "person.csv").write_text("id,studied,keen\nP001,15,false\nP002,25,true\n", encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main([str(a) for a in arguments])
    return code, capsys.readouterr().out


def test_proofs_as_text(town: Path, capsys: pytest.CaptureFixture[str], golden: Any) -> None:
    for lang in ("zh", "en"):
        code, text = run(capsys, "prove", town, "--lang", lang)
        assert code == 1
        golden(f"prover/town.{lang}.txt", text)


def test_proofs_as_json(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys, "prove", town, "--property", "declared", "--format", "json")
    found = json.loads(text)
    assert code == 1
    assert found["summary"] == {"PROVED": 3, "COUNTEREXAMPLE": 2, "UNKNOWN": 0}
    [refuted] = [a for a in found["answers"] if a["property"] == "bounded"]
    assert refuted["witnesses"][0]["judgements"][0]["points"] == "2"
    assert {a["about"][0] for a in found["answers"]} == {
        "more-never-hurts",
        "more-hurts",
        "bonus-ignores-hours",
        "bonus-bounded",
        "keen-study",
    }


def test_a_remedy_at_the_command_line(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = town.parent / "facts"
    chosen = ("--subject", "person:P001", "--rule", "enough", "--as-of", "2023-01-01")
    code, text = run(capsys, "remedy", town, facts, *chosen)
    assert (code, "15学时 → 20学时" in text) == (0, True)
    code, text = run(capsys, "remedy", town, facts, *chosen, "--format", "json")
    [found] = json.loads(text)
    assert found["cost"] == "2"
    assert found["options"][0][0]["after"] == "20"
    code, text = run(capsys, "remedy", town, facts, "--subject", "person:P002", "--as-of", "2023-01-01", "--lang", "en")
    assert (code, "few hours `few` (T-1)" in text) == (1, True)


def test_a_remedy_for_another_kind_of_rule_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    rules = pr.load("national")
    with pytest.raises(pr.UsageError):
        pr.remedy(rules, {"school": [{"id": "S1"}]}, ("school", "S1"), rule="total-hours")


def test_a_difference_at_the_command_line(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = town.parent / "other" / "town"
    other.mkdir(parents=True)
    (other / "ruleset.yaml").write_text(RULESET.replace("studied >= 20", "studied >= 30"), encoding="utf-8")
    code, text = run(capsys, "diff", town, other, town.parent / "facts", "--as-of", "2023-01-01", "--lang", "en")
    assert code == 0
    assert "enough hours `enough`: changed (must); stricter" in text
    assert "`enough` met → unmet: 1" in text
    code, text = run(capsys, "diff", town, other, "--format", "json")
    assert [r["meaning"]["direction"] for r in json.loads(text)["rules"]] == ["stricter"]
    code, text = run(capsys, "diff", town)
    assert code == 0


def test_without_the_solver_one_clear_line(
    town: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    assert main(["prove", str(town)]) == 2
    assert "PR920" in capsys.readouterr().err


def test_an_unknown_property_is_wrong_use(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", str(town), "--property", "gaps"]) == 2
    assert "PR921" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["national", "hunan"])
def test_the_small_shipped_rulesets(name: str, golden: Any) -> None:
    rules = pr.load(name)
    known = {one.id: one for one in (rules, *(pr.load(layer.id) for layer in rules.layers[:-1]))}
    answers = pr.prove(rules)
    golden(f"prover/{name}.txt", "\n".join(proof_lines(answers, known, "en")) + "\n")
    assert figures(answers) == figures_told(name)


def figures(answers: Iterable[Answer]) -> list[str]:
    """How many are proved, refuted and not decided, as the page writes numbers."""
    counts = Counter(dict.fromkeys(Result, 0))
    for answer in answers:
        counts[answer.result] += answer.count if answer.result is Result.PROVED else 1
    return [f"{counts[result]:,}" for result in (Result.PROVED, Result.COUNTEREXAMPLE, Result.UNKNOWN)]


def figures_told(name: str) -> list[str]:
    """The same as docs/assurance.md has them."""
    page = (Path(__file__).parents[2] / "docs" / "assurance.md").read_text(encoding="utf-8").partition("## Proofs")[2]
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("|")]
    column = [cell.strip() for cell in rows[0]].index(name)
    return [row[column].strip() for row in rows[2:5]]


def finding(answer: Answer) -> str:
    """One answer in a line, without its witness."""
    about = ", ".join(answer.about[:4]) + (" …" if answer.about[4:] else "")
    part = f" [{answer.part}]" if answer.part else ""
    return f"{answer.result.value} {answer.property} {about}{part}: {answer.reason or answer.says.en}"


@pytest.mark.parametrize("name", ["henan", "hunan/yongzhou-vocational"])
def test_every_property_of_the_large_shipped_rulesets(name: str, golden: Any) -> None:
    """All that is found, in the words of the answers, and how much is proved."""
    rules = pr.load(name)
    answers = pr.prove(rules, seconds=120)
    assert figures(answers) == figures_told(name)
    lines = [finding(answer) for answer in answers if answer.result is not Result.PROVED]
    proved = Counter({answer.property: 0 for answer in answers})
    for answer in answers:
        proved[answer.property] += answer.count if answer.result is Result.PROVED else 0
    lines += [f"PROVED {property}: {count}" for property, count in proved.items()]
    golden(f"prover/{name.replace('/', '-')}-findings.txt", "\n".join(lines) + "\n")
    known = {one.id: one for one in (rules, *(pr.load(layer.id) for layer in rules.layers[:-1]))}
    quick = [a for a in answers if a.property in ("total", "overlap", "tighten_only", "timeline", "hierarchy")]
    golden(f"prover/{name.replace('/', '-')}.txt", "\n".join(proof_lines(quick, known, "en")) + "\n")


def test_a_better_grade_can_cost_points_in_yongzhou() -> None:
    """Undecided is the lowest word and brings nothing; the next one up takes two points (docs/assurance.md)."""
    rules = pr.load("hunan/yongzhou-vocational")
    told = Property("better", PropertyKind.MONOTONE, rule="incentive", field="final_grade")
    [found] = pr.prove(replace(rules, properties={"better": told}), ["declared"])
    assert found.result is Result.COUNTEREXAMPLE
    assert [w.judgements[0].points for w in found.witnesses] == [0, -2]
    assert [w.facts.tables["teacher"]["T001"]["final_grade"] for w in found.witnesses] == ["undecided", "settled_fail"]


def test_what_if_in_python() -> None:
    rules = pr.load("henan")
    found = pr.diff(rules, pr.with_setting(rules, "online_hours_min=25"), as_of=date(2023, 12, 31))
    assert [(r.rule, r.meaning.direction.value) for r in found.rules] == [("online-hours", "stricter")]
