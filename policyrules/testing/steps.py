"""The smallest step of a value: what lies next to it on either side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from policyrules.model.expr import Number, Value
from policyrules.model.types import RATIO, BoolType, DateType, EnumType, NumberType, PeriodType, Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Period
from policyrules.syntax.values import normal

ONE_DAY = timedelta(days=1)
SHARE = Fraction(1, 100)
"""The step of a share: documents write whole per cents, and a millionth is told apart only among a million people."""


def step(type: NumberType, vocabulary: Vocabulary) -> Number:
    """The smallest step of a unit."""
    return SHARE if type.unit == RATIO else normal(Fraction(1, 10 ** vocabulary.units[type.unit].decimals))


def neighbours(value: Value, type: Type, vocabulary: Vocabulary) -> Iterator[Value]:
    """The values one step above and below; the other truth value; the next words of an ordered enumeration; a period
    with either end a day off, as long as it remains one."""
    match type:
        case BoolType():
            yield not value
        case NumberType() if isinstance(value, int | Fraction):
            yield from (normal(Fraction(value + way * step(type, vocabulary))) for way in (1, -1))
        case DateType() if isinstance(value, date):
            yield from moved(value)
        case PeriodType() if isinstance(value, Period):
            yield from shifted(value)
        case EnumType(name):
            words = [m.id for m in vocabulary.enums[name].members]
            if vocabulary.enums[name].ordered and isinstance(value, str):
                at = words.index(value)
                yield from words[at + 1 : at + 2]
                yield from words[max(at - 1, 0) : at]


def moved(day: date) -> Iterator[date]:
    """The day after and the day before, as far as the calendar goes."""
    if day < date.max:
        yield day + ONE_DAY
    if day > date.min:
        yield day - ONE_DAY


def shifted(period: Period) -> Iterator[Period]:
    """A period with either end a day off, as long as it remains one."""
    yield from (Period(period.start, end) for end in moved(period.end) if end >= period.start)
    yield from (Period(start, period.end) for start in moved(period.start) if start <= period.end)
