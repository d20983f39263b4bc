"""Finitely many values that stand for all values of a variable."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from fractions import Fraction
from typing import Any

from policyrules.compiler.tables.atoms import Atom, Pair, Variable, is_constant
from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    Expr,
    Field,
    IsKnown,
    Number,
    OneOf,
    Value,
)
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, Type
from policyrules.model.words import Period
from policyrules.semantics import Unknown, World, evaluate
from policyrules.syntax.walk import children, entity_of

UNKNOWN = None
ORDER = (-1, 0, 1)
NO_ORDER = (0, 2)
NOBODY = Ref("", "")
OTHER_TEXT = "\uffff"
"""A text that no ruleset can contain: it stands for every text that is not written in the table."""


@dataclass(frozen=True, slots=True)
class Domain:
    """A variable and its representative values; None among them where the table asks whether it is known."""

    variable: Variable
    values: tuple[Value | None, ...]


def domain(variable: Variable, users: Iterable[Atom], world: World) -> Domain:
    """The values that decide every atom of `users` in every way it can be decided."""
    users = tuple(users)
    if isinstance(variable, Pair):
        ordered = is_ordered(variable.left.type, world.ruleset)
        return Domain(variable, ORDER if ordered else NO_ORDER)
    values = representatives(variable, list(constants(variable, users, world)), world.ruleset)
    asked = any(isinstance(a.condition, IsKnown) for a in users)
    return Domain(variable, (*values, UNKNOWN) if asked else values)


def is_ordered(kind: Type, ruleset: Ruleset) -> bool:
    """Whether values of a type have an order."""
    if isinstance(kind, EnumType):
        return ruleset.vocabulary.enums[kind.name].ordered
    return isinstance(kind, NumberType | DateType)


def constants(variable: Expr, users: Iterable[Atom], world: World) -> Iterable[Value]:
    """What the atoms hold the variable against."""
    for user in users:
        if isinstance(user.condition, OneOf):
            yield from (o.value for o in user.condition.options)
            continue
        for child in children(user.condition):
            if child != variable and is_constant(child):  # type: ignore[arg-type]
                value = evaluate(child, world, NOBODY)  # type: ignore[arg-type]
                if isinstance(value, Period):
                    yield from (value.start, value.end)
                elif not isinstance(value, Unknown):
                    yield value


def representatives(variable: Expr, held: list[Any], ruleset: Ruleset) -> tuple[Value, ...]:
    """At least one value for every way the variable can stand to `held`."""
    kind = variable.type
    if isinstance(kind, BoolType):
        return (True, False)
    if isinstance(kind, EnumType):
        return tuple(m.id for m in ruleset.vocabulary.enums[kind.name].members)
    if isinstance(kind, DateType):
        near = {day for d in held for day in (shifted(d, -1), d, shifted(d, 1))}
        return tuple(sorted(near)) or (date(2000, 1, 1),)
    if isinstance(kind, NumberType):
        return numbers(variable, kind, sorted(set(held)), ruleset)
    return (*sorted(set(held)), OTHER_TEXT)


def shifted(day: date, days: int) -> date:
    """The next or last day, within the calendar."""
    return day if day in (date(MINYEAR, 1, 1), date(MAXYEAR, 12, 31)) else day + timedelta(days)


def numbers(variable: Expr, kind: NumberType, held: list[Number], ruleset: Ruleset) -> tuple[Number, ...]:
    """The breakpoints, a point between each two, and one beyond either end, all within the variable's bounds."""
    low, high = bounds(variable, ruleset)
    marks = sorted({*held, *(b for b in (low, high) if b is not None)}) or [0]
    step = whole_step(variable, kind, ruleset)
    found = {marks[0] - 1, marks[-1] + 1, *marks}
    for left, right in itertools.pairwise(marks):
        middle = Fraction(left + right) / 2 if step is None else left + step
        if left < middle < right:
            found.add(middle)
    fitting = (n for n in found if (low is None or n >= low) and (high is None or n <= high))
    return tuple(sorted(fitting))


def bounds(variable: Expr, ruleset: Ruleset) -> tuple[Number | None, Number | None]:
    """The least and greatest value a variable can have."""
    if isinstance(variable, Field):
        declared = ruleset.vocabulary.entities[entity_of(variable.base)].fields[variable.name]
        return declared.low, declared.high
    counts = isinstance(variable, Aggregate) and variable.op in (AggregateOp.COUNT, AggregateOp.DISTINCT)
    if isinstance(variable, Aggregate) and variable.op is AggregateOp.SHARE:
        return 0, 1
    return (0, None) if counts else (None, None)


def whole_step(variable: Expr, kind: NumberType, ruleset: Ruleset) -> Fraction | None:
    """The least distance of two values of a variable, where there is one."""
    if isinstance(variable, Aggregate) and variable.op in (AggregateOp.COUNT, AggregateOp.DISTINCT):
        return Fraction(1)
    if isinstance(variable, Field):
        return Fraction(1, 10 ** ruleset.vocabulary.units[kind.unit].decimals)
    return None
