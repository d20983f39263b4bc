"""Frames as people have them -> sources, and results back into the kind of frame that was given.

Polars, DuckDB (by way of narwhals) and PySpark (as SQL) compute by themselves. pandas and pyarrow go through Polars:
pandas was seen to lose nulls behind narwhals, and pyarrow's columns are Polars' own, so that nothing is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.engines.frame.column import Column, col
from policyrules.engines.frame.frames import Frames
from policyrules.engines.frame.relation import Given, Relation
from policyrules.engines.frame.source import Source
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, Type
from policyrules.model.vocabulary import Entity, Vocabulary

ID = "id"
Spelled = Callable[[Mapping[str, Any]], list[Any]]
TEXTS = (nw.String, nw.Categorical, nw.Enum)


@dataclass(frozen=True)
class Kind:
    """A kind of frame. `lazy`: the same, computed on demand; `spelled`: relations as such lazy frames, once there are
    tables to lay them over; `back`: results as frames of the kind that was given; `written`: lazy frames into parquet
    files, without holding them; `in_polars`: whether Polars computes, here, over rows that have an order."""

    name: str
    lazy: Callable[[Any], Any]
    spelled: Callable[[Sequence[Relation]], Spelled]
    back: Callable[[Sequence[Any]], Sequence[Any]]
    written: Callable[[Sequence[Any], Sequence[Path]], object]
    in_polars: bool = True


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

    def rows(self, relation: Relation) -> list[tuple[Any, ...]]:
        """The rows of a relation over these tables."""
        (frame,) = self.asked([relation])
        return rows_of(frame)


def rows_of(native: Any) -> list[tuple[Any, ...]]:
    """The rows of a lazy frame."""
    return list(nw.from_native(native).lazy().collect().iter_rows())


def _sunk(frames: Sequence[pl.LazyFrame], files: Sequence[Path]) -> object:
    """All files at once, so that what their frames share is computed once."""
    return pl.collect_all([f.sink_parquet(file, lazy=True) for f, file in zip(frames, files, strict=True)])


def _sunk_one_by_one(frames: Sequence[Any], files: Sequence[Path]) -> object:
    return [nw.from_native(f).lazy().sink_parquet(file) for f, file in zip(frames, files, strict=True)]


def _in_polars(relations: Sequence[Relation]) -> Spelled:
    """Polars spells narwhals' expressions itself: the same names, without the way there."""
    columns: dict[Column, Any] = {}

    def laid(natives: Mapping[str, Any]) -> list[Any]:
        frames = Frames(pl, natives, columns)
        return [frames.frame(relation) for relation in relations]

    return laid


def _in_narwhals(relations: Sequence[Relation]) -> Spelled:
    columns: dict[Column, Any] = {}

    def laid(natives: Mapping[str, Any]) -> list[Any]:
        frames = Frames(nw, {name: nw.from_native(native) for name, native in natives.items()}, columns)
        return [frames.frame(relation).to_native() for relation in relations]

    return laid


def _in_sql(relations: Sequence[Relation]) -> Spelled:
    from policyrules.engines.frame.sql import queries

    return queries(relations)


def _from_pandas(native: Any) -> pl.LazyFrame:
    """A pandas frame by way of Polars. A column without any value has no type there; it is given none here."""
    frame = pl.from_pandas(native)
    empty = [c for c in frame.columns if frame[c].dtype == pl.String and frame[c].null_count() == len(frame)]
    return frame.with_columns(pl.lit(None).alias(c) for c in empty).lazy()


KINDS = {
    "polars lazy": Kind("polars", lambda n: n, _in_polars, list, _sunk),
    "polars": Kind("polars", lambda n: n.lazy(), _in_polars, pl.collect_all, _sunk),
    "pandas": Kind("pandas", _from_pandas, _in_polars, lambda fs: [f.to_pandas() for f in pl.collect_all(fs)], _sunk),
    "pyarrow": Kind(
        "pyarrow",
        lambda n: pl.DataFrame(n).lazy(),
        _in_polars,
        lambda fs: [f.to_arrow() for f in pl.collect_all(fs)],
        _sunk,
    ),
    "duckdb": Kind("duckdb", lambda n: n, _in_narwhals, list, _sunk_one_by_one, in_polars=False),
    "pyspark": Kind("pyspark", lambda n: n, _in_sql, list, _sunk_one_by_one, in_polars=False),
}


def kind_of(native: Any) -> str | None:
    """The name of a frame's kind; None where it is none of ours."""
    try:
        frame = nw.from_native(native)
    except TypeError:
        return None
    name = frame.implementation.value
    known = f"{name} lazy" if name == "polars" and isinstance(frame, nw.LazyFrame) else name
    return known if known in KINDS else None


def opened(vocabulary: Vocabulary, given: Mapping[str, Any], found: list[Diagnostic]) -> Tables:
    """The frames of some entities, all of one kind. What is wrong goes to `found`."""
    kinds = {entity: kind_of(native) for entity, native in given.items()}
    kind = KINDS[next(iter(kinds.values()), None) or "polars"]
    natives: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for entity, native in given.items():
        name = kinds[entity]
        if name is None or KINDS[name] is not kind:
            wrong = name or type(native).__name__
            found.append(codes.UNKNOWN_FRAME.at(None, entity=label(vocabulary.entities[entity]), found=wrong))
            continue
        natives[entity] = kind.lazy(native)
        source = source_of(vocabulary, vocabulary.entities[entity], natives[entity], native, found)
        if source is not None:
            sources[entity] = source
    return Tables(kind, sources, natives)


def source_of(
    vocabulary: Vocabulary, entity: Entity, native: Any, given: Any, found: list[Diagnostic]
) -> Source | None:
    """What plans know of the table of an entity: its columns, under names that nothing else has."""
    schema = nw.from_native(native).lazy().collect_schema()
    names = {ID: ID, "编号": ID}
    for field in entity.fields.values():
        names |= {field.label.zh: field.id, field.label.en: field.id}
    names |= {id: id for id in entity.fields}
    taken: dict[str, str] = {}
    for column in schema:
        if column in names:
            taken.setdefault(names[column], column)
        else:
            values = {"entity": label(entity), "column": column, "meant": did_you_mean(column, names)}
            found.append(codes.UNKNOWN_COLUMN.at(None, **values))
    if ID not in taken:
        known = ", ".join(f"`{c}`" for c in schema)
        found.append(codes.NO_ID.at(None, entity=label(entity), known=known))
        return None
    id, kept = taken.pop(ID), {}
    if schema[id] not in (*TEXTS, nw.Unknown):
        found.append(wrong_type(entity, id, schema[id], TEXT))
    for name, column in taken.items():
        type = entity.fields[name].type
        if schema[column] == nw.Unknown:
            continue
        if not fits(type, schema[column]):
            found.append(wrong_type(entity, column, schema[column], wanted(type)))
        kept[name] = (f"{entity.id}__{name}", schema[column])
    own = f"{entity.id}__{ID}"
    key = col(id) if schema[id] == nw.String else col(id).cast("String")
    made = [(own, key), *((new, col(taken[name])) for name, (new, _) in kept.items())]
    frame = Given(entity.id, (id, *(taken[name] for name in kept))).select(made)
    whole = given if isinstance(given, pl.DataFrame) else pl.DataFrame()
    complete = frozenset(name for name in kept if taken[name] in whole.columns and not whole[taken[name]].null_count())
    shape = (entity.id, tuple(schema.items()), complete)
    return Source(vocabulary, entity, frame, own, kept, complete, shape)


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
