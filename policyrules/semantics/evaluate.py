"""The meaning of every expression: the reference all engines are tested against.

Strong Kleene logic; numbers, days and ordered words that are not known are intervals. Written to be read beside
section 4 of docs/language.md, not to be fast. Recursion goes as deep as an expression and the definitions it uses,
which the language bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, cast

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
from policyrules.model.finding import Ref
from policyrules.model.types import DateType
from policyrules.model.words import Period
from policyrules.semantics import interval
from policyrules.semantics.aggregates import aggregate
from policyrules.semantics.answerless import no_result
from policyrules.semantics.unknown import Gap, Unknown, between, ends, gaps
from policyrules.semantics.world import World
from policyrules.syntax.names import ID
from policyrules.syntax.walk import entity_of

Known = Value | Unknown
Ranks = Mapping[str, int] | None


class At:
    """Where expressions are asked: in a world, for the rule's subject and, inside an aggregate, for its member."""

    __slots__ = ("member", "subject", "world")

    def __init__(self, world: World, subject: Ref, member: Ref | None = None) -> None:
        """Ask in `world`."""
        self.world, self.subject, self.member = world, subject, member

    def value(self, expr: Expr) -> Known:
        """What `expr` comes to here: a value, or what is known of it."""
        return MEANING[type(expr)](expr, self)

    def ranks(self, expr: Expr) -> Ranks:
        """How the values of `expr` rank, if they are words of an ordered enumeration."""
        return self.world.ranks(expr.type)


def evaluate(expr: Expr, world: World, subject: Ref, member: Ref | None = None) -> Known:
    """What `expr` comes to for `subject` (and, inside an aggregate, for `member`): a value, or what is known of it."""
    return MEANING[type(expr)](expr, At(world, subject, member))


def fact(expr: Field, at: At) -> Known:
    """A fact; where nobody knows of which record, an unknown within the field's bounds."""
    base, name, world = expr.base, expr.name, at.world
    if type(base) is Subject:  # most of all that is ever asked
        return at.subject.id if name == ID else world.fact(base.entity, at.subject.id, name)
    owner = at.value(base)
    if isinstance(owner, Unknown):
        return world.unrecorded(entity_of(base), name, owner.missing)
    return owner if name == ID else world.fact(entity_of(base), cast(str, owner), name)


def derived(expr: Derived, at: At) -> Known:
    """A definition's value, computed once a record."""
    base, world = expr.base, at.world
    owner = at.subject.id if type(base) is Subject else at.value(base)
    if isinstance(owner, Unknown):
        return Unknown(missing=owner.missing)
    key = (entity_of(base), cast(str, owner), expr.name)
    found = world.derived.get(key)
    if found is None:
        definition = world.ruleset.definitions[key[0], expr.name]
        found = world.derived[key] = evaluate(definition.expr, world, Ref(key[0], key[1]))
    return found


def compared(expr: Compare, at: At) -> Known:
    """Both sides compared."""
    return compare(expr.op, at.value(expr.left), at.value(expr.right), at.ranks(expr.left))


def enclosed(expr: Between, at: At) -> Known:
    """At least the one end and at most the other."""
    item, ranks = at.value(expr.item), at.ranks(expr.item)
    above = compare(CompareOp.GE, item, at.value(expr.low), ranks)
    return junction((above, compare(CompareOp.LE, item, at.value(expr.high), ranks)), decisive=False)


def listed(expr: OneOf, at: At) -> Known:
    """Equal to any of the words."""
    item, ranks = at.value(expr.item), at.ranks(expr.item)
    return junction((compare(CompareOp.EQ, item, o.value, ranks) for o in expr.options), decisive=True)


def within(expr: Within, at: At) -> Known:
    """Not before the period's first day and not after its last."""
    item, period = at.value(expr.item), at.value(expr.period)
    started = compare(CompareOp.GE, item, end_of(False, period), None)
    return junction((started, compare(CompareOp.LE, item, end_of(True, period), None)), decisive=False)


def calculated(expr: Arith, at: At) -> Known:
    """Arithmetic; where known numbers give no result, it is said what they were computed from."""
    result = arithmetic(expr, at.value(expr.left), at.value(expr.right))
    if isinstance(result, Unknown) and not result.missing:
        return Unknown(missing=no_result(expr, at.world, at.subject, at.member, evaluate))
    return result


def negated(expr: Negate, at: At) -> Known:
    """The number with its sign turned."""
    item = at.value(expr.item)
    low, high = interval.scaled(-1, number_ends(item))
    return between(low, high, gaps(item))


def rounded(expr: Round, at: At) -> Known:
    """Both ends rounded."""
    item = at.value(expr.item)
    low, high = (None if e is None else interval.rounded(expr.mode, e, expr.places) for e in number_ends(item))
    return between(low, high, gaps(item))


