"""What a changed rule means: somebody for whom it became stricter, somebody for whom it became looser; or neither."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Verdict
from policyrules.prover.answer import Witness
from policyrules.prover.bench import Bench
from policyrules.prover.case import FINE, Case
from policyrules.prover.change.result import Direction, Meaning
from policyrules.prover.desk import Desk
from policyrules.prover.domain import Asked
from policyrules.prover.encode.terms import Bit
from policyrules.prover.epochs import HORIZON, ONE_DAY, Days, cuts, in_force
from policyrules.prover.question import Found, Question
from policyrules.prover.reach import rule_reach
from policyrules.prover.sure import sure
from policyrules.prover.work import gathered
from policyrules.semantics import World
from policyrules.semantics.judge import last_day
from policyrules.syntax.walk import deciding

Side = tuple[Ruleset, Rule | None]


def meaning(desk: Desk, old: Side, new: Side) -> Meaning:
    """What became of a rule, for everybody, on every day of the horizon."""
    if not same_fields(old, new):
        return Meaning(Direction.UNKNOWN, reason="vocabulary")
    worse, better = harder(desk, old, new), harder(desk, new, old)
    for found in (worse, better):
        if found.gave_up and found.gave_up != "days" and found.case is None:
            return Meaning(Direction.UNKNOWN, shown(worse, old, new), shown(better, old, new), found.gave_up)
    direction = {
        (True, True): Direction.BOTH,
        (True, False): Direction.STRICTER,
        (False, True): Direction.LOOSER,
        (False, False): Direction.NONE,
    }[worse.case is not None, better.case is not None]
    members = worse.members or better.members
    check = worse.check or better.check
    return Meaning(direction, shown(worse, old, new), shown(better, old, new), members=members, check=check)


def same_fields(old: Side, new: Side) -> bool:
    """Whether what both rules look at is the same in both vocabularies."""
    for (one, rule), (other, _) in ((old, new), (new, old)):
        if rule is None:
            continue
        for entity, name in rule_reach(one, rule).fields:
            theirs = other.vocabulary.entities.get(entity)
            if theirs is None or name not in theirs.fields or name == "id":
                continue
            ours = one.vocabulary.entities[entity].fields[name]
            if theirs.fields[name].type != ours.type or enums_differ(one, other, ours.type):
                return False
    return True


def enums_differ(one: Ruleset, other: Ruleset, type: object) -> bool:
    """Whether an enumeration has other words, or another order, in the two."""
    name = getattr(type, "name", None)
    if name is None:
        return False
    words = [
        [m.id for m in side.vocabulary.enums[name].members] for side in (one, other) if name in side.vocabulary.enums
    ]
    return len(words) == 2 and words[0] != words[1]


def harder(desk: Desk, old: Side, new: Side) -> Found:
    """Somebody who is fine under the one rule and fails the other; or is late under it and not under the one."""
    found = gathered(desk.search(question(old, new, days)) for days in stretches(old, new))
    if found.case is not None:
        return found
    late = gathered(desk.search(overdue(old, new, days)) for days in earlier(old, new))
    return late if late.case is not None else found


def stretches(old: Side, new: Side) -> list[Days]:
    """The days on which the second rule is in force, cut wherever either changes."""
    if new[1] is None:
        return []
    validities = [r.validity for _, r in (old, new) if r is not None]
    for ruleset, rule in (old, new):
        if rule is not None:
            names = rule_reach(ruleset, rule).parameters
            validities += [v.validity for name in sorted(names) for v in ruleset.parameters[name].values]
    return [days for days in cuts(validities, HORIZON) if in_force(new[1], days)]


def question(old: Side, new: Side, days: Days) -> Question:
    """Somebody who is fine under the one rule and fails the other."""
    rule = new[1]
    rule = sure(rule, "only a rule can be failed")
    bound = old[1] if old[1] is not None and in_force(old[1], days) and old[1].subject == rule.subject else None

    def build(bench: Bench) -> list[Bit]:
        failed = bench.verdicts(new[0], rule, days).failed
        return [failed] if bound is None else [bench.verdicts(old[0], bound, days).fine, failed]

    def shows(case: Case, _: object) -> bool:
        return case.fails(new[0], rule) and (bound is None or case.verdict(old[0], bound) in FINE)

    about = [Asked(new[0], tuple(deciding(rule)))] + ([] if bound is None else [Asked(old[0], tuple(deciding(bound)))])
    return Question(rule.subject, days, build, shows, tuple(about))


def earlier(old: Side, new: Side) -> Iterable[Days]:
    """The days after the second rule's due day and up to the first one's, where both are dates for everybody."""
    dues = [due(side) for side in (old, new)]
    if dues[1] is None or (dues[0] is not None and dues[0] <= dues[1]):
        return []
    first, last = max(dues[1] + ONE_DAY, HORIZON.first), min(dues[0] or HORIZON.last, HORIZON.last)
    rules = [side[1] for side in (old, new)]
    days = Days(first, last)
    if first > last or any(rule is None for rule in rules) or rules[0] is None or rules[1] is None:
        return []
    return [
        d for d in cuts([rules[0].validity, rules[1].validity], days) if in_force(rules[0], d) and in_force(rules[1], d)
    ]


def due(side: Side) -> date | None:
    """The last day of a rule, where it hangs on no facts."""
    ruleset, rule = side
    if rule is None or rule.due is None:
        return None
    found = last_day(rule, Ref(rule.subject, "X001"), World(ruleset, Facts({rule.subject: {}}), HORIZON.last))
    return found if isinstance(found, date) else None


def overdue(old: Side, new: Side, days: Days) -> Question:
    """Somebody who fails both, and has time left under the one only."""
    one, two = old[1], new[1]
    one, two = sure(one, "both rules are in force"), sure(two, "both rules are in force")

    def build(bench: Bench) -> list[Bit]:
        return [bench.verdicts(old[0], one, days).failed, bench.verdicts(new[0], two, days).failed]

    def shows(case: Case, _: object) -> bool:
        return case.verdict(old[0], one) is Verdict.PENDING and case.verdict(new[0], two) is Verdict.UNMET

    return Question(one.subject, days, build, shows)


def shown(found: Found, old: Side, new: Side) -> tuple[Witness, ...]:
    """The case as the old rule and the new one judge it."""
    if found.case is None:
        return ()
    sides = [(ruleset, rule) for ruleset, rule in (old, new) if rule is not None]
    return tuple(found.case.witness(ruleset, rule) for ruleset, rule in sides)
