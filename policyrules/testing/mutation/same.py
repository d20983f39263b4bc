"""Proofs that a mutant means the same as the original.

Two kinds. Where a rule only holds single facts against fixed values, every combination of what can be told apart is
judged, unknown facts included: that is a proof by cases. Otherwise the solver is asked for anybody on whom the two
differ, if it is installed; it speaks of recorded facts, and of collections up to a number of kinds of members.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from math import prod

from policyrules.compiler.reach import reached_by, rule_roots
from policyrules.model.expr import (
    Aggregate,
    And,
    Compare,
    Derived,
    Expr,
    Field,
    IsKnown,
    Literal,
    Not,
    OneOf,
    Or,
    Parameter,
    Today,
    Value,
)
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import RefType
from policyrules.prover import available
from policyrules.syntax.walk import Node, children, nodes
from policyrules.testing.ground import Ground, ground
from policyrules.testing.mutation.hunt import Difference, Pair, united
from policyrules.testing.mutation.proof import Proof

MOST_CASES = 20_000


def prove_same(original: Ruleset, mutant: Ruleset, rules: tuple[str, ...]) -> Proof | Difference | None:
    """A proof that no subject of any of `rules` is judged otherwise; a difference if one turns up; None: neither."""
    proofs: list[Proof] = []
    for id in rules:
        pair = Pair(original, mutant, id)
        found = by_cases(pair)
        if found is None and available():
            from policyrules.testing.mutation.solve import by_solver

            found = by_solver(pair)
        if not isinstance(found, Proof):
            return found
        proofs.append(found)
    return joined(proofs)


def joined(proofs: list[Proof]) -> Proof:
    """Several proofs as one: as weak as the weakest."""
    by = "solver" if any(p.by == "solver" for p in proofs) else "cases"
    members = [p.members for p in proofs if p.members is not None]
    return Proof(by, sum(p.cases for p in proofs), min(members, default=None))


def by_cases(pair: Pair) -> Proof | Difference | None:
    """All combinations, where they tell everything; None where they would not, or are too many."""
    both = (pair.original, pair.rules[0]), (pair.mutant, pair.rules[1])
    if not all(plain(ruleset, rule) for ruleset, rule in both):
        return None
    joint = united(ground(*_one(both[0])), ground(*_one(both[1])))
    paths = list(axes(joint, pair.rules[0].subject))
    if prod(len(values) for _, _, values in paths) * len(joint.days) > MOST_CASES:
        return None
    count = 0
    for facts, day in everything(paths, joint, pair.rules[0].subject):
        count += 1
        found = pair.differ(facts, Ref(pair.rules[0].subject, "X001"), day)
        if found is not None:
            return found
    return Proof("cases", count)


def _one(both: tuple[Ruleset, Rule]) -> tuple[Ruleset, list[Rule]]:
    return both[0], [both[1]]


def plain(ruleset: Ruleset, rule: Rule) -> bool:
    """Whether a rule only holds facts of its own subject against fixed values, so that the ground tells all apart."""
    used = reached_by(rule, ruleset.definitions)
    exprs: list[Expr] = [*rule_roots(rule), *(ruleset.definitions[key].expr for key in sorted(used.definitions))]
    return all(simple(node) for node in nodes(*exprs))


def simple(node: Node) -> bool:
    """Whether a node is one that the values of a ground tell apart."""
    match node:
        case And() | Or() | Not() | IsKnown() | OneOf() | Derived() | Today() | Literal() | Parameter():
            return True
        case Field():
            return not isinstance(node.type, RefType) and node.name != "id" and not list(children(node.base))
        case Compare(left=Field() | Today(), right=Literal() | Parameter()):
            return True
        case Compare(left=Literal() | Parameter(), right=Field() | Today()):
            return True
        case Aggregate():
            return False
    return not list(children(node))


def axes(joint: Ground, subject: str) -> Iterator[tuple[str, str, tuple[Value | None, ...]]]:
    """Every fact of the subject with all its values, unknown among them."""
    for field in joint.fields_of(subject):
        yield subject, field.id, (None, *joint.values[subject, field.id])


def everything(
    paths: list[tuple[str, str, tuple[Value | None, ...]]], joint: Ground, subject: str
) -> Iterator[tuple[Facts, date]]:
    """Every combination of values, on every day that counts."""
    for combination in product(*(values for _, _, values in paths)):
        pairs = zip(paths, combination, strict=True)
        record = {field: value for (_, field, _), value in pairs if value is not None}
        for day in joint.days:
            yield Facts({subject: {"X001": record}}), day
