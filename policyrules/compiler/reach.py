"""What rules lean on once definitions are followed to their ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policyrules.model.expr import Expr
from policyrules.model.ruleset import BulletinDef, Definition, Property, Rule
from policyrules.syntax import walk

Definitions = Mapping[tuple[str, str], Definition]


@dataclass(frozen=True, slots=True)
class Reached:
    """Names that expressions lean on, directly or through definitions."""

    parameters: frozenset[str]
    definitions: frozenset[tuple[str, str]]
    enums: frozenset[str]


def rule_roots(rule: Rule) -> Iterator[Expr]:
    """Every expression of a rule."""
    yield from walk.deciding(rule)
    if rule.due is not None:
        yield rule.due


def bulletin_roots(bulletin: BulletinDef) -> Iterator[Expr]:
    """Every expression of a bulletin."""
    yield bulletin.where
    yield from bulletin.per
    if bulletin.day is not None:
        yield bulletin.day
    for rate in bulletin.rates:
        yield from (rate.part, rate.whole)


def property_roots(stated: Property) -> Iterator[Expr]:
    """Every expression of a property."""
    yield from (expr for expr in (stated.expr, stated.given) if expr is not None)


def reached(roots: Iterable[Expr], definitions: Definitions) -> Reached:
    """Everything `roots` lean on."""
    used = walk.uses(*roots)
    parameters, enums = set(used.parameters), set(used.enums)
    seen: set[tuple[str, str]] = set()
    pending = sorted(used.definitions)
    while pending:
        key = pending.pop()
        if key in definitions and key not in seen:
            seen.add(key)
            inner = walk.uses(definitions[key].expr)
            parameters |= inner.parameters
            enums |= inner.enums
            pending.extend(inner.definitions)
    return Reached(frozenset(parameters), frozenset(seen), frozenset(enums))


def reached_by(rule: Rule, definitions: Definitions) -> Reached:
    """Everything a rule leans on."""
    return reached(rule_roots(rule), definitions)
