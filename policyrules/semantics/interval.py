"""Exact arithmetic on numbers, days and intervals of them. An end that is None is open and stays open.

The reference calls these on the two ends of its values; engines call them where both ends are only known at run time.
Every function is total: what has no answer (a division by zero, a day beyond the calendar) is open.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from policyrules.model.expr import ArithOp, CompareOp, Number, RoundMode

Ends = tuple[Number | None, Number | None]
OPEN: Ends = (None, None)
HALF = Fraction(1, 2)
COMPARISONS: dict[CompareOp, Callable[[Any, Any], bool]] = {
    CompareOp.EQ: operator.eq,
    CompareOp.NE: operator.ne,
    CompareOp.LT: operator.lt,
    CompareOp.LE: operator.le,
    CompareOp.GT: operator.gt,
    CompareOp.GE: operator.ge,
}
OPPOSITE = {
    CompareOp.EQ: CompareOp.NE,
    CompareOp.NE: CompareOp.EQ,
    CompareOp.LT: CompareOp.GE,
    CompareOp.GE: CompareOp.LT,
    CompareOp.LE: CompareOp.GT,
    CompareOp.GT: CompareOp.LE,
}
MIRRORED = {
    CompareOp.EQ: CompareOp.EQ,
    CompareOp.NE: CompareOp.NE,
    CompareOp.LT: CompareOp.GT,
    CompareOp.GT: CompareOp.LT,
    CompareOp.LE: CompareOp.GE,
    CompareOp.GE: CompareOp.LE,
}
MOST_BITS = 1024


def tidy(number: Number) -> Number:
    """A whole Fraction as an int, so that equal numbers look alike."""
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number


def rounded(mode: RoundMode, number: Number, places: int) -> Number:
    """`number` at `places` decimal places: up and halves go to the greater neighbour, down to the lesser."""
    scale = 10**places
    scaled = number * scale
    match mode:
        case RoundMode.UP:
            whole = math.ceil(scaled)
        case RoundMode.DOWN:
            whole = math.floor(scaled)
        case RoundMode.HALF_UP:
            whole = math.floor(scaled + HALF)
    return tidy(Fraction(whole, scale))


def arithmetic(op: ArithOp, left: Ends, right: Ends) -> Ends:
    """The ends of `left op right`."""
    (a, b), (c, d) = left, right
    match op:
        case ArithOp.ADD:
            return plus(a, c), plus(b, d)
        case ArithOp.SUB:
            return minus(a, d), minus(b, c)
        case ArithOp.MUL:
            return times(left, right)
        case ArithOp.DIV:
            return divide(left, right)


def plus(a: Number | None, b: Number | None) -> Number | None:
    """The sum; open if either is."""
    return None if a is None or b is None else tidy(a + b)


def minus(a: Number | None, b: Number | None) -> Number | None:
    """The difference; open if either is."""
    return None if a is None or b is None else tidy(a - b)


def product(a: Number | None, b: Number | None) -> Number | None:
    """The product; open if either is."""
    return None if a is None or b is None else bounded(a * b)


def bounded(number: Number) -> Number | None:
    """The number, tidied; open where it has grown beyond every measure (`MOST_BITS`), so that no rule can be made
    to compute for ever by squaring and squaring again."""
    most = max(abs(number.numerator), number.denominator)
    return None if most.bit_length() > MOST_BITS else tidy(number)


def times(left: Ends, right: Ends) -> Ends:
    """A known factor scales both ends; two unknown factors need all four ends, else the product is open."""
    (a, b), (c, d) = left, right
    if a is not None and a == b:
        return scaled(a, right)
    if c is not None and c == d:
        return scaled(c, left)
    if a is None or b is None or c is None or d is None:
        return OPEN
    corners = (a * c, a * d, b * c, b * d)
    return bounded(min(corners)), bounded(max(corners))


def scaled(factor: Number, other: Ends) -> Ends:
    """Both ends times a known factor, turned around where it is negative."""
    low, high = (product(end, factor) for end in other)
    return (low, high) if factor >= 0 else (high, low)


def divide(left: Ends, right: Ends) -> Ends:
    """The quotient; open where the divisor is, or may be, zero or has an open end."""
    c, d = right
    if c is None or d is None or c <= 0 <= d:
        return OPEN
    return times(left, (tidy(Fraction(1) / d), tidy(Fraction(1) / c)))


def day_after(day: date | None, days: Number | None) -> date | None:
    """The day `days` after `day` (a part of a day does not count); open beyond the calendar."""
    if day is None or days is None:
        return None
    ordinal = math.floor(day.toordinal() + days)
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def days_between(later: date | None, earlier: date | None) -> int | None:
    """The whole days from `earlier` to `later`."""
    return None if later is None or earlier is None else (later - earlier) // timedelta(days=1)
