"""How a value from outside looks in a message: short, and never walked into."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from policyrules.intake.tidy import CITIZEN_LENGTH, masked

LIMIT = 60


def shown(value: object) -> str:
    """`value` in at most 60 characters. What is no plain value is named by its kind: it may be deep or endless.

    Identity numbers are masked: a message may end up in a log.
    """
    if type(value) is str and len(value) < CITIZEN_LENGTH:
        return value
    if isinstance(value, str):
        text = masked(str(value[: 4 * LIMIT]))
    elif isinstance(value, bool | None):
        text = {True: "true", False: "false", None: "null"}[value]
    elif isinstance(value, int | Fraction):
        text = str(value) if value.numerator.bit_length() + value.denominator.bit_length() < 4 * LIMIT else "…"
    elif isinstance(value, float | Decimal | date):
        text = str(value)
    elif isinstance(value, dict):
        text = "{…}"
    elif isinstance(value, list | tuple | set | frozenset):
        text = "[…]"
    else:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= LIMIT else text[: LIMIT - 1] + "…"
