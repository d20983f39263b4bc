"""CSV: cells between commas (or semicolons, or tabs), double quotes, a row of column names somewhere near the top."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue.tables import OTHER_SEPARATOR
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.decode import decode
from policyrules.intake.tables.raw import Grid, TableError

_SEPARATORS = {
    ";": Sentence("分号", "semicolons"),
    "\t": Sentence("制表符", "tabs"),
    "；": Sentence("全角分号", "full-width semicolons"),
    "，": Sentence("全角逗号", "full-width commas"),
}
_PROBED = 20
_KEPT = '="'


def read_csv(data: bytes, name: str) -> Grid:
    """The cells in `data`. Rows without any content are passed over, as spreadsheets leave them behind.

    Lines may end in any of the three ways, also mixed. Raises TableError; also while rows are drawn.
    """
    text, notes = decode(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = _separator(text)
    if separator != ",":
        notes += (OTHER_SEPARATOR.at(Place(name), file=name, separator=_SEPARATORS[separator]),)
    return Grid(_rows(text, name, separator), text.count("\n") + 1, notes)


def _rows(text: str, name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(text), strict=True, delimiter=separator)
    start, kept = 1, _KEPT in text
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                yield start, _unquoted(cells) if kept else cells
            start = reader.line_num + 1
    except csv.Error as error:
        place = Place(name, start)
        raise TableError(codes.BROKEN_CSV.at(place, file=name, line=start, detail=str(error))) from None


def _unquoted(cells: list[str]) -> list[str]:
    """`="007"` as `007`: programs write it so that a spreadsheet keeps the zeros."""
    return [cell[2:-1] if cell.startswith(_KEPT) and cell.endswith('"') and len(cell) > 2 else cell for cell in cells]


def _separator(text: str) -> str:
    """The separator that cuts most of the first lines into the same number of columns; the comma among equals."""
    lines = [line for _, line in zip(range(_PROBED), _lines(text), strict=False)]
    best, most = ",", _evenness(lines, ",")
    for separator in _SEPARATORS:
        evenness = _evenness(lines, separator)
        if evenness > most:
            best, most = separator, evenness
    return best


def _evenness(lines: list[str], separator: str) -> int:
    """How many lines have the commonest number of columns, where that is more than one."""
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(lines, delimiter=separator):
            widths[len(cells)] += len(cells) > 1
    except csv.Error:
        return 0
    return max(widths.values(), default=0)


def _lines(text: str) -> Iterator[str]:
    """Lines cut at line feeds only: splitlines would also cut at characters that may stand inside a cell."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]
