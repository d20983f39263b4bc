"""Formulas as text of Spark's SQL: each with its type spelled out, and with no more brackets than are needed.

Spark's analyser goes over the whole query once more for every select in which it has to look up a function or to make
two types alike, and its parser looks ahead to the end of each bracket, so that nested ones cost their square. What is
typed by itself and plain is read in one go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from policyrules.engines.frame.column import Column, value_of

TYPES = {
    "Boolean": "BOOLEAN",
    "Int8": "TINYINT",
    "Int16": "SMALLINT",
    "Int32": "INT",
    "Int64": "BIGINT",
    "Float64": "DOUBLE",
    "String": "STRING",
}
WIDTHS = {"Int8": 8, "Int16": 16, "Int32": 32, "Int64": 64, "Float64": 65}
SUFFIXES = {"Int8": "Y", "Int16": "S", "Int32": "", "Int64": "L", "Float64": "D"}
PLAIN = re.compile(r"[\w（）、，。：；《》〔〕· ,.:;/()+*=<>-]+")
PLAIN_NAME = re.compile(r"[cs]\d+")
OR, AND, NOT, IS, COMPARED, SUM, PRODUCT, WHOLE = range(8)
SIGNS = {
    "+": ("+", SUM),
    "-": ("-", SUM),
    "*": ("*", PRODUCT),
    "/": ("/", PRODUCT),
    "//": ("DIV", PRODUCT),
    "%": ("%", PRODUCT),
    "==": ("=", COMPARED),
    "!=": ("<>", COMPARED),
    "<": ("<", COMPARED),
    "<=": ("<=", COMPARED),
    ">": (">", COMPARED),
    ">=": (">=", COMPARED),
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A text; its `type`, None where that is Spark's to know; how tightly it holds together."""

    text: str
    type: str | None
    level: int = WHOLE

    def within(self, level: int) -> str:
        """The text as part of something that holds together so tightly."""
        return self.text if self.level >= level else f"({self.text})"


class Formulas:
    """Spells out formulas over columns of known types."""

    def __init__(self, types: Mapping[str, str | None]) -> None:
        """`types`: by name, the columns that are there."""
        self.types = types
        self._known: dict[Column, Formula] = {}

    def of(self, column: Column) -> Formula:
        """A formula."""
        if column not in self._known:
            self._known[column] = self._of(column)
        return self._known[column]

    def _of(self, column: Column) -> Formula:
        op, data = column.op, column.data
        if op == "col":
            return Formula(quoted(data[0]), self.types.get(data[0]))
        if op == "lit":
            type = common([column], [None])
            return Formula(literal(data[1], type), type)
        if op == "len":
            return Formula("count(*)", "Int64")
        if op in SIGNS:
            return self.calculated(column)
        if op in ("and", "or"):
            level, sign = (AND, " AND ") if op == "and" else (OR, " OR ")
            return Formula(sign.join(self.of(arg).within(level + 1) for arg in column.args), "Boolean", level)
        if op == "when":
            return self.cases(column)
        return OTHER[op](self.of(column.args[0]), data)

    def all(self, columns: list[Column], least: str | None = None) -> tuple[list[Formula], str | None]:
        """Formulas of one type, and this."""
        types = [None if is_open(column) else self.of(column).type for column in columns]
        type = common(columns, types, least)
        return [self.typed(column, type) for column in columns], type

    def typed(self, column: Column, type: str | None) -> Formula:
        """A formula of a type."""
        if is_open(column):
            return Formula(literal(value_of(column), type), type)
        found = self.of(column)
        return found if type in (None, found.type) else Formula(f"CAST({found.text} AS {TYPES[type]})", type)

    def calculated(self, column: Column) -> Formula:
        """An arithmetic operation, or a comparison."""
        sign, level = SIGNS[column.op]
        least = None if level == COMPARED else "Int64" if column.op == "//" else "Int32"
        (one, two), type = self.all(list(column.args), least)
        text = f"{one.within(level + (level == COMPARED))} {sign} {two.within(level + 1)}"
        return Formula(text, "Boolean" if level == COMPARED else type, level)

    def cases(self, column: Column) -> Formula:
        """A choice, and those in its last branch."""
        conditions, values = [], []
        while column.op == "when":
            condition, value, column = column.args
            conditions.append(self.of(condition).text)
            values.append(value)
        branches, type = self.all([*values, column])
        cases = "".join(f" WHEN {c} THEN {b.text}" for c, b in zip(conditions, branches[:-1], strict=True))
        last = "" if is_null(column) else f" ELSE {branches[-1].text}"
        return Formula(f"CASE{cases}{last} END", type)


def is_open(column: Column) -> bool:
    """Whether a column is a constant that takes the type of what it meets."""
    return column.op == "lit" and column.data[2] is None and (column.data[0] is int or is_null(column))


def is_null(column: Column) -> bool:
    """Whether a column is the constant null."""
    return value_of(column) is None


