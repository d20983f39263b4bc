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
from policyrules.testing.mutation.run import Result
from policyrules.testing.trial import Outcome


def account_json(account: Account) -> str:
    """The whole account, ending in a line feed."""
    ruleset = account.ruleset
    whole: dict[str, Any] = {
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest},
        "cases": {"total": len(account.outcomes), "failed": [_failure(o) for o in account.failed]},
    }
    if account.covered is not None:
        whole["coverage"] = _coverage(account.covered, Names.of(ruleset))
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


def _coverage(covered: Covered, names: Names) -> dict[str, Any]:
    tallies = {key: {"done": tally.done, "of": tally.of} for key, tally in covered.tallies().items()}
    return {
        "totals": tallies,
        "verdicts": [{"rule": row.rule, "can": row.can, "shown": row.shown} for row in covered.verdicts],
        "clauses": [{"clause": row.clause, "held": row.clause in covered.held_clauses} for row in covered.clauses],
        "parts": [_owner(row, names) for row in covered.owners],
    }


def _owner(row: OwnerRow, names: Names) -> dict[str, Any]:
    def written(expr: Expr) -> dict[str, str]:
        return {"zh": show(expr, names, "zh"), "en": show(expr, names, "en")}

    return {
        "kind": row.owner.kind,
        "id": row.owner.id,
        "entity": row.owner.entity,
        "place": None if row.owner.place is None else str(row.owner.place),
        "cases": row.cases,
        "conditions": [
            {
                "part": c.part,
                "condition": written(c.expr),
                "true": True in c.seen,
                "false": False in c.seen,
                "unknown": (None in c.seen) if c.can_be_unknown else None,
                "alone": c.alone,
            }
            for c in row.conditions
        ],
        "boundaries": [
            {"part": t.part, "left": written(t.left), "right": written(t.right), "possible": t.possible, "seen": t.seen}
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
        found["proof"] = {"by": fate.proof.by, "cases": fate.proof.cases, "members": fate.proof.members}
    if fate.difference is not None:
        told = fate.difference
        found["told_apart_by"] = {
            "rule": told.rule,
            "as_of": told.as_of.isoformat(),
            "original": told.found.verdict.value,
            "mutant": told.mutant.verdict.value,
        }
    return found
