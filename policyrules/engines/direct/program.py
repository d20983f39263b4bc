"""A compiled function and what it needs from the facts before it can run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

from policyrules.semantics.lowered import Node

EMPTY: Mapping[str, Any] = {}
Compiled = Callable[..., tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """The records of an entity by id."""

    entity: str


@dataclass(frozen=True, slots=True)
class Members:
    """The ids in one of a record's collections, by the record's id; nothing where they are unknown."""

    entity: str
    collection: str


@dataclass(frozen=True, slots=True)
class Flatten:
    """A function from ids to the ids in one of their collections, None where any is unknown."""

    entity: str
    collection: str


@dataclass(frozen=True, slots=True)
class Definition:
    """The parts of a definition by the record's id, computed when first asked for; nulls for no id."""

    entity: str
    name: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Aggregates over what belongs to a record, which nothing else decides, by the record's id (null for no id),
    computed when first asked for: `count(school.teachers)` once a school and not once a teacher."""

    roots: tuple[Node, ...]


Need = Table | Members | Flatten | Definition | Totals


@dataclass(frozen=True, slots=True)
class Program:
    """Code of a function from a record to values; `constants` and `needs` are the names it looks up."""

    code: CodeType
    constants: Mapping[str, Any]
    needs: Mapping[str, Need]

    def bound(self, found: Mapping[Need, Any]) -> Compiled:
        """The function, with what it needs put in."""
        names = dict(self.constants) | {name: found[need] for name, need in self.needs.items()}
        return FunctionType(self.code, names | {"__builtins__": {}})
