"""Lines that rules draw between numbers or days, and how near to them the cases come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from policyrules.model.expr import Aggregate, AggregateOp, And, Between, Compare, EndOf, Expr, Number, Within
from policyrules.model.finding import Ref
from policyrules.model.types import COUNT_NUMBER, DateType, NumberType
from policyrules.model.vocabulary import Vocabulary
from policyrules.semantics import World, evaluate
from policyrules.semantics.unknown import ends
from policyrules.syntax.walk import nodes
from policyrules.testing.parts import Part
from policyrules.testing.steps import step

BELOW, AT, ABOVE = "below", "at", "above"
SIDES = (BELOW, AT, ABOVE)


@dataclass(eq=False)
class Threshold:
    """`left` held against `right`: what the cases put just below, at and just above the line.

    `node` is the comparison as written. Just below and above is within one smallest step of the unit.
    """

    part: Part
    node: Expr
    left: Expr
    right: Expr
    step: Number
    seen: set[str] = field(default_factory=set)

    def near(self, left: object, right: object) -> str | None:
        """Which side two known values lie on; None where they are farther apart, or not known."""
        distance = apart(left, right)
        if distance is None or not -self.step <= distance <= self.step:
            return None
        if distance == 0:
            return AT
        return ABOVE if distance > 0 else BELOW

    def possible(self, world: World) -> tuple[str, ...]:
        """The sides that can be reached at all, on facts of which nothing is known."""
        nobody = Ref(self.part.owner.entity, "")
        (low, high), (least, most) = (ends(evaluate(side, world, nobody, nobody)) for side in (self.left, self.right))
        lowest, highest = apart(low, most), apart(high, least)
        return tuple(
            side
            for side in SIDES
            if not (side == BELOW and lowest is not None and lowest >= 0)
            and not (side == ABOVE and highest is not None and highest <= 0)
        )


def apart(left: object, right: object) -> Number | None:
    """How far `left` lies above `right`, in days for dates; None where either is not known."""
    match left, right:
        case date(), date():
            return (left - right).days
        case ((int() | Fraction()), (int() | Fraction())):
            return left - right
    return None


def thresholds(part: Part, vocabulary: Vocabulary) -> Iterator[tuple[Expr, Threshold]]:
    """Every line a part draws, each with the node that draws it."""
    for node in nodes(part.expr):
        match node:
            case Compare(left=left, right=right):
                sides = [(left, right)]
            case Between(item=item, low=low, high=high):
                sides = [(item, low), (item, high)]
            case Within(item=item, period=period):
                sides = [(item, EndOf(False, period)), (item, EndOf(True, period))]
            case Aggregate(op=AggregateOp.AT_LEAST, threshold=limit) if limit is not None:
                sides = [(holding(node), limit)]
            case _:
                continue
        for left, right in sides:
            if isinstance(left.type, NumberType | DateType):
                size = step(left.type, vocabulary) if isinstance(left.type, NumberType) else 1
                yield node, Threshold(part, node, left, right, size)


def holding(node: Aggregate) -> Expr:
    """The number that `at_least` holds against its threshold."""
    where = node.value if node.where is None else And((node.where, node.value or node.where))
    return Aggregate(AggregateOp.COUNT, node.source, where, None, None, COUNT_NUMBER)
