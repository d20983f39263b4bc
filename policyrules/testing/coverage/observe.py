"""What a case looks at: the reference's own steps, followed part by part and member by member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from policyrules.compiler.cases import Case
from policyrules.model.expr import Aggregate, Derived, Expr, If
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import HitPolicy
from policyrules.semantics import Unknown, World, evaluate
from policyrules.semantics.aggregates import members
from policyrules.semantics.judge import applies
from policyrules.syntax.walk import Node, children, entity_of
from policyrules.testing.coverage.conditions import Decision, plain
from policyrules.testing.coverage.thresholds import Threshold

Decisions = Mapping[int, Decision]
Thresholds = Mapping[int, Sequence[Threshold]]


class Observer:
    """Follows cases through the expressions of a ruleset, and marks what is seen at its decisions and thresholds."""

    def __init__(self, ruleset: Ruleset, decisions: Decisions, thresholds: Thresholds) -> None:
        """Mark `decisions` and `thresholds`, both by the identity of their node."""
        self.ruleset = ruleset
        self.decisions = decisions
        self.thresholds = thresholds

    def case(self, case: Case) -> None:
        """Everything that takes part in the verdict of a case."""
        Look(self, World(self.ruleset, case.facts, case.as_of)).rule(self.ruleset.rules[case.rule], case.subject)


class Look:
    """One world, looked at."""

    def __init__(self, observer: Observer, world: World) -> None:
        """Look at `world` on behalf of `observer`."""
        self.observer, self.world = observer, world
        self._derived: set[tuple[str, str, str]] = set()

    def rule(self, rule: Rule, subject: Ref) -> None:
        """What a rule asks of a subject, as far as the answers make it ask."""
        if not rule.validity.covers(self.world.as_of):
            return
        self._see(rule.applies, subject, None)
        for exemption in rule.exemptions:
            self._see(exemption.when, subject, None)
        if applies(rule, subject, self.world) is not True:
            return
        if rule.table is not None:
            for row in rule.table.rows:
                self._see(row.when, subject, None)
                if rule.table.hit is HitPolicy.FIRST and evaluate(row.when, self.world, subject) is True:
                    return
        elif rule.must is not None:
            self._see(rule.must, subject, None)
            if rule.due is not None and evaluate(rule.must, self.world, subject) is False:
                self._see(rule.due, subject, None)

    def _see(self, expr: Node, subject: Ref, member: Ref | None) -> None:
        """An expression: a decision with its conditions, or anything else with what is inside it."""
        decision = self.observer.decisions.get(id(expr))
        if decision is None:
            self._inside(expr, subject, member)
            return
        values = tuple(plain(evaluate(condition, self.world, subject, member)) for condition in decision.conditions)
        decision.seen.add(values)
        for position, condition in enumerate(decision.conditions):
            if decision.decides(position, values):
                self._inside(condition, subject, member)

    def _inside(self, node: Node, subject: Ref, member: Ref | None) -> None:
        """What stands inside a node that is no decision itself."""
        for line in self.observer.thresholds.get(id(node), ()):
            sides = (evaluate(side, self.world, subject, member) for side in (line.left, line.right))
            side = line.near(*sides)
            if side is not None:
                line.seen.add(side)
        match node:
            case Derived():
                self._definition(node, subject, member)
            case Aggregate():
                self._members(node, subject, member)
            case If():
                self._see(node.condition, subject, member)
                holds = evaluate(node.condition, self.world, subject, member)
                if holds is not False:
                    self._see(node.then, subject, member)
                if holds is not True:
                    self._see(node.other, subject, member)
            case _:
                for child in children(node):
                    self._see(child, subject, member)

    def _definition(self, node: Derived, subject: Ref, member: Ref | None) -> None:
        """A definition of a record, followed once."""
        owner = evaluate(node.base, self.world, subject, member)
        entity = entity_of(node.base)
        if isinstance(owner, Unknown):
            return
        key = (entity, cast(str, owner), node.name)
        if key not in self._derived:
            self._derived.add(key)
            self._see(self.world.ruleset.definitions[entity, node.name].expr, Ref(entity, key[1]), None)

    def _members(self, node: Aggregate, subject: Ref, member: Ref | None) -> None:
        """An aggregate: its condition for every member, its value for those that may be in."""
        if node.threshold is not None:
            self._see(node.threshold, subject, member)
        ids = members(node.source, self.world, subject, member, evaluate)
        for id in () if isinstance(ids, Unknown) else ids:
            each = Ref(node.source.entity, id)
            if node.where is not None:
                self._see(node.where, subject, each)
            if node.value is not None and self._may_be_in(node.where, subject, each):
                self._see(node.value, subject, each)

    def _may_be_in(self, where: Expr | None, subject: Ref, member: Ref) -> bool:
        return where is None or evaluate(where, self.world, subject, member) is not False
