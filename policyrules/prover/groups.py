"""Rules that share no fact can be looked at apart: whoever meets the one and whoever meets the other are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import prod

from policyrules.model.expr import Aggregate, Subject
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import BoolType, EnumType, RefType
from policyrules.prover.encode.store import Counted, MayBeUnknown
from policyrules.prover.reach import reach, rule_reach, stated
from policyrules.syntax.walk import deciding, nodes

MOST_SORTS = 100
MOST_ASKED_FOR = 12


def groups(ruleset: Ruleset, rules: Iterable[Rule]) -> Mapping[str, str]:
    """For each rule its group, named after its first rule. Rules of different groups look at different facts."""
    together: list[tuple[list[str], set[object]]] = []
    for rule in rules:
        ids, facts = [rule.id], looked_at(ruleset, rule)
        apart = []
        for known in together:
            if known[1].isdisjoint(facts):
                apart.append(known)
            else:
                ids, facts = known[0] + ids, known[1] | facts
        together = [*apart, (ids, facts)]
    order = {rule.id: at for at, rule in enumerate(ruleset.rules.values())}
    return {id: min(ids, key=order.__getitem__) for ids, _ in together for id in ids}


def looked_at(ruleset: Ruleset, rule: Rule) -> set[object]:
    """What the rule may share with another: fields, records of other entities (by entity), the day itself."""
    leans = reach(ruleset, stated(rule))
    found: set[object] = set(leans.fields)
    for entity, name in leans.fields:
        type = ruleset.vocabulary.entities[entity].fields[name].type if name != "id" else None
        if isinstance(type, RefType):
            found.add(type.entity)
    found |= {ruleset.vocabulary.entities[entity].collections[name].entity for entity, name in leans.collections}
    return found | ({"today"} if leans.today else set())


def countable(ruleset: Ruleset, entity: str, rules: Iterable[Rule], unknown: MayBeUnknown) -> Counted:
    """Collections of the subject whose members come in a fixed number of sorts, with what tells the sorts apart.

    Only yes-or-no facts and words of an enumeration are read of such members, and they are reached on no other way: so
    how many there are of each sort says all, however many they are.
    """
    leans = rule_reach(ruleset, *rules)
    entities = ruleset.vocabulary.entities
    reached = Counter(entities[owner].collections[name].entity for owner, name in leans.collections)
    by = {(one.entity, one.by) for owner, name in leans.collections for one in [entities[owner].collections[name]]}
    named = {
        type.entity
        for at, name in leans.fields - by
        if name != "id" and isinstance(type := entities[at].fields[name].type, RefType)
    }
    found = {}
    for owner, name in leans.collections:
        member = entities[owner].collections[name].entity
        fields = sorted(n for e, n in leans.fields if e == member and (e, n) not in by)
        alone = owner == entity != member and reached[member] == 1 and not named & {entity, member}
        inner = any(at == member for at, _ in leans.collections)
        few = all(finite(ruleset, member, field, unknown) for field in fields)
        if alone and not inner and few and prod(choices(ruleset, member, f) for f in fields) <= MOST_SORTS:
            found[owner, name] = tuple(fields)
    return found


def kinds_asked_for(ruleset: Ruleset, entity: str, rules: Sequence[Rule]) -> Mapping[tuple[str, str], int]:
    """How many conditions rules put on the members of each collection of the subject: each may take a kind of its own.

    Of collections whose members have members only few kinds are told apart: they cost too much.
    """
    leans = rule_reach(ruleset, *rules)
    exprs = [e for rule in rules for e in deciding(rule)] + [ruleset.definitions[key].expr for key in leans.definitions]
    found: dict[tuple[str, str], set[object]] = {}
    for node in nodes(*exprs):
        if isinstance(node, Aggregate) and isinstance(node.source.base, Subject):
            owner = node.source.base.entity, node.source.name
            if owner[0] == entity and not any(at == node.source.entity for at, _ in leans.collections):
                found.setdefault(owner, set()).add((node.where, node.value))
    return {key: min(len(conditions), MOST_ASKED_FOR) for key, conditions in found.items()}


def finite(ruleset: Ruleset, entity: str, field: str, unknown: MayBeUnknown) -> bool:
    """Whether a fact is always known and one of a few."""
    if field == "id":
        return False
    defined = ruleset.vocabulary.entities[entity].fields[field]
    return isinstance(defined.type, BoolType | EnumType) and not unknown(entity, defined)


def choices(ruleset: Ruleset, entity: str, field: str) -> int:
    """How many values such a fact has."""
    type = ruleset.vocabulary.entities[entity].fields[field].type
    return len(ruleset.vocabulary.enums[type.name].members) if isinstance(type, EnumType) else 2
