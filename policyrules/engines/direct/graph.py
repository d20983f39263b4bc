"""Looking at a graph of lowered formulas: what lies below, how often each is used, whose members it is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from policyrules.semantics.lowered import Node, Op


def owner(node: Node) -> Node:
    """The id of the record whose members an aggregate, or a chain of collections, is over."""
    return node.args[0] if node.op is Op.MEMBERS else owner(node.args[0])


def hung_on(members: Node, whose: Node) -> Node:
    """The same members of another record."""
    inner = whose if members.op is Op.MEMBERS else hung_on(members.args[0], whose)
    return Node(members.op, (inner,), members.data, members.nullable, whose.free)


def detached(aggregate: Node) -> bool:
    """Whether an aggregate is the same for everybody who asks for it of the same record."""
    own = 1 << int(aggregate.data)
    below = reachable(aggregate.args[1:])
    return all(not part.free & ~own for part in aggregate.args[1:]) and all(n.op is not Op.SUBJECT for n in below)


def reachable(roots: Iterable[Node], operands: Callable[[Node], Iterable[Node]] = lambda node: node.args) -> list[Node]:
    """Every node that is a root or among the `operands` of one that is, each once, operands first."""
    order: dict[Node, None] = {}
    pending = [(root, False) for root in roots]
    while pending:
        node, ready = pending.pop()
        if node in order:
            continue
        if ready:
            order[node] = None
        else:
            pending.append((node, True))
            pending.extend((a, False) for a in reversed(tuple(operands(node))))
    return list(order)


def uses(roots: tuple[Node, ...]) -> Counter[Node]:
    """How often each node is used."""
    counted: Counter[Node] = Counter(roots)
    for node in reachable(roots):
        counted.update(node.args)
    return counted
