"""The lowering of aggregates: their ends as counts and sums over who is certainly and who is possibly in."""

from __future__ import annotations

from typing import Protocol

from policyrules.model.expr import CompareOp
from policyrules.semantics.lowered import Node, Op, Pool

Two = tuple[Node, Node]


class Decided(Protocol):
    """A condition's two formulas."""

    @property
    def true(self) -> Node:
        """Where it certainly holds."""

    @property
    def false(self) -> Node:
        """Where it certainly does not."""


class Groups:
    """Builds aggregates in one pool. `members` may be null; `level` is that of the members in the conditions."""

    def __init__(self, pool: Pool) -> None:
        """Build in `pool`."""
        self.pool = pool

    def number(self, members: Node, level: int, condition: Node) -> Node:
        """How many members satisfy a condition."""
        return self.pool.make(Op.COUNT, members, condition, data=level)

    def exists(self, members: Node, level: int, condition: Node) -> Node:
        """Whether a member satisfies a condition."""
        return self.pool.compare(CompareOp.GT, self.number(members, level, condition), self.pool.const(0))

    def if_known(self, members: Node, value: Node) -> Node:
        """`value`, or null where nobody knows the members."""
        return self.pool.case(self.pool.is_null(members), self.pool.null, value)

    def count(self, members: Node, level: int, where: Decided) -> Two:
        """From those certainly in to those possibly in."""
        possible = self.number(members, level, self.pool.negated(where.false))
        return self.number(members, level, where.true), self.if_known(members, possible)

    def holding(self, members: Node, level: int, where: Decided, holds: Decided) -> Two:
        """The members in, for whom a condition holds."""
        certain = self.number(members, level, self.pool.both(where.true, holds.true))
        open_ = self.pool.both(self.pool.negated(where.false), self.pool.negated(holds.false))
        return certain, self.if_known(members, self.number(members, level, open_))

    def every(self, members: Node, level: int, where: Decided, holds: Decided) -> Two:
        """Where a condition certainly holds for all, and where certainly not."""
        pool = self.pool
        doubtful = pool.both(pool.negated(where.false), pool.negated(holds.true))
        none = pool.negated(self.exists(members, level, doubtful))
        known = pool.negated(pool.is_null(members))
        return pool.both(known, none), self.exists(members, level, pool.both(where.true, holds.false))

    def some(self, members: Node, level: int, where: Decided, holds: Decided) -> Two:
        """Where a condition certainly holds for somebody, and where certainly not."""
        pool = self.pool
        thinkable = pool.both(pool.negated(where.false), pool.negated(holds.false))
        none = pool.negated(self.exists(members, level, thinkable))
        found = self.exists(members, level, pool.both(where.true, holds.true))
        return found, pool.both(pool.negated(pool.is_null(members)), none)

    def distinct(self, members: Node, level: int, where: Decided, value: Node) -> Two:
        """From the values certainly there, one at least if anybody is, to all that may differ."""
        pool, possible = self.pool, self.pool.negated(where.false)
        anybody = pool.case(self.exists(members, level, where.true), pool.const(1), pool.const(0))
        here = pool.make(Op.DISTINCT, members, where.true, value, data=level)
        strangers = self.number(members, level, pool.both(possible, pool.is_null(value)))
        most = pool.make(Op.ADD, pool.make(Op.DISTINCT, members, possible, value, data=level), strangers)
        return pool.make(Op.GREATEST, here, anybody), self.if_known(members, most)

    def total(self, members: Node, level: int, where: Decided, low: Node, high: Node) -> Two:
        """Each certain member gives its ends; one that is only possible may also give 0."""
        pool, possible, zero = self.pool, self.pool.negated(where.false), self.pool.const(0)
        least = pool.case(where.true, low, pool.make(Op.LEAST, zero, low))
        most = pool.case(where.true, high, pool.make(Op.GREATEST, zero, high))
        return self.if_known(members, pool.make(Op.TOTAL, members, possible, least, data=level)), self.if_known(
            members, pool.make(Op.TOTAL, members, possible, most, data=level)
        )

    def extreme(self, members: Node, level: int, where: Decided, low: Node, high: Node, least: bool) -> Two:
        """The least or greatest; null unless somebody is certainly in."""
        pool, possible = self.pool, self.pool.negated(where.false)
        far_op, near_op = (Op.LEAST_OF, Op.LEAST_KNOWN_OF) if least else (Op.GREATEST_OF, Op.GREATEST_KNOWN_OF)
        far, near = (low, high) if least else (high, low)
        somebody = self.exists(members, level, where.true)
        outer = pool.case(somebody, pool.make(far_op, members, possible, far, data=level), pool.null)
        inner = pool.case(somebody, pool.make(near_op, members, where.true, near, data=level), pool.null)
        return (outer, inner) if least else (inner, outer)

    def share(self, members: Node, level: int, where: Decided, holds: Decided) -> Two:
        """Members for whom a condition holds, of all; a possible member is let in only where that moves the end."""
        pool = self.pool
        maybe = pool.both(pool.negated(where.true), pool.negated(where.false))
        certain = self.number(members, level, where.true)
        held = self.number(members, level, pool.both(where.true, holds.true))
        open_ = self.number(members, level, pool.both(where.true, pool.negated(holds.false)))
        helping = self.number(members, level, pool.both(maybe, pool.negated(holds.false)))
        hindering = self.number(members, level, pool.both(maybe, pool.negated(holds.true)))
        low = self._quotient(held, pool.make(Op.ADD, certain, hindering))
        high = self._quotient(pool.make(Op.ADD, open_, helping), pool.make(Op.ADD, certain, helping))
        somebody = pool.compare(CompareOp.GT, certain, pool.const(0))
        return pool.case(somebody, low, pool.null), pool.case(somebody, high, pool.null)

    def _quotient(self, part: Node, whole: Node) -> Node:
        return self.pool.make(Op.DIVIDE, part, part, whole, whole, data=0)
