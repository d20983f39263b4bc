"""A relation without what nobody asks for: fewer columns, fewer joins, fewer steps; for engines that plan more slowly
with each of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from policyrules.engines.frame.column import Column, make
from policyrules.engines.frame.relation import (
    Extended,
    Given,
    Grouped,
    Joined,
    Kept,
    Made,
    Picked,
    Relation,
    columns_of,
    kept,
)


class Narrowing:
    """Rebuilds relations with the columns that are needed and no others; equal ones once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._known: dict[tuple[Relation, frozenset[str]], Relation] = {}

    def of(self, relation: Relation, needed: frozenset[str]) -> Relation:
        """The relation with just the columns `needed`, save what rows are told apart or filtered by."""
        key = (relation, needed)
        if key not in self._known:
            self._known[key] = self._of(relation, needed)
        return self._known[key]

    def _of(self, relation: Relation, needed: frozenset[str]) -> Relation:
        match relation:
            case Given(name, columns):
                return Given(name, tuple(c for c in columns if c in needed))
            case Picked(base, made):
                return self.picked(base, wanted(made, needed))
            case Extended(base, made):
                own = wanted(made, needed)
                names = needed - {name for name, _ in own}
                return self.picked(base, (*kept(sorted(names)), *own)) if own else self.of(base, needed)
            case Kept(base, condition):
                return Kept(self.of(base, needed | columns_of([condition])), condition)
            case Joined(base, other, mine, theirs, how):
                found = needed & other.names
                if how == "left" and not found:
                    return self.of(base, needed)
                here, there = self.of(base, needed & base.names | {*mine}), self.of(other, found | {*theirs})
                return Joined(here, there, mine, theirs, how)
            case Grouped(base, key, made):
                own = wanted(made, needed)
                return Grouped(self.of(base, frozenset(key) | columns_of(c for _, c in own)), key, own)
        raise AssertionError(relation)

    def picked(self, base: Relation, made: Made) -> Relation:
        """These columns of a base; in one step with the step below where no formula grows by that."""
        below = self.of(base, frozenset(columns_of(column for _, column in made)))
        if not isinstance(below, Picked):
            return Picked(below, made)
        uses = Counter(name for _, column in made for name in columns_of([column]))
        meanings = dict(below.made)
        if any(count > 1 and not is_plain(meanings[name]) for name, count in uses.items()):
            return Picked(below, made)
        return Picked(below.base, tuple((name, replaced(column, meanings)) for name, column in made))


def wanted(made: Made, needed: frozenset[str]) -> Made:
    """The columns that are needed."""
    return tuple((name, column) for name, column in made if name in needed)


def is_plain(column: Column) -> bool:
    """Whether a column costs no more than its name."""
    return column.op in ("col", "lit") or (column.op in ("day", "cast") and column.args[0].op == "col")


def replaced(column: Column, meanings: Mapping[str, Column]) -> Column:
    """A formula, with formulas in place of the columns it speaks of."""
    if column.op == "col":
        return meanings[column.data[0]]
    if not column.args:
        return column
    return make(column.op, *(replaced(a, meanings) for a in column.args), data=column.data, nullable=column.nullable)
