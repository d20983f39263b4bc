"""Cases for what no case shows yet: pasted, they show it; what none can show is proved."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyrules import prover
from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import load_cases
from policyrules.testing.assess import Account, assess
from policyrules.testing.mutation.case_text import following
from policyrules.testing.proposing import aims as asking
from policyrules.testing.proposing.propose import Plan, plan_lines, propose
from policyrules.testing.trial import Trial, run
from tests.testing.small import CASES, RULES, copy, trial
from tests.testing.test_coverage import TREE, TREE_CASES

needs_solver = pytest.mark.skipif(not prover.available(), reason="z3-solver is not installed: proofs need it")


def pasted(base: Path, plan: Plan, one: Trial) -> Trial:
    text = "\n".join(plan_lines(plan, one.ruleset)) + "\n"
    assert "待复核 · to be reviewed" in text
    (base / "cases" / "proposed.yaml").write_text(text, encoding="utf-8")
    two = trial(base)
    assert all(outcome.right for outcome in run(two))
    return two


@pytest.mark.parametrize(("cases", "rules"), [(CASES, RULES), (TREE_CASES, TREE)])
@needs_solver
def test_what_is_pasted_shows_what_was_lacking(tmp_path: Path, cases: str, rules: str) -> None:
    base = copy(tmp_path, cases, hours=rules)
    one = trial(base)
    plan = propose(one, processes=1)
    assert plan.left_out == 0
    left = [aim.key for aim in asking.aims(pasted(base, plan, one))]
    shown = {a.aim.key for a in plan.answers if a.example is not None}
    assert shown, "there was something to show"
    assert not shown & set(left)
    assert set(left) <= set(plan.proofs), "what is still lacking is proved impossible"


def test_the_cases_of_a_pair_that_are_lacking_are_proposed(tmp_path: Path) -> None:
    answers = propose(trial(copy(tmp_path, CASES, hours=RULES)), processes=1).answers
    ways: dict[str, set[str]] = {"final_grade": set(), "> 400": set()}
    for one in answers:
        if one.aim.kind == asking.CONDITION and one.example is not None:
            ways["final_grade" if "final_grade" in str(one.aim.left) else "> 400"].add(one.aim.way)
    assert ways == {"final_grade": {"false"}, "> 400": {"true", "false"}}


def test_verdicts_and_rows_are_proposed(tmp_path: Path) -> None:
    few = CASES[: CASES.index("      - {name: {zh: 学时不足")]
    plan = propose(trial(copy(tmp_path, few, hours=RULES)), processes=1)
    verdicts = {a.aim.way: a.example.found.verdict.value for a in plan.answers if not a.aim.changed and a.example}
    assert verdicts == {"unmet": "unmet", "undetermined": "undetermined"}


def test_a_row_no_case_hits_is_proposed(tmp_path: Path) -> None:
    base = copy(tmp_path, TREE_CASES, hours=TREE)
    one = trial(base)
    assert [aim.way for aim in asking.verdict_aims(one)] == ["met", "undetermined", "row 3", "undetermined"]
    two = pasted(base, propose(one, processes=1), one)
    assert list(asking.verdict_aims(two)) == []


def test_the_same_whatever_the_number_of_processes(tmp_path: Path) -> None:
    one = trial(copy(tmp_path, CASES, hours=RULES))
    alone, together = (propose(one, processes=count) for count in (1, 2))
    assert list(plan_lines(alone, one.ruleset)) == list(plan_lines(together, one.ruleset))


def test_no_more_than_a_bound_is_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = trial(copy(tmp_path, CASES, hours=RULES))
    monkeypatch.setattr(asking, "MOST_AIMS", 3)
    plan = propose(one, processes=1)
    assert len(plan.answers) == 3
    assert plan.left_out == len(asking.all_aims(one)) - 3 > 0


def test_ids_count_up() -> None:
    assert [following(id) for id in ("T001", "T999", "甲1", "M1-3", "7")] == ["T002", None, None, None, "8"]


@needs_solver
def test_proofs_are_counted_with_the_totals() -> None:
    account = shipped("hunan")
    assert account.tallies["alone"].never + account.tallies["alone"].done == account.tallies["alone"].of
    assert account.tallies["boundaries"].never == account.tallies["boundaries"].of


def test_definitions_no_rule_leans_on_are_listed() -> None:
    account = shipped("national")
    assert account.covered is not None
    assert "environment" in {owner.id for owner in account.covered.idle}
    assert "environment" not in {row.owner.id for row in account.covered.owners}


def shipped(name: str) -> Account:
    ruleset, _ = load_ruleset(name)
    assert ruleset is not None
    return assess(ruleset, load_cases(name, ruleset)[0], coverage=True, processes=1)
