"""The smallest change found that makes a rule met."""

from __future__ import annotations

from policyrules.model.expr import TRUE
from policyrules.model.finding import Change, Ref
from policyrules.model.ruleset import Rule
from policyrules.model.words import Verdict
from policyrules.semantics.judge import judge
from policyrules.semantics.planner import Here, Planner
from policyrules.semantics.plans import MOST_LISTED, Plan
from policyrules.semantics.world import World


def remedy(rule: Rule, subject: Ref, world: World) -> tuple[Change, ...]:
    """The changes after which `rule` is met for `subject`, sorted; none where no plan was found.

    Only facts the vocabulary calls changeable move, and only the way it says. "Smallest" means: of the plans the
    search considers, the one with the fewest facts changed and then the least distance. The search puts the whole
    distance on one fact at a time, so a cheaper mixture may exist; every plan is replayed, so none is wrong.
    At most `MOST_LISTED` changes are listed. Where members of a collection have to do the same, that is one change: it
    says in `count` how many of its `candidates` suffice, the first of them the cheapest.
    """
    planner = Planner(world)
    goals = [rule.must or TRUE]
    if rule.table is not None:
        goals = [row.when for row in rule.table.rows if row.verdict is Verdict.MET]
    plans = [plan for plan in (planner.make(goal, True, Here(subject)) for goal in goals) if plan is not None]
    for plan in sorted(plans, key=lambda p: p.cost):
        if plan.changes and replayed(plan, rule, subject, world) is Verdict.MET:
            return listed(plan)
    return ()


def listed(plan: Plan) -> tuple[Change, ...]:
    """The changes in order; members of a collection who all have to do the same are one change that names them."""
    changes: dict[object, Change] = {}
    for key in sorted(plan.changes, key=order):
        change = plan.changes[key]
        alike = (change.field, change.after, change.count, change.candidates)
        changes.setdefault(alike if change.subject.type in {c.type for c in change.candidates} else key, change)
    return tuple(changes.values())[:MOST_LISTED]


def replayed(plan: Plan, rule: Rule, subject: Ref, world: World) -> Verdict:
    """The verdict once the plan has been carried out."""
    facts = {(ref.type, ref.id, field): change.after for (ref, field), change in plan.changes.items()}
    return judge(rule, subject, world.changed(facts)).verdict


def order(key: tuple[Ref, str]) -> tuple[str, str, str]:
    """The order in which changes are listed."""
    ref, field = key
    return ref.type, ref.id, field
