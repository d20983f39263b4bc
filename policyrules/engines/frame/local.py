"""The kinds of frames that Polars computes here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from policyrules.engines.frame.column import Column
from policyrules.engines.frame.frames import Frames
from policyrules.engines.frame.kind import Kind, Rows, Spelled
from policyrules.engines.frame.relation import Relation

# What Polars and pyarrow raise, whose own errors are of these kinds; a panic is no `Exception`.
CANNOT_HOLD = (ValueError, TypeError, RuntimeError, pl.exceptions.PolarsError, pl.exceptions.PanicException)


def _spelled(relations: Sequence[Relation]) -> Spelled:
    """Polars spells narwhals' expressions itself: the same names, without the way there."""
    columns: dict[Column, Any] = {}

    def laid(natives: Mapping[str, Any]) -> list[Any]:
        frames = Frames(pl, natives, columns)
        return [frames.frame(relation) for relation in relations]

    return laid


def _sunk(frames: Sequence[pl.LazyFrame], files: Sequence[Path]) -> object:
    """All files at once, so that what their frames share is computed once."""
    return pl.collect_all([f.sink_parquet(file, lazy=True) for f, file in zip(frames, files, strict=True)])


def _rows(frames: Sequence[pl.LazyFrame]) -> list[Rows]:
    return [frame.rows() for frame in pl.collect_all(frames)]


def _from_pandas(native: Any) -> pl.LazyFrame:
    """A pandas frame by way of Polars. A column without any value has no type there; it is given none here."""
    frame = _read(native, list(native.columns), pl.from_pandas, lambda frame, names: frame[names])
    empty = [c for c in frame.columns if frame[c].dtype == pl.String and frame[c].null_count() == len(frame)]
    return frame.with_columns(pl.lit(None).alias(c) for c in empty).lazy()


def _from_arrow(native: Any) -> pl.LazyFrame:
    """An arrow table in Polars, which holds the same columns."""
    return _read(native, native.column_names, pl.DataFrame, lambda table, names: table.select(names)).lazy()


def _read(native: Any, names: list[Any], read: Callable[[Any], pl.DataFrame], part: Callable[..., Any]) -> pl.DataFrame:
    """A frame in Polars: at once, or else column by column. A column that Polars cannot hold (numbers and texts in one,
    numbers of 256 bits) becomes one of `Object`, which fits no field."""
    try:
        return read(native)
    except CANNOT_HOLD:
        if len(names) == 1:
            return pl.DataFrame({str(names[0]): pl.Series([None] * len(native), dtype=pl.Object)})
        return pl.concat([_read(part(native, [n]), [n], read, part) for n in names], how="horizontal")


def _to_pandas(frames: Sequence[pl.LazyFrame]) -> list[Any]:
    return [frame.to_pandas() for frame in pl.collect_all(frames)]


def _to_arrow(frames: Sequence[pl.LazyFrame]) -> list[Any]:
    return [frame.to_arrow() for frame in pl.collect_all(frames)]


KINDS = {
    "polars lazy": Kind("polars", lambda n: n, _spelled, list, _sunk, _rows, in_polars=True),
    "polars": Kind("polars", lambda n: n.lazy(), _spelled, pl.collect_all, _sunk, _rows, in_polars=True),
    "pandas": Kind("pandas", _from_pandas, _spelled, _to_pandas, _sunk, _rows, in_polars=True),
    "pyarrow": Kind("pyarrow", _from_arrow, _spelled, _to_arrow, _sunk, _rows, in_polars=True),
}
