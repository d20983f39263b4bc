"""Asking the solver for anybody on whom two rulesets differ. Imports z3: ask `prover.available()` first."""

from __future__ import annotations

from policyrules.compiler.reach import reached
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.prover.answer import CheckedBy
from policyrules.prover.bench import Bench
from policyrules.prover.case import Case
from policyrules.prover.desk import Desk
from policyrules.prover.domain import Asked
from policyrules.prover.encode.terms import Beyond, Bit, conj, disj, equal, iff, neg, scale
from policyrules.prover.encode.verdict import Verdicts, points
from policyrules.prover.epochs import HORIZON, Days, cuts, in_force
from policyrules.prover.limits import Limits
from policyrules.prover.question import Question
from policyrules.prover.reach import rule_reach
from policyrules.prover.work import gathered
from policyrules.syntax.walk import deciding
from policyrules.testing.mutation.hunt import Difference, Pair, minimised
from policyrules.testing.mutation.proof import Proof

LIMITS = Limits(seconds=30.0)
"""Generous, for the solver's own steps end the search on every machine alike; a busy one must not."""


def by_solver(pair: Pair) -> Proof | Difference | None:
    """A proof that nobody is judged otherwise; somebody who is; None where the solver cannot say."""
    if not same_due(pair):
        return None
    desk = Desk((pair.original, pair.mutant), pair.original.vocabulary, LIMITS)
    try:
        found = gathered(desk.search(asked(pair, days)) for days in stretches(pair))
    except Beyond:
        return None
    if found.case is not None:
        shown = pair.differ(found.case.facts, found.case.subject, found.case.day)
        return None if shown is None else minimised(shown, pair.same)
    if not found.nobody:
        return None
    walked = found.check.cases if found.check and found.check.by is CheckedBy.EXHAUSTION else 0
    return Proof("solver", walked, found.members)


def same_due(pair: Pair) -> bool:
    """Whether both rules are due on the same day: the solver does not tell unmet from pending."""
    one, two = pair.rules
    if one.due != two.due:
        return False
    leans = reached([] if one.due is None else [one.due], pair.original.definitions)
    same = all(pair.original.definitions[key].expr == pair.mutant.definitions[key].expr for key in leans.definitions)
    return same and all(
        pair.original.parameters[name].values == pair.mutant.parameters[name].values for name in leans.parameters
    )


def stretches(pair: Pair) -> list[Days]:
    """The days on which either rule is in force, cut wherever either changes."""
    validities = [rule.validity for rule in pair.rules]
    for ruleset, rule in sides(pair):
        names = sorted(rule_reach(ruleset, rule).parameters)
        validities += [version.validity for name in names for version in ruleset.parameters[name].values]
    return [days for days in cuts(validities, HORIZON) if any(in_force(rule, days) for rule in pair.rules)]


def sides(pair: Pair) -> list[tuple[Ruleset, Rule]]:
    """Both rulesets with their rule."""
    return [(pair.original, pair.rules[0]), (pair.mutant, pair.rules[1])]


def asked(pair: Pair, days: Days) -> Question:
    """Somebody whom the two rules judge otherwise."""

    def build(bench: Bench) -> list[Bit]:
        if not all(in_force(rule, days) for rule in pair.rules):
            return [True]
        one, two = (bench.verdicts(ruleset, rule, days) for ruleset, rule in sides(pair))
        return [disj((unlike(one, two), other_points(pair, bench, days)))]

    def shows(case: Case, _: object) -> bool:
        one, two = (outcome(case, ruleset, rule) for ruleset, rule in sides(pair))
        return one != two

    about = tuple(Asked(ruleset, tuple(deciding(rule))) for ruleset, rule in sides(pair))
    return Question(pair.rules[0].subject, days, build, shows, about)


def unlike(one: Verdicts, two: Verdicts) -> Bit:
    """Whether two verdicts differ, unmet and pending being one."""
    pairs = ((one.met, two.met), (one.failed, two.failed), (one.spared, two.spared))
    return disj(neg(iff(a, b)) for a, b in pairs)


def other_points(pair: Pair, bench: Bench, days: Days) -> Bit:
    """Whether both are decided and give other points."""
    if pair.rules[0].table is None:
        return False
    (sure, value, own_scale), (other_sure, other_value, other_scale) = (
        points(rule, bench.encoder(ruleset, days, *deciding(rule)), bench.store.subject(rule.subject))
        for ruleset, rule in sides(pair)
    )
    return conj((sure, other_sure, neg(equal(scale(value, other_scale), scale(other_value, own_scale)))))


def outcome(case: Case, ruleset: Ruleset, rule: Rule) -> object:
    """What the reference says, unmet and pending being one."""
    judged = case.judge(ruleset, rule)
    return ("failed" if case.fails(ruleset, rule) else judged.verdict, judged.points)
