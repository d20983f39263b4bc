"""The search for a plan: from what should hold, through the expression, down to the facts that can move."""

from __future__ import annotations

from typing import NamedTuple, cast

from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Arith,
    ArithOp,
    Between,
    Compare,
    CompareOp,
    Derived,
    EndOf,
    Expr,
    Extreme,
    Field,
    If,
    IsKnown,
    Negate,
    Not,
    Number,
    OneOf,
    Or,
    Round,
    RoundMode,
    Value,
    Within,
)
from policyrules.model.finding import Ref
from policyrules.model.types import BoolType, DateType, EnumType
from policyrules.semantics.aggregates import Candidate, group, members
from policyrules.semantics.evaluate import compare, evaluate
from policyrules.semantics.interval import MIRRORED, OPPOSITE, divide, minus, plus, rounded
from policyrules.semantics.plans import DOWNWARD, NOTHING_TO_DO, UPWARD, Mover, Plan, cheapest, some_of, together
from policyrules.semantics.unknown import Unknown, ends
from policyrules.semantics.world import World
from policyrules.syntax.walk import entity_of

MOST_STEPS = 20_000


class Here(NamedTuple):
    """Whom a condition speaks of: the rule's subject and, inside an aggregate, the member."""

    subject: Ref
    member: Ref | None = None


