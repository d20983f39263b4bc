"""An account as JSON: the shape is described in docs/testing.md."""

from __future__ import annotations

import json
from typing import Any

from policyrules.model.expr import Expr
from policyrules.model.words import Text
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show
from policyrules.syntax.values import write_number
from policyrules.testing.assess import Account
from policyrules.testing.coverage.measure import Covered, OwnerRow
from policyrules.testing.mutation.hunt import Example
from policyrules.testing.mutation.proof import Proof
from policyrules.testing.mutation.run import Result
from policyrules.testing.proposing.propose import Answer, plan_lines
from policyrules.testing.trial import Outcome


def account_json(account: Account) -> str:
    """The whole account, ending in a line feed."""
    ruleset = account.ruleset
    whole: dict[str, Any] = {
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest},
        "cases": {"total": len(account.outcomes), "failed": [_failure(o) for o in account.failed]},
    }
    if account.covered is not None:
        whole["coverage"] = _coverage(account, account.covered, Names.of(ruleset))
    if account.results is not None:
        fates = account.fates
        mutants = [_mutant(result) for result in account.results]
        whole["mutation"] = {"total": len(account.results), **fates, "mutants": mutants}
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _failure(outcome: Outcome) -> dict[str, Any]:
    case, found = outcome.case, outcome.found
    return {
        "rule": case.rule,
        "name": _text(case.name),
        "place": str(case.place),
        "as_of": case.as_of.isoformat(),
        "subject": {"type": case.subject.type, "id": case.subject.id},
        "expected": {
            "verdict": case.expect.value,
            "points": None if case.points is None else write_number(case.points),
        },
        "found": {
            "verdict": found.verdict.value,
            "points": None if found.points is None else write_number(found.points),
        },
    }


def _coverage(account: Account, covered: Covered, names: Names) -> dict[str, Any]:
    tallies = {
        key: {"done": tally.done, "of": tally.of, "impossible": tally.never} for key, tally in account.tallies.items()
    }
    plan = account.plan
    return {
        "totals": tallies,
        "verdicts": [{"rule": row.rule, "can": row.can, "shown": row.shown} for row in covered.verdicts],
        "clauses": [{"clause": row.clause, "held": row.clause in covered.held_clauses} for row in covered.clauses],
        "parts": [_owner(row, names) for row in covered.owners],
        "idle": [{"id": owner.id, "entity": owner.entity, "place": str(owner.place)} for owner in covered.idle],
        "lacking": [] if plan is None else [_answer(answer, names) for answer in plan.answers],
        "left_out": 0 if plan is None else plan.left_out,
        "proposed": "" if plan is None else "".join(f"{line}\n" for line in plan_lines(plan, account.ruleset)),
    }


def _answer(answer: Answer, names: Names) -> dict[str, Any]:
    aim, example, proof = answer.aim, answer.example, answer.proof
    return {
        "of": {"kind": aim.owner.kind, "id": aim.owner.id, "part": aim.part},
        "left": None if aim.left is None else _written(aim.left, names),
        "right": None if aim.right is None else _written(aim.right, names),
        "way": aim.way,
        "shown_by": None if example is None else _example(example),
        "impossible": None if proof is None else _proof(proof),
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "rule": example.rule,
        "subject": {"type": example.subject.type, "id": example.subject.id},
        "as_of": example.as_of.isoformat(),
        "verdict": example.found.verdict.value,
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {"by": proof.by, "cases": proof.cases, "members": proof.members}


def _written(expr: Expr, names: Names) -> dict[str, str]:
    return {"zh": show(expr, names, "zh"), "en": show(expr, names, "en")}


def _owner(row: OwnerRow, names: Names) -> dict[str, Any]:
    return {
        "kind": row.owner.kind,
        "id": row.owner.id,
        "entity": row.owner.entity,
        "place": None if row.owner.place is None else str(row.owner.place),
        "cases": row.cases,
        "conditions": [
            {
                "part": c.part,
                "condition": _written(c.expr, names),
                "true": True in c.seen,
                "false": False in c.seen,
                "unknown": (None in c.seen) if c.can_be_unknown else None,
                "alone": c.alone,
            }
            for c in row.conditions
        ],
        "boundaries": [
            {
                "part": t.part,
                "left": _written(t.left, names),
                "right": _written(t.right, names),
                "possible": t.possible,
                "seen": t.seen,
            }
            for t in row.thresholds
        ],
    }


def _mutant(result: Result) -> dict[str, Any]:
    mutant, fate = result.mutant, result.fate
    found: dict[str, Any] = {
        "number": mutant.number,
        "kind": mutant.kind,
        "of": {"kind": mutant.owner.kind, "id": mutant.owner.id, "part": mutant.part},
        "place": None if mutant.owner.place is None else str(mutant.owner.place),
        "before": _text(mutant.before),
        "after": _text(mutant.after),
        "fate": fate.word,
    }
    if fate.killed_by is not None:
        found["killed_by"] = {"rule": fate.killed_by.rule, "place": str(fate.killed_by.place)}
    if fate.proof is not None:
        found["proof"] = _proof(fate.proof)
    if fate.difference is not None:
        told = fate.difference
        found["told_apart_by"] = {
            "rule": told.rule,
            "as_of": told.as_of.isoformat(),
            "original": told.found.verdict.value,
            "mutant": told.mutant.verdict.value,
        }
    return found
