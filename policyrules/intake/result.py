"""What comes out of intake."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.model.facts import Facts


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What was read of one entity.

    `source`: the file's name, or the entity's id for Python records. `rows`: records found; `usable`: records in the
    facts. `header`: the columns in the order they first appear; `ignored`: those of them that name no field.
    In a workbook `sheet` is the sheet's name. `header_line`: the line with the column names. `left_out`: kinds of rows
    that are no records, with how many there were: `total`, `remark`, `example`, `header` (repeated).
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
