"""The kinds of frames that Polars computes here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from policyrules.engines.frame.column import Column
from policyrules.engines.frame.frames import Frames
from policyrules.engines.frame.kind import Kind, Rows, Spelled
from policyrules.engines.frame.relation import Relation


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
    frame = pl.from_pandas(native)
    empty = [c for c in frame.columns if frame[c].dtype == pl.String and frame[c].null_count() == len(frame)]
    return frame.with_columns(pl.lit(None).alias(c) for c in empty).lazy()


def _to_pandas(frames: Sequence[pl.LazyFrame]) -> list[Any]:
    return [frame.to_pandas() for frame in pl.collect_all(frames)]


def _to_arrow(frames: Sequence[pl.LazyFrame]) -> list[Any]:
    return [frame.to_arrow() for frame in pl.collect_all(frames)]


KINDS = {
    "polars lazy": Kind("polars", lambda n: n, _spelled, list, _sunk, _rows, in_polars=True),
    "polars": Kind("polars", lambda n: n.lazy(), _spelled, pl.collect_all, _sunk, _rows, in_polars=True),
    "pandas": Kind("pandas", _from_pandas, _spelled, _to_pandas, _sunk, _rows, in_polars=True),
    "pyarrow": Kind("pyarrow", lambda n: pl.DataFrame(n).lazy(), _spelled, _to_arrow, _sunk, _rows, in_polars=True),
}
