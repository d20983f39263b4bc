"""The conformance cases side by side: all cases of a topic that share a day and their tables become one set of facts.

Every case keeps to itself, because its ids and references carry its own number. So a slow engine starts a few dozen
times, not hundreds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policyrules.compiler.cases.case import Case
from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import RefType
from tests.conformance.data import TOPICS, topic


@dataclass(frozen=True)
class Batch:
    """Cases judged together, each with its subject's new id."""

    topic: str
    ruleset: Ruleset
    facts: Facts
    as_of: date
    cases: tuple[tuple[Case, Ref], ...]


def batches() -> Iterator[Batch]:
    """All conformance cases."""
    for name in TOPICS:
        groups: dict[tuple[object, ...], list[Case]] = {}
        for number, case in enumerate(topic(name).cases):
            # This rule names an id; it must stay as it is.
            own = number if case.rule == "is-head" else None
            groups.setdefault((case.as_of, frozenset(case.facts.tables), own), []).append(case)
        for cases in groups.values():
            yield merged(name, topic(name).ruleset, cases)


def merged(name: str, ruleset: Ruleset, cases: list[Case]) -> Batch:
    """Cases of one day and the same tables as one."""
    tables: dict[str, dict[str, dict[str, Value]]] = {}
    kept = []
    for number, case in enumerate(cases):
        own = f"{number}/" if len(cases) > 1 else ""
        for entity, records in case.facts.tables.items():
            table = tables.setdefault(entity, {})
            fields = ruleset.vocabulary.entities[entity].fields
            for id, record in records.items():
                table[own + id] = {
                    name: f"{own}{value}" if isinstance(fields[name].type, RefType) else value
                    for name, value in record.items()
                }
        kept.append((case, Ref(case.subject.type, own + case.subject.id)))
    return Batch(name, ruleset, Facts(tables), cases[0].as_of, tuple(kept))
