"""The lowering: every expression as two-valued formulas that say what is certain.

A condition becomes two formulas, certainly true and certainly false (never both); a value becomes three: itself where
it is known (else null), and its ends (null where open). Resolved for one day: parameters and `today` are constants.
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from typing import NamedTuple, assert_never, cast

from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Arith,
    ArithOp,
    Between,
    Collection,
    Compare,
    CompareOp,
    Derived,
    EndOf,
    Expr,
    Extreme,
    Field,
    If,
    IsKnown,
    Literal,
    Member,
    Negate,
    Not,
    OneOf,
    Or,
    Parameter,
    Round,
    Subject,
    Today,
    Value,
    Within,
)
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, Type
from policyrules.semantics.groups import Groups
from policyrules.semantics.lowered import Node, Op, Pool
from policyrules.syntax.names import ID
from policyrules.syntax.walk import entity_of


class Certain(NamedTuple):
    """A condition: where it certainly holds, and where it certainly does not."""

    true: Node
    false: Node


class Ends(NamedTuple):
    """A value: itself or null, and the ends it lies between. Without an order all three are one node."""

    exact: Node
    low: Node
    high: Node


class Place(NamedTuple):
    """Whose fields an expression speaks of: the subject's id and, inside an aggregate, the member's."""

    subject: Node
    member: Node | None = None

    @property
    def level(self) -> int:
        """The level of the next aggregate's members."""
        return 1 if self.member is None else int(self.member.data[1]) + 1


