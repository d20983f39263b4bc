"""Values that may be unknown, as formulas: the mirror image of what the reference evaluator returns.

A truth value is two bits: certainly true, certainly false. Numbers, days, ranks of words and codes of ids and texts
are a `Span` between two ends, each of which may be open; the value is known where both are closed and meet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from policyrules.model.expr import CompareOp, Number
from policyrules.prover.encode import terms
from policyrules.prover.encode.terms import Bit, Int, conj, disj, neg, pick


@dataclass(frozen=True, slots=True)
class Truth:
    """`yes`: certainly true; `no`: certainly false; neither: unknown. `crisp`: never unknown."""

    yes: Bit
    no: Bit
    crisp: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """num / den, where den is above 0: an int, or a term where a quotient of two variables is meant."""

    num: Int
    den: Int = 1


@dataclass(frozen=True, slots=True)
class End:
    """One end of a span; `at` says nothing where it is open."""

    open: Bit
    at: Quantity


@dataclass(frozen=True, slots=True)
class Span:
    """What lies between two ends. Where both are the same object, it is a value known or a value unknown, no more."""

    low: End
    high: End


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period: known or not, its first and its last day."""

    known: Bit
    start: Int
    end: Int


Symbol = Truth | Span | Stretch

NOWHERE = End(True, Quantity(0))
UNKNOWN = Span(NOWHERE, NOWHERE)
NEITHER = Truth(False, False)


def crisp(yes: Bit) -> Truth:
    """A truth value that is never unknown."""
    return Truth(yes, neg(yes), True)


def truth(known: Bit, value: Bit) -> Truth:
    """A truth value that is known where `known` is."""
    return crisp(value) if known is True else Truth(conj((known, value)), conj((known, neg(value))))


def exactly(num: Int, den: Int = 1, known: Bit = True) -> Span:
    """One value, known where `known` is; else unknown without bounds."""
    end = End(neg(known), Quantity(num, den))
    return Span(end, end)


def number(value: Number) -> Span:
    """A constant."""
    return exactly(*terms.parts(value))


def is_known(symbol: Symbol) -> Bit:
    """Whether the reference would return a plain value."""
    match symbol:
        case Truth():
            return True if symbol.crisp else disj((symbol.yes, symbol.no))
        case Stretch():
            return symbol.known
        case Span():
            closed = conj((neg(symbol.low.open), neg(symbol.high.open)))
            if symbol.low is symbol.high or closed is False:
                return closed
            return conj((closed, relation(CompareOp.EQ, symbol.low.at, symbol.high.at)))


def unless_known(symbol: Symbol, known: Bit) -> Symbol:
    """The same where `known`, else unknown without bounds."""
    if known is True:
        return symbol
    match symbol:
        case Truth():
            return Truth(conj((known, symbol.yes)), conj((known, symbol.no)))
        case Stretch():
            return Stretch(conj((known, symbol.known)), symbol.start, symbol.end)
        case Span():
            low = End(disj((neg(known), symbol.low.open)), symbol.low.at)
            if symbol.low is symbol.high:
                return Span(low, low)
            return Span(low, End(disj((neg(known), symbol.high.open)), symbol.high.at))


def flip(item: Truth) -> Truth:
    """Kleene's not."""
    return Truth(item.no, item.yes, item.crisp)


def all_of(items: Iterable[Truth]) -> Truth:
    """Kleene's and."""
    found = list(items)
    yes = conj(i.yes for i in found)
    return crisp(yes) if all(i.crisp for i in found) else Truth(yes, disj(i.no for i in found))


def any_of(items: Iterable[Truth]) -> Truth:
    """Kleene's or."""
    return flip(all_of([flip(i) for i in items]))


