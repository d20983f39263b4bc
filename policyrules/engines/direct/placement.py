"""Where each formula is written: in the innermost place that holds all its uses, and together with what is like it.

Aggregates over the same members are one loop. Choices on the same condition are one `if`, and what only one of its
branches needs is computed in that branch: a teacher out of scope costs no more than finding that out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count, takewhile
from typing import Any

from policyrules.engines.direct.graph import detached, owner, reachable
from policyrules.semantics.lowered import LOOPS, Node, Op

INNERMOST = 20
Region = tuple[int, ...]
"""The branches one stands in, from the outermost; none for the function itself."""
FUNCTION: Region = ()


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Choices on one condition in one region, and the regions of their branches."""

    then: Region
    other: Region
    together: list[Node] = field(default_factory=list)


class Placement:
    """The places of all formulas of one function.

    What stands inside a loop has no region: the loop's body holds it. Formulas are placed users first; a loop stands
    lower than all that is computed from it, and so does a choice, so companions never wait for one another.
    """

    def __init__(self, roots: tuple[Node, ...], totals: bool) -> None:
        """Place `roots` and all below. With `totals`, what other records' members decide alone is looked up."""
        self.regions: dict[Node, Region] = {}
        self.loops: dict[tuple[Any, ...], list[Node]] = {}
        self.company: dict[Node, tuple[Any, ...]] = {}
        self.choices: dict[Node, Choice] = {}
        self._totals = totals
        self._total: dict[Node, bool] = {}
        self._branches = count()
        self._alike: dict[tuple[Any, ...], Choice] = {}
        self._users: dict[Node, dict[Region, None]] = {}
        self._shared: dict[Region, dict[Node, None]] = {}
        self._use(roots, FUNCTION)
        order = reachable(roots, self._operands)
        ranks = self._ranks(order)
        for node in order:
            if node.op in LOOPS:
                self._join_loop(node, ranks[node][0])
        order.reverse()
        order.sort(key=lambda node: (*ranks[node], node.op not in LOOPS and node.op is not Op.CASE), reverse=True)
        for node in order:
            self._place(node, ranks[node])
        for node, users in self._users.items():
            if not node.free:
                self._share(node, users)

    def _ranks(self, order: list[Node]) -> dict[Node, tuple[int, int]]:
        """How many loops lie below each node, and how many choices above the last of these."""
        ranks: dict[Node, tuple[int, int]] = {}
        for node in order:
            loops, choices = max((ranks[a] for a in self._operands(node)), default=(0, 0))
            ranks[node] = (loops + 1, 0) if node.op in LOOPS else (loops, choices + (node.op is Op.CASE))
        return ranks

    def _join_loop(self, node: Node, loops: int) -> None:
        company = self.company[node] = node.args[0], node.data, loops, node.free, self.is_total(node)
        self.loops.setdefault(company, []).append(node)

    def _place(self, node: Node, rank: tuple[int, int]) -> None:
        """Hand the region of a node on to its operands."""
        together = self.loops[self.company[node]] if node.op in LOOPS else [node]
        region = self.regions[node] = common([user for companion in together for user in self._users[companion]])
        if node.op is Op.CASE and not node.free and len(region) < INNERMOST:
            key = node.args[0], region, rank
            if key not in self._alike:
                self._alike[key] = Choice((*region, next(self._branches)), (*region, next(self._branches)))
            choice = self._alike[key]
            choice.together.append(node)
            self.choices[node] = choice
            self._use(node.args[1:2], choice.then)
            self._use(node.args[2:], choice.other)
            self._use(node.args[:1], region)
            return
        self._use(self._operands(node), region)

    def _use(self, nodes: Iterable[Node], region: Region) -> None:
        for node in nodes:
            self._users.setdefault(node, {})[region] = None

    def _share(self, node: Node, users: Iterable[Region]) -> None:
        """Note a node for the branches that use it and are the first to be entered where it stands."""
        deep = len(self.regions[node])
        for user in users:
            if len(user) > deep:
                self._shared.setdefault(user[: deep + 1], {})[node] = None

    def is_total(self, node: Node) -> bool:
        """Whether a node is looked up as another record's total."""
        if node not in self._total:
            aggregate = self._totals and node.op in LOOPS
            self._total[node] = aggregate and owner(node).op is not Op.SUBJECT and detached(node)
        return self._total[node]

    def _operands(self, node: Node) -> tuple[Node, ...]:
        """What a node is computed from in this function: a total from whose it is, a fact of the subject from its
        record and not from its id."""
        if node.op is Op.FACT and node.args[0].op is Op.SUBJECT:
            return ()
        return (owner(node),) if self.is_total(node) else node.args

    def waits_for(self, node: Node) -> tuple[Node, ...]:
        """What must be written before a node: of a total whose it is, of another aggregate its members (the rest is
        inside the loop), of a choice its condition and what its branches share with what is outside of them."""
        if node in self.choices:
            choice = self.choices[node]
            return node.args[0], *self._shared.get(choice.then, ()), *self._shared.get(choice.other, ())
        operands = self._operands(node)
        return operands[:1] if node.op in LOOPS else operands


def common(regions: Sequence[Region]) -> Region:
    """The innermost region around all of `regions`."""
    if len(regions) == 1:
        return regions[0]
    return tuple(branches[0] for branches in takewhile(lambda b: len(set(b)) == 1, zip(*regions, strict=False)))
