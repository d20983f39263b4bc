"""What comes out of intake."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.model.facts import Facts
from policyrules.model.words import Text

# Kinds of rows that stand in a table and are no records.
TOTALS_ROW, REMARK_ROW, EXAMPLE_ROW, HEADER_ROW, LONE_ROW = "total", "remark", "example", "header", "heading"
ROW_KINDS = {
    TOTALS_ROW: Text("合计", "totals"),
    REMARK_ROW: Text("说明或签名", "a remark or signature"),
    EXAMPLE_ROW: Text("示例", "the example"),
    HEADER_ROW: Text("重复的表头", "the header once more"),
    LONE_ROW: Text("标题", "a heading"),
}


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What was read of one entity.

    `source`: the file's name, or the entity's id for Python records. `rows`: records found; `usable`: records in the
    facts. `header`: the columns in the order they first appear; `ignored`: those of them that name no field.
    In a workbook `sheet` is the sheet's name. `header_line`: the line with the column names. `left_out`: kinds of rows
    that are no records (see ROW_KINDS), with how many there were.
    """

    entity: str
    source: str
    rows: int
    usable: int
    header: tuple[str, ...]
    ignored: tuple[str, ...]
    sheet: str = ""
    header_line: int = 1
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def origin(self) -> str:
        """The file, and the sheet where there is one: `roster.xlsx#教师`."""
        return f"{self.source}#{self.sheet}" if self.sheet else self.source


def is_untouched(summary: TableSummary) -> bool:
    """Whether a sheet is as the template made it. Nobody said that there are none, so it is no table that was given."""
    return not summary.rows and dict(summary.left_out) == {EXAMPLE_ROW: 1}


@dataclass(frozen=True, slots=True)
class Intake:
    """Facts, what was wrong with them, and what was read, a summary for each table in the vocabulary's order.

    `facts` holds every record that could be read. Where `usable` is False a table or row had to be left out, so that
    counts over it would be wrong.
    """

    facts: Facts
    diagnostics: tuple[Diagnostic, ...]
    tables: tuple[TableSummary, ...]

    @property
    def usable(self) -> bool:
        """Whether nothing had to be left out: there is no error among the diagnostics."""
        return not has_errors(self.diagnostics)
