"""Counts, sums, shares and their kin over kinds of members, as `semantics/aggregates.py` has them over members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never, cast

from policyrules.model.expr import Aggregate, AggregateOp, CompareOp
from policyrules.model.types import NumberType
from policyrules.prover.encode import numbers, terms
from policyrules.prover.encode.store import Store
from policyrules.prover.encode.symbols import (
    NOWHERE,
    UNKNOWN,
    End,
    Quantity,
    Span,
    Symbol,
    Truth,
    compare,
    equal_truths,
    exactly,
    inner,
    is_known,
    number,
    outer,
    pick_end,
)
from policyrules.prover.encode.terms import Bit, Int, add, at_most, conj, disj, less, neg, pick
from policyrules.prover.sure import sure

AT_LEAST_NONE = Span(number(0).low, NOWHERE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kind of member: how many alike, whether in, its value (None for a count), and how many values they have."""

    weight: Int
    inside: Truth
    value: Symbol | None
    spread: Int = 1

    @property
    def here(self) -> Bit:
        """Whether there is any at all."""
        return at_most(1, self.weight)

    @property
    def certain(self) -> Bit:
        """There and certainly in."""
        return conj((self.here, self.inside.yes))

    @property
    def possible(self) -> Bit:
        """There and not certainly out."""
        return conj((self.here, neg(self.inside.no)))

    @property
    def only_possible(self) -> Bit:
        """There, neither certainly in nor certainly out."""
        return False if self.inside.crisp else conj((self.here, neg(self.inside.no), neg(self.inside.yes)))


def over(op: AggregateOp, found: list[Candidate], threshold: Span | None) -> Symbol:
    """The value of an aggregate over members."""
    match op:
        case AggregateOp.COUNT:
            return count(found)
        case AggregateOp.DISTINCT:
            return distinct(found)
        case AggregateOp.SUM:
            return total(found)
        case AggregateOp.MIN | AggregateOp.MAX:
            return extreme(op, found)
        case AggregateOp.SHARE:
            return share(found)
        case AggregateOp.ALL:
            return quantified(found, decisive=False)
        case AggregateOp.ANY:
            return quantified(found, decisive=True)
        case AggregateOp.AT_LEAST:
            threshold = sure(threshold, "at_least has a threshold")
            return compare(CompareOp.GE, count([with_condition(c) for c in found]), threshold)
        case _:
            assert_never(op)


def unheard_of(op: AggregateOp, threshold: Span | None) -> Symbol:
    """Over a collection of a record nobody knows: a count is at least 0, anything else may be anything."""
    match op:
        case AggregateOp.COUNT | AggregateOp.DISTINCT:
            return AT_LEAST_NONE
        case AggregateOp.AT_LEAST:
            threshold = sure(threshold, "at_least has a threshold")
            return compare(CompareOp.GE, AT_LEAST_NONE, threshold)
        case AggregateOp.ALL | AggregateOp.ANY:
            return Truth(False, False)
        case _:
            return UNKNOWN


def where_known(known: Bit, then: Symbol, other: Symbol) -> Symbol:
    """`then` where the owner is known, else what is left without it."""
    if known is True:
        return then
    if isinstance(then, Truth) and isinstance(other, Truth):
        return Truth(pick(known, then.yes, other.yes), pick(known, then.no, other.no))
    one, two = cast(Span, then), cast(Span, other)
    return Span(pick_end(known, one.low, two.low), pick_end(known, one.high, two.high))


def tally(found: list[Candidate], holds: Callable[[Candidate], Bit]) -> Int:
    """How many members there are for whom something holds."""
    return add(pick(holds(c), c.weight, 0) for c in found)


def value_truth(candidate: Candidate) -> Truth:
    """The condition an aggregate asks of its members."""
    return cast(Truth, candidate.value)


def value_span(candidate: Candidate) -> Span:
    """The number, day or word an aggregate gathers."""
    return cast(Span, candidate.value)


def count(found: list[Candidate]) -> Span:
    """From those certainly in to those possibly in."""
    low = tally(found, lambda c: c.inside.yes)
    if all(c.inside.crisp for c in found):
        return exactly(low)
    high = tally(found, lambda c: neg(c.inside.no))
    return Span(End(False, Quantity(low)), End(False, Quantity(high)))


def with_condition(c: Candidate) -> Candidate:
    """Certain only where both it and its condition certainly hold; out where either certainly fails."""
    value = value_truth(c)
    yes, no = conj((c.inside.yes, value.yes)), disj((c.inside.no, value.no))
    return Candidate(c.weight, Truth(yes, no, c.inside.crisp and value.crisp), None)


def distinct(found: list[Candidate]) -> Span:
    """From the values certainly there (one at least if anybody is) to all that may differ."""
    known = [is_known(c.value) for c in found if c.value is not None]

    def different(holds: list[Bit]) -> Int:
        fresh = []
        for i, held in enumerate(holds):
            seen = disj(conj((holds[j], same(found[i], found[j]))) for j in range(i))
            fresh.append(pick(conj((held, neg(seen))), found[i].spread, 0))
        return add(fresh)

    here = different([conj((c.certain, k)) for c, k in zip(found, known, strict=True)])
    anywhere = different([conj((c.possible, k)) for c, k in zip(found, known, strict=True)])
    strangers = add(pick(conj((c.possible, neg(k))), c.weight, 0) for c, k in zip(found, known, strict=True))
    anybody = disj(c.certain for c in found)
    least = pick(conj((anybody, less(here, 1))), 1, here)
    return Span(End(False, Quantity(least)), End(False, Quantity(add((anywhere, strangers)))))


