"""All judgements on a set of facts, kept up to date record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from policyrules.engines.direct.emit import program
from policyrules.engines.direct.program import EMPTY, Compiled, Definition, Flatten, Members, Need, Program, Table
from policyrules.engines.session.chains import Chain, Index, Tables
from policyrules.engines.session.plan import THERE, Plan, Readers, Unit, UnitKey
from policyrules.engines.session.split import PIECE, PRESENT, Registry, Splitter
from policyrules.engines.session.totals import Total, total
from policyrules.engines.session.wave import Outcome, Wave
from policyrules.model.facts import Record
from policyrules.model.ruleset import Ruleset

Row = tuple[Any, ...]
MOST_FORMULAS = 500_000


class Lookup:
    """A function in the form in which compiled code asks for what lies beyond its record: `found[id]`."""

    def __init__(self, find: Callable[[str | None], Any]) -> None:
        """Ask `find`."""
        self.get = find

    def __getitem__(self, id: str | None) -> Any:
        return self.get(id)


class Live:
    """Facts and judgements of one ruleset. `counted` says how many rows were computed since the beginning."""

    def __init__(self, ruleset: Ruleset, tables: Tables, as_of: date) -> None:
        """Judge everything in `tables`, which belong to this object from now on."""
        self.ruleset = ruleset
        self.as_of = as_of
        self.index = Index(ruleset.vocabulary, tables)
        self.counted = 0
        self._begin()

    def _begin(self) -> None:
        """Everything from nothing: at the start, and when a table comes that was not given."""
        self.rows: dict[UnitKey, dict[str, Row]] = {}
        self.totals: dict[int, Total] = {}
        self._judges: dict[UnitKey, Compiled] = {}
        self.plan = self._planned(self.as_of, Registry())
        self._fill({})

    def _planned(self, day: date, registry: Registry) -> Plan:
        return Plan(self.ruleset, Splitter(self.ruleset, day, registry, frozenset(self.index.tables)))

    # What there is

    def outcome(self, rule: int, id: str) -> Outcome:
        """The verdict and points of a rule, by its place, for a record that is there."""
        unit, verdict, points = self.plan.outputs[rule]
        row = self.rows[unit.key][id]
        return row[verdict], row[points]

    def outcomes(self) -> Iterator[tuple[int, str, Outcome]]:
        """All of them, by rule and then by id."""
        for number, rule in enumerate(self.plan.rules):
            for id in sorted(self.index.tables.get(rule.subject, ())):
                yield number, id, self.outcome(number, id)

    # What changes

    def change(self, entity: str, id: str, record: Record | None) -> Wave:
        """Let `record` take the place of the one with that id (None: no longer there), and judge what rests on it."""
        wave = Wave()
        if entity not in self.index.tables:
            self._open_table(entity, wave)
        old = self.index.tables[entity].get(id)
        if old == record:
            return wave
        changed = _changed(old, record)
        structure = THERE in changed or any(by in changed for by in self.index.references[entity])
        owners = self._owners(entity, id, changed) if structure else {}
        if structure:
            self._mark(wave, entity, id, changed)
        self.index.change(entity, id, record)
        self._mark(wave, entity, id, changed)
        if structure:
            self._move(wave, owners, self._owners(entity, id, changed))
        self._mark_own(wave, entity, id, changed, record)
        self._run(wave)
        return wave

    def _open_table(self, entity: str, wave: Wave) -> None:
        """A first record makes a table complete that was unknown before: everything may look different."""
        before = {(rule, id): outcome for rule, id, outcome in self.outcomes()}
        self.index.tables[entity] = {}
        self._begin()
        for rule, id, outcome in self.outcomes():
            wave.note(rule, id, before[rule, id], outcome)

    def advance(self, day: date) -> Wave:
        """Judge as of another day: only what the rules do not say alike on both days is computed."""
        wave, before, rows = Wave(), self.plan, self.rows
        fresh = len(before.registry.pool) > MOST_FORMULAS
        self.as_of = day
        self.plan = self._planned(day, Registry() if fresh else before.registry)
        self.rows, self._judges = {}, {}
        self._fill({} if fresh else {unit.key: (unit, rows[unit.key]) for unit in before.in_order})
        for number, rule in enumerate(self.plan.rules):
            (unit, verdict, points), (old, old_verdict, old_points) = self.plan.outputs[number], before.outputs[number]
            new_nodes, old_nodes = list(unit.places), list(old.places)
            if not fresh and (new_nodes[verdict], new_nodes[points]) == (old_nodes[old_verdict], old_nodes[old_points]):
                continue
            now, then = self.rows[unit.key], rows[old.key]
            for id in self.index.tables.get(rule.subject, ()):
                wave.note(
                    number, id, (then[id][old_verdict], then[id][old_points]), (now[id][verdict], now[id][points])
                )
        return wave

    def _mark(self, wave: Wave, entity: str, id: str, changed: Iterable[str]) -> None:
        """Let everybody be judged again who reads what changed of a record."""
        for name in changed:
            self._mark_readers(wave, self.plan.by_field.get((entity, name)), id)
        if THERE in changed:
            for unit in self.plan.units_of(entity):
                for numbers in unit.pieces.values():
                    for number in numbers:
                        self._mark_readers(wave, self.plan.by_piece.get(number), id)
            for found in self.plan.sums():
                if found.chain.owner == entity:
                    self._mark_readers(wave, self.plan.by_sum.get(found.number), id)

    def _mark_readers(self, wave: Wave, readers: Readers | None, id: str) -> None:
        for path, key in readers or ():
            unit = self.plan.units[key]
            wave.mark(unit.level, key, self.index.readers(path, id))

    def _mark_own(self, wave: Wave, entity: str, id: str, changed: set[str], record: Record | None) -> None:
        """The record itself: judged where it is read, for the first time, or no longer."""
        for unit in self.plan.units_of(entity):
            if record is not None:
                if THERE in changed or not changed.isdisjoint(unit.fields):
                    wave.mark(unit.level, unit.key, (id,))
                continue
            wave.gone.add((entity, id))
            row = self.rows[unit.key].pop(id)
            for rule, verdict, points in unit.outputs:
                wave.note(rule, id, (row[verdict], row[points]), None)

    # Members that come, go and move

    def _owners(self, entity: str, id: str, changed: set[str]) -> dict[Chain, dict[str, str | None]]:
        """Whose members they are, as things stand, for everybody whom the changed references of a record place."""
        found: dict[Chain, dict[str, str | None]] = {}
        for chain in self.plan.chains:
            for place, (step, by) in enumerate(chain.steps):
                if step == entity and (by in changed or THERE in changed):
                    below = found.setdefault(chain, {})
                    below.update((member, None) for member in self.index.below(chain, place, id))
            for member in found.get(chain, ()):
                found[chain][member] = self.index.owner(chain, member)
        return found

    def _move(self, wave: Wave, before: dict[Chain, Any], after: dict[Chain, Any]) -> None:
        """Take members from the totals of their old owners to those of the new."""
        for chain, units in self.plan.chains.items():
            were, are = before.get(chain, {}), after.get(chain, {})
            for member in were.keys() | are.keys():
                old = were[member] if member in were else self.index.owner(chain, member)
                new = are[member] if member in are else self.index.owner(chain, member)
                if old != new:
                    for unit in units:
                        row = self.rows[unit.key].get(member)
                        if row is not None:
                            self._feed(wave, unit, chain, old, row, -1)
                            self._feed(wave, unit, chain, new, row, 1)

    def _feed(self, wave: Wave, unit: Unit, chain: Chain, owner: str | None, row: Row, sign: int) -> None:
        """Let a member's row count, or no longer count, in its owner's totals."""
        if owner is None:
            return
        for found, where, term in unit.sums[chain]:
            if row[where]:
                following = self.totals[found.number]
                wave.touch(found, owner, following)
                following.change(owner, None if term is None else row[term], sign)

    # The work

    def _run(self, wave: Wave) -> None:
        """Judge whoever is marked, lower levels first; what changes marks others on higher levels."""
        for level in range(self.plan.levels):
            for key, ids in wave.marked(level):
                unit = self.plan.units[key]
                table, rows, judge = self.index.tables.get(unit.entity, {}), self.rows[key], self._judges[key]
                for id in ids:
                    if id in table:
                        self._renew(wave, unit, rows, id, judge(id, table[id]))
            for number, owner in wave.settled(level):
                self._mark_readers(wave, self.plan.by_sum.get(number), owner)

    def _renew(self, wave: Wave, unit: Unit, rows: dict[str, Row], id: str, row: Row) -> None:
        """Put a new row in the place of the old, and pass on what is different."""
        self.counted += 1
        wave.judged.add((unit.entity, id))
        old = rows.get(id)
        if old == row:
            return
        rows[id] = row
        for place, numbers in unit.pieces.items():
            if old is None or old[place] != row[place]:
                for number in numbers:
                    self._mark_readers(wave, self.plan.by_piece.get(number), id)
        for rule, verdict, points in unit.outputs:
            if old is None:
                wave.note(rule, id, None, (row[verdict], row[points]))
            elif old[verdict] != row[verdict] or old[points] != row[points]:
                wave.note(rule, id, (old[verdict], old[points]), (row[verdict], row[points]))
        for chain, fed in unit.sums.items():
            owner = self.index.owner(chain, id)
            if owner is not None:
                self._refeed(wave, fed, owner, old, row)

    def _refeed(self, wave: Wave, fed: Iterable[Any], owner: str, old: Row | None, row: Row) -> None:
        """Let a member's new row count in the place of its old one."""
        for found, where, term in fed:
            counted, counts = old is not None and old[where], row[where]
            one = None if old is None or term is None else old[term]
            two = None if term is None else row[term]
            if (counted or counts) and (bool(counted) != bool(counts) or one != two):
                following = self.totals[found.number]
                wave.touch(found, owner, following)
                if counted:
                    following.change(owner, one, -1)
                if counts:
                    following.change(owner, two, 1)

    def _fill(self, known: Mapping[UnitKey, tuple[Unit, dict[str, Row]]]) -> None:
        """Compute all rows and totals, lower levels first, save what is known from before."""
        totals, self.totals = self.totals, {}
        for unit in self.plan.in_order:
            self._judges[unit.key] = self.bound(unit.program())
            old, rows = known.get(unit.key, (None, {}))
            self.rows[unit.key] = self._filled(unit, old, rows)
            for chain, fed in unit.sums.items():
                for found, where, term in fed:
                    kept = totals.get(found.number) if known else None
                    self.totals[found.number] = kept or self._counted(unit, chain, where, term, total(found.op))

    def _filled(self, unit: Unit, old: Unit | None, rows: dict[str, Row]) -> dict[str, Row]:
        table = self.index.tables.get(unit.entity, {})
        if old is not None and list(old.places) == list(unit.places):
            unit.compiled = old.compiled
            return rows
        if old is None:
            judge = self._judges[unit.key]
            self.counted += len(table)
            return {id: judge(id, record) for id, record in table.items()}
        new = [node for node in unit.places if node not in old.places]
        if not new:
            picked = [old.places[node] for node in unit.places]
            return {id: tuple([row[place] for place in picked]) for id, row in rows.items()}
        judge = self.bound(program(new))
        size, fresh = len(old.places), {node: place for place, node in enumerate(new)}
        picked = [size + fresh[node] if node in fresh else old.places[node] for node in unit.places]
        self.counted += len(table)
        both = ((id, rows[id] + judge(id, record)) for id, record in table.items())
        return {id: tuple([row[place] for place in picked]) for id, row in both}

    def _counted(self, unit: Unit, chain: Chain, where: int, term: int | None, following: Total) -> Total:
        """A total over everybody."""
        for id, row in self.rows[unit.key].items():
            if row[where]:
                owner = self.index.owner(chain, id)
                if owner is not None:
                    following.change(owner, None if term is None else row[term], 1)
        return following

    def bound(self, compiled: Program) -> Compiled:
        """A program as a function over what there is."""
        return compiled.bound({need: self._found(need) for need in compiled.needs.values()})

    def _found(self, need: Need) -> Any:
        match need:
            case Table():
                return self.index.tables.get(need.entity, EMPTY)
            case Definition():
                return Lookup(self._beyond(need.entity, need.name))
            case Members():
                return Lookup(lambda owner: self._members(need.entity, need.collection, owner))
            case Flatten():
                return lambda owners: self._flattened(need.entity, need.collection, owners)
        raise AssertionError(need)  # totals are asked for only where facts stay as they are

    def _members(self, entity: str, collection: str, owner: str | None) -> tuple[str, ...] | None:
        found = self.ruleset.vocabulary.entities[entity].collections[collection]
        return self.index.members(entity, owner, (found.entity, found.by))

    def _flattened(self, entity: str, collection: str, owners: tuple[str, ...] | None) -> tuple[str, ...] | None:
        groups = [self._members(entity, collection, owner) for owner in owners or ()]
        if owners is None or None in groups:
            return None
        return tuple(id for group in groups for id in group or ())

    def _beyond(self, entity: str, name: str) -> Callable[[str | None], tuple[Any, ...]]:
        """How a record's formula asks another record: for a piece, a total, or whether it is there."""
        table: Mapping[str, Record] = self.index.tables.get(entity, {})
        if name == PRESENT:
            return lambda id: (id in table,)
        number = int(name[1:])
        if name[0] != PIECE:
            return lambda id: (self.totals[number].value(id if id in table else None),)
        unit, place = self.plan.where(number)
        rows, judge = self.rows[unit.key], self._judges[unit.key]

        def piece(id: str | None) -> tuple[Any, ...]:
            if id is None:
                return (None,)
            row = rows.get(id)
            return ((judge(id, EMPTY) if row is None else row)[place],)

        return piece


def _changed(old: Record | None, new: Record | None) -> set[str]:
    """The fields in which two records differ; also `THERE` where one of them is not there."""
    one, two = old or {}, new or {}
    changed = {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}
    return changed | {THERE} if old is None or new is None else changed
