"""Ways from record to record: along references, down collections, and back again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, cast

from policyrules.model.facts import Record
from policyrules.model.types import RefType
from policyrules.model.vocabulary import Vocabulary

Tables = dict[str, dict[str, Record]]


class Step(NamedTuple):
    """Between two records by the reference `by` of `entity`: `down` from whom it names to who names them, or up."""

    entity: str
    by: str
    down: bool


Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A collection, or a collection of a collection: each step (entity, by) goes from an owner down to members."""

    owner: str
    steps: tuple[tuple[str, str], ...]

    @property
    def member(self) -> str:
        """The entity of the members."""
        return self.steps[-1][0]


class Index:
    """The records of every entity and, for each reference, who names whom. Changed one record at a time."""

    def __init__(self, vocabulary: Vocabulary, tables: Tables) -> None:
        """Index `tables`, which belong to the index from now on."""
        self.tables = tables
        self.references = {
            e.id: tuple(f.id for f in e.fields.values() if isinstance(f.type, RefType))
            for e in vocabulary.entities.values()
        }
        self._named: dict[tuple[str, str], dict[str, set[str]]] = {
            (entity, by): {} for entity, fields in self.references.items() for by in fields
        }
        for entity, table in tables.items():
            for id, record in table.items():
                self._enter(entity, id, record)

    def naming(self, entity: str, by: str, target: str) -> Iterable[str]:
        """The records of `entity` whose reference `by` names `target`."""
        return self._named[entity, by].get(target, ())

    def change(self, entity: str, id: str, record: Record | None) -> None:
        """Let `record` take the place of the one with that id; None takes it away."""
        table = self.tables[entity]
        old = table.pop(id, None) if record is None else table.get(id)
        if old is not None:
            self._leave(entity, id, old)
        if record is not None:
            table[id] = record
            self._enter(entity, id, record)

    def _enter(self, entity: str, id: str, record: Record) -> None:
        for by in self.references[entity]:
            target = record.get(by)
            if target is not None:
                self._named[entity, by].setdefault(cast(str, target), set()).add(id)

    def _leave(self, entity: str, id: str, record: Record) -> None:
        for by in self.references[entity]:
            target = cast("str | None", record.get(by))
            if target is not None:
                naming = self._named[entity, by][target]
                naming.discard(id)
                if not naming:
                    del self._named[entity, by][target]

    def readers(self, path: Path, source: str) -> Iterable[str]:
        """The records from which `path` leads to `source`."""
        found: Iterable[str] = (source,)
        for entity, by, down in reversed(path):
            if down:
                table = self.tables.get(entity, {})
                targets = (table[id].get(by) for id in found if id in table)
                found = {cast(str, target) for target in targets if target is not None}
            else:
                found = {id for target in found for id in self.naming(entity, by, target)}
        return found

    def owner(self, chain: Chain, member: str) -> str | None:
        """Whose collection `member` is in, if anybody's."""
        found = member
        for entity, by in reversed(chain.steps):
            record = self.tables.get(entity, {}).get(found)
            target = None if record is None else record.get(by)
            if target is None:
                return None
            found = cast(str, target)
        return found

    def below(self, chain: Chain, place: int, id: str) -> Iterable[str]:
        """The members that hang on record `id` at step `place` of the chain."""
        found: Iterable[str] = (id,)
        for entity, by in chain.steps[place + 1 :]:
            found = {member for owner in found for member in self.naming(entity, by, owner)}
        return found

    def members(self, owner_entity: str, owner: str | None, step: tuple[str, str]) -> tuple[str, ...] | None:
        """The ids in one collection of a record; None where the table or the owner is not there."""
        if step[0] not in self.tables or owner is None or owner not in self.tables.get(owner_entity, {}):
            return None
        return tuple(self.naming(*step, owner))
