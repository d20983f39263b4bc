"""Strategies and ready-made properties: they reach what is worth reaching, and find what is wrong."""

from __future__ import annotations

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import find, given, settings
from hypothesis.strategies import SearchStrategy

import policyrules as pr
from policyrules import testing
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Verdict
from policyrules.semantics import World, judge
from policyrules.testing import checks
from policyrules.testing.edits import with_facts
from tests.testing.small import CASES, RULES, copy
from tests.testing.test_coverage import TREE, TREE_CASES

DAY = date(2023, 1, 1)
SUBJECT = "X001"
T = TypeVar("T")


@pytest.fixture
def rules(tmp_path: Path) -> Ruleset:
    return pr.load(copy(tmp_path, CASES, hours=RULES))


@pytest.fixture
def tree(tmp_path: Path) -> Ruleset:
    return pr.load(copy(tmp_path, TREE_CASES, hours=TREE))


def verdict(rules: Ruleset, facts: Facts, rule: str) -> Verdict:
    one = rules.rules[rule]
    return judge(one, Ref(one.subject, SUBJECT), World(rules, facts, DAY)).verdict


@pytest.mark.parametrize("wanted", [Verdict.MET, Verdict.UNMET, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE])
def test_facts_reach_every_verdict(rules: Ruleset, wanted: Verdict) -> None:
    facts = testing.facts(rules, "teacher")
    found = find(facts, lambda f: verdict(rules, f, "online-hours") is wanted, settings=settings(database=None))
    assert SUBJECT in found.tables["teacher"]


def test_facts_lie_at_and_beside_thresholds(rules: Ruleset) -> None:
    facts = testing.facts(rules, "teacher", rule="online-hours")
    for hours in (20, "19.9", "20.1"):
        find(
            facts,
            lambda f, h=hours: f"{float(f.tables['teacher'][SUBJECT].get('online_hours', -1)):g}" == str(h),
            settings=settings(database=None, max_examples=2000),
        )


def drawn(strategy: SearchStrategy[T], count: int = 300) -> list[T]:
    found: list[T] = []

    @settings(max_examples=count, derandomize=True, database=None, deadline=None)
    @given(strategy)
    def draw(one: T) -> None:
        found.append(one)

    draw()
    return found


def test_draws_are_biased_to_thresholds_and_gaps(rules: Ruleset) -> None:
    hours = [f.tables["teacher"][SUBJECT].get("online_hours") for f in drawn(testing.facts(rules, "teacher"))]
    near = {Fraction(h, 10) for h in (199, 200, 201, 3999, 4000, 4001)}
    assert sum(h in near for h in hours if h is not None) / len(hours) >= 0.3, (
        "of 5,001 values six lie at the two lines"
    )
    assert 0.03 <= sum(h is None for h in hours) / len(hours) <= 0.3
    assert {19.9, 20, 20.1, 0} <= {None if h is None else float(h) for h in hours}  # type: ignore[arg-type]


def test_days_are_biased_to_the_days_verdicts_change_on(tree: Ruleset) -> None:
    due = date(2022, 12, 31)
    found = drawn(testing.days(tree, "school"), 200)
    assert sum(abs((day - due).days) <= 1 for day in found) / len(found) >= 0.1


def test_whole_schools_are_drawn_in_many_sizes_and_with_orphans(tree: Ruleset) -> None:
    found = [f.tables["teacher"] for f in drawn(testing.facts(tree, "school"), 200)]
    assert {0, 1, 2, 3} <= {len(table) for table in found}
    of_subject = [sum(r.get("school") == SUBJECT for r in table.values()) for table in found]
    assert {0, 1, 2, 3} <= set(of_subject)
    assert any(r.get("school") == "nobody" for table in found for r in table.values())


def test_a_counterexample_shrinks_to_the_facts_it_needs(rules: Ruleset) -> None:
    failed = find(
        testing.facts(rules, "teacher"),
        lambda f: verdict(rules, f, "online-hours") is Verdict.UNMET,
        settings=settings(database=None),
    )
    assert failed.tables == {"teacher": {SUBJECT: {"in_post": True, "online_hours": 0}}}


def test_a_counterexample_shrinks_to_the_records_it_needs(tree: Ruleset) -> None:
    two = find(
        testing.facts(tree, "school"),
        lambda f: sum(r.get("in_post") is True for r in f.tables["teacher"].values()) >= 2,
        settings=settings(database=None),
    )
    assert [sorted(record) for record in two.tables["teacher"].values()] == [["in_post"], ["in_post"]]


