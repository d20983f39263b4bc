"""The facts that judgements on a few records can rest on, read from frames: for explaining, not for judging."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from policyrules.engines.frame.column import Column, col
from policyrules.engines.frame.number import Number
from policyrules.engines.frame.opened import Tables
from policyrules.engines.frame.source import Source
from policyrules.engines.frame.values import EPOCH, Val, Word, pieces
from policyrules.model.expr import TRUE, Aggregate, Collection, Derived, Expr, Value
from policyrules.model.facts import Facts, Record
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import DateType, RefType, Type
from policyrules.semantics.interval import tidy
from policyrules.syntax.walk import entity_of, nodes

BATCH = 1000


def facts_around(ruleset: Ruleset, given: Tables, subjects: Iterable[Ref], rules: Sequence[Rule]) -> Facts:
    """The subjects, whatever they refer to, and the members of the collections that `rules` ask for."""
    asked, sources = collections_of(ruleset, rules), given.sources
    tables: dict[str, dict[str, Record]] = {entity: {} for entity in sources}
    waiting: dict[str, set[str]] = {}
    for subject in subjects:
        waiting.setdefault(subject.type, set()).add(subject.id)
    while waiting:
        entity, ids = waiting.popitem()
        ids -= tables.get(entity, {}).keys()
        if entity not in sources or not ids:
            continue
        found = read_records(given, entity, sources[entity].id, ids)
        tables[entity] |= found
        for other, wanted in referred(sources[entity], found.values()).items():
            waiting.setdefault(other, set()).update(wanted)
        for member, by in members_of(ruleset, entity, asked):
            if member in sources and by in sources[member].columns:
                more = read_records(given, member, sources[member].columns[by][0], set(found))
                waiting.setdefault(member, set()).update(more)
    return Facts({entity: dict(sorted(table.items())) for entity, table in tables.items()})


def collections_of(ruleset: Ruleset, rules: Iterable[Rule]) -> set[tuple[str, str]]:
    """The collections that rules look at, definitions included: entity and name."""
    found: set[tuple[str, str]] = set()
    seen: set[tuple[str, str]] = set()
    pending: list[Expr] = [e for rule in rules for e in expressions(rule)]
    while pending:
        for node in nodes(pending.pop()):
            if isinstance(node, Aggregate):
                source: Expr | Collection = node.source
                while isinstance(source, Collection):
                    base = source.base
                    found.add((base.entity if isinstance(base, Collection) else entity_of(base), source.name))
                    source = base
            if isinstance(node, Derived):
                key = (entity_of(node.base), node.name)
                if key not in seen:
                    seen.add(key)
                    pending.append(ruleset.definitions[key].expr)
    return found


def expressions(rule: Rule) -> list[Expr]:
    """Everything a rule says."""
    rows = [] if rule.table is None else [row.when for row in rule.table.rows]
    return [rule.applies, rule.must or TRUE, *(e.when for e in rule.exemptions), rule.due or TRUE, *rows]


def referred(source: Source, records: Iterable[Record]) -> dict[str, set[str]]:
    """The records that records name."""
    found: dict[str, set[str]] = {}
    for record in records:
        for name, value in record.items():
            type = source.entity.fields[name].type
            if isinstance(type, RefType):
                found.setdefault(type.entity, set()).add(str(value))
    return found


def members_of(ruleset: Ruleset, entity: str, asked: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Whose records, by which reference, are members of an entity's records in the collections asked for."""
    collections = ruleset.vocabulary.entities[entity].collections
    return [(collections[name].entity, collections[name].by) for owner, name in asked if owner == entity]


def read_records(given: Tables, entity: str, column: str, wanted: set[str]) -> dict[str, Record]:
    """The records of an entity whose `column` holds one of the wanted texts."""
    source = given.sources[entity]
    found: dict[str, Record] = {}
    names = iter(range(10**9))
    values: dict[str, Val] = {}
    made: list[tuple[str, Column]] = []
    for name in source.columns:
        values[name], columns = source.fact(name, lambda: f"x{next(names)}")
        made.extend(columns)
    frame = source.frame.with_columns(made)
    kept = [(f"v{n}", pieces(value)[0]) for n, value in enumerate(values.values())]
    ordered = sorted(wanted)
    for start in range(0, len(ordered), BATCH):
        part = frame.filter(col(column).is_in(ordered[start : start + BATCH]).filled(False))
        for id, *cells in given.rows(part.select([("id", col(source.id)), *kept])):
            found[id] = record(source, values, cells)
    return found


def record(source: Source, values: Mapping[str, Val], cells: Sequence[Any]) -> Record:
    """One row as typed facts."""
    pairs = zip(values.items(), cells, strict=True)
    return {n: fact(v, cell, source.entity.fields[n].type) for (n, v), cell in pairs if cell is not None}


def fact(value: Val, cell: Any, type: Type) -> Value:
    """One cell as a typed value."""
    if isinstance(value, Number):
        return (
            date.fromordinal(EPOCH + int(cell))
            if isinstance(type, DateType)
            else tidy(Fraction(int(cell), value.scale))
        )
    if isinstance(value, Word):
        return value.words[int(cell)]
    return cell  # type: ignore[no-any-return]
