"""What no case shows yet, each as a ruleset that judges otherwise whoever would show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from policyrules.compiler.cases import case_coverage
from policyrules.compiler.cases.case import base
from policyrules.compiler.cases.coverage import BOUNDARY
from policyrules.model.expr import Expr
from policyrules.model.ruleset import Ruleset
from policyrules.testing.coverage.measure import case_sets, days_of, reachable, watch
from policyrules.testing.mutation.mutants import with_part
from policyrules.testing.parts import Owner, Part, rule_owner
from policyrules.testing.proposing.turned import put, turned
from policyrules.testing.trial import Trial

VERDICT, CONDITION, LINE = "verdict", "condition", "line"
MOST_AIMS = 100
Key = tuple[Owner, str, Expr | None, Expr | None, str]
"""Owner, part, condition or left side of a line, its right side, way."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One thing to show of a part. `way`: a verdict or row; `true` or `false` for a condition; a side for a line.

    `left`: the condition, or what is held against the line `right`. `changed`: a ruleset that says otherwise of whoever
    shows it; None for verdicts. `rules`: where it may show.
    """

    kind: str
    owner: Owner
    part: str
    left: Expr | None
    right: Expr | None
    way: str
    rules: tuple[str, ...]
    changed: Ruleset | None

    @property
    def key(self) -> Key:
        """What is to be shown."""
        return self.owner, self.part, self.left, self.right, self.way


def aims(trial: Trial) -> tuple[Aim, ...]:
    """The first `MOST_AIMS` things that no case shows: verdicts, then conditions, then lines."""
    return all_aims(trial)[:MOST_AIMS]


def all_aims(trial: Trial) -> tuple[Aim, ...]:
    """Everything that no case shows."""
    return (*verdict_aims(trial), *expression_aims(trial))


def verdict_aims(trial: Trial) -> Iterator[Aim]:
    """Verdicts and rows that no case shows. A boundary is shown by the lines of its rule."""
    ruleset = trial.ruleset
    for row in case_coverage(ruleset, case_sets(trial)):
        rules = tuple(id for id, rule in ruleset.rules.items() if base(id) == row.rule and rule.layer == ruleset.id)
        owner = rule_owner(ruleset.rules[rules[0]])
        yield from (Aim(VERDICT, owner, way, None, None, way, rules, None) for way in row.missing if way != BOUNDARY)


def expression_aims(trial: Trial) -> Iterator[Aim]:
    """Conditions not seen deciding alone, then sides of lines no case comes to."""
    watched, days = watch(trial), days_of(trial)

    def aim(kind: str, part: Part, left: Expr, right: Expr | None, way: str, expr: Expr) -> Aim:
        key = (part.owner.entity, part.owner.id)
        rules = (part.owner.id,) if part.owner.kind == "rule" else trial.users[key]
        return Aim(kind, part.owner, part.name, left, right, way, rules, with_expr(trial.ruleset, part, expr))

    for decision in watched.decisions:
        for position, condition in enumerate(decision.conditions):
            for value in decision.lacking(position):
                other = put(decision.part.expr, decision.expr, decision.settled(position, not value))
                yield aim(CONDITION, decision.part, condition, None, str(value).lower(), other)
    for line in watched.lines:
        for side in reachable(line, trial, days):
            if side not in line.seen:
                other = put(line.part.expr, line.node, turned(line, side))
                yield aim(LINE, line.part, line.left, line.right, side, other)


def with_expr(ruleset: Ruleset, part: Part, expr: Expr) -> Ruleset:
    """The ruleset with another expression in one part."""
    if part.owner.kind == "rule":
        rule = with_part(ruleset.rules[part.owner.id], part, expr)
        return replace(ruleset, rules={**ruleset.rules, rule.id: rule})
    key = (part.owner.entity, part.owner.id)
    changed = replace(ruleset.definitions[key], expr=expr)
    return replace(ruleset, definitions={**ruleset.definitions, key: changed})
