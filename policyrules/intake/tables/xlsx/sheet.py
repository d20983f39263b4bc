"""The rows of a sheet, while it is being unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyrules.diagnostics.catalogue import tables as codes
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.raw import Formula, GridRow, Looks, Merged, TableError, is_blank
from policyrules.intake.tables.xlsx.archive import Archive
from policyrules.intake.tables.xlsx.cells import CellReader
from policyrules.intake.tables.xlsx.strings import MOST_TEXT, TOO_MUCH_TEXT
from policyrules.intake.tables.xlsx.xml import Listener, part_pieces

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_CELLS = 20_000_000
MOST_MERGED = 100_000
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_TOO_MANY = Sentence("它的格子多于两千万", "it has more than twenty million cells")


def sheet_rows(archive: Archive, part: str, cells: CellReader, place: Place, looks: Looks) -> Iterator[GridRow]:
    """Line and cells by position, for each row that holds something; `looks` is filled meanwhile. Raises TableError."""
    rows = _Rows(cells, place, looks)
    for _ in part_pieces(archive, part, rows.start, rows.end, rows.listener):
        yield from rows.done
        rows.done.clear()


class _Rows:
    """Rows as their elements come in."""

    def __init__(self, cells: CellReader, place: Place, looks: Looks) -> None:
        self.listener = Listener()
        self.done: list[GridRow] = []
        self._cells, self._place, self._looks = cells, place, looks
        self._hidden = False
        self._line = self._column = 0
        self._row: dict[int, object] = {}
        self._kind = self._style = self._value = ""
        self._inline: list[str] = []
        self._formula = self._valued = False
        self._aside = self._text = self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "row":
            number = attributes.get("r", "")
            self._line = int(number) if number.isdecimal() and len(number) < 9 else self._line + 1
            self._column = 0
            self._hidden = attributes.get("hidden") in ("1", "true")
        elif name == "c":
            self._column = _column(attributes.get("r", "")) or self._column + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value, self._formula, self._valued = "", False, False
        elif name == "v" or (name == "t" and not self._aside):
            self.listener.listening = True
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aside += 1
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "row":
            self._finish()
        elif name == "c":
            if self._value or self._inline or self._formula:
                self._add()
        elif name == "v":
            self._value, self._valued = self.listener.take(), True
        elif name == "t" and not self._aside:
            self._inline.append(self.listener.take())
        elif name == "rPh":
            self._aside -= 1

    def _add(self) -> None:
        text = "".join(self._inline) if self._kind == "inlineStr" else self._value
        self._inline.clear()
        cell = self._cells.read(self._kind, self._style, text)
        if cell is None and self._formula and self._valued and self._kind == "str":
            cell = ""  # A formula that came to no text has a result all the same.
        if cell is None and not self._formula:
            return
        self._count += 1
        # A shared text costs a few bytes each time it is used, however long it is.
        self._text += len(cell) if isinstance(cell, str) else 0
        if self._text > MOST_TEXT:
            raise self._too_much(TOO_MUCH_TEXT)
        if self._count > MOST_CELLS:
            raise self._too_much(_TOO_MANY)
        if self._column <= MOST_COLUMNS:
            self._row[self._column - 1] = Formula(cell) if self._formula else cell

    def _finish(self) -> None:
        if self._row:
            if self._line <= MOST_ROWS and any(not is_blank(cell) for cell in self._row.values()):
                self.done.append((self._line, self._row))
                if self._hidden:
                    self._looks.first_hidden = self._looks.first_hidden or self._line
                    self._looks.hidden += 1
            self._row = {}

    def _merge(self, ref: str) -> None:
        """Keep cells that are merged over several lines: where they are side by side nothing is hidden from anybody."""
        found = _RANGE.fullmatch(ref)
        if found is not None and int(found[2]) < int(found[4]) and len(self._looks.merged) < MOST_MERGED:
            left, right = _column(found[1]), _column(found[3])
            self._looks.merged.append(Merged(int(found[2]), int(found[4]), left, right))

    def _too_much(self, detail: Sentence) -> TableError:
        return TableError(codes.REFUSED_BOOK.at(self._place, file=self._place.file, detail=detail))


def _column(address: str) -> int:
    """The number of the column in an address such as `AB12`; 0 where there is none."""
    number = 0
    for letter in address[:4]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number