class Planner:
    """Finds plans in one world. It gives up after `MOST_STEPS` steps: no plan is then proposed."""

    def __init__(self, world: World) -> None:
        """Plan in `world`."""
        self.world = world
        self.mover = Mover(world)
        self.steps = 0

    def make(self, expr: Expr, wanted: bool, here: Here) -> Plan | None:
        """The cheapest plan found after which the condition `expr` is `wanted`; None where there is none."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            return None
        if self._value(expr, here) is wanted:
            return NOTHING_TO_DO
        match expr:
            case Not():
                return self.make(expr.item, not wanted, here)
            case And() | Or():
                plans = (self.make(item, wanted, here) for item in expr.items)
                return together(plans) if isinstance(expr, And) is wanted else cheapest(plans)
            case Between() | Within() | OneOf():
                return self.make(spelled_out(expr), wanted, here)
            case Compare():
                return self._compared(expr, expr.op if wanted else OPPOSITE[expr.op], here)
            case If():
                return self._chosen(expr, wanted, here)
            case IsKnown():
                return self._recorded(expr, here) if wanted else None
            case Aggregate():
                return self._quantified(expr, wanted, here)
            case Derived():
                owner = self._owner(expr, here)
                return None if owner is None else self.make(self._definition(expr), wanted, Here(owner))
            case Field():
                owner = self._owner(expr, here)
                return None if owner is None else self.mover.set(owner, expr.name, wanted)
        return None

    def _value(self, expr: Expr, here: Here) -> Value | Unknown:
        return evaluate(expr, self.world, here.subject, here.member)

    def _owner(self, expr: Field | Derived, here: Here) -> Ref | None:
        """The record a field or definition belongs to, if it is in the facts."""
        id = self._value(expr.base, here)
        if isinstance(id, Unknown):
            return None
        ref = Ref(entity_of(expr.base), cast(str, id))
        return None if self.world.facts.get(ref.type, ref.id) is None else ref

    def _definition(self, expr: Derived) -> Expr:
        return self.world.ruleset.definitions[entity_of(expr.base), expr.name].expr

    def _chosen(self, expr: If, wanted: bool, here: Here) -> Plan | None:
        """One branch made `wanted`, with the condition that chooses it."""
        return cheapest(
            together((self.make(expr.condition, side, here), self.make(branch, wanted, here)))
            for side, branch in ((True, expr.then), (False, expr.other))
        )

    def _recorded(self, expr: IsKnown, here: Here) -> Plan | None:
        """A fact recorded: a date today, a yes or no or a word as far as it may move."""
        item = expr.item
        owner = self._owner(item, here) if isinstance(item, Field) else None
        if owner is None or not isinstance(item, Field):
            return None
        match item.type:
            case DateType():
                return self.mover.set(owner, item.name, self.world.as_of)
            case BoolType():
                return cheapest(self.mover.set(owner, item.name, value) for value in (True, False))
            case EnumType(name):
                words = self.world.vocabulary.enums[name].members
                return cheapest(self.mover.set(owner, item.name, word.id) for word in words)
        return None

    def _compared(self, expr: Compare, op: CompareOp, here: Here) -> Plan | None:
        """Either side moved to the other's nearest certain end."""
        left, right = (self._value(side, here) for side in (expr.left, expr.right))
        if isinstance(expr.left.type, BoolType):
            return self._same(expr, op, left, right, here)
        return cheapest(
            (
                self.move(expr.left, op, far_end(op, right), here),
                self.move(expr.right, MIRRORED[op], far_end(MIRRORED[op], left), here),
            )
        )

    def _same(
        self,
        expr: Compare,
        op: CompareOp,
        left: Value | Unknown,
        right: Value | Unknown,
        here: Here,
    ) -> Plan | None:
        """Two conditions made equal or different by moving either."""
        equal = op is CompareOp.EQ
        sides = ((expr.left, right), (expr.right, left))
        return cheapest(
            self.make(side, bool(other) is equal, here) for side, other in sides if not isinstance(other, Unknown)
        )

    def move(self, expr: Expr, op: CompareOp, target: Value | None, here: Here) -> Plan | None:
        """The cheapest plan found after which the value `expr` stands `op` to `target`."""
        self.steps += 1
        if target is None or self.steps > MOST_STEPS:
            return None
        match expr:
            case Field():
                owner = self._owner(expr, here)
                return None if owner is None else self.mover.reach(owner, expr.name, op, target)
            case Derived():
                owner = self._owner(expr, here)
                return None if owner is None else self.move(self._definition(expr), op, target, Here(owner))
            case Arith():
                return self._calculated(expr, op, target, here)
            case Negate():
                return self.move(expr.item, MIRRORED[op], minus(0, cast(Number, target)), here)
            case Round():
                return self._rounded(expr, op, target, here)
            case If():
                condition = self._value(expr.condition, here)
                branch = expr.then if condition is True else expr.other
                return None if isinstance(condition, Unknown) else self.move(branch, op, target, here)
            case Extreme():
                plans = [self.move(item, op, target, here) for item in expr.items]
                return together(plans) if (expr.op is AggregateOp.MIN) is (op in UPWARD) else cheapest(plans)
            case Aggregate():
                return self._aggregated(expr, op, target, here)
        return None

    def _rounded(self, expr: Round, op: CompareOp, target: Value, here: Here) -> Plan | None:
        """What is rounded moved to the bound on the grid, which rounding then leaves where it is."""
        mode = RoundMode.UP if op in UPWARD else RoundMode.DOWN
        return self.move(expr.item, op, rounded(mode, cast(Number, target), expr.places), here)

    def _calculated(self, expr: Arith, op: CompareOp, target: Value, here: Here) -> Plan | None:
        """The whole distance put on one operand, the other as it is."""
        if isinstance(expr.left.type, DateType):
            return None
        goal = cast(Number, target)
        left, right = (self._value(side, here) for side in (expr.left, expr.right))
        one, two = (None if isinstance(v, Unknown) else cast(Number, v) for v in (left, right))
        match expr.op:
            case ArithOp.ADD:
                return cheapest(
                    (
                        self.move(expr.left, op, minus(goal, two), here),
                        self.move(expr.right, op, minus(goal, one), here),
                    )
                )
            case ArithOp.SUB:
                return cheapest(
                    (
                        self.move(expr.left, op, plus(goal, two), here),
                        self.move(expr.right, MIRRORED[op], minus(one, goal), here),
                    )
                )
            case ArithOp.MUL:
                return cheapest(
                    self._scaled(side, op, goal, factor, here) for side, factor in ((expr.left, two), (expr.right, one))
                )
            case ArithOp.DIV:
                inverse = None if two is None else divide((1, 1), (two, two))[0]
                return self._scaled(expr.left, op, goal, inverse, here)

    def _scaled(self, side: Expr, op: CompareOp, goal: Number, factor: Number | None, here: Here) -> Plan | None:
        """A side moved so that it does what is wanted after scaling."""
        if not factor:
            return None
        return self.move(side, op if factor > 0 else MIRRORED[op], divide((goal, goal), (factor, factor))[0], here)

    def _candidates(self, expr: Aggregate, here: Here) -> tuple[Candidate, ...] | None:
        """The members of an aggregate: for a count everybody, else those not certainly out."""
        found = group(expr, self.world, *here, evaluate).found
        return None if isinstance(found, Unknown) else found

    def _everybody(self, expr: Aggregate, here: Here) -> list[Ref]:
        ids = members(expr.source, self.world, *here, evaluate)
        return [] if isinstance(ids, Unknown) else [Ref(expr.source.entity, id) for id in ids]

    def _quantified(self, expr: Aggregate, wanted: bool, here: Here) -> Plan | None:
        """Enough members for whom the condition is made to hold, or not to."""
        found = self._candidates(expr, here)
        if found is None or expr.value is None:
            return None
        certain = [c for c in found if c.certain]
        holding = sum(c.value is True for c in certain)
        number = 1
        if expr.op is AggregateOp.AT_LEAST:
            asked = far_end(CompareOp.GE, self._value(cast(Expr, expr.threshold), here))
            number = 0 if asked is None else int(cast(Number, asked)) - holding
            number = number if wanted else 1 - number
        elif (expr.op is AggregateOp.ALL) is wanted:
            number = sum(c.value is not wanted for c in found)
        everybody = list(found) if (expr.op is AggregateOp.ALL) is wanted else certain
        return self._turned(expr.value, wanted, everybody, number, here)

    def _turned(self, value: Expr, wanted: bool, found: list[Candidate], number: int, here: Here) -> Plan | None:
        """`number` more members for whom `value` is `wanted`."""
        plans = [(c.ref, self.make(value, wanted, Here(here.subject, c.ref))) for c in found if c.value is not wanted]
        return some_of([(ref, plan) for ref, plan in plans if plan is not None], number)

    def _aggregated(self, expr: Aggregate, op: CompareOp, target: Value, here: Here) -> Plan | None:
        """An aggregate's value moved: more or fewer members in, or one member's number moved."""
        found = self._candidates(expr, here)
        if found is None or op is CompareOp.NE:
            return None
        certain = [c for c in found if c.certain]
        now = self._value(expr, here)
        up = op in UPWARD or (op is CompareOp.EQ and not isinstance(now, Unknown) and now < target)  # type: ignore[operator]
        match expr.op:
            case AggregateOp.COUNT if expr.where is not None:
                missing = members_short(op, up, len(certain) if up else len(found), cast(Number, target))
                everybody = self._everybody(expr, here)
                plans = [(ref, self.make(expr.where, up, Here(here.subject, ref))) for ref in everybody]
                return some_of([(ref, plan) for ref, plan in plans if plan is not None and plan.changes], missing)
            case AggregateOp.SHARE:
                holding = sum(c.value is True for c in certain) if up else sum(c.value is not False for c in certain)
                missing = members_short(op, up, holding, cast(Number, target) * len(certain))
                return self._turned(cast(Expr, expr.value), up, certain, missing, here)
            case AggregateOp.SUM:
                return self._summand(expr, op, cast(Number, target), now, certain, here)
            case AggregateOp.MIN | AggregateOp.MAX:
                return self._outermost(expr, op, target, certain, here)
        return None

    def _outermost(
        self, expr: Aggregate, op: CompareOp, target: Value, certain: list[Candidate], here: Here
    ) -> Plan | None:
        """The least or greatest moved: everybody who stands in the way, or one member beyond."""
        ranks = self.world.ranks(expr.type)
        short = [c for c in certain if c.value is not None and compare(op, c.value, target, ranks) is not True]
        plans = [self.move(cast(Expr, expr.value), op, target, Here(here.subject, c.ref)) for c in short]
        return together(plans) if (expr.op is AggregateOp.MIN) is (op in UPWARD) else cheapest(plans)

    def _summand(
        self,
        expr: Aggregate,
        op: CompareOp,
        target: Number,
        now: Value | Unknown,
        certain: list[Candidate],
        here: Here,
    ) -> Plan | None:
        """The whole distance put on one member's number."""
        low, high = cast("tuple[Number | None, Number | None]", ends(now))
        sum_now = low if op in UPWARD or op is CompareOp.EQ else high
        distance = minus(target, sum_now)
        plans = []
        for c in certain:
            if c.value is not None and not isinstance(c.value, Unknown):
                goal = plus(cast(Number, c.value), distance)
                plans.append((c.ref, self.move(cast(Expr, expr.value), op, goal, Here(here.subject, c.ref))))
        return some_of([(ref, plan) for ref, plan in plans if plan is not None], 1)


