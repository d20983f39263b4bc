"""Plans put to work by Spark: one SQL query for each relation, because building Spark's expressions one by one takes a
call into the JVM for each.

Texts of the vocabulary never stand in the query as they are: whatever is no letter, digit or plain sign is spelled as
its number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from policyrules.engines.frame.column import Column
from policyrules.engines.frame.narrow import Narrowing
from policyrules.engines.frame.relation import Given, Grouped, Joined, Kept, Picked, Relation, below_of

TYPES = {
    "Boolean": "BOOLEAN",
    "Int8": "TINYINT",
    "Int16": "SMALLINT",
    "Int32": "INT",
    "Int64": "BIGINT",
    "Float64": "DOUBLE",
    "String": "STRING",
}
SUFFIXES = {"Int8": "Y", "Int16": "S", "Int32": "", "Int64": "L"}
PLAIN = re.compile(r"[\w（）、，。：；《》〔〕· ,.:;/()+*=<>-]+")


def queries(relations: Sequence[Relation]) -> Callable[[Mapping[str, Any]], list[Any]]:
    """Relations as PySpark frames, each one query, once there are PySpark frames to lay them over."""
    made = [Query(Narrowing().of(relation, relation.names)) for relation in relations]
    return lambda tables: [query.over(tables) for query in made]


class Query:
    """One query. A relation that is needed once stands where it is needed, any other in front, under a name."""

    def __init__(self, relation: Relation) -> None:
        """Spell out `relation`: `text`, and the names of the tables that it speaks of."""
        self.given: set[str] = set()
        self._uses = Counter(below for each in below_of(relation) for below in each.below)
        self._shared: dict[Relation, tuple[str, str]] = {}
        self._columns: dict[Column, str] = {}
        self._names = count()
        body = self._body(relation)
        front = ", ".join(f"{name} AS ({text})" for name, text in self._shared.values())
        self.text = f"WITH {front} {body}" if front else body

    def over(self, tables: Mapping[str, Any]) -> Any:
        """The query as a frame over PySpark frames, by name."""
        given = {name: tables[name] for name in sorted(self.given)}
        return next(iter(given.values())).sparkSession.sql(self.text, **given)

    def _source(self, relation: Relation) -> tuple[str, str]:
        """What stands behind FROM for a relation, and the name it has there."""
        if isinstance(relation, Given):
            self.given.add(relation.name)
            name = f"t{next(self._names)}"
            return "{" + relation.name + "} " + name, name
        if relation in self._shared:
            name = self._shared[relation][0]
            alias = f"t{next(self._names)}"
            return f"{name} {alias}", alias
        body, name = self._body(relation), f"t{next(self._names)}"
        if self._uses[relation] < 2:
            return f"({body}) {name}", name
        self._shared[relation] = (name, body)
        return name, name

    def _body(self, relation: Relation) -> str:
        match relation:
            case Picked(base, made):
                return selected(self.named(made), self._source(base)[0])
            case Kept(base, condition):
                return selected("*", self._source(base)[0], "WHERE", self.column(condition))
            case Joined(base, other, mine, theirs, how):
                (left, here), (right, there) = self._source(base), self._source(other)
                columns = [f"{here}.*", *(f"{there}.{quoted(n)}" for n in sorted(other.names - set(theirs)))]
                pairs = zip(mine, theirs, strict=True)
                on = " AND ".join(f"{here}.{quoted(a)} = {there}.{quoted(b)}" for a, b in pairs)
                return selected(", ".join(columns), left, how.upper(), "JOIN", right, "ON", on)
            case Grouped(base, key, made):
                keys = ", ".join(quoted(k) for k in key)
                listed = f"{keys}, {self.named(made)}" if made else keys
                return selected(listed, self._source(base)[0], "GROUP BY", keys)
            case Given():
                return selected("*", self._source(relation)[0])
        raise AssertionError(relation)

    def named(self, made: Iterable[tuple[str, Column]]) -> str:
        """Expressions under their names."""
        return ", ".join(f"{self.column(column)} AS {quoted(name)}" for name, column in made)

    def column(self, column: Column) -> str:
        """The expression of a column."""
        if column not in self._columns:
            self._columns[column] = self._column(column)
        return self._columns[column]

    def _column(self, column: Column) -> str:
        op, data = column.op, column.data
        if op == "col":
            return quoted(data[0])
        if op == "lit":
            return literal(data[1], data[2])
        args = [self.column(a) for a in column.args]
        if op in BINARY:
            return "(" + f" {BINARY[op]} ".join(args) + ")"
        return OTHER[op](args, data)


def selected(what: str, *source: str) -> str:
    """A SELECT."""
    return " ".join(["SELECT", what, "FROM", *source])


def quoted(name: str) -> str:
    """A name, whatever stands in it."""
    return "`" + name.replace("`", "``").replace("{", "{{").replace("}", "}}") + "`"


def literal(value: Any, dtype: str | None) -> str:
    """A constant."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return f"{value}{SUFFIXES[dtype] if dtype else '' if abs(value) < 2**31 else 'L'}"
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


def _placed(args: list[str], data: tuple[tuple[str, int], ...]) -> str:
    words: dict[int, list[str]] = {}
    for word, place in data:
        words.setdefault(place, []).append(spelled(word))
    cases = (f"WHEN {args[0]} IN ({', '.join(known)}) THEN {place}Y" for place, known in words.items())
    return f"CASE {' '.join(cases)} END"


def _when(args: list[str], data: None) -> str:
    condition, then, other = args
    rest = other.removeprefix("CASE ") if other.startswith("CASE WHEN") else f"ELSE {other} END"
    return f"CASE WHEN {condition} THEN {then} {rest}"


def _part(args: list[str], data: str) -> str:
    if data == "microsecond":
        return f"CAST(date_format({args[0]}, 'SSSSSS') AS INT)"
    return f"{data}({args[0]})"


BINARY = {
    "+": "+",
    "-": "-",
    "*": "*",
    "/": "/",
    "//": "DIV",
    "%": "%",
    "==": "=",
    "!=": "<>",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    "and": "AND",
    "or": "OR",
}
OTHER: dict[str, Callable[[list[str], Any], str]] = {
    "not": lambda args, data: f"(NOT {args[0]})",
    "null?": lambda args, data: f"({args[0]} IS NULL)",
    "fill": lambda args, data: f"coalesce({args[0]}, {literal(data, None)})",
    "cast": lambda args, data: f"CAST({args[0]} AS {TYPES[data]})",
    "in": lambda args, data: f"({args[0]} IN ({', '.join(literal(value, None) for value in data)}))",
    "when": _when,
    "place": _placed,
    "part": _part,
    "date": lambda args, data: f"CAST({args[0]} AS DATE)",
    "day": lambda args, data: f"unix_date({args[0]})",
    "round": lambda args, data: f"round({args[0]}, 0)",
    "floor": lambda args, data: f"floor({args[0]})",
    "len": lambda args, data: "count(*)",
    "sum": lambda args, data: f"sum({args[0]})",
    "min": lambda args, data: f"min({args[0]})",
    "max": lambda args, data: f"max({args[0]})",
    "n_unique": lambda args, data: f"(count(DISTINCT {args[0]}) + max(CASE WHEN {args[0]} IS NULL THEN 1 ELSE 0 END))",
}
