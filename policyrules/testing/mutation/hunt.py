"""Looking for a subject on which two rulesets differ, and making it small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import NamedTuple, TypeVar

from policyrules.compiler.cases import Case
from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import RefType
from policyrules.model.words import Verdict
from policyrules.semantics import World, judge
from policyrules.testing.ground import Ground, ground
from policyrules.testing.village import HALF, KNOWN, village

Tables = dict[str, dict[str, dict[str, Value]]]
BENDS = 200
"""How often the cases of a rule are bent in a few facts."""
VILLAGES = 200
"""How many villages are made for a rule, and again with gaps: what the solver proves it proves of recorded facts."""
MOST_RULES = 8
MOST_RECORDS = 300
FEWEST_AT_ONCE = 8
"""Of a longer table fewer are not taken away at a time: every time it is judged again."""
E = TypeVar("E", bound="Example")


@dataclass(frozen=True, slots=True)
class Example:
    """A subject, facts and a day, and what a rule says of it."""

    rule: str
    subject: Ref
    as_of: date
    facts: Facts
    found: Judgement

    @property
    def decided(self) -> bool:
        """Whether the verdict is decided."""
        return self.found.verdict is not Verdict.UNDETERMINED


@dataclass(frozen=True, slots=True)
class Difference(Example):
    """An example of which a rule says one thing in the original, another in the mutant."""

    mutant: Judgement

    @property
    def decided(self) -> bool:
        """Whether both verdicts are decided."""
        return Verdict.UNDETERMINED not in (self.found.verdict, self.mutant.verdict)


class Pair:
    """One rule as two rulesets have it."""

    def __init__(self, original: Ruleset, mutant: Ruleset, rule: str) -> None:
        """Compare `original` and `mutant` on `rule`."""
        self.original, self.mutant = original, mutant
        self.rules: tuple[Rule, Rule] = (original.rules[rule], mutant.rules[rule])

    def differ(self, facts: Facts, subject: Ref, as_of: date) -> Difference | None:
        """The difference on these facts, if there is one."""
        one = judge(self.rules[0], subject, World(self.original, facts, as_of))
        two = judge(self.rules[1], subject, World(self.mutant, facts, as_of))
        if (one.verdict, one.points) == (two.verdict, two.points):
            return None
        return Difference(self.rules[0].id, subject, as_of, facts, one, two)

    def same(self, found: Difference, facts: Facts, as_of: date) -> Difference | None:
        """The same two verdicts on other facts."""
        other = self.differ(facts, found.subject, as_of)
        same = other is not None and (other.found, other.mutant) == (found.found, found.mutant)
        return other if same else None


def hunt(
    original: Ruleset, mutant: Ruleset, rules: tuple[str, ...], cases: Mapping[str, tuple[Case, ...]], seed: int
) -> Difference | None:
    """A difference on one of `rules`, as small as it will go; a decided one where one turns up. None: none was found.

    The same arguments give the same answer.
    """
    doubtful: Difference | None = None
    for id in rules[:MOST_RULES]:
        pair = Pair(original, mutant, id)
        for found in attempts(pair, cases.get(id, ()), Random(seed)):  # noqa: S311 - a search, no secret
            if found.decided:
                return minimised(found, pair.same)
            doubtful = doubtful or found
    return None if doubtful is None else minimised(doubtful, Pair(original, mutant, doubtful.rule).same)


def attempts(pair: Pair, cases: tuple[Case, ...], random: Random) -> Iterator[Difference]:
    """Differences on facts worth trying."""
    joint = united(ground(pair.original, [pair.rules[0]]), ground(pair.mutant, [pair.rules[1]]))
    for facts, subject, as_of in tries(joint, pair.rules[0].subject, cases, random):
        found = pair.differ(facts, subject, as_of)
        if found is not None:
            yield found


def tries(joint: Ground, entity: str, cases: tuple[Case, ...], random: Random) -> Iterator[tuple[Facts, Ref, date]]:
    """Facts worth trying: bent cases, villages, then villages of which only half is known."""
    small = [case for case in cases if sum(map(len, case.facts.tables.values())) <= MOST_RECORDS]
    for turn in range(BENDS if small else 0):
        case = small[turn % len(small)]
        facts, as_of = bent(case, joint, random)
        if case.subject.id in facts.tables.get(case.subject.type, {}):
            yield facts, case.subject, as_of
    for known in (KNOWN, HALF):
        for _ in range(VILLAGES):
            yield village(random.choice, joint, entity, None, known), Ref(entity, "X001"), random.choice(joint.days)


def united(one: Ground, two: Ground) -> Ground:
    """Everything that either of two grounds has."""
    values = {
        key: tuple(dict.fromkeys((*one.values.get(key, ()), *two.values.get(key, ()))))
        for key in sorted({*one.values, *two.values})
    }
    return replace(
        one,
        fields=one.fields | two.fields,
        collections=one.collections | two.collections,
        values=values,
        days=tuple(sorted({*one.days, *two.days})),
        sizes=tuple(sorted({*one.sizes, *two.sizes})),
    )


def bent(case: Case, joint: Ground, random: Random) -> tuple[Facts, date]:
    """A case with a few facts changed, forgotten, doubled or taken away, and perhaps on another day."""
    tables: Tables = {e: {id: dict(r) for id, r in table.items()} for e, table in case.facts.tables.items()}
    for _ in range(random.choice((1, 1, 2, 3))):
        entity = random.choice(sorted(e for e in tables if tables[e]) or [""])
        if not entity:
            break
        id = random.choice(sorted(tables[entity]))
        way = random.random()
        if way < 0.1:
            copy = f"{id}-{len(tables[entity])}"
            tables[entity][copy] = dict(tables[entity][id])
        elif way < 0.2 and id != case.subject.id:
            del tables[entity][id]
        else:
            bend(tables, entity, id, joint, random)
    as_of = random.choice(joint.days) if random.random() < 0.15 else case.as_of
    return Facts(tables), as_of


def bend(tables: Tables, entity: str, id: str, joint: Ground, random: Random) -> None:
    """Another value for one fact of a record."""
    fields = joint.fields_of(entity)
    if not fields:
        return
    field, record = random.choice(fields), tables[entity][id]
    values = joint.values.get((entity, field.id), ())
    if isinstance(field.type, RefType):
        values = tuple(sorted(tables.get(field.type.entity, {})))
    if not values or random.random() < 0.1:
        record.pop(field.id, None)
    else:
        record[field.id] = random.choice(values)


def minimised(found: E, again: Callable[[E, Facts, date], E | None]) -> E:
    """The same example with tables, records and facts taken away as long as `again` finds it there."""
    shrunk = True
    while shrunk:
        shrunk = False
        for removal in removals(found.facts, found.subject):
            facts = without(found.facts, removal)
            other = None if facts is None else again(found, facts, found.as_of)
            if other is not None:
                found, shrunk = other, True
    return found


class Removal(NamedTuple):
    """Records of a table to take away; with `field` only that fact of theirs; without `ids` the whole table."""

    entity: str
    ids: tuple[str, ...] = ()
    field: str = ""


def removals(facts: Facts, subject: Ref) -> Iterator[Removal]:
    """What may be taken away, most at a time first. In a long table nobody is looked at alone."""
    for entity, table in facts.tables.items():
        others = [id for id in table if (entity, id) != (subject.type, subject.id)]
        size, least = len(others), 1 if len(table) <= MOST_RECORDS else FEWEST_AT_ONCE
        while size >= least:
            yield from (Removal(entity, tuple(others[at : at + size])) for at in range(0, len(others), size))
            size //= 2
    for entity, table in facts.tables.items():
        fields = sorted({field for record in table.values() for field in record})
        yield from (Removal(entity, tuple(table), field) for field in fields)
        if len(table) <= MOST_RECORDS:
            yield from (Removal(entity, (id,), field) for id, record in table.items() for field in record)
    yield from (Removal(entity) for entity in facts.tables if entity != subject.type)


def without(facts: Facts, removal: Removal) -> Facts | None:
    """The facts without something; None where it is gone already."""
    entity, ids, field = removal
    table = facts.tables.get(entity)
    if table is None:
        return None
    if not ids:
        return Facts({other: t for other, t in facts.tables.items() if other != entity})
    gone = [id for id in ids if id in table and (not field or field in table[id])]
    if not gone:
        return None
    shorter = dict(table)
    for id in gone:
        if field:
            shorter[id] = {name: value for name, value in table[id].items() if name != field}
        else:
            del shorter[id]
    return Facts({**facts.tables, entity: shorter})
