"""Records from a Python program."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.source import Place
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake.build import build_table
from policyrules.intake.collect import Collector
from policyrules.intake.origin import Origin
from policyrules.intake.references import check_references
from policyrules.intake.result import Intake, TableSummary
from policyrules.intake.shown import shown
from policyrules.intake.tables.json_table import not_a_record
from policyrules.intake.tables.raw import RawRow, RawTable
from policyrules.intake.words import all_names, fold, known_names, name_index, say
from policyrules.model.facts import Facts, Record
from policyrules.model.vocabulary import Vocabulary

Records = Mapping[str, Mapping[str, object]] | Iterable[object]


def read_records(vocabulary: Vocabulary, records: Mapping[str, Records]) -> Intake:
    """Facts from records by entity, which goes by its id or a label, as files do.

    `records[entity]` is an iterable of records, each with its `id`, or a mapping from id to record. A record is a
    mapping from field id or label to value, a dataclass or a pydantic object. Values are Python's own (bool, int,
    Decimal, Fraction, float, date, str) or the texts a table would hold; None is "not recorded".
    Diagnostics name the entity as the file and the record's number, from 1, as the line.
    """
    found = Collector()
    labels = {e.id: e.label for e in vocabulary.entities.values()}
    index = name_index(labels.items())
    names: dict[str, str] = {}
    for name in records:
        id = index.get(fold(name)) if isinstance(name, str) else None
        if id is None:
            values = {"known": known_names(labels), "meant": did_you_mean(str(name), all_names(labels))}
            found.add(codes.UNKNOWN_TABLE.at(None, file=shown(name), **values))
        elif id in names:
            found.add(codes.TWO_TABLES.at(None, file=names[id], other=name, entity=say(labels[id])))
        else:
            names[id] = name
    tables: dict[str, dict[str, Record]] = {}
    summaries: list[TableSummary] = []
    for entity in vocabulary.entities.values():
        if entity.id in names:
            raw = RawTable(None, _rows(records[names[entity.id]], entity.id, found), 0)
            read, summary = build_table(vocabulary, entity, Origin(entity.id), raw, found)
            tables[entity.id] = read or {}
            summaries.append(summary)
    if not tables:
        example = next(iter(labels), "teacher")
        found.add(codes.NO_TABLES.at(None, path="dict", example=example, known=known_names(labels)))
    facts = Facts(tables)
    check_references(vocabulary, facts, {entity: Origin(entity) for entity in tables}, found)
    return Intake(facts, found.finish(), tuple(summaries))


def _rows(records: Records, entity: str, found: Collector) -> Iterator[RawRow]:
    if not isinstance(records, Iterable):
        found.add(not_a_record(records, 1, Place(entity, 1)), entity)
        return
    if isinstance(records, Mapping):
        items: Iterable[tuple[object, object]] = records.items()
    else:
        items = ((None, record) for record in records)
    for number, (id, record) in enumerate(items, start=1):
        fields = _fields(record)
        if fields is None:
            found.add(not_a_record(record, number, Place(entity, number)), entity)
            continue
        names, cells = tuple(map(str, fields)), tuple(fields.values())
        yield RawRow(number, names, cells) if id is None else RawRow(number, ("id", *names), (id, *cells))


def _fields(record: object) -> Mapping[str, object] | None:
    """A record's fields by name, or None where it is no record."""
    if isinstance(record, Mapping):
        return record
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {f.name: getattr(record, f.name) for f in dataclasses.fields(record)}
    names = getattr(type(record), "model_fields", None)  # pydantic, without importing it
    return {name: getattr(record, name) for name in names} if isinstance(names, dict) else None
