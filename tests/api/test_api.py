"""The Python interface."""

from __future__ import annotations

import shutil
from collections.abc import Callable
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
    assert len({tuple(pr.evaluate(rules, form, as_of=DAY).judgements) for form in forms}) == 1


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


@pytest.mark.parametrize("entity", ["教师", "Teacher", " 教 师 "])
def test_a_subject_by_the_label_of_its_entity(entity: str, rules: pr.Ruleset) -> None:
    assert pr.explain(rules, FACTS, (entity, "T002"), as_of=DAY) == pr.explain(
        rules, FACTS, ("teacher", "T002"), as_of=DAY
    )


def test_an_entity_that_is_not_there_is_told_with_what_there_is(rules: pr.Ruleset) -> None:
    with pytest.raises(pr.UsageError) as caught:
        pr.explain(rules, FACTS, ("教帅", "T002"))
    assert "`teacher`（教师）" in caught.value.diagnostics[0].reason("zh")
    assert caught.value.diagnostics[0].help("zh").startswith("是不是 `教师`？")


EMPTY_PATHS: dict[str, Callable[[pr.Ruleset], object]] = {
    "load": lambda _: pr.load(""),
    "check": lambda _: pr.check(""),
    "clauses": lambda _: pr.clauses(""),
    "format": lambda _: pr.format("", "zh"),
    "account": lambda _: pr.account(""),
    "evaluate": lambda rules: pr.evaluate(rules, ""),
    "read_facts": lambda rules: pr.read_facts(rules, ""),
    "session": lambda rules: rules.session(resume=""),
    "write": lambda rules: pr.write(pr.evaluate(rules, FACTS, DAY), ""),
}


@pytest.mark.parametrize("name", EMPTY_PATHS)
def test_an_empty_path_is_not_the_current_folder(
    name: str, rules: pr.Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, tmp_path / "base")
    monkeypatch.chdir(tmp_path / "base")
    with pytest.raises(pr.UsageError, match="PR919"):
        EMPTY_PATHS[name](rules)


def test_a_language_there_is_not(rules: pr.Ruleset) -> None:
    french: Any = "fr"
    for call in (lambda: pr.format(BASE, french), lambda: pr.template(rules, lang=french)):
        with pytest.raises(pr.UsageError, match="PR912"):
            call()


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


NOT_RULES: Any = "henan"
NOTHING: Any = None
NUMBER: Any = 5
TEXT_OF_DAY: Any = "2023-06-01"
MOMENT: Any = datetime(2023, 6, 1)
ONE_TEXT: Any = "teacher:T1"
THREE: Any = ("teacher", "T1", "x")
WRONG_CALLS: dict[str, tuple[str, Callable[[pr.Ruleset], object]]] = {
    "facts none": ("facts", lambda rules: pr.evaluate(rules, NOTHING, DAY)),
    "facts list": ("facts", lambda rules: pr.evaluate(rules, [NUMBER], DAY)),  # type: ignore[arg-type]
    "day text": ("as_of", lambda rules: pr.evaluate(rules, FACTS, TEXT_OF_DAY)),
    "day moment": ("as_of", lambda rules: pr.evaluate(rules, FACTS, MOMENT)),
    "evaluate": ("rules", lambda _: pr.evaluate(NOT_RULES, FACTS, DAY)),
    "explain": ("rules", lambda _: pr.explain(NOT_RULES, FACTS, ("teacher", "T1"))),
    "read_facts": ("rules", lambda _: pr.read_facts(NOT_RULES, FACTS)),
    "models": ("rules", lambda _: pr.models(NOT_RULES)),
    "template": ("rules", lambda _: pr.template(NOT_RULES)),
    "prove": ("rules", lambda _: pr.prove(NOT_RULES)),
    "diff": ("new", lambda rules: pr.diff(rules, NOT_RULES)),
    "bulletin": ("rules", lambda _: pr.bulletin(NOT_RULES, FACTS, "2023")),
    "with_setting": ("rules", lambda _: pr.with_setting(NOT_RULES, "x=1")),
    "setting": ("setting", lambda rules: pr.with_setting(rules, NUMBER)),
    "engine": ("engine", lambda rules: pr.evaluate(rules, FACTS, DAY, engine=NOTHING)),
    "subject text": ("subject", lambda rules: pr.explain(rules, FACTS, ONE_TEXT)),
    "subject three": ("subject", lambda rules: pr.explain(rules, FACTS, THREE)),
    "subject number": ("subject", lambda rules: pr.explain(rules, FACTS, ("teacher", NUMBER))),
    "rule": ("rule", lambda rules: pr.explain(rules, FACTS, ("teacher", "T001"), rule=NUMBER)),
    "find_rule": ("rules", lambda _: pr.find_rule(NOT_RULES, "online-hours")),
    "find_entity": ("rules", lambda _: pr.find_entity(NOT_RULES, "teacher")),
    "entity": ("entity", lambda rules: pr.find_entity(rules, NUMBER)),
    "load": ("name_or_path", lambda _: pr.load(NOTHING)),
    "check": ("name_or_path", lambda _: pr.check(NUMBER)),
    "clauses": ("name_or_path", lambda _: pr.clauses(NUMBER)),
    "format": ("name_or_path", lambda _: pr.format(NUMBER, "zh")),
    "period none": ("period", lambda _: pr.bulletin(pr.load("henan"), FACTS, NOTHING)),
    "period number": ("period", lambda _: pr.bulletin(pr.load("henan"), FACTS, NUMBER)),
    "period numbers": ("period", lambda _: pr.bulletin(pr.load("henan"), FACTS, [NUMBER])),
    "no period": ("period", lambda _: pr.bulletin(pr.load("henan"), FACTS, [])),
    "find_subject": ("facts", lambda rules: pr.find_subject(rules, NUMBER, ("teacher", "T001"))),
    "language": ("lang", lambda _: pr.format(BASE, NOTHING)),
    "write": ("made", lambda _: pr.write(NUMBER, "report.html")),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_an_argument_of_the_wrong_kind_says_what_is_needed(name: str, rules: pr.Ruleset) -> None:
    argument, call = WRONG_CALLS[name]
    with pytest.raises(pr.UsageError) as caught:
        call(rules)
    (found,) = caught.value.diagnostics
    assert (found.code.id, found.values["argument"]) == ("PR917", argument)
    assert isinstance(caught.value, TypeError)


def test_records_that_are_none_are_told_as_facts_are(rules: pr.Ruleset) -> None:
    with pytest.raises(pr.FactsError) as caught:
        pr.evaluate(rules, {"teacher": NOTHING}, DAY)
    assert [d.code.id for d in caught.value.diagnostics] == ["PR735"]


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
