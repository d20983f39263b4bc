"""The meaning of every expression: the reference all engines are tested against.

Strong Kleene logic; numbers, days and ordered words that are not known are intervals. Written to be read beside
section 4 of docs/language.md, not to be fast. Recursion goes as deep as an expression and the definitions it uses,
which the language bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, assert_never, cast

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
from policyrules.model.types import DateType, RefType
from policyrules.model.words import Period
from policyrules.semantics import interval
from policyrules.semantics.aggregates import aggregate
from policyrules.semantics.answerless import no_result
from policyrules.semantics.unknown import Gap, Unknown, between, ends, gaps
from policyrules.semantics.world import World
from policyrules.syntax.names import ID

Known = Value | Unknown
Ranks = Mapping[str, int] | None


def evaluate(expr: Expr, world: World, subject: Ref, member: Ref | None = None) -> Known:
    """What `expr` comes to for `subject` (and, inside an aggregate, for `member`): a value, or what is known of it."""
    kind = type(expr)
    if kind is Literal:
        return cast(Literal, expr).value
    if kind is Field and type(cast(Field, expr).base) is Subject:  # most of all that is ever asked
        return field(cast(Field, expr), subject.id, world)

    def value(item: Expr) -> Known:
        return evaluate(item, world, subject, member)

    return combined(expr, value, world, subject, member)


def combined(expr: Expr, value: Callable[[Expr], Known], world: World, subject: Ref, member: Ref | None) -> Known:
    """What `expr` comes to, where its parts come to what `value` says of them."""
    match expr:
        case Field():
            return field(expr, value(expr.base), world)
        case Subject():
            return subject.id
        case Literal():
            return expr.value
        case Parameter():
            return world.parameter(expr.name)
        case Derived():
            return derived(expr, value(expr.base), world)
        case Compare():
            return compare(expr.op, value(expr.left), value(expr.right), world.ranks(expr.left.type))
        case Member():
            return cast(Ref, member).id
        case Today():
            return world.as_of
        case Not():
            return negation(value(expr.item))
        case And():
            return junction([value(item) for item in expr.items], decisive=False)
        case Or():
            return junction([value(item) for item in expr.items], decisive=True)
        case Between():
            item, ranks = value(expr.item), world.ranks(expr.item.type)
            above = compare(CompareOp.GE, item, value(expr.low), ranks)
            return junction([above, compare(CompareOp.LE, item, value(expr.high), ranks)], decisive=False)
        case OneOf():
            item, ranks = value(expr.item), world.ranks(expr.item.type)
            return junction([compare(CompareOp.EQ, item, o.value, ranks) for o in expr.options], decisive=True)
        case Within():
            item, period = value(expr.item), value(expr.period)
            started = compare(CompareOp.GE, item, end_of(False, period), None)
            return junction([started, compare(CompareOp.LE, item, end_of(True, period), None)], decisive=False)
        case IsKnown():
            return not isinstance(value(expr.item), Unknown)
        case Arith():
            result = arithmetic(expr, value(expr.left), value(expr.right))
            if isinstance(result, Unknown) and not result.missing:
                return Unknown(missing=no_result(expr, world, subject, member, evaluate))
            return result
        case Negate():
            low, high = interval.scaled(-1, number_ends(value(expr.item)))
            return between(low, high, gaps(value(expr.item)))
        case If():
            return choice(value(expr.condition), expr, value, world.ranks(expr.type))
        case Extreme():
            return extreme(expr.op, [value(item) for item in expr.items], world.ranks(expr.type))
        case Round():
            item = value(expr.item)
            low, high = (None if e is None else interval.rounded(expr.mode, e, expr.places) for e in number_ends(item))
            return between(low, high, gaps(item))
        case EndOf():
            return end_of(expr.end, value(expr.period))
        case Aggregate():
            return aggregate(expr, world, subject, member, evaluate)
        case _:
            assert_never(expr)


def owner_entity(base: Expr) -> str:
    """The entity of the record a path goes through."""
    return base.entity if isinstance(base, Subject | Member) else cast(RefType, base.type).entity


def field(expr: Field, owner: Known, world: World) -> Known:
    """A fact of the record `owner`; where nobody knows which record, an unknown within the field's bounds."""
    entity, name = owner_entity(expr.base), expr.name
    if isinstance(owner, Unknown):
        return world.unrecorded(entity, name, owner.missing)
    return owner if name == ID else world.fact(entity, cast(str, owner), name)


def derived(expr: Derived, owner: Known, world: World) -> Known:
    """A definition's value for the record `owner`, computed once a record."""
    if isinstance(owner, Unknown):
        return Unknown(missing=owner.missing)
    key = (owner_entity(expr.base), cast(str, owner), expr.name)
    found = world.derived.get(key)
    if found is None:
        definition = world.ruleset.definitions[key[0], expr.name]
        found = world.derived[key] = evaluate(definition.expr, world, Ref(key[0], key[1]))
    return found


def negation(item: Known) -> Known:
    """Kleene's not."""
    return item if isinstance(item, Unknown) else not item


def junction(items: list[Known], decisive: bool) -> Known:
    """Kleene's `and` (False decides) and `or` (True decides): else unknown if any item is."""
    if any(item is decisive for item in items):
        return decisive
    if any(isinstance(item, Unknown) for item in items):
        return Unknown(missing=gaps(*items))
    return not decisive


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


def choice(condition: Known, expr: If, value: Callable[[Expr], Known], ranks: Ranks) -> Known:
    """The chosen branch; where nobody knows which, both branches' value if they agree, else all between them."""
    if condition is True:
        return value(expr.then)
    if condition is False:
        return value(expr.other)
    return hull(value(expr.then), value(expr.other), gaps(condition), ranks)


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
