"""Where a record belongs: its school, county, city and so on, by the references the vocabulary declares.

The kinds that others are grouped by are the levels of government, each under its own name: an entity `school`,
`county`, `city`, `province`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policyrules.model.expr import Value
from policyrules.model.facts import Columnar, Facts, Record
from policyrules.model.finding import Ref
from policyrules.model.types import RefType
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.model.words import Layer

Home = tuple[str, str, bool]
_LEVELS = {layer.value: layer.depth for layer in Layer}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the records of one kind belong: `groups`, all that differs; `of`: which of them is each record's, by
    ascending id."""

    groups: list[tuple[Ref, ...]]
    of: Iterable[int]


class Groups:
    """The records above a record. A record belongs where its first reference to another kind of thing points; where
    that one may be absent by nature and is, the next reference counts. A level of government belongs to the nearest
    level above it that it names: a county to its city, or where it has none to the province."""

    def __init__(self, vocabulary: Vocabulary, facts: Facts) -> None:
        """Look records up in `facts`."""
        self._facts = facts
        self._homes = {entity.id: _homes(entity) for entity in vocabulary.entities.values()}
        self._known: dict[Ref, tuple[Ref, ...]] = {}
        self.entities = frozenset(layer.value for layer in Layer if layer.value in facts.tables)

    def of(self, record: Ref) -> tuple[Ref, ...]:
        """`record` itself and everything it belongs to, as far as those are levels of government."""
        found = self._known.get(record)
        if found is None:
            found = self._known[record] = tuple(ref for ref in self._chain(record) if ref.type in self.entities)
        return found

    def places(self, entity: str) -> Places:
        """Where all records of a kind belong. Those that refer to the same are looked at once."""
        table, homes = self._facts.tables[entity], self._homes[entity]
        number: dict[tuple[Ref, ...], int] = {}
        if entity in self.entities:
            places = [number.setdefault(self.of(Ref(entity, id)), len(number)) for id in sorted(table)]
            return Places(list(number), places)
        fields = [field for field, _, _ in homes]
        if isinstance(table, Columnar):
            held, where = table.apart(fields)
            return Places([self._over(homes, fields, values) for values in held], where)
        seen: dict[tuple[Value | None, ...], int] = {}
        places = []
        for id in sorted(table):
            values = tuple(map(table[id].get, fields))
            place = seen.get(values)
            if place is None:
                place = number.setdefault(self._over(homes, fields, values), len(number))
                seen[values] = place
            places.append(place)
        return Places(list(number), places)

    def _over(self, homes: tuple[Home, ...], fields: list[str], values: Iterable[Value | None]) -> tuple[Ref, ...]:
        """Everything that a record with these references belongs to."""
        given = {field: value for field, value in zip(fields, values, strict=True) if value is not None}
        above = _named(homes, given, self._facts)
        return () if above is None else self.of(above)

    def _chain(self, record: Ref) -> list[Ref]:
        chain = [record]
        while (above := self._above(chain[-1])) is not None and above not in chain:
            chain.append(above)
        return chain

    def _above(self, record: Ref) -> Ref | None:
        fields = self._facts.get(record.type, record.id)
        return None if fields is None else _named(self._homes[record.type], fields, self._facts)


def _named(homes: tuple[Home, ...], fields: Record, facts: Facts) -> Ref | None:
    """The record to which one with these fields belongs."""
    for field, target, optional in homes:
        if field in fields:
            above = Ref(target, str(fields[field]))
            return above if facts.get(target, above.id) is not None else None
        if not optional:
            return None
    return None


def _homes(entity: Entity) -> tuple[Home, ...]:
    """Field, entity it names, and whether the next one counts where it is absent."""
    found = [
        (field.id, field.type.entity, field.optional)
        for field in entity.fields.values()
        if isinstance(field.type, RefType) and field.type.entity != entity.id
    ]
    if entity.id not in _LEVELS:
        return tuple(found)
    levels = [(field, target, True) for field, target, _ in found if target in _LEVELS]
    return tuple(sorted(levels, key=lambda home: -_LEVELS[home[1]]))
