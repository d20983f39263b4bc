"""Formulas as they are where the facts they read of a loop's members are known.

An aggregate is lowered to two, one for each end. Where nothing is missing both ends meet: "certainly in" and "possibly
in" become one formula, and so do the two sums over them, which then are computed once.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyrules.engines.direct.graph import reachable
from policyrules.model.expr import CompareOp
from policyrules.semantics.interval import OPPOSITE
from policyrules.semantics.lowered import LOOPS, Node, Op, Pool

SAID_OTHERWISE = frozenset({CompareOp.NE, CompareOp.GE, CompareOp.GT})


def where_known(aggregates: Sequence[Node]) -> Known | None:
    """What aggregates over the same members are where the members' facts are known, if then any two are one.

    None also for aggregates with others inside: a second version of each would double with every level.
    """
    if any(node.op in LOOPS for node in reachable(part for a in aggregates for part in a.args[1:])):
        return None
    known = Known(aggregates)
    return known if known.facts and len(set(known.aggregates)) < len(aggregates) else None


class Known(Pool):
    """Makes the formulas anew. Two that say the same of known facts become one: what is not below is at least."""

    def __init__(self, aggregates: Sequence[Node]) -> None:
        """Make `aggregates` anew, in their order; `facts` are what they take for known."""
        super().__init__()
        self.facts: list[Node] = []
        self._bit = 1 << int(aggregates[0].data)
        self._anew: dict[Node, Node] = {}
        self._opposites: dict[Node, Node] = {}
        for node in reachable(part for a in aggregates for part in a.args[1:]):
            self._anew[node] = self._made(node)
        self.aggregates = [self._aggregate(a) for a in aggregates]

    def _aggregate(self, node: Node) -> Node:
        """An aggregate; its term is asked for only where its condition holds."""
        condition = self._anew[node.args[1]]
        terms = (self._assuming(condition, True, self._anew[term]) for term in node.args[2:])
        return self.make(node.op, node.args[0], condition, *terms, data=node.data)

    def _made(self, node: Node) -> Node:
        """A node whose operands are made; one that does not speak of the members stays what it is."""
        if node.is_const:
            return self.const(node.data)
        if node.op is Op.MEMBER or not node.free & self._bit:
            return node
        args = [self._anew[a] for a in node.args]
        match node.op:
            case Op.FACT if args[0].op is Op.MEMBER:
                fact = self._intern(node.op, tuple(args), node.data, False)
                self.facts.append(fact)
                return fact
            case Op.NOT:
                return self.negated(*args)
            case Op.AND:
                return self.both(*args)
            case Op.OR:
                return self.either(*args)
            case Op.IS:
                return self.is_(args[0], node.data)
            case Op.IS_NULL:
                return self.is_null(*args)
            case Op.COMPARE:
                return self.compare(node.data, *args)
            case Op.CASE:
                return self.case(*args)
            case Op.COALESCE:
                return self.coalesce(*args)
            case Op.AGREE:
                return self.agree(*args)
        return self.make(node.op, *args, data=node.data)

    def negated(self, item: Node) -> Node:
        """Not `item`, down to what it is made of."""
        if item not in self._opposites:
            parts = [self.negated(part) for part in item.args] if item.op in (Op.AND, Op.OR) else []
            join = self.either if item.op is Op.AND else self.both
            self._opposites[item] = join(*parts) if parts else super().negated(item)
        return self._opposites[item]

    def is_(self, item: Node, value: bool) -> Node:
        """What is known and not true is false."""
        if item.nullable or value:
            return super().is_(item, value)
        return self.negated(super().is_(item, True))

    def compare(self, op: CompareOp, left: Node, right: Node) -> Node:
        """What is known and not below is at least."""
        if op not in SAID_OTHERWISE or left.nullable or right.nullable:
            return super().compare(op, left, right)
        return self.negated(super().compare(OPPOSITE[op], left, right))
