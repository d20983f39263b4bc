"""Same numbers that may be one list or several, and names nobody uses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from policyrules.compiler.constant import constant
from policyrules.compiler.lints.lint import Lint, both
from policyrules.compiler.reach import Reached, bulletin_roots, property_roots, reached, rule_roots
from policyrules.diagnostics.catalogue import lints as codes
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Place
from policyrules.model.expr import Aggregate, AggregateOp
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import COUNT, EnumType, RefType

COUNTING = (AggregateOp.COUNT, AggregateOp.DISTINCT)


def same_number(ruleset: Ruleset) -> Iterator[Lint]:
    """PR610: a target asks for the same number of the same entity as one before it."""
    groups: dict[tuple[str, str], dict[str, Rule]] = {}
    for rule in ruleset.rules.values():
        key = counted(rule, ruleset)
        if key is not None:
            groups.setdefault(key, {}).setdefault(rule.id.split("@")[0], rule)
    for (entity, number), targets in groups.items():
        first, *others = targets
        counted_entity = ruleset.vocabulary.entities[entity]
        word = counted_entity.measure_word or ruleset.vocabulary.units[COUNT].label.zh
        amount, label = Sentence(f"{number} {word}", number), both(counted_entity.label)
        for target in others:
            values = {"target": target, "other": first, "number": amount, "entity": label}
            yield Lint(codes.SAME_NUMBER, target, targets[target].place, values)


def counted(rule: Rule, ruleset: Ruleset) -> tuple[str, str] | None:
    """The entity a target counts and the number it asks for, where both are plain."""
    if rule.measure is None:
        return None
    bound = constant(rule.measure.bound, ruleset.parameters, rule.validity)
    value = rule.measure.value
    if bound is None or not isinstance(value, Aggregate) or value.op not in COUNTING:
        return None
    # Distinct values of a reference are records of the entity referred to: schools on a list, not entries of the list.
    kind = value.value.type if value.value is not None else None
    return kind.entity if isinstance(kind, RefType) else value.source.entity, str(bound)


def unused_names(ruleset: Ruleset) -> Iterator[Lint]:
    """PR611: a definition, phase or enumeration that nothing uses."""
    by_rules = chain.from_iterable(rule_roots(r) for r in ruleset.rules.values())
    by_bulletins = chain.from_iterable(bulletin_roots(b) for b in ruleset.bulletins.values())
    by_properties = chain.from_iterable(property_roots(p) for p in ruleset.properties.values())
    used = reached(chain(by_rules, by_bulletins, by_properties), ruleset.definitions)
    for key, definition in ruleset.definitions.items():
        if key not in used.definitions:
            yield unused(definition.id, "定义", "definition", definition.place)
    phases = {r.phase for r in ruleset.rules.values()}
    for phase in ruleset.phases:
        if phase not in phases:
            yield unused(phase, "阶段", "phase", None)
    enums = enums_in_use(ruleset, used)
    for enum in ruleset.vocabulary.enums:
        if enum not in enums:
            yield unused(enum, "枚举", "enumeration", None)


def enums_in_use(ruleset: Ruleset, used: Reached) -> set[str]:
    """The enumerations that a field, a parameter or a condition speaks of."""
    entities = ruleset.vocabulary.entities.values()
    kinds = [f.type for e in entities for f in e.fields.values()] + [p.type for p in ruleset.parameters.values()]
    return {k.name for k in kinds if isinstance(k, EnumType)} | used.enums


def unused(id: str, zh: str, en: str, place: Place | None) -> Lint:
    """PR611 for one name."""
    return Lint(codes.UNUSED_NAME, id, place, {"id": id, "what": Sentence(zh, en)})
