"""Truth values in a plan: a column or a constant."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.engines.frame import column
from policyrules.engines.frame.column import Column, lit


@dataclass(frozen=True, slots=True)
class Truth:
    """True, false or, where the column may be, null."""

    value: Column | bool

    @property
    def column(self) -> Column:
        """The truth value as a column."""
        return lit(self.value) if isinstance(self.value, bool) else self.value

    @property
    def nullable(self) -> bool:
        """Whether a row may hold null."""
        return not isinstance(self.value, bool) and self.value.nullable


TRUE = Truth(True)
FALSE = Truth(False)


def truth(value: Column) -> Truth:
    """A column of truth values; a constant where it is one."""
    known = column.value_of(value)
    return Truth(known if isinstance(known, bool) else value)


def settled(item: Truth) -> Truth:
    """False instead of null."""
    return item if isinstance(item.value, bool) else Truth(item.value.filled(False))


def negated(item: Truth) -> Truth:
    """Not `item`; null with a null."""
    return truth(column.negated(item.column))


def both(*items: Truth) -> Truth:
    """All of `items`; none is null."""
    return truth(column.all_of(item.column for item in items))


def either(*items: Truth) -> Truth:
    """Any of `items`; none is null."""
    return truth(column.any_of(item.column for item in items))
