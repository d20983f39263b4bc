"""Whole numbers over columns are exact, or refused."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.engines.frame import number as numbers
from policyrules.engines.frame.column import Column, col
from policyrules.engines.frame.frames import Frames
from policyrules.engines.frame.number import Number, number
from policyrules.engines.frame.source import in_steps
from policyrules.engines.frame.whole import LIMIT, TooLargeError, Whole, constant, floored
from policyrules.model.expr import CompareOp, RoundMode
from policyrules.semantics.interval import rounded
from policyrules.semantics.lowered import COMPARISONS

SMALL = st.integers(-10_000, 10_000)
SCALES = st.sampled_from([1, 2, 10, 100, 3])


def column(name: str, values: list[int], scale: int, bottom: str | None = None) -> Number:
    low = Whole(col(bottom), 1, 100) if bottom else None
    return Number(Whole(col(name), min(values), max(values)), scale, low)


def computed(frame: pl.DataFrame, *columns: Column) -> list[list[Any]]:
    """What columns come to."""
    frames = Frames(pl, {}, {})
    found = frame.with_columns(frames.column(c).alias(f"v{n}") for n, c in enumerate(columns))
    return [found[f"v{n}"].to_list() for n in range(len(columns))]


def values(made: Number, frame: pl.DataFrame) -> list[Fraction | None]:
    """The numbers a column of a plan holds."""
    top, under = computed(frame, made.top.column, made.under.column)
    return [None if t is None else Fraction(t, u) for t, u in zip(top, under, strict=True)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SMALL, SMALL, st.integers(1, 100)), min_size=1, max_size=5), SCALES, SCALES)
def test_arithmetic_and_comparison(rows: list[tuple[int, int, int]], p: int, q: int) -> None:
    frame = pl.DataFrame(rows, schema={"a": pl.Int64, "b": pl.Int64, "n": pl.Int64}, orient="row")
    one, two = column("a", [r[0] for r in rows], p, "n"), column("b", [r[1] for r in rows], q)
    exact = [(Fraction(a, p * n), Fraction(b, q)) for a, b, n in rows]
    assert values(numbers.plus(one, two), frame) == [a + b for a, b in exact]
    assert values(numbers.minus(one, two), frame) == [a - b for a, b in exact]
    assert values(numbers.times(one, two), frame) == [a * b for a, b in exact]
    for op in CompareOp:
        truth = numbers.compared(op, one, two)
        (whole,) = computed(frame, truth.column)
        assert whole == [COMPARISONS[op](a, b) for a, b in exact]


@settings(max_examples=60, deadline=None)
@given(st.lists(SMALL, min_size=1, max_size=5), st.sampled_from([3, 100, 250]), st.integers(0, 1))
def test_rounding(rows: list[int], scale: int, places: int) -> None:
    frame = pl.DataFrame({"a": rows})
    for mode in RoundMode:
        made = numbers.rounded(column("a", rows, scale), mode, places)
        assert values(made, frame) == [rounded(mode, Fraction(a, scale), places) for a in rows]


@given(SMALL, st.integers(1, 500))
def test_dividing_constants(a: int, b: int) -> None:
    assert floored(constant(a), constant(b)).value == math.floor(Fraction(a, b))


@pytest.mark.parametrize("step", [1, 10, 100, 1000, 1_000_000])
def test_every_decimal_is_read_from_the_float_that_names_it(step: int) -> None:
    counts = list(range(-20_000, 20_001))
    made = in_steps(col("x"), nw.Float64(), step)
    assert computed(pl.DataFrame({"x": [n / step for n in counts]}), made) == [counts]
    assert all(computed(pl.DataFrame({"x": [n / step]}), made) == [[n]] for n in (29, 115, 1999))


@given(st.lists(st.floats(), min_size=1, max_size=20), st.sampled_from([1, 10, 100]))
def test_a_float_that_names_another_decimal_is_not_read(floats: list[float], step: int) -> None:
    (read,) = computed(pl.DataFrame({"x": floats}), in_steps(col("x"), nw.Float64(), step))
    for given_, found in zip(floats, read, strict=True):
        near = round(Fraction(given_) * step) if math.isfinite(given_) else None
        exact = near is not None and abs(near) <= 2**52 and near / step == given_
        assert found == (near if exact else None)


def test_quotients_of_columns_keep_their_signs() -> None:
    frame = pl.DataFrame({"a": [6, -6, 6, -6], "b": [4, 4, -4, -4]})
    one, two = column("a", [-6, 6], 1), column("b", [-4, 4], 2)
    made = numbers.over(one, two, numbers.is_below_zero(two))
    assert values(made, frame) == [3, -3, -3, 3]


def test_what_may_not_fit_is_refused() -> None:
    with pytest.raises(TooLargeError):
        constant(LIMIT + 1)
    large = Whole(col("a"), 0, 2**40)
    with pytest.raises(TooLargeError):
        numbers.times(Number(large), Number(large))
    with pytest.raises(TooLargeError):
        floored(Whole(col("a"), 0, 2**52), constant(7))


def test_a_constant_factor_is_reduced_first() -> None:
    half = numbers.times(column("a", [0, LIMIT], 1), number(Fraction(1, 2)))
    assert (half.top.most, half.scale) == (LIMIT, 2)
