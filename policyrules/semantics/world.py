"""One ruleset, one set of facts, one day: everything an expression may look at, indexed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Generic, TypeVar, cast

from policyrules.model.expr import Expr, Value
from policyrules.model.facts import Columnar, Facts, Record
from policyrules.model.finding import Trace
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import EnumType, Type
from policyrules.model.words import Text
from policyrules.semantics.unknown import Gap, Unknown, between

MOST_KEPT = 250_000
EMPTY: Mapping[str, Any] = {}

T = TypeVar("T")
E = TypeVar("E", bound=Expr)
Index = Mapping[str, tuple[str, ...]]


class Memory(Generic[T]):
    """Things worth keeping, each with a size; once they come to more than `MOST_KEPT` it forgets all of them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[object, T] = {}
        self._size = 0
        self.get = self._kept.get  # asked very often: one call less

    def keep(self, key: object, thing: T, size: int) -> T:
        """Remember `thing`."""
        if self._size + size > MOST_KEPT:
            self._kept.clear()
            self._size = 0
        self._size += size
        self._kept[key] = thing
        return thing


class Overlaid(Mapping[str, Record]):
    """A table with some of its records changed; it holds the same ids."""

    def __init__(self, changed: Mapping[str, Record], table: Mapping[str, Record]) -> None:
        """`changed` records, and for all others those of `table`."""
        self._changed, self._table = changed, table

    def __getitem__(self, id: str) -> Record:
        """The record of that id."""
        found = self._changed.get(id)
        return self._table[id] if found is None else found

    def get(self, id: str, default: Any = None) -> Any:
        """The record of that id, if there is one: asked often, so without an exception."""
        found = self._changed.get(id)
        return self._table.get(id, default) if found is None else found

    def __iter__(self) -> Iterator[str]:
        """The ids."""
        return iter(self._table)

    def __len__(self) -> int:
        """How many records."""
        return len(self._table)


class World:
    """Facts seen through a ruleset on a day. It remembers what it was asked, most of it only while there is room."""

    def __init__(self, ruleset: Ruleset, facts: Facts, as_of: date) -> None:
        """Look at `facts` as `ruleset` does on `as_of`."""
        self.ruleset = ruleset
        self.vocabulary = ruleset.vocabulary
        self.facts = facts
        self.as_of = as_of
        self.derived: dict[tuple[str, str, str], Value | Unknown] = {}
        self.groups = Memory[Any]()
        self.trees = Memory[tuple[Trace, int]]()
        self.texts = Memory[Text]()
        self.clauses = Memory[tuple[Expr, Text | None]]()
        self._parameters: dict[str, Value | Unknown] = {}
        self._notes: dict[tuple[Callable[..., object], int], tuple[Expr, object]] = {}
        self._indexes: dict[tuple[str, str], Index] = {}
        self._ranks = {
            e.id: {m.id: rank for rank, m in enumerate(e.members)} for e in self.vocabulary.enums.values() if e.ordered
        }

    def fact(self, entity: str, id: str, field: str) -> Value | Unknown:
        """What is recorded; else an unknown within the bounds the field declares."""
        record = self.facts.tables.get(entity, EMPTY).get(id, EMPTY)
        value = record.get(field)
        return self.unrecorded(entity, field, (Gap(entity, id, field),)) if value is None else value

    def unrecorded(self, entity: str, field: str, missing: tuple[Gap, ...]) -> Value | Unknown:
        """An unknown value of a field: between its `min` and `max`, or its enumeration's lowest and highest."""
        defined = self.vocabulary.entities[entity].fields.get(field)
        if defined is None:
            return Unknown(missing=missing)
        if isinstance(defined.type, EnumType) and defined.type.name in self._ranks:
            members = self.vocabulary.enums[defined.type.name].members
            return between(members[0].id, members[-1].id, missing)
        return between(defined.low, defined.high, missing)

    def parameter(self, name: str) -> Value | Unknown:
        """The parameter's value on the day; where the documents give none, an unknown without bounds."""
        found = self._parameters.get(name)
        if found is None:
            version = self.ruleset.parameters[name].on(self.as_of)
            value = None if version is None else version.value
            found = self._parameters[name] = Unknown(missing=(Gap(parameter=name),)) if value is None else value
        return found

    def members(self, entity: str, name: str, owner: str) -> tuple[str, ...] | Unknown:
        """The ids in collection `name` of record `owner`, sorted. Unknown where the table or the owner is."""
        collection = self.vocabulary.entities[entity].collections[name]
        if collection.entity not in self.facts.tables:
            return Unknown(missing=(Gap(collection.entity),))
        if self.facts.get(entity, owner) is None:
            return Unknown(missing=(Gap(entity, owner),))
        return self._index(collection.entity, collection.by).get(owner, ())

    def _index(self, entity: str, by: str) -> Index:
        """The ids of `entity` by what their reference `by` names, built when first asked for."""
        index = self._indexes.get((entity, by))
        if index is None:
            table = self.facts.tables[entity]
            index = self._indexes[entity, by] = table.referring(by) if isinstance(table, Columnar) else _by(table, by)
        return index

    def changed(self, changes: Mapping[tuple[str, str, str], Value]) -> World:
        """The same world with some facts (entity, id, field) set. The records exist; no reference is changed."""
        overlays: dict[str, dict[str, Record]] = {}
        for (entity, id, field), value in changes.items():
            overlay = overlays.setdefault(entity, {})
            overlay[id] = {**overlay.get(id, self.facts.tables[entity][id]), field: value}
        tables: dict[str, Mapping[str, Record]] = dict(self.facts.tables)
        tables.update((entity, Overlaid(overlay, tables[entity])) for entity, overlay in overlays.items())
        world = World.__new__(World)
        world.__dict__.update(self.__dict__, facts=Facts(tables), derived={}, groups=Memory(), trees=Memory())
        return world

    def noted(self, about: Callable[[E, World], T], expr: E) -> T:
        """What `about` says of an expression of the ruleset, asked once. It is kept, so its id stays its own."""
        found = self._notes.get((about, id(expr)))
        if found is None:
            found = self._notes[about, id(expr)] = expr, about(expr, self)
        return cast(T, found[1])

    def ranks(self, type: Type) -> Mapping[str, int] | None:
        """How the words of an ordered enumeration rank; None for every other type."""
        return self._ranks.get(type.name) if isinstance(type, EnumType) else None


def _by(table: Mapping[str, Record], field: str) -> Index:
    groups: dict[str, list[str]] = {}
    for id, record in table.items():
        owner = record.get(field)
        if isinstance(owner, str):
            groups.setdefault(owner, []).append(id)
    return {owner: tuple(sorted(ids)) for owner, ids in groups.items()}
