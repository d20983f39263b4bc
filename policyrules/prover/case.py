"""Concrete facts, one subject, one day: judged by the reference, once a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from policyrules.model.expr import Expr
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Verdict
from policyrules.prover.answer import Witness
from policyrules.prover.reach import Reach, reach
from policyrules.semantics import World, judge
from policyrules.syntax.walk import deciding

FAILED = (Verdict.UNMET, Verdict.PENDING)
FINE = (Verdict.MET, Verdict.NOT_APPLICABLE)


class Case:
    """Facts a question is about, seen through any ruleset."""

    def __init__(self, facts: Facts, subject: Ref, day: date) -> None:
        """Look at `subject` in `facts` on `day`. `other`: a second state it is compared with, where there is one."""
        self.facts = facts
        self.subject = subject
        self.day = day
        self.other: Case | None = None
        self._worlds: dict[int, World] = {}
        self._judged: dict[tuple[int, str], Judgement] = {}

    def world(self, ruleset: Ruleset) -> World:
        """The facts as `ruleset` sees them."""
        found = self._worlds.get(id(ruleset))
        if found is None:
            found = self._worlds[id(ruleset)] = World(ruleset, self.facts, self.day)
        return found

    def judge(self, ruleset: Ruleset, rule: Rule) -> Judgement:
        """What the reference says of one rule."""
        key = (id(ruleset), rule.id)
        found = self._judged.get(key)
        if found is None:
            found = self._judged[key] = judge(rule, self.subject, self.world(ruleset))
        return found

    def verdict(self, ruleset: Ruleset, rule: Rule) -> Verdict:
        """The verdict alone."""
        return self.judge(ruleset, rule).verdict

    def fails(self, ruleset: Ruleset, rule: Rule) -> bool:
        """Whether the rule is unmet, due or not."""
        if self.verdict(ruleset, rule) is Verdict.UNDETERMINED and rule.due is not None:
            bare = without_due(rule)
            return judge(bare, self.subject, self.world(ruleset)).verdict in FAILED
        return self.verdict(ruleset, rule) in FAILED

    def witness(self, ruleset: Ruleset, *rules: Rule, also: Iterable[Expr] = ()) -> Witness:
        """The case with the judgements on `rules`, and only the facts that they (and `also`) look at."""
        exprs = [e for rule in rules for e in (*deciding(rule), *((rule.due,) if rule.due else ()))]
        facts = looked_at(ruleset, self.facts, reach(ruleset, [*exprs, *also]), self.subject)
        seen = Case(facts, self.subject, self.day)
        judgements = tuple(seen.judge(ruleset, rule) for rule in rules)
        return Witness(ruleset.id, self.subject, self.day, facts, judgements)


def looked_at(ruleset: Ruleset, facts: Facts, used: Reach, subject: Ref) -> Facts:
    """The facts without the fields, records and tables nobody asks for."""
    fields, entities = set(used.fields), {subject.type}
    for entity, name in used.collections:
        collection = ruleset.vocabulary.entities[entity].collections[name]
        fields.add((collection.entity, collection.by))
        entities |= {entity, collection.entity}
    entities |= {entity for entity, _ in fields}
    return Facts(
        {
            entity: {
                id: {name: value for name, value in record.items() if (entity, name) in fields}
                for id, record in table.items()
                if entity != subject.type or id == subject.id or any((entity, name) in fields for name in record)
            }
            for entity, table in facts.tables.items()
            if entity in entities
        }
    )


def without_due(rule: Rule) -> Rule:
    """The rule without its due day: what is unmet is unmet."""
    return replace(rule, due=None)
