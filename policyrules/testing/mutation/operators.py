"""Expressions changed in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Arith,
    ArithOp,
    Between,
    Collection,
    Compare,
    CompareOp,
    Derived,
    EndOf,
    Expr,
    Extreme,
    Field,
    If,
    IsKnown,
    Literal,
    Not,
    OneOf,
    Or,
    Round,
    RoundMode,
    Value,
    Within,
)
from policyrules.model.types import BoolType, DateType, EnumType, NumberType
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Period
from policyrules.syntax.dates import last_of_month
from policyrules.syntax.walk import NODES, Node
from policyrules.testing.steps import neighbours, shifted

NEAR = {
    CompareOp.GE: (CompareOp.GT, CompareOp.EQ),
    CompareOp.LE: (CompareOp.LT, CompareOp.EQ),
    CompareOp.GT: (CompareOp.GE, CompareOp.NE),
    CompareOp.LT: (CompareOp.LE, CompareOp.NE),
    CompareOp.EQ: (CompareOp.NE, CompareOp.GE, CompareOp.LE),
    CompareOp.NE: (CompareOp.EQ, CompareOp.GT, CompareOp.LT),
}
PLAIN_SWAP = {CompareOp.EQ: CompareOp.NE, CompareOp.NE: CompareOp.EQ}
SWAPPED = {
    AggregateOp.ALL: AggregateOp.ANY,
    AggregateOp.ANY: AggregateOp.ALL,
    AggregateOp.MIN: AggregateOp.MAX,
    AggregateOp.MAX: AggregateOp.MIN,
}
TURNED = {ArithOp.ADD: ArithOp.SUB, ArithOp.SUB: ArithOp.ADD}
NEGATED = (Field, Derived, IsKnown, OneOf, Within, Between, Aggregate)
"""Conditions that are turned over; comparisons get another operator instead."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place of a tree, before and after (None: taken away), and the whole tree after."""

    kind: str
    before: Node
    after: Expr | None
    tree: Any


class Changer:
    """Makes every tree that differs from one in a single place."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take steps of units and words from `vocabulary`."""
        self.vocabulary = vocabulary

    def changes(self, node: Node, ends: tuple[bool, bool] = (True, True)) -> Iterator[Change]:
        """The changes of `node`. `ends`: whether the start and the end of a period that stands here are looked at."""
        if not isinstance(node, Collection):
            yield from (Change(kind, node, after, after) for kind, after in self._here(node, ends))
            yield from self._shorter(node)
        below = (True, True)
        if isinstance(node, EndOf):
            below = (not node.end, node.end)
        elif isinstance(node, If):
            below = ends
        for name in type(node).__match_args__:
            value = getattr(node, name)
            items = value if isinstance(value, tuple) else (value,)
            for i, item in enumerate(items):
                if not isinstance(item, NODES) or (isinstance(node, OneOf) and name == "options"):
                    continue
                for change in self.changes(item, below):
                    new = (*items[:i], change.tree, *items[i + 1 :]) if isinstance(value, tuple) else change.tree
                    yield replace(change, tree=replace(cast(Any, node), **{name: new}))

    def _here(self, node: Expr, ends: tuple[bool, bool]) -> Iterator[tuple[str, Expr]]:
        """What can be put in place of one node, with the kind of change."""
        match node:
            case Literal(value=value):
                yield from (("value", replace(node, value=v)) for v in self._values(node, value, ends))
            case Compare():
                yield from (("comparison", replace(node, op=op)) for op in self._operators(node))
            case And() | Or():
                other = Or if isinstance(node, And) else And
                yield "connective", other(node.items)
            case Not():
                yield "negation", node.item
            case Between():
                yield "dropped", Compare(CompareOp.GE, node.item, node.low)
                yield "dropped", Compare(CompareOp.LE, node.item, node.high)
            case EndOf():
                yield "period", replace(node, end=not node.end)
            case Arith() if node.op in TURNED and isinstance(node.left.type, NumberType):
                yield "arithmetic", replace(node, op=TURNED[node.op])
            case Extreme():
                yield "aggregate", replace(node, op=SWAPPED[node.op])
            case Round():
                yield from (("rounding", replace(node, mode=mode)) for mode in RoundMode if mode is not node.mode)
            case Aggregate():
                yield from self._aggregates(node)
        if isinstance(node, NEGATED) and isinstance(node.type, BoolType):
            yield "negation", Not(node)

    def _shorter(self, node: Expr) -> Iterator[Change]:
        """A junction without one of its items, a list without one of its words, an aggregate over all members."""
        if isinstance(node, And | Or):
            for i, item in enumerate(node.items):
                rest = node.items[:i] + node.items[i + 1 :]
                yield Change("dropped", item, None, rest[0] if len(rest) == 1 else replace(node, items=rest))
        elif isinstance(node, OneOf) and len(node.options) > 1:
            for i, option in enumerate(node.options):
                yield Change("dropped", option, None, replace(node, options=node.options[:i] + node.options[i + 1 :]))
        elif isinstance(node, Aggregate) and node.where is not None:
            yield Change("scope", node.where, None, replace(node, where=None))

    def _values(self, node: Literal, value: Value, ends: tuple[bool, bool]) -> Iterator[Value]:
        """The neighbours of a literal; of a period, also the next longer unit of time."""
        if not isinstance(value, Period):
            yield from neighbours(value, node.type, self.vocabulary)
            return
        for other in (*shifted(value), *wider(value)):
            if (ends[0] and other.start != value.start) or (ends[1] and other.end != value.end):
                yield other

    def _operators(self, node: Compare) -> tuple[CompareOp, ...]:
        """The neighbours of a comparison that its type allows."""
        type = node.left.type
        ordered = isinstance(type, EnumType) and self.vocabulary.enums[type.name].ordered
        if ordered or isinstance(type, NumberType | DateType):
            return NEAR[node.op]
        return (PLAIN_SWAP[node.op],)

    def _aggregates(self, node: Aggregate) -> Iterator[tuple[str, Expr]]:
        """Another aggregate over the same members."""
        if node.op in SWAPPED:
            yield "aggregate", replace(node, op=SWAPPED[node.op])
        if node.op is AggregateOp.DISTINCT:
            yield "aggregate", replace(node, op=AggregateOp.COUNT, value=None)
        if node.op is AggregateOp.AT_LEAST:
            yield "aggregate", replace(node, op=AggregateOp.ALL, threshold=None)


def wider(period: Period) -> Iterator[Period]:
    """The month around a part of one, the year around a month."""
    first, last = period.start, period.end
    month = Period(first.replace(day=1), last_of_month(first.year, first.month))
    if (first.year, first.month) == (last.year, last.month) and period != month:
        yield month
    elif period == month:
        yield Period(first.replace(month=1), first.replace(month=12, day=31))
