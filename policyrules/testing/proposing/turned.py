"""Expressions that differ from the original only where one condition, or one side of a line, decides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from policyrules.model.expr import And, Arith, ArithOp, Compare, CompareOp, Expr, If, Literal, Not
from policyrules.model.types import BOOL, DAYS_NUMBER, DateType
from policyrules.syntax.walk import NODES, Node
from policyrules.testing.coverage.thresholds import ABOVE, AT, Threshold


def put(tree: Expr, place: Expr, other: Expr) -> Expr:
    """`tree` with the node `place` (that very one) replaced."""
    return cast(Expr, _put(tree, place, other))


def _put(node: Node, place: Expr, other: Expr) -> Node:
    if node is place:
        return other
    changed: dict[str, Any] = {}
    for name in type(node).__match_args__:
        value = getattr(node, name)
        items = value if isinstance(value, tuple) else (value,)
        new = tuple(_put(item, place, other) if isinstance(item, NODES) else item for item in items)
        if any(a is not b for a, b in zip(items, new, strict=True)):
            changed[name] = new if isinstance(value, tuple) else new[0]
    return replace(cast(Any, node), **changed) if changed else node


def turned(line: Threshold, side: str) -> Expr:
    """The comparison that draws a line, turned over on one side of it, within a step."""
    return If(on_side(line, side), Not(line.node), line.node, BOOL)


def on_side(line: Threshold, side: str) -> Expr:
    """Whether what is held against a line lies on a side of it, within a step."""
    if side == AT:
        return Compare(CompareOp.EQ, line.left, line.right)
    above = side == ABOVE
    beyond, within = (CompareOp.GT, CompareOp.LE) if above else (CompareOp.LT, CompareOp.GE)
    kind = DAYS_NUMBER if isinstance(line.left.type, DateType) else line.left.type
    far = Arith(ArithOp.ADD if above else ArithOp.SUB, line.right, Literal(line.step, kind), line.right.type)
    return And((Compare(beyond, line.left, line.right), Compare(within, line.left, far)))