class Lowering:
    """Lowers the expressions of one ruleset for one day into one pool of nodes."""

    def __init__(self, ruleset: Ruleset, as_of: date, pool: Pool | None = None) -> None:
        """Lower what `ruleset` says on `as_of`. Formulas of several days may share a `pool`, and then their nodes."""
        self.ruleset = ruleset
        self.as_of = as_of
        self.pool = Pool() if pool is None else pool
        self.groups = Groups(self.pool)
        self.words = {e.id: tuple(m.id for m in e.members) for e in ruleset.vocabulary.enums.values() if e.ordered}
        self._inlined: dict[tuple[str, str, Node], Certain | Ends] = {}

    def place(self, entity: str) -> Place:
        """The place of a rule or definition of `entity`."""
        return Place(self.pool.make(Op.SUBJECT, data=entity))

    def condition(self, expr: Expr, place: Place) -> Certain:
        """The two formulas of a condition."""
        pool = self.pool
        match expr:
            case Not():
                item = self.condition(expr.item, place)
                return Certain(item.false, item.true)
            case And():
                return self._all([self.condition(item, place) for item in expr.items])
            case Or():
                return self._any([self.condition(item, place) for item in expr.items])
            case Compare():
                return self._comparison(expr, place)
            case Between():
                ends = [Compare(CompareOp.GE, expr.item, expr.low), Compare(CompareOp.LE, expr.item, expr.high)]
                return self._all([self._comparison(end, place) for end in ends])
            case OneOf():
                return self._one_of(expr, place)
            case Within():
                first, last = EndOf(False, expr.period), EndOf(True, expr.period)
                ends = [Compare(CompareOp.GE, expr.item, first), Compare(CompareOp.LE, expr.item, last)]
                return self._all([self._comparison(end, place) for end in ends])
            case IsKnown():
                known = self._known(expr.item, place)
                return Certain(known, pool.negated(known))
            case If():
                test, then, other = (self.condition(e, place) for e in (expr.condition, expr.then, expr.other))
                return Certain(self._chosen(test, then.true, other.true), self._chosen(test, then.false, other.false))
            case Aggregate():
                return self._quantified(expr, place)
            case Derived():
                return cast(Certain, self._derived(expr, place))
        value = self._raw(expr, place)
        return Certain(pool.is_(value, True), pool.is_(value, False))

    def _all(self, parts: list[Certain]) -> Certain:
        return Certain(self.pool.both(*(p.true for p in parts)), self.pool.either(*(p.false for p in parts)))

    def _any(self, parts: list[Certain]) -> Certain:
        return Certain(self.pool.either(*(p.true for p in parts)), self.pool.both(*(p.false for p in parts)))

    def _chosen(self, test: Certain, then: Node, other: Node) -> Node:
        """Where the branch taken certainly holds, or both do."""
        pool = self.pool
        return pool.either(pool.both(test.true, then), pool.both(test.false, other), pool.both(then, other))

    def _comparison(self, expr: Compare, place: Place) -> Certain:
        pool, equal = self.pool, expr.op is CompareOp.EQ
        if isinstance(expr.left.type, BoolType):
            one, two = self.condition(expr.left, place), self.condition(expr.right, place)
            same = pool.either(pool.both(one.true, two.true), pool.both(one.false, two.false))
            differ = pool.either(pool.both(one.true, two.false), pool.both(one.false, two.true))
            return Certain(same, differ) if equal else Certain(differ, same)
        left, right = self.value(expr.left, place), self.value(expr.right, place)
        return ordered(pool, expr.op, left, right)

    def _one_of(self, expr: OneOf, place: Place) -> Certain:
        if isinstance(expr.item.type, BoolType):
            options = [Compare(CompareOp.EQ, expr.item, option) for option in expr.options]
            return self._any([self._comparison(option, place) for option in options])
        item = self.value(expr.item, place)
        return self._any([ordered(self.pool, CompareOp.EQ, item, self.value(o, place)) for o in expr.options])

    def _known(self, expr: Expr, place: Place) -> Node:
        if isinstance(expr.type, BoolType):
            return self.pool.either(*self.condition(expr, place))
        return self.pool.negated(self.pool.is_null(self.value(expr, place).exact))

    def value(self, expr: Expr, place: Place) -> Ends:
        """The three formulas of a value that is not a condition."""
        pool = self.pool
        match expr:
            case Derived():
                return cast(Ends, self._derived(expr, place))
            case Field():
                return self._field(expr, place)
            case Arith():
                return self._arithmetic(expr, self.value(expr.left, place), self.value(expr.right, place))
            case Negate():
                exact, low, high = self.value(expr.item, place)
                zero = pool.const(0)
                return Ends(*(pool.make(Op.SUBTRACT, zero, end) for end in (exact, high, low)))
            case If():
                return self._choice(expr, place)
            case Extreme():
                return self._extreme(expr, [self.value(item, place) for item in expr.items])
            case Round():
                item = self.value(expr.item, place)
                return self._spanned(*(pool.make(Op.ROUND, e, data=(expr.mode, expr.places)) for e in item[1:]))
            case EndOf():
                return self._plain(pool.make(Op.EDGE, self.value(expr.period, place).exact, data=expr.end))
            case Aggregate():
                return self._aggregate(expr, place)
        return self._plain(self._ranked(self._raw(expr, place), expr.type))

    def _raw(self, expr: Expr, place: Place) -> Node:
        """A value that is simply there or null: facts, parameters, literals, ids."""
        match expr:
            case Literal():
                return self.pool.const(expr.value)
            case Parameter():
                version = self.ruleset.parameters[expr.name].on(self.as_of)
                return self.pool.const(None if version is None else version.value)
            case Today():
                return self.pool.const(self.as_of)
            case Subject():
                return place.subject
            case Member():
                return cast(Node, place.member)
            case Field():
                owner = self._raw(expr.base, place)
                return (
                    owner if expr.name == ID else self.pool.make(Op.FACT, owner, data=(entity_of(expr.base), expr.name))
                )
        if isinstance(expr.type, BoolType):
            true, false = self.condition(expr, place)
            return self.pool.case(true, self.pool.true, self.pool.case(false, self.pool.false, self.pool.null))
        return self.value(expr, place).exact

    def _ranked(self, raw: Node, type: Type) -> Node:
        """A word of an ordered enumeration as its rank."""
        words = self.words.get(type.name) if isinstance(type, EnumType) else None
        return raw if words is None else self.pool.make(Op.RANK, raw, data=words)

    def _plain(self, exact: Node) -> Ends:
        return Ends(exact, exact, exact)

    def _spanned(self, low: Node, high: Node) -> Ends:
        """A value known where its ends meet."""
        return Ends(self.pool.agree(low, high), low, high)

    def _field(self, expr: Field, place: Place) -> Ends:
        exact = self._ranked(self._raw(expr, place), expr.type)
        low: Value | None = None
        high: Value | None = None
        if isinstance(expr.type, EnumType) and expr.type.name in self.words:
            low, high = 0, len(self.words[expr.type.name]) - 1
        elif isinstance(expr.type, NumberType):
            declared = self.ruleset.vocabulary.entities[entity_of(expr.base)].fields[expr.name]
            low, high = declared.low, declared.high
        least, most = (self.pool.coalesce(exact, self.pool.const(end)) for end in (low, high))
        return Ends(exact if least is not most else least, least, most)

    def _derived(self, expr: Derived, place: Place) -> Certain | Ends:
        """A definition: of the subject itself laid in, of another record asked for by its parts."""
        owner, entity = self._raw(expr.base, place), entity_of(expr.base)
        is_condition = isinstance(expr.type, BoolType)
        if owner.op is not Op.SUBJECT:
            parts = Certain._fields if is_condition else Ends._fields
            made = [self.pool.make(Op.DERIVED, owner, data=(entity, expr.name, part)) for part in parts]
            return Certain(*(self.pool.is_(n, True) for n in made)) if is_condition else Ends(*made)
        key = (entity, expr.name, owner)
        if key not in self._inlined:
            self._inlined[key] = self.definition(entity, expr.name)
        return self._inlined[key]

    def definition(self, entity: str, name: str) -> Certain | Ends:
        """The formulas of a definition for a record of its entity."""
        expr, place = self.ruleset.definitions[entity, name].expr, self.place(entity)
        return self.condition(expr, place) if isinstance(expr.type, BoolType) else self.value(expr, place)

    def _arithmetic(self, expr: Arith, left: Ends, right: Ends) -> Ends:
        pool = self.pool
        if isinstance(expr.left.type, DateType):
            if isinstance(expr.right.type, DateType):
                return self._spanned(
                    pool.make(Op.DAYS_BETWEEN, left.low, right.high), pool.make(Op.DAYS_BETWEEN, left.high, right.low)
                )
            if expr.op is ArithOp.SUB:
                zero = pool.const(0)
                right = Ends(*(pool.make(Op.SUBTRACT, zero, end) for end in (right.exact, right.high, right.low)))
            return self._spanned(
                pool.make(Op.DAY_AFTER, left.low, right.low), pool.make(Op.DAY_AFTER, left.high, right.high)
            )
        match expr.op:
            case ArithOp.ADD:
                return Ends(*(pool.make(Op.ADD, a, b) for a, b in zip(left, right, strict=True)))
            case ArithOp.SUB:
                turned = (right.exact, right.high, right.low)
                return Ends(*(pool.make(Op.SUBTRACT, a, b) for a, b in zip(left, turned, strict=True)))
            case ArithOp.MUL | ArithOp.DIV:
                op = Op.TIMES if expr.op is ArithOp.MUL else Op.DIVIDE
                four = (left.low, left.high, right.low, right.high)
                if op is Op.TIMES and left.low is left.high and right.low is right.high:
                    return self._plain(pool.make(Op.MULTIPLY, left.exact, right.exact))
                return self._spanned(*(pool.make(op, *four, data=end) for end in (0, 1)))
            case _:
                assert_never(expr.op)

    def _choice(self, expr: If, place: Place) -> Ends:
        pool = self.pool
        test = self.condition(expr.condition, place)
        then, other = self.value(expr.then, place), self.value(expr.other, place)

        def chosen(one: Node, two: Node, unsure: Node) -> Node:
            return pool.case(test.true, one, pool.case(test.false, two, unsure))

        if not self._has_order(expr.type):
            return self._plain(chosen(then.exact, other.exact, pool.agree(then.exact, other.exact)))
        low = chosen(then.low, other.low, pool.make(Op.LEAST, then.low, other.low))
        return self._spanned(low, chosen(then.high, other.high, pool.make(Op.GREATEST, then.high, other.high)))

    def _has_order(self, type: Type) -> bool:
        return isinstance(type, NumberType | DateType) or (isinstance(type, EnumType) and type.name in self.words)

    def _extreme(self, expr: Extreme, items: list[Ends]) -> Ends:
        lows, highs = [i.low for i in items], [i.high for i in items]
        if expr.op is AggregateOp.MIN:
            return self._spanned(self._picked(Op.LEAST, lows), self._picked(Op.LEAST_KNOWN, highs))
        return self._spanned(self._picked(Op.GREATEST_KNOWN, lows), self._picked(Op.GREATEST, highs))

    def _picked(self, op: Op, ends: list[Node]) -> Node:
        """The least or greatest of several, two at a time."""
        return reduce(lambda one, two: self.pool.make(op, one, two), ends)

    def _members(self, source: Collection, place: Place) -> Node:
        """The ids of a collection, or null."""
        if isinstance(source.base, Collection):
            inner = self._members(source.base, place)
            return self.pool.make(Op.FLATTEN, inner, data=(source.base.entity, source.name))
        owner = self._raw(source.base, place)
        return self.pool.make(Op.MEMBERS, owner, data=(entity_of(source.base), source.name))

    def _inside(self, expr: Aggregate, place: Place) -> tuple[Node, int, Place, Certain]:
        """What all aggregates begin with: the members, their level, the place inside, and who is in."""
        level = place.level
        inside = place._replace(member=self.pool.make(Op.MEMBER, data=(expr.source.entity, level)))
        everybody = Certain(self.pool.true, self.pool.false)
        where = everybody if expr.where is None else self.condition(expr.where, inside)
        return self._members(expr.source, place), level, inside, where

    def _quantified(self, expr: Aggregate, place: Place) -> Certain:
        members, level, inside, where = self._inside(expr, place)
        holds = self.condition(cast(Expr, expr.value), inside)
        if expr.op is AggregateOp.ALL:
            return Certain(*self.groups.every(members, level, where, holds))
        if expr.op is AggregateOp.ANY:
            return Certain(*self.groups.some(members, level, where, holds))
        low, high = self.groups.holding(members, level, where, holds)
        return ordered(self.pool, CompareOp.GE, Ends(low, low, high), self.value(cast(Expr, expr.threshold), place))

    def _aggregate(self, expr: Aggregate, place: Place) -> Ends:
        members, level, inside, where = self._inside(expr, place)
        if expr.op is AggregateOp.COUNT:
            return self._spanned(*self.groups.count(members, level, where))
        item = cast(Expr, expr.value)
        if expr.op is AggregateOp.SHARE:
            return self._spanned(*self.groups.share(members, level, where, self.condition(item, inside)))
        if expr.op is AggregateOp.DISTINCT:
            return self._spanned(*self.groups.distinct(members, level, where, self._raw(item, inside)))
        value = self.value(item, inside)
        if expr.op is AggregateOp.SUM:
            return self._spanned(*self.groups.total(members, level, where, value.low, value.high))
        least = expr.op is AggregateOp.MIN
        return self._spanned(*self.groups.extreme(members, level, where, value.low, value.high, least))


def ordered(pool: Pool, op: CompareOp, left: Ends, right: Ends) -> Certain:
    """A comparison, decided where the ends leave only one answer."""
    match op:
        case CompareOp.LT:
            return Certain(pool.compare(op, left.high, right.low), pool.compare(CompareOp.GE, left.low, right.high))
        case CompareOp.LE:
            return Certain(pool.compare(op, left.high, right.low), pool.compare(CompareOp.GT, left.low, right.high))
        case CompareOp.GT | CompareOp.GE:
            return ordered(pool, CompareOp.LT if op is CompareOp.GT else CompareOp.LE, right, left)
        case CompareOp.EQ:
            same = pool.compare(CompareOp.EQ, left.exact, right.exact)
            if left.low is left.high and right.low is right.high:
                return Certain(same, pool.compare(CompareOp.NE, left.exact, right.exact))
            below = pool.compare(CompareOp.LT, left.high, right.low)
            return Certain(same, pool.either(below, pool.compare(CompareOp.GT, left.low, right.high)))
        case CompareOp.NE:
            same, differ = ordered(pool, CompareOp.EQ, left, right)
            return Certain(differ, same)
        case _:
            assert_never(op)