def common(columns: list[Column], types: list[str | None], least: str | None = None) -> str | None:
    """The type in which columns meet; None where Spark has to find it."""
    met = {least} - {None}
    for column, type in zip(columns, types, strict=True):
        if column.op == "lit":
            type = least_type(column)
        elif type is None:
            return None
        met |= {type} - {None}
    widest = sorted(met, key=lambda type: WIDTHS.get(str(type), 0))
    return widest[-1] if widest and (len(met) == 1 or str(widest[0]) in WIDTHS) else None


def least_type(column: Column) -> str | None:
    """The narrowest type that holds a constant; None for null."""
    kind, value, dtype = column.data
    if dtype is not None or value is None:
        return str(dtype) if dtype else None
    if kind is int:
        return next(type for type, bits in WIDTHS.items() if -(2 ** (bits - 1)) <= value < 2 ** (bits - 1))
    return {bool: "Boolean", float: "Float64", str: "String"}[kind]


def quoted(name: str) -> str:
    """A name, whatever stands in it."""
    if PLAIN_NAME.fullmatch(name):
        return name
    return "`" + name.replace("`", "``").replace("{", "{{").replace("}", "}}") + "`"


def literal(value: Any, type: str | None) -> str:
    """A constant."""
    if value is None:
        return f"CAST(NULL AS {TYPES[type]})" if type else "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return f"{value}{SUFFIXES[type] if type else '' if abs(value) < 2**31 else 'L'}"
    if isinstance(value, float):
        return f"{value!r}D"
    return spelled(value)


def spelled(text: str) -> str:
    """A text, odd characters as their numbers: no setting of Spark's, and nobody's label, changes what is read."""
    parts, place = [], 0
    while place < len(text):
        plain = PLAIN.match(text, place)
        if plain:
            parts.append(f"'{plain.group()}'")
            place = plain.end()
        else:
            parts.append("decode(unhex('" + text[place].encode("utf-8").hex() + "'), 'UTF-8')")
            place += 1
    return parts[0] if len(parts) == 1 else f"concat({', '.join(parts)})" if parts else "''"


def _filled(item: Formula, value: Any) -> Formula:
    if isinstance(value, bool):
        return Formula(f"{item.within(IS + 1)} IS {'NOT FALSE' if value else 'TRUE'}", "Boolean", IS)
    text = f"CASE WHEN {item.within(IS + 1)} IS NULL THEN {literal(value, item.type)} ELSE {item.text} END"
    return Formula(text, item.type)


def _among(item: Formula, values: tuple[Any, ...]) -> Formula:
    listed = ", ".join(literal(value, item.type if item.type in WIDTHS else None) for value in values)
    return Formula(f"{item.within(IS + 1)} IN ({listed})", "Boolean", IS)


def _placed(item: Formula, data: tuple[tuple[str, int], ...]) -> Formula:
    words: dict[int, list[str]] = {}
    for word, place in data:
        words.setdefault(place, []).append(spelled(word))
    text = item.within(IS + 1)
    cases = (f"WHEN {text} IN ({', '.join(known)}) THEN {place}Y" for place, known in words.items())
    return Formula(f"CASE {' '.join(cases)} END", "Int8")


def _cast(item: Formula, data: str) -> Formula:
    return item if item.type == data else Formula(f"CAST({item.text} AS {TYPES[data]})", data)


def _part(item: Formula, data: str) -> Formula:
    if data == "microsecond":
        return Formula(f"CAST(date_format({item.text}, 'SSSSSS') AS INT)", "Int32")
    return Formula(f"{data}({item.text})", "Int32")


def _different(item: Formula, data: Any) -> Formula:
    null = f"max(CASE WHEN {item.within(IS + 1)} IS NULL THEN 1L ELSE 0L END)"
    return Formula(f"count(DISTINCT {item.text}) + {null}", "Int64", SUM)


OTHER: dict[str, Callable[[Formula, Any], Formula]] = {
    "not": lambda item, data: Formula(f"NOT {item.within(NOT)}", "Boolean", NOT),
    "null?": lambda item, data: Formula(f"{item.within(IS + 1)} IS NULL", "Boolean", IS),
    "fill": _filled,
    "cast": _cast,
    "in": _among,
    "place": _placed,
    "part": _part,
    "date": lambda item, data: Formula(f"CAST({item.text} AS DATE)", None),
    "day": lambda item, data: Formula(f"unix_date({item.text})", "Int32"),
    "round": lambda item, data: Formula(f"round({item.text}, 0)", None),
    "floor": lambda item, data: Formula(f"floor({item.text})", None),
    "count": lambda item, data: Formula(f"count({item.text})", "Int64"),
    "sum": lambda item, data: Formula(f"sum({item.text})", "Int64" if item.type in SUFFIXES else None),
    "min": lambda item, data: Formula(f"min({item.text})", item.type),
    "max": lambda item, data: Formula(f"max({item.text})", item.type),
    "n_unique": _different,
}