@pytest.mark.parametrize(("layer", "subject"), [("henan", "county"), ("hunan/yongzhou-vocational", "school")])
def test_whole_counties_and_schools_of_shipped_rulesets(layer: str, subject: str) -> None:
    rules = pr.load(layer)
    for facts in drawn(testing.facts(rules, subject), 10):
        assert SUBJECT in facts.tables[subject]
        assert len(facts.tables) > 1


def test_days_lie_at_and_beside_the_ends_of_validity(tree: Ruleset) -> None:
    for day in (date(2023, 12, 31), date(2024, 1, 1), date(2022, 12, 31), date(2023, 1, 1)):
        assert find(testing.days(tree, "school"), lambda d, day=day: d == day, settings=settings(database=None)) == day


def test_members_are_as_many_as_asked_for(tree: Ruleset) -> None:
    found = find(testing.facts(tree, "school", members=5), lambda _: True, settings=settings(database=None))
    assert len(found.tables["teacher"]) == 5


def test_orphans_turn_up(tree: Ruleset) -> None:
    def orphan(facts: Facts) -> bool:
        return any(r.get("school") == "nobody" for r in facts.tables["teacher"].values())

    find(testing.facts(tree, "school", members=3), orphan, settings=settings(database=None))


def test_properties_hold_of_a_sound_ruleset(rules: Ruleset) -> None:
    testing.engines_agree(rules, "teacher", examples=20)
    testing.decided_verdicts_stay(rules, "teacher", examples=20)
    testing.remedies_work(rules, "teacher", examples=20)
    testing.findings_explained(rules, "teacher", examples=20)
    testing.json_is_valid(rules, "teacher", examples=20)
    assert list(testing.changeable_fields(rules, "teacher")) == [("online-hours", "online_hours")]
    testing.more_never_hurts(rules, "teacher", "online-hours", "online_hours", examples=20)


def test_more_that_hurts_is_reported(tmp_path: Path) -> None:
    rules = pr.load(copy(tmp_path, CASES, hours=RULES.replace(">= online_hours_min and", "<= online_hours_min and")))
    with pytest.raises(testing.Broken, match=r"met with online_hours = .*, unmet with"):
        testing.more_never_hurts(rules, "teacher", "online-hours", "online_hours")


def test_a_disagreeing_engine_is_reported(rules: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ENGINES", {"idle": lambda *_: iter(())})
    facts = Facts({"teacher": {SUBJECT: {"in_post": True}}})
    with pytest.raises(testing.Broken, match="idle says None"):
        checks.engines_agree(rules, facts, DAY, "idle")


def test_a_verdict_that_changes_later_is_reported(rules: Ruleset) -> None:
    facts = Facts({"teacher": {SUBJECT: {"in_post": True, "online_hours": 20, "final_grade": "pass"}}})
    other = with_facts(facts, {("teacher", SUBJECT, "online_hours"): 0})
    with pytest.raises(testing.Broken, match="becomes"):
        checks.decided_stays(rules, facts, other, DAY)


def test_without_hypothesis_one_clear_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(pr.UsageError, match="PR961"):
        _ = testing.facts
    assert testing.Broken is checks.Broken
    with pytest.raises(AttributeError):
        _ = testing.nothing  # type: ignore[attr-defined]


def test_a_finding_unlike_its_judgement_is_reported(rules: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts({"teacher": {SUBJECT: {"in_post": True, "online_hours": 20, "final_grade": "pass"}}})
    other = with_facts(facts, {("teacher", SUBJECT, "online_hours"): 0})
    explained = checks.explain
    with monkeypatch.context() as patch:
        patch.setattr(checks, "explain", lambda rule, ref, _: explained(rule, ref, World(rules, other, DAY)))
        with pytest.raises(testing.Broken, match="explained as unmet"):
            checks.findings_explained(rules, facts, DAY)
    unknown = with_facts(facts, {("teacher", SUBJECT, "online_hours"): None})
    with monkeypatch.context() as patch:
        patch.setattr(checks, "explain", lambda *one: explained(*one)._replace(missing=()))
        with pytest.raises(testing.Broken, match="nothing is named as missing"):
            checks.findings_explained(rules, unknown, DAY)
    with monkeypatch.context() as patch:
        patch.setattr(checks, "json_pieces", lambda _: ['{"findings": []}'])
        with pytest.raises(testing.Broken, match="0 findings"):
            checks.json_is_valid(rules, facts, DAY)
    with monkeypatch.context() as patch:
        patch.setattr(checks, "after", lambda before, _: before)
        with pytest.raises(testing.Broken, match="unmet after the remedy"):
            checks.remedies_work(rules, other, DAY)
