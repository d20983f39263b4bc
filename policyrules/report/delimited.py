"""Findings as CSV that a spreadsheet opens as it is: UTF-8 with a mark at its start, and no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from policyrules.diagnostics.core import Lang
from policyrules.model.finding import Judgement
from policyrules.report.flat import Cell, Flat
from policyrules.report.report import Report

FORMULA = tuple("=+-@\t\r＝＋－＠")


def csv_pieces(report: Report, lang: Lang, judgements: Iterable[Judgement] | None = None) -> Iterator[str]:
    """One table: a heading, then a row for each of `judgements`, by default all of them."""
    flat = Flat(report, lang)
    yield "\ufeff" + _line([heading.id for heading in flat.headings])
    for row in flat.rows(report.judgements if judgements is None else judgements):
        yield _line([written(cell) for cell in row])


def written(cell: Cell) -> str:
    """A cell as text. Text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> written("=1+1"), written(Decimal("-2.5")), written(True), written(None)
    ("'=1+1", '-2.5', 'true', '')
    """
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case date():
            return cell.isoformat()
        case Decimal():
            return format(cell, "f")
        case _:
            return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell


def _line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
