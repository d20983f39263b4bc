"""Parquet, through pyarrow (the extra `parquet`): typed columns, read in batches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from importlib import import_module
from io import BytesIO
from typing import Any

from policyrules.diagnostics.catalogue import tables as codes
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.raw import RawRow, RawTable, TableError

MOST_ROWS = 5_000_000
MOST_COLUMNS = 2_000
MOST_UNPACKED = 2_000_000_000
_BATCH = 8_192

_NO_PARQUET = Sentence("它不是 Parquet 文件，或者已经损坏", "it is no parquet file, or it is damaged")
_TOO_MUCH = Sentence("它声明的行、列或大小超出任何花名册", "it claims more rows, columns or bytes than any roster has")


def read_parquet(data: bytes, name: str) -> RawTable:
    """The table in `data`. Raises TableError; also while rows are drawn."""
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise TableError(codes.MISSING_EXTRA.at(Place(name), what=name, extra="parquet")) from None
    # Arrow's errors derive from these; damaged files raise any of them.
    damaged = (arrow.ArrowException, OSError, ValueError, KeyError, OverflowError, MemoryError)
    try:
        file = parquet.ParquetFile(BytesIO(data))
        meta = file.metadata
        unpacked = sum(meta.row_group(i).total_byte_size for i in range(min(meta.num_row_groups, 100_000)))
    except damaged:
        raise _broken(name, _NO_PARQUET) from None
    if meta.num_rows > MOST_ROWS or meta.num_columns > MOST_COLUMNS or unpacked > MOST_UNPACKED:
        raise _broken(name, _TOO_MUCH)
    header = tuple(str(column) for column in file.schema_arrow.names)
    return RawTable(header, _rows(file, header, name, damaged), meta.num_rows)


def _rows(file: Any, header: tuple[str, ...], name: str, damaged: Any) -> Iterator[RawRow]:
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            columns = [[plain_cell(value) for value in column.to_pylist()] for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield RawRow(number, header, cells)
    except damaged:
        raise _broken(name, _NO_PARQUET) from None


def plain_cell(value: object) -> object:
    """Data frames keep days as midnights, and what is not recorded as a number that is none."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float) and value != value:
        return None
    return value if not isinstance(value, date) else date(value.year, value.month, value.day)


def _broken(name: str, detail: Sentence) -> TableError:
    return TableError(codes.BROKEN_PARQUET.at(Place(name), file=name, detail=detail))
