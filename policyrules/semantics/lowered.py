"""The small two-valued language engines consume: formulas over values and null, in which "unknown" does not occur.

A formula is a graph of `Node`s; equal nodes are one node, so that shared parts are computed once and a graph stays as
small as the rules it came from. Every operation is total: arithmetic with a null is null, a comparison with a null is
false, an aggregate over a null collection is one over nobody. Words of ordered enumerations are numbers (their rank).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from policyrules.model.expr import ArithOp, CompareOp
from policyrules.model.words import Period
from policyrules.semantics import interval
from policyrules.semantics.interval import COMPARISONS, MIRRORED, OPPOSITE


class Op(StrEnum):
    """What a node computes from its arguments and its `data`."""

    CONST = "const"  # data: the value, None for null
    SUBJECT = "subject"  # the id of the record a function is called for; data: entity
    MEMBER = "member"  # the id of the record a loop stands at; data: (entity, level)
    FACT = "fact"  # (id) data: (entity, field)
    DERIVED = "derived"  # (id) data: (entity, definition, part)
    MEMBERS = "members"  # (id) data: (entity, collection); ids, null where unknown
    FLATTEN = "flatten"  # (ids) data: (entity, collection); the members' members
    NOT = "not"
    AND = "and"
    OR = "or"
    IS = "is"  # (value) data: True or False
    IS_NULL = "is_null"
    COMPARE = "compare"  # (a, b) data: CompareOp
    IS_ONE_OF = "is_one_of"  # (value) data: tuple of values
    CASE = "case"  # (condition, then, other)
    COALESCE = "coalesce"  # (a, b): a unless null
    AGREE = "agree"  # (a, b): a where it equals b, else null
    RANK = "rank"  # (word) data: tuple of words, lowest first
    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    LEAST = "least"  # (a, b): null if either is
    GREATEST = "greatest"
    LEAST_KNOWN = "least_known"  # (a, b): a null aside
    GREATEST_KNOWN = "greatest_known"
    TIMES = "times"  # (low, high, low, high) data: 0 the low end of the product, 1 the high end
    DIVIDE = "divide"  # likewise of the quotient
    ROUND = "round"  # (number) data: (mode, places)
    DAY_AFTER = "day_after"  # (day, number of days)
    DAYS_BETWEEN = "days_between"  # (later, earlier)
    EDGE = "edge"  # (period) data: False its first day, True its last
    COUNT = "count"  # (ids, condition) data: level
    DISTINCT = "distinct"  # (ids, condition, term) data: level; nulls aside
    TOTAL = "total"  # (ids, condition, term); null if a term is
    LEAST_OF = "least_of"  # (ids, condition, term); null if a term is, or over none
    GREATEST_OF = "greatest_of"
    LEAST_KNOWN_OF = "least_known_of"  # nulls aside; null over none
    GREATEST_KNOWN_OF = "greatest_known_of"


BOOLEAN = frozenset({Op.NOT, Op.AND, Op.OR, Op.IS, Op.IS_NULL, Op.COMPARE, Op.IS_ONE_OF})
STRICT = frozenset(
    {Op.RANK, Op.ADD, Op.SUBTRACT, Op.MULTIPLY, Op.LEAST, Op.GREATEST, Op.ROUND, Op.EDGE, Op.DAYS_BETWEEN}
)
LOOPS = frozenset(
    {
        Op.COUNT,
        Op.DISTINCT,
        Op.TOTAL,
        Op.LEAST_OF,
        Op.GREATEST_OF,
        Op.LEAST_KNOWN_OF,
        Op.GREATEST_KNOWN_OF,
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One operation. `nullable`: whether it can be null. `free`: bit n set where it speaks of the member at level n."""

    op: Op
    args: tuple[Node, ...]
    data: Any
    nullable: bool
    free: int

    @property
    def is_const(self) -> bool:
        """Whether it is a value already."""
        return self.op is Op.CONST


def compute(op: Op, data: Any, *values: Any) -> Any:
    """The value of a scalar operation: what constants fold to, and what engines may call where they have no own way."""
    if op in STRICT and None in values:
        return None
    return SCALARS[op](data, *values)


