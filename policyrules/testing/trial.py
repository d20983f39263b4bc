"""A ruleset with its cases, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from policyrules.compiler.cases import Case, CaseSet
from policyrules.compiler.reach import reached_by
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Definition, ParameterDef, Rule, Ruleset
from policyrules.semantics import World, judge


@dataclass(frozen=True)
class Trial:
    """A ruleset held to account by the cases of its own layer."""

    ruleset: Ruleset
    cases: tuple[Case, ...]

    @classmethod
    def of(cls, ruleset: Ruleset, sets: Iterable[CaseSet]) -> Trial:
        """The cases of all files, in the order of writing."""
        return cls(ruleset, tuple(case for one in sets for case in one.cases))

    @cached_property
    def by_rule(self) -> dict[str, tuple[Case, ...]]:
        """The cases of each rule that has any."""
        found: dict[str, list[Case]] = {}
        for case in self.cases:
            found.setdefault(case.rule, []).append(case)
        return {rule: tuple(cases) for rule, cases in found.items()}

    def rules(self) -> Iterator[Rule]:
        """The rules that the ruleset's own layer states or changes."""
        return (rule for rule in self.ruleset.rules.values() if rule.layer == self.ruleset.id)

    @cached_property
    def users(self) -> dict[object, tuple[str, ...]]:
        """The rules that lean on each definition (by entity and id) and parameter (by id)."""
        found: dict[object, list[str]] = {}
        for rule in self.ruleset.rules.values():
            reach = reached_by(rule, self.ruleset.definitions)
            for key in (*reach.definitions, *reach.parameters):
                found.setdefault(key, []).append(rule.id)
        return {key: tuple(rules) for key, rules in found.items()}

    def definitions(self) -> Iterator[Definition]:
        """The definitions that can show in a verdict of the own layer first: those of its clauses, and those of layers
        above on which only its own rules lean."""
        rules, id = self.ruleset.rules, self.ruleset.id
        for key, definition in self.ruleset.definitions.items():
            users = self.users.get(key, ())
            if users and (self._own(definition) or all(rules[rule].layer == id for rule in users)):
                yield definition

    def idle(self) -> Iterator[Definition]:
        """The definitions of the own layer's clauses on which no rule leans: only a layer below could need them."""
        for key, definition in self.ruleset.definitions.items():
            if key not in self.users and self._own(definition):
                yield definition

    def _own(self, definition: Definition) -> bool:
        """Whether one of a definition's clauses is of the ruleset's own layer."""
        clauses = self.ruleset.clauses
        return any(clauses[c.clause].layer == self.ruleset.id for c in definition.citations)

    def parameters(self) -> Iterator[ParameterDef]:
        """The parameters of which the ruleset's own layer states a value."""
        for parameter in self.ruleset.parameters.values():
            if any(value.layer == self.ruleset.id for value in parameter.values):
                yield parameter


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what the rule really says."""

    case: Case
    found: Judgement

    @property
    def right(self) -> bool:
        """Whether the case comes out as written."""
        return self.found.verdict is self.case.expect and self.case.points in (None, self.found.points)


def try_case(ruleset: Ruleset, case: Case) -> Outcome:
    """One case, judged by the reference."""
    world = World(ruleset, case.facts, case.as_of)
    return Outcome(case, judge(ruleset.rules[case.rule], case.subject, world))


def run(trial: Trial) -> tuple[Outcome, ...]:
    """Every case, in the order of writing."""
    return tuple(try_case(trial.ruleset, case) for case in trial.cases)