def same(one: Candidate, two: Candidate) -> Bit:
    """Whether two known values are equal."""
    if isinstance(one.value, Truth) and isinstance(two.value, Truth):
        return equal_truths(one.value, two.value).yes
    return compare(CompareOp.EQ, value_span(one), value_span(two)).yes


def total(found: list[Candidate]) -> Span:
    """Each certain member gives its bounds; one that is only possible may also give 0."""
    zero = number(0).low
    crisp = all(c.inside.crisp and numbers.is_exact(value_span(c)) for c in found)
    low = high = zero
    for c in found:
        value = all_alike(c)
        low = numbers.plus(low, pick_end(c.certain, value.low, zero))
        if not crisp:
            high = numbers.plus(high, pick_end(c.certain, value.high, zero))
            low = numbers.plus(low, pick_end(c.only_possible, numbers.with_zero(CompareOp.LE, value.low), zero))
            high = numbers.plus(high, pick_end(c.only_possible, numbers.with_zero(CompareOp.GE, value.high), zero))
    return numbers.on_ends(low, high, crisp)


def all_alike(c: Candidate) -> Span:
    """What members alike come to: so many times a constant; of any other value there is one."""
    constant = numbers.constant(value_span(c))
    return value_span(c) if constant is None else numbers.scaled(exactly(c.weight), *constant)


def extreme(op: AggregateOp, found: list[Candidate]) -> Span:
    """The least or greatest. Unless somebody is certainly in, it may be over none, and that is unknown."""
    least = op is AggregateOp.MIN
    order = CompareOp.LE if least else CompareOp.GE
    far: End | None = None
    far_any: Bit = False
    near = NOWHERE
    for c in found:
        value = value_span(c)
        end, close = (value.low, value.high) if least else (value.high, value.low)
        far = (
            end
            if far is None
            else pick_end(conj((far_any, c.possible)), outer(order, far, end), pick_end(c.possible, end, far))
        )
        far_any = disj((far_any, c.possible))
        near = inner(order, near, End(disj((close.open, neg(c.certain))), close.at))
    if far is None:
        return UNKNOWN
    nobody = neg(disj(c.certain for c in found))
    ends = [End(disj((e.open, nobody)), e.at) for e in (far, near)]
    return Span(ends[0], ends[1]) if least else Span(ends[1], ends[0])


def share(found: list[Candidate]) -> Span:
    """Members for whom the condition holds, of all. A possible member is let in only where that moves the end."""
    certain = tally(found, lambda c: c.inside.yes)
    none = less(certain, 1)
    held = tally(found, lambda c: conj((c.inside.yes, value_truth(c).yes)))
    if all(c.inside.crisp and value_truth(c).crisp for c in found):
        end = End(none, Quantity(held, pick(none, 1, certain)))
        return Span(end, end)
    against = tally(found, lambda c: conj((c.only_possible, neg(value_truth(c).yes))))
    hopeful = tally(found, lambda c: conj((c.only_possible, neg(value_truth(c).no))))
    undecided = tally(found, lambda c: conj((c.inside.yes, neg(value_truth(c).yes), neg(value_truth(c).no))))
    low = Quantity(held, pick(none, 1, add((certain, against))))
    high = Quantity(add((held, undecided, hopeful)), pick(none, 1, add((certain, hopeful))))
    return Span(End(none, low), End(none, high))


def quantified(found: list[Candidate], decisive: bool) -> Truth:
    """Kleene conjunction (False decides) or disjunction (True decides) over the members."""

    def sides(c: Candidate) -> tuple[Bit, Bit]:
        value = value_truth(c)
        return (value.yes, value.no) if decisive else (value.no, value.yes)

    decided = disj(conj((c.certain, sides(c)[0])) for c in found)
    settled = conj(disj((neg(c.here), c.inside.no, sides(c)[1])) for c in found)
    crisp = all(c.inside.crisp and value_truth(c).crisp for c in found)
    return Truth(decided, settled, crisp) if decisive else Truth(settled, decided, crisp)


def left_open(expr: Aggregate, store: Store, name: str) -> Symbol:
    """Any value the aggregate might have, over any number of members: an over-approximation on purpose."""
    match expr.op:
        case AggregateOp.ALL | AggregateOp.ANY | AggregateOp.AT_LEAST:
            yes, no = store.bit(f"{name}+"), store.bit(f"{name}-")
            store.require(neg(conj((yes, no))))
            return Truth(yes, no)
        case AggregateOp.COUNT | AggregateOp.DISTINCT:
            low, high, unlimited = store.whole(f"{name}<"), store.whole(f"{name}>"), store.bit(f"{name}?")
            store.require(at_most(0, low), at_most(low, high))
            return Span(End(False, Quantity(low)), End(unlimited, Quantity(high)))
        case _:
            return _any_number(expr, store, name)


def _any_number(expr: Aggregate, store: Store, name: str) -> Span:
    whole = expr.op in (AggregateOp.MIN, AggregateOp.MAX) and not isinstance(expr.type, NumberType)
    low, high = (store.whole(f"{name}{e}") if whole else store.real(f"{name}{e}") for e in "<>")
    no_low, no_high = store.bit(f"{name}<?"), store.bit(f"{name}>?")
    store.require(at_most(low, high))
    if expr.op is AggregateOp.SHARE:
        store.require(at_most(0, low), at_most(high, 1), terms.iff(no_low, no_high))
    return Span(End(no_low, Quantity(low)), End(no_high, Quantity(high)))
