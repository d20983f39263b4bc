"""Expressions that take their type from what stands beside them: bare numbers, and words of an enumeration."""

from __future__ import annotations

from policyrules.compiler.typing.scope import Scope
from policyrules.model.expr import AggregateOp, ArithOp
from policyrules.model.types import COUNT_NUMBER, RATIO_NUMBER, NumberType
from policyrules.syntax.names import find
from policyrules.syntax.tree import (
    AggregateNode,
    AnyNode,
    ArithNode,
    ChoiceNode,
    ExtremeNode,
    NameNode,
    NegateNode,
    NumberNode,
    RoundNode,
)

PASSING = (AggregateOp.SUM, AggregateOp.MIN, AggregateOp.MAX)
SCALING = (ArithOp.MUL, ArithOp.DIV)


def sources(node: AnyNode) -> tuple[AnyNode, ...]:
    """The parts whose type `node` takes on; nothing where it has a type of its own."""
    match node:
        case NegateNode() | RoundNode():
            return (node.item,)
        case ArithNode():
            return (node.left, node.right)
        case ChoiceNode():
            return (node.chosen, node.other)
        case ExtremeNode():
            return node.items
        case AggregateNode() if node.op in PASSING and node.value is not None:
            return (node.value,)
        case _:
            return ()


def is_bare(node: AnyNode) -> bool:
    """Whether `node` is made of numbers without a unit."""
    if isinstance(node, NumberNode):
        return node.unit is None and not node.percent
    parts = sources(node)
    return bool(parts) and all(is_bare(part) for part in parts)


def is_open(node: AnyNode, scope: Scope) -> bool:
    """Whether `node` has no type before something is expected of it."""
    if isinstance(node, NumberNode):
        return is_bare(node)
    if isinstance(node, NameNode):
        return not scope.find(node.word)
    if isinstance(node, AggregateNode):
        return is_bare(node)  # names inside are the members', not this scope's
    parts = sources(node)
    return bool(parts) and all(is_open(part, scope) for part in parts)


def plain_type(*bare: AnyNode) -> NumberType:
    """The type bare numbers have where nothing is expected: a count, or a ratio where one has decimals."""
    return COUNT_NUMBER if all(is_whole(node) for node in bare) else RATIO_NUMBER


def is_whole(node: AnyNode) -> bool:
    """Whether every bare number in `node` is whole."""
    if isinstance(node, NumberNode):
        return node.value.denominator == 1
    return all(is_whole(part) for part in sources(node))


def is_word(scope: Scope, word: str) -> bool:
    """Whether some enumeration has this word."""
    return any(find(word, [scope.names.of_enum(enum)]) for enum in scope.names.vocabulary.enums)
