"""Questions about formulas: whom they speak of, and in which order they can be computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from policyrules.semantics.lowered import LOOPS, Node, Op

T = TypeVar("T")


def postorder(roots: Iterable[T], children: Callable[[T], Iterable[T]]) -> list[T]:
    """Every node below the roots once, each behind its children. Without recursion: formulas may be deep."""
    done: dict[T, None] = {}
    pending = list(roots)[::-1]
    while pending:
        node = pending[-1]
        waiting = [] if node in done else [c for c in children(node) if c not in done]
        if waiting:
            pending.extend(reversed(waiting))
        else:
            done.setdefault(node)
            pending.pop()
    return list(done)


class Anchors:
    """The records a formula speaks of: the subject, or members of aggregates around it."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[Node, frozenset[Node]] = {}

    def of(self, root: Node) -> frozenset[Node]:
        """The SUBJECT and MEMBER nodes that are free in `root`."""
        for node in postorder([root], lambda n: () if n in self._known else n.args):
            if node not in self._known:
                self._known[node] = self._free(node)
        return self._known[root]

    def _free(self, node: Node) -> frozenset[Node]:
        if node.op in (Op.SUBJECT, Op.MEMBER):
            return frozenset([node])
        first, *others = (self._known[a] for a in node.args) if node.args else (frozenset[Node](),)
        inner = frozenset[Node]().union(*others)
        if node.op in LOOPS:
            inner = frozenset(a for a in inner if not is_member(a, node.data))
        return first | inner

    def of_body(self, loop: Node) -> frozenset[Node]:
        """Whom a loop's conditions and terms speak of, besides its own member."""
        found = frozenset[Node]().union(*(self.of(a) for a in loop.args[1:]))
        return frozenset(a for a in found if not is_member(a, loop.data))


def is_member(node: Node, level: int) -> bool:
    """Whether a node is the member at a level."""
    return node.op is Op.MEMBER and node.data[1] == level
