"""Aggregates over the rows of a space: whole numbers summed, the least and greatest taken, values counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import narwhals as nw

from policyrules.engines.frame import truth, whole
from policyrules.engines.frame.number import Number, number
from policyrules.engines.frame.plan import Frame
from policyrules.engines.frame.space import Space
from policyrules.engines.frame.truth import FALSE, Truth
from policyrules.engines.frame.values import (
    NOTHING,
    Nothing,
    UnfitError,
    Val,
    Word,
    is_null,
    only,
    pieces,
)
from policyrules.engines.frame.whole import Whole, constant
from policyrules.model.expr import CompareOp
from policyrules.semantics.lowered import Node, Op

Finish = Callable[[], Val]


def aggregated(space: Space, key: Sequence[str], nodes: Sequence[Node], rows: int) -> tuple[Frame, dict[Node, Val]]:
    """One row for each key, with the values of `nodes`, each over at most `rows` rows."""
    making = Making(space, rows)
    finishes = {node: making.aggregate(node) for node in nodes}
    picked = space.frame.select(*(nw.col(k) for k in key), *making.columns)
    grouped = picked.group_by(*key).agg(*(making.results or [nw.len().alias(space.plan.fresh())]))
    return grouped, {node: finish() for node, finish in finishes.items()}


class Making:
    """Collects the columns to be aggregated and what is made of them."""

    def __init__(self, space: Space, rows: int) -> None:
        """Aggregate over `space`."""
        self.space = space
        self.rows = rows
        self.columns: list[nw.Expr] = []
        self.results: list[nw.Expr] = []

    def column(self, value: nw.Expr, reduce: Callable[[nw.Expr], nw.Expr]) -> nw.Expr:
        """Let a column be reduced; the column that will hold what comes of it."""
        before, after = self.space.plan.fresh(), self.space.plan.fresh()
        self.columns.append(value.alias(before))
        self.results.append(reduce(nw.col(before)).alias(after))
        return nw.col(after)

    def total(self, value: nw.Expr) -> nw.Expr:
        """A sum."""
        return self.column(value, lambda c: c.sum()).cast(nw.Int64)

    def number_of(self, condition: Truth) -> Whole:
        """How many rows satisfy a condition, none of which is null."""
        ones = nw.when(condition.expression).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64))
        return Whole(self.total(ones), 0, self.rows)

    def exists(self, condition: Truth) -> Truth:
        """Whether a row satisfies a condition."""
        if condition.value is False:
            return FALSE
        return whole.compared(CompareOp.GT, self.number_of(condition), constant(0))

    def aggregate(self, node: Node) -> Finish:
        """What comes of one loop, once the groups are made."""
        condition = cast(Truth, self.space.values[node.args[1]])
        if node.op is Op.COUNT:
            made: Val = number(0) if condition.value is False else Number(self.number_of(condition))
            return lambda: made
        term = self.space.values[node.args[2]]
        nulls = truth.both(condition, is_null(term))
        if node.op is Op.DISTINCT:
            made = self.distinct(condition, term, nulls)
        elif node.op is Op.TOTAL:
            made = only(truth.negated(self.exists(nulls)), self.sum(condition, term))
        else:
            made = self.outermost(node.op, condition, term, nulls)
        return lambda: made

    def sum(self, condition: Truth, term: Val) -> Val:
        """The sum over the rows that satisfy a condition; nulls count nothing."""
        if isinstance(term, Nothing):
            return number(0)
        added = self.plain(term)
        counted = truth.both(condition, truth.negated(is_null(term)))
        zeroed = whole.chosen(counted, added.top, constant(0))
        bounds = [self.rows * end for end in (zeroed.least, zeroed.most)]
        return Number(Whole(self.total(zeroed.expression), min(0, *bounds), max(0, *bounds)), added.scale)

    def outermost(self, op: Op, condition: Truth, term: Val, nulls: Truth) -> Val:
        """The least or greatest; null over none and, unless nulls are left aside, with a null."""
        if isinstance(term, Nothing):
            return NOTHING
        ranked = self.plain(term)
        column = nw.when(condition.expression).then(ranked.top.expression)
        least = op in (Op.LEAST_OF, Op.LEAST_KNOWN_OF)
        found = self.column(column, lambda c: c.min() if least else c.max())
        made = Number(ranked.top.named(found), ranked.scale, None, True)
        if op in (Op.LEAST_KNOWN_OF, Op.GREATEST_KNOWN_OF):
            return made
        return only(truth.negated(self.exists(nulls)), made)

    def distinct(self, condition: Truth, term: Val, nulls: Truth) -> Val:
        """How many different values; nulls aside. Engines count null as one more value, so it is always made one."""
        if isinstance(term, Nothing) or condition.value is False:
            return number(0)
        column = self.comparable(term)
        kept = truth.both(condition, truth.negated(is_null(term)))
        different = self.column(nw.when(kept.expression).then(column), lambda c: c.n_unique()).cast(nw.Int64)
        left_out = self.exists(truth.negated(kept))
        return Number(
            Whole(
                different - nw.when(left_out.expression).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64)),
                0,
                self.rows,
            )
        )

    def plain(self, term: Val) -> Number:
        """A number that is no quotient."""
        if not isinstance(term, Number):
            raise AssertionError(term)
        if term.bottom is not None:
            raise UnfitError
        return term

    def comparable(self, term: Val) -> nw.Expr:
        """A column whose values are equal where the term's are."""
        match term:
            case Number():
                return self.plain(term).top.expression
            case Truth():
                return nw.when(term.expression).then(nw.lit(1)).otherwise(nw.lit(0))
            case Word():
                return term.expression
        found = pieces(term)
        if len(found) > 1:
            raise UnfitError
        return found[0]
