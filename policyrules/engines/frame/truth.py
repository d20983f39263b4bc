"""Truth values in a plan: a column or a constant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import narwhals as nw


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false. Null only where `nullable` says so."""

    value: nw.Expr | bool
    nullable: bool = False

    @property
    def expression(self) -> nw.Expr:
        """The truth value as a column."""
        return nw.lit(self.value) if isinstance(self.value, bool) else self.value


TRUE = Truth(True)
FALSE = Truth(False)


def settled(item: Truth, nullable: bool) -> Truth:
    """False instead of null."""
    return item if isinstance(item.value, bool) or not nullable else Truth(item.value.fill_null(False))


def negated(item: Truth) -> Truth:
    """Not `item`."""
    return Truth(not item.value) if isinstance(item.value, bool) else Truth(~item.value, item.nullable)


def both(*items: Truth) -> Truth:
    """All of `items`; none is null."""
    if any(item.value is False for item in items):
        return FALSE
    columns = [item.value for item in items if not isinstance(item.value, bool)]
    return Truth(reduce(and_, columns)) if columns else TRUE


def either(*items: Truth) -> Truth:
    """Any of `items`; none is null."""
    if any(item.value is True for item in items):
        return TRUE
    columns = [item.value for item in items if not isinstance(item.value, bool)]
    return Truth(reduce(or_, columns)) if columns else FALSE
