"""Decisions and their atomic conditions.

A decision is a whole boolean expression: a rule's `applies` or `must`, an exemption, a row, a definition, what stands
behind `where` or between `if` and `then`. Its conditions are what is left when `and`, `or`, `not` and a choice between
conditions are taken away. The same condition written twice is one condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from policyrules.model.expr import (
    Aggregate,
    And,
    Collection,
    Derived,
    Expr,
    Field,
    If,
    IsKnown,
    Literal,
    Not,
    Or,
    Value,
)
from policyrules.model.types import BoolType
from policyrules.semantics.evaluate import junction, negation
from policyrules.semantics.unknown import Unknown
from policyrules.syntax.walk import Node, children
from policyrules.testing.parts import Part

Seen = bool | None
"""True, false, or None: unknown."""
Vector = tuple[Seen, ...]
OPEN = Unknown()


@dataclass(eq=False)
class Decision:
    """One decision, and every combination of its conditions that the cases put to it."""

    part: Part
    expr: Expr
    conditions: tuple[Expr, ...]
    positions: dict[int, int]
    """The position of each condition, by the identity of the node: the same one may stand there twice."""
    seen: set[Vector] = field(default_factory=set)

    def outcome(self, values: Sequence[Seen]) -> Seen:
        """What the decision comes to."""
        return self._outcome(self.expr, values)

    def _outcome(self, node: Expr, values: Sequence[Seen]) -> Seen:
        match node:
            case And() | Or():
                items = [known(self._outcome(item, values)) for item in node.items]
                return plain(junction(items, decisive=isinstance(node, Or)))
            case Not():
                return plain(negation(known(self._outcome(node.item, values))))
            case If():
                then, other = (self._outcome(branch, values) for branch in (node.then, node.other))
                condition = self._outcome(node.condition, values)
                if condition is None:
                    return then if then is other else None
                return then if condition else other
            case Literal():
                return plain(node.value)
            case _:
                return values[self.positions[id(node)]]

    def decides(self, position: int, values: Vector) -> bool:
        """Whether the decision would come out otherwise if this condition did."""
        yes, no = (self.outcome([*values[:position], v, *values[position + 1 :]]) for v in (True, False))
        return yes is not no

    def alone(self, position: int) -> bool:
        """Whether the condition was seen true and false, each time deciding, with opposite outcomes."""
        return not self.lacking(position)

    def lacking(self, position: int) -> tuple[bool, ...]:
        """The values at which the condition is still to be seen deciding, so that it is seen deciding alone."""
        shown = {
            (values[position], self.outcome(values))
            for values in self.seen
            if values[position] is not None and self.outcome(values) is not None and self.decides(position, values)
        }
        if any((True, outcome) in shown and (False, not outcome) in shown for outcome in (True, False)):
            return ()
        seen = {value for value, _ in shown}
        return tuple(value for value in (True, False) if value not in seen) or (True, False)

    def values(self, position: int) -> frozenset[Seen]:
        """What the condition was seen to be."""
        return frozenset(values[position] for values in self.seen)

    def settled(self, position: int, value: bool) -> Expr:
        """The decision with one condition settled, wherever it stands in it."""
        return settled(self.expr, self.conditions[position], value)


def settled(expr: Expr, condition: Expr, value: bool) -> Expr:
    """A decision in which `condition`, wherever it is known, is `value`."""
    match expr:
        case And() | Or():
            return replace(expr, items=tuple(settled(item, condition, value) for item in expr.items))
        case Not():
            return Not(settled(expr.item, condition, value))
        case If():
            test, then, other = (settled(part, condition, value) for part in (expr.condition, expr.then, expr.other))
            return If(test, then, other, expr.type)
        case _:
            both = (expr, Not(expr))
            return expr if expr != condition else Or(both) if value else And(both)


def known(value: Seen) -> Value | Unknown:
    """A truth value as the reference has it."""
    return OPEN if value is None else value


def plain(value: object) -> Seen:
    """A truth value of the reference; None: unknown."""
    return value if isinstance(value, bool) else None


def atoms(expr: Expr) -> Iterator[Expr]:
    """The conditions of a decision, in reading order."""
    match expr:
        case And() | Or():
            for item in expr.items:
                yield from atoms(item)
        case Not():
            yield from atoms(expr.item)
        case If():
            for item in (expr.condition, expr.then, expr.other):
                yield from atoms(item)
        case Literal():
            return
        case _:
            yield expr


def decisions(part: Part) -> Iterator[Decision]:
    """Every decision of a part, the outermost first."""
    pending: list[Node] = [part.expr]
    while pending:
        node = pending.pop()
        inside = [node]
        if not isinstance(node, Collection) and isinstance(node.type, BoolType):
            found = list(atoms(node))
            conditions = tuple(dict.fromkeys(found))
            if conditions:
                yield Decision(part, node, conditions, {id(a): conditions.index(a) for a in found})
            inside = list(found)
        pending.extend(reversed([child for item in inside for child in children(item)]))


def may_be_unknown(condition: Expr) -> bool:
    """Whether a missing fact can leave a condition open."""
    pending: list[Node] = [condition]
    while pending:
        node = pending.pop()
        if isinstance(node, Field | Aggregate | Derived):
            return True
        if not isinstance(node, IsKnown):
            pending.extend(children(node))
    return False
