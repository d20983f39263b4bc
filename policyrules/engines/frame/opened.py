"""Frames as people have them -> sources."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from policyrules.engines.frame.source import Source
from policyrules.model.vocabulary import Vocabulary


def opened(vocabulary: Vocabulary, entity: str, frame: nw.LazyFrame[Any]) -> Source:
    """The table of an entity, its columns under names that nothing else has."""
    defined = vocabulary.entities[entity]
    schema = frame.collect_schema()
    columns = {f: (f"{entity}.{f}", schema[f]) for f in defined.fields if f in schema}
    id = f"{entity}.id"
    named = frame.select(nw.col("id").alias(id), *(nw.col(f).alias(name) for f, (name, _) in columns.items()))
    return Source(vocabulary, defined, named, id, columns, nw.get_native_namespace(frame).__name__ == "polars")
