"""What one record adds to the parts and wholes of its rates, as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from policyrules.model.expr import Expr, Number, Value
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rate
from policyrules.model.types import BoolType
from policyrules.report.bulletin.bulletin import Ends
from policyrules.semantics import World
from policyrules.semantics.evaluate import evaluate
from policyrules.semantics.unknown import Unknown, ends

Point = tuple[Number, Number]


@dataclass(frozen=True, slots=True)
class Amount:
    """A record's part and whole. `points`: the pairs between which they lie, as far as those have limits, so that the
    ends of every rate are found at some of them."""

    part: Ends
    whole: Ends
    points: tuple[Point, ...]

    @property
    def known(self) -> bool:
        """Whether both are."""
        return self.part[0] == self.part[1] and self.whole[0] == self.whole[1]

    @property
    def contrary(self) -> bool:
        """Whether more is recorded of the part than of the whole."""
        return self.known and self.points[0][0] > self.points[0][1]


def amounts(rates: Sequence[Rate], world: World, subject: Ref, certain: bool) -> list[Amount]:
    """The record's amounts, rate by rate. `certain`: it surely counts; else it may also be none of them."""
    every = {expr: evaluate(expr, world, subject) for rate in rates for expr in (rate.part, rate.whole)}
    numbers = _narrowed(rates, every)
    found = [_counted(rate, every) if isinstance(rate.part.type, BoolType) else added(rate, numbers) for rate in rates]
    return found if certain else [_perhaps(amount) for amount in found]


def _counted(rate: Rate, values: Mapping[Expr, Value | Unknown]) -> Amount:
    """A record that is one of the whole or not, and then one of the part or not."""
    part, whole = (_truths(values[expr]) for expr in (rate.part, rate.whole))
    return _amount(tuple(sorted({(p * w, w) for w in whole for p in part})))


def _truths(value: Value | Unknown) -> tuple[int, ...]:
    return (0, 1) if isinstance(value, Unknown) else (int(cast(bool, value)),)


def _amount(points: tuple[Point, ...]) -> Amount:
    parts, wholes = zip(*points, strict=True)
    return Amount((min(parts), max(parts)), (min(wholes), max(wholes)), points)


def _perhaps(amount: Amount) -> Amount:
    """The same, or nothing at all."""
    part, whole = ((min(0, cast(Number, low)), high) for low, high in (amount.part, amount.whole))
    return Amount(part, whole, tuple(sorted({*amount.points, (0, 0)})))


def _narrowed(rates: Sequence[Rate], values: Mapping[Expr, Value | Unknown]) -> Mapping[Expr, Ends]:
    """The ends of the numbers, narrowed by parts being no more than their wholes; where records contradict that, as
    they were."""
    first: dict[Expr, Ends] = {expr: _ends(value) for expr, value in values.items()}
    found = dict(first)
    for _ in rates:
        for rate in rates:
            (p, part), (whole, w) = found[rate.part], found[rate.whole]
            if isinstance(values[rate.part], Unknown) and w is not None:
                found[rate.part] = p, w if part is None else min(part, w)
            if isinstance(values[rate.whole], Unknown) and p is not None:
                found[rate.whole] = max(cast(Number, whole), p), w
    possible = all(high is None or cast(Number, low) <= high for low, high in found.values())
    return found if possible else first


def _ends(value: Value | Unknown) -> Ends:
    """An amount that is not recorded is at least none."""
    low, high = cast(Ends, ends(value))
    return (max(low or 0, 0), high) if isinstance(value, Unknown) else (low, high)


def added(rate: Rate, numbers: Mapping[Expr, Ends]) -> Amount:
    """The corners of all pairs with the part no more than the whole; one recorded pair is as it is recorded."""
    part, whole = numbers[rate.part], numbers[rate.whole]
    (p, q), (w, x) = (cast(Number, part[0]), part[1]), (cast(Number, whole[0]), whole[1])
    if p == q and w == x:
        return Amount(part, whole, ((p, w),))
    corners = {(p, max(p, w)), (w if q is None else min(q, w), w)}
    if q is not None:
        corners.add((q, max(q, w)))
    if x is not None:
        corners |= {(p, max(p, x)), (x if q is None else min(q, x), x)}
    return Amount(part, whole, tuple(sorted(corners)))
