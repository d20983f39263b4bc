"""A large table -> columns, without an object for each row: what every plain row needs is done for whole columns.

The same reader as everywhere decides: each different cell of a column is shown to it once, and rows in which anything
is unusual (a cell that cannot be read or is in doubt, an id that stands twice, a row of totals) are read one by one by
it. What comes out is what reading every row would give, in the same words.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

from policyrules.intake.build import Progress, build_table
from policyrules.intake.cells import CellProblem, Column, Doubted
from policyrules.intake.collect import Collector
from policyrules.intake.columns import Columns, Layout
from policyrules.intake.heading import Strays, arrange
from policyrules.intake.held import Held, Meant, frame_of
from policyrules.intake.mapping import Given
from policyrules.intake.origin import Origin
from policyrules.intake.result import TableSummary
from policyrules.intake.sources import LARGEST_MB
from policyrules.intake.tables.csv_table import PROBED, read_csv, separator_of
from policyrules.intake.tables.decode import decode
from policyrules.intake.tables.parquet_table import plain_cell, read_parquet
from policyrules.intake.tables.raw import Grid, RawRow, RawTable, TableError
from policyrules.model.expr import Value
from policyrules.model.facts import Record
from policyrules.model.types import RefType, TextType
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.syntax.names import ID

Table = Mapping[str, Record]
Read = tuple[Table | None, TableSummary]

# As many rows at the top decide what kind of table it is; they are read one by one in any case.
TOP = 40
# Where more rows than one in so many are unusual, reading them one by one is no detour.
UNUSUAL_SHARE = 4
LONGEST_LINE = 100_000
ODD, LINE = "odd", "line"

PLAIN_ID = r"^[A-Za-z0-9_./-]+$"
PLAIN_REF = r"^[A-Za-z0-9\p{Han}_./-]+$"
PLAIN_TEXT = r"^[\p{L}\p{N}\p{P}]([\p{L}\p{N}\p{P} ]*[\p{L}\p{N}\p{P}])?$"
# Words with which rows begin that are no records, and what a spreadsheet leaves of a long id.
TELLING = r"(?i)total|example|unknown|未登记|示例|[合总小共累]计|汇总|E\+"
NOTED = r"[计总共注说明人者导长单位日期时间签章以页第:：]"


@dataclass(frozen=True)
class Cells:
    """A table's cells: a Polars frame of the column `names`, the rows' lines, and which rows are `odd` already.

    `source`: some of its rows as what the ordinary reader reads; `value`: a cell as that reader sees it.
    """

    frame: Any
    header: tuple[str, ...]
    names: tuple[str, ...]
    source: Callable[[Any], RawTable | Grid]
    value: Callable[[object], object]


def fits(file: Path) -> bool:
    """Whether a file may be read here: of a kind that can be, and not too large."""
    return file.suffix.casefold() in OPEN and file.is_file() and file.stat().st_size <= LARGEST_MB * 1_000_000


def read_bulk(
    vocabulary: Vocabulary,
    entity: Entity,
    file: Path,
    found: Collector,
    progress: Progress | None,
    given: Given,
) -> Read | None:
    """The table of `entity` in a CSV or Parquet file, and what was read; None where it has to be read row by row."""
    origin = Origin(file.name)
    columns = Columns(vocabulary, entity, origin, Collector(), given)
    try:
        opened = OPEN[file.suffix.casefold()](file.read_bytes(), file.name, columns)
    except TableError:  # Whoever reads it row by row says how far it could be read.
        return None
    if opened is None or not opened.frame.height:
        return None
    layout = columns.layout(opened.header, 1)
    if layout.id is None or layout.ambiguous or layout.nameless:
        return None
    reading = Reading(opened, layout, progress)
    typed = reading.typed()
    odd = reading.frame.filter(ODD)
    if len(odd) * UNUSUAL_SHARE > reading.frame.height + TOP * UNUSUAL_SHARE:
        return None
    records, summary = build_table(vocabulary, entity, origin, opened.source(odd), found, None, given)
    if records is None:
        return None, summary
    held = Held(entity, frame_of(vocabulary, entity, typed, records))
    return held, replace(summary, rows=summary.rows + reading.frame.height - len(odd), usable=len(held))


class Reading:
    """Cells becoming values, column by column; rows with anything unusual are marked."""

    def __init__(self, cells: Cells, layout: Layout, progress: Progress | None) -> None:
        """Read the columns of `layout`."""
        self.cells, self.layout, self.progress = cells, layout, progress
        self.frame = cells.frame
        self.names = cells.names

    def typed(self) -> dict[str, Meant]:
        """What stands in the plain rows, by field and for the id."""
        import polars as pl

        first = self.names[self.layout.id or 0]
        rows, steps = self.frame.height, len(self.layout.columns) + 1
        odd = self.frame[ODD] | self.unusual_ids(first)
        meanings: dict[str, tuple[str, dict[Any, Value | None] | None]] = {ID: (first, None)}
        for step, (position, _, column) in enumerate(self.layout.columns, start=1):
            raw = self.frame[self.names[position]]
            if isinstance(column.field.type, TextType | RefType) and raw.dtype == pl.String:
                odd |= ~plain_texts(raw, column)
                meanings[column.field.id] = (self.names[position], None)
            else:
                known, doubtful = self.understood(raw, column)
                if doubtful:
                    odd |= raw.is_in(pl.Series(doubtful, dtype=raw.dtype).implode()).fill_null(False)
                meanings[column.field.id] = (self.names[position], known)
            if self.progress is not None:
                self.progress(rows * step // steps, rows)
        self.frame = self.frame.with_columns(odd.alias(ODD))
        kept = self.frame.filter(~odd)
        return {field: Meant(kept[name], known) for field, (name, known) in meanings.items()}

    def unusual_ids(self, name: str) -> Any:
        """Where the id is not plain or stands twice, or where something before it may say that the row is none."""
        import polars as pl

        id = self.frame[name]
        if id.dtype != pl.String:
            return pl.repeat(True, len(id), eager=True)
        odd = ~(id.str.contains(PLAIN_ID) & ~id.str.contains(TELLING)).fill_null(False) | id.is_duplicated()
        odd |= id.is_in([n for n in self.cells.header if n]).fill_null(True)
        for before in self.names[: self.layout.id]:
            cell = self.frame[before]
            if cell.dtype == pl.String:
                odd |= (cell.str.contains(NOTED) | cell.str.contains(TELLING)).fill_null(False)
        return odd

    def understood(self, raw: Any, column: Column) -> tuple[dict[Any, Value | None], list[Any]]:
        """What each different cell means, and the cells of which there is something to say."""
        known: dict[Any, Value | None] = {}
        doubtful = []
        for cell in raw.unique().drop_nulls():
            read = column.read(self.cells.value(cell))
            if isinstance(read, CellProblem | Doubted):
                doubtful.append(cell)
            else:
                known[cell] = read
        return known, doubtful


def plain_texts(raw: Any, column: Column) -> Any:
    """Where a text stands for itself, or nothing is recorded."""
    pattern = PLAIN_REF if isinstance(column.field.type, RefType) else PLAIN_TEXT
    plain = raw.str.contains(pattern) & ~raw.str.contains(TELLING) & (raw.str.len_bytes() < LONGEST_LINE // 2)
    return (plain | (raw == "")).fill_null(True)


def open_csv(data: bytes, name: str, columns: Columns) -> Cells | None:
    """The cells of a CSV file whose first line names the columns, without quotation marks; None for any other."""
    import polars as pl

    grid = read_csv(data, name)
    text = decode(data, name)[0].replace("\r\n", "\n")
    if '"' in text or "\r" in text:
        return None
    separator = separator_of([f"{line}\n" for line in text.split("\n", PROBED)[:PROBED]])
    top = list(islice(grid.rows, TOP))
    if not top or top[0][0] != 1:
        return None
    table = arrange(Grid(iter(top), grid.lines), columns.names_field, Strays())
    header = tuple(" ".join(str(cell).split()) for cell in top[0][1])
    if table.header_line != 1 or table.header != header:
        return None
    lines = pl.Series([text]).str.split("\n").explode()
    if (lines.str.len_bytes() > LONGEST_LINE).any():
        return None
    width = len(header)
    numbered = pl.DataFrame({LINE: pl.int_range(1, len(lines) + 1, eager=True), "text": lines}).slice(1)
    blank = pl.col("text").str.replace_all(separator, "", literal=True).str.strip_chars() == ""
    cut = pl.col("text").str.split_exact(separator, width - 1).struct.rename_fields([f"c{n}" for n in range(width)])
    even = pl.col("text").str.count_matches(separator, literal=True) == width - 1
    odd = ~even | (pl.col(LINE) <= TOP)
    frame = numbered.filter(~blank).select(LINE, "text", cut.struct.unnest(), odd.alias(ODD))

    def source(rows: Any) -> Grid:
        uncut = (
            (line, next(csv.reader([text], delimiter=separator))) for line, text in rows.select(LINE, "text").rows()
        )
        return Grid(chain([top[0]], uncut), grid.lines, grid.notes)

    return Cells(frame, header, tuple(f"c{n}" for n in range(width)), source, lambda cell: cell)


def open_parquet(data: bytes, name: str, columns: Columns) -> Cells | None:
    """The cells of a Parquet file."""
    import polars as pl

    table = read_parquet(data, name)
    header = table.header or ()
    try:
        frame = pl.read_parquet(BytesIO(data))
    except pl.exceptions.PolarsError:
        return None
    if tuple(frame.columns) != header or any(dtype.is_nested() for dtype in frame.dtypes):
        return None
    names = [f"c{n}" for n in range(len(header))]
    frame = frame.rename(dict(zip(header, names, strict=True)))
    frame = frame.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
    frame = frame.with_row_index(LINE, 1).with_columns((pl.col(LINE) <= TOP).alias(ODD))

    def source(rows: Any) -> RawTable:
        made = (RawRow(line, header, [*map(plain_cell, cells)]) for line, *cells in rows.select(LINE, *names).rows())
        return RawTable(header, made, table.lines)

    return Cells(frame, header, tuple(names), source, plain_cell)


OPEN = {".csv": open_csv, ".tsv": open_csv, ".txt": open_csv, ".parquet": open_parquet}
