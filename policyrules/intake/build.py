"""Rows -> the records of one entity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue import tables as table_codes
from policyrules.diagnostics.core import Code, Diagnostic
from policyrules.diagnostics.source import Place
from policyrules.intake.cells import NOT_RECORDED, CellProblem, Doubted, id_of_number, is_shortened, is_writable
from policyrules.intake.collect import Collector
from policyrules.intake.columns import Columns, Layout
from policyrules.intake.doubts import Doubts, left_out_notes
from policyrules.intake.heading import Strays, arrange
from policyrules.intake.origin import Origin
from policyrules.intake.result import TableSummary
from policyrules.intake.shown import shown
from policyrules.intake.tables.raw import (
    Fault,
    Formula,
    Grid,
    NumberText,
    RawRow,
    RawTable,
    SheetNumber,
    TableError,
    is_blank,
)
from policyrules.intake.words import say
from policyrules.model.expr import Value
from policyrules.model.facts import Record
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.syntax.names import ID

Progress = Callable[[int, int], None]
PROGRESS_EVERY = 1000


def build_table(
    vocabulary: Vocabulary,
    entity: Entity,
    origin: Origin,
    source: RawTable | Grid,
    found: Collector,
    progress: Progress | None = None,
    given: Mapping[str, str] | None = None,
) -> tuple[dict[str, Record] | None, TableSummary]:
    """The records in `source` by id, sorted, and what was read. What is wrong goes to `found`.

    `given`: folded column names and the fields a mapping file gives them. No records (None, which is not an empty
    table) where the file cannot be read to its end.
    """
    builder = _Builder(vocabulary, entity, origin, found, given or {})
    records: dict[str, Record] | None = None
    try:
        table = builder.table(source)
        if table.header is None or builder.accepts(table):
            builder.add_all(table, progress)
            records = dict(sorted(builder.records.items()))
    except TableError as error:
        found.add(error.diagnostic, origin.key)
    return records, builder.summary(len(records or ()))


class _Builder:
    """The records of one table while its rows come in."""

    def __init__(
        self, vocabulary: Vocabulary, entity: Entity, origin: Origin, found: Collector, given: Mapping[str, str]
    ) -> None:
        self.columns = Columns(vocabulary, entity, origin, found, given)
        self.records: dict[str, Record] = {}
        self._rows = 0
        self._table = RawTable(None, iter(()), 0)
        self._entity, self._origin, self._found = entity, origin, found
        self._doubts = Doubts()
        self._strays = Strays()
        self._lines: dict[str, int] = {}
        self._nameless: set[int] = set()

    def table(self, source: RawTable | Grid) -> RawTable:
        """The table, its header found."""
        if isinstance(source, RawTable):
            self._table = source
        else:
            for note in source.notes:
                self._found.add(note, self._origin.key)
            self._table = arrange(source, self.columns.names_field, self._strays)
        return self._table

    def accepts(self, table: RawTable) -> bool:
        """Whether a table with this header can be read."""
        header = table.header or ()
        layout = self.columns.layout(header, table.header_line, table.columns)
        if layout.id is None:
            shown_header = shown(",".join(header))
            place = self._origin.at(table.header_line)
            self._add(codes.NO_ID_COLUMN, place, entity=say(self._entity.label), header=shown_header)
        return layout.id is not None and not layout.ambiguous

    def add_all(self, table: RawTable, progress: Progress | None) -> None:
        for row in table.rows:
            self._rows += 1
            if progress is not None and self._rows % PROGRESS_EVERY == 0:
                progress(self._rows, table.lines)
            self._add_row(row)
        for diagnostic in (*self._doubts.finish(), *left_out_notes(table.left_out, self._origin)):
            self._keep(diagnostic)
        if self._strays.count:
            self._add(table_codes.FAR_CELLS, self._origin.at(*self._strays.first), count=self._strays.count)

    def summary(self, usable: int) -> TableSummary:
        """What was read."""
        left_out = tuple((kind, len(lines)) for kind, lines in sorted(self._table.left_out.items()))
        return TableSummary(
            self._entity.id,
            self._origin.file,
            self._rows,
            usable,
            tuple(self.columns.header),
            tuple(self.columns.ignored),
            self._origin.sheet,
            self._table.header_line,
            left_out,
        )

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
        if cells > columns and any(not is_blank(cell) for cell in row.cells[columns:]):
            self._add(codes.TOO_MANY_CELLS, self._place(row.line), cells=cells, columns=columns)
            return False
        if cells < columns:
            self._add(codes.TOO_FEW_CELLS, self._place(row.line), cells=cells, columns=columns)
        for position in layout.nameless:
            if position < cells and position not in self._nameless and not is_blank(row.cells[position]):
                self._nameless.add(position)
                self._add(codes.NAMELESS_COLUMN, self._place(row.line, position), number=position + 1)
        return True

    def _id(self, row: RawRow, layout: Layout) -> str | None:
        position = layout.id or 0
        place = self._place(row.line, position)
        raw = row.cells[position] if layout.id is not None and position < len(row.cells) else None
        if isinstance(raw, Formula):
            raw = raw.result
            if raw is not None:
                self._doubts.add(table_codes.COMPUTED, ID, place, shown(row.names[position]))
        if isinstance(raw, SheetNumber) and id_of_number(raw) is not None:
            self._doubts.add(table_codes.NUMBER_FOR_TEXT, ID, place, shown(row.names[position]), shown(raw))
            return str(raw)
        if raw is None or (isinstance(raw, str) and raw.strip() in NOT_RECORDED):
            self._add(codes.NO_ID, place)
            return None
        is_text = isinstance(raw, str) and not isinstance(raw, NumberText | Fault)
        if not isinstance(raw, str) or not is_text or not is_writable(raw) or is_shortened(raw.strip()):
            self._add(codes.ID_NOT_TEXT, place, value=shown(raw))
            return None
        return raw.strip()

    def _record(self, row: RawRow, layout: Layout) -> Record:
        record: dict[str, Value] = {}
        cells: Sequence[object] = row.cells
        for position, name, column in layout.columns:
            if position >= len(cells):
                continue
            value = column.read(cells[position])
            if isinstance(value, Doubted):
                example = "" if column.field.personal else shown(cells[position])
                self._doubts.add(value.code, column.field.id, self._place(row.line, position), shown(name), example)
                value = value.value
            if isinstance(value, CellProblem):
                diagnostic = value.code.at(self._place(row.line, position), column=shown(name), **value.values)
                self._found.add(diagnostic, self._origin.key, column.field.id)
            elif value is not None:
                record[column.field.id] = value
        return record

    def _add(self, code: Code, place: Place, **values: object) -> None:
        self._keep(code.at(place, **values))

    def _keep(self, diagnostic: Diagnostic) -> None:
        self._found.add(diagnostic, self._origin.key)

    def _place(self, line: int, position: int = 0) -> Place:
        """Line, and the number of the cell within it: what a spreadsheet shows."""
        return self._origin.at(line, self._table.column(position))
