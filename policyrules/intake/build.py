"""Rows -> the records of one entity."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.core import Code
from policyrules.diagnostics.source import Place
from policyrules.intake.cells import NOT_RECORDED, CellProblem, is_writable
from policyrules.intake.collect import Collector
from policyrules.intake.columns import Columns, Layout
from policyrules.intake.result import TableSummary
from policyrules.intake.shown import shown
from policyrules.intake.tables.raw import NumberText, RawRow, RawTable, TableError
from policyrules.intake.words import say
from policyrules.model.expr import Value
from policyrules.model.facts import Record
from policyrules.model.vocabulary import Entity, Vocabulary

Progress = Callable[[int, int], None]
PROGRESS_EVERY = 1000


def build_table(
    vocabulary: Vocabulary,
    entity: Entity,
    file: str,
    table: RawTable,
    found: Collector,
    progress: Progress | None = None,
) -> tuple[dict[str, Record] | None, TableSummary]:
    """The records of `table` by id, sorted, and what was read. What is wrong goes to `found`.

    No records (None, which is not an empty table) where the file cannot be read to its end.
    """
    builder = _Builder(vocabulary, entity, file, found)
    records: dict[str, Record] | None = None
    try:
        if table.header is None or builder.accepts(table.header):
            builder.add_all(table, progress)
            records = dict(sorted(builder.records.items()))
    except TableError as error:
        found.add(error.diagnostic, file)
    header, ignored = tuple(builder.columns.header), tuple(builder.columns.ignored)
    return records, TableSummary(entity.id, file, builder.rows, len(records or ()), header, ignored)


class _Builder:
    """The records of one table while its rows come in."""

    def __init__(self, vocabulary: Vocabulary, entity: Entity, file: str, found: Collector) -> None:
        self.columns = Columns(vocabulary, entity, file, found)
        self.records: dict[str, Record] = {}
        self.rows = 0
        self._entity, self._file, self._found = entity, file, found
        self._lines: dict[str, int] = {}
        self._nameless: set[int] = set()

    def accepts(self, header: tuple[str, ...]) -> bool:
        """Whether a table with this header can be read."""
        layout = self.columns.layout(header, 1)
        if layout.id is None:
            place = Place(self._file, 1)
            self._add(codes.NO_ID_COLUMN, place, entity=say(self._entity.label), header=shown(",".join(header)))
        return layout.id is not None and not layout.ambiguous

    def add_all(self, table: RawTable, progress: Progress | None) -> None:
        for row in table.rows:
            self.rows += 1
            if progress is not None and self.rows % PROGRESS_EVERY == 0:
                progress(self.rows, table.lines)
            self._add_row(row)

    def _add_row(self, row: RawRow) -> None:
        layout = self.columns.layout(row.names, row.line)
        if layout.ambiguous or not self._fits(row, layout):
            return
        id = self._id(row, layout)
        if id is None:
            return
        record = self._record(row, layout)
        if id not in self.records:
            self.records[id] = record
            self._lines[id] = row.line
        else:
            code = codes.ROW_TWICE if self.records[id] == record else codes.ID_TWICE
            self._add(code, self._place(row.line), id=shown(id), other=self._lines[id])

    def _fits(self, row: RawRow, layout: Layout) -> bool:
        """Whether the cells stand under the names they belong to."""
        cells, columns = len(row.cells), len(row.names)
        if cells > columns and any(not _blank(cell) for cell in row.cells[columns:]):
            self._add(codes.TOO_MANY_CELLS, self._place(row.line), cells=cells, columns=columns)
            return False
        if cells < columns:
            self._add(codes.TOO_FEW_CELLS, self._place(row.line), cells=cells, columns=columns)
        for position in layout.nameless:
            if position < cells and position not in self._nameless and not _blank(row.cells[position]):
                self._nameless.add(position)
                self._add(codes.NAMELESS_COLUMN, self._place(row.line, position), number=position + 1)
        return True

    def _id(self, row: RawRow, layout: Layout) -> str | None:
        raw = row.cells[layout.id] if layout.id is not None and layout.id < len(row.cells) else None
        if raw is None or (isinstance(raw, str) and raw.strip() in NOT_RECORDED):
            self._add(codes.NO_ID, self._place(row.line, layout.id or 0))
            return None
        if not isinstance(raw, str) or isinstance(raw, NumberText) or not is_writable(raw):
            self._add(codes.ID_NOT_TEXT, self._place(row.line, layout.id or 0), value=shown(raw))
            return None
        return raw.strip()

    def _record(self, row: RawRow, layout: Layout) -> Record:
        record: dict[str, Value] = {}
        cells: Sequence[object] = row.cells
        for position, name, column in layout.columns:
            if position >= len(cells):
                continue
            value = column.read(cells[position])
            if isinstance(value, CellProblem):
                diagnostic = value.code.at(self._place(row.line, position), column=shown(name), **value.values)
                self._found.add(diagnostic, self._file, column.field.id)
            elif value is not None:
                record[column.field.id] = value
        return record

    def _add(self, code: Code, place: Place, **values: object) -> None:
        self._found.add(code.at(place, **values), self._file)

    def _place(self, line: int, position: int = 0) -> Place:
        """Line, and the number of the cell within it: what a spreadsheet shows."""
        return Place(self._file, line, position + 1)


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
