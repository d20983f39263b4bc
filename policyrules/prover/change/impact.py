"""Who changes verdict, where, and because of which parameters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations

from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import RefType
from policyrules.model.vocabulary import Vocabulary
from policyrules.prover.change.result import Impact, Moved
from policyrules.prover.change.structure import values
from policyrules.prover.reach import reach
from policyrules.semantics import World, judge
from policyrules.syntax.walk import deciding

Key = tuple[str, Ref]
MOST_TOGETHER = 3


def impact(
    old: Ruleset, new: Ruleset, facts: Facts, day: date, before: Iterable[Judgement], after: Iterable[Judgement]
) -> Impact:
    """What is different between two lots of judgements on the same facts and day."""
    was = {(j.rule, j.subject): j for j in before}
    now = {(j.rule, j.subject): j for j in after}
    causes = Causes(old, new, facts, day)
    moved = [
        Moved(was.get(key), now.get(key), causes.of(key, was.get(key)))
        for key in sorted({*was, *now}, key=lambda k: (k[0], k[1].type, k[1].id))
        if outcome(was.get(key)) != outcome(now.get(key))
    ]
    return Impact(tuple(moved), by_unit(moved, facts, new.vocabulary))


def outcome(judgement: Judgement | None) -> object:
    """What a judgement says, without whom it is about."""
    return None if judgement is None else (judgement.verdict, judgement.points)


class Causes:
    """Which parameters, set back to their old values, bring a verdict back."""

    def __init__(self, old: Ruleset, new: Ruleset, facts: Facts, day: date) -> None:
        """Look for causes of differences between `old` and `new`."""
        self.old, self.new, self.facts, self.day = old, new, facts, day
        self.changed = [
            name for name in new.parameters if name in old.parameters and values(old, name) != values(new, name)
        ]
        self._worlds: dict[tuple[str, ...], World] = {}
        self._leans: dict[str, frozenset[str]] = {}

    def of(self, key: Key, before: Judgement | None) -> tuple[tuple[str, ...], ...]:
        """The smallest sets of parameters that account for a change: each by itself, or some only together."""
        rule = self.new.rules.get(key[0])
        if rule is None or before is None:
            return ()
        names = [name for name in self.changed if name in self.leans(rule)]
        for size in range(1, min(len(names), MOST_TOGETHER) + 1):
            found = tuple(some for some in combinations(names, size) if self.undo(rule, key[1], some, before))
            if found:
                return found
        every = tuple(names)
        return (every,) if len(names) > MOST_TOGETHER and self.undo(rule, key[1], every, before) else ()

    def undo(self, rule: Rule, subject: Ref, names: tuple[str, ...], before: Judgement) -> bool:
        """Whether the old values of these parameters bring the old outcome back."""
        world = self._worlds.get(names)
        if world is None:
            old = {name: self.old.parameters[name] for name in names}
            undone = replace(self.new, parameters={**self.new.parameters, **old})
            world = self._worlds[names] = World(undone, self.facts, self.day)
        return outcome(judge(rule, subject, world)) == outcome(before)

    def leans(self, rule: Rule) -> frozenset[str]:
        """The parameters a rule rests on."""
        found = self._leans.get(rule.id)
        if found is None:
            exprs = [*deciding(rule), *([rule.due] if rule.due is not None else [])]
            found = self._leans[rule.id] = reach(self.new, exprs).parameters
        return found


def by_unit(moved: Iterable[Moved], facts: Facts, vocabulary: Vocabulary) -> dict[str, dict[str, int]]:
    """How many changes there are under each record that a subject belongs to, itself aside."""
    counts: dict[str, Counter[str]] = {}
    for one in moved:
        for ref in sorted(above(one.subject, facts, vocabulary), key=str):
            counts.setdefault(ref.type, Counter())[ref.id] += 1
    return {entity: dict(sorted(found.items())) for entity, found in sorted(counts.items())}


def above(subject: Ref, facts: Facts, vocabulary: Vocabulary) -> set[Ref]:
    """The records a record belongs to, directly or further up."""
    found: set[Ref] = set()
    pending = [subject]
    while pending:
        at = pending.pop()
        record = facts.get(at.type, at.id) or {}
        for field in vocabulary.entities[at.type].fields.values():
            if isinstance(field.type, RefType) and field.id in record:
                ref = Ref(field.type.entity, str(record[field.id]))
                if ref not in found and ref != subject:
                    found.add(ref)
                    pending.append(ref)
    return found
