"""Looking at a graph of lowered formulas: what lies below, how often it is used, whose members it is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from policyrules.semantics.lowered import LOOPS, Node, Op


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


def reachable(roots: Iterable[Node], enters: Callable[[Node], bool] = lambda node: True) -> list[Node]:
    """Every node below `roots`, each once, operands first; none that `enters` refuses, nor what lies below it only."""
    order: dict[Node, None] = {}
    pending = [(root, False) for root in roots]
    while pending:
        node, ready = pending.pop()
        if node in order or not enters(node):
            continue
        if ready:
            order[node] = None
        else:
            pending.append((node, True))
            pending.extend((a, False) for a in reversed(node.args))
    return list(order)


def survey(roots: tuple[Node, ...]) -> tuple[Counter[Node], dict[Node, int]]:
    """How often each node is used, and how many loops lie below it."""
    uses: Counter[Node] = Counter(roots)
    heights: dict[Node, int] = {}
    for node in reachable(roots):
        uses.update(node.args)
        heights[node] = max((heights[a] for a in node.args), default=0) + (node.op in LOOPS)
    return uses, heights
