"""Exact numbers in a plan: whole numbers over a fixed scale and, for quotients, over a second column.

Nothing is ever divided to compare: both sides are multiplied crosswise. Days are numbers too, counted from 1970 on.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import cast

from policyrules.engines.frame import truth, whole
from policyrules.engines.frame.truth import FALSE, Truth
from policyrules.engines.frame.whole import ONE, Whole, constant
from policyrules.model.expr import CompareOp, RoundMode


@dataclass(frozen=True, slots=True)
class Number:
    """`top / (scale * bottom)`; `bottom` is positive, and null only where `top` is."""

    top: Whole
    scale: int = 1
    bottom: Whole | None = None

    @property
    def nullable(self) -> bool:
        """Whether a row may hold null."""
        return self.top.nullable

    @property
    def under(self) -> Whole:
        """What `top` stands over, as one whole number."""
        return whole.times(self.bottom or ONE, constant(self.scale))

    @property
    def is_constant(self) -> bool:
        """Whether it is known already."""
        return isinstance(self.top.value, int) and self.bottom is None


def number(value: int | Fraction) -> Number:
    """A number that is known already."""
    return Number(constant(value.numerator), value.denominator)


ZERO = number(0)


def level(a: Number, b: Number) -> tuple[Number, Number]:
    """Both over the same scale and the same bottom."""
    scale = lcm(a.scale, b.scale)
    x, y = (whole.times(n.top, constant(scale // n.scale)) for n in (a, b))
    if a.bottom is b.bottom:
        return Number(x, scale, a.bottom), Number(y, scale, b.bottom)
    p, q = a.bottom or ONE, b.bottom or ONE
    bottom = whole.times(p, q)
    return Number(whole.times(x, q), scale, bottom), Number(whole.times(y, p), scale, bottom)


def plus(a: Number, b: Number) -> Number:
    """The sum; null with a null."""
    x, y = level(a, b)
    return Number(whole.plus(x.top, y.top), x.scale, x.bottom)


def minus(a: Number, b: Number) -> Number:
    """The difference; null with a null."""
    x, y = level(a, b)
    return Number(whole.minus(x.top, y.top), x.scale, x.bottom)


def times(a: Number, b: Number) -> Number:
    """The product; null with a null."""
    bottom = b.bottom if a.bottom is None else a.bottom if b.bottom is None else whole.times(a.bottom, b.bottom)
    if not (a.is_constant or b.is_constant):
        return Number(whole.times(a.top, b.top), a.scale * b.scale, bottom)
    # A constant factor is brought to lowest terms first, so that the product stays small.
    other, factor = (b, a) if a.is_constant else (a, b)
    ratio = Fraction(cast(int, factor.top.value), factor.scale * other.scale)
    return Number(whole.times(other.top, constant(ratio.numerator)), ratio.denominator, bottom)


def over(a: Number, b: Number, negative: Truth) -> Number:
    """`a` divided by `b`, which is below 0 where `negative` says so. Where it is 0 the result has no meaning."""
    if b.is_constant and b.top.size:
        return times(a, number(Fraction(b.scale, cast(int, b.top.value))))
    common = gcd(a.scale, b.scale)
    zero = constant(0)
    upper = whole.times(whole.chosen(negative, whole.minus(zero, a.top), a.top), constant(b.scale // common))
    lower = whole.chosen(negative, whole.minus(zero, b.top), b.top)
    # Where the divisor is 0 there is no quotient: whoever asks for one leaves these rows null.
    lower = Whole(lower.value, 1, max(1, lower.size), lower.narrow)
    if b.bottom is not None:
        upper = whole.times(upper, b.bottom)
    if a.bottom is not None:
        lower = whole.times(a.bottom, lower)
    return Number(upper, a.scale // common, lower)


def chosen(condition: Truth, a: Number, b: Number) -> Number:
    """`a` where the condition holds, else `b`."""
    scale = lcm(a.scale, b.scale)
    top = whole.chosen(condition, *(whole.times(n.top, constant(scale // n.scale)) for n in (a, b)))
    plain = a.bottom is None and b.bottom is None
    bottom = None if plain else whole.chosen(condition, a.bottom or ONE, b.bottom or ONE)
    return Number(top, scale, bottom)


def compared(op: CompareOp, a: Number, b: Number) -> Truth:
    """Whether `a op b`; false with a null."""
    x, y = level(a, b)
    if whole.never(op, x.top, y.top):
        return FALSE
    return truth.settled(whole.compared(op, x.top, y.top))


def rounded(n: Number, mode: RoundMode, places: int) -> Number:
    """`n` at so many decimal places, as `semantics.interval.rounded` does it."""
    grid = 10**places
    if n.bottom is None and grid % n.scale == 0:
        return n
    top, under = whole.times(n.top, constant(grid)), n.under
    match mode:
        case RoundMode.DOWN:
            cut = whole.floored(top, under)
        case RoundMode.UP:
            cut = whole.minus(constant(0), whole.floored(whole.minus(constant(0), top), under))
        case RoundMode.HALF_UP:
            two = constant(2)
            cut = whole.floored(whole.plus(whole.times(top, two), under), whole.times(under, two))
    return Number(cut, grid)


def is_below_zero(n: Number) -> Truth:
    """Where it is less than 0; false with a null."""
    if n.top.least >= 0:
        return FALSE
    return compared(CompareOp.LT, n, ZERO)
