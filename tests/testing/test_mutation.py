"""Mutation: rulesets changed in one place, killed by cases, proved the same, or told apart by a proposed case."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from policyrules import prover
from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import load_cases
from policyrules.model.types import BOOL, DATE, PERIOD, RATIO_NUMBER, EnumType, NumberType
from policyrules.model.words import Period
from policyrules.syntax.values import write_number
from policyrules.testing.mutation import same
from policyrules.testing.mutation.case_text import proposals
from policyrules.testing.mutation.mutants import mutants
from policyrules.testing.mutation.operators import wider
from policyrules.testing.mutation.run import Result, mutate
from policyrules.testing.steps import neighbours
from policyrules.testing.trial import Trial, run
from tests.strategies.village import GRADE, VOCABULARY
from tests.testing.small import CASES, RULES, copy, trial
from tests.testing.test_coverage import TREE, TREE_CASES


def by_name(results: tuple[Result, ...]) -> dict[str, str]:
    return {r.mutant.name: r.fate.word for r in results}


def shown(value: object) -> str:
    return write_number(value) if isinstance(value, Fraction) else str(value)


@pytest.mark.parametrize(
    ("value", "type", "near"),
    [
        (20, NumberType("hours"), ["20.01", "19.99"]),
        (3, NumberType("count"), ["4", "2"]),
        (1, RATIO_NUMBER, ["1.01", "0.99"]),
        (date(2020, 2, 28), DATE, ["2020-02-29", "2020-02-27"]),
        (date.max, DATE, ["9999-12-30"]),
        (date.min, DATE, ["0001-01-02"]),
        (True, BOOL, ["False"]),
        ("pass", GRADE, ["excellent", "fail"]),
        ("fail", GRADE, ["pass"]),
        ("ordinary", EnumType("kind"), []),
        (Period(date(2020, 1, 1), date(2020, 1, 1)), PERIOD, ["2020-01-01..2020-01-02", "2019-12-31..2020-01-01"]),
    ],
)
def test_values_step_to_their_neighbours(value: object, type: object, near: list[str]) -> None:
    found = list(neighbours(value, type, VOCABULARY))  # type: ignore[arg-type]
    assert [f"{v.start}..{v.end}" if isinstance(v, Period) else shown(v) for v in found] == near


def test_a_period_widens_to_the_next_unit_of_time() -> None:
    early, month = Period(date(2023, 10, 1), date(2023, 10, 10)), Period(date(2023, 10, 1), date(2023, 10, 31))
    year = Period(date(2023, 1, 1), date(2023, 12, 31))
    assert [list(wider(p)) for p in (early, month, year)] == [[month], [year], []]


def test_the_mutants_of_a_small_ruleset(tmp_path: Path) -> None:
    found = mutants(trial(copy(tmp_path, CASES, hours=RULES)))
    assert [m.number for m in found] == list(range(1, len(found) + 1))
    assert {"online-hours applies: in_post -> (none)", "online_hours_min value: 20 -> 20.1"} <= {m.name for m in found}
    kinds = Counter(m.kind for m in found)
    assert kinds == {"negation": 1, "connective": 2, "dropped": 4, "comparison": 6, "value": 6, "scope": 1}


def test_every_part_of_a_ruleset_is_changed(tmp_path: Path) -> None:
    kinds = {m.kind for m in mutants(trial(copy(tmp_path, TREE_CASES, hours=TREE)))}
    assert kinds >= {"aggregate", "scope", "exemption", "deadline", "row", "points", "verdict", "policy", "value"}


def test_fates(tmp_path: Path) -> None:
    one = trial(copy(tmp_path, CASES, hours=RULES))
    fates = by_name(mutate(one, processes=1))
    assert fates["online-hours must: online_hours >= online_hours_min -> online_hours > online_hours_min"] == "killed"
    assert fates["online-hours must: final_grade >= pass -> final_grade == pass"] == "survived"
    counts = Counter(fates.values())
    assert counts["survived"] > 0
    assert counts["open"] == 0


def test_the_proposed_cases_kill_what_survived(tmp_path: Path) -> None:
    base = copy(tmp_path, CASES, hours=RULES)
    one = trial(base)
    results = mutate(one, processes=1)
    text = "\n".join(proposals(one.ruleset, results)) + "\n"
    assert "待复核 · to be reviewed" in text
    (base / "cases" / "proposed.yaml").write_text(text, encoding="utf-8")
    two = trial(base)
    assert all(outcome.right for outcome in run(two))
    assert not {"survived", "open"} & set(by_name(mutate(two, processes=1)).values())
    assert list(proposals(two.ruleset, mutate(two, processes=1))) == []


def test_proposals_of_scores_and_collections_can_be_pasted(tmp_path: Path) -> None:
    base = copy(tmp_path, TREE_CASES, hours=TREE)
    one = trial(base)
    text = "\n".join(proposals(one.ruleset, mutate(one, processes=1))) + "\n"
    (base / "cases" / "proposed.yaml").write_text(text, encoding="utf-8")
    two = trial(base)
    assert all(outcome.right for outcome in run(two))
    assert "survived" not in by_name(mutate(two, processes=1)).values()


def test_a_proof_by_cases_needs_no_solver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same, "available", lambda: False)
    rules = RULES.replace(" and (final_grade >= pass or online_hours > 400)", "").replace("20, cite", "0, cite")
    cases = CASES.replace("online_hours: 19.9", "online_hours: unknown").replace("unmet", "met")
    one = trial(copy(tmp_path, cases, hours=rules))
    proofs = {r.mutant.name: r.fate.proof for r in mutate(one, processes=1) if r.fate.proof is not None}
    name = "online-hours must: online_hours >= online_hours_min -> online_hours == online_hours_min"
    assert name not in proofs
    lower = "online_hours_min value: 0 -> -0.1"
    assert proofs[lower].by == "cases"
    assert proofs[lower].cases > 10


@pytest.mark.skipif(not prover.available(), reason="z3-solver is not installed: proofs over collections need it")
def test_the_solver_proves_over_collections_or_finds_somebody(tmp_path: Path) -> None:
    rules = TREE[: TREE.index("scores:")] + TREE[TREE.index("requirements:") :]
    rules = rules.replace("any(veteran for teachers)", "count(teachers where veteran) > 0")
    cases = TREE_CASES[: TREE_CASES.index("  staff:")] + TREE_CASES[TREE_CASES.index("  open:") :]
    results = mutate(trial(copy(tmp_path, cases, hours=rules)), processes=1)
    proved = {r.mutant.name: r.fate.proof for r in results if r.fate.proof is not None}
    assert {p.by for p in proved.values()} == {"solver"}
    assert any("!= 0" in name for name in proved)


def test_processes_change_nothing(tmp_path: Path) -> None:
    one = trial(copy(tmp_path, CASES, hours=RULES))
    assert [(r.mutant.name, r.fate) for r in mutate(one, processes=2)] == [
        (r.mutant.name, r.fate) for r in mutate(one, processes=1)
    ]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    results = mutate(trial(copy(tmp_path, CASES, hours=RULES)), lambda *at: told.append(at), processes=1)
    assert told[0] == (0, len(results))
    assert told[-1] == (len(results), len(results))


def test_what_no_rule_leans_on_has_no_mutants() -> None:
    ruleset, _ = load_ruleset("national")
    assert ruleset is not None
    found = mutants(Trial.of(ruleset, load_cases("national", ruleset)[0]))
    assert "dimension" not in {m.owner.id for m in found}
    assert all(m.rules for m in found)
