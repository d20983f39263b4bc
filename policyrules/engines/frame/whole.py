"""Whole numbers in a plan: a column or a constant, with the bounds that prove that 64 bits hold it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from policyrules.engines.frame import truth
from policyrules.engines.frame.truth import FALSE, TRUE, Truth
from policyrules.model.expr import CompareOp
from policyrules.semantics.interval import COMPARISONS
from policyrules.semantics.lowered import MIRRORED

LIMIT = 2**62
# Engines divide by way of binary fractions, which are exact for whole numbers up to here.
DIVIDES_TO = 2**52

OPPOSITE = {CompareOp.GT: CompareOp.LE, CompareOp.GE: CompareOp.LT, CompareOp.NE: CompareOp.EQ}


class TooLargeError(Exception):
    """A number that 64 bits might not hold: the plan is refused."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, null where unknown. Its value lies from `least` to `most`; a constant's is an int.

    A `narrow` column has fewer than 64 bits: good to be compared, widened before anything is made of it.
    """

    value: nw.Expr | int
    least: int
    most: int
    narrow: bool = False

    def __post_init__(self) -> None:
        if self.least < -LIMIT or self.most > LIMIT:
            raise TooLargeError

    @property
    def expression(self) -> nw.Expr:
        """The number as a column."""
        return nw.lit(self.value, nw.Int64) if isinstance(self.value, int) else self.value

    @property
    def size(self) -> int:
        """The largest it may be, sign aside."""
        return max(abs(self.least), abs(self.most))

    @property
    def wide(self) -> Any:
        """The number in 64 bits: a column or an int."""
        return self.expression.cast(nw.Int64) if self.narrow else self.value

    def named(self, value: nw.Expr) -> Whole:
        """The same number, kept in a column."""
        return replace(self, value=value)


def constant(value: int) -> Whole:
    """A number that is known already."""
    return Whole(value, value, value)


ONE = constant(1)


def _apply(do: Callable[[Any, Any], Any], a: Whole, b: Whole, bounds: tuple[int, ...]) -> Whole:
    return Whole(do(a.wide, b.wide), min(bounds), max(bounds))


def plus(a: Whole, b: Whole) -> Whole:
    """The sum."""
    if isinstance(b.value, int) and b.value == 0:
        return a
    return _apply(operator.add, a, b, (a.least + b.least, a.most + b.most))


def minus(a: Whole, b: Whole) -> Whole:
    """The difference."""
    return _apply(operator.sub, a, b, (a.least - b.most, a.most - b.least))


def times(a: Whole, b: Whole) -> Whole:
    """The product."""
    for one, other in ((a, b), (b, a)):
        if isinstance(one.value, int) and one.value == 1:
            return other
    corners = tuple(x * y for x in (a.least, a.most) for y in (b.least, b.most))
    return _apply(operator.mul, a, b, corners)


def floored(a: Whole, b: Whole) -> Whole:
    """`a` divided by the positive `b`, rounded down. What is left over is taken away first: the rest divides evenly,
    so that it does not matter how an engine rounds."""
    bounds = tuple(x // y for x in (a.least, a.most) for y in (b.least, b.most))
    if isinstance(a.value, int) and isinstance(b.value, int):
        return constant(a.value // b.value)
    if max(a.size + b.size, b.size) > DIVIDES_TO:
        raise TooLargeError
    # Engines differ in the sign of what is left of a negative number, so it is made positive.
    lift = times(b, constant(max(0, -(a.least // max(1, b.least)))))
    raised = plus(a, lift)
    under = b.wide
    left = raised.wide % under
    whole = ((raised.wide - left) // under).cast(nw.Int64)
    if a.least < 0:
        whole = whole - max(0, -(a.least // max(1, b.least)))
    return Whole(whole, min(bounds), max(bounds))


def chosen(condition: Truth, a: Whole, b: Whole) -> Whole:
    """`a` where the condition holds, else `b`."""
    if isinstance(condition.value, bool):
        return a if condition.value else b
    if isinstance(a.value, int) and isinstance(b.value, int) and a.value == b.value:
        return a
    picked = nw.when(condition.value).then(a.expression).otherwise(b.expression)
    return Whole(picked, min(a.least, b.least), max(a.most, b.most), a.narrow and b.narrow)


def never(op: CompareOp, a: Whole, b: Whole) -> bool:
    """Whether the bounds leave no row for which `a op b` could hold."""
    match op:
        case CompareOp.LT:
            return a.least >= b.most
        case CompareOp.LE:
            return a.least > b.most
        case CompareOp.GT:
            return a.most <= b.least
        case CompareOp.GE:
            return a.most < b.least
        case CompareOp.EQ:
            return a.least > b.most or a.most < b.least
    return False


def compared(op: CompareOp, a: Whole, b: Whole) -> Truth:
    """Whether `a op b`; null with a null."""
    if isinstance(a.value, int) and isinstance(b.value, int):
        return TRUE if COMPARISONS[op](a.value, b.value) else FALSE
    if isinstance(a.value, int):
        return compared(MIRRORED[op], b, a)
    # A comparison and its opposite are written as one, so that an engine can compute it once for both.
    if op in OPPOSITE:
        return truth.negated(Truth(COMPARISONS[OPPOSITE[op]](a.value, b.value)))
    return Truth(COMPARISONS[op](a.value, b.value))