MEANING: Mapping[type, Callable[[Any, At], Known]] = {
    Literal: lambda expr, _: expr.value,
    Parameter: lambda expr, at: at.world.parameter(expr.name),
    Today: lambda _, at: at.world.as_of,
    Subject: lambda _, at: at.subject.id,
    Member: lambda _, at: cast(Ref, at.member).id,
    Field: fact,
    Derived: derived,
    Not: lambda expr, at: negation(at.value(expr.item)),
    And: lambda expr, at: junction(map(at.value, expr.items), decisive=False),
    Or: lambda expr, at: junction(map(at.value, expr.items), decisive=True),
    Compare: compared,
    Between: enclosed,
    OneOf: listed,
    Within: within,
    IsKnown: lambda expr, at: not isinstance(at.value(expr.item), Unknown),
    Arith: calculated,
    Negate: negated,
    If: lambda expr, at: choice(at.value(expr.condition), expr, at),
    Extreme: lambda expr, at: extreme(expr.op, [at.value(item) for item in expr.items], at.ranks(expr)),
    Round: rounded,
    EndOf: lambda expr, at: end_of(expr.end, at.value(expr.period)),
    Aggregate: lambda expr, at: aggregate(expr, at.world, at.subject, at.member, evaluate),
}
"""What each kind of expression comes to: one line or one function for each, and every kind is here."""


def negation(item: Known) -> Known:
    """Kleene's not."""
    return item if isinstance(item, Unknown) else not item


def junction(items: Iterable[Known], decisive: bool) -> Known:
    """Kleene's `and` (False decides) and `or` (True decides), else unknown if any is. What decides ends the search."""
    unknown: list[Known] = []
    for item in items:
        if item is decisive:
            return decisive
        if isinstance(item, Unknown):
            unknown.append(item)
    return Unknown(missing=gaps(*unknown)) if unknown else not decisive


def compare(op: CompareOp, left: Known, right: Known, ranks: Ranks) -> Known:
    """A comparison; with an unknown side, decided where the ends of both sides leave only one answer."""
    if not isinstance(left, Unknown) and not isinstance(right, Unknown):
        return interval.COMPARISONS[op](ranked(left, ranks), ranked(right, ranks))
    (a, b), (c, d) = ([ranked(end, ranks) for end in ends(side)] for side in (left, right))
    below = b is not None and c is not None and b < c
    at_most = b is not None and c is not None and b <= c
    above = a is not None and d is not None and a > d
    at_least = a is not None and d is not None and a >= d
    true, false = {
        CompareOp.LT: (below, at_least),
        CompareOp.LE: (at_most, above),
        CompareOp.GT: (above, at_most),
        CompareOp.GE: (at_least, below),
        CompareOp.EQ: (False, below or above),
        CompareOp.NE: (below or above, False),
    }[op]
    return true if true or false else Unknown(missing=gaps(left, right))


def ranked(value: Any, ranks: Ranks) -> Any:
    """What a value orders by: a word by its rank, anything else by itself."""
    return value if ranks is None or value is None else ranks[value]


def number_ends(value: Known) -> interval.Ends:
    """The ends of a number."""
    return cast(interval.Ends, ends(value))


def arithmetic(expr: Arith, left: Known, right: Known) -> Known:
    """Exact arithmetic on both ends; days are counted, and a day plus days is a day."""
    missing = gaps(left, right)
    (a, b), (c, d) = cast(Any, ends(left)), cast(Any, ends(right))
    if not isinstance(expr.left.type, DateType):
        return between(*interval.arithmetic(expr.op, (a, b), (c, d)), missing)
    if expr.op is ArithOp.ADD:
        return between(interval.day_after(a, c), interval.day_after(b, d), missing)
    if isinstance(expr.right.type, DateType):
        return between(interval.days_between(a, d), interval.days_between(b, c), missing)
    first, last = interval.scaled(-1, (c, d))
    return between(interval.day_after(a, first), interval.day_after(b, last), missing)


def choice(condition: Known, expr: If, at: At) -> Known:
    """The chosen branch; where nobody knows which, both branches' value if they agree, else all between them."""
    if isinstance(condition, Unknown):
        return hull(at.value(expr.then), at.value(expr.other), condition.missing, at.ranks(expr))
    return at.value(expr.then if condition else expr.other)


def hull(one: Known, two: Known, missing: tuple[Gap, ...], ranks: Ranks) -> Known:
    """Whatever lies between either of two values."""
    if one == two and not isinstance(one, Unknown):
        return one
    reasons = gaps(Unknown(missing=missing), one, two)
    if ranks is None and any(isinstance(side, bool | str | Period) for side in (one, two)):
        return Unknown(missing=reasons)
    (a, b), (c, d) = ends(one), ends(two)
    low = None if a is None or c is None else min(a, c, key=lambda v: ranked(v, ranks))
    high = None if b is None or d is None else max(b, d, key=lambda v: ranked(v, ranks))
    return between(low, high, reasons)


def extreme(op: AggregateOp, items: list[Known], ranks: Ranks) -> Known:
    """The least or greatest of several: an open end stays open on the far side only."""
    pick = min if op is AggregateOp.MIN else max
    lows, highs = zip(*(ends(item) for item in items), strict=True)
    far, near = (lows, highs) if op is AggregateOp.MIN else (highs, lows)
    outer = None if None in far else pick(far, key=lambda v: ranked(v, ranks))
    inner = pick((v for v in near if v is not None), key=lambda v: ranked(v, ranks), default=None)
    low, high = (outer, inner) if op is AggregateOp.MIN else (inner, outer)
    return between(low, high, gaps(*items))


def end_of(end: bool, period: Known) -> date | Unknown:
    """The first or last day of a period."""
    if isinstance(period, Unknown):
        return Unknown(missing=period.missing)
    whole = cast(Period, period)
    return whole.end if end else whole.start
