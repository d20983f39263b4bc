"""Values as JSON: exact where JSON can be, and never a binary float."""

from __future__ import annotations

import json
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from json.encoder import encode_basestring
from typing import Any

from policyrules.model.expr import Number, Value
from policyrules.model.finding import Bounds, Ref
from policyrules.model.words import Period, Text, Validity
from policyrules.syntax.values import write_number

_PLACES = Decimal("0.000001")
_CONTEXT = Context(prec=80)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)


def dumps(value: Any) -> str:
    """JSON on one line, characters as they are, keys in the order given."""
    return _ENCODER.encode(value)


quoted = encode_basestring
"""`dumps` of a text, without asking what it is."""


def number_json(number: Number, rounding: str = ROUND_HALF_EVEN) -> str:
    """A decimal; where its digits would never end, rounded to six places.

    >>> number_json(Fraction(41, 2)), number_json(Fraction(1, 3))
    ('20.5', '0.333333')
    """
    if isinstance(number, int):
        return str(number)
    written = write_number(number)
    if "/" not in written:
        return written
    quotient = _CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))
    return str(quotient.quantize(_PLACES, rounding=rounding, context=_CONTEXT))


def value_json(value: Value | Bounds | None) -> Any:
    """A value; null where it is unknown, its two ends where only those are known, each null where it is open."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | Fraction):
        return number_json(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return {"from": value.start.isoformat(), "to": value.end.isoformat()}
    return {"low": _end(value.low, ROUND_FLOOR), "high": _end(value.high, ROUND_CEILING)}


def _end(value: Value | None, rounding: str) -> Any:
    """An end of an interval, rounded outwards so that the interval still holds the value."""
    return number_json(value, rounding) if isinstance(value, Fraction) else value_json(value)


def exact_json(value: Value | Bounds | None) -> dict[str, str]:
    """`{"exact": "1/3"}` for a number that `value_json` had to round, else nothing."""
    if isinstance(value, Fraction) and "/" in (written := write_number(value)):
        return {"exact": written}
    return {}


def text_json(text: Text) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": text.zh, "en": text.en}


def ref_json(ref: Ref | None) -> dict[str, str] | None:
    """A record."""
    return None if ref is None else {"type": ref.type, "id": ref.id}


def validity_json(validity: Validity | None) -> dict[str, str | None] | None:
    """The days on which something is in force; null leaves an end open."""
    if validity is None:
        return None
    start, end = validity.start, validity.end
    return {"from": start.isoformat() if start else None, "to": end.isoformat() if end else None}
