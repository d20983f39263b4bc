"""Rows and what is known of each: a frame that grows, stage by stage, until all wanted formulas stand in it.

A stage first joins what comes from elsewhere (records referred to, counts over members), then computes formulas over
columns. Formulas that several others need get a column of their own, so that they are computed once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from policyrules.engines.frame.column import Column, col
from policyrules.engines.frame.graph import postorder
from policyrules.engines.frame.number import Number
from policyrules.engines.frame.plan import Plan
from policyrules.engines.frame.relation import Relation, columns_of
from policyrules.engines.frame.scalar import scalar
from policyrules.engines.frame.truth import Truth
from policyrules.engines.frame.values import Val, pieces, replaced
from policyrules.semantics.lowered import Node, Op

DEEPEST = 12
MOST_REPEATED = 16
BYTE = 2**7
CHEAP = frozenset({Op.CONST, Op.FACT, Op.SUBJECT, Op.MEMBER})


class Elsewhere(Protocol):
    """A place from which values are joined in. Equal places are joined once."""

    def bring(self, space: Space, nodes: list[Node]) -> dict[Node, Val]:
        """Join the values of `nodes` into the frame of `space`."""


@dataclass
class Step:
    """How a formula is come by: `children` first; then from `elsewhere`, or as another formula (`same`), or as an
    operation over columns."""

    children: tuple[Node, ...]
    elsewhere: Elsewhere | None = None
    same: Node | None = None


@dataclass
class Space:
    """A frame with one row for each record, or for each pair of a record and a member. `key`: the columns that tell
    rows apart. `columns`: the ids and references that stand in a column of the table itself."""

    plan: Plan
    frame: Relation
    key: tuple[str, ...]
    values: dict[Node, Val] = field(default_factory=dict)
    columns: dict[Node, str] = field(default_factory=dict)
    _steps: dict[Node, Step] = field(default_factory=dict)

    def step(self, node: Node) -> Step:
        """How `node` is come by here."""
        if node not in self._steps:
            self._steps[node] = Step(()) if node in self.values else self.plain_step(node)
        return self._steps[node]

    def plain_step(self, node: Node) -> Step:
        """How a node not seen before is come by."""
        return Step(node.args)

    def fixed(self, node: Node, value: Val) -> Step:
        """A value that needs no more work."""
        self.values[node] = value
        return Step(())

    def build(self, roots: Sequence[Node]) -> None:
        """Make the values of `roots`."""
        self.before(roots)
        order = postorder(roots, lambda n: self.step(n).children)
        uses = Counter(child for node in order for child in self.step(node).children)
        uses.update(roots)
        for node in reversed(order):
            same = self.step(node).same
            if same is not None:
                uses[same] += uses[node] - 1
        stages: dict[Node, int] = {}
        crossing: set[Node] = set()
        for node in order:
            step = self.step(node)
            stages[node] = max((stages[c] for c in step.children), default=0) + (step.elsewhere is not None)
            crossing.update(c for c in step.children if stages[c] < stages[node])
        for stage in range(max(stages.values(), default=0) + 1):
            here = [node for node in order if stages[node] == stage]
            self._join([node for node in here if self.step(node).elsewhere is not None])
            self._compute([node for node in here if self.step(node).elsewhere is None], uses, crossing)

    def before(self, roots: Sequence[Node]) -> None:
        """Whatever a kind of space does first."""

    def _join(self, nodes: list[Node]) -> None:
        """Bring in what comes from elsewhere, one join for all that comes from one place."""
        places: dict[Elsewhere, list[Node]] = {}
        for node in nodes:
            place = self.step(node).elsewhere
            if place is not None and node not in self.values:
                places.setdefault(place, []).append(node)
        for place, wanted in places.items():
            self.values.update(place.bring(self, wanted))

    def _compute(self, nodes: list[Node], uses: Counter[Node], crossing: set[Node]) -> None:
        """Formulas over columns. Those used more than once, or very deep, become columns, layer by layer; so do small
        ones that are wanted behind a join, which then has less to carry."""
        layers: dict[int, list[tuple[str, Column]]] = {}
        layer: dict[Node, int] = {}
        depth: dict[Node, int] = {}
        weight: dict[Node, int] = {}
        for node in nodes:
            if node in self.values:
                continue
            step = self.step(node)
            if step.same is not None:
                self.values[node] = self.values[step.same]
                layer[node], depth[node] = layer.get(step.same, 0), depth.get(step.same, 0)
                weight[node] = weight.get(step.same, 1)
                continue
            value = scalar(node, [self.values[a] for a in node.args])
            layer[node] = max((layer.get(a, 0) for a in node.args), default=0)
            depth[node] = 1 + max((depth.get(a, 0) for a in node.args), default=0)
            weight[node] = 1 + sum(weight.get(a, 1) for a in node.args)
            repeated = weight[node] * (uses[node] - 1) > MOST_REPEATED
            carried = node in crossing and is_small(value)
            plain = node.op in CHEAP or all(column.op == "col" for column in pieces(value))
            if not plain and (repeated or carried or depth[node] > DEEPEST):
                value, made = self.named(value)
                layers.setdefault(layer[node], []).extend(made)
                layer[node] += 1
                depth[node], weight[node] = 0, 1
            self.values[node] = value
        for place in sorted(layers):
            self.frame = self.frame.with_columns(layers[place])

    def named(self, value: Val) -> tuple[Val, list[tuple[str, Column]]]:
        """A value as columns with names of their own, and how these are made."""
        made = [(self.plan.fresh(), column) for column in pieces(value)]
        return replaced(value, (col(name, column.nullable) for name, column in made)), made

    def kept(self, column: Column) -> str:
        """The name of a column, a new one where it has none yet."""
        if column.op == "col":
            return str(column.data[0])
        name = self.plan.fresh()
        self.frame = self.frame.with_columns([(name, column)])
        return name

    def selected(self, nodes: Iterable[Node], key: Iterable[str]) -> tuple[Relation, dict[Node, Val], list[str]]:
        """A table of the key columns and the values of some nodes, all under new names; the names of the keys."""
        found: dict[Node, Val] = {}
        columns: list[tuple[str, Column]] = []
        for node in nodes:
            found[node], made = self.named(self.values[node])
            columns.extend(made)
        keys = [(self.plan.fresh(), col(name)) for name in key]
        return self.picked([*keys, *columns]), found, [name for name, _ in keys]

    def picked(self, made: Sequence[tuple[str, Column]]) -> Relation:
        """A table of some columns alone, made from as little as they need."""
        return self.frame.holding(columns_of(column for _, column in made)).select(made)


def is_small(value: Val) -> bool:
    """Whether a value takes no more than a byte a row."""
    return isinstance(value, Truth) or (
        isinstance(value, Number) and value.bottom is None and value.top.narrow and value.top.size < BYTE
    )
