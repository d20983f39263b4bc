"""Relations in steps: a formula that several others lean on becomes a column of a select of its own below them, and so
does what would be too deep for an engine's parser. A text of the relation is then no longer than its formulas, each
counted once; written out at each use it would double with every formula upon another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import count

from policyrules.engines.frame.column import Column, col, make
from policyrules.engines.frame.graph import postorder
from policyrules.engines.frame.relation import (
    Given,
    Made,
    Picked,
    Relation,
    below_of,
    columns_of,
    kept,
)

# A formula stays where it is used as long as its other uses write out no more signs than that.
REPEATED = 6
DEEPEST = 24
REDUCTIONS = ("len", "count", "sum", "min", "max", "n_unique")


def stepped(relation: Relation) -> Relation:
    """The same relation in steps."""
    return Steps(relation).of(relation)


class Steps:
    """Rebuilds relations, each once."""

    def __init__(self, relation: Relation) -> None:
        """Look at everything below `relation`."""
        found = below_of(relation)
        self._uses = Counter(below for one in found for below in one.below)
        taken = {name for one in found for name in one.names}
        self._names = (name for n in count() if (name := f"s{n}") not in taken)
        self._known: dict[Relation, Relation] = {}

    def of(self, relation: Relation) -> Relation:
        """The relation in steps."""
        if relation not in self._known:
            self._known[relation] = self._of(relation)
        return self._known[relation]

    def _of(self, relation: Relation) -> Relation:
        if isinstance(relation, Picked):
            base, made = self.gathered(relation)
            return self.split(self.of(base), made)
        if isinstance(relation, Given):
            return relation
        below = [self.of(one) for one in relation.below]
        names = ("base", "other")[: len(below)]
        return replace(relation, **dict(zip(names, below, strict=True)))  # type: ignore[type-var]

    def gathered(self, relation: Picked) -> tuple[Relation, Made]:
        """Selects upon each other as one, where nobody else asks for those below."""
        base, made = relation.base, relation.made
        while isinstance(base, Picked) and self._uses[base] == 1:
            meanings = Meanings(dict(base.made))
            made = tuple((name, meanings.of(column)) for name, column in made)
            base = base.base
        return base, made

    def split(self, base: Relation, made: Made) -> Relation:
        """A select of formulas, those that several lean on in selects below."""
        shared = Shared(column for _, column in made)
        if not shared.levels:
            return Picked(base, made)
        names = {column: next(self._names) for column in shared.levels}
        meanings = Meanings({}, {column: col(name, column.nullable) for column, name in names.items()})
        layers: list[list[tuple[str, Column]]] = [[] for _ in range(max(shared.levels.values()) + 1)]
        for column, level in shared.levels.items():
            layers[level].append((names[column], meanings.inside(column)))
        top = tuple((name, meanings.of(column)) for name, column in made)
        return Picked(layered(base, layers, columns_of(column for _, column in top)), top)


def layered(base: Relation, layers: Sequence[Sequence[tuple[str, Column]]], needed: set[str]) -> Relation:
    """Selects upon each other, the last of which has the columns `needed`; each passes on what those above speak of."""
    selects: list[Made] = []
    for own in reversed(layers):
        passed = needed - {name for name, _ in own}
        selects.append((*kept(sorted(passed)), *own))
        needed = passed | columns_of(column for _, column in own)
    return reduce(Picked, reversed(selects), base)


class Meanings:
    """Formulas with others in place of the columns they speak of, or of formulas inside them."""

    def __init__(self, columns: Mapping[str, Column], known: Mapping[Column, Column] | None = None) -> None:
        """`columns` by name; `known`: what some formulas become."""
        self._columns = columns
        self._known = dict(known or {})

    def of(self, root: Column) -> Column:
        """What a formula becomes."""
        for column in postorder([root], lambda c: () if c in self._known else c.args):
            if column not in self._known:
                self._known[column] = self._made(column)
        return self._known[root]

    def inside(self, column: Column) -> Column:
        """A formula, replaced no higher than in its arguments."""
        for arg in column.args:
            self.of(arg)
        return self._made(column)

    def _made(self, column: Column) -> Column:
        if column.op == "col":
            return self._columns.get(column.data[0], column)
        if not column.args:
            return column
        args = (self._known[arg] for arg in column.args)
        return make(column.op, *args, data=column.data, nullable=column.nullable)


class Shared:
    """Which formulas become columns of their own, each with its level: 0 over the columns that are there."""

    def __init__(self, roots: Iterable[Column]) -> None:
        """Look at all formulas below `roots`."""
        self.levels: dict[Column, int] = {}
        self._size: dict[Column, int] = {}
        self._depth: dict[Column, int] = {}
        self._level: dict[Column, int] = {}
        order = postorder(roots, lambda column: column.args)
        uses = Counter(arg for column in order for arg in column.args for _ in range(written(column)))
        reduced: set[Column] = set()
        for column in order:
            if column.op in REDUCTIONS or not reduced.isdisjoint(column.args):
                reduced.add(column)
            self._weigh(column, uses[column], column not in reduced)

    def _weigh(self, column: Column, uses: int, may_be_shared: bool) -> None:
        args = column.args
        size = own_size(column) + sum(self._size[arg] for arg in args)
        depth = 1 + max((self._depth[arg] for arg in args), default=0)
        level = max((self._level[arg] for arg in args), default=0)
        if args and may_be_shared and ((uses - 1) * (size - 1) > REPEATED or depth > DEEPEST):
            self.levels[column] = level
            size, depth, level = 1, 1, level + 1
        self._size[column], self._depth[column], self._level[column] = size, depth, level


def own_size(column: Column) -> int:
    """How many signs an operation adds to those of its arguments."""
    return 1 + len(column.data) if column.op in ("place", "in") else 1


def written(column: Column) -> int:
    """How often an operation writes out its arguments."""
    if column.op in ("fill", "n_unique"):
        return 1 if isinstance(column.data, bool) else 2
    return len({place for _, place in column.data}) if column.op == "place" else 1
