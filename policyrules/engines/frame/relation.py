"""Tables in a plan, before any engine has seen them: what is selected, made, joined and grouped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from policyrules.engines.frame.column import Column, col

Made = tuple[tuple[str, Column], ...]


class Relation:
    """A table of the plan. `names`: its columns."""

    names: frozenset[str]

    @property
    def below(self) -> tuple[Relation, ...]:
        """The tables it is made from."""
        return ()

    def with_columns(self, made: Iterable[tuple[str, Column]]) -> Relation:
        """The same rows with more columns."""
        columns = tuple(made)
        return Extended(self, columns) if columns else self

    def select(self, made: Iterable[tuple[str, Column]]) -> Relation:
        """These columns alone; one row where all of them speak of all rows."""
        return Picked(self, tuple(made))

    def filter(self, condition: Column) -> Relation:
        """The rows that satisfy a condition."""
        return Kept(self, condition)

    def joined(self, other: Relation, mine: Sequence[str], theirs: Sequence[str]) -> Relation:
        """Each row beside the one row of `other` that `theirs` tells apart, or beside nulls. `theirs` is gone."""
        return Joined(self, other, tuple(mine), tuple(theirs), "left")

    def paired(self, other: Relation, mine: str, theirs: str) -> Relation:
        """Each row beside every row of `other` that names the same. `theirs` is gone."""
        return Joined(self, other, (mine,), (theirs,), "inner")

    def grouped(self, key: Sequence[str], made: Iterable[tuple[str, Column]]) -> Relation:
        """One row for each key, with what was made of its rows."""
        return Grouped(self, tuple(key), tuple(made))

    def holding(self, names: set[str]) -> Relation:
        """The plainest table below this one that has the same rows and these columns."""
        found = self
        while isinstance(found, Extended) or (isinstance(found, Joined) and found.how == "left"):
            if not names <= found.base.names:
                break
            found = found.base
        return found


@dataclass(frozen=True, eq=False)
class Given(Relation):
    """A table that will be given under this name; `columns`: what it is asked for. Its rows are no part of a plan."""

    name: str
    columns: tuple[str, ...]

    @cached_property
    def names(self) -> frozenset[str]:  # type: ignore[override]
        """Its columns."""
        return frozenset(self.columns)


@dataclass(frozen=True, eq=False)
class Over(Relation):
    """A table made from one other."""

    base: Relation

    @property
    def below(self) -> tuple[Relation, ...]:
        """The table it is made from."""
        return (self.base,)


@dataclass(frozen=True, eq=False)
class Extended(Over):
    """The same rows with more columns."""

    made: Made

    @cached_property
    def names(self) -> frozenset[str]:  # type: ignore[override]
        """Its columns."""
        return self.base.names | {name for name, _ in self.made}


@dataclass(frozen=True, eq=False)
class Picked(Over):
    """Some columns alone."""

    made: Made

    @cached_property
    def names(self) -> frozenset[str]:  # type: ignore[override]
        """Its columns."""
        return frozenset(name for name, _ in self.made)


@dataclass(frozen=True, eq=False)
class Kept(Over):
    """Some rows alone."""

    condition: Column

    @cached_property
    def names(self) -> frozenset[str]:  # type: ignore[override]
        """Its columns."""
        return self.base.names


@dataclass(frozen=True, eq=False)
class Joined(Relation):
    """Rows of two tables side by side."""

    base: Relation
    other: Relation
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    how: str

    @property
    def below(self) -> tuple[Relation, ...]:
        """The two sides."""
        return self.base, self.other

    @cached_property
    def names(self) -> frozenset[str]:  # type: ignore[override]
        """Its columns."""
        return self.base.names | self.other.names - set(self.theirs)


@dataclass(frozen=True, eq=False)
class Grouped(Over):
    """One row for each key."""

    key: tuple[str, ...]
    made: Made

    @cached_property
    def names(self) -> frozenset[str]:  # type: ignore[override]
        """Its columns."""
        return frozenset(self.key) | {name for name, _ in self.made}


def below_of(relation: Relation) -> list[Relation]:
    """The relation and all it is made from, each once."""
    found: dict[Relation, None] = {}
    pending = [relation]
    while pending:
        one = pending.pop()
        if one not in found:
            found[one] = None
            pending.extend(one.below)
    return list(found)


def steps(relation: Relation) -> int:
    """How many steps a relation takes where each that several others need is taken anew for each of them: so much do
    engines look at before they begin, whatever they share later."""
    known: dict[Relation, int] = {}
    pending = [relation]
    while pending:
        waiting = [below for below in pending[-1].below if below not in known]
        pending.extend(waiting)
        if not waiting:
            one = pending.pop()
            known[one] = 1 + sum(known[below] for below in one.below)
    return known[relation]


def columns_of(columns: Iterable[Column]) -> set[str]:
    """The names of the columns that formulas are about."""
    found: set[str] = set()
    seen: set[Column] = set()
    pending = list(columns)
    while pending:
        column = pending.pop()
        if column in seen:
            continue
        seen.add(column)
        if column.op == "col":
            found.add(column.data[0])
        pending.extend(column.args)
    return found


def kept(names: Iterable[str]) -> list[tuple[str, Column]]:
    """Columns under the names they have."""
    return [(name, col(name)) for name in names]
