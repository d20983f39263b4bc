"""Cells merged over several rows: a spreadsheet keeps the value in the first of them, people read it in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyrules.diagnostics.catalogue.tables import MERGED, MERGED_NUMBERS
from policyrules.intake.columns import Layout
from policyrules.intake.doubts import Doubts
from policyrules.intake.origin import Origin
from policyrules.intake.shown import shown
from policyrules.intake.tables.raw import Merged
from policyrules.model.expr import Value
from policyrules.model.types import NumberType
from policyrules.model.vocabulary import FieldDef


@dataclass(frozen=True, slots=True)
class Rows:
    """The records of a table while they can still be completed, by id, and the line each begins on."""

    records: Mapping[str, dict[str, Value]]
    lines: Mapping[str, int]


def fill_merged(
    merged: Sequence[Merged], layout: Layout, numbers: Sequence[int], rows: Rows, origin: Origin, doubts: Doubts
) -> None:
    """Give records the values they are shown with. `numbers`: the column number of each position of `layout`.

    What is a number is not filled in: it may be each one's or the sum of all. Ranges that overlap, which no
    spreadsheet writes, are passed over, so that the work grows with the cells there are.
    """
    by_line = {line: rows.records[id] for id, line in rows.lines.items()}
    if not merged or not by_line:
        return
    last_line = max(by_line)
    ordered = sorted(merged, key=lambda range: (range.top, range.left))
    for position, name, column in layout.columns:
        number, free = numbers[position], 0
        for range_ in ordered:
            if range_.left <= number <= range_.right and range_.top > free:
                free = range_.bottom
                value = by_line.get(range_.top, {}).get(column.field.id)
                if value is not None:
                    lines = (line for line in range(range_.top + 1, min(free, last_line) + 1) if line in by_line)
                    for line in lines:
                        _fill(by_line[line], column.field, value, name, origin, (line, number), doubts)


def _fill(
    record: dict[str, Value],
    field: FieldDef,
    value: Value,
    name: str,
    origin: Origin,
    cell: tuple[int, int],
    doubts: Doubts,
) -> None:
    if field.id in record:
        return
    is_number = isinstance(field.type, NumberType)
    if not is_number:
        record[field.id] = value
    example = "" if field.personal or not isinstance(value, str) else shown(value)
    doubts.add(MERGED_NUMBERS if is_number else MERGED, field.id, origin.at(*cell), shown(name), example)