def relation(op: CompareOp, left: Quantity, right: Quantity) -> Bit:
    """Two known quantities compared. A quotient of variables is held against constants by multiplying out."""
    a, b = left.num, right.num
    if not (left.den is right.den or (isinstance(left.den, int) and left.den == right.den)):
        if isinstance(left.den, int) and isinstance(right.den, int):
            common = math.lcm(left.den, right.den)
            a, b = terms.scale(a, common // left.den), terms.scale(b, common // right.den)
        else:
            a, b = terms.times(a, right.den), terms.times(b, left.den)
    match op:
        case CompareOp.EQ:
            return terms.equal(a, b)
        case CompareOp.NE:
            return neg(terms.equal(a, b))
        case CompareOp.LT:
            return terms.less(a, b)
        case CompareOp.LE:
            return terms.at_most(a, b)
        case CompareOp.GT:
            return terms.less(b, a)
        case CompareOp.GE:
            return terms.at_most(b, a)


def compare(op: CompareOp, left: Span, right: Span) -> Truth:
    """A comparison; with an unknown side, decided where the ends of both sides leave only one answer."""
    if left.low is left.high and right.low is right.high:
        known = conj((neg(left.low.open), neg(right.low.open)))
        return NEITHER if known is False else truth(known, relation(op, left.low.at, right.low.at))
    if op in (CompareOp.EQ, CompareOp.NE):
        apart = disj((_ends(CompareOp.LT, left.high, right.low), _ends(CompareOp.GT, left.low, right.high)))
        both = conj((is_known(left), is_known(right)))
        same = False if both is False else conj((both, relation(CompareOp.EQ, left.low.at, right.low.at)))
        return Truth(same, apart) if op is CompareOp.EQ else Truth(apart, same)
    if op in (CompareOp.GT, CompareOp.GE):
        left, right = right, left
        op = CompareOp.LT if op is CompareOp.GT else CompareOp.LE
    against = CompareOp.GE if op is CompareOp.LT else CompareOp.GT
    return Truth(_ends(op, left.high, right.low), _ends(against, left.low, right.high))


def _ends(op: CompareOp, left: End, right: End) -> Bit:
    closed = conj((neg(left.open), neg(right.open)))
    return False if closed is False else conj((closed, relation(op, left.at, right.at)))


def equal_truths(left: Truth, right: Truth) -> Truth:
    """Whether two truth values are the same; unknown where either is."""
    return truth(conj((is_known(left), is_known(right))), terms.iff(left.yes, right.yes))


def choose(condition: Truth, then: Symbol, other: Symbol, ordered: bool) -> Symbol:
    """The chosen branch; where nobody knows which, what both have in common or all that lies between them."""
    if isinstance(then, Truth) and isinstance(other, Truth):
        return _choose_truth(condition, then, other)
    if isinstance(then, Stretch) and isinstance(other, Stretch):
        return _choose_stretch(condition, then, other)
    return _choose_span(condition, cast(Span, then), cast(Span, other), ordered)


def _choose_span(condition: Truth, then: Span, other: Span, ordered: bool) -> Span:
    if condition.crisp:
        if then.low is then.high and other.low is other.high:
            end = pick_end(condition.yes, then.low, other.low)
            return Span(end, end)
        between = then
    else:
        between = hull(then, other, ordered)
    low = pick_end(condition.yes, then.low, pick_end(condition.no, other.low, between.low))
    high = pick_end(condition.yes, then.high, pick_end(condition.no, other.high, between.high))
    return Span(low, high)


def _choose_truth(condition: Truth, then: Truth, other: Truth) -> Truth:
    yes = disj((conj((condition.yes, then.yes)), conj((condition.no, other.yes)), conj((then.yes, other.yes))))
    no = disj((conj((condition.yes, then.no)), conj((condition.no, other.no)), conj((then.no, other.no))))
    return crisp(yes) if condition.crisp and then.crisp and other.crisp else Truth(yes, no)


def _choose_stretch(condition: Truth, then: Stretch, other: Stretch) -> Stretch:
    same = conj((then.known, other.known, terms.equal(then.start, other.start), terms.equal(then.end, other.end)))
    known = disj((conj((condition.yes, then.known)), conj((condition.no, other.known)), same))
    return Stretch(known, pick(condition.yes, then.start, other.start), pick(condition.yes, then.end, other.end))


def pick_end(condition: Bit, then: End, other: End) -> End:
    """One of two ends."""
    if condition is True or then is other:
        return then
    if condition is False:
        return other
    return End(pick(condition, then.open, other.open), pick_quantity(condition, then.at, other.at))


def pick_quantity(condition: Bit, then: Quantity, other: Quantity) -> Quantity:
    """One of two quantities, over a common denominator where both have one."""
    if isinstance(then.den, int) and isinstance(other.den, int):
        common = math.lcm(then.den, other.den)
        a, b = terms.scale(then.num, common // then.den), terms.scale(other.num, common // other.den)
        return Quantity(pick(condition, a, b), common)
    return Quantity(pick(condition, then.num, other.num), pick(condition, then.den, other.den))


def hull(one: Span, two: Span, ordered: bool) -> Span:
    """Whatever lies between either of two values; for words without order only a value both have in common."""
    if not ordered:
        both = conj((is_known(one), is_known(two)))
        same = False if both is False else conj((both, relation(CompareOp.EQ, one.low.at, two.low.at)))
        end = End(neg(same), one.low.at)
        return Span(end, end)
    return Span(outer(CompareOp.LE, one.low, two.low), outer(CompareOp.GE, one.high, two.high))


def outer(op: CompareOp, one: End, two: End) -> End:
    """The end that is `op` the other; open where either is."""
    open_ = disj((one.open, two.open))
    if open_ is True:
        return NOWHERE
    return End(open_, pick_quantity(relation(op, one.at, two.at), one.at, two.at))


def inner(op: CompareOp, one: End, two: End) -> End:
    """The end that is `op` the other; an open one gives way, and it is open only where both are."""
    if one.open is True:
        return two
    if two.open is True:
        return one
    first = disj((two.open, conj((neg(one.open), relation(op, one.at, two.at)))))
    return End(conj((one.open, two.open)), pick_quantity(first, one.at, two.at))
