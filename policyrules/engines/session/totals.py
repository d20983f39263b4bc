"""Aggregates that follow their members: one running value for each owner, changed member by member."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from typing import Any, Protocol

from policyrules.semantics.lowered import Op


class Total(Protocol):
    """One aggregate over one collection, for all its owners. Over nobody it is what `value` gives of a stranger."""

    def change(self, owner: str, term: Any, sign: int) -> None:
        """A member with `term` came in (sign 1) or went (-1). Nothing is left of an owner without members."""

    def value(self, owner: str | None) -> Any:
        """What the aggregate comes to for `owner`."""


class Counted:
    """How many."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._numbers: dict[str, int] = {}

    def change(self, owner: str, term: Any, sign: int) -> None:
        """One more, or one fewer."""
        number = self._numbers.get(owner, 0) + sign
        if number:
            self._numbers[owner] = number
        else:
            del self._numbers[owner]

    def value(self, owner: str | None) -> int:
        """The number, 0 over nobody."""
        return self._numbers.get(owner, 0) if owner is not None else 0


class Summed:
    """The exact sum; null while a term is."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._sums: dict[str, tuple[Any, int, int]] = {}  # sum of the known, how many are null, how many in all

    def change(self, owner: str, term: Any, sign: int) -> None:
        """Add the term or take it away."""
        known, nulls, size = self._sums.get(owner, (0, 0, 0))
        if term is None:
            nulls += sign
        else:
            known += sign * term
        if size + sign:
            self._sums[owner] = known, nulls, size + sign
        else:
            del self._sums[owner]

    def value(self, owner: str | None) -> Any:
        """The sum, 0 over nobody."""
        known, nulls, _ = self._sums.get(owner, (0, 0, 0)) if owner is not None else (0, 0, 0)
        return None if nulls else known


class Distinct:
    """How many different values, nulls aside."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._values: dict[str, Counter[Any]] = {}

    def change(self, owner: str, term: Any, sign: int) -> None:
        """Count one more or one fewer of a value."""
        if term is None:
            return
        values = self._values.setdefault(owner, Counter())
        values[term] += sign
        if not values[term]:
            del values[term]
            if not values:
                del self._values[owner]

    def value(self, owner: str | None) -> int:
        """How many values, 0 over nobody."""
        return len(self._values.get(owner, ())) if owner is not None else 0


class Extreme:
    """The least or greatest value; null over nobody. `strict`: null while any term is, else nulls are left aside."""

    def __init__(self, greatest: bool, strict: bool) -> None:
        """Begin with nobody."""
        self._place = -1 if greatest else 0
        self._strict = strict
        self._values: dict[str, tuple[Counter[Any], list[Any]]] = {}  # how many of each, and each once in order

    def change(self, owner: str, term: Any, sign: int) -> None:
        """Count one more or one fewer of a value."""
        counts, order = self._values.setdefault(owner, (Counter(), []))
        if term is not None and term not in counts:
            insort(order, term)
        counts[term] += sign
        if not counts[term]:
            del counts[term]
            if term is not None:
                del order[bisect_left(order, term)]
            if not counts:
                del self._values[owner]

    def value(self, owner: str | None) -> Any:
        """The extreme value."""
        if owner is None or owner not in self._values:
            return None
        counts, order = self._values[owner]
        return None if not order or (self._strict and None in counts) else order[self._place]


def total(op: Op) -> Total:
    """An aggregate over nobody yet."""
    match op:
        case Op.COUNT:
            return Counted()
        case Op.TOTAL:
            return Summed()
        case Op.DISTINCT:
            return Distinct()
    greatest = op in (Op.GREATEST_OF, Op.GREATEST_KNOWN_OF)
    return Extreme(greatest, strict=op in (Op.LEAST_OF, Op.GREATEST_OF))
