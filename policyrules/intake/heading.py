"""Cells in rows and columns -> a table: which row names the columns, and which rows are no records."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from policyrules.intake.result import EXAMPLE_ROW, HEADER_ROW, LONE_ROW, REMARK_ROW, TOTALS_ROW
from policyrules.intake.tables.raw import Formula, Grid, GridRow, RawRow, RawTable, is_blank
from policyrules.intake.words import fold
from policyrules.syntax.names import ID

EXAMPLES = ("示例", "example")
EMPTY_ROW = "empty"

# Titles, dates and units of the form stand above the header; more lines than this no form has.
_SCANNED = 30
_MOST_COLUMNS = 1_000
_COUNTED = r"\(?(共|计)?\d+(人|名|个|所|校|县|条|项|行)?\)?"
_TOTAL = re.compile(
    r"(本页|本表|全校|全县|全区|全市|全省)?((合|总|小|共|累)计|汇总)(人数|数)?:?"
    rf"({_COUNTED})?|共{_COUNTED}|(grand|sub)?total:?"
)
_ROLE = (
    r"(填表|填报|制表|审核|审批|经办|联系|负责|主管|分管)(人|者|领导)?|(单位|学校)?(负责人|领导)|[校园院局]长|联系电话"
)
_REMARK = re.compile(
    rf"((备?注|(填表)?说明|{_ROLE}|(填报)?单位|(填表|填报|制表)?(日期|时间))(\(?(签字|签名|签章|盖章|公章)\)?)?\d*:.*)"
    r"|(.{0,12}\(?(签字|签名|签章|盖章|公章)\)?:?.{0,20})"
    r"|以下(空白|无正文)|[-—]*第\d+页.{0,12}",
    re.DOTALL,
)
_TOTAL_WORDS = ("total", "Total", "TOTAL", "subtotal", "Subtotal", "SUBTOTAL")
# Headings have stops, brackets or blanks in them; ids have not.
_PROSE = re.compile(r"[、，。：:；（）()\s]")
_LONGEST = 200

Cells = Sequence[object] | Mapping[int, object]
NamesField = Callable[[str], str | None]


@dataclass(slots=True)
class Strays:
    """Cells beside the table, which no column name covers: how many, and the first one's line and column.

    `sideways`: a name of a column that stands where ids should, because the table lies on its side.
    """

    count: int = 0
    first: tuple[int, int] = field(default=(1, 1))
    sideways: str = ""


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
    known = {position: names_field(name) for position, name in names.items() if name}
    sorter = _Sorter(names, known, left_out)
    strays.sideways = _sideways([cells for _, cells in head[where + 1 :]], known, names_field)
    kept = sorter.records(rows if below is None else chain((below,), rows))
    if isinstance(cells, Mapping):
        named = tuple(sorted(position for position, name in names.items() if name))[:_MOST_COLUMNS]
        header = tuple(names[position] for position in named)
        projected = _project(kept, named, header, strays)
        return RawTable(header, projected, grid.lines, line, tuple(p + 1 for p in named), left_out, grid.looks)
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


def _sideways(rows: Sequence[Cells], known: Mapping[int, str | None], names_field: NamesField) -> str:
    """A name of a column that stands where ids should, where most of them do; "" where the table stands upright."""
    place = next((position for position, field in known.items() if field == ID), None)
    ids = [_text(_cell(cells, place)) for cells in rows]
    found = [id for id in ids if id and names_field(id) not in (None, ID)]
    return found[0] if len(found) > 1 and 2 * len(found) > sum(map(bool, ids)) else ""


def _names(cells: Cells) -> dict[int, str]:
    """The texts of a row by position; in a list of cells the empty ones too."""
    if isinstance(cells, Mapping):
        return {p: _text(cell) for p, cell in islice(cells.items(), _MOST_COLUMNS) if not is_blank(cell)}
    return {p: _text(cell) for p, cell in enumerate(cells)}


def _text(cell: object) -> str:
    value = cell.result if isinstance(cell, Formula) else cell
    return " ".join(value.split()) if isinstance(value, str) else "" if value is None else str(value)


class _Sorter:
    """Tells records from rows that are none."""

    def __init__(self, names: dict[int, str], known: dict[int, str | None], left_out: dict[str, list[int]]) -> None:
        self._names = {position: name for position, name in names.items() if name}
        self._id = next((position for position, field in known.items() if field == ID), None)
        self._fields = {position for position, field in known.items() if field is not None}
        self._never = {*EXAMPLES, *_TOTAL_WORDS, *self._names.values()}
        self._left_out = left_out

    def records(self, rows: Iterator[GridRow] | chain[GridRow]) -> Iterator[GridRow]:
        """The rows that are records; the lines of the others go to `left_out`."""
        for line, cells in rows:
            kind = self._kind(cells)
            if kind is None:
                yield line, cells
            elif kind != EMPTY_ROW:
                self._left_out[kind].append(line)

    def _kind(self, cells: Cells) -> str | None:
        at_front = self._id == 0 and type(cells) is list and bool(cells)
        id = cells[0] if at_front else _cell(cells, self._id)
        # Nearly every row of every table begins with an id that cannot be anything else.
        plain = type(id) is str and id.isascii() and id.isalnum() and id not in self._never
        if plain and (at_front or _first(cells) is id):
            return None
        return self._unusual(cells, id)

    def _unusual(self, cells: Cells, id: object) -> str | None:
        by_position = cells.items() if isinstance(cells, Mapping) else enumerate(cells)
        filled = [(position, cell) for position, cell in islice(by_position, _MOST_COLUMNS) if not is_blank(cell)]
        if is_blank(id) and isinstance(cells, Mapping) and _only_formulas(cells):
            return EMPTY_ROW  # A formula was dragged down further than the roster goes.
        if isinstance(id, str) and id.strip() in EXAMPLES:
            return EXAMPLE_ROW
        # Where there is no id, a word such as 小计 may stand in any column; a record may hold one in its remarks.
        looked_at = [cell for _, cell in filled] if is_blank(id) else [filled[0][1], id]
        for cell in looked_at:
            word = fold("".join(cell.split())) if isinstance(cell, str) and len(cell) < _LONGEST else ""
            if word and _TOTAL.fullmatch(word):
                return TOTALS_ROW
            if word and _REMARK.fullmatch(word):
                return REMARK_ROW
        if isinstance(id, str) and id.strip() == self._names.get(-1 if self._id is None else self._id):
            same = all(_text(_cell(cells, position)) in ("", name) for position, name in self._names.items())
            return HEADER_ROW if same else None
        return LONE_ROW if len(filled) == 1 and self._is_heading(*filled[0]) else None

    def _is_heading(self, position: int, cell: object) -> bool:
        """Whether the only cell of a row is a heading: a text where no field is, or an id nobody would give."""
        if type(cell) is not str or len(self._fields) < 2:
            return False
        if position == self._id:
            return not cell.isascii() and len(cell) < _LONGEST and _PROSE.search(cell.strip()) is not None
        return position not in self._fields and not cell.strip().isdecimal()


def _first(cells: Cells) -> object:
    """The first cell with something in it."""
    by_position = cells.values() if isinstance(cells, Mapping) else cells
    return next((cell for cell in by_position if not is_blank(cell)), None)


def _only_formulas(cells: Mapping[int, object]) -> bool:
    return all(isinstance(cell, Formula) or is_blank(cell) for cell in cells.values())


def _cell(cells: Cells, position: int | None) -> object:
    if position is None:
        return None
    if isinstance(cells, Mapping):
        return cells.get(position)
    return cells[position] if position < len(cells) else None


def _side_by_side(rows: Iterator[GridRow], header: tuple[str, ...]) -> Iterator[RawRow]:
    for line, cells in rows:
        if type(cells) is list or isinstance(cells, Sequence):
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
