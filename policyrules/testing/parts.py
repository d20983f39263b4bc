"""The named parts of a ruleset's own layer: where a condition stands, and on whom it bears."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policyrules.diagnostics.source import Place
from policyrules.model.expr import TRUE, Expr
from policyrules.model.ruleset import Definition, Rule
from policyrules.model.words import Text
from policyrules.testing.trial import Trial

APPLIES, UNLESS, MUST, DUE, ROW, VALUE = "applies", "unless", "must", "due", "row", "value"


@dataclass(frozen=True, slots=True)
class Owner:
    """A rule or definition: its id, its entity, and where it is written."""

    kind: str
    id: str
    entity: str
    label: Text
    place: Place | None


@dataclass(frozen=True, slots=True)
class Part:
    """One expression of an owner. `number` (from 1) tells exemptions and rows apart."""

    owner: Owner
    role: str
    expr: Expr
    number: int = 0

    @property
    def name(self) -> str:
        """The part as people call it: `must`, `row 2`."""
        return f"{self.role} {self.number}" if self.number else self.role


def rule_owner(rule: Rule) -> Owner:
    """A rule as an owner."""
    return Owner("rule", rule.id, rule.subject, rule.label, rule.place)


def definition_owner(definition: Definition) -> Owner:
    """A definition as an owner."""
    return Owner("definition", definition.id, definition.entity, definition.label, definition.place)


def rule_parts(rule: Rule) -> Iterator[Part]:
    """The expressions of a rule, in the order they are asked."""
    owner = rule_owner(rule)
    if rule.applies != TRUE:
        yield Part(owner, APPLIES, rule.applies)
    yield from (Part(owner, UNLESS, e.when, i) for i, e in enumerate(rule.exemptions, 1))
    if rule.must is not None:
        yield Part(owner, MUST, rule.must)
    if rule.table is not None:
        yield from (Part(owner, ROW, row.when, i) for i, row in enumerate(rule.table.rows, 1))
    if rule.due is not None:
        yield Part(owner, DUE, rule.due)


def own_parts(trial: Trial) -> Iterator[Part]:
    """Every expression that the ruleset's own layer wrote: those of rules, then those of definitions."""
    for rule in trial.rules():
        yield from rule_parts(rule)
    for definition in trial.definitions():
        yield Part(definition_owner(definition), VALUE, definition.expr)
