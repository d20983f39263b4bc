"""Findings as parquet, typed; needs pyarrow, the extra `parquet`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import islice
from typing import Any

from policyrules.diagnostics.core import Lang
from policyrules.report.flat import Flat
from policyrules.report.report import Report

_ROWS = 50_000


def parquet_pieces(report: Report, lang: Lang) -> Iterator[bytes]:
    """One file of all judgements. Numbers are decimals with six places, days are dates."""
    pa, pq = import_module("pyarrow"), import_module("pyarrow.parquet")
    flat = Flat(report, lang)
    schema = pa.schema([(heading.id, _type(pa, heading.type)) for heading in flat.headings])
    schema = schema.with_metadata(
        {"policyrules.ruleset": report.ruleset.id, "policyrules.digest": report.ruleset.digest}
    )
    file, rows = io.BytesIO(), flat.rows(report.judgements)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS)):
            columns = zip(*batch, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    yield file.getvalue()


def _type(arrow: Any, type: type) -> Any:
    return {
        str: arrow.string(),
        bool: arrow.bool_(),
        Decimal: arrow.decimal128(38, 6),
        date: arrow.date32(),
    }[type]
