"""Rows -> the records of one entity."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue import tables as table_codes
from policyrules.diagnostics.core import Code, Diagnostic
from policyrules.diagnostics.source import Place
from policyrules.intake.cells import CellProblem, Doubted
from policyrules.intake.collect import Collector
from policyrules.intake.columns import Columns, Layout
from policyrules.intake.doubts import Doubts, left_out_notes
from policyrules.intake.heading import Strays, arrange
from policyrules.intake.ids import read_id
from policyrules.intake.mapping import NOTHING_GIVEN, Given
from policyrules.intake.merged import Rows, fill_merged
from policyrules.intake.origin import Origin
from policyrules.intake.result import TableSummary
from policyrules.intake.shown import shown
from policyrules.intake.tables.raw import Grid, RawRow, RawTable, TableError, is_blank
from policyrules.intake.words import say
from policyrules.model.expr import Value
from policyrules.model.facts import Record
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.syntax.names import ID

Progress = Callable[[int, int], None]
PROGRESS_EVERY = 1000
MOST_WITHOUT = 100_000
"""Where so many rows have not made one record there is no use in reading on."""
_LETTERS = re.compile(r"[0-9A-Za-z]")


def build_table(
    vocabulary: Vocabulary,
    entity: Entity,
    origin: Origin,
    source: RawTable | Grid,
    found: Collector,
    progress: Progress | None = None,
    given: Given = NOTHING_GIVEN,
) -> tuple[dict[str, Record] | None, TableSummary]:
    """The records in `source` by id, sorted, and what was read. What is wrong goes to `found`.

    `given`: what a mapping file says about this table. No records (None, which is not an empty
    table) where the file cannot be read to its end.
    """
    builder = _Builder(vocabulary, entity, origin, found, given)
    records: dict[str, Record] | None = None
    try:
        table = builder.table(source)
        if table.header is None or builder.accepts(table):
            builder.add_all(table, progress)
            records = {id: builder.records[id] for id in sorted(builder.records)}
    except TableError as error:
        found.add(error.diagnostic, origin.key)
    return records, builder.summary(len(records or ()))


class _Builder:
    """The records of one table while its rows come in."""

    def __init__(self, vocabulary: Vocabulary, entity: Entity, origin: Origin, found: Collector, given: Given) -> None:
        self.columns = Columns(vocabulary, entity, origin, found, given)
        self.records: dict[str, dict[str, Value]] = {}
        self._rows = 0
        self._table = RawTable(None, iter(()), 0)
        self._entity, self._origin, self._found = entity, origin, found
        self._key = origin.key
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
                self._found.add(note, self._key)
            self._table = arrange(source, self.columns.names_field, self._strays)
        return self._table

    def accepts(self, table: RawTable) -> bool:
        """Whether a table with this header can be read."""
        if self._strays.sideways:
            values = {"entity": say(self._entity.label), "example": shown(self._strays.sideways)}
            self._add(table_codes.SIDEWAYS, self._origin.at(table.header_line), **values)
            return False
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
            if self._rows == MOST_WITHOUT and not self.records:
                values = {"entity": say(self._entity.label), "header": shown(",".join(row.names))}
                raise TableError(codes.NO_ID_COLUMN.at(self._place(row.line), **values))
        self._complete(table)
        for diagnostic in (*self._doubts.finish(), *left_out_notes(table.left_out, self._origin)):
            self._keep(diagnostic)
        if self._strays.count:
            self._add(table_codes.FAR_CELLS, self._origin.at(*self._strays.first), count=self._strays.count)

    def _complete(self, table: RawTable) -> None:
        """What is known of a sheet only at its end."""
        looks = table.looks
        layout = self.columns.layout(table.header or (), table.header_line, table.columns)
        if looks.merged:
            rows = Rows(self.records, self._lines)
            fill_merged(looks.merged, layout, table.columns, rows, self._origin, self._doubts)
        wordy = [id for id, record in self.records.items() if not record and not _LETTERS.search(id)]
        if wordy and layout.columns:
            line = min(self._lines[id] for id in wordy)
            self._add(table_codes.WORDY_IDS, self._place(line), count=len(wordy), example=shown(min(wordy)))
        if looks.hidden:
            line = looks.first_hidden
            self._add(table_codes.HIDDEN_ROWS, self._origin.at(line), count=looks.hidden, line=line)

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
            self._add(code, self._place(row.line, layout.id or 0), id=shown(id), other=self._lines[id])

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
        read = read_id(row.cells[position] if layout.id is not None and position < len(row.cells) else None)
        if read.problem is not None:
            self._add(read.problem, self._place(row.line, position), **dict(read.values))
        for code, example in read.doubts:
            self._doubts.add(code, ID, self._place(row.line, position), shown(row.names[position]), example)
        return read.id

    def _record(self, row: RawRow, layout: Layout) -> dict[str, Value]:
        record: dict[str, Value] = {}
        cells: Sequence[object] = row.cells
        for position, name, column in layout.columns:
            if position >= len(cells):
                continue
            value = column.read(cells[position])
            if value is None:
                continue
            if isinstance(value, Doubted):
                example = "" if column.field.personal else value.example or shown(cells[position])
                self._doubts.add(value.code, column.field.id, self._place(row.line, position), shown(name), example)
                value = value.value
            if isinstance(value, CellProblem):
                wrong = "" if column.field.personal else shown(value.value)
                if not self._found.counted(value.code, self._key, column.field.id, wrong):
                    told = column.told(value)
                    diagnostic = value.code.at(self._place(row.line, position), column=shown(name), **told)
                    self._found.add(diagnostic, self._key, column.field.id, wrong)
            elif value is not None:
                record[column.field.id] = value
        return record

    def _add(self, code: Code, place: Place, **values: object) -> None:
        if not self._found.counted(code, self._key, "", ""):
            self._keep(code.at(place, **values))

    def _keep(self, diagnostic: Diagnostic) -> None:
        self._found.add(diagnostic, self._key)

    def _place(self, line: int, position: int = 0) -> Place:
        """Line, and the number of the cell within it: what a spreadsheet shows."""
        return self._origin.at(line, self._table.column(position))
