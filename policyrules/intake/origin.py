"""Where a table came from: a file, or a sheet of one."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.diagnostics.source import Place


@dataclass(frozen=True, slots=True)
class Origin:
    """A file's name, or the entity's id for Python records; in a workbook the sheet's name besides."""

    file: str
    sheet: str = ""

    @property
    def key(self) -> str:
        """One text for both.

        >>> Origin("roster.xlsx", "教师").key
        'roster.xlsx#教师'
        """
        return f"{self.file}#{self.sheet}" if self.sheet else self.file

    def at(self, line: int = 1, column: int = 1) -> Place:
        """A place in it."""
        return Place(self.file, line, column, self.sheet)
