"""What every property works with: the ruleset, the days, the desk, and the cases seen so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from policyrules.model.expr import Expr
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Text, Verdict
from policyrules.prover.answer import Answer, Check, CheckedBy, Result, Witness
from policyrules.prover.bench import Bench
from policyrules.prover.case import Case
from policyrules.prover.desk import Desk
from policyrules.prover.domain import Asked
from policyrules.prover.encode.symbols import Span, Stretch, exactly
from policyrules.prover.encode.terms import Bit
from policyrules.prover.encode.verdict import Verdicts
from policyrules.prover.epochs import HORIZON, Days, epochs, in_force
from policyrules.prover.groups import countable, groups, kinds_asked_for
from policyrules.prover.question import Found, Question
from policyrules.prover.reach import reach, stated
from policyrules.prover.sure import sure
from policyrules.syntax.walk import deciding

MOST_CASES = 400


@dataclass(eq=False)
class Work:
    """One ruleset to be held to account; `against`: the layers above it, each compiled alone."""

    ruleset: Ruleset
    desk: Desk
    against: tuple[Ruleset, ...] = ()
    horizon: Days = HORIZON
    _cases: dict[tuple[str, str], list[Case]] = field(default_factory=dict)
    _groups: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def entities(self) -> list[str]:
        """The kinds of subjects rules speak of, in the order of the vocabulary."""
        spoken = {rule.subject for rule in self.ruleset.rules.values()}
        return [entity for entity in self.ruleset.vocabulary.entities if entity in spoken]

    def stretches(self, rule: Rule, due: bool = False) -> list[Days]:
        """The days on which `rule` is in force, cut where a parameter that decides it (or its `due` day) changes."""
        leans = reach(self.ruleset, stated(rule) if due else deciding(rule))
        cut = epochs(self.ruleset, self.horizon, sorted(leans.parameters), [rule])
        return [days for days in cut if in_force(rule, days)]

    def group(self, *rules: Rule) -> str:
        """The group that rules of the ruleset belong to, all of them; none where they look at different facts."""
        entity = rules[0].subject
        if entity not in self._groups:
            own = self.ruleset.rules_for(entity)
            found = self._groups[entity] = groups(self.ruleset, own)
            for name in sorted(set(found.values())):
                members = [rule for rule in own if found[rule.id] == name]
                counted = countable(self.ruleset, entity, members, self.desk.may_be_unknown)
                self.desk.expect(entity, name, counted, kinds_asked_for(self.ruleset, entity, members))
        names = {self._groups[entity][rule.id] for rule in rules}
        return names.pop() if len(names) == 1 else ""

    def seen(self, entity: str, group: str) -> list[Case]:
        """Cases found so far about subjects of `entity`, with the facts that the rules of `group` look at."""
        return self._cases.setdefault((entity, group), [])

    def search(self, question: Question) -> Found:
        """Put a question; what is found is remembered."""
        found = self.desk.search(question)
        if found.case is not None and len(self.seen(question.entity, question.group)) < MOST_CASES:
            self.seen(question.entity, question.group).append(found.case)
        return found

    def first(self, days: Iterable[Days], ask: Callable[[Days], Question]) -> Found:
        """The first stretch on which somebody is found; else nobody on any of them, or why that is not settled."""
        return gathered(self.search(ask(stretch)) for stretch in days)

    def about(self, *rules: Rule) -> tuple[Asked, ...]:
        """The expressions of rules, for a recheck by exhaustion."""
        return (Asked(self.ruleset, tuple(e for rule in rules for e in deciding(rule))),)

    def verdicts(self, bench: Bench, rule: Rule, days: Days) -> Verdicts:
        """A rule of the ruleset under proof."""
        return bench.verdicts(self.ruleset, rule, days)

    def witness(self, found: Found, *rules: Rule) -> tuple[Witness, ...]:
        """The case that was found, if any, with what it shows."""
        return () if found.case is None else (found.case.witness(self.ruleset, *rules),)


def due_day(work: Work, bench: Bench, rule: Rule, days: Days) -> Span:
    """The last day of a rule that sets one, for the bench's subject."""
    due = cast(Expr, sure(rule.due, "the rule is due some day"))
    last = bench.encoder(work.ruleset, days, due).encode(due, bench.store.subject(rule.subject))
    return exactly(last.end, known=last.known) if isinstance(last, Stretch) else cast(Span, last)


def comes_to(work: Work, rule: Rule, days: Days, met: bool) -> Question:
    """Somebody who meets the rule, or fails it."""

    def bits(bench: Bench) -> list[Bit]:
        said = work.verdicts(bench, rule, days)
        return [said.met if met else said.failed]

    def shows(case: Case, _: object) -> bool:
        return case.verdict(work.ruleset, rule) is Verdict.MET if met else case.fails(work.ruleset, rule)

    return Question(rule.subject, days, bits, shows, work.about(rule), hoped=True, group=work.group(rule))


def gathered(searches: Iterable[Found]) -> Found:
    """Several searches as one: the first case, else the first doubt, else nobody, checked as weakly as the weakest."""
    doubt, members, asked = "", None, 0
    checks: list[Check] = []
    for found in searches:
        asked += 1
        if found.case is not None:
            return found
        doubt = doubt or found.gave_up
        members = found.members or members
        checks.extend([found.check] if found.check else [])
    if doubt:
        return Found(gave_up=doubt)
    if not asked:
        return Found(gave_up="days")
    return Found(check=joined(checks) if checks else None, members=members)


def joined(checks: Iterable[Check]) -> Check:
    """Several checks as one."""
    every = list(checks)
    by = CheckedBy.SECOND_SOLVER if any(c.by is CheckedBy.SECOND_SOLVER for c in every) else every[0].by
    return Check(by, sum(c.cases for c in every))


def wanted(name: str, about: tuple[str, ...], found: Found, says: Text, witness: tuple[Witness, ...] = ()) -> Answer:
    """The answer to "there is one such": proved by a case, refuted by its absence."""
    if found.case is not None:
        return Answer(name, about, Result.PROVED, says, check=found.check, witnesses=witness)
    return _absent(name, about, found, says, Result.COUNTEREXAMPLE)


def unwanted(name: str, about: tuple[str, ...], found: Found, says: Text, witness: tuple[Witness, ...] = ()) -> Answer:
    """The answer to "there is no such one": refuted by a case, proved by its absence."""
    if found.case is not None:
        return Answer(name, about, Result.COUNTEREXAMPLE, says, check=found.check, witnesses=witness)
    return _absent(name, about, found, says, Result.PROVED)


def _absent(name: str, about: tuple[str, ...], found: Found, says: Text, result: Result) -> Answer:
    if found.gave_up:
        return Answer(name, about, Result.UNKNOWN, says, reason=found.gave_up)
    if result is Result.COUNTEREXAMPLE and found.members is not None:
        # More members might still do it: no finding is made of what only the bound rules out.
        return Answer(name, about, Result.UNKNOWN, says, reason="bound", members=found.members, check=found.check)
    return Answer(name, about, result, says, check=found.check, members=found.members)
