"""Facts as columns of a Polars frame: which type of column holds facts of a type."""

from __future__ import annotations

from typing import Any

from policyrules.model.types import BoolType, DateType, NumberType, Type
from policyrules.model.vocabulary import Vocabulary


def column_type(vocabulary: Vocabulary, type: Type, whole: bool) -> Any:
    """The type of a column that holds facts of a type. `whole`: whether all its numbers are whole and fit 64 bits."""
    import polars as pl

    match type:
        case BoolType():
            return pl.Boolean
        case DateType():
            return pl.Date
        case NumberType(unit):
            return pl.Int64 if whole else pl.Decimal(38, vocabulary.units[unit].decimals)
    return pl.String
