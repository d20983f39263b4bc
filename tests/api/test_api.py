"""The Python interface."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import policyrules as pr
from policyrules.intake import read_records
from tests.base import BASE

DAY = date(2023, 6, 1)
FACTS = {
    "school": [{"id": "S01"}],
    "teacher": [
        {"id": "T001", "school": "S01", "in_post": True, "online_hours": Decimal("20")},
        {"id": "T002", "school": "S01", "in_post": True, "online_hours": 19.5},
        {"id": "T003", "school": "S01", "in_post": True},
    ],
}


@pytest.fixture(scope="module")
def rules() -> pr.Ruleset:
    return pr.load(BASE)


def test_evaluate(rules: pr.Ruleset) -> None:
    told: list[tuple[int, int]] = []
    report = pr.evaluate(rules, FACTS, as_of=DAY, progress=lambda done, total: told.append((done, total)))
    assert [(f.subject.id, f.verdict.value) for f in report.findings] == [
        ("T001", "met"),
        ("T002", "unmet"),
        ("T003", "undetermined"),
    ]
    assert [f.subject.id for f in report.violations] == ["T002"]
    assert report.summary.violations == 1
    assert told[-1] == (3, 3)
    assert report.ruleset.digest == rules.digest


def test_every_form_of_facts_is_the_same(rules: pr.Ruleset, tmp_path: Path) -> None:
    made = pr.models(rules)
    typed = {entity: [made[entity](**record) for record in records] for entity, records in FACTS.items()}
    read = read_records(rules.vocabulary, FACTS)
    (tmp_path / "school.csv").write_text("id\nS01\n")
    rows = "id,school,in_post,online_hours\nT001,S01,是,20\nT002,S01,是,19.5\nT003,S01,是,\n"
    (tmp_path / "teacher.csv").write_text(rows, encoding="utf-8")
    forms: list[Any] = [FACTS, typed, read, read.facts, tmp_path, str(tmp_path)]
    assert len({pr.evaluate(rules, form, as_of=DAY).judgements for form in forms}) == 1


def test_engines_agree(rules: pr.Ruleset) -> None:
    one, other = (pr.evaluate(rules, FACTS, DAY, engine=engine).judgements for engine in ("direct", "reference"))
    assert one == other
    with pytest.raises(pr.UsageError, match="PR912"):
        pr.evaluate(rules, FACTS, DAY, engine="direkt")


def test_the_day_is_today_unless_told(rules: pr.Ruleset) -> None:
    assert pr.evaluate(rules, FACTS).as_of == date.today()


def test_explain(rules: pr.Ruleset) -> None:
    (finding,) = pr.explain(rules, FACTS, subject=("teacher", "T002"), as_of=DAY)
    assert finding.violation
    assert finding.shortfall is not None
    assert finding.trace
    assert pr.explain(rules, FACTS, subject=("school", "S01"), as_of=DAY) == []


@pytest.mark.parametrize(
    ("subject", "rule", "code"),
    [
        (("teacher", "T01"), None, "PR902"),
        (("techer", "T001"), None, "PR904"),
        (("teacher", "T001"), "online", "PR901"),
        (("school", "S01"), "online-hours", "PR907"),
    ],
)
def test_explain_what_is_not_there(rules: pr.Ruleset, subject: tuple[str, str], rule: str | None, code: str) -> None:
    with pytest.raises(pr.UsageError, match=code):
        pr.explain(rules, FACTS, subject, rule, DAY)


def test_explain_without_the_table(rules: pr.Ruleset) -> None:
    with pytest.raises(pr.UsageError, match="PR903"):
        pr.explain(rules, {"school": []}, ("teacher", "T001"), as_of=DAY)


def test_wrong_facts_are_told_and_unusable_ones_refused(rules: pr.Ruleset) -> None:
    report = pr.evaluate(rules, {"teacher": [{"id": "T1", "in_post": "maybe"}]}, DAY)
    assert [d.code.id for d in report.diagnostics] == ["PR740"]
    with pytest.raises(pr.FactsError) as caught:
        pr.evaluate(rules, {"teacher": [{"id": "T1"}, {"id": "T1", "in_post": True}]}, DAY)
    assert [d.code.id for d in caught.value.diagnostics] == ["PR731"]
    usable = pr.read_facts(rules, {"teacher": [{"id": "T1"}, {"id": "T1", "in_post": True}]}).facts
    assert len(pr.evaluate(rules, usable, DAY).judgements) == 1


def test_values_of_the_wrong_type_are_type_errors(rules: pr.Ruleset) -> None:
    wrong: Any
    for wrong in (None, 5, ["T1"]):
        with pytest.raises(TypeError, match="facts are"):
            pr.evaluate(rules, wrong, DAY)
    for wrong in ("2023-06-01", datetime(2023, 6, 1)):
        with pytest.raises(TypeError, match=r"datetime\.date"):
            pr.evaluate(rules, FACTS, wrong)
    wrong = "henan"
    with pytest.raises(TypeError, match="Ruleset"):
        pr.evaluate(wrong, FACTS, DAY)


def test_load_check_and_format(tmp_path: Path) -> None:
    with pytest.raises(pr.RulesetError) as caught:
        pr.load("henna")
    assert caught.value.diagnostics
    assert pr.check(BASE) == []
    assert pr.check("henna")
    assert set(pr.format(BASE, "zh")) == {"hours.yaml"}
    with pytest.raises(pr.RulesetError):
        pr.format("henna", "zh")


def test_clauses_count_the_cases_of_upper_layers_too() -> None:
    rows = {row.clause: row for row in pr.clauses("hunan")}
    assert rows["NAT-03"].cases > 0
    assert "total-hours" in rows["NAT-03"].rules


def test_schema_is_one() -> None:
    assert pr.schema()["$schema"].endswith("schema")


def test_public_names() -> None:
    assert set(pr.__all__) <= set(dir(pr))
    for name in pr.__all__:
        assert getattr(pr, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        pr.nothing  # noqa: B018
