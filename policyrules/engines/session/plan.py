"""What is to be computed for each record, in which order, and who has to hear of a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from policyrules.engines.direct.emit import program
from policyrules.engines.direct.graph import reachable
from policyrules.engines.direct.program import Program
from policyrules.engines.session.chains import Chain, Path, Step
from policyrules.engines.session.split import PRESENT, Piece, Registry, Splitter, Sum
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.semantics.lowered import LOOPS, Node, Op

THERE = ""  # the "field" of a record that changes when it comes or goes
UnitKey = tuple[Any, ...]


@dataclass(slots=True, eq=False)
class Unit:
    """Formulas of one entity that are computed together, into one row a record.

    `outputs`: (place of the rule, where its verdict stands, where its points). `sums`: by chain, which sums the row
    feeds and where `where` and `term` stand. `pieces`: what others ask for, by place. `fields`: the record's own.
    """

    key: UnitKey
    entity: str
    level: int
    places: dict[Node, int] = field(default_factory=dict)
    outputs: list[tuple[int, int, int]] = field(default_factory=list)
    sums: dict[Chain, list[tuple[Sum, int, int | None]]] = field(default_factory=dict)
    pieces: dict[int, list[int]] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    compiled: Program | None = None

    def place(self, node: Node) -> int:
        """Where a formula's value stands in the row."""
        return self.places.setdefault(node, len(self.places))

    def program(self) -> Program:
        """The function that gives the row, compiled when first needed."""
        if self.compiled is None:
            self.compiled = program(self.places)
        return self.compiled


Readers = dict[tuple[Path, UnitKey], None]
Listings = list[tuple[int, Node]]  # the collections loops go over, with the level of their members


class Plan:
    """The work of one day."""

    def __init__(self, ruleset: Ruleset, splitter: Splitter) -> None:
        """Find everything the rules of `ruleset` rest on."""
        self.rules: tuple[Rule, ...] = tuple(ruleset.rules.values())
        self.registry: Registry = splitter.registry
        self._splitter = splitter
        self.units: dict[UnitKey, Unit] = {}
        self.by_field: dict[tuple[str, str], Readers] = {}
        self.by_piece: dict[int, Readers] = {}
        self.by_sum: dict[int, Readers] = {}
        self.outputs: list[tuple[Unit, int, int]] = []
        self.chains: dict[Chain, list[Unit]] = {}
        self._where: dict[int, tuple[Unit, int]] = {}
        self._sums: set[int] = set()
        self._beyond: list[Piece | Sum] = []
        for number, rule in enumerate(self.rules):
            unit, verdict, points = self._laid(rule.subject, *splitter.rule(rule))
            unit.outputs.append((number, verdict, points))
            self.outputs.append((unit, verdict, points))
        while self._beyond:
            self._supply(self._beyond.pop())
        for unit in self.units.values():
            self._note_readers(unit)
        self.in_order = sorted(self.units.values(), key=lambda unit: unit.level)
        self.levels = 1 + max((unit.level for unit in self.in_order), default=0)

    def units_of(self, entity: str) -> list[Unit]:
        """The units of an entity, lower levels first."""
        return [unit for unit in self.in_order if unit.entity == entity]

    def where(self, piece: int) -> tuple[Unit, int]:
        """In which row, and where in it, a piece stands."""
        return self._where[piece]

    def sums(self) -> Iterable[Sum]:
        """All sums that are asked for."""
        return (self.registry.sums[number] for number in sorted(self._sums))

    def _laid(self, entity: str, one: Node, two: Node) -> tuple[Unit, int, int]:
        """Two formulas in one unit: that of their level, or of their own where they hold a loop over members."""
        level = max(self.registry.level(one), self.registry.level(two))
        loops = [node for node in reachable((one, two)) if node.op in LOOPS]
        key: UnitKey = (entity, level, one, two) if loops else (entity, level)
        unit = self.units.get(key)
        if unit is None:
            unit = self.units[key] = Unit(key, entity, level)
        self._look_beyond(one, two)
        return unit, unit.place(one), unit.place(two)

    def _look_beyond(self, *roots: Node) -> None:
        for node in reachable(roots):
            found = self.registry.beyond(node)
            if found is not None:
                self._beyond.append(found)

    def _supply(self, found: Piece | Sum) -> None:
        """Lay what is asked for into the unit of the record it speaks of."""
        if isinstance(found, Piece):
            if found.number not in self._where:
                unit, place, _ = self._laid(found.entity, found.node, found.node)
                self._where[found.number] = unit, place
                unit.pieces.setdefault(place, []).append(found.number)
            return
        if found.number in self._sums:
            return
        self._sums.add(found.number)
        unit, where, term = self._laid(found.chain.member, found.where, found.term or found.where)
        unit.sums.setdefault(found.chain, []).append((found, where, None if found.term is None else term))
        units = self.chains.setdefault(found.chain, [])
        if unit not in units:
            units.append(unit)

    def _note_readers(self, unit: Unit) -> None:
        """Enter the unit with everything it reads, by the way that leads there."""
        every = reachable(unit.places)
        members = [(node.data, node.args[0]) for node in every if node.op in LOOPS]
        for node in every:
            match node.op:
                case Op.FACT:
                    entity, name = node.data
                    for path in self._paths(node.args[0], members):
                        self._enter(self.by_field, (entity, name), path, unit)
                        if not path:
                            unit.fields.add(name)
                case Op.DERIVED:
                    for path in self._paths(node.args[0], members):
                        self._enter(*self._asked(node), path, unit)
                case Op.MEMBERS | Op.FLATTEN:
                    if node.op is Op.MEMBERS:
                        for path in self._paths(node.args[0], members):
                            self._enter(self.by_field, (node.data[0], THERE), path, unit)
                    for path in self._listed(node, members):
                        for length in range(1, len(path) + 1):
                            for name in (path[length - 1].by, THERE):
                                self._enter(self.by_field, (path[length - 1].entity, name), path[:length], unit)

    def _asked(self, node: Node) -> tuple[dict[Any, Readers], Any]:
        if node.data[1] == PRESENT:
            return self.by_field, (node.data[0], THERE)
        found = self.registry.beyond(node)
        if isinstance(found, Piece):
            return self.by_piece, found.number
        return self.by_sum, int(node.data[1][1:])

    @staticmethod
    def _enter(readers: dict[Any, Readers], key: Any, path: Path, unit: Unit) -> None:
        readers.setdefault(key, {})[path, unit.key] = None

    def _paths(self, owner: Node, members: Listings) -> Iterable[Path]:
        """The ways from the subject to a record; several for the member of one of several loops."""
        match owner.op:
            case Op.SUBJECT:
                return [()]
            case Op.MEMBER:
                entity, level = owner.data
                same = [m for at, m in members if at == level and self._splitter.chain(m).member == entity]
                return {path: None for m in same for path in self._listed(m, members)}
        entity, by = owner.data
        return [(*path, Step(entity, by, down=False)) for path in self._paths(owner.args[0], members)]

    def _listed(self, listing: Node, members: Listings) -> Iterable[Path]:
        """The ways from the subject to the members of a collection."""
        inner = listing.args[0]
        entity, name = listing.data
        collection = self._splitter.entities[entity].collections[name]
        to_owner = self._listed(inner, members) if listing.op is Op.FLATTEN else self._paths(inner, members)
        return [(*path, Step(collection.entity, collection.by, down=True)) for path in to_owner]
