"""What is not known: the ends it lies between, and the facts that would tell.

A value is known exactly when its two ends meet, so `between` gives back the plain value in that case and an `Unknown`
is never a single point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from policyrules.model.expr import Value

MOST_GAPS = 20


class Gap(NamedTuple):
    """A fact nobody recorded, a table that was not given (`entity` alone), a record that is not there (without
    `field`), an absent `parameter`; a collection in which there is nobody (`field` is the path to it)."""

    entity: str = ""
    id: str = ""
    field: str = ""
    parameter: str = ""


Gaps = tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value nobody knows, between `low` and `high` (None: open). `missing` is sorted and at most `MOST_GAPS` long."""

    low: Value | None = None
    high: Value | None = None
    missing: Gaps = ()


def between(low: Value | None, high: Value | None, missing: Gaps) -> Value | Unknown:
    """The value between two ends: itself where they meet.

    >>> between(2, 2, ())
    2
    """
    return low if low is not None and low == high else Unknown(low, high, missing)


def ends(value: Value | Unknown) -> tuple[Value | None, Value | None]:
    """The least and the greatest a value can be."""
    return (value.low, value.high) if isinstance(value, Unknown) else (value, value)


def gaps(*values: Value | Unknown) -> Gaps:
    """What is missing for any of `values`: the least `MOST_GAPS`, so that the order of merging does not matter."""
    found = [v.missing for v in values if isinstance(v, Unknown) and v.missing]
    if len(found) < 2:
        return found[0] if found else ()
    return tuple(sorted(set().union(*found))[:MOST_GAPS])
