"""What rules rest on once definitions are followed: parameters, definitions, fields, collections, `is known`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policyrules.model.expr import Collection, Derived, Expr, Field, IsKnown, Parameter
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.syntax import walk


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything some expressions lean on. `asked`: fields whose being known is itself asked for."""

    parameters: frozenset[str]
    definitions: frozenset[tuple[str, str]]
    fields: frozenset[tuple[str, str]]
    collections: frozenset[tuple[str, str]]
    asked: frozenset[tuple[str, str]]


def reach(ruleset: Ruleset, exprs: Iterable[Expr]) -> Reach:
    """What `exprs` lean on, directly or through definitions."""
    pending: list[tuple[walk.Node, bool]] = [(e, False) for e in exprs]
    parameters, fields, collections, asked = set(), set(), set(), set()
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
            case IsKnown():
                inside = True
        pending.extend((child, inside) for child in walk.children(node))
    return Reach(frozenset(parameters), frozenset(seen), frozenset(fields), frozenset(collections), frozenset(asked))


def rule_reach(ruleset: Ruleset, *rules: Rule) -> Reach:
    """What rules lean on."""
    return reach(ruleset, (e for rule in rules for e in walk.deciding(rule)))
