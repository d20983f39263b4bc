"""Aggregates over the rows of a space: whole numbers summed, the least and greatest taken, values counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, cast

from policyrules.engines.frame import truth, whole
from policyrules.engines.frame.column import Column, as_column, col, lit, rows, when
from policyrules.engines.frame.number import Number, number
from policyrules.engines.frame.relation import Relation, kept
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


def aggregated(
    space: Space, key: Sequence[str], loops: Mapping[Node, Sequence[Node]], most: int
) -> tuple[Relation, dict[Node, Val]]:
    """One row for each key, with the values of `loops`, each over at most `most` rows; beside each its condition and
    term as they are known in `space`."""
    making = Making(space, most)
    finishes = {loop: making.aggregate(loop, args) for loop, args in loops.items()}
    picked = space.picked([*kept(key), *making.columns])
    grouped = picked.grouped(key, making.results or [(space.plan.fresh(), rows())])
    return grouped, {node: finish() for node, finish in finishes.items()}


class Making:
    """Collects the columns to be aggregated and what is made of them."""

    def __init__(self, space: Space, most: int) -> None:
        """Aggregate over `space`."""
        self.space = space
        self.most = most
        self.columns: list[tuple[str, Column]] = []
        self.results: list[tuple[str, Column]] = []
        self._made: dict[tuple[Column, str], Column] = {}

    def column(self, value: Column, reduce: Literal["sum", "min", "max", "n_unique"]) -> Column:
        """Let a column be reduced; the column that will hold what comes of it."""
        known = self._made.get((value, reduce))
        if known is not None:
            return known
        before, after = self.space.plan.fresh(), self.space.plan.fresh()
        reduced = col(before, value.nullable).over_rows(reduce)
        self.columns.append((before, value))
        self.results.append((after, reduced.cast("Int64") if reduce in ("sum", "n_unique") else reduced))
        made = self._made[value, reduce] = col(after, reduced.nullable)
        return made

    def number_of(self, condition: Truth) -> Whole:
        """How many rows satisfy a condition, none of which is null."""
        return Whole(self.column(condition.column.cast("Int8"), "sum"), 0, self.most)

    def exists(self, condition: Truth) -> Truth:
        """Whether a row satisfies a condition."""
        if condition.value is False:
            return FALSE
        return whole.compared(CompareOp.GT, self.number_of(condition), constant(0))

    def aggregate(self, node: Node, args: Sequence[Node]) -> Finish:
        """What comes of one loop, once the groups are made."""
        condition = cast(Truth, self.space.values[args[0]])
        if node.op is Op.COUNT:
            made: Val = number(0) if condition.value is False else Number(self.number_of(condition))
            return lambda: made
        term = self.space.values[args[1]]
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
        bounds = [self.most * end for end in (zeroed.least, zeroed.most)]
        total = self.column(as_column(zeroed.wide), "sum")
        return Number(Whole(total, min(0, *bounds), max(0, *bounds)), added.scale)

    def outermost(self, op: Op, condition: Truth, term: Val, nulls: Truth) -> Val:
        """The least or greatest; null over none and, unless nulls are left aside, with a null."""
        if isinstance(term, Nothing):
            return NOTHING
        ranked = self.plain(term)
        column = when(condition.column, ranked.top.column)
        found = self.column(column, "min" if op in (Op.LEAST_OF, Op.LEAST_KNOWN_OF) else "max")
        made = Number(ranked.top.named(found), ranked.scale)
        if op in (Op.LEAST_KNOWN_OF, Op.GREATEST_KNOWN_OF):
            return made
        return only(truth.negated(self.exists(nulls)), made)

    def distinct(self, condition: Truth, term: Val, nulls: Truth) -> Val:
        """How many different values; nulls aside. Engines count null as one more value, so it is always made one."""
        if isinstance(term, Nothing) or condition.value is False:
            return number(0)
        column = self.comparable(term)
        kept = truth.both(condition, truth.negated(is_null(term)))
        different = self.column(when(kept.column, column), "n_unique")
        left_out = when(self.exists(truth.negated(kept)).column, lit(1, "Int64"), lit(0, "Int64"))
        return Number(Whole(different - left_out, 0, self.most))

    def plain(self, term: Val) -> Number:
        """A number that is no quotient."""
        if not isinstance(term, Number):
            raise AssertionError(term)
        if term.bottom is not None:
            raise UnfitError
        return term

    def comparable(self, term: Val) -> Column:
        """A column whose values are equal where the term's are."""
        match term:
            case Number():
                return self.plain(term).top.column
            case Truth():
                return when(term.column.filled(False), lit(1, "Int8"), lit(0, "Int8"))
            case Word():
                return term.column
        found = pieces(term)
        if len(found) > 1:
            raise UnfitError
        return found[0]
