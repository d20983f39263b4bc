"""Frames as people have them -> sources, and results back into the kind of frame that was given.

Polars, DuckDB and PySpark compute by themselves. pandas and pyarrow go through Polars: pandas was seen to lose nulls
behind narwhals, and pyarrow's columns are Polars' own, so that nothing is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.engines.frame.source import Source
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, Type
from policyrules.model.vocabulary import Entity, Vocabulary

ID = "id"
TEXTS = (nw.String, nw.Categorical, nw.Enum)


@dataclass(frozen=True)
class Kind:
    """A kind of frame: how it becomes lazy, and how lazy results become frames of its kind."""

    name: str
    lazy: Callable[[Any], nw.LazyFrame[Any]]
    back: Callable[[Sequence[nw.LazyFrame[Any]]], Sequence[Any]]


def _collected(frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
    """All results at once, so that what they share is computed once."""
    return pl.collect_all([frame.to_native() for frame in frames])


def _native(frames: Sequence[nw.LazyFrame[Any]]) -> list[Any]:
    return [frame.to_native() for frame in frames]


def _from_pandas(native: Any) -> nw.LazyFrame[Any]:
    """A pandas frame by way of Polars. A column without any value has no type there; it is given none here."""
    frame = pl.from_pandas(native)
    empty = [c for c in frame.columns if frame[c].dtype == pl.String and frame[c].null_count() == len(frame)]
    return nw.from_native(frame.with_columns(pl.lit(None).alias(c) for c in empty).lazy())


def _from_arrow(native: Any) -> nw.LazyFrame[Any]:
    return nw.from_native(pl.DataFrame(native).lazy())


KINDS = {
    "polars lazy": Kind("polars", nw.from_native, _native),
    "polars": Kind("polars", lambda n: nw.from_native(n.lazy()), _collected),
    "pandas": Kind("pandas", _from_pandas, lambda fs: [f.to_pandas() for f in _collected(fs)]),
    "pyarrow": Kind("pyarrow", _from_arrow, lambda fs: [f.to_arrow() for f in _collected(fs)]),
    "duckdb": Kind("duckdb", nw.from_native, _native),
    "pyspark": Kind("pyspark", nw.from_native, _native),
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


def opened(vocabulary: Vocabulary, given: Mapping[str, Any], found: list[Diagnostic]) -> tuple[dict[str, Source], Kind]:
    """The sources of the frames of some entities, and their common kind. What is wrong goes to `found`."""
    kinds = {entity: kind_of(native) for entity, native in given.items()}
    first = next(iter(kinds.values()), None) or "polars"
    sources: dict[str, Source] = {}
    for entity, native in given.items():
        kind = kinds[entity]
        if kind is None or kind != first:
            name = kind or type(native).__name__
            found.append(codes.UNKNOWN_FRAME.at(None, entity=label(vocabulary.entities[entity]), found=name))
            continue
        source = source_of(vocabulary, vocabulary.entities[entity], KINDS[kind].lazy(native), found)
        if source is not None:
            sources[entity] = source
    return sources, KINDS[first]


def source_of(
    vocabulary: Vocabulary, entity: Entity, frame: nw.LazyFrame[Any], found: list[Diagnostic]
) -> Source | None:
    """The table of an entity, its columns under names that nothing else has."""
    schema = frame.collect_schema()
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
    columns = [nw.col(taken[name]).alias(new) for name, (new, _) in kept.items()]
    counted = frame.implementation.is_polars()
    return Source(vocabulary, entity, frame.select(nw.col(id).cast(nw.String).alias(own), *columns), own, kept, counted)


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
