"""The entrance: which rules have to be met, and which of the two ways of looking for a remedy fits."""

from __future__ import annotations

from datetime import date

from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Force, Verdict
from policyrules.prover.encode.terms import Beyond
from policyrules.prover.limits import Limits
from policyrules.prover.remedy.counting import Quota, count_out, quota
from policyrules.prover.remedy.result import Remedy
from policyrules.prover.remedy.search import Search
from policyrules.semantics import World, judge

OPEN = (Verdict.UNMET, Verdict.PENDING, Verdict.UNDETERMINED)


def remedy(
    ruleset: Ruleset, facts: Facts, subject: Ref, day: date, rule: str | None = None, limits: Limits | None = None
) -> tuple[Remedy, ...]:
    """How `subject` comes to meet `rule` (default: every rule of force must or should that is open for it).

    One remedy for all rules that can be searched together; one each for those that count a collection's members.
    """
    allowed = limits or Limits()
    world = World(ruleset, facts, day)
    own = ruleset.rules_for(subject.type)
    chosen = [r for r in own if r.id == rule or (rule is None and r.force in (Force.MUST, Force.SHOULD))]
    open_ = [r for r in chosen if judge(r, subject, world).verdict in OPEN]
    counted = {r.id: wanted for r in open_ if (wanted := quota(ruleset, r)) is not None}
    found: list[Remedy] = []
    for r in open_:
        if r.id in counted:
            found.append(by_counting(ruleset, facts, subject, day, r, counted[r.id], allowed))
    plain = tuple(r.id for r in open_ if r.id not in counted)
    while plain:
        one = by_search(ruleset, facts, subject, day, plain, allowed)
        found.append(one)
        # What stands against all of them is told, and the others are looked at without it.
        plain = tuple(id for id in plain if id not in one.against) if one.against else ()
    return tuple(found)


def by_search(
    ruleset: Ruleset, facts: Facts, subject: Ref, day: date, rules: tuple[str, ...], limits: Limits
) -> Remedy:
    """All rules at once."""
    try:
        return Search(ruleset, facts, subject, day, limits).run(rules)
    except Beyond as beyond:
        return Remedy(subject, day, rules, gave_up=beyond.reason)


def by_counting(
    ruleset: Ruleset, facts: Facts, subject: Ref, day: date, rule: Rule, wanted: Quota, limits: Limits
) -> Remedy:
    """One quota; where members cannot simply be counted, as any other rule."""
    try:
        return count_out(Search(ruleset, facts, subject, day, limits), rule, wanted)
    except Beyond as beyond:
        found = by_search(ruleset, facts, subject, day, (rule.id,), limits)
        return Remedy(subject, day, (rule.id,), gave_up=beyond.reason) if found.gave_up else found
