"""Facts with some of them set, forgotten, filled in, or changed as a remedy says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Change
from policyrules.model.types import RefType
from policyrules.testing.ground import Ground

FactKey = tuple[str, str, str]
"""Entity, id, field."""


def with_facts(facts: Facts, more: Mapping[FactKey, Value | None]) -> Facts:
    """The same facts with some set (None: forgotten). The records exist."""
    tables = {e: {id: dict(record) for id, record in table.items()} for e, table in facts.tables.items()}
    for (entity, id, field), value in more.items():
        if value is None:
            tables[entity][id].pop(field, None)
        else:
            tables[entity][id][field] = value
    return Facts(tables)


def after(facts: Facts, changes: Iterable[Change]) -> Facts:
    """The facts once a remedy's changes are made; of candidates the first that suffice."""
    made: dict[FactKey, Value | None] = {}
    for change in changes:
        for ref in change.candidates[: change.count] or (change.subject,):
            made[ref.type, ref.id, change.field] = change.after
    return with_facts(facts, made)


def open_facts(facts: Facts, ground: Ground) -> Iterator[FactKey]:
    """The facts a ground reads that are not recorded of the records there are, references aside."""
    for entity, table in facts.tables.items():
        for field in ground.fields_of(entity):
            if not isinstance(field.type, RefType):
                yield from ((entity, id, field.id) for id, record in table.items() if field.id not in record)
