"""Arithmetic on spans, end by end, as `semantics/interval.py` does it on numbers."""

from __future__ import annotations

import math
from datetime import date

from policyrules.model.expr import AggregateOp, ArithOp, CompareOp, RoundMode
from policyrules.prover.encode import terms
from policyrules.prover.encode.symbols import (
    UNKNOWN,
    End,
    Quantity,
    Span,
    inner,
    number,
    outer,
)
from policyrules.prover.encode.terms import Beyond, add, disj, pick

LAST_DAY = date.max.toordinal()


def on_ends(low: End, high: End, exact: bool) -> Span:
    """A span; one end for both where both sides were exact."""
    return Span(low, low) if exact else Span(low, high)


def is_exact(*spans: Span) -> bool:
    """Whether each is a value known or unknown, never one between two ends."""
    return all(s.low is s.high for s in spans)


def is_blank(span: Span) -> bool:
    """Whether nothing is known of it, whatever the facts."""
    return span.low.open is True and span.high.open is True


def plus(a: End, b: End) -> End:
    """The sum; open if either is."""
    open_ = disj((a.open, b.open))
    if isinstance(a.at.den, int) and isinstance(b.at.den, int):
        common = math.lcm(a.at.den, b.at.den)
        num = add((terms.scale(a.at.num, common // a.at.den), terms.scale(b.at.num, common // b.at.den)))
        return End(open_, Quantity(num, common))
    if a.at.den is b.at.den:
        return End(open_, Quantity(add((a.at.num, b.at.num)), a.at.den))
    num = add((terms.times(a.at.num, b.at.den), terms.times(b.at.num, a.at.den)))
    return End(open_, Quantity(num, terms.times(a.at.den, b.at.den)))


def turned(a: End) -> End:
    """The same with its sign turned."""
    return End(a.open, Quantity(terms.scale(a.at.num, -1), a.at.den))


def negate(span: Span) -> Span:
    """Minus a span."""
    return on_ends(turned(span.high), turned(span.low), is_exact(span))


def constant(span: Span) -> tuple[int, int] | None:
    """Numerator and denominator of a span that is one constant."""
    at = span.low.at
    if span.low.open is False and span.low is span.high and isinstance(at.num, int) and isinstance(at.den, int):
        return at.num, at.den
    return None


def scaled(span: Span, num: int, den: int) -> Span:
    """A span times the constant num / den, turned around where that is negative."""

    def end(e: End) -> End:
        common = math.gcd(num, e.at.den) if isinstance(e.at.den, int) else 1
        bottom = terms.scale(e.at.den, den) if common == 1 else e.at.den // common * den
        return End(e.open, Quantity(terms.scale(e.at.num, num // common), bottom))

    low, high = (span.low, span.high) if num >= 0 else (span.high, span.low)
    return on_ends(end(low), end(high), is_exact(span))


def arithmetic(op: ArithOp, left: Span, right: Span) -> Span:
    """The span of `left op right`."""
    exact = is_exact(left, right)
    match op:
        case ArithOp.ADD:
            return on_ends(plus(left.low, right.low), plus(left.high, right.high), exact)
        case ArithOp.SUB:
            other = negate(right)
            return on_ends(plus(left.low, other.low), plus(left.high, other.high), exact)
        case ArithOp.MUL:
            return times(left, right)
        case ArithOp.DIV:
            return divide(left, right)


def times(left: Span, right: Span) -> Span:
    """A product. One side is a constant, or both are exact and one a choice among few constants."""
    for factor, other in ((constant(left), right), (constant(right), left)):
        if factor is not None:
            return scaled(other, *factor)
    if is_blank(left) or is_blank(right):
        return UNKNOWN
    if not is_exact(left, right):
        raise Beyond("product")
    num = terms.times(left.low.at.num, right.low.at.num)
    den = terms.times(left.low.at.den, right.low.at.den)
    end = End(disj((left.low.open, right.low.open)), Quantity(num, den))
    return Span(end, end)


def divide(left: Span, right: Span) -> Span:
    """A quotient; open where the divisor is, or may be, zero or has an open end."""
    factor = constant(right)
    if factor is not None:
        num, den = factor
        return UNKNOWN if num == 0 else scaled(left, den if num > 0 else -den, abs(num))
    if is_blank(left) or is_blank(right):
        return UNKNOWN
    if not is_exact(left, right):
        raise Beyond("quotient")
    top, bottom = left.low, right.low
    negative = terms.less(bottom.at.num, 0)
    num = terms.times(top.at.num, bottom.at.den)
    den = terms.times(top.at.den, bottom.at.num)
    open_ = disj((top.open, bottom.open, terms.equal(bottom.at.num, 0)))
    end = End(open_, Quantity(pick(negative, terms.scale(num, -1), num), pick(negative, terms.scale(den, -1), den)))
    return Span(end, end)


def rounded(mode: RoundMode, span: Span, places: int) -> Span:
    """A span rounded at both ends: up and halves to the greater neighbour, down to the lesser."""

    def end(e: End) -> End:
        if not isinstance(e.at.den, int):
            raise Beyond("rounding")
        num, den = terms.scale(e.at.num, 10**places), e.at.den
        match mode:
            case RoundMode.DOWN:
                whole = terms.floor_div(num, den)
            case RoundMode.UP:
                whole = terms.scale(terms.floor_div(terms.scale(num, -1), den), -1)
            case RoundMode.HALF_UP:
                whole = terms.floor_div(add((terms.scale(num, 2), den)), 2 * den)
        return End(e.open, Quantity(whole, 10**places))

    low = end(span.low)
    return on_ends(low, low if is_exact(span) else end(span.high), is_exact(span))


def day_after(day: End, days: End) -> End:
    """The day `days` after `day`, whole days counted; open beyond the calendar."""
    total = plus(day, days)
    if not isinstance(total.at.den, int):
        raise Beyond("quotient")
    at = terms.floor_div(total.at.num, total.at.den)
    outside = disj((terms.less(at, 1), terms.less(LAST_DAY, at)))
    return End(disj((total.open, outside)), Quantity(at))


def on_days(op: ArithOp, left: Span, right: Span, both_days: bool) -> Span:
    """A day plus or minus days, or the days between two days."""
    exact = is_exact(left, right)
    if op is ArithOp.ADD:
        return on_ends(day_after(left.low, right.low), day_after(left.high, right.high), exact)
    other = negate(right)
    if both_days:
        return on_ends(plus(left.low, other.low), plus(left.high, other.high), exact)
    return on_ends(day_after(left.low, other.low), day_after(left.high, other.high), exact)


def extreme(op: AggregateOp, items: list[Span]) -> Span:
    """The least or greatest of several: an open end stays open on the far side only."""
    result = items[0]
    for item in items[1:]:
        if op is AggregateOp.MIN:
            result = Span(outer(CompareOp.LE, result.low, item.low), inner(CompareOp.LE, result.high, item.high))
        else:
            result = Span(inner(CompareOp.GE, result.low, item.low), outer(CompareOp.GE, result.high, item.high))
    return result


def with_zero(op: CompareOp, end: End) -> End:
    """The lesser (LE) or greater (GE) of an end and 0."""
    return outer(op, end, number(0).low)
