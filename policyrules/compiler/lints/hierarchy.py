"""Who inspects and certifies whom, and who is left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policyrules.compiler.lints.lint import Lint, both
from policyrules.diagnostics.catalogue import lints as codes
from policyrules.diagnostics.source import Place
from policyrules.model.expr import Collection, Expr
from policyrules.model.ruleset import Inspection, Rule, Ruleset
from policyrules.model.types import RefType
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.syntax.walk import entity_of

Step = tuple[str, FieldDef]
"""An entity, and its reference field that an inspection climbs by."""


def inspections(ruleset: Ruleset) -> Iterator[tuple[Rule, Inspection]]:
    """The rules that are inspections."""
    for rule in ruleset.rules.values():
        if rule.inspection is not None:
            yield rule, rule.inspection


def steps(inspection: Inspection, vocabulary: Vocabulary) -> list[Step]:
    """The references an inspection's collection hangs on, from the inspected upwards."""
    found: list[Step] = []
    node: Expr | Collection = inspection.collection
    while isinstance(node, Collection):
        definition = vocabulary.entities[entity_of(node.base)].collections[node.name]
        found.append((definition.entity, vocabulary.entities[definition.entity].fields[definition.by]))
        node = node.base
    return found


def no_inspector(ruleset: Ruleset) -> Iterator[Lint]:
    """PR605: a unit without the reference the inspection hangs on is inspected by nobody."""
    edges = [(rule, edge, steps(edge, ruleset.vocabulary)) for rule, edge in inspections(ruleset)]
    for rule, edge, path in edges:
        gaps = [(entity, f) for entity, f in path if f.optional]
        others = [p for r, e, p in edges if e.inspected == edge.inspected and r.id != rule.id]
        if gaps and not any(avoids(p, gaps[0]) for p in others):
            entity, missing = gaps[0]
            vocabulary = ruleset.vocabulary
            values: dict[str, object] = {"rule": rule.id, "field": both(missing.label)}
            values["entity"] = both(vocabulary.entities[entity].label)
            values["inspected"] = both(vocabulary.entities[edge.inspected].label)
            yield Lint(codes.NO_INSPECTOR, rule.id, rule.place, values)


def avoids(path: list[Step], gap: Step) -> bool:
    """Whether a path reaches units that lack the gap's reference."""
    return all((entity, f.id) != (gap[0], gap[1].id) for entity, f in path)


def parents(entity: str, vocabulary: Vocabulary) -> set[str]:
    """The entities that `entity` refers to."""
    kinds = (f.type for f in vocabulary.entities[entity].fields.values())
    return {k.entity for k in kinds if isinstance(k, RefType) and k.entity != entity}


def ancestors(entity: str, vocabulary: Vocabulary) -> set[str]:
    """Everything that can be reached from `entity` by references."""
    found: set[str] = set()
    pending = [entity]
    while pending:
        new = parents(pending.pop(), vocabulary) - found
        found |= new
        pending.extend(new)
    return found - {entity}


def between(low: str, high: str, vocabulary: Vocabulary) -> list[str]:
    """The entities on the way from `low` up to `high`, in the order they were declared."""
    reached = ancestors(low, vocabulary)
    return [e for e in vocabulary.entities if e in reached and e != high and high in ancestors(e, vocabulary)]


def skipped_level(ruleset: Ruleset) -> Iterator[Lint]:
    """PR613: an inspection, or an enumeration of levels, leaves out a level that the vocabulary has."""
    vocabulary = ruleset.vocabulary
    edges = {(edge.inspector, edge.inspected) for _, edge in inspections(ruleset)}
    for rule, edge in inspections(ruleset):
        for low in chain_below(edge, edges):
            missing = [e for e in between(low, edge.inspector, vocabulary) if (e, edge.inspected) not in edges]
            if missing:
                yield skipped(rule.id, low, missing[0], edge.inspector, vocabulary, rule.place)
                break
    for enum in vocabulary.enums.values():
        named = [m.id for m in enum.members if m.id in vocabulary.entities]
        for one, other in pairwise(named):
            low, high = (one, other) if other in ancestors(one, vocabulary) else (other, one)
            missing = [e for e in between(low, high, vocabulary) if e not in named]
            if missing:
                yield skipped(enum.id, low, missing[0], high, vocabulary, None)
                break


def chain_below(edge: Inspection, edges: set[tuple[str, str]]) -> list[str]:
    """The levels under an inspector: others who inspect the same units, and the units where they inspect in turn."""
    inspectors = {inspector for inspector, _ in edges}
    fellows = sorted({i for i, inspected in edges if inspected == edge.inspected} - {edge.inspector})
    return fellows + ([edge.inspected] if edge.inspected in inspectors else [])


def skipped(id: str, low: str, level: str, high: str, vocabulary: Vocabulary, place: Place | None) -> Lint:
    """PR613 for one gap."""
    names = {"low": low, "level": level, "high": high}
    values: dict[str, object] = {k: both(vocabulary.entities[v].label) for k, v in names.items()}
    return Lint(codes.SKIPPED_LEVEL, id, place, {"id": id, **values})
