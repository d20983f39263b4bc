"""The general case: the cheapest change to a handful of facts by optimising; that nothing is cheaper, by proof."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

import z3  # type: ignore[import-untyped]

from policyrules.model.expr import Number
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Verdict
from policyrules.prover.answer import Check, CheckedBy, ProverError
from policyrules.prover.encode.decode import Model
from policyrules.prover.encode.expression import Encoder
from policyrules.prover.encode.terms import Bit, add, conj, neg, pick
from policyrules.prover.encode.verdict import verdicts
from policyrules.prover.epochs import value_on
from policyrules.prover.limits import Budget, Limits
from policyrules.prover.reach import rule_reach
from policyrules.prover.remedy.given import Given, Movable, moves
from policyrules.prover.remedy.result import Remedy, Step
from policyrules.prover.watchdog import checked
from policyrules.semantics import World, judge

MOST_OPTIONS = 10


class Search:
    """One subject, the rules it is to meet, and those that must not get worse."""

    def __init__(
        self, ruleset: Ruleset, facts: Facts, subject: Ref, day: date, limits: Limits, budget: Budget | None = None
    ) -> None:
        """Look for remedies for `subject`; within the `budget` of a larger search, where it is part of one."""
        self.ruleset, self.facts, self.ref, self.day, self.limits = ruleset, facts, subject, day, limits
        self.budget = budget or Budget(limits.seconds)
        live = [r for r in ruleset.rules_for(subject.type) if r.validity.covers(day)]
        self.given = Given(ruleset, facts, subject, day, set(rule_reach(ruleset, *live).fields), z3.Context())
        names = {name for rule in live for name in rule_reach(ruleset, rule).parameters}
        self.encoder = Encoder(ruleset, self.given, {name: value_on(ruleset, name, day) for name in names})
        self.world = World(ruleset, facts, day)
        self.live = live

    def goals(self, wanted: Iterable[str]) -> dict[str, Bit]:
        """For each rule that is wanted: that it is met; for each other fine one a change may touch: that it stays."""
        chosen = set(wanted)
        found: dict[str, Bit] = {}
        for rule in self.touched(chosen):
            now = judge(rule, self.ref, self.world).verdict
            if rule.id in chosen:
                found[rule.id] = verdicts(rule, self.encoder, self.given.subject(rule.subject)).met
            elif now in (Verdict.MET, Verdict.NOT_APPLICABLE):
                found[rule.id] = verdicts(rule, self.encoder, self.given.subject(rule.subject)).fine
        return found

    def touched(self, wanted: set[str]) -> list[Rule]:
        """The wanted rules, and all that look at a changeable fact one of these looks at, and so on."""
        looks = {rule.id: self.changeable(rule) for rule in self.live}
        kept = {id for id in looks if id in wanted}
        while True:
            facts = {fact for id in kept for fact in looks[id]}
            more = {id for id in looks if looks[id] & facts} | kept
            if more == kept:
                return [rule for rule in self.live if rule.id in kept]
            kept = more

    def changeable(self, rule: Rule) -> frozenset[tuple[str, str]]:
        """The changeable facts a rule looks at."""
        entities = self.ruleset.vocabulary.entities
        fields = rule_reach(self.ruleset, rule).fields
        return frozenset((e, n) for e, n in fields if n in entities[e].fields and entities[e].fields[n].changeable)

    def run(self, wanted: tuple[str, ...], ties: bool = True) -> Remedy:
        """The cheapest ways to meet all of `wanted`; without `ties` only one of them."""
        goals = self.goals(wanted)
        weights, scale = self.weights()
        cost = add(pick(m.moved, w, 0) for m, w in zip(self.given.movable, weights, strict=True))
        distance = add(m.distance for m in self.given.movable)
        optimum = self.optimum(goals.values(), cost, distance)
        result = self.check(optimum)
        if result == z3.unsat:
            against = self.against(goals, wanted)
            return Remedy(self.ref, self.day, wanted, against=against, check=Check(CheckedBy.SECOND_SOLVER))
        if result != z3.sat:
            return Remedy(self.ref, self.day, wanted, gave_up="time")
        best = Model(optimum.model())
        least = best.int(cost)
        if not self.nothing_below(goals, cost, least):
            return Remedy(self.ref, self.day, wanted, gave_up="recheck")
        options, more = [self.replayed(moves(self.given, best), best, goals)], False
        if ties and options[0]:
            options, more = self.ties(goals, cost, distance, least, best)
        price = Fraction(least, scale)
        check = Check(CheckedBy.SECOND_SOLVER, len(options))
        whole: Number = price.numerator if price.denominator == 1 else price
        return Remedy(self.ref, self.day, wanted, whole, tuple(options), more, check=check)

    def weights(self) -> tuple[list[int], int]:
        """The cost of moving each fact, as whole numbers, and what they are multiplied by."""
        scale = lcm(*(m.defined.cost.denominator for m in self.given.movable)) if self.given.movable else 1
        return [int(m.defined.cost * scale) for m in self.given.movable], scale

    def lit(self, bit: Bit) -> Any:
        """A formula, even where it is already decided."""
        return z3.BoolVal(bit, self.given.context) if isinstance(bit, bool) else bit

    def number(self, term: Any) -> Any:
        """A number, even where it is already known."""
        return z3.IntVal(term, self.given.context) if isinstance(term, int) else term

    def solver(self, bits: Iterable[Bit]) -> Any:
        """A plain solver with everything that holds."""
        solver = z3.SimpleSolver(ctx=self.given.context)
        solver.set("arith.solver", 2)
        solver.add(*(self.lit(b) for b in (*self.given.constraints, *bits)))
        return solver

    def optimum(self, bits: Iterable[Bit], *least: Any) -> Any:
        """An optimiser with everything that holds, to make one number after the other as small as can be."""
        made = z3.Optimize(ctx=self.given.context)
        made.add(*(self.lit(b) for b in (*self.given.constraints, *bits)))
        for number in least:
            made.minimize(self.number(number))
        return made

    def check(self, solver: Any) -> Any:
        """Ask for as long as the search may still take."""
        return checked(solver, self.given.context, self.budget)

    def nothing_below(self, goals: dict[str, Bit], cost: Any, least: int) -> bool:
        """Whether a solver that does not optimise finds nothing cheaper either."""
        result = self.check(self.solver([*goals.values(), self.number(cost) < least]))
        if result == z3.sat:
            raise ProverError("a cheaper remedy exists than the one called smallest")
        return bool(result == z3.unsat)

    def ties(
        self, goals: dict[str, Bit], cost: Any, distance: Any, least: int, best: Model
    ) -> tuple[list[tuple[Step, ...]], bool]:
        """Every set of facts that can be changed at the least cost, each with the least distance."""
        found: list[tuple[Step, ...]] = []
        blocked: list[Bit] = []
        model, result = best, z3.sat
        while result == z3.sat and len(found) < MOST_OPTIONS:
            changed = moves(self.given, model)
            found.append(self.replayed(changed, model, goals))
            blocked.append(neg(conj(m.moved for m in changed)))
            optimum = self.optimum((*goals.values(), *blocked, self.number(cost) == least), distance)
            result = self.check(optimum)
            model = Model(optimum.model()) if result == z3.sat else model
        return sorted(found, key=str), bool(result != z3.unsat)

    def replayed(self, changed: list[Movable], model: Model, goals: dict[str, Bit]) -> tuple[Step, ...]:
        """The steps, once they have been carried out and the reference finds every goal reached."""
        steps = tuple(self.given.step(m, model, m.defined.cost) for m in changed)
        world = self.world.changed({(s.subject.type, s.subject.id, s.field): s.after for s in steps})
        for rule in self.live:
            if rule.id in goals and judge(rule, self.ref, world).verdict not in (Verdict.MET, Verdict.NOT_APPLICABLE):
                raise ProverError(f"the remedy does not meet {rule.id}: {steps}")
        return tuple(sorted(steps, key=lambda s: (s.subject.type, s.subject.id, s.field)))

    def against(self, goals: dict[str, Bit], wanted: tuple[str, ...]) -> tuple[str, ...]:
        """The smallest set of rules that cannot be met together, whatever is changed."""
        kept = list(goals)
        for name in sorted(goals, key=lambda n: (n in wanted, n)):
            rest = [n for n in kept if n != name]
            if self.check(self.solver([goals[n] for n in rest])) == z3.unsat:
                kept = rest
        return tuple(kept)
