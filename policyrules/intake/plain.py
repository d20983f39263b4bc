"""A value from a Python program -> the text a table would hold, exactly, so that one reader understands all of them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, cast

from policyrules.intake.tables.raw import NumberText
from policyrules.model.types import BoolType, DateType, NumberType, Type

_LARGEST_EXPONENT = 60
_PLACES = 12
_DECIMALS = re.compile(r"[0-9]{1,30}\.[0-9]{1,30}")


def plain(raw: object, type: Type) -> str | None:
    """The text of a typed value, or None where a value of its Python type cannot stand for `type`.

    Numbers stand for numbers only, true and false for yes or no only, dates for dates only: `1` is no yes, and the
    number 7 is not the id "7". A float counts as the shortest decimal that names it. Scalars of numpy stand for what
    they hold, midnight of no zone for its day; any other moment is no day.

    >>> from policyrules.model.types import NumberType, TEXT
    >>> plain(Decimal("20.50"), NumberType("hours")), plain(7, TEXT)
    ('20.50', None)
    """
    if isinstance(raw, Enum):
        return plain(raw.value, type)
    if _is_numpy_scalar(raw):
        raw = cast("Any", raw).item()
    if isinstance(raw, bool):
        return ("true" if raw else "false") if isinstance(type, BoolType) else None
    if isinstance(raw, NumberText):
        return _exponent_free(str(raw)) if isinstance(type, NumberType) else None
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int | float | Decimal | Fraction):
        return _number(raw) if isinstance(type, NumberType) else None
    if isinstance(raw, datetime) and raw.tzinfo is None and _is_midnight(raw):
        raw = raw.date()  # all that a table of dates has in pandas
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw.isoformat() if isinstance(type, DateType) else None
    return None


def _is_midnight(raw: datetime) -> bool:
    """Without asking for its time, which the "not a time" of pandas does not have."""
    return (raw.hour, raw.minute, raw.second, raw.microsecond) == (0, 0, 0, 0)


def _is_numpy_scalar(raw: object) -> bool:
    """Told by its name, for numpy need not be installed."""
    return type(raw).__module__ == "numpy" and getattr(raw, "shape", None) == () and hasattr(raw, "item")


def _number(raw: int | float | Decimal | Fraction) -> str | None:
    if isinstance(raw, int):
        return str(raw) if raw.bit_length() <= 4 * _LARGEST_EXPONENT else None
    if isinstance(raw, float):
        return _exponent_free(repr(raw))
    if isinstance(raw, Decimal):
        return _exponent_free(str(raw))
    scaled = raw * 10**_PLACES
    return _exponent_free(str(Decimal(scaled.numerator).scaleb(-_PLACES))) if scaled.denominator == 1 else None


def _exponent_free(text: str) -> str | None:
    """The same number without an exponent; None for what is no finite number of a sensible size."""
    if text.isdigit() or _DECIMALS.fullmatch(text):
        return text
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > _LARGEST_EXPONENT or len(text) > 2 * _LARGEST_EXPONENT:
        return None
    return format(number, "f")
