"""Cells in rows and columns -> a table: which row names the columns, and which rows are no records."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from policyrules.intake.result import EXAMPLE_ROW, HEADER_ROW, REMARK_ROW, TOTALS_ROW
from policyrules.intake.tables.raw import Formula, Grid, GridRow, RawRow, RawTable, is_blank
from policyrules.intake.words import fold
from policyrules.syntax.names import ID

EXAMPLES = ("示例", "example")
EMPTY_ROW = "empty"

# Titles, dates and units of the form stand above the header; more lines than this no form has.
_SCANNED = 30
_MOST_COLUMNS = 1_000
_TOTAL = re.compile(r"(本页|本表|全校|全县|全区|全市|全省)?(合|总|小|共|累)计(人数|数)?:?|汇总:?|(grand|sub)?total:?")
_REMARK = re.compile(
    r"(备?注|(填表)?说明|填表人|填报人|制表人?|审核人?|联系人|联系电话|(单位)?负责人|(填报)?单位(\(?(盖章|公章)\)?)?"
    r"|(填表|填报|制表)?(日期|时间)):.*",
    re.DOTALL,
)
_LONGEST = 200

NamesField = Callable[[str], str | None]


@dataclass(slots=True)
class Strays:
    """Cells beside the table, which no column name covers: how many, and the first one's line and column."""

    count: int = 0
    first: tuple[int, int] = field(default=(1, 1))


def arrange(grid: Grid, names_field: NamesField, strays: Strays) -> RawTable:
    """The table in `grid`. `names_field` says which field a column of a name holds, `id` among them.

    The header is the first row with a name for the id, else the first with two names of fields, else the first row.
    Cells without a column name above them are counted in `strays`, where rows are given by position.
    """
    head = list(islice(grid.rows, _SCANNED))
    where = _find(head, names_field)
    if where is None:
        return RawTable((), iter(()), grid.lines)
    line, cells = head[where]
    rows = chain(head[where + 1 :], grid.rows)
    names = _names(cells)
    below = next(rows, None)
    if below is not None and _is_second_header(names, _names(below[1]), names_field):
        names |= _names(below[1])
        below = None
    left_out: dict[str, list[int]] = defaultdict(list)
    sorter = _Sorter(names, next((p for p, name in names.items() if names_field(name) == ID), None), left_out)
    kept = sorter.records(rows if below is None else chain((below,), rows))
    if isinstance(cells, Mapping):
        named = tuple(sorted(position for position, name in names.items() if name))[:_MOST_COLUMNS]
        header = tuple(names[position] for position in named)
        projected = _project(kept, named, header, strays)
        return RawTable(header, projected, grid.lines, line, tuple(p + 1 for p in named), left_out)
    header = tuple(names.get(position, "") for position in range(max(names, default=-1) + 1))
    return RawTable(header, _side_by_side(kept, header), grid.lines, line, (), left_out)


def _find(rows: Sequence[GridRow], names_field: NamesField) -> int | None:
    fields = [[names_field(name) for name in _names(cells).values()] for _, cells in rows]
    with_id = next((i for i, row in enumerate(fields) if ID in row), None)
    if with_id is not None:
        return with_id
    return next((i for i, row in enumerate(fields) if len(row) - row.count(None) > 1), 0 if rows else None)


def _is_second_header(names: dict[int, str], below: dict[int, str], names_field: NamesField) -> bool:
    """Whether the row below the header names columns too: a heading over several columns, each with its own name."""
    known = [position for position, name in below.items() if name and names_field(name)]
    taken = [p for p, name in below.items() if name and names_field(names.get(p, "")) and names[p] != name]
    return bool(known) and not taken and len(known) == sum(1 for name in below.values() if name)


def _names(cells: Sequence[object] | Mapping[int, object]) -> dict[int, str]:
    """The texts of a row by position; in a list of cells the empty ones too."""
    if isinstance(cells, Mapping):
        return {p: _text(cell) for p, cell in islice(cells.items(), _MOST_COLUMNS) if not is_blank(cell)}
    return {p: _text(cell) for p, cell in enumerate(cells)}


def _text(cell: object) -> str:
    value = cell.result if isinstance(cell, Formula) else cell
    return " ".join(value.split()) if isinstance(value, str) else "" if value is None else str(value)


class _Sorter:
    """Tells records from rows that are none."""

    def __init__(self, names: dict[int, str], id: int | None, left_out: dict[str, list[int]]) -> None:
        self._names = {position: name for position, name in names.items() if name}
        self._id, self._left_out = id, left_out

    def records(self, rows: Iterator[GridRow] | chain[GridRow]) -> Iterator[GridRow]:
        """The rows that are records; the lines of the others go to `left_out`."""
        for line, cells in rows:
            kind = self._kind(cells)
            if kind is None:
                yield line, cells
            elif kind != EMPTY_ROW:
                self._left_out[kind].append(line)

    def _kind(self, cells: Sequence[object] | Mapping[int, object]) -> str | None:
        by_position = cells.items() if isinstance(cells, Mapping) else enumerate(cells)
        first = next((cell for _, cell in by_position if not is_blank(cell)), None)
        id = _cell(cells, self._id)
        if is_blank(id) and isinstance(cells, Mapping) and _only_formulas(cells):
            return EMPTY_ROW  # A formula was dragged down further than the roster goes.
        if isinstance(id, str) and id.strip() in EXAMPLES:
            return EXAMPLE_ROW
        for cell in (first, id):
            word = fold("".join(cell.split())) if isinstance(cell, str) and len(cell) < _LONGEST else ""
            if word and _TOTAL.fullmatch(word):
                return TOTALS_ROW
            if word and _REMARK.fullmatch(word):
                return REMARK_ROW
        if isinstance(id, str) and id.strip() == self._names.get(-1 if self._id is None else self._id):
            same = all(_text(_cell(cells, position)) in ("", name) for position, name in self._names.items())
            return HEADER_ROW if same else None
        return None


def _only_formulas(cells: Mapping[int, object]) -> bool:
    return all(isinstance(cell, Formula) or is_blank(cell) for cell in cells.values())


def _cell(cells: Sequence[object] | Mapping[int, object], position: int | None) -> object:
    if position is None:
        return None
    if isinstance(cells, Mapping):
        return cells.get(position)
    return cells[position] if position < len(cells) else None


def _side_by_side(rows: Iterator[GridRow], header: tuple[str, ...]) -> Iterator[RawRow]:
    for line, cells in rows:
        if isinstance(cells, Sequence):
            yield RawRow(line, header, cells)


def _project(
    rows: Iterator[GridRow], named: tuple[int, ...], header: tuple[str, ...], strays: Strays
) -> Iterator[RawRow]:
    """Each row's cells under the names of the header. The work grows with the cells there are, not with their span."""
    slots = {position: slot for slot, position in enumerate(named)}
    for line, cells in rows:
        if isinstance(cells, Mapping):
            row: list[object] = [None] * len(named)
            for position, cell in cells.items():
                slot = slots.get(position)
                if slot is not None:
                    row[slot] = cell
                elif not is_blank(cell):
                    strays.first = strays.first if strays.count else (line, position + 1)
                    strays.count += 1
            yield RawRow(line, header, row)
