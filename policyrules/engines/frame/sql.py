"""Plans put to work by Spark: one SQL query for each relation, because building Spark's expressions one by one takes a
call into the JVM for each.

Texts of the vocabulary never stand in the query as they are: whatever is no letter, digit or plain sign is spelled as
its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.engines.frame.formula import Formulas, quoted
from policyrules.engines.frame.kind import Kind, Rows
from policyrules.engines.frame.narrow import narrowed
from policyrules.engines.frame.relation import Given, Grouped, Joined, Kept, Made, Picked, Relation, below_of
from policyrules.engines.frame.stepped import stepped
from policyrules.model.errors import UsageError

Types = Mapping[str, str | None]
KNOWN = {
    "boolean": "Boolean",
    "tinyint": "Int8",
    "smallint": "Int16",
    "int": "Int32",
    "bigint": "Int64",
    "double": "Float64",
    "string": "String",
}
LONGEST_TOLD = 300


# What Spark's parser takes with the memory that its driver has where nobody asks for more, four times over.
MOST_LETTERS = 2**20


def queries(relations: Sequence[Relation]) -> Callable[[Mapping[str, Any]], list[Any]]:
    """Relations as PySpark frames, each one query, once there are PySpark frames to lay them over."""
    made = [stepped(narrowed(relation)) for relation in relations]
    return lambda tables: [laid(relation, tables) for relation in made]


def laid(relation: Relation, tables: Mapping[str, Any]) -> Any:
    """A relation over PySpark frames, by name, as one such frame. Raises UsageError where Spark does not take it."""
    given = {name: tables[name] for name in sorted({one.name for one in below_of(relation) if isinstance(one, Given)})}
    with told_plainly():
        types = {name: {column: KNOWN.get(type) for column, type in frame.dtypes} for name, frame in given.items()}
        text = Query(relation, types).text
        if len(text) > MOST_LETTERS:
            raise refused(f"{len(text):,} > {MOST_LETTERS:,}")
        return next(iter(given.values())).sparkSession.sql(text, **given)


def rows(frames: Sequence[Any]) -> list[Rows]:
    """All rows of each PySpark frame. Raises UsageError where Spark does not compute them."""
    with told_plainly():
        return [[tuple(row) for row in frame.collect()] for frame in frames]


def written(frames: Sequence[Any], files: Sequence[Path]) -> None:
    """PySpark frames as folders of parquet files. Raises UsageError where Spark does not write them."""
    with told_plainly():
        for frame, file in zip(frames, files, strict=True):
            frame.write.parquet(str(file))


@contextmanager
def told_plainly() -> Iterator[None]:
    """What Spark reports, without the stack of its calls."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise refused(first_line(str(error))) from None


def first_line(report: str) -> str:
    """The line of a report that says what happened: the first, but for the name of the call that failed."""
    lines = [line.strip().removeprefix(": ") for line in report.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith("An error occurred while calling")]
    return (said or ["?"])[0][:LONGEST_TOLD]


def refused(told: str) -> UsageError:
    """What is said where Spark does not do it."""
    return UsageError((codes.SPARK_FAILED.at(None, told=told),))


class Query:
    """One query. A relation that is needed once stands where it is needed, any other in front, under a name."""

    def __init__(self, relation: Relation, given: Mapping[str, Types]) -> None:
        """Spell out `relation` as `text`; `given`: the types of the columns of each table by name."""
        self._given = given
        self._uses = Counter(below for each in below_of(relation) for below in each.below)
        self._shared: dict[Relation, tuple[str, str]] = {}
        self._types: dict[Relation, dict[str, str | None]] = {}
        self._names = count()
        body = self._body(relation)
        front = ", ".join(f"{name} AS ({text})" for name, text in self._shared.values())
        self.text = f"WITH {front} {body}" if front else body

    def _body(self, relation: Relation) -> str:
        match relation:
            case Picked(base, made):
                source, known = self._from(base)
                return selected(self._named(relation, {}, known, made), source)
            case Grouped(base, key, made):
                source, known = self._from(base)
                keys = ", ".join(quoted(name) for name in key)
                own = self._named(relation, {name: known.get(name) for name in key}, known, made)
                return f"{selected(keys + ', ' * bool(own) + own, source)} GROUP BY {keys}"
        source, types = self._rows(relation)
        self._types[relation] = dict(types)
        return selected(", ".join(quoted(name) for name in sorted(relation.names)), source)

    def _from(self, relation: Relation) -> tuple[str, Types]:
        """What stands behind FROM for a relation, and the types of its columns."""
        if isinstance(relation, Given):
            return f"{{{relation.name}}}", self._given.get(relation.name, {})
        if relation in self._shared:
            return self._shared[relation][0], self._types[relation]
        if self._uses[relation] < 2 and isinstance(relation, Joined):
            return self._rows(relation)
        body = self._body(relation)
        if self._uses[relation] < 2:
            return f"({body})", self._types[relation]
        name = f"t{next(self._names)}"
        self._shared[relation] = name, body
        return name, self._types[relation]

    def _rows(self, relation: Relation) -> tuple[str, Types]:
        """A join or filter behind FROM. No two tables of a plan have a column of one name."""
        match relation:
            case Joined(base, other, mine, theirs, how):
                (left, one), (right, two) = self._from(base), self._from(other)
                right = f"({right})" if isinstance(other, Joined) else right
                on = " AND ".join(f"{quoted(a)} = {quoted(b)}" for a, b in zip(mine, theirs, strict=True))
                return f"{left} {how.upper()} JOIN {right} ON {on}", {**one, **two}
            case Kept(base, condition):
                source, types = self._from(base)
                return f"{source} WHERE {Formulas(types).of(condition).text}", types
        raise AssertionError(relation)

    def _named(self, relation: Relation, kept: Types, known: Types, made: Made) -> str:
        """Expressions under their names; the types of the relation's columns are noted."""
        formulas = Formulas(known)
        found = [(name, formulas.of(column)) for name, column in made]
        self._types[relation] = {**kept, **{name: formula.type for name, formula in found}}
        return ", ".join(f.text if f.text == quoted(name) else f"{f.text} AS {quoted(name)}" for name, f in found)


def selected(what: str, source: str) -> str:
    """A SELECT."""
    return " ".join(["SELECT", what, "FROM", source])


PYSPARK = Kind("pyspark", lambda native: native, queries, list, written, rows)
