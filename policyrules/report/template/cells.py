"""A value of a field -> what a cell holds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from policyrules.diagnostics.core import Lang
from policyrules.model.expr import Value
from policyrules.model.types import NumberType, Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.syntax.values import write_number, write_value

Cell = str | float | date
# Spreadsheets compute with 15 digits, and know no day before this one for certain.
MOST_DIGITS = 15
FIRST_DAY = date(1900, 3, 1)


def cell(value: Value, type: Type, vocabulary: Vocabulary, lang: Lang) -> Cell:
    """A number or day where a spreadsheet can hold it exactly, else the text that reads back as `value`.

    >>> cell(Fraction(5, 2), NumberType("hours"), Vocabulary({}, {}, {}), "zh")
    2.5
    """
    match type, value:
        case NumberType(), int() | Fraction():
            text = write_number(value)
            return float(value) if sum(c.isdigit() for c in text) <= MOST_DIGITS else text
        case _, date() if value >= FIRST_DAY:
            return value
        case _, date():
            return value.isoformat()
        case _:
            return write_value(value, type, vocabulary, lang)