def _compare(data: CompareOp, a: Any, b: Any) -> bool:
    return a is not None and b is not None and COMPARISONS[data](a, b)


def _edge(data: bool, period: Period) -> date:
    return period.end if data else period.start


def _known(pick: Callable[..., Any]) -> Callable[..., Any]:
    return lambda data, *values: pick((v for v in values if v is not None), default=None)


SCALARS: dict[Op, Callable[..., Any]] = {
    Op.IS: lambda data, a: a is data,
    Op.IS_NULL: lambda data, a: a is None,
    Op.COMPARE: _compare,
    Op.IS_ONE_OF: lambda data, a: a in data,
    Op.COALESCE: lambda data, a, b: b if a is None else a,
    Op.AGREE: lambda data, a, b: a if a == b else None,
    Op.RANK: lambda data, word: data.index(word),
    Op.ADD: lambda data, a, b: interval.plus(a, b),
    Op.SUBTRACT: lambda data, a, b: interval.minus(a, b),
    Op.MULTIPLY: lambda data, a, b: interval.product(a, b),
    Op.LEAST: lambda data, *values: min(values),
    Op.GREATEST: lambda data, *values: max(values),
    Op.LEAST_KNOWN: _known(min),
    Op.GREATEST_KNOWN: _known(max),
    Op.TIMES: lambda data, a, b, c, d: interval.arithmetic(ArithOp.MUL, (a, b), (c, d))[data],
    Op.DIVIDE: lambda data, a, b, c, d: interval.arithmetic(ArithOp.DIV, (a, b), (c, d))[data],
    Op.ROUND: lambda data, a: interval.rounded(data[0], a, data[1]),
    Op.DAY_AFTER: lambda data, a, b: interval.day_after(a, b),
    Op.DAYS_BETWEEN: lambda data, a, b: interval.days_between(a, b),
    Op.EDGE: _edge,
}


