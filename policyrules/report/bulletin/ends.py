"""The two ends of the rate of many records: exact, also where parts and wholes hang together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from policyrules.model.expr import Number
from policyrules.report.bulletin.amounts import Amount, Point
from policyrules.report.bulletin.bulletin import Ends, Figure

Points = tuple[Point, ...]
Best = Callable[[Points, Fraction], Point]


def figure(found: Sequence[Amount]) -> Figure:
    """The rate of all records together.

    >>> figure([Amount((3, 3), (4, 4), ((3, 4),)), Amount((0, 1), (1, 1), ((0, 1), (1, 1)))]).low
    Fraction(3, 5)
    """
    alike = Counter(amount.points for amount in found)
    low, high = _best(alike, _least), _best(alike, _greatest)
    open_ = [amount for amount in found if not amount.known]
    if any(amount.whole[1] is None for amount in open_):
        low = Fraction(0)  # Without limit the whole outgrows every part,
        if high is None or any(amount.part[1] is None for amount in open_):
            high = max(high or Fraction(1), Fraction(1))  # or both grow together.
    contrary = sum(amount.contrary for amount in found)
    return Figure(low, high, _sum(a.part for a in found), _sum(a.whole for a in found), len(open_), contrary)


def _best(alike: Mapping[Points, int], best: Best) -> Fraction | None:
    """The best rate there is if each record takes one of its points: better and better guesses, each the rate of the
    points that are best for the last, until nothing changes (Dinkelbach). None where there is nothing to divide by."""
    rate: Fraction | None = None
    chosen = {points: max(points, key=lambda point: point[1]) for points in alike}
    while True:
        part = sum(chosen[points][0] * times for points, times in alike.items())
        whole = sum(chosen[points][1] * times for points, times in alike.items())
        new = Fraction(part) / whole if whole > 0 else rate
        if new is None or new == rate:
            return rate
        rate = new
        chosen = {points: best(points, new) for points in alike}


def _least(points: Points, rate: Fraction) -> Point:
    return min(points, key=lambda point: (point[0] - rate * point[1], -point[1]))


def _greatest(points: Points, rate: Fraction) -> Point:
    return max(points, key=lambda point: (point[0] - rate * point[1], point[1]))


def _sum(found: Iterable[Ends]) -> Ends:
    """The ends of a sum; open above where one of them is."""
    lows, highs = zip(*found, strict=True) if (found := list(found)) else ((), ())
    return _total(lows), _total(highs)


def _total(numbers: Iterable[Number | None]) -> Number | None:
    total: Number = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total