def spelled_out(expr: Between | Within | OneOf) -> And | Or:
    """The comparisons these forms stand for."""
    match expr:
        case Between():
            ends_: tuple[Expr, Expr] = (expr.low, expr.high)
        case Within():
            ends_ = (EndOf(False, expr.period), EndOf(True, expr.period))
        case OneOf():
            return Or(tuple(Compare(CompareOp.EQ, expr.item, option) for option in expr.options))
    return And((Compare(CompareOp.GE, expr.item, ends_[0]), Compare(CompareOp.LE, expr.item, ends_[1])))


def far_end(op: CompareOp, other: Value | Unknown) -> Value | None:
    """What a side must reach so that it stands `op` to `other`, whatever `other` turns out to be."""
    low, high = ends(other)
    return high if op in UPWARD else low if op in DOWNWARD or low == high else None


def members_short(op: CompareOp, up: bool, now: Number, target: Number) -> int:
    """How many members more (or, downwards, fewer) bring a number of members `op` to `target`."""
    strictly = 1 if op in (CompareOp.GT, CompareOp.LT) else 0
    if up:
        return max(0, -int(-(target - now) // 1) if not strictly else int((target - now) // 1) + 1)
    return max(0, -int(-(now - target) // 1) if not strictly else int((now - target) // 1) + 1)
