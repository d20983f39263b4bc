"""Frames as people have them -> sources: which columns stand for which fields, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.diagnostics.catalogue import facts
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.source import Place
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.engines.frame.column import col
from policyrules.engines.frame.kind import Kind, Rows
from policyrules.engines.frame.kinds import kind_called, kind_of, without_doubles
from policyrules.engines.frame.relation import Given, Relation
from policyrules.engines.frame.source import Source
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, Type
from policyrules.model.vocabulary import Entity, Vocabulary

ID = "id"
TEXTS = (nw.String, nw.Categorical, nw.Enum)


@dataclass(frozen=True)
class Tables:
    """Tables as they were given. `sources`: what plans know of them; `natives`: the lazy frames with their rows."""

    kind: Kind
    sources: Mapping[str, Source]
    natives: Mapping[str, Any]

    @property
    def keys(self) -> Hashable:
        """What a plan for these tables rests on."""
        return self.kind.name, frozenset((one.shape, one.sound, one.rows) for one in self.sources.values())

    def asked(self, relations: Sequence[Relation]) -> list[Any]:
        """Relations over these tables as lazy frames."""
        return self.kind.spelled(relations)(self.natives)

    def rows(self, relation: Relation) -> Rows:
        """The rows of a relation over these tables."""
        (found,) = self.kind.rows(self.asked([relation]))
        return found


def opened(vocabulary: Vocabulary, given: Mapping[str, Any], found: list[Diagnostic]) -> Tables:
    """The frames of some entities, all of one kind. What is wrong goes to `found`."""
    kinds = {entity: kind_of(native) for entity, native in given.items()}
    first = next(iter(kinds.values()), None) or "polars"
    kind = kind_called(first)
    natives: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for entity, native in given.items():
        name = kinds[entity]
        if name != first:
            wrong = name or type(native).__name__
            found.append(codes.UNKNOWN_FRAME.at(None, entity=label(vocabulary.entities[entity]), found=wrong))
            continue
        single, again = without_doubles(native)
        found.extend(doubled(vocabulary.entities[entity], again))
        natives[entity] = kind.lazy(single)
        whole = native if first == "polars" else None
        source = source_of(vocabulary, vocabulary.entities[entity], natives[entity], whole, found)
        if source is not None:
            sources[entity] = source
    return Tables(kind, sources, natives)


def source_of(
    vocabulary: Vocabulary, entity: Entity, native: Any, whole: Any | None, found: list[Diagnostic]
) -> Source | None:
    """What plans know of the table of an entity: its columns, under names that nothing else has. `whole`: the same as
    a Polars frame, where its rows are here."""
    schema = nw.from_native(native).lazy().collect_schema()
    names = names_of(entity)
    taken: dict[str, str] = {}
    for column in schema:
        if names.get(column) in taken:
            found.append(twice(entity, taken[names[column]], column))
        elif column in names:
            taken[names[column]] = column
        else:
            values = {"entity": label(entity), "column": column, "meant": did_you_mean(column, names)}
            found.append(codes.UNKNOWN_COLUMN.at(None, **values))
    if ID not in taken:
        known = ", ".join(f"`{c}`" for c in schema)
        found.append(codes.NO_ID.at(None, entity=label(entity), known=known))
        return None
    id, untyped = taken.pop(ID), [name for name, column in taken.items() if schema[column] == nw.Unknown]
    kept: dict[str, tuple[str, Any]] = {}
    if schema[id] not in (*TEXTS, nw.Unknown):
        found.append(wrong_type(entity, id, schema[id], TEXT))
    for name, column in taken.items():
        type = entity.fields[name].type
        if name not in untyped and not fits(type, schema[column]):
            found.append(wrong_type(entity, column, schema[column], wanted(type)))
        kept[name] = (f"{entity.id}__{name}", schema[column])
    own = f"{entity.id}__{ID}"
    key = col(id) if schema[id] == nw.String else col(id).cast("String")
    made = [(own, key), *((new, col(taken[name])) for name, (new, _) in kept.items())]
    frame = Given(entity.id, (id, *(taken[name] for name in kept))).select(made)
    complete = frozenset(name for name in kept if whole is not None and not whole[taken[name]].null_count())
    shape = (entity.id, tuple(schema.items()), complete)
    unread = {name: kept.pop(name)[0] for name in untyped}
    return Source(vocabulary, entity, frame, own, kept, unread, complete, shape)


def names_of(entity: Entity) -> dict[str, str]:
    """The names of columns, each with the field it stands for."""
    names = {ID: ID, "编号": ID}
    for field in entity.fields.values():
        names |= {field.label.zh: field.id, field.label.en: field.id}
    return names | {id: id for id in entity.fields}


def doubled(entity: Entity, again: Sequence[str]) -> list[Diagnostic]:
    """The fields of which there are several columns of one name."""
    names = names_of(entity)
    return [twice(entity, column, column) for column in again if column in names]


def twice(entity: Entity, column: str, other: str) -> Diagnostic:
    """Two columns that are one field."""
    return facts.COLUMN_TWICE.at(Place(entity.id), field=names_of(entity)[column], column=column, other=other)


def fits(type: Type, dtype: Any) -> bool:
    """Whether a column of that type can hold values of the vocabulary's type."""
    match type:
        case BoolType():
            return bool(dtype == nw.Boolean)
        case NumberType():
            return bool(dtype.is_numeric())
        case DateType():
            return dtype in (nw.Date, nw.Datetime)
    return dtype in TEXTS


TEXT = Sentence("文字", "text")


def wanted(type: Type) -> Sentence:
    """What a column for values of a type holds."""
    match type:
        case BoolType():
            return Sentence("真或假", "true or false")
        case NumberType():
            return Sentence(
                "范围内、不超过单位小数位的数", "numbers within bounds, with no more places than the unit has"
            )
        case DateType():
            return Sentence("日期（不带钟点）", "dates without a time of day")
        case EnumType():
            return Sentence("词汇表里的词（编号或名称）", "words of the vocabulary, by id or label")
    return TEXT


def wrong_type(entity: Entity, column: str, dtype: Any, expected: Sentence) -> Diagnostic:
    """A column of a type that does not fit."""
    return codes.WRONG_TYPE.at(None, entity=label(entity), column=column, found=str(dtype), expected=expected)


def label(entity: Entity) -> Sentence:
    """An entity's label as a value of a message."""
    return Sentence(entity.label.zh, entity.label.en)
