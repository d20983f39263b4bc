"""Members who all count alike: how many more are needed, and the cheapest of those who can.

Changing one member changes nothing for another, so the cheapest set is the needed number of cheapest members: the
certificate is the price of the dearest who was chosen and of the cheapest who was spared.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from policyrules.model.expr import (
    TRUE,
    Aggregate,
    AggregateOp,
    Collection,
    Compare,
    CompareOp,
    Derived,
    Expr,
    Literal,
    Member,
    Number,
    Subject,
)
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Verdict
from policyrules.prover.answer import Check, CheckedBy, ProverError
from policyrules.prover.encode.terms import Beyond
from policyrules.prover.reach import reach
from policyrules.prover.remedy.result import Counted, Remedy, Step
from policyrules.prover.remedy.search import Search
from policyrules.semantics import Unknown, World, evaluate, judge
from policyrules.syntax import walk

ATLEAST = (CompareOp.GE, CompareOp.GT)


@dataclass(frozen=True, slots=True)
class Quota:
    """A rule of the form "so many (or such a share) of these members satisfy a condition"."""

    aggregate: Aggregate
    condition: Expr
    bound: Expr | None
    strict: bool


def quota(ruleset: Ruleset, rule: Rule) -> Quota | None:
    """The rule as a quota, if it is one, by its own words or through a definition."""
    must = None if rule.must is None else defined(ruleset, rule.must)
    match must:
        case Compare(op, left, bound) if op in ATLEAST:
            match defined(ruleset, left):
                case Aggregate(op=AggregateOp.SHARE | AggregateOp.COUNT) as found:
                    return _quota(found, bound, op is CompareOp.GT)
            return None
        case Aggregate(op=AggregateOp.AT_LEAST | AggregateOp.ALL) as found:
            return _quota(found, found.threshold, False)
        case _:
            return None


def defined(ruleset: Ruleset, expr: Expr) -> Expr:
    """What a definition of the subject itself stands for."""
    while isinstance(expr, Derived) and isinstance(expr.base, Subject):
        expr = ruleset.definitions[expr.base.entity, expr.name].expr
    return expr


def _quota(found: Aggregate, bound: Expr | None, strict: bool) -> Quota | None:
    condition = found.where if found.op is AggregateOp.COUNT else found.value
    if condition is None or any(isinstance(e, Aggregate) for e in (bound,)):
        return None
    return Quota(found, condition, bound, strict)


def count_out(search: Search, rule: Rule, wanted: Quota) -> Remedy:
    """The smallest set of members that reaches the quota."""
    world, subject = search.world, search.ref
    ids = members(wanted.aggregate.source, world, subject)
    if ids is None:
        return Remedy(subject, search.day, (rule.id,), gave_up="table")
    entity = wanted.aggregate.source.entity
    among = [Ref(entity, id) for id in ids if is_among(wanted, world, subject, Ref(entity, id))]
    holding = [ref for ref in among if evaluate(wanted.condition, world, subject, ref) is True]
    needed = missing(wanted, world, subject, len(among), len(holding))
    if needed is None:
        return Remedy(subject, search.day, (rule.id,), gave_up="open")
    prices = priced(search, wanted, [ref for ref in among if ref not in set(holding)])
    if needed > len(prices):
        return Remedy(
            subject, search.day, (rule.id,), against=(rule.id,), check=Check(CheckedBy.COMPARISON, len(among))
        )
    chosen, spared = prices[:needed], prices[needed:]
    steps = tuple(step for _, way in chosen for step in way)
    replayed(search, rule, steps)
    cost = sum((price for price, _ in chosen), Fraction(0))
    dearest = chosen[-1][0] if chosen else 0
    counted = Counted(needed, len(prices), dearest, spared[0][0] if spared else None)
    more = bool(spared) and bool(chosen) and spared[0][0] == dearest
    whole: Number = cost.numerator if cost.denominator == 1 else cost
    check = Check(CheckedBy.COMPARISON, len(among))
    options = (steps,) if steps else ()
    return Remedy(subject, search.day, (rule.id,), whole, options, more, counted=counted, check=check)


def members(source: Collection, world: World, subject: Ref) -> list[str] | None:
    """The ids a collection holds; None where a table or the record it hangs on is not known."""
    if isinstance(source.base, Collection):
        owners, entity = members(source.base, world, subject), source.base.entity
    else:
        owner, entity = evaluate(source.base, world, subject), walk.entity_of(source.base)
        owners = [owner] if isinstance(owner, str) else None
    if owners is None:
        return None
    groups = [world.members(entity, source.name, owner) for owner in owners]
    known = [group for group in groups if not isinstance(group, Unknown)]
    return sorted(id for group in known for id in group) if len(known) == len(groups) else None


def is_among(wanted: Quota, world: World, subject: Ref, ref: Ref) -> bool:
    """Whether a member is counted: a `where` that is unknown leaves it out of what can be planned."""
    where = wanted.aggregate.where
    if wanted.aggregate.op is AggregateOp.COUNT or where is None:
        return True
    return evaluate(where, world, subject, ref) is not False


def missing(wanted: Quota, world: World, subject: Ref, among: int, holding: int) -> int | None:
    """How many more members have to satisfy the condition."""
    if wanted.aggregate.op is AggregateOp.ALL:
        return among - holding
    bound = None if wanted.bound is None else evaluate(wanted.bound, world, subject)
    if isinstance(bound, Unknown) or not isinstance(bound, int | Fraction):
        return None
    goal = Fraction(bound) * among if wanted.aggregate.op is AggregateOp.SHARE else Fraction(bound)
    least = math.floor(goal) + 1 if wanted.strict else math.ceil(goal)
    return max(0, least - holding)


def priced(search: Search, wanted: Quota, refs: Iterable[Ref]) -> list[tuple[Number, tuple[Step, ...]]]:
    """Each member who can be brought to satisfy the condition, cheapest first. Alike members are asked once.

    What is changed for one member must not help another: a fact that both could change is beyond counting.
    """
    known: dict[object, Way | None] = {}
    found: list[tuple[Ref, Way]] = []
    used = reach(search.ruleset, (wanted.condition,))
    own = {name for entity, name in used.fields if entity == wanted.aggregate.source.entity}
    for ref in refs:
        record = search.facts.get(ref.type, ref.id) or {}
        alike: object = tuple(sorted((n, str(v)) for n, v in record.items() if n in own))
        # Members who have members of their own are never alike.
        key = ref if used.collections else alike
        if key not in known:
            known[key] = price(search, wanted, ref)
        way = known[key]
        if way is not None:
            found.append((ref, way.of(ref)))
    touched = Counter(fact for _, way in found for fact in way.movable)
    if any(times > 1 for times in touched.values()):
        raise Beyond("shared")
    return [(way.cost, way.steps) for _, way in sorted(found, key=lambda one: (one[1].cost, one[0].id))]


@dataclass(frozen=True, slots=True)
class Way:
    """The cheapest change that makes the condition hold for one member, and the facts that might have been changed."""

    ref: Ref
    cost: Number
    steps: tuple[Step, ...]
    movable: frozenset[tuple[Ref, str]]

    def of(self, ref: Ref) -> Way:
        """The same change for a member who is alike."""
        if ref == self.ref:
            return self
        steps = tuple(replace(step, subject=ref) for step in self.steps)
        return Way(ref, self.cost, steps, frozenset((ref, name) for _, name in self.movable))


def price(search: Search, wanted: Quota, ref: Ref) -> Way | None:
    """The cheapest change to a member, or to what hangs on it, that makes the condition hold."""
    alone = replace(
        search.live[0],
        id="member",
        subject=ref.type,
        applies=TRUE,
        exemptions=(),
        must=about_subject(wanted.condition, ref.type),
        table=None,
    )
    ruleset = replace(search.ruleset, rules={"member": alone})
    one = Search(ruleset, search.facts, ref, search.day, search.limits, search.budget)
    remedy = one.run(("member",), ties=False)
    if remedy.gave_up:
        raise Beyond(remedy.gave_up)
    if remedy.against or not remedy.options:
        return None
    movable = frozenset((m.ref, m.field) for m in one.given.movable)
    return Way(ref, remedy.cost, remedy.options[0], movable)


def about_subject(expr: Expr, entity: str) -> Expr:
    """A condition on a member as one on a subject. What looks at the rule's own subject cannot be turned so."""
    if isinstance(expr, Subject):
        raise Beyond("path")
    if isinstance(expr, Member):
        return Subject(entity)
    if isinstance(expr, Aggregate):
        raise Beyond("path")
    return _mapped(expr, entity)


def _mapped(expr: Expr, entity: str) -> Expr:
    changes: dict[str, Any] = {}
    for name in type(expr).__dataclass_fields__:
        value = getattr(expr, name)
        if isinstance(value, tuple) and value and not isinstance(value[0], Literal):
            changes[name] = tuple(about_subject(v, entity) for v in value)
        elif name in PARTS and value is not None and not isinstance(value, tuple):
            changes[name] = about_subject(value, entity)
    return replace(expr, **changes) if changes else expr


PARTS = ("base", "item", "left", "right", "low", "high", "period", "condition", "then", "other")


def replayed(search: Search, rule: Rule, steps: tuple[Step, ...]) -> None:
    """Carry the steps out; the reference must find the rule met, unless facts that are not recorded leave it open."""
    world = search.world.changed({(s.subject.type, s.subject.id, s.field): s.after for s in steps})
    verdict = judge(rule, search.ref, world).verdict
    if verdict is Verdict.UNDETERMINED:
        raise Beyond("unrecorded")
    if verdict is not Verdict.MET:
        raise ProverError(f"the members chosen do not reach {rule.id}")
