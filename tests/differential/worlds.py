"""Many small worlds side by side in one set of facts: missing facts, boundaries, empty collections, orphans.

No world knows of another, because ids and references carry its number; so one run of an engine decides them all.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.types import DATE, RefType
from policyrules.model.vocabulary import FieldDef
from tests import build
from tests.strategies.facts import SUBJECTS, domain

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
    for field in build.VOCABULARY.entities[entity].fields.values():
        reference = isinstance(field.type, RefType)
        if random.random() < (0.9 if reference else 0.75):
            value = random.choice(edges(field))
            found[field.id] = f"{world}/{value}" if reference else value
    return found


@cache
def edges(field: FieldDef) -> tuple[Value, ...]:
    """The values of a field, with the days before and after those that rules name."""
    if field.type == DATE:
        return tuple(build.DAY + timedelta(days=n) for n in (-31, -30, -29, -1, 0, 1, 29, 30, 31))
    return domain(field)
