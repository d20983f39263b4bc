"""The lowered operations over columns: a value from the values of the arguments, null rules spelled out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from typing import cast

from policyrules.engines.frame import number as numbers
from policyrules.engines.frame import truth, whole
from policyrules.engines.frame.number import Number, number
from policyrules.engines.frame.truth import FALSE, Truth
from policyrules.engines.frame.values import (
    EPOCH,
    NOTHING,
    Nothing,
    Span,
    Val,
    Word,
    choose,
    compared,
    is_null,
    known_already,
    one_of,
    only,
    recoded,
)
from policyrules.engines.frame.whole import Whole
from policyrules.model.expr import CompareOp
from policyrules.semantics.lowered import Node, Op

ZERO = number(0)
FIRST_DAY, LAST_DAY = 1 - EPOCH, date.max.toordinal() - EPOCH


def scalar(node: Node, args: Sequence[Val]) -> Val:
    """The value of an operation that is neither a fact nor an aggregate."""
    if node.op is Op.CONST:
        return known_already(node.data)
    return OPERATIONS[node.op](node.data, *args)


def strict(do: Callable[..., Val]) -> Callable[..., Val]:
    """Null where an argument is null for every row; elsewhere columns carry nulls along themselves."""
    return lambda data, *args: NOTHING if any(isinstance(a, Nothing) for a in args) else do(data, *args)


def _is(data: bool, item: Val) -> Truth:
    if isinstance(item, Nothing):
        return FALSE
    found = cast(Truth, item)
    return truth.settled(found if data else truth.negated(found))


def _least(data: None, *items: Val) -> Val:
    return reduce(lambda a, b: _pick(CompareOp.LE, a, b), items)


def _greatest(data: None, *items: Val) -> Val:
    return reduce(lambda a, b: _pick(CompareOp.GE, a, b), items)


def _pick(op: CompareOp, a: Val, b: Val) -> Val:
    """The one that stands `op` to the other; null with a null."""
    if isinstance(a, Nothing) or isinstance(b, Nothing):
        return NOTHING
    first, second = compared(op, a, b), truth.negated(truth.either(is_null(a), is_null(b)))
    return only(second, choose(first, a, b))


def _known(op: CompareOp) -> Callable[..., Val]:
    def pick(a: Val, b: Val) -> Val:
        if isinstance(a, Nothing) or isinstance(b, Nothing):
            return b if isinstance(a, Nothing) else a
        return choose(truth.either(is_null(b), compared(op, a, b)), a, b)

    return lambda data, *items: reduce(pick, items)


def _coalesced(data: None, item: Val, default: Val) -> Val:
    return choose(is_null(item), default, item)


def _agreed(data: None, a: Val, b: Val) -> Val:
    return only(compared(CompareOp.EQ, a, b), a)


def _ranked(data: tuple[str, ...], word: Word) -> Number:
    place = recoded(word, data)
    top = Whole(place.place, 0, len(data) - 1, not isinstance(place.place, int))
    return Number(top)


def _scaled(factor: Val, low: Val, high: Val, end: int) -> Val:
    """The low (0) or high (1) end of a known factor times what lies from `low` to `high`."""
    near, far = (low, high) if end == 0 else (high, low)
    if isinstance(factor, Nothing):
        return NOTHING
    turned = numbers.is_below_zero(cast(Number, factor))
    return choose(turned, _product(factor, far), _product(factor, near))


def _product(a: Val, b: Val) -> Val:
    if isinstance(a, Nothing) or isinstance(b, Nothing):
        return NOTHING
    return numbers.times(cast(Number, a), cast(Number, b))


def _times(end: int, a: Val, b: Val, c: Val, d: Val) -> Val:
    """An end of a product: a factor whose ends meet scales the other's ends, else all four ends are needed."""
    if c is d:
        return _scaled(c, a, b, end)
    if a is b:
        return _scaled(a, c, d, end)
    corners = [_product(x, y) for x in (a, b) for y in (c, d)]
    outer = (_least if end == 0 else _greatest)(None, *corners)
    one = choose(compared(CompareOp.EQ, c, d), _scaled(c, a, b, end), outer)
    return choose(compared(CompareOp.EQ, a, b), _scaled(a, c, d, end), one)


