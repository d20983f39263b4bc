"""Plans: which facts to change to what, how plans combine, and how a single fact may move."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import cast

from policyrules.model.expr import CompareOp, Number, Value
from policyrules.model.finding import Change, Ref
from policyrules.model.types import BoolType, DateType, EnumType, NumberType
from policyrules.model.vocabulary import FieldDef
from policyrules.model.words import Direction
from policyrules.semantics.interval import days_between, tidy
from policyrules.semantics.unknown import Unknown
from policyrules.semantics.world import World

MOST_LISTED = 20
UPWARD = (CompareOp.GE, CompareOp.GT)
DOWNWARD = (CompareOp.LE, CompareOp.LT)


@dataclass(frozen=True, slots=True)
class Plan:
    """Facts to change, by record and field, and how far numbers, dates and ranks move altogether."""

    changes: Mapping[tuple[Ref, str], Change]
    amount: Number = 0

    @property
    def cost(self) -> tuple[int, Number]:
        """Plans are compared by the number of facts changed, then by how far they move."""
        return len(self.changes), self.amount


NOTHING_TO_DO = Plan({})


def cheapest(plans: Iterable[Plan | None]) -> Plan | None:
    """The plan that costs least; of equals the first."""
    return min((plan for plan in plans if plan is not None), key=lambda plan: plan.cost, default=None)


def together(plans: Iterable[Plan | None]) -> Plan | None:
    """All plans at once; none where one is impossible or two want different things of one fact."""
    changes: dict[tuple[Ref, str], Change] = {}
    amount: Number = 0
    for plan in plans:
        if plan is None:
            return None
        for key, change in plan.changes.items():
            known = changes.get(key)
            kept = change if known is None else further(known, change)
            if kept is None:
                return None
            changes[key] = kept
        amount += plan.amount
    return Plan(changes, amount)


def further(one: Change, two: Change) -> Change | None:
    """Of two moves of one number in one direction the further; None where they contradict each other."""
    if one.after == two.after:
        return one
    before, first, second = one.before, one.after, two.after
    if not all(isinstance(v, int | Fraction) and not isinstance(v, bool) for v in (before, first, second)):
        return None
    up = [v > before for v in (first, second)]  # type: ignore[operator]
    if up[0] is not up[1]:
        return None
    return max(one, two, key=lambda c: c.after) if up[0] else min(one, two, key=lambda c: c.after)  # type: ignore[arg-type,return-value]


def some_of(plans: list[tuple[Ref, Plan]], number: int) -> Plan | None:
    """The cheapest `number` of the members' plans; each change says how many of which members suffice."""
    if len(plans) < number:
        return None
    ranked = sorted(plans, key=lambda pair: (*pair[1].cost, pair[0].id))
    plan = together(plan for _, plan in ranked[:number])
    if plan is None:
        return None
    refs = tuple(ref for ref, _ in ranked)[:MOST_LISTED]
    changes = {key: replace(c, count=number, candidates=refs) for key, c in plan.changes.items()}
    return Plan(changes, plan.amount)


class Mover:
    """How one fact may move, as the vocabulary declares it."""

    def __init__(self, world: World) -> None:
        """Move facts of `world`."""
        self.world = world
        self.vocabulary = world.vocabulary

    def field(self, ref: Ref, name: str) -> FieldDef | None:
        """The field, if it is one a remedy may change."""
        entity = self.vocabulary.entities[ref.type]
        found = entity.fields.get(name)
        return None if found is None or found.changeable is None else found

    def set(self, ref: Ref, name: str, after: Value) -> Plan | None:
        """The plan that sets a fact, if it may move there."""
        field = self.field(ref, name)
        if field is None:
            return None
        known = self.world.fact(ref.type, ref.id, name)
        before = None if isinstance(known, Unknown) else known
        if before == after:
            return NOTHING_TO_DO
        distance = self._distance(field, before, after)
        if distance is None or not self._within(field, after):
            return None
        if field.changeable is not Direction.ANY and (distance > 0) is not (field.changeable is Direction.UP):
            return None
        change = Change(ref, name, field.label, field.type, before, after)
        return Plan({(ref, name): change}, distance if distance > 0 else -distance)

    def _within(self, field: FieldDef, after: Value) -> bool:
        """Whether a number lies within the field's bounds."""
        if not isinstance(after, int | Fraction) or isinstance(after, bool):
            return True
        return (field.low is None or field.low <= after) and (field.high is None or after <= field.high)

    def _distance(self, field: FieldDef, before: Value | None, after: Value) -> Number | None:
        """How far a fact moves, up counted positive; an unrecorded one by as much as its kind knows."""
        match field.type:
            case BoolType():
                return 1 if after else -1
            case NumberType():
                start = before if isinstance(before, int | Fraction) else field.low or 0
                return tidy(after - start) if isinstance(after, int | Fraction) else None
            case DateType():
                return days_between(cast(date, after), cast("date | None", before)) or 1
            case EnumType():
                ranks = self.world.ranks(field.type)
                if ranks is None:
                    return 1
                return ranks[str(after)] - (ranks[str(before)] if before is not None else -1)
        return None

    def reach(self, ref: Ref, name: str, op: CompareOp, target: Value) -> Plan | None:
        """The least change after which the fact stands `op` to `target`."""
        field = self.field(ref, name)
        if field is None:
            return None
        after: Value | None
        match field.type:
            case NumberType(unit):
                after = self._number(op, target, self.vocabulary.units[unit].decimals)
            case DateType():
                after = self._day(op, target)
            case EnumType():
                after = self._word(field.type, op, target)
            case _:
                after = target if op is CompareOp.EQ else None
        return None if after is None else self.set(ref, name, after)

    def _number(self, op: CompareOp, target: Value, decimals: int) -> Number | None:
        """The nearest number with the unit's decimals; one step beyond where the bound itself does not do."""
        if not isinstance(target, int | Fraction) or op is CompareOp.NE:
            return None
        scaled = target * 10**decimals
        whole = math.ceil(scaled) if op in UPWARD else math.floor(scaled)
        if op is CompareOp.GT and whole == scaled:
            whole += 1
        if op is CompareOp.LT and whole == scaled:
            whole -= 1
        return tidy(Fraction(whole, 10**decimals))

    def _day(self, op: CompareOp, target: Value) -> date | None:
        """Today where that does, else the day asked for if it is still to come: the past cannot be changed."""
        if not isinstance(target, date):
            return None
        today = self.world.as_of
        met = {
            CompareOp.GE: today >= target,
            CompareOp.GT: today > target,
            CompareOp.LE: today <= target,
            CompareOp.LT: today < target,
            CompareOp.EQ: today == target,
        }.get(op, False)
        if met:
            return today
        return target if target > today and op in (CompareOp.GE, CompareOp.EQ) else None

    def _word(self, type: EnumType, op: CompareOp, target: Value) -> Value | None:
        """The nearest word of an enumeration."""
        ranks = self.world.ranks(type)
        if ranks is None or op is CompareOp.EQ:
            return target if op is CompareOp.EQ else None
        rank = ranks[str(target)] + {CompareOp.GT: 1, CompareOp.LT: -1}.get(op, 0)
        words = list(ranks)
        return words[rank] if op is not CompareOp.NE and 0 <= rank < len(words) else None
