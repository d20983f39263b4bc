"""CSV: cells between commas (or semicolons, or tabs), double quotes, a row of column names somewhere near the top."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue.tables import OTHER_SEPARATOR
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.decode import UTF_16, decoded
from policyrules.intake.tables.raw import Grid, TableError

_SEPARATORS = {
    ";": Sentence("分号", "semicolons"),
    "\t": Sentence("制表符", "tabs"),
    "；": Sentence("全角分号", "full-width semicolons"),
    "，": Sentence("全角逗号", "full-width commas"),
}
PROBED, _PROBED_LENGTH = 20, 10_000
_KEPT = '="'
MOST_LINES = 5_000_000
MOST_LINE = 4_000_000
MOST_COLUMNS = 16_384
_ENDLESS = Sentence(
    f"有一行超过 {MOST_LINE // 1_000_000} MB，或多于 {MOST_LINES // 10_000} 万行",
    f"a line of more than {MOST_LINE // 1_000_000} MB, or more than {MOST_LINES:,} lines",
)
_WIDE = Sentence(f"这一行超过 {MOST_COLUMNS} 列", f"more than {MOST_COLUMNS:,} columns in this line")


def read_csv(data: bytes, name: str) -> Grid:
    """The cells in `data`. Rows without any content are passed over, as spreadsheets leave them behind.

    Lines may end in any of the three ways, also mixed. Raises TableError; also while rows are drawn.
    """
    count = max(data.count(b"\n"), data.count(b"\r")) + 1
    if count > MOST_LINES or _last_line(data) > MOST_LINE:
        raise TableError(codes.BROKEN_CSV.at(Place(name), file=name, line=1, detail=_ENDLESS))
    pieces, notes = decoded(data, name)
    lines = _lines(pieces)
    first = list(islice(lines, PROBED))
    separator = separator_of(first)
    if separator != ",":
        notes += (OTHER_SEPARATOR.at(Place(name), file=name, separator=_SEPARATORS[separator]),)
    rows = _rows(chain(first, lines), name, separator)
    # Only then is every cell looked at; in UTF-16 the two characters do not stand side by side.
    kept = _KEPT.encode() in data or data.startswith(UTF_16)
    return Grid(((line, _unquoted(cells)) for line, cells in rows) if kept else rows, count, notes)


def _last_line(data: bytes) -> int:
    """The bytes of the last line, or MOST_LINE + 1 if any line is longer: found in strides, not line by line."""
    start = 0
    while start + MOST_LINE < len(data):
        end = max(data.rfind(sign, start, start + MOST_LINE) for sign in (b"\n", b"\r"))
        if end < 0:
            return MOST_LINE + 1
        start = end + 1
    return len(data) - start


def _rows(lines: Iterator[str], name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, strict=True, delimiter=separator)
    start = 1
    try:
        for cells in reader:
            if cells:
                if len(cells) > MOST_COLUMNS:
                    raise TableError(codes.BROKEN_CSV.at(Place(name, start), file=name, line=start, detail=_WIDE))
                if any(map(str.strip, cells)):
                    yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        place = Place(name, start)
        raise TableError(codes.BROKEN_CSV.at(place, file=name, line=start, detail=str(error))) from None


def _unquoted(cells: list[str]) -> list[str]:
    """`="007"` as `007`: programs write it so that a spreadsheet keeps the zeros."""
    return [cell[2:-1] if cell.startswith(_KEPT) and cell.endswith('"') and len(cell) > 2 else cell for cell in cells]


def separator_of(lines: list[str]) -> str:
    """The separator that cuts most of the first lines into the same number of columns; the comma among equals."""
    lines = [line[:_PROBED_LENGTH] for line in lines]
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


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    """Lines cut at line feeds only: splitlines would also cut at characters that may stand inside a cell."""
    rest: list[str] = []
    for piece in pieces:
        first, *others = piece.split("\n")
        rest.append(first)
        if others:
            yield "".join((*rest, "\n"))
            rest = [others.pop()]
            yield from (f"{line}\n" for line in others)
    if any(rest):
        yield "".join(rest)
