"""Formulas and tables of a plan: what is put simpler as it is made, or left out, means the same."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.engines.frame import evaluate_frames
from policyrules.engines.frame.column import Column, all_of, any_of, col, compared, lit, make, negated, when
from policyrules.engines.frame.formula import literal, quoted, spelled
from policyrules.engines.frame.frames import Frames
from policyrules.engines.frame.narrow import narrowed
from policyrules.engines.frame.relation import Given, Joined, below_of, kept
from policyrules.engines.frame.sql import Query
from policyrules.engines.frame.stepped import stepped
from policyrules.model.expr import CompareOp
from policyrules.semantics.interval import COMPARISONS
from tests.engines.frame.kinds import frames, judgements
from tests.engines.frame.merged import batches

Row = Mapping[str, Any]
Meaning = Callable[[Row], Any]
Pair = tuple[Column, Meaning]
ROWS: list[Row] = [
    {"a": a, "b": b, "p": p} for a in (None, 0, 1, 2) for b in (None, 0, 1, 3) for p in (None, True, False)
]


def known(op: Callable[..., Any], *meanings: Meaning) -> Meaning:
    """Null with a null."""

    def meaning(row: Row) -> Any:
        values = [m(row) for m in meanings]
        return None if None in values else op(*values)

    return meaning


def settled(pair: Pair, value: bool) -> Pair:
    column, meaning = pair
    return column.filled(value), lambda row: value if meaning(row) is None else meaning(row)


NUMBERS: st.SearchStrategy[Pair] = st.one_of(
    st.sampled_from(["a", "b"]).map(lambda name: (col(name), lambda row: row[name])),
    st.integers(0, 2).map(lambda n: (lit(n, "Int64"), lambda row: n)),
)


def chosen(condition: Pair, one: Pair, two: Pair | None) -> Pair:
    other: Meaning = (lambda row: None) if two is None else two[1]
    column = when(condition[0], one[0], None if two is None else two[0])
    return column, lambda row: one[1](row) if condition[1](row) else other(row)


def numbers(conditions: st.SearchStrategy[Pair], inner: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    return st.one_of(
        st.builds(chosen, conditions, inner, st.none() | inner),
        st.builds(lambda a, b: (a[0] + b[0], known(operator.add, a[1], b[1])), inner, inner),
        inner.map(lambda a: (a[0].filled(1), lambda row: 1 if a[1](row) is None else a[1](row))),
    )


def compare(op: CompareOp, a: Pair, b: Pair, value: bool) -> Pair:
    return settled((compared(op, a[0], b[0]), known(COMPARISONS[op], a[1], b[1])), value)


def one_of(name: str, n: list[int], value: bool) -> Pair:
    parts = [compare(CompareOp.EQ, (col(name), lambda row: row[name]), (lit(i), lambda row, i=i: i), value) for i in n]
    if value:
        return all_of(negated(c) for c, _ in parts), lambda row: not any(m(row) for _, m in parts)
    return any_of(c for c, _ in parts), lambda row: any(m(row) for _, m in parts)


def conditions(inner: st.SearchStrategy[Pair], numbers_: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    lists = st.lists(inner, max_size=3)
    return st.one_of(
        st.builds(compare, st.sampled_from(CompareOp), numbers_, numbers_, st.booleans()),
        st.builds(one_of, st.sampled_from("ab"), st.lists(st.integers(0, 3), min_size=1, max_size=3), st.booleans()),
        numbers_.map(lambda a: (a[0].is_null(), lambda row: a[1](row) is None)),
        inner.map(lambda a: (negated(a[0]), lambda row: not a[1](row))),
        lists.map(lambda items: (all_of(c for c, _ in items), lambda row: all(m(row) for _, m in items))),
        lists.map(lambda items: (any_of(c for c, _ in items), lambda row: any(m(row) for _, m in items))),
        st.builds(chosen, inner, inner, inner),
    )


LEAF = st.sampled_from([True, False]).map(lambda value: settled((col("p"), lambda row: row["p"]), value))
SMALL = conditions(LEAF, NUMBERS) | LEAF
CONDITIONS = conditions(SMALL, NUMBERS | numbers(SMALL, NUMBERS))


@settings(max_examples=300, deadline=None)
@given(st.lists(CONDITIONS | numbers(CONDITIONS, NUMBERS), min_size=1, max_size=4))
def test_formulas_mean_what_they_were_made_of(pairs: list[Pair]) -> None:
    frame = pl.DataFrame(ROWS, schema={"a": pl.Int64, "b": pl.Int64, "p": pl.Boolean})
    spelled_out = Frames(pl, {}, {})
    made = frame.with_columns(spelled_out.column(column).alias(f"v{n}") for n, (column, _) in enumerate(pairs))
    for n, (column, meaning) in enumerate(pairs):
        found = made[f"v{n}"].to_list()
        assert found == [meaning(row) for row in ROWS]
        assert column.nullable or None not in found


def test_equal_formulas_are_one_object() -> None:
    assert when(col("p", False), col("a"), lit(1)) is when(col("p", False), col("a"), lit(1))
    assert lit(1) is not lit(True)
    assert lit(1) is not lit(1, "Int8")
    assert negated(negated(col("p"))) is col("p")
    assert col("a").cast("Int64").cast("Int64") is col("a").cast("Int64")


def test_several_tests_of_one_column_become_one() -> None:
    tests = [compared(CompareOp.EQ, col("a"), lit(n)).filled(False) for n in range(3)]
    assert any_of(tests) is col("a").is_in([0, 1, 2]).filled(False)
    others = [compared(CompareOp.NE, col("a"), lit(n)).filled(False) for n in range(3)]
    assert all_of(others) is negated(col("a").is_in([0, 1, 2]).filled(True))


def test_a_plan_in_steps_says_the_same_of_every_conformance_case() -> None:
    for batch in batches():
        out = evaluate_frames(batch.ruleset, frames(batch.ruleset.vocabulary, batch.facts, "polars"), batch.as_of)
        less = out.tables.kind.spelled([stepped(narrowed(output.frame)) for output in out.plan.outputs.values()])
        assert judgements(replace(out, plan=replace(out.plan, spelled=less)), "polars") == judgements(out, "polars")


def test_what_nobody_asks_for_is_left_out() -> None:
    one, two = Given("one", ("a", "b", "c")), Given("two", ("x", "y"))
    joined = one.joined(two, ["a"], ["x"]).with_columns([("d", col("b") + 1), ("e", col("y"))])
    less = narrowed(joined.select(kept(["d"])))
    assert [type(below) for below in below_of(less)].count(Joined) == 0
    assert [below.columns for below in below_of(less) if isinstance(below, Given)] == [("b",)]
    assert joined.holding({"b"}) is one


def test_a_query_names_the_frames_it_speaks_of() -> None:
    one, two = Given("one", ("a", "b")), Given("two", ("x", "y"))
    both = one.joined(two, ["a"], ["x"]).filter(compared(CompareOp.GT, col("y"), lit(0)).filled(False))
    counted = both.grouped(["b"], [("n", make("len", nullable=False))])
    text = Query(narrowed(counted), {}).text
    assert {"{one}", "{two}"} <= set(text.split())
    assert "GROUP BY `b`" in text
    twice = counted.joined(counted.select([("k", col("b")), ("m", col("n"))]), ["b"], ["k"])
    assert Query(twice, {}).text.startswith("WITH ")


@pytest.mark.parametrize(
    "text", ["it's", 'a"b', "${env:HOME}", "{teacher}", "a\\b", "`x`", "行\n二", "--", "/* */", ""]
)
def test_no_text_gets_out_of_its_quotes(text: str) -> None:
    written = spelled(text)
    assert not set(written) & set('"${}\\`\n')
    assert written.count("'") % 2 == 0
    assert spelled("中文 label, 1-2") == "'中文 label, 1-2'"


def test_names_and_constants_in_a_query() -> None:
    assert quoted("a`{b}") == "`a``{{b}}`"
    found = [
        literal(*pair) for pair in [(None, None), (True, None), (3, "Int8"), (3, None), (2**40, None), (0.5, None)]
    ]
    assert found == ["NULL", "TRUE", "3Y", "3", "1099511627776L", "0.5D"]
    assert literal("x", None) == "'x'"
