"""In whose rows a record counts, and the rows that come of it: a tree, the widest level on top."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import BulletinDef, Ruleset
from policyrules.report.bulletin.amounts import Amount
from policyrules.report.bulletin.bulletin import Row, levels_of
from policyrules.report.bulletin.ends import figure
from policyrules.report.groups import Groups
from policyrules.report.grouptext import recorded_name
from policyrules.semantics import World
from policyrules.semantics.evaluate import evaluate
from policyrules.semantics.unknown import Unknown

Path = tuple[Ref | None, ...]
"""The unit of each level, from the widest to the narrowest; None where none is named."""
Counted = tuple[Path, Sequence[Amount]]


@dataclass(slots=True)
class _Gathered:
    """What counts in one row: the amounts of each rate, and the same by the units below."""

    columns: tuple[list[Amount], ...]
    records: int = 0
    parts: dict[Ref | None, _Gathered] = field(default_factory=dict)

    def add(self, path: Path, found: Sequence[Amount]) -> None:
        """Count a record here and in the rows of its path."""
        self.records += 1
        for column, amount in zip(self.columns, found, strict=True):
            column.append(amount)
        if path:
            self.part(path[0]).add(path[1:], found)

    def part(self, unit: Ref | None) -> _Gathered:
        """The row below, of that unit."""
        found = self.parts.get(unit)
        if found is None:
            found = self.parts[unit] = _empty(len(self.columns))
        return found

    def every(self) -> set[Ref | None]:
        """All units that have a row below this one."""
        return set(self.parts).union(*(part.every() for part in self.parts.values()))


def _empty(rates: int) -> _Gathered:
    return _Gathered(tuple([] for _ in range(rates)))


class Units:
    """The units of a bulletin, as the facts have them."""

    def __init__(self, ruleset: Ruleset, definition: BulletinDef, facts: Facts, unit: Ref | None) -> None:
        """`unit`: the one the bulletin is about, None: all of them."""
        self.definition = definition
        self._facts, self._unit, self._vocabulary = facts, unit, ruleset.vocabulary
        self._levels = levels_of(definition)
        self._groups = Groups(ruleset.vocabulary, facts)

    def path(self, world: World, subject: Ref) -> Path | None:
        """Where a record counts, below the unit the bulletin is about; None where it does not belong there."""
        return self._below(self._completed([self._named(n, world, subject) for n in range(len(self._levels))]))

    def rows(self, counted: Iterable[Counted]) -> tuple[tuple[Row, ...], Row]:
        """The rows and their total. Every unit has one, also where no record names it; but a level that no record names
        is left out, for it would divide nothing."""
        counted = list(counted)
        depth = max((n + 1 for path, _ in counted for n, unit in enumerate(path) if unit is not None), default=1)
        whole = _empty(len(self.definition.rates))
        for path, found in counted:
            whole.add(path[:depth], found)
        seen = whole.every()
        for path in self._standing():
            if path[-1] not in seen and len(path) <= depth:
                place = whole
                for unit in path:
                    place = place.part(unit)
        return self._parts(whole), self._row(self._unit, whole)

    def _named(self, level: int, world: World, subject: Ref) -> Ref | None:
        """The unit of that level that a record names, if there is one of that id."""
        found = evaluate(self.definition.per[level], world, subject)
        units = self._facts.tables.get(self._levels[level])
        known = not isinstance(found, Unknown) and (units is None or found in units)
        return Ref(self._levels[level], str(found)) if known else None

    def _completed(self, path: list[Ref | None]) -> Path:
        """The narrowest unit that is named decides: above it stands what it belongs to, as in reports, where its own
        record says so, so that each unit has one row."""
        for level in range(len(path) - 2, -1, -1):
            below = path[level + 1]
            if below is not None:
                above = (ref for ref in self._groups.of(below) if ref.type == self._levels[level])
                path[level] = next(above, path[level])
        return tuple(path)

    def _below(self, path: Path) -> Path | None:
        if self._unit is None:
            return path
        return path[path.index(self._unit) + 1 :] if self._unit in path else None

    def _standing(self) -> Iterable[Path]:
        """The path of every unit in the facts, the widest first."""
        for level, entity in enumerate(self._levels):
            above: list[Ref | None] = [None] * level
            for id in self._facts.tables.get(entity, ()):
                path = self._below(self._completed([*above, Ref(entity, id)]))
                if path:
                    yield path

    def _row(self, unit: Ref | None, gathered: _Gathered) -> Row:
        """One row, without what is below it."""
        name = "" if unit is None else recorded_name(self._vocabulary, self._facts, unit)
        figures = zip(self.definition.rates, map(figure, gathered.columns), strict=True)
        return Row(unit, name, gathered.records, {rate.id: found for rate, found in figures})

    def _parts(self, gathered: _Gathered) -> tuple[Row, ...]:
        """The rows below, each with those below it: by id; last, where there are any, the records that name no unit,
        which divide nothing where they are all there are."""
        order = sorted(gathered.parts, key=lambda ref: (ref is None, "" if ref is None else ref.id))
        below = ((ref, gathered.parts[ref]) for ref in order)
        return tuple(
            replace(self._row(ref, part), parts=self._parts(part) if any(part.parts) else ()) for ref, part in below
        )
