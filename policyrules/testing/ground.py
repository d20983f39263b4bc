"""Values worth trying: for every fact some rules read, what lies at and beside the lines they draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from policyrules.compiler.reach import reached_by, rule_roots
from policyrules.model.expr import Expr, Literal, Value
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import COUNT, BoolType, DateType, EnumType, NumberType, PeriodType, RefType, TextType, Type
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.model.words import Period, Validity
from policyrules.prover.reach import reach
from policyrules.syntax.walk import nodes
from policyrules.testing.steps import moved, neighbours

MOST_MEMBERS = 60
FEW = (0, 1, 2, 3)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What facts about some rules are made of.

    `fields`: the facts they read, references on the way included; `collections` those they count over. `values` holds
    the known values of each field that is no reference; `days` those on which a verdict may change; `sizes` how many
    members a collection may have.
    """

    ruleset: Ruleset
    fields: frozenset[Key]
    collections: frozenset[Key]
    values: Mapping[Key, tuple[Value, ...]]
    days: tuple[date, ...]
    sizes: tuple[int, ...]

    def fields_of(self, entity: str) -> list[FieldDef]:
        """The fields of an entity that are read, in the order of the vocabulary."""
        return [f for f in self.ruleset.vocabulary.entities[entity].fields.values() if (entity, f.id) in self.fields]


def ground(ruleset: Ruleset, rules: Iterable[Rule]) -> Ground:
    """The ground of some rules."""
    chosen = list(rules)
    roots = [expr for rule in chosen for expr in rule_roots(rule)]
    used = reach(ruleset, roots)
    constants = constants_of(ruleset, chosen)
    vocabulary = ruleset.vocabulary
    fields = set(used.fields)
    for entity, name in used.collections:
        collection = vocabulary.entities[entity].collections[name]
        fields.add((collection.entity, collection.by))
    known = {(e, f) for e, f in fields if f in vocabulary.entities[e].fields}
    values = {
        (entity, field): candidates(vocabulary.entities[entity].fields[field], constants, vocabulary)
        for entity, field in sorted(known)
    }
    counts = constants.get(NumberType(COUNT), set())
    near = {int(c) + d for c in counts if isinstance(c, int) for d in (-1, 0, 1)}
    sizes = sorted({*FEW, *(n for n in near if 0 <= n <= MOST_MEMBERS)})
    days = days_of(ruleset, chosen, constants.get(DateType(), set()))
    return Ground(ruleset, frozenset(known), frozenset(used.collections), values, days, tuple(sizes))


def constants_of(ruleset: Ruleset, rules: Iterable[Rule]) -> dict[Type, set[Value]]:
    """Every value that rules write or take from parameters, by type; a period as its two ends."""
    found: dict[Type, set[Value]] = {}
    for rule in rules:
        used = reached_by(rule, ruleset.definitions)
        exprs: list[Expr] = [*rule_roots(rule), *(ruleset.definitions[key].expr for key in sorted(used.definitions))]
        for node in nodes(*exprs):
            if isinstance(node, Literal):
                note(found, node.type, node.value)
        for name in sorted(used.parameters):
            for version in ruleset.parameters[name].values:
                if version.value is not None:
                    note(found, ruleset.parameters[name].type, version.value)
    return found


def note(found: dict[Type, set[Value]], type: Type, value: Value) -> None:
    """Remember a constant."""
    if isinstance(value, Period):
        found.setdefault(DateType(), set()).update((value.start, value.end))
    else:
        found.setdefault(type, set()).add(value)


def candidates(field: FieldDef, constants: Mapping[Type, set[Value]], vocabulary: Vocabulary) -> tuple[Value, ...]:
    """The known values of a field, sorted: each constant of its type, its neighbours, and the field's own bounds."""
    match field.type:
        case BoolType():
            return (False, True)
        case EnumType(name):
            return tuple(m.id for m in vocabulary.enums[name].members)
        case NumberType():
            found = {0, *(c for c in (field.low, field.high) if c is not None), *constants.get(field.type, set())}
            near = found | {n for v in found for n in neighbours(v, field.type, vocabulary)}
            return tuple(sorted(n for n in near if inside(n, field)))  # type: ignore[type-var]
        case DateType():
            days = constants.get(field.type, set()) or {date(2022, 6, 15)}
            return tuple(sorted(days | {n for d in days for n in neighbours(d, field.type, vocabulary)}))  # type: ignore[type-var]
        case PeriodType() | RefType():
            return ()
        case TextType():
            return (*sorted(map(str, constants.get(field.type, ()))), "-")


def inside(value: object, field: FieldDef) -> bool:
    """Whether a number lies within the bounds of its field."""
    return not (
        (field.low is not None and value < field.low)  # type: ignore[operator]
        or (field.high is not None and value > field.high)  # type: ignore[operator]
    )


def days_of(ruleset: Ruleset, rules: Iterable[Rule], constants: Iterable[Value]) -> tuple[date, ...]:
    """Days on which verdicts may change: the ends of validities, of rules and parameters, and the days rules write."""
    validities = [layer.validity for layer in ruleset.layers]
    for rule in rules:
        validities.append(rule.validity)
        for name in sorted(reached_by(rule, ruleset.definitions).parameters):
            validities.extend(version.validity for version in ruleset.parameters[name].values)
    found = {day for v in validities for day in ends(v)} | {c for c in constants if isinstance(c, date)}
    found = found or {date(2022, 6, 15)}
    return tuple(sorted(found | {near for day in found for near in moved(day)}))


def ends(validity: Validity) -> list[date]:
    """The ends of a validity that are given."""
    return [day for day in (validity.start, validity.end) if day is not None]
