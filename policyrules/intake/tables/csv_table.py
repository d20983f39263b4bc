"""CSV: commas, double quotes, a first row of column names."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.decode import decode
from policyrules.intake.tables.raw import RawRow, RawTable, TableError


def read_csv(data: bytes, name: str) -> RawTable:
    """The table in `data`. Rows without any content are passed over, as spreadsheets leave them behind."""
    text = decode(data, name)
    rows = _rows(text, name)
    first = next(rows, None)
    header = tuple(cell.strip() for cell in first[1]) if first else ()
    return RawTable(header, (RawRow(line, header, cells) for line, cells in rows), text.count("\n") + 1)


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(text), strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        place = Place(name, start)
        raise TableError(codes.BROKEN_CSV.at(place, file=name, line=start, detail=str(error))) from None


def _lines(text: str) -> Iterator[str]:
    """Lines cut at line feeds only: splitlines would also cut at characters that may stand inside a cell."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]