def _divide(end: int, a: Val, b: Val, c: Val, d: Val) -> Val:
    """An end of a quotient; null where the divisor is, or may be, zero or has an open end."""
    if isinstance(c, Nothing) or isinstance(d, Nothing):
        return NOTHING
    low, high = cast(Number, c), cast(Number, d)
    above, below = compared(CompareOp.GT, low, ZERO), compared(CompareOp.LT, high, ZERO)
    if c is d and a is b:
        return only(truth.either(above, below), _quotient(a, low))
    meet = compared(CompareOp.EQ, c, d)
    near, far = (a, b) if end == 0 else (b, a)
    # One open end of the divisor leaves the quotient open, though the other end alone would bound one side of it.
    is_open = [is_null(end) for end in (a, b, c, d)]
    bounded = truth.either(meet, truth.negated(truth.either(*is_open)))
    # Against a positive divisor the end itself decides which divisor moves it farthest; a negative one turns the ends.
    positive = _farthest(near, low, high, end == 0)
    negative = _farthest(far, low, high, end == 0)
    found = choose(above, positive, only(below, negative))
    return only(truth.both(bounded, truth.either(above, below)), found)


def _farthest(a: Val, low: Number, high: Number, least: bool) -> Val:
    """The least or greatest of `a / low` and `a / high`, where both divisors have one sign."""
    if isinstance(a, Nothing):
        return NOTHING
    negative = numbers.is_below_zero(cast(Number, a))
    return choose(negative, *(_quotient(a, d) for d in ((low, high) if least else (high, low))))


def _quotient(a: Val, b: Number) -> Val:
    if isinstance(a, Nothing):
        return NOTHING
    return numbers.over(cast(Number, a), b, numbers.is_below_zero(b))


def _day_after(data: None, day: Number, days: Number) -> Val:
    moved = numbers.plus(day, days)
    whole_days = whole.floored(moved.top, moved.under) if (moved.scale, moved.bottom) != (1, None) else moved.top
    there = Number(whole_days)
    first, last = compared(CompareOp.GE, there, number(FIRST_DAY)), compared(CompareOp.LE, there, number(LAST_DAY))
    found = only(truth.both(first, last), there)
    if not isinstance(found, Number):
        return found
    least, most = max(FIRST_DAY, found.top.least), min(LAST_DAY, found.top.most)
    return Number(Whole(found.top.value, least, most, found.top.narrow))


def _edge(data: bool, period: Span) -> Number:
    return period.last if data else period.first


OPERATIONS: dict[Op, Callable[..., Val]] = {
    Op.NOT: lambda data, item: truth.negated(item),
    Op.AND: lambda data, *items: truth.both(*items),
    Op.OR: lambda data, *items: truth.either(*items),
    Op.IS: _is,
    Op.IS_NULL: lambda data, item: is_null(item),
    Op.COMPARE: compared,
    Op.IS_ONE_OF: lambda data, item: one_of(item, data) if not isinstance(item, Nothing) else FALSE,
    Op.CASE: lambda data, condition, then, other: choose(condition, then, other),
    Op.COALESCE: _coalesced,
    Op.AGREE: _agreed,
    Op.RANK: strict(_ranked),
    Op.ADD: strict(lambda data, a, b: numbers.plus(a, b)),
    Op.SUBTRACT: strict(lambda data, a, b: numbers.minus(a, b)),
    Op.MULTIPLY: strict(lambda data, a, b: numbers.times(a, b)),
    Op.LEAST: strict(_least),
    Op.GREATEST: strict(_greatest),
    Op.LEAST_KNOWN: _known(CompareOp.LE),
    Op.GREATEST_KNOWN: _known(CompareOp.GE),
    Op.TIMES: _times,
    Op.DIVIDE: _divide,
    Op.ROUND: strict(lambda data, item: numbers.rounded(item, *data)),
    Op.DAY_AFTER: strict(_day_after),
    Op.DAYS_BETWEEN: strict(lambda data, a, b: numbers.minus(a, b)),
    Op.EDGE: strict(_edge),
}
