"""Plans put to work by data frames: Polars' own expressions, or narwhals', which are spelled the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import add, and_, eq, floordiv, ge, gt, le, lt, mod, mul, ne, or_, sub, truediv
from typing import Any

import narwhals as nw

from policyrules.engines.frame.column import Column
from policyrules.engines.frame.relation import Extended, Given, Grouped, Joined, Kept, Picked, Relation
from policyrules.engines.frame.values import EPOCH

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
    "//": floordiv,
    "%": mod,
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "and": and_,
    "or": or_,
}


class Frames:
    """Spells out relations as lazy frames over `tables`, by name. `api` is polars or narwhals; `columns`: the formulas
    spelled out before: they speak of nobody's data, so a plan that is laid over other tables keeps them."""

    def __init__(self, api: Any, tables: Mapping[str, Any], columns: dict[Column, Any]) -> None:
        """Begin with no frame spelled out."""
        self.api = api
        self._tables = tables
        self._columns = columns
        self._frames: dict[Relation, Any] = {}

    def frame(self, relation: Relation) -> Any:
        """The lazy frame of a relation; the same one for the same relation."""
        if relation not in self._frames:
            self._frames[relation] = self._frame(relation)
        return self._frames[relation]

    def _frame(self, relation: Relation) -> Any:
        match relation:
            case Given(name):
                return self._tables[name]
            case Extended(base, made):
                return self.frame(base).with_columns(*self.named(made))
            case Picked(base, made):
                return self.frame(base).select(*self.named(made))
            case Kept(base, condition):
                return self.frame(base).filter(self.column(condition))
            case Joined(base, other, mine, theirs, how):
                sides = {"left_on": list(mine), "right_on": list(theirs)}
                return self.frame(base).join(self.frame(other), how=how, **sides)
            case Grouped(base, key, made):
                return self.frame(base).group_by(*key).agg(*self.named(made))
        raise AssertionError(relation)

    def named(self, made: Sequence[tuple[str, Column]]) -> list[Any]:
        """Expressions under their names."""
        return [self.column(column).alias(name) for name, column in made]

    def column(self, column: Column) -> Any:
        """The expression of a column."""
        found = self._columns.get(column)
        if found is None:
            found = self._columns[column] = self._column(column)
        return found

    def _column(self, column: Column) -> Any:
        op, data, api = column.op, column.data, self.api
        if op == "col":
            return api.col(data[0])
        if op == "lit":
            return api.lit(data[1], getattr(api, data[2])) if data[2] else api.lit(data[1])
        if op == "len":
            return api.len()
        args = [self.column(a) for a in column.args]
        if op in BINARY:
            return reduce(BINARY[op], args)
        if op == "when":
            return api.when(args[0]).then(args[1]).otherwise(args[2])
        if op == "day":
            return self.day(args[0])
        return UNARY[op](args[0], data, api)

    def day(self, item: Any) -> Any:
        """The days since 1970: Polars' own count, elsewhere by whole numbers alone, whatever the engine's calendar."""
        if self.api is not nw:
            return item.cast(self.api.Int32)
        year, month, day = (part.cast(nw.Int64) for part in (item.dt.year(), item.dt.month(), item.dt.day()))
        early = nw.when(month <= 2).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64))
        y, m = year - early, month + early * 12 - 3
        return y * 365 + y // 4 - y // 100 + y // 400 + (m * 153 + 2) // 5 + day - (306 + EPOCH)


def _placed(item: Any, data: tuple[tuple[str, int], ...], api: Any) -> Any:
    words, places = [list(side) for side in zip(*data, strict=True)]
    return item.replace_strict(words, places, default=None, return_dtype=api.Int8)


UNARY: dict[str, Callable[[Any, Any, Any], Any]] = {
    "not": lambda item, data, api: ~item,
    "null?": lambda item, data, api: item.is_null(),
    "fill": lambda item, data, api: item.fill_null(data),
    "cast": lambda item, data, api: item.cast(getattr(api, data)),
    "in": lambda item, data, api: item.is_in(list(data)),
    "place": _placed,
    "part": lambda item, data, api: getattr(item.dt, data)(),
    "date": lambda item, data, api: item.dt.date(),
    "round": lambda item, data, api: item.round(0),
    "floor": lambda item, data, api: item.floor(),
    "count": lambda item, data, api: item.count(),
    "sum": lambda item, data, api: item.sum(),
    "min": lambda item, data, api: item.min(),
    "max": lambda item, data, api: item.max(),
    "disorder": lambda item, data, api: (item <= item.shift(1, fill_value="")).any(),
    "n_unique": lambda item, data, api: item.n_unique(),
}
