"""The kinds of frames: how each is read, put to work and given back.

Polars, DuckDB (by way of narwhals) and PySpark (as SQL) compute by themselves. pandas and pyarrow go through Polars:
pandas was seen to lose nulls behind narwhals, and pyarrow's columns are Polars' own, so that nothing is copied. Polars
is imported only where it computes (local.py), so that a cluster's driver need not have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from policyrules.engines.frame.column import Column
from policyrules.engines.frame.frames import Frames
from policyrules.engines.frame.kind import Kind, Spelled
from policyrules.engines.frame.relation import Relation

LOCAL = ("polars lazy", "polars", "pandas", "pyarrow")
ELSEWHERE = ("duckdb", "pyspark")


def kind_of(native: Any) -> str | None:
    """The name of a frame's kind; None where it is none of ours."""
    try:
        frame = nw.from_native(without_doubles(native)[0])
    except TypeError:
        return None
    name = frame.implementation.value
    known = f"{name} lazy" if name == "polars" and isinstance(frame, nw.LazyFrame) else name
    return known if known in (*LOCAL, *ELSEWHERE) else None


def without_doubles(native: Any) -> tuple[Any, list[str]]:
    """The same without the columns whose name stands before, and these names. Polars and DuckDB know no such columns,
    the others do, and narwhals refuses them."""
    if nw.dependencies.is_pandas_dataframe(native):
        again = native.columns.duplicated()
        return (native.loc[:, ~again], list(native.columns[again])) if again.any() else (native, [])
    if nw.dependencies.is_pyarrow_table(native):
        first = {name: place for place, name in reversed(list(enumerate(native.column_names)))}
        again = [name for place, name in enumerate(native.column_names) if first[name] != place]
        return (native.select(sorted(first.values())), again) if again else (native, [])
    return native, []


def kind_called(name: str) -> Kind:
    """A kind by its name."""
    if name == "duckdb":
        return DUCKDB
    if name == "pyspark":
        from policyrules.engines.frame.sql import PYSPARK

        return PYSPARK
    from policyrules.engines.frame import local

    return local.KINDS[name]


def _in_narwhals(relations: Sequence[Relation]) -> Spelled:
    columns: dict[Column, Any] = {}

    def laid(natives: Mapping[str, Any]) -> list[Any]:
        frames = Frames(nw, {name: nw.from_native(native) for name, native in natives.items()}, columns)
        return [frames.frame(relation).to_native() for relation in relations]

    return laid


DUCKDB = Kind(
    "duckdb",
    lambda native: native,
    _in_narwhals,
    list,
    lambda frames, files: [f.write_parquet(str(file)) for f, file in zip(frames, files, strict=True)],
    lambda frames: [list(frame.fetchall()) for frame in frames],
)
