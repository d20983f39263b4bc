"""A text a user wrote, and places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, eq=False)
class SourceText:
    """One file's text under the name shown to users (a path relative to what they named, never a machine path).

    >>> SourceText("hours.yaml", "a: 1\\nb: 2\\n").position(5)
    (2, 1)
    """

    name: str
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of each line's first character."""
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of `offset`, both counted from 1, in characters."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its line end."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return (self.text[start:] if end < 0 else self.text[start:end]).removesuffix("\r")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (end excluded) of a source text."""

    source: SourceText
    start: int
    end: int

    @property
    def place(self) -> Place:
        """File, line and column of the first character."""
        line, column = self.source.position(self.start)
        return Place(self.source.name, line, column)

    def part(self, start: int, end: int) -> Span:
        """The span of characters `start` to `end` counted from this span's first character."""
        return Span(self.source, self.start + start, self.start + end)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """File, line and column (from 1): a span without its text, for things that outlive the files they came from.

    In a workbook `sheet` is the sheet's name, and line and column number its rows and columns.

    >>> str(Place("hours.yaml", 3, 7)), str(Place("roster.xlsx", 3, 28, "教师"))
    ('hours.yaml:3:7', 'roster.xlsx#教师!AB3')
    """

    file: str
    line: int = field(default=1)
    column: int = field(default=1)
    sheet: str = field(default="")

    @property
    def cell(self) -> str:
        """The address spreadsheets show: `AB3`."""
        letters, rest = "", self.column
        while rest > 0:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        return f"{letters}{self.line}"

    def __str__(self) -> str:
        return f"{self.file}#{self.sheet}!{self.cell}" if self.sheet else f"{self.file}:{self.line}:{self.column}"
