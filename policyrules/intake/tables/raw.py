"""What a reader makes of a file: rows of cells, not yet understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from policyrules.diagnostics.core import Diagnostic


class NumberText(str):
    """A number as it was written, digit for digit: not a text that happens to look like one."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RawRow:
    """One record: the line it starts on, the names of its cells, and the cells.

    `names` is one and the same tuple for all rows of a CSV table. A cell is a text, or what the format has besides:
    NumberText, bool, None, a list or dict (which no field can hold).
    """

    line: int
    names: tuple[str, ...]
    cells: Sequence[object]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table. `header` None: the format has none, each row brings its names. `lines` bounds the number of rows."""

    header: tuple[str, ...] | None
    rows: Iterator[RawRow]
    lines: int


class TableError(Exception):
    """A file that cannot be read as a table; also raised while its rows are drawn."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """Carry the one diagnostic that says why."""
        self.diagnostic = diagnostic
        super().__init__(diagnostic.code.id)


Reader = Callable[[bytes, str], RawTable]
