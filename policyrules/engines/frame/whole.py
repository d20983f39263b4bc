"""Whole numbers in a plan: a column or a constant, with the bounds that prove that 64 bits hold it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from policyrules.engines.frame import column
from policyrules.engines.frame.column import Column, lit, when
from policyrules.engines.frame.truth import FALSE, TRUE, Truth
from policyrules.model.expr import CompareOp
from policyrules.semantics.interval import COMPARISONS, MIRRORED

LIMIT = 2**62
# Engines divide by way of binary fractions, which are exact for whole numbers up to here.
DIVIDES_TO = 2**52
NARROW_TO = 2**31


class TooLargeError(Exception):
    """A number that 64 bits might not hold: the plan is refused."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, null where unknown. Its value lies from `least` to `most`; a constant's is an int.

    A `narrow` column has fewer than 64 bits: good to be compared, widened before anything is made of it.
    """

    value: Column | int
    least: int
    most: int
    narrow: bool = False

    def __post_init__(self) -> None:
        if self.least < -LIMIT or self.most > LIMIT:
            raise TooLargeError

    @property
    def column(self) -> Column:
        """The number as a column."""
        return lit(self.value, "Int64") if isinstance(self.value, int) else self.value

    @property
    def nullable(self) -> bool:
        """Whether a row may hold null."""
        return not isinstance(self.value, int) and self.value.nullable

    @property
    def narrowest(self) -> Column:
        """A narrow column, or a constant in as few bits as hold it."""
        if not isinstance(self.value, int):
            return self.value
        return lit(self.value, "Int8" if -(2**7) <= self.value < 2**7 else "Int32")

    @property
    def size(self) -> int:
        """The largest it may be, sign aside."""
        return max(abs(self.least), abs(self.most))

    @property
    def wide(self) -> Any:
        """The number in 64 bits: a column or an int."""
        return self.column.cast("Int64") if self.narrow else self.value

    def named(self, value: Column) -> Whole:
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
    whole = ((raised.wide - left) // under).cast("Int64")
    if a.least < 0:
        whole = whole - max(0, -(a.least // max(1, b.least)))
    return Whole(whole, min(bounds), max(bounds))


def chosen(condition: Truth, a: Whole, b: Whole) -> Whole:
    """`a` where the condition holds, else `b`."""
    if isinstance(condition.value, bool):
        return a if condition.value else b
    if isinstance(a.value, int) and isinstance(b.value, int) and a.value == b.value:
        return a
    least, most = min(a.least, b.least), max(a.most, b.most)
    narrow = all(n.narrow or isinstance(n.value, int) for n in (a, b)) and least >= -NARROW_TO and most < NARROW_TO
    one, two = (n.narrowest if narrow else n.column for n in (a, b))
    return Whole(when(condition.value, one, two), least, most, narrow)


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
    return Truth(column.compared(op, a.value, lit(b.value) if isinstance(b.value, int) else b.value))
