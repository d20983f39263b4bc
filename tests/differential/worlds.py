"""Many small worlds side by side in one set of facts: missing facts, boundaries, empty collections, orphans.

No world knows of another, because ids and references carry its number; so one run of an engine decides them all.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.types import (
    TEXT,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    RefType,
)
from policyrules.model.vocabulary import FieldDef
from policyrules.semantics.interval import tidy
from tests import build
from tests.strategies.district import SUBJECTS, VOCABULARY

WORLDS = 40


def worlds(random: Random, number: int = WORLDS) -> Facts:
    """`number` worlds with the same tables; now and then a table was not given."""
    given = [entity for entity in SUBJECTS if random.random() > 0.1]
    tables: dict[str, dict[str, dict[str, Value]]] = {entity: {} for entity in given}
    for world in range(number):
        for entity in given:
            for id in SUBJECTS[entity]:
                if random.random() > 0.15:
                    tables[entity][f"{world}/{id}"] = record(random, entity, world)
    return Facts(tables)


def record(random: Random, entity: str, world: int) -> dict[str, Value]:
    """A record with about a quarter of its facts missing."""
    found: dict[str, Any] = {}
    for field in VOCABULARY.entities[entity].fields.values():
        reference = isinstance(field.type, RefType)
        if random.random() < (0.9 if reference and not field.optional else 0.75):
            value = random.choice(edges(field))
            named = reference or (field.type == TEXT and "1" <= str(value)[-1] <= "9")  # a text may be somebody's id
            found[field.id] = f"{world}/{value}" if named else value
    return found


@cache
def edges(field: FieldDef) -> tuple[Value, ...]:
    """Values of a field: its bounds, numbers beside and between them, the days before and after those rules name."""
    match field.type:
        case BoolType():
            return (False, True)
        case DateType():
            return tuple(build.DAY + timedelta(days=n) for n in (-31, -30, -29, -1, 0, 1, 29, 30, 31))
        case EnumType(name):
            return tuple(member.id for member in VOCABULARY.enums[name].members)
        case RefType(entity):
            return (*SUBJECTS[entity], "nobody")
        case NumberType(unit):
            return numbers(field, Fraction(1, 10 ** VOCABULARY.units[unit].decimals))
    return ("a", "a", "b", "b", "t1", "s1")


def numbers(field: FieldDef, step: Fraction) -> tuple[Value, ...]:
    """Numbers within a field's bounds, whole in its smallest step; a huge one where nothing bounds it above."""
    low = -1 if field.low is None else field.low
    high = 3 if field.high is None else field.high
    inside = [low, low, low + step, Fraction(1, 2), 1, Fraction(3, 2), 2, high - step, high, high]
    fitting = [tidy(Fraction(n)) for n in inside if low <= n <= high and n % step == 0]
    return (*fitting, *fitting, *(() if field.high is not None else (10**4,)))
