"""Arithmetic on intervals: whatever the values may be, the result holds what they give, and no more than it must."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.model.expr import ArithOp, RoundMode
from policyrules.semantics.interval import OPEN, Ends, arithmetic, bounded, day_after, rounded

OPERATORS: dict[ArithOp, Callable[[Any, Any], Any]] = {
    ArithOp.ADD: operator.add,
    ArithOp.SUB: operator.sub,
    ArithOp.MUL: operator.mul,
    ArithOp.DIV: lambda a, b: Fraction(a) / b,
}
NUMBERS = st.integers(-6, 6) | st.fractions(-3, 3, max_denominator=4)
WIDTHS = st.none() | st.sampled_from([0, 0, 1, Fraction(1, 2), 4])
"""How far an end lies from a value inside; None: it is open."""
AROUND = st.tuples(NUMBERS, WIDTHS, WIDTHS)


def ends(value: Any, below: Any, above: Any) -> Ends:
    return (None if below is None else value - below, None if above is None else value + above)


@given(st.sampled_from(ArithOp), AROUND, AROUND)
def test_the_result_holds_what_any_values_inside_give(op: ArithOp, one: Any, two: Any) -> None:
    if op is ArithOp.DIV and two[0] == 0:
        return
    low, high = arithmetic(op, ends(*one), ends(*two))
    exact = OPERATORS[op](one[0], two[0])
    assert low is None or low <= exact
    assert high is None or exact <= high


@given(st.sampled_from(ArithOp), AROUND, AROUND)
def test_closed_ends_give_the_narrowest_result(op: ArithOp, one: Any, two: Any) -> None:
    left, right = ends(*one), ends(*two)
    if None in (*left, *right):
        return
    within = two[0] - two[1] <= 0 <= two[0] + two[2]
    if op is ArithOp.DIV and within:
        assert arithmetic(op, left, right) == OPEN
    else:
        corners = [OPERATORS[op](a, b) for a, b in product(left, right)]
        assert arithmetic(op, left, right) == (min(corners), max(corners))


@given(NUMBERS, AROUND)
def test_a_known_factor_keeps_the_end_that_is_known(factor: Any, one: Any) -> None:
    low, high = ends(*one)
    scaled = tuple(None if end is None else end * factor for end in (low, high))
    wanted = scaled if factor >= 0 else scaled[::-1]
    assert arithmetic(ArithOp.MUL, (low, high), (factor, factor)) == wanted
    assert arithmetic(ArithOp.MUL, (factor, factor), (low, high)) == wanted


@given(st.sampled_from([ArithOp.ADD, ArithOp.SUB]), AROUND, AROUND)
def test_a_sum_has_an_end_where_both_its_parts_have_theirs(op: ArithOp, one: Any, two: Any) -> None:
    left, right = ends(*one), ends(*two)
    right_of = right if op is ArithOp.ADD else right[::-1]
    found = arithmetic(op, left, right)
    assert [end is None for end in found] == [None in pair for pair in zip(left, right_of, strict=True)]


@pytest.mark.parametrize(("mode", "wanted"), [("up", [2, -1]), ("down", [1, -2]), ("half_up", [2, -1])])
def test_rounding_of_halves(mode: str, wanted: list[int]) -> None:
    assert [rounded(RoundMode(f"round_{mode}"), Fraction(n, 2), 0) for n in (3, -3)] == wanted


def test_what_grows_beyond_every_measure_is_open() -> None:
    assert bounded(2**1024 - 1) == 2**1024 - 1
    assert bounded(2**1024) is None
    assert bounded(Fraction(1, 2**1024)) is None


def test_days_stay_in_the_calendar() -> None:
    assert day_after(date.max, 0) == date.max
    assert day_after(date.max, 1) is None
    assert day_after(date.min, -1) is None
    assert day_after(date(2023, 1, 1), Fraction(3, 2)) == date(2023, 1, 2)