class Pool:
    """Makes nodes: equal ones once, constants folded, and what is plainly simpler put simpler."""

    def __init__(self) -> None:
        """Start with nothing but the three constants every formula knows."""
        self._nodes: dict[Any, Node] = {}
        self.null = self.const(None)
        self.true = self.const(True)
        self.false = self.const(False)

    def __len__(self) -> int:
        """How many nodes were made."""
        return len(self._nodes)

    def const(self, value: Any) -> Node:
        """A value."""
        return self._intern(Op.CONST, (), value, value is None)

    def make(self, op: Op, *args: Node, data: Any = None) -> Node:
        """A node of any operation; a scalar one over constants becomes a constant, and so does one over nobody."""
        if op in SCALARS and args and all(a.is_const for a in args):
            return self.const(compute(op, data, *(a.data for a in args)))
        if op in LOOPS and args[1] is self.false:
            return self.const(0 if op in (Op.COUNT, Op.DISTINCT, Op.TOTAL) else None)
        return self._intern(op, args, data, self._nullable(op, args))

    def _intern(self, op: Op, args: tuple[Node, ...], data: Any, nullable: bool) -> Node:
        key = (op, tuple(id(a) for a in args), type(data), data)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = Node(op, args, data, nullable, free_levels(op, args, data))
        return node

    @staticmethod
    def _nullable(op: Op, args: tuple[Node, ...]) -> bool:
        match op:
            case Op.SUBJECT | Op.MEMBER | Op.COUNT | Op.DISTINCT:
                return False
            case Op.CASE:
                return args[1].nullable or args[2].nullable
            case Op.COALESCE | Op.LEAST_KNOWN | Op.GREATEST_KNOWN:
                return all(a.nullable for a in args)
            case Op.MULTIPLY:
                return True
            case Op.TOTAL:
                return args[2].nullable
            case _ if op in STRICT:
                return any(a.nullable for a in args)
        return op not in BOOLEAN

    def negated(self, item: Node) -> Node:
        """Not `item`."""
        if item.is_const:
            return self.const(not item.data)
        return item.args[0] if item.op is Op.NOT else self.make(Op.NOT, item)

    def both(self, *items: Node) -> Node:
        """All of `items`."""
        return self._joined(Op.AND, items, self.false, self.true)

    def either(self, *items: Node) -> Node:
        """Any of `items`."""
        return self._joined(Op.OR, items, self.true, self.false)

    def _joined(self, op: Op, items: Iterable[Node], decisive: Node, neutral: Node) -> Node:
        kept: dict[Node, None] = {}
        for item in items:
            kept.update(dict.fromkeys(item.args if item.op is op else (item,)))
        kept.pop(neutral, None)
        if decisive in kept or any(item.op is Op.NOT and item.args[0] in kept for item in kept):
            return decisive
        if len(kept) < 2:
            return next(iter(kept), neutral)
        return self.make(op, *kept)

    def case(self, condition: Node, then: Node, other: Node) -> Node:
        """`then` where `condition` holds, else `other`."""
        if condition.is_const:
            return then if condition.data else other
        if condition.op is Op.NOT:
            return self.case(condition.args[0], other, then)
        then, other = (
            self._assuming(condition, True, then),
            self._assuming(condition, False, self._left(condition, other)),
        )
        return then if then is other else self.make(Op.CASE, condition, then, other)

    def _left(self, condition: Node, other: Node) -> Node:
        """`other`, where `condition` is a comparison that does not hold: the opposite one then needs no comparing, it
        holds unless a side is null."""
        if condition.op is not Op.COMPARE or other.op is not Op.CASE:
            return other
        test, then, beyond = other.args
        if test.op is not Op.COMPARE or test.args != condition.args or test.data is not OPPOSITE[condition.data]:
            return other
        return self.case(self.either(*(self.is_null(side) for side in test.args)), beyond, then)

    def _assuming(self, condition: Node, holds: bool, node: Node) -> Node:
        """`node`, where it is a case of the same condition or its opposite: the branch that is left."""
        if node.op is not Op.CASE:
            return node
        test, then, other = node.args
        if test is condition:
            return then if holds else other
        return (other if holds else then) if test is self.negated(condition) else node

    def is_null(self, item: Node) -> Node:
        """Whether `item` is null."""
        return self.make(Op.IS_NULL, item) if item.nullable else self.false

    def is_(self, item: Node, value: bool) -> Node:
        """Whether a truth value that may be null is `value`."""
        return self.make(Op.IS, item, data=value)

    def coalesce(self, item: Node, default: Node) -> Node:
        """`item`, or `default` where it is null."""
        return item if not item.nullable or default is self.null else self.make(Op.COALESCE, item, default)

    def agree(self, one: Node, two: Node) -> Node:
        """The value on which both agree, else null."""
        return one if one is two else self.make(Op.AGREE, one, two)

    def compare(self, op: CompareOp, left: Node, right: Node) -> Node:
        """A comparison, false with a null; against a constant, seen through defaults and ranks."""
        if self.null in (left, right):
            return self.false
        if left.is_const and not right.is_const:
            return self.compare(MIRRORED[op], right, left)
        if right.is_const and left.op is Op.COALESCE and left.args[1].is_const:
            inner = self.compare(op, left.args[0], right)
            if COMPARISONS[op](left.args[1].data, right.data):
                return self.either(self.is_null(left.args[0]), inner)
            return inner
        if right.is_const and left.op is Op.RANK:
            words = tuple(w for rank, w in enumerate(left.data) if COMPARISONS[op](rank, right.data))
            return self.make(Op.IS_ONE_OF, left.args[0], data=words) if words else self.false
        return self.make(Op.COMPARE, left, right, data=op)


def free_levels(op: Op, args: tuple[Node, ...], data: Any) -> int:
    """The levels of members a node speaks of, as bits; a loop binds its own."""
    free = 0
    for arg in args:
        free |= arg.free
    if op is Op.MEMBER:
        return 1 << int(data[1])
    return args[0].free | free & ~(1 << int(data)) if op in LOOPS else free
