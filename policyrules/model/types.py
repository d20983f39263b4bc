"""The types of values. Every expression has exactly one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BoolType:
    """True or false."""


@dataclass(frozen=True, slots=True)
class NumberType:
    """An exact number with a unit. `unit` is a unit id of the vocabulary, or one of the built-in
    `count` (a plain number), `ratio` (a share, 1 = 100 %) and `days`."""

    unit: str


@dataclass(frozen=True, slots=True)
class DateType:
    """A calendar day."""


@dataclass(frozen=True, slots=True)
class PeriodType:
    """An interval of days."""


@dataclass(frozen=True, slots=True)
class EnumType:
    """One of a closed list of words; `name` is an enumeration of the vocabulary."""

    name: str


@dataclass(frozen=True, slots=True)
class TextType:
    """Free text: can be compared for equality, nothing else."""


@dataclass(frozen=True, slots=True)
class RefType:
    """Another record, by its id."""

    entity: str


Type = BoolType | NumberType | DateType | PeriodType | EnumType | TextType | RefType

COUNT = "count"
RATIO = "ratio"
DAYS = "days"

BOOL = BoolType()
DATE = DateType()
PERIOD = PeriodType()
TEXT = TextType()
COUNT_NUMBER = NumberType(COUNT)
RATIO_NUMBER = NumberType(RATIO)
DAYS_NUMBER = NumberType(DAYS)
