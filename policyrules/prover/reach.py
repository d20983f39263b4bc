"""What rules rest on once definitions are followed: parameters, definitions, fields, collections, `is known`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    Collection,
    Derived,
    Expr,
    Field,
    IsKnown,
    Member,
    Parameter,
    Today,
)
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import RefType
from policyrules.syntax import walk


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything some expressions lean on. `asked`: fields whose being known is itself asked for; `today`: the day."""

    parameters: frozenset[str]
    definitions: frozenset[tuple[str, str]]
    fields: frozenset[tuple[str, str]]
    collections: frozenset[tuple[str, str]]
    asked: frozenset[tuple[str, str]]
    today: bool


def reach(ruleset: Ruleset, exprs: Iterable[Expr]) -> Reach:
    """What `exprs` lean on, directly or through definitions."""
    pending: list[tuple[walk.Node, bool]] = [(e, False) for e in exprs]
    parameters, fields, collections, asked, today = set(), set(), set(), set(), False
    seen: dict[tuple[str, str], bool] = {}
    while pending:
        node, inside = pending.pop()
        match node:
            case Parameter():
                parameters.add(node.name)
            case Derived():
                key = (walk.entity_of(node.base), node.name)
                if key not in seen or (inside and not seen[key]):
                    seen[key] = inside
                    pending.append((ruleset.definitions[key].expr, inside))
            case Field():
                fields.add((walk.entity_of(node.base), node.name))
                if inside:
                    asked.add((walk.entity_of(node.base), node.name))
            case Collection():
                collections.add((walk.entity_of(node.base), node.name))
            case Today():
                today = True
            case IsKnown():
                inside = True
        pending.extend((child, inside) for child in walk.children(node))
    return Reach(
        frozenset(parameters), frozenset(seen), frozenset(fields), frozenset(collections), frozenset(asked), today
    )


def stated(rule: Rule) -> list[Expr]:
    """All a rule says: what decides it, and when it is due."""
    return [*walk.deciding(rule), *([rule.due] if rule.due is not None else [])]


def rule_reach(ruleset: Ruleset, *rules: Rule) -> Reach:
    """What rules lean on."""
    return reach(ruleset, (e for rule in rules for e in walk.deciding(rule)))


def told_apart(ruleset: Ruleset) -> frozenset[tuple[str, str]]:
    """References of members that some rule counts the different records of: (entity, field)."""
    exprs = [e for rule in ruleset.rules.values() for e in walk.deciding(rule)]
    exprs += [definition.expr for definition in ruleset.definitions.values()]
    exprs += [e for told in ruleset.properties.values() for e in (told.expr, told.given) if e is not None]
    aggregates = (node for e in exprs for node in walk.nodes(e) if isinstance(node, Aggregate))
    values = (one.value for one in aggregates if one.op is AggregateOp.DISTINCT)
    return frozenset(
        (walk.entity_of(value.base), value.name)
        for value in values
        if isinstance(value, Field) and isinstance(value.base, Member) and isinstance(value.type, RefType)
    )
