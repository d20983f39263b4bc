"""Formulas over the columns of a table, before any engine has seen them: equal ones are one object.

Constants are folded and what is plainly simpler is put simpler as a formula is made, so that what reaches an engine is
small. `nullable` says whether a row may hold null; a condition of `when` that is null counts as false.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal
from weakref import WeakValueDictionary

from policyrules.model.expr import CompareOp

Dtype = Literal["Boolean", "Int8", "Int16", "Int32", "Int64", "Float64", "String"]
Reduction = Literal["count", "sum", "min", "max", "n_unique", "disorder"]
Value = bool | int | float | str


class Column:
    """One operation over other columns. `op` is one of the names that `frames.py` and `sql.py` spell out."""

    __slots__ = ("__weakref__", "args", "data", "nullable", "op")

    def __init__(self, op: str, args: tuple[Column, ...], data: Any, nullable: bool) -> None:
        """To be called by `make` alone."""
        self.op, self.args, self.data, self.nullable = op, args, data, nullable

    def __add__(self, other: Column | int) -> Column:
        return make("+", self, as_column(other))

    def __sub__(self, other: Column | int) -> Column:
        return make("-", self, as_column(other))

    def __mul__(self, other: Column | int) -> Column:
        return make("*", self, as_column(other))

    def __rmul__(self, other: int) -> Column:
        return make("*", as_column(other), self)

    def __radd__(self, other: int) -> Column:
        return make("+", as_column(other), self)

    def __rsub__(self, other: int) -> Column:
        return make("-", as_column(other), self)

    def __floordiv__(self, other: Column | int) -> Column:
        return make("//", self, as_column(other))

    def __mod__(self, other: Column | int) -> Column:
        return make("%", self, as_column(other))

    def __truediv__(self, other: Column | float) -> Column:
        return make("/", self, as_column(other))

    def __le__(self, other: float) -> Column:
        return compared(CompareOp.LE, self, as_column(other))

    def __ge__(self, other: float) -> Column:
        return compared(CompareOp.GE, self, as_column(other))

    def cast(self, dtype: Dtype) -> Column:
        """The same in another type; what that cannot hold is an error of the engine."""
        return self if self.op == "cast" and self.data == dtype else make("cast", self, data=dtype)

    def is_in(self, values: Iterable[Value]) -> Column:
        """Whether it is one of some values; null where it is null."""
        return make("in", self, data=tuple(values))

    def is_null(self) -> Column:
        """Whether it is null."""
        return make("null?", self, nullable=False) if self.nullable else lit(False)

    def filled(self, value: Value) -> Column:
        """`value` instead of null."""
        if not self.nullable:
            return self
        if self.op == "not":
            return negated(self.args[0].filled(not value))
        return make("fill", self, data=value, nullable=False)

    def placed(self, places: dict[str, int]) -> Column:
        """A text as its place among known ones (Int8); null where it is none of them."""
        return make("place", self, data=tuple(places.items()), nullable=True)

    def of(self, op: Literal["part", "date", "day", "round", "floor"], data: Any = None) -> Column:
        """A part of a moment (`data`: hour ...), its date, the number of a day; a float or decimal made whole."""
        return make(op, self, data=data)

    def over_rows(self, op: Reduction) -> Column:
        """One value for all rows of a group: nulls aside, but counted as one more value by `n_unique`. `count`: in how
        many rows there is a value. `disorder`, where rows have an order: whether a row's text is not above that of the
        row before, or the first one is empty."""
        return make(op, self, nullable=op in ("min", "max"))


_made: WeakValueDictionary[Any, Column] = WeakValueDictionary()


def make(op: str, *args: Column, data: Any = None, nullable: bool | None = None) -> Column:
    """The column of an operation; null where an argument is, unless told otherwise."""
    key = (op, data.__class__, data, *map(id, args))
    found = _made.get(key)
    if found is None:
        if nullable is None:
            nullable = any(a.nullable for a in args)
        found = _made[key] = Column(op, args, data, nullable)
    return found


def col(name: str, nullable: bool = True) -> Column:
    """A column that is there, by name."""
    return make("col", data=(name, nullable), nullable=nullable)


def lit(value: Value | None, dtype: Dtype | None = None) -> Column:
    """One value for every row; without a type it takes that of what it meets."""
    return make("lit", data=(value.__class__, value, dtype), nullable=value is None)


def as_column(value: Column | float) -> Column:
    """A number as a column."""
    return value if isinstance(value, Column) else lit(value)


def rows() -> Column:
    """How many rows there are."""
    return make("len", nullable=False)


def value_of(column: Column) -> Any:
    """What a literal holds; NotImplemented for any other column."""
    return column.data[1] if column.op == "lit" else NotImplemented


def compared(op: CompareOp, one: Column, two: Column) -> Column:
    """A comparison; null with a null. Opposites are written as one, so that an engine computes it once for both."""
    if op in OPPOSITE:
        return negated(make(OPPOSITE[op].value, one, two))
    return make(op.value, one, two)


OPPOSITE = {CompareOp.GT: CompareOp.LE, CompareOp.GE: CompareOp.LT, CompareOp.NE: CompareOp.EQ}


def negated(item: Column) -> Column:
    """Not `item`; null with a null."""
    known = value_of(item)
    if isinstance(known, bool):
        return lit(not known)
    return item.args[0] if item.op == "not" else make("not", item)


def all_of(items: Iterable[Column]) -> Column:
    """All of `items`, none of which is null."""
    return _joined("and", items, False)


def any_of(items: Iterable[Column]) -> Column:
    """Any of `items`, none of which is null."""
    return _joined("or", items, True)


def _joined(op: str, items: Iterable[Column], decisive: bool) -> Column:
    kept: dict[Column, None] = {}
    for item in items:
        kept.update(dict.fromkeys(item.args if item.op == op else (item,)))
    kept.pop(lit(not decisive), None)
    if lit(decisive) in kept:
        return lit(decisive)
    together = gathered(list(kept), decisive)
    if len(together) < 2:
        return together[0] if together else lit(not decisive)
    return make(op, *together)


def gathered(items: list[Column], equal: bool) -> list[Column]:
    """Several tests of one column for equality with constants as one test against a list. `equal`: whether any of the
    tests suffices, else that none may hold."""
    options: dict[Column, list[Column]] = {}
    for item in items:
        test = equality(item, equal)
        if test is not None:
            options.setdefault(test.args[0], []).append(item)
    found: dict[Column, None] = {}
    for item in items:
        test = equality(item, equal)
        alike = [] if test is None else options[test.args[0]]
        if test is None or len(alike) < 2:
            found[item] = None
            continue
        values = [value_of(equality(other, equal).args[1]) for other in alike]  # type: ignore[union-attr]
        one = test.args[0].is_in(values).filled(not equal)
        found[one if equal else negated(one)] = None
    return list(found)


def equality(item: Column, equal: bool) -> Column | None:
    """The test for equality with a constant that `item` makes, false (or, if not `equal`, its opposite false) with a
    null; None where it makes none."""
    if not equal:
        if item.op != "not":
            return None
        item = item.args[0]
    if item.op == "fill" and item.data is (not equal):
        item = item.args[0]
    return item if item.op == "==" and item.args[1].op == "lit" else None


def when(condition: Column, then: Column, other: Column | None = None) -> Column:
    """`then` where the condition holds, else `other` (null without one)."""
    known = value_of(condition)
    if other is None:
        other = lit(None)
    if isinstance(known, bool):
        return then if known else other
    if condition.op == "not" and not condition.nullable:
        return when(condition.args[0], other, then)
    then, other = (_assuming(condition, holds, branch, 2) for holds, branch in ((True, then), (False, other)))
    if then is other:
        return then
    if condition.op == "null?" and other.op == "fill" and other.args[0] is condition.args[0]:
        other = other.args[0]
    if condition.op == "null?" and other is condition.args[0]:
        # Null where it is null, itself elsewhere; or another value instead of null.
        if value_of(then) is None:
            return other
        if then.op == "lit":
            return other.filled(then.data[1])
    return make("when", condition, then, other, nullable=then.nullable or other.nullable)


def _assuming(condition: Column, holds: bool, item: Column, depth: int) -> Column:
    """`item`, where it asks the same again within its first questions: the branch that is left."""
    while item.op == "when" and item.args[0] is condition:
        item = item.args[1] if holds else item.args[2]
    if item.op != "when" or not depth:
        return item
    test, *branches = item.args
    left = [_assuming(condition, holds, branch, depth - 1) for branch in branches]
    return item if left == branches else when(test, *left)
