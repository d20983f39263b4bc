"""What a reader makes of a file: rows of cells, not yet understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from policyrules.diagnostics.core import Diagnostic


class NumberText(str):
    """A number as it was written, digit for digit: not a text that happens to look like one."""

    __slots__ = ()


class SheetNumber(NumberText):
    """A number of a spreadsheet, without an exponent; `65%` where the cell is shown as a percentage.

    A spreadsheet makes numbers of ids and of days too, so whoever knows the field decides what it was. `day_zero` is
    what the workbook counts days from.
    """

    __slots__ = ()
    day_zero: ClassVar[date] = date(1899, 12, 30)

    @classmethod
    def day(cls, number: int) -> date | None:
        """The day of that number; None where there is none, such as the 29 February 1900 spreadsheets believe in."""
        if number < 1 or number > 2_958_465 or (number == 60 and cls.day_zero.year < 1904):
            return None
        early = 1 if number < 60 and cls.day_zero.year < 1904 else 0
        return cls.day_zero + timedelta(days=number + early)


class SheetNumber1904(SheetNumber):
    """The same, in a workbook that counts days from 1904."""

    __slots__ = ()
    day_zero: ClassVar[date] = date(1904, 1, 1)


class Fault(str):
    """A cell that shows an error such as `#N/A`, or something else no field can hold, such as a time of day."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that is computed; `result` is what the spreadsheet program last made of it, None where it kept nothing."""

    result: object


def is_blank(cell: object) -> bool:
    """Whether nothing is to be seen in a cell."""
    if isinstance(cell, Formula):
        cell = cell.result
    return cell is None or (isinstance(cell, str) and not cell.strip())


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells shown as one: first and last line, first and last column, from 1; its value is in the first cell."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Looks:
    """How a sheet looks where that differs from what its cells hold; complete once its rows have been drawn.

    `merged`: cells shown as one over several lines. `hidden`, `first_hidden`: how many rows with content are not
    shown, and the first one's line.
    """

    merged: list[Merged] = field(default_factory=list)
    hidden: int = 0
    first_hidden: int = 0


class RawRow(NamedTuple):
    """One record: the line it starts on, the names of its cells, and the cells.

    `names` is one and the same tuple for all rows of a table with a header. A cell is a text, or what the format has
    besides: NumberText, bool, date, None, Fault, Formula, a list or dict (which no field can hold).
    """

    line: int
    names: tuple[str, ...]
    cells: Sequence[object]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table. `header` None: the format has none, each row brings its names. `lines` bounds the number of rows.

    `header_line`: the line the header stands on. `columns`: the column number of each name of the header, where names
    do not simply stand side by side. `left_out`: kinds of rows that are no records, with their lines; complete once
    the rows have been drawn.
    """

    header: tuple[str, ...] | None
    rows: Iterator[RawRow]
    lines: int
    header_line: int = 1
    columns: tuple[int, ...] = ()
    left_out: Mapping[str, list[int]] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)

    def column(self, position: int) -> int:
        """The number of the column, from 1, in which the cell at `position` stands."""
        return self.columns[position] if position < len(self.columns) else position + 1


GridRow = tuple[int, Sequence[object] | Mapping[int, object]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in rows and columns; which row names the columns is yet to be found.

    `rows`: line and cells, either from the first column on or, where most cells are empty, by position from 0. Rows
    without content are passed over. `notes`: what was assumed to read the file at all. `looks`: of a sheet.
    """

    rows: Iterator[GridRow]
    lines: int
    notes: tuple[Diagnostic, ...] = ()
    looks: Looks = field(default_factory=Looks)


class TableError(Exception):
    """A file that cannot be read as a table; also raised while its rows are drawn."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """Carry the one diagnostic that says why."""
        self.diagnostic = diagnostic
        super().__init__(diagnostic.code.id)


Reader = Callable[[bytes, str], RawTable | Grid]
