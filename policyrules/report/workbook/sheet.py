"""One sheet: a title, a frozen heading with filters, and rows of typed cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from policyrules.diagnostics.width import display_width, inert
from policyrules.model.words import Verdict
from policyrules.report.delimited import FORMULA
from policyrules.report.words import VERDICTS


@dataclass(frozen=True, slots=True)
class Share:
    """A number that is shown in percent."""

    value: Decimal


Cell = str | int | Decimal | Share | date | bool | None
LONGEST = 32_000
_WIDEST, _WRAPPED, _NARROWEST = 60, 44, 7
_LINE, _TALLEST = 17, 409
"""The height of a line of text, and the greatest a row can have, in points."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
COLOURS = {
    Verdict.UNMET: ("#fbe3e1", "#8c1d18"),
    Verdict.UNDETERMINED: ("#fdf1d3", "#6b4a00"),
    Verdict.PENDING: ("#e1ecf9", "#174a86"),
    Verdict.MET: ("#e0f2e6", "#14532d"),
}


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its heading; `wide` text is wrapped, `verdict` words are coloured, a `number`'s heading stands above
    it on the right."""

    title: str
    wide: bool = False
    verdict: bool = False
    number: bool = False

    @property
    def widest(self) -> int:
        """How many characters it is wide at most."""
        return _WRAPPED if self.wide else _WIDEST


class Book:
    """A workbook under way, and the formats its sheets share."""

    def __init__(self, workbook: Any, lang: Any) -> None:
        """Add sheets to `workbook`, an XlsxWriter workbook."""
        self.workbook, self.lang = workbook, lang
        top = {"valign": "top"}
        head = {"bold": True, "bg_color": "#e8ecf0", "bottom": 1, "text_wrap": True, **top}
        self._formats = {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "note": workbook.add_format({"font_color": "#55606d"}),
            "head": workbook.add_format(head),
            "head of numbers": workbook.add_format({**head, "align": "right"}),
            "text": workbook.add_format(top),
            "quoted": workbook.add_format({"quote_prefix": True, **top}),
            "wide": workbook.add_format({"text_wrap": True, "indent": 1, **top}),
            "quoted wide": workbook.add_format({"quote_prefix": True, "text_wrap": True, "indent": 1, **top}),
            "number": workbook.add_format({"num_format": "#,##0.######", **top}),
            "percent": workbook.add_format({"num_format": "0.0%", **top}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left", **top}),
        }
        self._verdicts = {
            verdict: workbook.add_format({"bg_color": back, "font_color": ink})
            for verdict, (back, ink) in COLOURS.items()
        }
        self._names: set[str] = set()

    def sheet(
        self, name: str, title: str, notes: Iterable[str], columns: Sequence[Col], rows: Iterable[Sequence[Cell]]
    ) -> int:
        """A sheet with its table; returns how many rows it holds. A row is never touched again once the next one is
        begun: it may have left the memory."""
        sheet = self.workbook.add_worksheet(self._name(name))
        line = 0
        for style, said in (("title", title), *(("note", note) for note in notes)):
            sheet.write_string(line, 0, inert(said)[:LONGEST], self._formats[style])
            line += 1
        line += 1
        widths = [min(max(display_width(column.title) + 4, _NARROWEST), _WIDEST) for column in columns]
        head, count = line, 0
        for place, column in enumerate(columns):
            style = "head of numbers" if column.number else "head"
            sheet.write_string(head, place, inert(column.title), self._formats[style])
        for count, row in enumerate(rows, 1):
            taken = [
                self._write(sheet, head + count, place, column, cell)
                for place, (column, cell) in enumerate(zip(columns, row, strict=True))
            ]
            widths = [max(w, min(t, c.widest)) for w, t, c in zip(widths, taken, columns, strict=True)]
            # Not every program finds the height of wrapped text by itself.
            lines = max(-(-t // c.widest) for t, c in zip(taken, columns, strict=True))
            if lines > 1:
                sheet.set_row(head + count, min(lines * _LINE, _TALLEST))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(head + 1, 1)
        if count:
            sheet.autofilter(head, 0, head + count, len(columns) - 1)
            self._colour(sheet, columns, head + 1, head + count)
        self._paper(sheet, head)
        return count

    def _write(self, sheet: Any, line: int, place: int, column: Col, cell: Cell) -> int:
        """Write a cell as what it is; returns how wide it is."""
        match cell:
            case None:
                return 0
            case bool():
                sheet.write_boolean(line, place, cell, self._formats["text"])
                return 8
            case int() | Decimal():
                sheet.write_number(line, place, cell, self._formats["number"])
                return len(str(cell)) + 3
            case Share():
                sheet.write_number(line, place, cell.value, self._formats["percent"])
                return 9
            case date():
                sheet.write_datetime(line, place, cell, self._formats["date"])
                return 11
        text = inert(cell)[:LONGEST]
        quoted = "quoted " if text.lstrip().startswith(FORMULA) else ""
        style = f"{quoted}wide" if column.wide else quoted.strip() or "text"
        sheet.write_string(line, place, text, self._formats[style])
        return display_width(text) + 2

    def _colour(self, sheet: Any, columns: Sequence[Col], first: int, last: int) -> None:
        for place, column in enumerate(columns):
            for verdict, look in self._verdicts.items() if column.verdict else ():
                word = VERDICTS[verdict].get(self.lang)
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
                sheet.conditional_format(first, place, last, place, rule)

    def _paper(self, sheet: Any, head: int) -> None:
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)

    def _name(self, name: str) -> str:
        """A name that a sheet may have and that no other has: at most 31 characters, compared without case."""
        clean = inert(name).translate(_FORBIDDEN).strip()[:28] or "-"
        found, number = clean, 1
        while found.casefold() in self._names or found.casefold() == "history":
            number += 1
            found = f"{clean} {number}"
        self._names.add(found.casefold())
        return found
